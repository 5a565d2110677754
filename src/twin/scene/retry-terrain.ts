import type { Event, Globe, Scene } from 'cesium';
import { createBackOff } from './create-back-off.ts';
import { requestFrame } from './request-frame.ts';

/** What the engine knows of a tile of the ground; not in its published types. */
interface EngineTile {
  readonly x: number;
  readonly y: number;
  readonly level: number;
  readonly _southwestChild?: EngineTile;
  readonly _southeastChild?: EngineTile;
  readonly _northwestChild?: EngineTile;
  readonly _northeastChild?: EngineTile;
  freeResources(): void;
}

interface EngineSurface {
  readonly _levelZeroTiles?: readonly EngineTile[];
}

export interface TerrainRetryOptions {
  scene: Pick<Scene, 'preUpdate' | 'requestRender'> & {
    readonly globe: Pick<Globe, 'tileLoadProgressEvent'>;
  };
  /** Of the terrain provider: told of every tile that failed. */
  errorEvent: Event;
  /** All that had failed is there. */
  onRecovered(): void;
}

/**
 * Asks again for the tiles of the terrain that failed, after 2, 4, 8 … 300 s; the engine itself never does, it goes on
 * with the coarser ground above. That stays in the picture until the finer one is there.
 *
 * @returns what stops it.
 */
export function retryTerrain({ scene, errorEvent, onRecovered }: TerrainRetryOptions): () => void {
  const failed = new Map<string, { level: number; x: number; y: number }>();
  let due = false;
  const backOff = createBackOff(() => {
    due = true;
    requestFrame(scene as Scene, 'retry');
  });
  const removers = [
    errorEvent.addEventListener(({ level, x, y }: { level: number; x: number; y: number }) => {
      failed.set(`${level}/${x}/${y}`, { level, x, y });
      backOff.failed();
    }),
    // Between two frames: a tile that is taken away must not be among those of a frame that is being drawn.
    scene.preUpdate.addEventListener(() => {
      if (!due) return;
      due = false;
      const roots = (scene.globe as unknown as { _surface?: EngineSurface })._surface?._levelZeroTiles ?? [];
      for (const one of failed.values()) forget(roots, one);
      failed.clear();
    }),
    scene.globe.tileLoadProgressEvent.addEventListener((left: number) => {
      if (left === 0 && !due && backOff.recovered()) onRecovered();
    }),
  ];
  return () => {
    backOff.dispose();
    for (const remove of removers) remove();
  };
}

/** Makes a tile one that was never asked for, with all that was made of it below. */
function forget(
  roots: readonly EngineTile[],
  { level, x, y }: { level: number; x: number; y: number },
): void {
  const holds = (tile: EngineTile): boolean =>
    x >> (level - tile.level) === tile.x && y >> (level - tile.level) === tile.y;
  let tile = roots.find((root) => root.level <= level && holds(root));
  while (tile && tile.level < level) {
    const { _southwestChild, _southeastChild, _northwestChild, _northeastChild } = tile;
    tile = [_southwestChild, _southeastChild, _northwestChild, _northeastChild].find(
      (child) => child !== undefined && holds(child),
    );
  }
  tile?.freeResources();
}
