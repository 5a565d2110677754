/**
 * Leaves out corners of a ring that deviate little (Douglas-Peucker 1973), the tolerance doubling until few enough are
 * left. The ring is cut at its first corner and at the one farthest from it.
 *
 * @param ring - flat [x, y, …], metres, not closed.
 * @param most - number of corners wanted.
 * @param tolerance - deviation to begin with, m.
 * @returns a new ring and the deviation that it took.
 */
export function simplifyRing(
  ring: Float64Array,
  most: number,
  tolerance: number,
): { ring: Float64Array; tolerance: number } {
  const n = ring.length / 2;
  const deviation = deviations(ring, n);
  let count = n;
  let limit = tolerance / 2;
  while (count > most) {
    limit *= 2;
    count = 0;
    for (let i = 0; i < n; i++) if (deviation[i]! > limit) count++;
  }
  const out = new Float64Array(2 * count);
  let at = 0;
  for (let i = 0; i < n; i++) {
    if (deviation[i]! <= limit) continue;
    out[at++] = ring[2 * i]!;
    out[at++] = ring[2 * i + 1]!;
  }
  return { ring: out, tolerance: limit };
}

/** The tolerance at which each corner goes; never less than those of the corners that depend on it. */
function deviations(ring: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n + 1);
  let far = 0;
  let farthest = -1;
  for (let i = 1; i < n; i++) {
    const d = Math.hypot(ring[2 * i]! - ring[0]!, ring[2 * i + 1]! - ring[1]!);
    if (d > farthest) {
      farthest = d;
      far = i;
    }
  }
  out[0] = Number.POSITIVE_INFINITY;
  out[far] = Number.POSITIVE_INFINITY;
  const stack: number[] = [0, far, far, n];
  while (stack.length > 0) {
    const to = stack.pop()!;
    const from = stack.pop()!;
    if (to - from < 2) continue;
    const end = to === n ? 0 : to;
    const ax = ring[2 * from]!;
    const ay = ring[2 * from + 1]!;
    const dx = ring[2 * end]! - ax;
    const dy = ring[2 * end + 1]! - ay;
    const length2 = dx * dx + dy * dy;
    let best = -1;
    let split = from + 1;
    for (let i = from + 1; i < to; i++) {
      const px = ring[2 * i]! - ax;
      const py = ring[2 * i + 1]! - ay;
      const t = length2 > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length2)) : 0;
      const d = (px - t * dx) ** 2 + (py - t * dy) ** 2;
      if (d > best) {
        best = d;
        split = i;
      }
    }
    out[split] = Math.min(Math.sqrt(best), out[from]!, to === n ? Number.POSITIVE_INFINITY : out[to]!);
    stack.push(from, split, split, to);
  }
  return out;
}
