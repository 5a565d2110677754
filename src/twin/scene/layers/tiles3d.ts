import {
  Cartesian3,
  Cartographic,
  Cesium3DTileset,
  CustomShader,
  CustomShaderTranslucencyMode,
  Matrix4,
  UniformType,
} from 'cesium';
import type { Tiles3dLayer } from '#base/state/scene-layers.ts';
import { retryTiles } from '../retry-tiles.ts';
import type { LayerFactory, LayerView } from './layer.ts';

const CACHE_BYTES = 192 * 1024 * 1024;
const DEFAULT_ERROR = 16;

/** Moves along the vertical at a place (ECEF, m). */
function raise(at: Cartesian3, metres: number): Matrix4 {
  const { longitude, latitude, height } = Cartographic.fromCartesian(at);
  const up = Cartesian3.subtract(
    Cartesian3.fromRadians(longitude, latitude, height + metres),
    at,
    new Cartesian3(),
  );
  return Matrix4.fromTranslation(up);
}

/** Lets a whole tileset shine through; costs a translucent pass, hence only when it is asked for. */
function createFading(): CustomShader {
  return new CustomShader({
    translucencyMode: CustomShaderTranslucencyMode.TRANSLUCENT,
    uniforms: { u_opacity: { type: UniformType.FLOAT, value: 1 } },
    fragmentShaderText: `void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  material.alpha *= u_opacity;
}`,
  });
}

/** 3D Tiles made by others: meshes, instances, point clouds; nothing of them has a gid. */
export const createTiles3dLayer: LayerFactory<Tiles3dLayer> = async (
  spec,
  view,
  context,
  signal,
  onFault,
) => {
  const { scene } = context;
  const url = context.resolve(spec.url);
  let tileset: Cesium3DTileset;
  try {
    tileset = await Cesium3DTileset.fromUrl(url, {
      maximumScreenSpaceError: spec.maximumScreenSpaceError ?? DEFAULT_ERROR,
      cacheBytes: CACHE_BYTES,
      maximumCacheOverflowBytes: CACHE_BYTES,
    });
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`layer "${spec.id}": expected a tileset at "${url}", got ${got}`, { cause });
  }
  if (signal.aborted) {
    tileset.destroy();
    signal.throwIfAborted();
  }
  tileset.environmentMapManager.enabled = false;
  if (spec.heightOffset) tileset.modelMatrix = raise(tileset.boundingSphere.center, spec.heightOffset);
  const removeFailed = tileset.tileFailed.addEventListener(
    ({ url: tile, message }: { url: string; message: string }) =>
      onFault(new Error(`layer "${spec.id}": tile "${tile}": expected a tile, got ${message}`)),
  );
  const stopRetries = retryTiles({ tileset, scene, onRecovered: () => onFault(null) });
  let pending = 0;
  const removeProgress = tileset.loadProgress.addEventListener((requests: number, processing: number) => {
    pending = requests + processing;
  });
  let fading: CustomShader | null = null;
  const update = ({ visible, opacity }: LayerView): void => {
    tileset.show = visible;
    if (opacity < 1) {
      fading ??= createFading();
      fading.setUniform('u_opacity', opacity);
    }
    tileset.customShader = opacity < 1 && fading ? fading : undefined;
    scene.requestRender();
  };
  update(view);
  scene.primitives.add(tileset);
  return {
    update,
    pending: () => (tileset.tilesLoaded ? 0 : Math.max(1, pending)),
    dispose() {
      removeProgress();
      stopRetries();
      removeFailed();
      scene.primitives.remove(tileset);
      fading?.destroy();
      scene.requestRender();
    },
  };
};
