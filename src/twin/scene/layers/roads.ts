import {
  Cesium3DTileset,
  CustomShader,
  CustomShaderTranslucencyMode,
  LightingModel,
  UniformType,
  VaryingType,
} from 'cesium';
import type { LiveSceneLayer } from '#base/state/scene-layers.ts';
import { requestFrame } from '../request-frame.ts';
import { ROAD_RIBBON_FRAGMENT, ROAD_RIBBON_VERTEX } from '../roads/road-ribbon-glsl.ts';
import type { LayerFactory, LayerView } from './layer.ts';

const CACHE_BYTES = 64 * 1024 * 1024;
/** After this many seconds chevrons begin anew: far numbers are coarse in a shader. A multiple of every pitch over speed. */
const FLOW_WRAP_S = 3_600;

/** Managed roads, coloured by their speed, with the flow's direction. Nothing is drawn of a road that no feed tells of. */
export const createRoadsLayer: LayerFactory<LiveSceneLayer> = async (
  spec,
  first,
  context,
  signal,
  onFault,
) => {
  const { scene, city, states, animation, live } = context;
  const { roads } = city.manifest;
  if (!roads)
    throw new Error(`layer "${spec.id}": expected managed roads in the city, got none: build it again`);
  const shader = new CustomShader({
    lightingModel: LightingModel.UNLIT,
    translucencyMode: CustomShaderTranslucencyMode.TRANSLUCENT,
    uniforms: {
      ...states.uniforms('roads'),
      u_opacity: { type: UniformType.FLOAT, value: first.opacity },
      /** Seconds that the flow has gone on. */
      u_flow: { type: UniformType.FLOAT, value: 0 },
    },
    varyings: { v_road: VaryingType.VEC4, v_coat: VaryingType.FLOAT },
    vertexShaderText: ROAD_RIBBON_VERTEX,
    fragmentShaderText: ROAD_RIBBON_FRAGMENT,
  });
  const url = new URL(roads.tileset, city.base).href;
  const tileset = await Cesium3DTileset.fromUrl(url, {
    maximumScreenSpaceError: 12,
    cacheBytes: CACHE_BYTES,
    maximumCacheOverflowBytes: CACHE_BYTES,
  }).catch((cause: unknown) => {
    shader.destroy();
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`layer "${spec.id}": expected a tileset at "${url}", got ${got}`, { cause });
  });
  if (signal.aborted) {
    tileset.destroy();
    shader.destroy();
    signal.throwIfAborted();
  }
  tileset.customShader = shader;
  tileset.environmentMapManager.enabled = false;
  let view: LayerView = first;
  let flow = 0;
  let started = performance.now();
  const flows = (): boolean => view.visible && view.style.flow !== false && (live?.cityRate() ?? 0) !== 0;
  const removers = [
    states.register('roads', shader, () => tileset.show),
    tileset.tileFailed.addEventListener(({ url: tile, message }: { url: string; message: string }) =>
      onFault(new Error(`layer "${spec.id}": tile "${tile}": expected a tile, got ${message}`)),
    ),
    scene.preUpdate.addEventListener(() => {
      if (!flows()) {
        started = performance.now() - flow * 1_000;
        return;
      }
      flow = ((performance.now() - started) / 1_000) % FLOW_WRAP_S;
      shader.setUniform('u_flow', flow);
    }),
    animation.add('roads', flows),
  ];
  const update = (next: LayerView): void => {
    view = next;
    tileset.show = next.visible;
    shader.setUniform('u_opacity', next.opacity);
    requestFrame(scene, 'roads');
  };
  update(first);
  scene.primitives.add(tileset);
  return {
    update,
    pending: () => (tileset.show && !tileset.tilesLoaded ? 1 : 0),
    dispose() {
      for (const remove of removers) remove();
      scene.primitives.remove(tileset);
      shader.destroy();
      requestFrame(scene, 'roads');
    },
  };
};
