/** Layers by kind. A new kind is a new file and one line here. */
import type { LayerKind, SceneLayer } from '#base/state/scene-layers.ts';
import { createAggregateLayer } from './aggregate.ts';
import { createBuildings } from './buildings.ts';
import { createComponentsLayer } from './components.ts';
import { createEventsLayer } from './events.ts';
import { createGeojsonLayer } from './geojson.ts';
import { createGroundLayer } from './ground.ts';
import { createImageryLayer } from './imagery.ts';
import type { LayerFactory } from './layer.ts';
import { createRoadsLayer } from './roads.ts';
import { createStreetlightsLayer } from './streetlights.ts';
import { createTerrainLayer } from './terrain.ts';
import { createTiles3dLayer } from './tiles3d.ts';
import { createVehiclesLayer } from './vehicles.ts';

type Factories = { readonly [K in LayerKind]: LayerFactory<Extract<SceneLayer, { kind: K }>> };

const FACTORIES = {
  terrain: createTerrainLayer,
  ground: createGroundLayer,
  buildings: createBuildings,
  components: createComponentsLayer,
  tiles3d: createTiles3dLayer,
  imagery: createImageryLayer,
  geojson: createGeojsonLayer,
  roads: createRoadsLayer,
  events: createEventsLayer,
  vehicles: createVehiclesLayer,
  aggregate: createAggregateLayer,
  streetlights: createStreetlightsLayer,
} as unknown as Factories;

/** Makes a layer of the scene, whatever its kind. */
export const createLayer: LayerFactory = (spec, view, context, signal, onFault) => {
  const create = FACTORIES[spec.kind] as LayerFactory;
  return create(spec, view, context, signal, onFault);
};
