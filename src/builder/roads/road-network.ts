/** The graph of a city's carriageways: lines cut where they meet. */
import type { RoadNetwork } from '#base/feature-table.ts';
import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import { CARRIAGEWAYS } from '#city/road-width.ts';
import type { ManagedRoad } from './managed-roads.ts';

/** Corners nearer to each other than this are one, m. */
const SNAP = 0.5;

/**
 * Makes the graph: nodes are the ends of lines and the corners that two lines share; edges run from node to node.
 *
 * Levels keep apart what only crosses: a bridge meets the road below nowhere, since they share no corner.
 */
export function roadNetwork(roads: readonly ManagedRoad[]): RoadNetwork {
  const drivable = roads.filter((road) => CARRIAGEWAYS.has(road.class));
  const corner = createCorners(drivable[0]?.lat ?? 0);
  const lines: { road: ManagedRoad; corners: number[] }[] = [];
  for (const road of drivable) {
    for (const line of road.lines) {
      const corners: number[] = [];
      for (let i = 0; i < line.length; i += 2) {
        const at = corner.of(line[i]!, line[i + 1]!);
        if (corners.at(-1) !== at) corners.push(at);
      }
      if (corners.length >= 2) lines.push({ road, corners });
    }
  }
  const uses = new Uint32Array(corner.count());
  for (const { corners } of lines) {
    corners.forEach((at, k) => {
      uses[at]! += k === 0 || k === corners.length - 1 ? 2 : 1;
    });
  }
  const network: RoadNetwork = { nodes: [], edges: [] };
  const nodes = new Map<number, number>();
  const node = (at: number): number => {
    let found = nodes.get(at);
    if (found === undefined) {
      found = network.nodes.push(degrees(corner.lon(at)), degrees(corner.lat(at))) / 2 - 1;
      nodes.set(at, found);
    }
    return found;
  };
  for (const { road, corners } of lines) {
    let from = 0;
    for (let k = 1; k < corners.length; k++) {
      if (uses[corners[k]!]! < 2 && k < corners.length - 1) continue;
      const line = corners
        .slice(from, k + 1)
        .flatMap((at) => [degrees(corner.lon(at)), degrees(corner.lat(at))]);
      network.edges.push({
        gid: road.gid,
        from: node(corners[from]!),
        to: node(corners[k]!),
        line,
        oneway: road.oneway ? 1 : 0,
        class: road.class,
        freeSpeed: road.freeSpeed,
        width: Math.round(road.width * 10) / 10,
      });
      from = k;
    }
  }
  return network;
}

function degrees(value: number): number {
  return Math.round(value * 1e7) / 1e7;
}

/** Numbers corners; one that is near an earlier one gets its number and its place. */
function createCorners(lat0: number) {
  const [perLon, perLat] = metresPerDegree(lat0);
  const places: number[] = [];
  const cells = new Map<string, number[]>();
  return {
    count: () => places.length / 2,
    lon: (at: number) => places[at * 2]!,
    lat: (at: number) => places[at * 2 + 1]!,
    of(lon: number, lat: number): number {
      const x = lon * perLon;
      const y = lat * perLat;
      const column = Math.floor(x / SNAP);
      const row = Math.floor(y / SNAP);
      let best = -1;
      let least = SNAP;
      for (let dx = -1; dx <= 1; dx++) {
        for (let dy = -1; dy <= 1; dy++) {
          for (const at of cells.get(`${column + dx} ${row + dy}`) ?? []) {
            const distance = Math.hypot(places[at * 2]! * perLon - x, places[at * 2 + 1]! * perLat - y);
            if (distance < least) {
              least = distance;
              best = at;
            }
          }
        }
      }
      if (best >= 0) return best;
      const at = places.push(lon, lat) / 2 - 1;
      const key = `${column} ${row}`;
      const list = cells.get(key);
      if (list) list.push(at);
      else cells.set(key, [at]);
      return at;
    },
  };
}
