import type { LayerStatus } from '../desk-store.ts';
import type { Frame } from '../frame-context.ts';
import type { TextKey } from './en.ts';

const KINDS: Readonly<Record<string, TextKey>> = {
  terrain: 'partTerrain',
  ground: 'partGround',
  buildings: 'partBuildings',
  components: 'partComponents',
  streetlights: 'partStreetlights',
  roads: 'partRoads',
  events: 'partEvents',
  vehicles: 'partVehicles',
  aggregate: 'partAggregate',
  imagery: 'partImagery',
  tiles3d: 'partTiles3d',
  geojson: 'partGeojson',
};

/** Gives a layer's title, else what its kind is called, else its id. */
export function layerTitle({ t, title }: Pick<Frame, 't' | 'title'>, layer: LayerStatus): string {
  const kind = KINDS[layer.id === layer.kind ? layer.kind : ''];
  return title(layer.title, kind ? t(kind) : layer.id);
}
