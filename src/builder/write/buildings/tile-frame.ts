/** Rings of packed buildings in a tile's plane. */
import { createEnuFrame, type EnuFrame } from '#base/geo/ellipsoid.ts';
import type { PackedPolygons } from '#city/packed-buildings.ts';

/** Grid of leaves, m: rounding is at most 1.8 cm in space. */
export const FINE_STEP = 0.02;

/** Origin of a tile's frame: degrees, m ellipsoidal. */
export interface TileOrigin {
  lonDeg: number;
  latDeg: number;
  h: number;
}

export function createTileFrame({ lonDeg, latDeg, h }: TileOrigin): EnuFrame {
  return createEnuFrame(lonDeg, latDeg, h);
}

const corner = new Float64Array(3);

/**
 * Gives a polygon's rings as east, north (m) at the frame's own height, where meshers work.
 *
 * @returns new arrays.
 */
export function ringsInPlane(packed: PackedPolygons, polygon: number, frame: EnuFrame): Float64Array[] {
  const rings: Float64Array[] = [];
  for (let r = packed.polygonStart[polygon]!; r < packed.polygonStart[polygon + 1]!; r++) {
    const from = packed.ringStart[r]!;
    const to = packed.ringStart[r + 1]!;
    const ring = new Float64Array((to - from) * 2);
    for (let i = from, at = 0; i < to; i++, at += 2) {
      frame.toEnu(packed.lonLat[i * 2]!, packed.lonLat[i * 2 + 1]!, frame.h, corner);
      ring[at] = corner[0]!;
      ring[at + 1] = corner[1]!;
    }
    rings.push(ring);
  }
  return rings;
}
