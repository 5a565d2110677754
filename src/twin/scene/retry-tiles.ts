import type { Cesium3DTileset, Scene } from 'cesium';
import { requestFrame } from './request-frame.ts';

/** What the engine knows of a tile; not in its published types. */
interface EngineTile {
  readonly contentFailed?: boolean;
  readonly children?: readonly EngineTile[];
  unloadContent?(): void;
}

const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 300_000;

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
  let timer: ReturnType<typeof setTimeout> | null = null;
  let delayMs = FIRST_DELAY_MS;
  /** Tiles were asked for again, and none has failed since. */
  let asked = false;

  function askAgain(): void {
    timer = null;
    const waiting = [tileset.root as EngineTile | undefined];
    for (let tile = waiting.pop(); tile; tile = waiting.pop()) {
      // Without its failed content a tile is one that was never asked for.
      if (tile.contentFailed) tile.unloadContent?.();
      waiting.push(...(tile.children ?? []));
    }
    asked = true;
    requestFrame(scene, 'retry');
  }
  const removers = [
    tileset.tileFailed.addEventListener(() => {
      asked = false;
      if (timer !== null) return;
      timer = setTimeout(askAgain, delayMs);
      delayMs = Math.min(2 * delayMs, LONGEST_DELAY_MS);
    }),
    tileset.allTilesLoaded.addEventListener(() => {
      if (!asked || timer !== null) return;
      asked = false;
      delayMs = FIRST_DELAY_MS;
      onRecovered();
    }),
  ];
  return () => {
    if (timer !== null) clearTimeout(timer);
    for (const remove of removers) remove();
  };
}
