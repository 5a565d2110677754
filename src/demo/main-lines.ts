import type { RoadClass } from './arterials.ts';
import { ARTERIALS } from './arterials.ts';
import type { Point } from './plane.ts';
import { crossing, nearestOnLine, smoothCurve } from './plane.ts';
import type { Shore } from './shore.ts';
import type { River } from './terrain.ts';

/** What a line in the plan is; `inner` and `grid` lines carry no carriageway. */
export type LineClass = RoadClass | 'inner' | 'grid' | 'coast' | 'river';

export interface PlanLine {
  name: string;
  class: LineClass;
  points: Point[];
  /** Of two lines on the same ground the lower rank stays. */
  rank: number;
}

export const RANK: Record<LineClass, number> = {
  coast: 0,
  river: 1,
  trunk: 2,
  primary: 3,
  secondary: 4,
  residential: 5,
  inner: 6,
  grid: 7,
};

/** Gives shore, river and main roads as lines whose ends meet: an end near another line is led onto it. */
export function createMainLines(shore: Shore, river: River): PlanLine[] {
  const lines: PlanLine[] = [
    { name: 'coast', class: 'coast', points: [...shore.ring, shore.ring[0]!], rank: RANK.coast },
    { name: 'river', class: 'river', points: river.line, rank: RANK.river },
  ];
  const curves = ARTERIALS.map((a) => (a.straight ? [...a.points] : smoothCurve(a.points, 24)));
  for (const [i, arterial] of ARTERIALS.entries()) {
    const points = curves[i]!;
    for (const atStart of [true, false]) {
      const end = atStart ? points[0]! : points.at(-1)!;
      let best = { distance: 110, point: end };
      for (const [j, other] of curves.entries()) {
        if (j === i) continue;
        const found = nearestOnLine(other, end[0], end[1]);
        // An end that has just crossed a road has met it: what hangs over goes with the loose ends.
        if (found.distance < 40 && crosses(atStart ? points.slice(0, 3) : points.slice(-3), other)) {
          best = { distance: 0, point: end };
          break;
        }
        if (crosses(atStart ? points.slice(0, 9) : points.slice(-9), other)) continue;
        if (found.distance < best.distance) best = found;
      }
      const toShore = nearestOnLine(lines[0]!.points, end[0], end[1]);
      if (best.distance > 0 && toShore.distance < best.distance && shore.isLand(end[0], end[1]))
        best = toShore;
      if (best.distance === 0 || best.distance >= 110) continue;
      if (atStart) points.unshift(best.point);
      else points.push(best.point);
    }
    lines.push({ name: arterial.name, class: arterial.class, points, rank: RANK[arterial.class] });
  }
  return lines;
}

function crosses(line: readonly Point[], other: readonly Point[]): boolean {
  for (let i = 0; i + 1 < line.length; i++) {
    for (let j = 0; j + 1 < other.length; j++) {
      if (crossing(line[i]!, line[i + 1]!, other[j]!, other[j + 1]!)) return true;
    }
  }
  return false;
}
