import { createGroundDistance } from './ground-distance.ts';
import type { RoadGraph } from './road-graph.ts';

const REACH_M = 80;
const CELL_DEG = 0.002;
const SAMPLE_M = 20;

/** Gives the edge nearest to a place, degrees; −1: none within 80 m. */
export type NearestEdge = (lon: number, lat: number) => number;

/** Lays the edges out in cells, a point every 20 m. */
export function createNearestEdge({ edges, places }: Pick<RoadGraph, 'edges' | 'places'>): NearestEdge {
  const distance = createGroundDistance(places[1] ?? 0);
  const cells = new Map<number, { edge: number; lon: number; lat: number }[]>();
  const cellOf = (x: number, y: number): number => x * 1_000_000 + y;
  const column = (lon: number): number => Math.floor((lon + 180) / CELL_DEG);
  const row = (lat: number): number => Math.floor((lat + 90) / CELL_DEG);
  edges.forEach(({ line }, edge) => {
    for (let i = 2; i + 1 < line.length; i += 2) {
      const [lonA, latA, lonB, latB] = [line[i - 2]!, line[i - 1]!, line[i]!, line[i + 1]!];
      const steps = Math.ceil(distance(lonA, latA, lonB, latB) / SAMPLE_M);
      for (let s = 0; s < steps; s++) {
        const lon = lonA + ((lonB - lonA) * (s + 0.5)) / steps;
        const lat = latA + ((latB - latA) * (s + 0.5)) / steps;
        const key = cellOf(column(lon), row(lat));
        const list = cells.get(key);
        if (list) list.push({ edge, lon, lat });
        else cells.set(key, [{ edge, lon, lat }]);
      }
    }
  });
  return (lon, lat) => {
    let best = -1;
    let nearest = REACH_M;
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const point of cells.get(cellOf(column(lon) + dx, row(lat) + dy)) ?? []) {
          const away = distance(lon, lat, point.lon, point.lat);
          if (away < nearest) [best, nearest] = [point.edge, away];
        }
      }
    }
    return best;
  };
}
