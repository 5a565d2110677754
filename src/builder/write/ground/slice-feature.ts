/** Cuts one prepared feature into the tiles of a zoom. */
import { clipLine, clipRing, simplify } from '#city/clip-flat.ts';
import { toTileUnits, windRing } from './encode-tile.ts';
import type { TileRange } from './mercator.ts';
import type { PreparedFeature } from './prepare-feature.ts';

/** How tiles are cut. */
export interface Slicing {
  /** Units along a tile's side. */
  extent: number;
  /** How far geometry goes beyond a tile's border, in tiles: so far that the widest road is drawn whole. */
  buffer: number;
  /** Simplification in tiles; 0 none. */
  tolerance: number;
}

/**
 * Calls `emit` for every tile of the range in which the feature shows, columns first.
 *
 * @param emit - lines or wound rings in whole tile units; owned by the receiver.
 */
export function sliceFeature(
  feature: PreparedFeature,
  range: TileRange,
  slicing: Slicing,
  emit: (x: number, y: number, geometry: Int32Array[]) => void,
): void {
  const size = 2 ** range.z;
  const { buffer } = slicing;
  const [west, north, east, south] = feature.box;
  const fromX = Math.max(range.minX, Math.floor(west * size - buffer));
  const toX = Math.min(range.maxX, Math.floor(east * size + buffer));
  const fromY = Math.max(range.minY, Math.floor(north * size - buffer));
  const toY = Math.min(range.maxY, Math.floor(south * size + buffer));
  if (fromX > toX || fromY > toY) return;
  const polygon = feature.kind === 'polygon';
  const parts = feature.parts.map((rings) =>
    rings.map((ring) => scaled(simplify(ring, slicing.tolerance / size, polygon), size)),
  );
  for (let x = fromX; x <= toX; x++) {
    const columns = cut(parts, x - buffer, x + 1 + buffer, 0, polygon);
    for (let y = fromY; columns.length > 0 && y <= toY; y++) {
      const geometry: Int32Array[] = [];
      for (const rings of cut(columns, y - buffer, y + 1 + buffer, 1, polygon)) {
        for (let i = 0; i < rings.length; i++) {
          const local = toTileUnits(shifted(rings[i]!, x, y), slicing.extent, polygon);
          const wound = local && polygon ? windRing(local, i === 0) : local;
          if (wound) geometry.push(wound);
          else if (polygon && i === 0) break;
        }
      }
      if (geometry.length > 0) emit(x, y, geometry);
    }
  }
}

function cut(
  parts: Float64Array[][],
  low: number,
  high: number,
  axis: 0 | 1,
  polygon: boolean,
): Float64Array[][] {
  const out: Float64Array[][] = [];
  for (const part of parts) {
    if (!polygon) {
      const lines = part.flatMap((line) => clipLine(line, low, high, axis));
      if (lines.length > 0) out.push(lines);
      continue;
    }
    const outer = clipRing(part[0]!, low, high, axis);
    if (outer.length < 6) continue;
    const rings = [outer];
    for (let i = 1; i < part.length; i++) {
      const hole = clipRing(part[i]!, low, high, axis);
      if (hole.length >= 6) rings.push(hole);
    }
    out.push(rings);
  }
  return out;
}

function scaled(points: Float64Array, size: number): Float64Array {
  const out = new Float64Array(points.length);
  for (let i = 0; i < points.length; i++) out[i] = points[i]! * size;
  return out;
}

function shifted(points: Float64Array, x: number, y: number): Float64Array {
  const out = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    out[i] = points[i]! - x;
    out[i + 1] = points[i + 1]! - y;
  }
  return out;
}
