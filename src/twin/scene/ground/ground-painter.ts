import { decodeTile, type GroundTile } from './decode-tile.ts';
import { drawGround } from './draw-ground.ts';
import { fadeAtEdge, isAtEdge } from './edge-fade.ts';
import type { GroundSetup } from './ground-protocol.ts';
import { DAY_STYLE, type GroundStyle } from './ground-style.ts';
import { type TileAddress, windowOfTile } from './tile-window.ts';

const TILES_KEPT = 96;

/** Draws tiles of one ground map; the data's tiles are kept, since many drawn ones share one. */
export interface GroundPainter {
  /**
   * @returns the picture, its first row at the bottom.
   * @throws Error when the data's tile does not come or does not decode. A tile that is not there is bare ground.
   */
  paint(tile: TileAddress): Promise<ImageBitmap>;
  /** From the next picture on, this style. */
  restyle(style: GroundStyle): void;
}

export function createGroundPainter(setup: GroundSetup, get: typeof fetch): GroundPainter {
  let style = DAY_STYLE;
  const kept = new Map<string, Promise<GroundTile>>();

  async function load({ z, x, y }: TileAddress): Promise<GroundTile> {
    if (setup.template === null) return new Map();
    const url = setup.template.replace('{z}', `${z}`).replace('{x}', `${x}`).replace('{y}', `${y}`);
    const response = await get(url);
    if (response.status === 404) return new Map();
    if (!response.ok) throw new Error(`ground tile "${url}": expected a vector tile, got ${response.status}`);
    try {
      return decodeTile(new Uint8Array(await response.arrayBuffer()));
    } catch (cause) {
      throw new Error(`ground tile "${url}": expected a vector tile, got ${(cause as Error).message}`, {
        cause,
      });
    }
  }

  function tileOf(address: TileAddress): Promise<GroundTile> {
    const key = `${address.z}/${address.x}/${address.y}`;
    const tile = kept.get(key) ?? load(address);
    kept.delete(key);
    kept.set(key, tile);
    tile.catch(() => kept.delete(key));
    if (kept.size > TILES_KEPT) kept.delete(kept.keys().next().value!);
    return tile;
  }

  return {
    restyle(next) {
      style = next;
    },
    async paint(tile) {
      const window = windowOfTile(tile, setup.maxZoom);
      const layers = tile.z < setup.minZoom ? new Map() : await tileOf(window.source);
      const { side } = setup;
      const canvas = new OffscreenCanvas(side, side);
      const context = canvas.getContext('2d', { alpha: false });
      if (!context) throw new Error('ground map: expected a 2D canvas, got none');
      context.setTransform(1, 0, 0, -1, 0, side);
      drawGround(context, side, tile, window, layers, style);
      if (!isAtEdge(tile, setup.bounds)) return canvas.transferToImageBitmap();
      const image = context.getImageData(0, 0, side, side);
      fadeAtEdge(image.data, side, tile, setup.bounds, true);
      return createImageBitmap(image, { premultiplyAlpha: 'none' });
    },
  };
}
