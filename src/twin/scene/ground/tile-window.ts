/** Web-Mercator tiles (XYZ, y from the north) and how a drawn tile lies in the one that holds its data. */

export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** The data's tile, and the part of it that is drawn: a square from (left, top) of side `size`, in shares of that tile. */
export interface TileWindow {
  source: TileAddress;
  left: number;
  top: number;
  size: number;
}

const EQUATOR = 2 * Math.PI * 6_378_137;

/** Finds the data for a drawn tile; beyond `maxZoom` it is a part of the tile of that zoom. */
export function windowOfTile({ z, x, y }: TileAddress, maxZoom: number): TileWindow {
  const deeper = Math.max(0, z - maxZoom);
  const parts = 2 ** deeper;
  return {
    source: { z: z - deeper, x: Math.floor(x / parts), y: Math.floor(y / parts) },
    left: (x % parts) / parts,
    top: (y % parts) / parts,
    size: 1 / parts,
  };
}

/** Gives the ground size of a tile's side at its middle latitude, m. */
export function tileMetres({ z, y }: TileAddress): number {
  const mercator = Math.PI * (1 - (2 * (y + 0.5)) / 2 ** z);
  return EQUATOR / 2 ** z / Math.cosh(mercator);
}
