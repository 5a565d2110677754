/** Flat prisms in the corner order that compresses best. */
import type { MeshSink } from '#city/mesh-sink.ts';
import { isConvex } from '#city/polygon.ts';
import { triangulate } from '#city/roofs/flat.ts';

/**
 * Meshes a prism with two corners a footprint corner, the lower and the upper one beside each other: east and north
 * then stay the same every second time, which meshopt's differences and gzip make nothing of.
 *
 * @param polygon - plane rings, outer counter-clockwise, holes clockwise, not closed, m.
 * @param bottom - underside, m up; `top` likewise.
 * @param floor - also closes the underside.
 */
export function meshPrism(
  polygon: readonly Float64Array[],
  bottom: number,
  top: number,
  sink: MeshSink,
  floor: boolean,
): void {
  let base = -1;
  let corners = 0;
  for (const ring of polygon) {
    const n = ring.length >> 1;
    let first = 0;
    for (let i = 0; i < n; i++) {
      const index = sink.vertex(ring[i * 2]!, ring[i * 2 + 1]!, bottom);
      sink.vertex(ring[i * 2]!, ring[i * 2 + 1]!, top);
      if (i === 0) first = index;
    }
    if (base < 0) base = first;
    for (let i = 0; i < n; i++) {
      const a = first + i * 2;
      const b = i + 1 === n ? first : a + 2;
      sink.triangle(a, b, b + 1);
      sink.triangle(a, b + 1, a + 1);
    }
    corners += n;
  }
  if (polygon.length === 1 && isConvex(polygon[0]!)) {
    for (let i = 1; i + 1 < corners; i++) {
      sink.triangle(base + 1, base + 1 + i * 2, base + 3 + i * 2);
      if (floor) sink.triangle(base, base + 2 + i * 2, base + i * 2);
    }
    return;
  }
  const triangles = triangulate(polygon);
  for (let i = 0; i < triangles.length; i += 3) {
    const a = base + triangles[i]! * 2;
    const b = base + triangles[i + 1]! * 2;
    const c = base + triangles[i + 2]! * 2;
    sink.triangle(a + 1, b + 1, c + 1);
    if (floor) sink.triangle(a, c, b);
  }
}
