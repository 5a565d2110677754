import { Cartesian2, Cesium3DTileFeature, type CustomShader, type Scene } from 'cesium';
import { GID_BLOCKS } from '#base/gid.ts';
import type { MarkerId } from './events/event-markers.ts';
import type { GeojsonId } from './layers/geojson.ts';
import type { VehicleId } from './vehicles/vehicles.ts';

/** What is drawn at a place of the picture. */
export interface Picked {
  /** 0: no feature of the city. */
  gid: number;
  /** Level of the tile that it is drawn from. */
  level: 'L2' | 'L3' | 'L4' | null;
  /** Of a marker: ids of the cases that it stands for. */
  cases?: readonly string[];
  /** Id of a vehicle. */
  vehicle?: string;
  /** Id of a feature of a GeoJSON layer. */
  geojson?: string;
}

const NOTHING: Picked = { gid: 0, level: null };

/** What a marker, a vehicle or a shape was given as its id; what others draw has none of that shape. */
function thingOf(picked: unknown): Picked {
  const { id } = (picked ?? {}) as { id?: unknown };
  if (typeof id !== 'object' || id === null) return NOTHING;
  const { cases, vehicle, geojson } = id as Partial<MarkerId & VehicleId & GeojsonId>;
  if (Array.isArray(cases)) return { ...NOTHING, cases };
  if (typeof vehicle === 'string') return { ...NOTHING, vehicle };
  return typeof geojson === 'string' ? { ...NOTHING, geojson } : NOTHING;
}

/** Tells what is drawn at a place of the canvas (CSS px from its upper left). */
export function pickGid(
  scene: Scene,
  shaders: readonly { engine(): CustomShader }[],
  x: number,
  y: number,
): Picked {
  // The middle of the pixel: the engine takes the row above the one whose upper edge it is given.
  const picked: unknown = scene.pick(new Cartesian2(x + 0.5, y + 0.5), 3, 3);
  // Tiles of others may have a property of that name: the city's features are those that its shaders draw.
  const isOurs =
    picked instanceof Cesium3DTileFeature &&
    shaders.some((shader) => picked.tileset.customShader === shader.engine());
  if (!isOurs) return thingOf(picked);
  const gid: unknown = picked.getProperty('gid');
  if (typeof gid !== 'number') return NOTHING;
  return { gid, level: gid < GID_BLOCKS.buildings.start ? 'L4' : levelOf(picked) };
}

/** Exteriors lie in the leaves of the tree that has them; those have no error left. */
function levelOf(feature: Cesium3DTileFeature): 'L2' | 'L3' {
  const { tileset } = feature;
  const { tile } = (feature as unknown as { content: { tile: { geometricError: number } } }).content;
  return tile.geometricError === 0 && !/l2\.json/.test(String(tileset.resource?.url)) ? 'L3' : 'L2';
}
