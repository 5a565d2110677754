import type { Point } from './plane.ts';
import type { Road } from './roads.ts';
import { SegmentIndex } from './segment-index.ts';
import type { Bilingual } from './structure.ts';

/** Finds the street and number of a place: numbers count along the street, odd on its left, even on its right. */
export function createAddresses(
  roads: readonly Road[],
): (x: number, y: number) => { street: Bilingual; number: number } | null {
  const index = new SegmentIndex(60);
  const station: number[] = [];
  for (const [r, road] of roads.entries()) {
    if (!road.name || road.class === 'path' || road.tunnel || road.bridge) continue;
    let walked = 0;
    for (let i = 0; i + 1 < road.points.length; i++) {
      const a = road.points[i]!;
      const b = road.points[i + 1]!;
      station[index.add(a, b, r)] = walked;
      walked += Math.hypot(b[0] - a[0], b[1] - a[1]);
    }
  }
  return (x, y) => {
    const near = index.nearest(x, y, 180);
    if (!near) return null;
    const a: Point = index.a[near.index]!;
    const b: Point = index.b[near.index]!;
    const dx = b[0] - a[0];
    const dy = b[1] - a[1];
    const length = Math.hypot(dx, dy);
    const along = Math.max(0, Math.min(length, ((x - a[0]) * dx + (y - a[1]) * dy) / length));
    const left = dx * (y - a[1]) - dy * (x - a[0]) > 0;
    const number = 2 * Math.floor((station[near.index]! + along) / 9) + (left ? 1 : 2);
    return { street: roads[index.tag[near.index]!]!.name!, number };
  };
}
