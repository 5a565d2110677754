/** Finds out whether rings cross or touch themselves or each other. */
import Flatbush from 'flatbush';

/** Up to so many edges every pair is tried; beyond, an index finds the pairs. */
const FEW = 40;

/**
 * Tells whether the edges of some rings meet anywhere but at the shared corner of neighbours.
 *
 * @param xs - corners of all rings, one ring after the other; any planar frame.
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
    index.search(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by), (at) => {
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
  if (ax < bx ? (cx < ax && dx < ax) || (cx > bx && dx > bx) : (cx < bx && dx < bx) || (cx > ax && dx > ax)) {
    return false;
  }
  if (ay < by ? (cy < ay && dy < ay) || (cy > by && dy > by) : (cy < by && dy < by) || (cy > ay && dy > ay)) {
    return false;
  }
  const c = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  const d = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false;
  const a = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx);
  const b = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx);
  return !((a > 0 && b > 0) || (a < 0 && b < 0));
}
