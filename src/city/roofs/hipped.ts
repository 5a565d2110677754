import type { MeshSink } from '../mesh-sink.ts';
import type { Roof } from '../model.ts';
import { meshFolded } from './folded.ts';
import { ridgeFrame } from './ridge-frame.ts';

/**
 * Meshes a hipped prism: four planes of the same slope over the footprint's box; the ridge is as long as the box is
 * longer than wide (a pyramid over a square).
 *
 * @returns null, or why the footprint does not suit (nothing is meshed then).
 */
export function meshHipped(
  polygon: readonly Float64Array[],
  bottom: number,
  top: number,
  roof: Roof,
  sink: MeshSink,
  floor: boolean,
): string | null {
  if (polygon.length > 1) return 'a hipped roof needs a footprint without holes';
  const box = ridgeFrame(polygon[0]!, roof);
  const { halfLength, halfWidth } = box;
  const run = Math.min(halfLength, halfWidth);
  if (run < 0.05) return 'a hipped roof needs a footprint with a width';
  const height = (u: number, v: number) =>
    roof.height * Math.max(0, Math.min(1, (halfWidth - Math.abs(v)) / run, (halfLength - Math.abs(u)) / run));
  const excess = halfLength - halfWidth;
  // Ridge first, then the two hips at each end; |v| is linear once the ridge has cut.
  const ridge = excess >= 0 ? (_u: number, v: number) => v : (u: number) => u;
  const lines =
    excess >= 0
      ? [
          ridge,
          (u: number, v: number) => u - excess - Math.abs(v),
          (u: number, v: number) => -u - excess - Math.abs(v),
        ]
      : [
          ridge,
          (u: number, v: number) => v + excess - Math.abs(u),
          (u: number, v: number) => -v + excess - Math.abs(u),
        ];
  meshFolded(polygon, bottom, top - roof.height, box, { height, lines }, sink, floor);
  return null;
}
