import { Cesium3DTileset, type Scene } from 'cesium';
import { createNoImageLight } from '../no-image-light.ts';
import { retryTiles } from '../retry-tiles.ts';
import type { BuildingsShader } from './buildings-shader.ts';

export interface BuildingsLayer {
  readonly url: string;
  /** Requests on their way and tiles being made ready. */
  pending(): number;
  isLoaded(): boolean;
  show(visible: boolean): void;
  dispose(): void;
}

const CACHE_BYTES = 192 * 1024 * 1024;

export interface BuildingsLayerOptions {
  scene: Scene;
  url: string;
  shader: BuildingsShader;
  /** Pixels of error at which a finer tile is taken. */
  error: number;
  signal: AbortSignal;
  /** null: what had failed is there. */
  onFault(error: Error | null): void;
}

/** Adds a city's buildings to the scene. A tile that fails is told and left out; the others go on. */
export async function createBuildingsLayer(options: BuildingsLayerOptions): Promise<BuildingsLayer> {
  const { scene, url, shader, error, signal, onFault } = options;
  const tileset = await openTileset(url, error);
  if (signal.aborted) {
    tileset.destroy();
    signal.throwIfAborted();
  }
  const paint = (): void => {
    tileset.customShader = shader.engine();
  };
  paint();
  const removeRefined = shader.onRefined(paint);
  tileset.environmentMapManager.enabled = false;
  tileset.imageBasedLighting = createNoImageLight();
  const removeFailed = tileset.tileFailed.addEventListener(({ url: tile, message }) =>
    onFault(new Error(`building tile "${tile}": expected a tile, got ${message}`)),
  );
  const stopRetries = retryTiles({ tileset, scene, onRecovered: () => onFault(null) });
  let pending = 0;
  const removeProgress = tileset.loadProgress.addEventListener((requests: number, processing: number) => {
    pending = requests + processing;
  });
  scene.primitives.add(tileset);
  return {
    url,
    pending: () => pending,
    isLoaded: () => tileset.tilesLoaded,
    show(visible) {
      tileset.show = visible;
    },
    dispose() {
      removeRefined();
      removeProgress();
      stopRetries();
      removeFailed();
      scene.primitives.remove(tileset);
      scene.requestRender();
    },
  };
}

async function openTileset(url: string, maximumScreenSpaceError: number): Promise<Cesium3DTileset> {
  try {
    return await Cesium3DTileset.fromUrl(url, {
      maximumScreenSpaceError,
      cacheBytes: CACHE_BYTES,
      maximumCacheOverflowBytes: CACHE_BYTES,
      skipLevelOfDetail: false,
    });
  } catch (cause) {
    throw new Error(
      `tileset "${url}": expected a tileset, got ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
