/** Rings of fewer corners. */
import { simplify } from '#city/clip-flat.ts';

/**
 * Leaves out corners of a ring that deviate little (Douglas-Peucker 1973), the tolerance doubling until few enough are
 * left. The ring is cut at its first corner and at the one farthest from it.
 *
 * @param ring - flat [x, y, …], metres, not closed.
 * @param most - number of corners wanted.
 * @param tolerance - deviation to begin with, m.
 * @returns the ring that is left and the deviation that it took.
 */
export function simplifyRing(
  ring: Float64Array,
  most: number,
  tolerance: number,
): { ring: Float64Array; tolerance: number } {
  let limit = tolerance;
  let left = simplify(ring, limit, true);
  // What a larger tolerance keeps, the smaller has kept too: each round goes on from the last.
  while (left.length / 2 > most) {
    limit *= 2;
    left = simplify(left, limit, true);
  }
  return { ring: left, tolerance: limit };
}
