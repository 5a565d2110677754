/**
 * The one property table of a tile: a row a building, the same columns on every level, so that one shader serves all.
 *
 * `base` is the ground's height in the tile's own frame (up, m), `height` the top above it: with both, a shader tells
 * storeys. Colours are RGB565, 0 where none is known.
 */
import type { PackedBuildings } from '#city/packed-buildings.ts';

/** Bits of the column `flags`. */
export const BUILDING_FLAGS = { estimated: 1, detailed: 2, textured: 4, roof: 8 } as const;

/** Columns of the class `building` in the order in which they lie in the file. */
export const BUILDING_PROPERTIES = {
  gid: 'UINT32',
  base: 'FLOAT32',
  height: 'FLOAT32',
  built: 'UINT16',
  demolished: 'UINT16',
  wallColour: 'UINT16',
  roofColour: 'UINT16',
  use: 'UINT8',
  storeys: 'UINT8',
  flags: 'UINT8',
} as const;

export interface PropertyColumns {
  gid: Uint32Array;
  base: Float32Array;
  height: Float32Array;
  built: Uint16Array;
  demolished: Uint16Array;
  wallColour: Uint16Array;
  roofColour: Uint16Array;
  use: Uint8Array;
  storeys: Uint8Array;
  flags: Uint8Array;
}

/** Makes the columns of a tile. `bases` (m up in the tile's frame) are rounded to 1/16 m, as heights are. */
export function propertyColumns(
  buildings: PackedBuildings,
  gids: Uint32Array,
  bases: Float64Array,
): PropertyColumns {
  const { count, volumes } = buildings;
  const columns: PropertyColumns = {
    gid: gids,
    base: new Float32Array(count),
    height: new Float32Array(count),
    built: new Uint16Array(count),
    demolished: new Uint16Array(count),
    wallColour: new Uint16Array(count),
    roofColour: new Uint16Array(count),
    use: buildings.use,
    storeys: new Uint8Array(count),
    flags: new Uint8Array(count),
  };
  for (let i = 0; i < count; i++) {
    columns.base[i] = Math.round(bases[i]! * 16) / 16;
    columns.height[i] = Math.round(volumes.height[i]! * 16) / 16;
    columns.built[i] = Math.max(0, buildings.built[i]!);
    columns.demolished[i] = Math.max(0, buildings.demolished[i]!);
    columns.wallColour[i] = toRgb565(volumes.colour[i]!);
    columns.roofColour[i] = toRgb565(volumes.roofColour[i]!);
    columns.storeys[i] = Math.min(255, buildings.storeys[i]!);
    columns.flags[i] = flagsOf(buildings, i);
  }
  return columns;
}

/** Index of `rule` among HEIGHT_ORIGINS. */
const RULE = 5;

function flagsOf(buildings: PackedBuildings, i: number): number {
  let flags = buildings.heightFrom[i] === RULE ? BUILDING_FLAGS.estimated : 0;
  const from = buildings.surfaceStart[i]!;
  const to = buildings.surfaceStart[i + 1]!;
  if (to > from) flags |= BUILDING_FLAGS.detailed;
  for (let s = from; s < to; s++) {
    if (buildings.surfaces.texture[s]! >= 0) {
      flags |= BUILDING_FLAGS.textured;
      break;
    }
  }
  if (buildings.volumes.roofShape[i]! > 0 && buildings.volumes.roofHeight[i]! > 0)
    flags |= BUILDING_FLAGS.roof;
  return flags;
}

/** Turns 0xRRGGBB (negative: none) into RGB565; black becomes the darkest blue, since 0 means none. */
export function toRgb565(colour: number): number {
  if (colour < 0) return 0;
  const r = (colour >> 16) & 255;
  const g = (colour >> 8) & 255;
  const b = colour & 255;
  return (
    (Math.round((r * 31) / 255) << 11) | (Math.round((g * 63) / 255) << 5) | Math.round((b * 31) / 255) || 1
  );
}
