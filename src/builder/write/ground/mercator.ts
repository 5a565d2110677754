/**
 * Web Mercator as a unit square, and its tiles.
 *
 *   (0,0) ── x east ──►        tile (z, x, y) covers [x, x+1] × [y, y+1] of 2^z
 *     │
 *     y south
 *     ▼
 */

/** Circumference that Web Mercator takes the earth to have, m (radius 6,378,137 m). */
const CIRCUMFERENCE = 2 * Math.PI * 6_378_137;

/** Latitude where the square ends, degrees. */
const MAX_LATITUDE = 85.051_128_779_806_6;

/** West, south, east, north; degrees. */
export type Extent = readonly [number, number, number, number];

export function mercatorX(lonDeg: number): number {
  return lonDeg / 360 + 0.5;
}

/** Source: EPSG Guidance Note 7-2, 3.2.1.3 (Popular Visualisation Pseudo-Mercator), scaled to the unit square. */
export function mercatorY(latDeg: number): number {
  const lat = (Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latDeg)) * Math.PI) / 180;
  return 0.5 - Math.asinh(Math.tan(lat)) / (2 * Math.PI);
}

/** Length of a metre on the ground in units of the square, at the height y of the square. */
export function unitsPerMetre(y: number): number {
  return Math.cosh(Math.PI * (1 - 2 * y)) / CIRCUMFERENCE;
}

/** Columns and rows of the tiles that an extent touches, all inclusive. */
export interface TileRange {
  z: number;
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export function tileRange([west, south, east, north]: Extent, z: number): TileRange {
  const size = 2 ** z;
  const clamp = (value: number) => Math.max(0, Math.min(size - 1, value));
  const minX = clamp(Math.floor(mercatorX(west) * size));
  const minY = clamp(Math.floor(mercatorY(north) * size));
  // An edge that falls on a tile's border does not touch the next one.
  const maxX = Math.max(minX, clamp(Math.ceil(mercatorX(east) * size) - 1));
  const maxY = Math.max(minY, clamp(Math.ceil(mercatorY(south) * size) - 1));
  return { z, minX, minY, maxX, maxY };
}
