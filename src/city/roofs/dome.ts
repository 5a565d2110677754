import type { MeshSink } from '../mesh-sink.ts';
import type { Roof } from '../model.ts';
import { meshLathed } from './lathed.ts';

/** Parallels of the dome between eaves and apex, as angles of the quarter circle. */
const ANGLES = [22.5, 45, 67.5].map((deg) => (deg * Math.PI) / 180);
/** Shares of the outline's size and of the roof's height at each parallel. */
export const DOME_SCALES: readonly number[] = ANGLES.map(Math.cos);
export const DOME_RISES: readonly number[] = ANGLES.map(Math.sin);

/**
 * Meshes a prism under a dome: the outline shrinks by the cosine and rises by the sine of a quarter circle in four
 * steps.
 *
 * @returns null, or why the footprint does not suit (nothing is meshed then).
 */
export function meshDome(
  polygon: readonly Float64Array[],
  bottom: number,
  top: number,
  roof: Roof,
  sink: MeshSink,
  floor: boolean,
): string | null {
  return meshLathed(polygon, bottom, top, roof.height, DOME_SCALES, DOME_RISES, sink, floor);
}
