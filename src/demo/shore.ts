import { COAST } from './plan.ts';
import type { Point, Ring } from './plane.ts';
import { contains, smoothCurve } from './plane.ts';
import type { Noise } from './random.ts';
import { fractal } from './random.ts';
import { SegmentIndex } from './segment-index.ts';

/** The island's edge, and how far a place is from it. */
export interface Shore {
  /** Counter-clockwise. */
  ring: Ring;
  /** Beside each point of the ring: rocks and cliffs there. */
  rough: boolean[];
  /** Metres from the shore, positive on land; clamped to ±`reach`. */
  distance(x: number, y: number): number;
  isLand(x: number, y: number): boolean;
}

/** Draws the shore of the plan: built shores as they are, natural ones with coves and rocks. */
export function createShore(noise: Noise, reach = 900): Shore {
  const control: { at: Point; rough: boolean; sharp: boolean }[] = [];
  for (const part of COAST) {
    for (const at of part.points) control.push({ at, rough: part.rough, sharp: part.sharp ?? false });
  }
  const curve = smoothCurve(
    control.map((c) => c.at),
    18,
    true,
  );
  const index = new SegmentIndex(80);
  const ring: Ring = [];
  const rough: boolean[] = [];
  const nearestControl = (p: Point): { rough: boolean; sharp: boolean } => {
    let best = control[0]!;
    let distance = Infinity;
    for (const c of control) {
      const d = Math.hypot(c.at[0] - p[0], c.at[1] - p[1]);
      if (d < distance) {
        distance = d;
        best = c;
      }
    }
    return best;
  };
  let sharpDone = false;
  let amount = 0;
  for (let i = 0; i < curve.length; i++) {
    const p = curve[i]!;
    const { rough: isRough, sharp } = nearestControl(p);
    if (sharp) {
      // Quays are straight: their corners replace the curve once.
      if (!sharpDone) {
        for (const c of control) {
          if (!c.sharp) continue;
          ring.push(c.at);
          rough.push(false);
        }
        sharpDone = true;
      }
      continue;
    }
    amount += ((isRough ? 1 : 0) - amount) * 0.12;
    const before = curve[(i + curve.length - 1) % curve.length]!;
    const after = curve[(i + 1) % curve.length]!;
    const length = Math.hypot(after[0] - before[0], after[1] - before[1]);
    const nx = (after[1] - before[1]) / length;
    const ny = -(after[0] - before[0]) / length;
    const shift = amount * (95 * fractal(noise, p[0] / 470, p[1] / 470, 4) - 10);
    ring.push([p[0] + nx * shift, p[1] + ny * shift]);
    rough.push(isRough);
  }
  index.addLine(ring, 0, true);
  const isLand = (x: number, y: number): boolean => contains(ring, x, y);
  return {
    ring,
    rough,
    isLand,
    distance: (x, y) => {
      const d = index.nearest(x, y, reach)?.distance ?? reach;
      return isLand(x, y) ? d : -d;
    },
  };
}
