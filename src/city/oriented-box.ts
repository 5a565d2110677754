/**
 * The smallest rectangle around a ring, in any planar frame.
 *
 *        v (width)
 *        ^   +------------------+
 *        |   |        c         |      u runs along the longer side
 *        +-> +------------------+
 *            u (length)
 */
export interface OrientedBox {
  /** Centre. */
  x: number;
  y: number;
  /** Unit vector u along the longer side; v = (−uy, ux). */
  ux: number;
  uy: number;
  /** Half extents along u and v; halfLength ≥ halfWidth unless the axis was given. */
  halfLength: number;
  halfWidth: number;
}

/**
 * Finds the rectangle of smallest area around a ring; one of its sides lies on an edge of the convex hull
 * (Freeman & Shapira 1975).
 *
 * @param ring - flat [x, y, …], at least 3 points.
 * @returns a new box; ties go to the edge that comes first.
 */
export function orientedBox(ring: ArrayLike<number>): OrientedBox {
  const points = ring.length > 40 ? convexHull(ring) : ring;
  const n = points.length;
  let best = Number.POSITIVE_INFINITY;
  let bestX = 1;
  let bestY = 0;
  for (let i = 0; i < n; i += 2) {
    const j = i + 2 === n ? 0 : i + 2;
    const dx = points[j]! - points[i]!;
    const dy = points[j + 1]! - points[i + 1]!;
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length === 0) continue;
    const ux = dx / length;
    const uy = dy / length;
    let minU = Number.POSITIVE_INFINITY;
    let maxU = Number.NEGATIVE_INFINITY;
    let minV = Number.POSITIVE_INFINITY;
    let maxV = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < n; k += 2) {
      const u = points[k]! * ux + points[k + 1]! * uy;
      const v = points[k + 1]! * ux - points[k]! * uy;
      if (u < minU) minU = u;
      if (u > maxU) maxU = u;
      if (v < minV) minV = v;
      if (v > maxV) maxV = v;
    }
    const area = (maxU - minU) * (maxV - minV);
    if (area < best * (1 - 1e-9)) {
      best = area;
      bestX = ux;
      bestY = uy;
    }
  }
  const box = boxAlong(points, bestX, bestY);
  return box.halfLength >= box.halfWidth ? box : boxAlong(points, -bestY, bestX);
}

/** Measures the box around a ring whose u axis is given (unit vector). */
export function boxAlong(ring: ArrayLike<number>, ux: number, uy: number): OrientedBox {
  let minU = Number.POSITIVE_INFINITY;
  let maxU = Number.NEGATIVE_INFINITY;
  let minV = Number.POSITIVE_INFINITY;
  let maxV = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < ring.length; k += 2) {
    const u = ring[k]! * ux + ring[k + 1]! * uy;
    const v = ring[k + 1]! * ux - ring[k]! * uy;
    if (u < minU) minU = u;
    if (u > maxU) maxU = u;
    if (v < minV) minV = v;
    if (v > maxV) maxV = v;
  }
  const u = (minU + maxU) / 2;
  const v = (minV + maxV) / 2;
  return {
    x: u * ux - v * uy,
    y: u * uy + v * ux,
    ux,
    uy,
    halfLength: (maxU - minU) / 2,
    halfWidth: (maxV - minV) / 2,
  };
}

/** Convex hull, counter-clockwise (Andrew's monotone chain). */
function convexHull(ring: ArrayLike<number>): number[] {
  const n = ring.length / 2;
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => ring[2 * a]! - ring[2 * b]! || ring[2 * a + 1]! - ring[2 * b + 1]!,
  );
  const hull: number[] = [];
  const add = (index: number, floor: number) => {
    const x = ring[2 * index]!;
    const y = ring[2 * index + 1]!;
    while (hull.length >= floor + 4) {
      const h = hull.length;
      const cross =
        (hull[h - 2]! - hull[h - 4]!) * (y - hull[h - 3]!) -
        (hull[h - 1]! - hull[h - 3]!) * (x - hull[h - 4]!);
      if (cross > 0) break;
      hull.length = h - 2;
    }
    hull.push(x, y);
  };
  for (let i = 0; i < n; i++) add(order[i]!, 0);
  hull.length -= 2;
  const lower = hull.length;
  for (let i = n - 1; i >= 0; i--) add(order[i]!, lower);
  hull.length -= 2;
  return hull;
}
