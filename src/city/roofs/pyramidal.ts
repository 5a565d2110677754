import type { MeshSink } from '../mesh-sink.ts';
import type { Roof } from '../model.ts';
import { meshLathed } from './lathed.ts';

/**
 * Meshes a prism under a pyramid: one plane an edge, up to an apex over the centroid, or over a point that sees the
 * whole outline when the centroid does not.
 *
 * @returns null, or why the footprint does not suit (nothing is meshed then).
 */
export function meshPyramidal(
  polygon: readonly Float64Array[],
  bottom: number,
  top: number,
  roof: Roof,
  sink: MeshSink,
  floor: boolean,
): string | null {
  return meshLathed(polygon, bottom, top, roof.height, [], [], sink, floor);
}
