/** Lines and rings as flat [x, y, …] arrays: clipping to a strip, simplification, area. */

/** Twice the signed area of an open ring; positive when x turns to y (clockwise on screen where y runs down). */
export function flatArea2(ring: ArrayLike<number>): number {
  const n = ring.length;
  if (n < 6) return 0;
  const [x0, y0] = [ring[0]!, ring[1]!];
  let sum = 0;
  for (let i = 2; i + 3 < n; i += 2) {
    sum += (ring[i]! - x0) * (ring[i + 3]! - y0) - (ring[i + 2]! - x0) * (ring[i + 1]! - y0);
  }
  return sum;
}

/**
 * Clips an open ring to a strip of one axis (Sutherland-Hodgman).
 *
 * @param axis - 0: low ≤ x ≤ high, 1: the same of y.
 * @returns the ring itself when it lies inside, an empty array when it lies outside.
 */
export function clipRing(ring: Float64Array, low: number, high: number, axis: 0 | 1): Float64Array {
  let [least, most] = [Infinity, -Infinity];
  for (let i = axis; i < ring.length; i += 2) {
    const value = ring[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least >= low && most <= high) return ring;
  if (most < low || least > high) return EMPTY;
  const half = least < low ? clipHalf(ring, low, axis, 1) : ring;
  return most > high ? clipHalf(half, high, axis, -1) : half;
}

const EMPTY = new Float64Array(0);

function clipHalf(ring: Float64Array, at: number, axis: 0 | 1, sign: 1 | -1): Float64Array {
  const out: number[] = [];
  const n = ring.length;
  const other = axis === 0 ? 1 : 0;
  for (let i = 0; i < n; i += 2) {
    const j = (i + 2) % n;
    const [a, b] = [ring[i + axis]!, ring[j + axis]!];
    const aIn = (a - at) * sign >= 0;
    if (aIn) out.push(ring[i]!, ring[i + 1]!);
    if (aIn === (b - at) * sign >= 0) continue;
    const cross = crossing(ring[i + other]!, ring[j + other]!, a, b, at);
    if (axis === 0) out.push(at, cross);
    else out.push(cross, at);
  }
  return Float64Array.from(out);
}

/** Where a segment from (a, p) to (b, q) crosses `at`, on the other axis; the same from either end. */
function crossing(p: number, q: number, a: number, b: number, at: number): number {
  return a < b ? p + ((q - p) * (at - a)) / (b - a) : q + ((p - q) * (at - b)) / (a - b);
}

/** Clips a line to a strip of one axis; a line that leaves and comes back makes several. */
export function clipLine(line: Float64Array, low: number, high: number, axis: 0 | 1): Float64Array[] {
  const n = line.length;
  const pieces: Float64Array[] = [];
  let piece: number[] = [];
  const put = (i: number, at: number | null, j: number) => {
    if (at === null) piece.push(line[i]!, line[i + 1]!);
    else {
      const other = axis === 0 ? 1 : 0;
      const cross = crossing(line[i + other]!, line[j + other]!, line[i + axis]!, line[j + axis]!, at);
      if (axis === 0) piece.push(at, cross);
      else piece.push(cross, at);
    }
  };
  const flush = () => {
    if (piece.length >= 4) pieces.push(Float64Array.from(piece));
    piece = [];
  };
  for (let i = 0; i + 2 < n; i += 2) {
    const j = i + 2;
    const [a, b] = [line[i + axis]!, line[j + axis]!];
    if ((a < low && b < low) || (a > high && b > high)) {
      flush();
      continue;
    }
    if (piece.length === 0) put(i, a < low ? low : a > high ? high : null, j);
    if (b < low || b > high) {
      put(i, b < low ? low : high, j);
      flush();
    } else put(j, null, j);
  }
  flush();
  return pieces;
}

/**
 * Leaves out points that lie within a tolerance of the line between their neighbours (Douglas and Peucker 1973). The
 * first and last point stay; a closed ring is handed in open and keeps its first point and the one farthest from it.
 */
export function simplify(points: Float64Array, tolerance: number, closed: boolean): Float64Array {
  const n = points.length / 2;
  if (n < 3 || tolerance <= 0) return points;
  const keep = new Uint8Array(n + 1);
  const limit = tolerance * tolerance;
  const stack: number[] = [];
  keep[0] = 1;
  if (closed) {
    let [far, most] = [0, -1];
    for (let i = 1; i < n; i++) {
      const d = (points[2 * i]! - points[0]!) ** 2 + (points[2 * i + 1]! - points[1]!) ** 2;
      if (d > most) [far, most] = [i, d];
    }
    keep[far] = 1;
    stack.push(0, far, far, n);
  } else {
    keep[n - 1] = 1;
    stack.push(0, n - 1);
  }
  while (stack.length > 0) {
    const last = stack.pop()!;
    const first = stack.pop()!;
    const [ax, ay] = [points[2 * first]!, points[2 * first + 1]!];
    const end = last === n ? 0 : last;
    const [dx, dy] = [points[2 * end]! - ax, points[2 * end + 1]! - ay];
    const length = dx * dx + dy * dy;
    let [at, most] = [-1, limit];
    for (let i = first + 1; i < last; i++) {
      const [px, py] = [points[2 * i]! - ax, points[2 * i + 1]! - ay];
      const t = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
      const d = (px - t * dx) ** 2 + (py - t * dy) ** 2;
      if (d > most) [at, most] = [i, d];
    }
    if (at < 0) continue;
    keep[at] = 1;
    stack.push(first, at, at, last);
  }
  let count = 0;
  for (let i = 0; i < n; i++) count += keep[i]!;
  if (count === n) return points;
  const out = new Float64Array(2 * count);
  for (let i = 0, at = 0; i < n; i++) {
    if (!keep[i]) continue;
    out[at++] = points[2 * i]!;
    out[at++] = points[2 * i + 1]!;
  }
  return out;
}
