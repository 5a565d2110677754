import { ImageryLayer } from 'cesium';
import type { CityLayer } from '#base/state/scene-layers.ts';
import { createBackOff } from '../create-back-off.ts';
import { createBareGround, type GroundImagery, loadGroundImagery } from '../ground/ground-imagery.ts';
import { requestFrame } from '../request-frame.ts';
import type { LayerFactory, LayerView } from './layer.ts';

/** The city's ground map, drawn from its vector tiles; plain ground where it has none. */
export const createGroundLayer: LayerFactory<CityLayer> = async (_spec, view, context, signal, onFault) => {
  const { scene, city, imagery } = context;
  const path = city.manifest.levels.L1.ground;
  const ground: GroundImagery =
    path === null
      ? createBareGround(city.manifest.extent)
      : await loadGroundImagery(new URL(path, city.base).href, signal);
  if (signal.aborted) {
    ground.dispose();
    signal.throwIfAborted();
  }
  const backOff = createBackOff(() => {
    ground.reload();
    requestFrame(scene, 'retry');
  });
  const removeError = ground.provider.errorEvent.addEventListener(
    (error: { message: string; error?: Error }) => {
      backOff.failed();
      onFault(error.error ?? new Error(error.message));
    },
  );
  const removeLoaded = scene.globe.tileLoadProgressEvent.addEventListener((left: number) => {
    if (left === 0 && backOff.recovered()) onFault(null);
  });
  const layer = new ImageryLayer(ground.provider);
  const update = ({ visible, opacity }: LayerView): void => {
    layer.show = visible;
    layer.alpha = opacity;
    scene.requestRender();
  };
  update(view);
  const removeLayer = imagery.add(layer, view.order);
  return {
    update,
    pending: () => ground.pending(),
    dispose() {
      removeLayer();
      removeError();
      removeLoaded();
      backOff.dispose();
      ground.dispose();
      scene.requestRender();
    },
  };
};
