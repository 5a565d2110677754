/** Plane geometry of rings: flat [x, y, …], not closed; counter-clockwise is positive. Any planar frame. */

/** Computes the signed area of a ring, positive when counter-clockwise; units squared. */
export function signedArea(ring: ArrayLike<number>): number {
  const n = ring.length;
  if (n < 6) return 0;
  const x0 = ring[0]!;
  const y0 = ring[1]!;
  let twice = 0;
  let ax = ring[2]! - x0;
  let ay = ring[3]! - y0;
  for (let i = 4; i < n; i += 2) {
    const bx = ring[i]! - x0;
    const by = ring[i + 1]! - y0;
    twice += ax * by - bx * ay;
    ax = bx;
    ay = by;
  }
  return twice / 2;
}

/** Computes the area of a polygon: the outer ring less its holes, whatever way they run. */
export function polygonArea(rings: readonly ArrayLike<number>[]): number {
  let area = 0;
  for (let i = 0; i < rings.length; i++) {
    const ring = Math.abs(signedArea(rings[i]!));
    area += i === 0 ? ring : -ring;
  }
  return area;
}

/** Tells whether a counter-clockwise ring has no reflex corner and turns around once. */
export function isConvex(ring: ArrayLike<number>): boolean {
  const n = ring.length;
  if (n < 6) return false;
  let ax = ring[0]! - ring[n - 2]!;
  let ay = ring[1]! - ring[n - 1]!;
  let turns = 0;
  for (let i = 0; i < n; i += 2) {
    const j = i + 2 === n ? 0 : i + 2;
    const bx = ring[j]! - ring[i]!;
    const by = ring[j + 1]! - ring[i + 1]!;
    if (ax * by - bx * ay < 0) return false;
    // A convex ring goes from falling to rising once only.
    if (ay < 0 && by >= 0) turns++;
    ax = bx;
    ay = by;
  }
  return turns <= 1;
}

/** Computes the centroid of a ring's area; falls back to the mean corner of a ring without area. */
export function centroid(ring: ArrayLike<number>): [number, number] {
  const n = ring.length;
  const x0 = ring[0]!;
  const y0 = ring[1]!;
  let twice = 0;
  let cx = 0;
  let cy = 0;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < n; i += 2) {
    const j = i + 2 === n ? 0 : i + 2;
    const ax = ring[i]! - x0;
    const ay = ring[i + 1]! - y0;
    const bx = ring[j]! - x0;
    const by = ring[j + 1]! - y0;
    const cross = ax * by - bx * ay;
    twice += cross;
    cx += (ax + bx) * cross;
    cy += (ay + by) * cross;
    meanX += ax;
    meanY += ay;
  }
  if (Math.abs(twice) < 1e-18) return [x0 + (2 * meanX) / n, y0 + (2 * meanY) / n];
  return [x0 + cx / (3 * twice), y0 + cy / (3 * twice)];
}

/** Tells whether a point sees every edge of a counter-clockwise ring from its inner side. */
function seesAll(ring: ArrayLike<number>, x: number, y: number): boolean {
  const n = ring.length;
  for (let i = 0; i < n; i += 2) {
    const j = i + 2 === n ? 0 : i + 2;
    const cross = (ring[j]! - ring[i]!) * (y - ring[i + 1]!) - (ring[j + 1]! - ring[i + 1]!) * (x - ring[i]!);
    if (cross <= 1e-9) return false;
  }
  return true;
}

/**
 * Finds a point from which the whole of a counter-clockwise ring is visible: its centroid, else the centroid of its
 * kernel (the ring cut by the half plane of each of its edges).
 *
 * @returns null when the ring is not star-shaped.
 */
export function visibleCentre(ring: ArrayLike<number>): [number, number] | null {
  const centre = centroid(ring);
  if (seesAll(ring, centre[0], centre[1])) return centre;
  let kernel = Array.from(ring);
  const n = ring.length;
  for (let i = 0; i < n && kernel.length >= 6; i += 2) {
    const j = i + 2 === n ? 0 : i + 2;
    kernel = clipLeft(kernel, ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!);
  }
  if (kernel.length < 6) return null;
  const inner = centroid(kernel);
  return seesAll(ring, inner[0], inner[1]) ? inner : null;
}

/** Keeps what lies left of the line a → b (Sutherland-Hodgman). */
function clipLeft(ring: number[], ax: number, ay: number, bx: number, by: number): number[] {
  const out: number[] = [];
  const n = ring.length;
  for (let i = 0; i < n; i += 2) {
    const j = i + 2 === n ? 0 : i + 2;
    const p = (bx - ax) * (ring[i + 1]! - ay) - (by - ay) * (ring[i]! - ax);
    const q = (bx - ax) * (ring[j + 1]! - ay) - (by - ay) * (ring[j]! - ax);
    if (p >= 0) out.push(ring[i]!, ring[i + 1]!);
    if (p >= 0 !== q >= 0) {
      const t = p / (p - q);
      out.push(ring[i]! + t * (ring[j]! - ring[i]!), ring[i + 1]! + t * (ring[j + 1]! - ring[i + 1]!));
    }
  }
  return out;
}

/** Tells whether a point lies inside a ring (even-odd rule; the boundary may fall either way). */
export function insideRing(ring: ArrayLike<number>, x: number, y: number): boolean {
  let inside = false;
  const n = ring.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const yi = ring[i + 1]!;
    const yj = ring[j + 1]!;
    if (yi > y !== yj > y && x < ((ring[j]! - ring[i]!) * (y - yi)) / (yj - yi) + ring[i]!) inside = !inside;
  }
  return inside;
}

/** Tells whether a point lies inside a polygon: in the outer ring and in none of the holes. */
export function insidePolygon(rings: readonly ArrayLike<number>[], x: number, y: number): boolean {
  if (rings.length === 0 || !insideRing(rings[0]!, x, y)) return false;
  for (let i = 1; i < rings.length; i++) if (insideRing(rings[i]!, x, y)) return false;
  return true;
}
