import type { CaseGrid, CasePlaces, CaseRoad } from './cases/case-simulation.ts';
import type { Inventory } from './inventory.ts';

/** Gives where a city's cases can be: its unit grids, as its components name them, and its roads. */
export function casePlaces({ components, roads, network }: Inventory): CasePlaces {
  const sums = new Map<string, [lon: number, lat: number, count: number]>();
  for (const { grid, lon, lat } of components) {
    if (grid === null) continue;
    const sum = sums.get(grid) ?? [0, 0, 0];
    sums.set(grid, [sum[0] + lon, sum[1] + lat, sum[2] + 1]);
  }
  const grids = [...sums].map(([code, [lon, lat, count]]): CaseGrid => {
    // Where more stands, more happens.
    return { code, lon: lon / count, lat: lat / count, weight: Math.sqrt(count) };
  });
  const lines = new Map<number, number[]>();
  for (const { gid, line } of network.edges) if (!lines.has(gid)) lines.set(gid, line);
  const road = ({ gid, id, name, grid }: Inventory['roads'][number]): CaseRoad[] => {
    const line = lines.get(gid);
    return line ? [{ id, name, grid, line }] : [];
  };
  return { grids, roads: roads.flatMap(road) };
}
