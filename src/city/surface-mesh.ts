/** Triangles of a detailed model's faces: planar polygons in space, holes and all. */
import earcut from 'earcut';

const NONE = new Uint32Array(0);

/** A face whose area is below this (m²) has no triangles worth drawing. */
const LEAST_AREA = 1e-8;

/**
 * Gives the area vector of a ring in space: its length is the ring's area (m²), its direction the ring's normal by
 * the right hand (counter-clockwise seen against it).
 *
 * @param ring - flat [x, y, z, …], m; closed or not.
 * @returns [x, y, z], m². A new array.
 * Source: Newell's method, which also holds for rings that are not quite planar.
 */
export function areaVector(ring: ArrayLike<number>): [number, number, number] {
  const length = ring.length;
  if (length < 9) return [0, 0, 0];
  // Relative to the first corner: far from the origin the products would eat the digits.
  const x0 = ring[0]!;
  const y0 = ring[1]!;
  const z0 = ring[2]!;
  let nx = 0;
  let ny = 0;
  let nz = 0;
  let ax = ring[length - 3]! - x0;
  let ay = ring[length - 2]! - y0;
  let az = ring[length - 1]! - z0;
  for (let i = 0; i < length; i += 3) {
    const bx = ring[i]! - x0;
    const by = ring[i + 1]! - y0;
    const bz = ring[i + 2]! - z0;
    nx += ay * bz - az * by;
    ny += az * bx - ax * bz;
    nz += ax * by - ay * bx;
    ax = bx;
    ay = by;
    az = bz;
  }
  return [nx / 2, ny / 2, nz / 2];
}

/**
 * Triangulates a face of a detailed model, keeping its corners and its orientation.
 *
 * The face is projected along the axis nearest to its normal, so faces that are slightly warped or very thin still
 * come out whole. Holes may run either way round.
 *
 * @param rings - flat [x, y, z, …] a ring, m in a local frame, the outer ring first; closed or not.
 * @returns corner indices, three a triangle, over the rings' corners one ring after the other; empty for a face
 * without area. A new array.
 */
export function triangulateSurface(rings: readonly Float64Array[]): Uint32Array {
  const outer = rings[0];
  if (!outer || outer.length < 9) return NONE;
  const [nx, ny, nz] = areaVector(outer);
  if (!(Math.hypot(nx, ny, nz) > LEAST_AREA)) return NONE;
  // Two axes that keep the orientation: right-handed with the axis dropped.
  const ax = Math.abs(nx);
  const ay = Math.abs(ny);
  const az = Math.abs(nz);
  const [u, v, up] = az >= ax && az >= ay ? [0, 1, nz > 0] : ay >= ax ? [2, 0, ny > 0] : [1, 2, nx > 0];
  if (rings.length === 1) {
    if (outer.length === 9) return Uint32Array.of(0, 1, 2);
    if (outer.length === 12) {
      const quad = quadTriangles(outer, u, v, up);
      if (quad) return quad;
    }
  }
  if (rings.some((ring) => ring.length < 9)) return withoutStubs(rings);
  let corners = 0;
  for (const ring of rings) corners += ring.length / 3;
  const flat = new Float64Array(corners * 2);
  const holes: number[] = [];
  const u0 = outer[u]!;
  const v0 = outer[v]!;
  let at = 0;
  for (const [index, ring] of rings.entries()) {
    if (index > 0) holes.push(at);
    for (let i = 0; i < ring.length; i += 3, at++) {
      flat[at * 2] = ring[i + u]! - u0;
      flat[at * 2 + 1] = ring[i + v]! - v0;
    }
  }
  return oriented(earcut(flat, holes.length > 0 ? holes : null, 2), flat, up);
}

/** Triangulates a face some of whose holes have fewer than three corners: they cut nothing, but their corners count. */
function withoutStubs(rings: readonly Float64Array[]): Uint32Array {
  const kept = rings.filter((ring) => ring.length >= 9);
  const starts: number[] = [];
  let corner = 0;
  for (const ring of rings) {
    if (ring.length >= 9) for (let i = 0; i < ring.length / 3; i++) starts.push(corner + i);
    corner += ring.length / 3;
  }
  return triangulateSurface(kept).map((index) => starts[index]!);
}

/** Splits a convex quadrilateral along its shorter diagonal; null when it is not convex. */
function quadTriangles(ring: Float64Array, u: number, v: number, up: boolean): Uint32Array | null {
  const sign = up ? 1 : -1;
  for (let i = 0; i < 4; i++) {
    const a = i * 3;
    const b = ((i + 1) % 4) * 3;
    const c = ((i + 2) % 4) * 3;
    const turn =
      (ring[b + u]! - ring[a + u]!) * (ring[c + v]! - ring[b + v]!) -
      (ring[b + v]! - ring[a + v]!) * (ring[c + u]! - ring[b + u]!);
    if (!(turn * sign > 0)) return null;
  }
  const across = (a: number, b: number): number =>
    Math.hypot(ring[a]! - ring[b]!, ring[a + 1]! - ring[b + 1]!, ring[a + 2]! - ring[b + 2]!);
  return across(0, 6) <= across(3, 9) ? Uint32Array.of(0, 1, 2, 0, 2, 3) : Uint32Array.of(0, 1, 3, 1, 2, 3);
}

/** Turns the ear cutter's triangles the way the face runs, and leaves out those without area. */
function oriented(indices: readonly number[], flat: Float64Array, up: boolean): Uint32Array {
  const result = new Uint32Array(indices.length);
  let count = 0;
  for (let i = 0; i < indices.length; i += 3) {
    const a = indices[i]!;
    const b = indices[i + 1]!;
    const c = indices[i + 2]!;
    const area =
      (flat[b * 2]! - flat[a * 2]!) * (flat[c * 2 + 1]! - flat[a * 2 + 1]!) -
      (flat[b * 2 + 1]! - flat[a * 2 + 1]!) * (flat[c * 2]! - flat[a * 2]!);
    if (area === 0) continue;
    const turned = area > 0 !== up;
    result[count] = a;
    result[count + 1] = turned ? c : b;
    result[count + 2] = turned ? b : c;
    count += 3;
  }
  return count === result.length ? result : result.slice(0, count);
}
