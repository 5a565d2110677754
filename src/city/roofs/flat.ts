import earcut from 'earcut';
import type { MeshSink } from '../mesh-sink.ts';
import { isConvex } from '../polygon.ts';

let flatten = new Float64Array(1024);

/**
 * Meshes a prism: two corners a footprint corner (all of the bottom, then all of the top, rings in order), walls, the
 * flat top and, when `floor` is set, the underside.
 *
 * @param polygon - rings, local east/north m, outer counter-clockwise, holes clockwise, not closed.
 * @param bottom - underside, m up in the same frame.
 * @param top - flat top, m up.
 */
export function meshFlat(
  polygon: readonly Float64Array[],
  bottom: number,
  top: number,
  sink: MeshSink,
  floor: boolean,
): void {
  let corners = 0;
  for (let r = 0; r < polygon.length; r++) corners += polygon[r]!.length >> 1;
  let base = 0;
  for (let level = 0; level < 2; level++) {
    const up = level === 0 ? bottom : top;
    for (let r = 0; r < polygon.length; r++) {
      const ring = polygon[r]!;
      for (let i = 0; i < ring.length; i += 2) {
        const index = sink.vertex(ring[i]!, ring[i + 1]!, up);
        if (level === 0 && r === 0 && i === 0) base = index;
      }
    }
  }
  let start = base;
  for (let r = 0; r < polygon.length; r++) {
    const n = polygon[r]!.length >> 1;
    for (let i = 0; i < n; i++) {
      const a = start + i;
      const b = i + 1 === n ? start : a + 1;
      sink.triangle(a, b, b + corners);
      sink.triangle(a, b + corners, a + corners);
    }
    start += n;
  }
  const outer = polygon[0]!;
  if (polygon.length === 1 && isConvex(outer)) {
    for (let i = 1; i + 1 < corners; i++) {
      sink.triangle(base + corners, base + corners + i, base + corners + i + 1);
      if (floor) sink.triangle(base, base + i + 1, base + i);
    }
    return;
  }
  const triangles = triangulate(polygon);
  for (let i = 0; i < triangles.length; i += 3) {
    const a = base + triangles[i]!;
    const b = base + triangles[i + 1]!;
    const c = base + triangles[i + 2]!;
    sink.triangle(a + corners, b + corners, c + corners);
    if (floor) sink.triangle(a, c, b);
  }
}

/**
 * Triangulates a polygon so that every edge of its rings is the edge of a triangle: corners in the middle of a straight
 * side, which earcut leaves out, are tied in by triangles without area, else walls and roof would not share edges.
 *
 * @returns indices of corners, rings in order, three a triangle, counter-clockwise.
 */
export function triangulate(polygon: readonly Float64Array[]): number[] {
  const outer = polygon[0]!;
  if (polygon.length === 1) {
    const triangles = earcut(outer);
    if (triangles.length !== 3 * ((outer.length >> 1) - 2)) tieIn(polygon, triangles);
    return triangles;
  }
  let size = 0;
  for (const ring of polygon) size += ring.length;
  if (flatten.length < size) flatten = new Float64Array(2 * size);
  const holes: number[] = [];
  let at = 0;
  for (let r = 0; r < polygon.length; r++) {
    if (r > 0) holes.push(at >> 1);
    flatten.set(polygon[r]!, at);
    at += polygon[r]!.length;
  }
  const triangles = earcut(flatten.subarray(0, size), holes);
  if (triangles.length !== 3 * ((size >> 1) + 2 * (polygon.length - 1) - 2)) tieIn(polygon, triangles);
  return triangles;
}

function tieIn(polygon: readonly Float64Array[], triangles: number[]): void {
  const edges = new Set<number>();
  let corners = 0;
  for (const ring of polygon) corners += ring.length >> 1;
  for (let i = 0; i < triangles.length; i += 3) {
    edges.add(triangles[i]! * corners + triangles[i + 1]!);
    edges.add(triangles[i + 1]! * corners + triangles[i + 2]!);
    edges.add(triangles[i + 2]! * corners + triangles[i]!);
  }
  let start = 0;
  for (const ring of polygon) {
    const n = ring.length >> 1;
    const missing = (i: number) => !edges.has((start + (i % n)) * corners + start + ((i + 1) % n));
    let first = 0;
    while (first < n && missing(first)) first++;
    for (let step = 1; step <= n; step++) {
      const from = (first + step) % n;
      if (!missing(from)) continue;
      let to = from + 1;
      while (missing(to) && to - from < n) to++;
      for (let k = from + 1; k < to; k++) {
        triangles.push(start + (from % n), start + (k % n), start + ((k + 1) % n));
      }
      // The fan's last triangle closes on from → to; the others share from → k.
      step += to - from - 1;
    }
    start += n;
  }
}
