/** The cables of a circuit, as far as they can be told: the shortest that join its cabinet and all its lamps. */
import type { LampColumns } from './lamp-columns.ts';

type Place = readonly [east: number, north: number, up: number];

/** Above the ground, m: cables lie in it, where nobody would see them. */
const ABOVE = 1;

/**
 * Gives the pieces of a circuit's cables: the minimum spanning tree over its lamps, begun at the cabinet where it is known.
 *
 * @returns pieces from place to place; metres east, north, up of the city's origin.
 */
export function circuitCables(
  { count, gid, place, height, circuit, circuits, cabinets }: LampColumns,
  index: number,
): [Place, Place][] {
  const code = circuits[index]?.cabinet;
  const cabinet = code == null ? undefined : cabinets[code];
  const places: Place[] = cabinet ? [cabinet] : [];
  const seen = new Set<number>();
  for (let at = 0; at < count; at++) {
    if (circuit[at] !== index || seen.has(gid[at]!)) continue;
    seen.add(gid[at]!);
    places.push([place[3 * at]!, place[3 * at + 1]!, place[3 * at + 2]! - height[at]! + ABOVE]);
  }
  const pieces: [Place, Place][] = [];
  // Prim: of what is left, always what is nearest to what is joined.
  const least = places.map(() => Infinity);
  const from = places.map(() => 0);
  const left = new Set(places.keys());
  for (let newest = 0; left.delete(newest); ) {
    let next = -1;
    for (const at of left) {
      const away = Math.hypot(places[at]![0] - places[newest]![0], places[at]![1] - places[newest]![1]);
      if (away < least[at]!) {
        least[at] = away;
        from[at] = newest;
      }
      if (next < 0 || least[at]! < least[next]!) next = at;
    }
    if (next < 0) break;
    pieces.push([places[from[next]!]!, places[next]!]);
    newest = next;
  }
  return pieces;
}
