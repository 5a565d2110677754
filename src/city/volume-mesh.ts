/** Prisms with roofs: from a footprint and two heights to a closed mesh. */
import type { MeshSink } from './mesh-sink.ts';
import type { Roof } from './model.ts';
import type { RoofShape } from './roof-shape.ts';
import { meshDome } from './roofs/dome.ts';
import { meshFlat } from './roofs/flat.ts';
import { meshGabled } from './roofs/gabled.ts';
import { meshHipped } from './roofs/hipped.ts';
import { meshPyramidal } from './roofs/pyramidal.ts';
import { meshSkillion } from './roofs/skillion.ts';

type RoofMesher = (
  polygon: readonly Float64Array[],
  bottom: number,
  top: number,
  roof: Roof,
  sink: MeshSink,
  floor: boolean,
) => string | null;

const MESHERS: Readonly<Record<Exclude<RoofShape, 'flat'>, RoofMesher>> = {
  gabled: meshGabled,
  hipped: meshHipped,
  pyramidal: meshPyramidal,
  skillion: meshSkillion,
  dome: meshDome,
};

/** Footprints with more corners than this get a flat roof: folds over them cost much and show nothing. */
const MOST_CORNERS = 512;

/**
 * Meshes one volume: walls, roof and, if wanted, underside. The mesh is closed but for the underside (every edge inside
 * it belongs to two faces); faces run counter-clockwise seen from outside. A flat prism has two corners a footprint
 * corner. Corners in the bottom plane all have `up === bottom`.
 *
 * @param polygon - simple rings, local east/north m, outer counter-clockwise, holes clockwise, not closed.
 * @param bottom - underside, m up in the same frame.
 * @param top - highest point, roof included, m up; > bottom.
 * @param roof - a roof higher than the volume is cut down to it; one without height is flat.
 * @param floor - also closes the underside (parts that hang in the air).
 * @returns null, or why the roof became flat.
 */
export function meshVolume(
  polygon: readonly Float64Array[],
  bottom: number,
  top: number,
  roof: Roof,
  sink: MeshSink,
  floor = false,
): string | null {
  let refused: string | null = null;
  if (roof.shape !== 'flat' && roof.height > 0) {
    const height = Math.min(roof.height, top - bottom);
    const fitted = height === roof.height ? roof : { ...roof, height };
    if (polygon[0]!.length > 2 * MOST_CORNERS) {
      refused = `a ${roof.shape} roof needs at most ${MOST_CORNERS} corners`;
    } else {
      refused = MESHERS[roof.shape](polygon, bottom, top, fitted, sink, floor);
      if (refused === null) return null;
    }
  }
  meshFlat(polygon, bottom, top, sink, floor);
  return refused;
}
