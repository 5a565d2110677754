import { offset } from './clip.ts';
import { onAxis } from './plan.ts';
import type { Point, Ring } from './plane.ts';
import { lengthOf, signedArea, smoothCurve } from './plane.ts';
import type { Road } from './roads.ts';
import type { Shore } from './shore.ts';
import type { River } from './terrain.ts';

/** Paths that no block needs: the promenade along the bay, round the lake, across the central park. */
export function createWalks(shore: Shore, river: River, lake: Ring): Road[] {
  const walk = (points: Point[], name: Road['name'], width: number): Road => ({
    class: 'path',
    points,
    name,
    width,
    lanes: 0,
  });
  const walks: Road[] = [];
  const inland = offset(shore.ring, -13).sort((p, q) => signedArea(q) - signedArea(p))[0]!;
  const bay = (p: Point): boolean =>
    p[0] > -2700 && p[0] < -290 && p[1] < -380 && p[1] > -2750 && (p[0] < -2100 ? p[1] > -1560 : true);
  let run: Point[] = [];
  const flush = (): void => {
    if (lengthOf(run) > 120) walks.push(walk(run, { zh: '环湾步道', en: 'Bay Promenade' }, 6));
    run = [];
  };
  for (const p of inland) {
    if (bay(p)) run.push(p);
    else flush();
  }
  flush();
  // Both banks of the river, from the ring road to the bay.
  for (const side of [-1, 1]) {
    const bank = river.line.flatMap((p, i): Point[] => {
      const a = river.line[Math.max(0, i - 1)]!;
      const b = river.line[Math.min(river.line.length - 1, i + 1)]!;
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
      const away = side * (river.widthAt(p[0], p[1]) / 2 + 6);
      const q: Point = [p[0] - ((b[1] - a[1]) / length) * away, p[1] + ((b[0] - a[0]) / length) * away];
      return p[0] < 800 && shore.isLand(q[0], q[1]) && shore.distance(q[0], q[1]) > 12 ? [q] : [];
    });
    walks.push(walk(bank, { zh: '澜江步道', en: 'Lanjiang Walk' }, 3));
  }
  const round = offset(lake, 11, true)[0];
  if (round) walks.push(walk([...round, round[0]!], { zh: '镜澜湖步道', en: 'Lake Walk' }, 4));
  for (const [a, b] of [
    [onAxis(1062, -10), onAxis(1262, -10)],
    [onAxis(1640, 20), onAxis(1818, 60)],
    [onAxis(1440, -350), onAxis(1450, -130)],
    [onAxis(1400, 350), onAxis(1440, 110)],
  ] as const) {
    walks.push(walk(smoothCurve([a, [(a[0] + b[0]) / 2 + 9, (a[1] + b[1]) / 2 - 7], b], 12), null, 4));
  }
  return walks;
}
