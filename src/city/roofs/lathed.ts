import type { MeshSink } from '../mesh-sink.ts';
import { visibleCentre } from '../polygon.ts';

/**
 * Meshes a prism whose roof shrinks towards one point: the outline is repeated at the given scales and heights about a
 * centre that sees all of it, and closed by an apex.
 *
 * @param scales - scale of each further outline, 1 > … > 0.
 * @param rises - its height as a share of the roof's height; the apex is at 1.
 * @returns null, or why the footprint does not suit (nothing is meshed then).
 */
export function meshLathed(
  polygon: readonly Float64Array[],
  bottom: number,
  top: number,
  roofHeight: number,
  scales: readonly number[],
  rises: readonly number[],
  sink: MeshSink,
  floor: boolean,
): string | null {
  if (polygon.length > 1) return 'a roof with one apex needs a footprint without holes';
  const ring = polygon[0]!;
  const centre = visibleCentre(ring);
  if (centre === null) return 'a roof with one apex needs a point that sees the whole outline';
  const [cx, cy] = centre;
  const n = ring.length >> 1;
  const eaves = top - roofHeight;
  const walls = eaves - bottom >= 1e-6;
  let lower = -1;
  if (walls) {
    lower = outline(ring, cx, cy, 1, bottom, sink);
  }
  let current = outline(ring, cx, cy, 1, eaves, sink);
  if (walls) band(lower, current, n, sink);
  const base = walls ? lower : current;
  for (let i = 0; i < scales.length; i++) {
    const next = outline(ring, cx, cy, scales[i]!, eaves + rises[i]! * roofHeight, sink);
    band(current, next, n, sink);
    current = next;
  }
  const apex = sink.vertex(cx, cy, top);
  for (let i = 0; i < n; i++) sink.triangle(current + i, current + ((i + 1) % n), apex);
  if (floor) {
    const middle = sink.vertex(cx, cy, bottom);
    for (let i = 0; i < n; i++) sink.triangle(base + ((i + 1) % n), base + i, middle);
  }
  return null;
}

function outline(
  ring: Float64Array,
  cx: number,
  cy: number,
  scale: number,
  up: number,
  sink: MeshSink,
): number {
  const first = sink.vertex(cx + scale * (ring[0]! - cx), cy + scale * (ring[1]! - cy), up);
  for (let i = 2; i < ring.length; i += 2) {
    sink.vertex(cx + scale * (ring[i]! - cx), cy + scale * (ring[i + 1]! - cy), up);
  }
  return first;
}

function band(lower: number, upper: number, n: number, sink: MeshSink): void {
  for (let i = 0; i < n; i++) {
    const j = i + 1 === n ? 0 : i + 1;
    sink.triangle(lower + i, lower + j, upper + j);
    sink.triangle(lower + i, upper + j, upper + i);
  }
}
