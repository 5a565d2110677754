import type { TileAddress } from './tile-window.ts';

type Bounds = readonly [west: number, south: number, east: number, north: number];

/** Share of the map's extent over which it fades out at its edge. */
const FADE = 0.12;

/** Where a map's edges lie in a drawn tile, in shares of the tile, y down. */
interface Edges {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function edgesIn({ z, x, y }: TileAddress, [west, south, east, north]: Bounds): Edges {
  const column = (lon: number): number => ((lon + 180) / 360) * 2 ** z - x;
  const row = (lat: number): number =>
    ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z - y;
  return { left: column(west), top: row(north), right: column(east), bottom: row(south) };
}

/** Gives the opacity of the map at a place of a tile: 1 inside, falling to 0 at the map's edge without a crease. */
function opacityAt({ left, top, right, bottom }: Edges, u: number, v: number): number {
  const width = FADE * Math.min(right - left, bottom - top);
  const inside = Math.min(u - left, right - u, v - top, bottom - v) / width;
  const t = Math.max(0, Math.min(1, inside));
  return t * t * (3 - 2 * t);
}

/** Tells whether any of a tile lies where the map fades. */
export function isAtEdge(tile: TileAddress, bounds: Bounds): boolean {
  const edges = edgesIn(tile, bounds);
  return [0, 1].some((u) => [0, 1].some((v) => opacityAt(edges, u, v) < 1));
}

/**
 * Fades a tile's pixels (RGBA, not premultiplied) towards the edge of the map.
 *
 * @param flipped - the first row is the southern one.
 */
export function fadeAtEdge(
  pixels: Uint8ClampedArray,
  side: number,
  tile: TileAddress,
  bounds: Bounds,
  flipped: boolean,
): void {
  const edges = edgesIn(tile, bounds);
  for (let row = 0, at = 3; row < side; row++) {
    const v = ((flipped ? side - 1 - row : row) + 0.5) / side;
    for (let column = 0; column < side; column++, at += 4) {
      pixels[at] = 255 * opacityAt(edges, (column + 0.5) / side, v);
    }
  }
}
