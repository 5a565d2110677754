import type { Cesium3DTileset, Scene } from 'cesium';
import { createBackOff } from './create-back-off.ts';
import { requestFrame } from './request-frame.ts';

/** What the engine knows of a tile; not in its published types. */
interface EngineTile {
  readonly contentFailed?: boolean;
  readonly children?: readonly EngineTile[];
  unloadContent?(): void;
}

export interface TileRetryOptions {
  tileset: Pick<Cesium3DTileset, 'tileFailed' | 'allTilesLoaded'> & { readonly root?: unknown };
  scene: Scene;
  /** All that had failed is there. */
  onRecovered(): void;
}

/**
 * Asks again for the tiles of a tileset that failed, after 2, 4, 8 … 300 s; the engine itself never does.
 *
 * @returns what stops it.
 */
export function retryTiles({ tileset, scene, onRecovered }: TileRetryOptions): () => void {
  const backOff = createBackOff(() => {
    const waiting = [tileset.root as EngineTile | undefined];
    for (let tile = waiting.pop(); tile; tile = waiting.pop()) {
      // Without its failed content a tile is one that was never asked for.
      if (tile.contentFailed) tile.unloadContent?.();
      waiting.push(...(tile.children ?? []));
    }
    requestFrame(scene, 'retry');
  });
  const removers = [
    tileset.tileFailed.addEventListener(backOff.failed),
    tileset.allTilesLoaded.addEventListener(() => {
      if (backOff.recovered()) onRecovered();
    }),
  ];
  return () => {
    backOff.dispose();
    for (const remove of removers) remove();
  };
}
