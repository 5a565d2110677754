/** Finds out whether rings cross or touch themselves or each other. */
import Flatbush from 'flatbush';

/** Up to so many edges every pair is tried; beyond, an index finds the pairs. */
const FEW = 40;
/** Edges nearer than this touch, m: more than what a turn through degrees costs, less than the millimetre grid leaves. */
const TOUCH = 1.3e-8;

/**
 * Tells whether the edges of some rings meet anywhere but at the shared corner of neighbours.
 *
 * @param xs - corners of all rings, one ring after the other; local metres.
 * @param starts - first corner of each ring, and the end of the last: `rings + 1` numbers are used.
 */
export function ringsMeet(
  xs: Float64Array,
  ys: Float64Array,
  starts: ArrayLike<number>,
  rings: number,
): boolean {
  const total = starts[rings]! - starts[0]!;
  if (total > FEW) return manyMeet(xs, ys, starts, rings);
  for (let r = 0; r < rings; r++) {
    const from = starts[r]!;
    const end = starts[r + 1]!;
    for (let i = from; i < end; i++) {
      const j = i + 1 === end ? from : i + 1;
      const ax = xs[i]!;
      const ay = ys[i]!;
      const bx = xs[j]!;
      const by = ys[j]!;
      // Neighbours share a corner; a fold of one onto the other is a spike, removed before.
      const last = i === from ? end - 1 : end;
      for (let k = i + 2; k < last; k++) {
        const l = k + 1 === end ? from : k + 1;
        if (segmentsMeet(ax, ay, bx, by, xs[k]!, ys[k]!, xs[l]!, ys[l]!)) return true;
      }
      for (let s = r + 1; s < rings; s++) {
        const first = starts[s]!;
        const stop = starts[s + 1]!;
        for (let k = first; k < stop; k++) {
          const l = k + 1 === stop ? first : k + 1;
          if (segmentsMeet(ax, ay, bx, by, xs[k]!, ys[k]!, xs[l]!, ys[l]!)) return true;
        }
      }
    }
  }
  return false;
}

function manyMeet(xs: Float64Array, ys: Float64Array, starts: ArrayLike<number>, rings: number): boolean {
  const offset = starts[0]!;
  const total = starts[rings]! - offset;
  const next = new Uint32Array(total);
  const index = new Flatbush(total);
  for (let r = 0; r < rings; r++) {
    const from = starts[r]!;
    const end = starts[r + 1]!;
    for (let i = from; i < end; i++) {
      const j = i + 1 === end ? from : i + 1;
      next[i - offset] = j;
      index.add(
        Math.min(xs[i]!, xs[j]!),
        Math.min(ys[i]!, ys[j]!),
        Math.max(xs[i]!, xs[j]!),
        Math.max(ys[i]!, ys[j]!),
      );
    }
  }
  index.finish();
  let met = false;
  for (let i = offset; i < offset + total && !met; i++) {
    const j = next[i - offset]!;
    const ax = xs[i]!;
    const ay = ys[i]!;
    const bx = xs[j]!;
    const by = ys[j]!;
    const west = Math.min(ax, bx) - TOUCH;
    const south = Math.min(ay, by) - TOUCH;
    index.search(west, south, Math.max(ax, bx) + TOUCH, Math.max(ay, by) + TOUCH, (at) => {
      const k = at + offset;
      if (met || k <= i) return false;
      const l = next[at]!;
      if (k === j || l === i) return false;
      met = segmentsMeet(ax, ay, bx, by, xs[k]!, ys[k]!, xs[l]!, ys[l]!);
      return false;
    });
  }
  return met;
}

function segmentsMeet(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  if (apart(ax, bx, cx, dx) || apart(ay, by, cy, dy)) return false;
  const ux = bx - ax;
  const uy = by - ay;
  const nearU = TOUCH * (Math.abs(ux) + Math.abs(uy));
  const c = ux * (cy - ay) - uy * (cx - ax);
  const d = ux * (dy - ay) - uy * (dx - ax);
  if ((c > nearU && d > nearU) || (c < -nearU && d < -nearU)) return false;
  const vx = dx - cx;
  const vy = dy - cy;
  const nearV = TOUCH * (Math.abs(vx) + Math.abs(vy));
  const a = vx * (ay - cy) - vy * (ax - cx);
  const b = vx * (by - cy) - vy * (bx - cx);
  return !((a > nearV && b > nearV) || (a < -nearV && b < -nearV));
}

/** Tells whether two intervals, each given by its ends in any order, do not even touch. */
function apart(a: number, b: number, c: number, d: number): boolean {
  return a < b
    ? (c < a - TOUCH && d < a - TOUCH) || (c > b + TOUCH && d > b + TOUCH)
    : (c < b - TOUCH && d < b - TOUCH) || (c > a + TOUCH && d > a + TOUCH);
}
