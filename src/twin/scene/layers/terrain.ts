import { CesiumTerrainProvider, EllipsoidTerrainProvider } from 'cesium';
import type { CityLayer } from '#base/state/scene-layers.ts';
import { retryTerrain } from '../retry-terrain.ts';
import type { LayerFactory } from './layer.ts';

/** Relief of the city's ground; without it, or hidden, the ground is flat. */
export const createTerrainLayer: LayerFactory<CityLayer> = async (_spec, view, context, signal, onFault) => {
  const { scene, city } = context;
  const flat = new EllipsoidTerrainProvider();
  const path = city.manifest.levels.L1.terrain;
  const remove: (() => void)[] = [];
  let relief: CesiumTerrainProvider | EllipsoidTerrainProvider = flat;
  if (path !== null) {
    const url = new URL(path.replace(/layer\.json$/, ''), city.base).href;
    relief = await CesiumTerrainProvider.fromUrl(url, { requestVertexNormals: true });
    signal.throwIfAborted();
    remove.push(
      relief.errorEvent.addEventListener((error: { message: string }) =>
        onFault(new Error(`terrain: ${error.message}`)),
      ),
      retryTerrain({ scene, errorEvent: relief.errorEvent, onRecovered: () => onFault(null) }),
    );
  }
  const show = (visible: boolean): void => {
    const wanted = visible ? relief : flat;
    if (scene.terrainProvider !== wanted) scene.terrainProvider = wanted;
    scene.requestRender();
  };
  show(view.visible);
  return {
    update: ({ visible }) => show(visible),
    pending: () => 0,
    dispose() {
      for (const one of remove) one();
      if (scene.terrainProvider === relief) show(false);
    },
  };
};
