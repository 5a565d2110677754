import type { Point } from '../plane.ts';
import type { Road } from '../roads.ts';
import type { Track } from './track.ts';

/** A road that leaves a junction. */
export interface Arm {
  track: Track;
  /** Away from the junction, unit vector. */
  ux: number;
  uy: number;
  half: number;
}

/** Where three or more arms meet. */
export interface Junction {
  at: Point;
  /** By angle, counter-clockwise. */
  arms: Arm[];
  /** Has signals: at least two main roads meet. */
  signals: boolean;
}

const RANKS: Record<Road['class'], number> = { trunk: 0, primary: 1, secondary: 2, residential: 3, path: 4 };

/** Says how important a road is: 0 trunk to 4 path. */
export const rankOf = (track: Track): number => RANKS[track.road.class];

/** How far along an arm its direction is taken, m. */
const AHEAD = 14;

/** Finds where roads meet: they share their points there. */
export function findJunctions(tracks: readonly Track[]): Junction[] {
  const places = new Map<string, { at: Point; arms: Arm[] }>();
  for (const track of tracks) {
    const { points } = track.road;
    for (const [i, at] of points.entries()) {
      const key = `${at[0]},${at[1]}`;
      const place = places.get(key) ?? { at, arms: [] };
      for (const step of [-1, 1]) {
        const arm = armFrom(track, i, step);
        if (arm) place.arms.push(arm);
      }
      places.set(key, place);
    }
  }
  const junctions: Junction[] = [];
  for (const { at, arms } of places.values()) {
    if (arms.length < 3) continue;
    arms.sort((p, q) => Math.atan2(p.uy, p.ux) - Math.atan2(q.uy, q.ux));
    const main = new Set(arms.flatMap(({ track }) => (rankOf(track) <= 2 ? [track.road.name?.zh] : [])));
    junctions.push({ at, arms, signals: main.size > 1 });
  }
  return junctions;
}

function armFrom(track: Track, from: number, step: number): Arm | null {
  const { points } = track.road;
  if (points[from + step] === undefined) return null;
  const [x, y] = points[from]!;
  let i = from + step;
  while (points[i + step] !== undefined && Math.hypot(points[i]![0] - x, points[i]![1] - y) < AHEAD)
    i += step;
  const length = Math.hypot(points[i]![0] - x, points[i]![1] - y);
  if (length < 1) return null;
  return { track, ux: (points[i]![0] - x) / length, uy: (points[i]![1] - y) / length, half: track.half };
}
