import type { LiveSceneLayer } from '#base/state/scene-layers.ts';
import { createVehicles } from '../vehicles/vehicles.ts';
import type { LayerFactory } from './layer.ts';

/** The city's vehicles on their way. */
export const createVehiclesLayer: LayerFactory<LiveSceneLayer> = (spec, view, context, _signal, onFault) => {
  const { scene, city, live, animation } = context;
  if (!live) return Promise.reject(new Error(`layer "${spec.id}": expected a feed in the scene, got none`));
  const vehicles = createVehicles(scene, live, animation, city.manifest.origin[2], onFault);
  vehicles.show(view.visible);
  return Promise.resolve({
    update: ({ visible }) => vehicles.show(visible),
    pending: () => 0,
    dispose: vehicles.dispose,
  });
};
