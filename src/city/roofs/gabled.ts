import type { MeshSink } from '../mesh-sink.ts';
import type { Roof } from '../model.ts';
import { meshFolded } from './folded.ts';
import { ridgeFrame } from './ridge-frame.ts';

/**
 * Meshes a gabled prism: two planes that meet in a ridge over the middle of the footprint's box.
 *
 * @returns null, or why the footprint does not suit (nothing is meshed then).
 */
export function meshGabled(
  polygon: readonly Float64Array[],
  bottom: number,
  top: number,
  roof: Roof,
  sink: MeshSink,
  floor: boolean,
): string | null {
  if (polygon.length > 1) return 'a gabled roof needs a footprint without holes';
  const box = ridgeFrame(polygon[0]!, roof);
  if (box.halfWidth < 0.05) return 'a gabled roof needs a footprint with a width';
  const height = (_u: number, v: number) => roof.height * Math.max(0, 1 - Math.abs(v) / box.halfWidth);
  meshFolded(polygon, bottom, top - roof.height, box, { height, lines: [(_u, v) => v] }, sink, floor);
  return null;
}
