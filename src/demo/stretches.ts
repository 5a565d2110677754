import type { Point } from './plane.ts';
import { lengthOf } from './plane.ts';
import type { Road } from './roads.ts';

/** No stretch is shorter, m. */
const SHORTEST = 45;
const MAIN = new Set<Road['class']>(['trunk', 'primary', 'secondary']);

/**
 * Cuts roads where main roads cross them: a stretch from junction to junction is what a city manages, and what has a
 * speed of its own. Paths and tunnels stay whole.
 */
export function stretchesOf(roads: readonly Road[]): Road[] {
  const key = ([x, y]: Point): string => `${x},${y}`;
  const mains = new Map<string, number>();
  for (const road of roads) {
    if (!MAIN.has(road.class) || road.tunnel) continue;
    for (const point of road.points) mains.set(key(point), (mains.get(key(point)) ?? 0) + 1);
  }
  return roads.flatMap((road) => {
    if (road.class === 'path' || road.tunnel || road.bridge) return [road];
    const own = MAIN.has(road.class) ? 1 : 0;
    const stretches: Road[] = [];
    let from = 0;
    for (let i = 1; i < road.points.length; i++) {
      const last = i === road.points.length - 1;
      if (!last && (mains.get(key(road.points[i]!)) ?? 0) <= own) continue;
      const points = road.points.slice(from, i + 1);
      if (!last && (lengthOf(points) < SHORTEST || lengthOf(road.points.slice(i)) < SHORTEST)) continue;
      stretches.push({ ...road, points });
      from = i;
    }
    return stretches;
  });
}
