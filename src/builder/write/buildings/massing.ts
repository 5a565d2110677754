/**
 * Footprints for far views: the same building, fewer corners, and how far that is from the truth.
 */
import { orientedBox } from '#city/oriented-box.ts';
import { signedArea } from '#city/polygon.ts';

export interface Simplified {
  rings: Float64Array[];
  /** Largest distance between the old outline and the new one, m. */
  deviation: number;
}

/** Part of the tolerance that the outline may use. */
const SHARE = 0.3;

/**
 * Simplifies a polygon: its smallest rectangle where that is near enough, else fewer corners of its own; courtyards
 * narrower than the tolerance are closed.
 *
 * @param rings - plane rings, outer first, m.
 * @param tolerance - m; the deviation stays below it.
 */
export function simplifyFootprint(rings: readonly Float64Array[], tolerance: number): Simplified {
  const outer = rings[0]!;
  const reach = tolerance * SHARE;
  const kept: Float64Array[] = [];
  let deviation = 0;
  for (let r = 1; r < rings.length; r++) {
    const box = orientedBox(rings[r]!);
    if (box.halfWidth * 2 < tolerance) deviation = Math.max(deviation, box.halfWidth);
    else kept.push(rings[r]!);
  }
  if (outer.length <= 8 && kept.length === 0) return { rings: [outer], deviation };
  if (kept.length === 0) {
    const rectangle = rectangleOf(outer);
    const error = Math.max(distanceBetween(outer, rectangle), distanceBetween(rectangle, outer));
    if (error <= reach) return { rings: [rectangle], deviation: Math.max(deviation, error) };
  }
  const result: Float64Array[] = [];
  for (const [r, ring] of [outer, ...kept].entries()) {
    const thinner = thin(ring, reach);
    if (!thinner) {
      if (r === 0) return { rings: [outer, ...kept], deviation };
      result.push(ring);
      continue;
    }
    deviation = Math.max(deviation, distanceBetween(ring, thinner));
    result.push(thinner);
  }
  return { rings: result, deviation };
}

function rectangleOf(ring: Float64Array): Float64Array {
  const { x, y, ux, uy, halfLength, halfWidth } = orientedBox(ring);
  const [lx, ly] = [ux * halfLength, uy * halfLength];
  const [wx, wy] = [-uy * halfWidth, ux * halfWidth];
  return Float64Array.of(
    x - lx - wx,
    y - ly - wy,
    x + lx - wx,
    y + ly - wy,
    x + lx + wx,
    y + ly + wy,
    x - lx + wx,
    y - ly + wy,
  );
}

/** Largest distance of a's corners from b's boundary. */
function distanceBetween(a: Float64Array, b: Float64Array): number {
  let worst = 0;
  for (let i = 0; i < a.length; i += 2) {
    let best = Number.POSITIVE_INFINITY;
    let px = b[b.length - 2]!;
    let py = b[b.length - 1]!;
    for (let j = 0; j < b.length; j += 2) {
      const qx = b[j]!;
      const qy = b[j + 1]!;
      const d = squaredDistance(a[i]!, a[i + 1]!, px, py, qx, qy);
      if (d < best) best = d;
      px = qx;
      py = qy;
    }
    if (best > worst) worst = best;
  }
  return Math.sqrt(worst);
}

function squaredDistance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const t = length > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  const ex = x - ax - t * dx;
  const ey = y - ay - t * dy;
  return ex * ex + ey * ey;
}

/**
 * Takes corners out (Douglas-Peucker between the two corners farthest apart along the ring's first axis).
 *
 * @returns null when nothing sensible is left: fewer than three corners, turned over, or edges that cross.
 */
function thin(ring: Float64Array, reach: number): Float64Array | null {
  const n = ring.length / 2;
  let a = 0;
  let b = 0;
  for (let i = 1; i < n; i++) {
    if (ring[i * 2]! < ring[a * 2]!) a = i;
    if (ring[i * 2]! > ring[b * 2]!) b = i;
  }
  if (a === b) return null;
  const keep = new Uint8Array(n);
  keep[a] = 1;
  keep[b] = 1;
  const stack: [number, number][] = [
    [a, b],
    [b, a],
  ];
  for (let span = stack.pop(); span; span = stack.pop()) {
    const [from, to] = span;
    let worst = reach * reach;
    let at = -1;
    for (let i = (from + 1) % n; i !== to; i = (i + 1) % n) {
      const d = squaredDistance(
        ring[i * 2]!,
        ring[i * 2 + 1]!,
        ring[from * 2]!,
        ring[from * 2 + 1]!,
        ring[to * 2]!,
        ring[to * 2 + 1]!,
      );
      if (d > worst) {
        worst = d;
        at = i;
      }
    }
    if (at < 0) continue;
    keep[at] = 1;
    stack.push([from, at], [at, to]);
  }
  const corners: number[] = [];
  for (let i = 0; i < n; i++) if (keep[i]) corners.push(ring[i * 2]!, ring[i * 2 + 1]!);
  if (corners.length < 6 || corners.length === ring.length) return null;
  const thinner = Float64Array.from(corners);
  const sameTurn = signedArea(thinner) * signedArea(ring) > 0;
  return sameTurn && !crossesItself(thinner) ? thinner : null;
}

function crossesItself(ring: Float64Array): boolean {
  const n = ring.length;
  for (let i = 0; i < n; i += 2) {
    const i2 = (i + 2) % n;
    for (let j = i + 4; j < n; j += 2) {
      const j2 = (j + 2) % n;
      if (j2 === i) continue;
      if (
        cross(ring, i, i2, j) * cross(ring, i, i2, j2) < 0 &&
        cross(ring, j, j2, i) * cross(ring, j, j2, i2) < 0
      )
        return true;
    }
  }
  return false;
}

function cross(ring: Float64Array, a: number, b: number, p: number): number {
  return (
    (ring[b]! - ring[a]!) * (ring[p + 1]! - ring[a + 1]!) -
    (ring[b + 1]! - ring[a + 1]!) * (ring[p]! - ring[a]!)
  );
}
