import { Cesium3DTileset } from 'cesium';
import type { ComponentsSceneLayer } from '#base/state/scene-layers.ts';
import { createNoImageLight } from '../no-image-light.ts';
import type { LayerFactory, LayerView } from './layer.ts';

/** Tiles are made for this many pixels of error. */
const DEFAULT_ERROR = 16;
const CACHE_BYTES = 128 * 1024 * 1024;

/** The city's components: models near by, dots far away. A city without any has nothing to show. */
export const createComponentsLayer: LayerFactory<ComponentsSceneLayer> = async (
  spec,
  first,
  { scene, city, components, states },
  signal,
  onFault,
) => {
  const path = city.manifest.levels.L4;
  if (!path) return { update() {}, pending: () => 0, dispose() {} };
  const url = new URL(path, city.base).href;
  const tileset = await open(url, spec.maximumScreenSpaceError ?? DEFAULT_ERROR);
  if (signal.aborted) {
    tileset.destroy();
    signal.throwIfAborted();
  }
  tileset.customShader = components.engine();
  tileset.environmentMapManager.enabled = false;
  tileset.imageBasedLighting = createNoImageLight();
  const removeStates = states.register('components', components.engine(), () => tileset.show);
  const removeFailed = tileset.tileFailed.addEventListener(({ url: tile, message }) =>
    onFault(new Error(`component tile "${tile}": expected a tile, got ${message}`)),
  );
  let pending = 0;
  const removeProgress = tileset.loadProgress.addEventListener((requests: number, processing: number) => {
    pending = requests + processing;
  });
  const show = ({ visible, level, style }: LayerView): void => {
    // A level that is pinned below the components' leaves them out.
    tileset.show = visible && level !== 'L1' && level !== 'L2';
    components.set('u_colourBy', style.colourBy === 'state' ? 1 : 0);
    components.set('u_only', style.only === 'faults' ? 1 : 0);
    scene.requestRender();
  };
  show(first);
  scene.primitives.add(tileset);
  return {
    update: show,
    pending: () => (tileset.show && !tileset.tilesLoaded ? Math.max(1, pending) : 0),
    dispose() {
      removeStates();
      removeFailed();
      removeProgress();
      scene.primitives.remove(tileset);
      scene.requestRender();
    },
  };
};

async function open(url: string, maximumScreenSpaceError: number): Promise<Cesium3DTileset> {
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
