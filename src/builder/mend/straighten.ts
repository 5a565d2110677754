import type { LocalPolygon } from './clipping.ts';

/** A corner nearer than this to the line between its neighbours is none, m. */
const STRAIGHT = 0.005;

/** Leaves out corners in the middle of straight sides, as unions leave them at seams; local metres, new rings. */
export function straightened(polygon: LocalPolygon): LocalPolygon {
  return polygon.map((ring) => {
    const keep: number[] = [];
    const n = ring.length / 2;
    for (let i = 0; i < n; i++) {
      const before = keep.length > 0 ? keep[keep.length - 1]! : n - 1;
      if (!isStraight(ring, before, i, (i + 1) % n)) keep.push(i);
    }
    if (keep.length < 3 || keep.length === n) return ring;
    return Float64Array.from(keep.flatMap((i) => [ring[2 * i]!, ring[2 * i + 1]!]));
  });
}

function isStraight(ring: Float64Array, a: number, b: number, c: number): boolean {
  const dx = ring[2 * c]! - ring[2 * a]!;
  const dy = ring[2 * c + 1]! - ring[2 * a + 1]!;
  const px = ring[2 * b]! - ring[2 * a]!;
  const py = ring[2 * b + 1]! - ring[2 * a + 1]!;
  const along = px * dx + py * dy;
  const length2 = dx * dx + dy * dy;
  if (along < 0 || along > length2) return false;
  return (px * dy - py * dx) ** 2 < STRAIGHT * STRAIGHT * length2;
}
