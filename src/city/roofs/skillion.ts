import type { MeshSink } from '../mesh-sink.ts';
import type { Roof } from '../model.ts';
import { meshFolded } from './folded.ts';
import { ridgeFrame } from './ridge-frame.ts';

/**
 * Meshes a prism under one slanting plane, lowest where `directionDeg` points (without one: across the shorter side).
 * Holes are allowed.
 *
 * @returns null, or why the footprint does not suit (nothing is meshed then).
 */
export function meshSkillion(
  polygon: readonly Float64Array[],
  bottom: number,
  top: number,
  roof: Roof,
  sink: MeshSink,
  floor: boolean,
): string | null {
  const box = ridgeFrame(polygon[0]!, roof);
  const { halfWidth } = box;
  if (halfWidth < 0.05) return 'a skillion roof needs a footprint with a width';
  const height = (_u: number, v: number) =>
    roof.height * Math.min(1, Math.max(0, (halfWidth - v) / (2 * halfWidth)));
  meshFolded(polygon, bottom, top - roof.height, box, { height, lines: [] }, sink, floor);
  return null;
}
