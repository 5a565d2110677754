/** Stands every component on the ground and turns it to the road. */

import type { ComponentStore } from '#city/component-store.ts';
import { chooseModel } from '#city/components/choose-model.ts';
import { MODEL_NAMES, type ModelName } from '#city/components/model-mesh.ts';
import type { Elevation } from './elevation.ts';
import type { Problem } from './problem.ts';
import type { RoadIndex } from './roads/road-index.ts';

/** A foot that its source puts farther than this from the ground is a zero or of another datum, m. */
const MOST_OFF_GROUND = 20;
/** Nearer to a road's middle line than this, m, a thing stands on it: it faces those who come. */
const ON_LINE = 0.5;

export interface PlacedComponents {
  /** Number in MODEL_NAMES by index of the store. */
  models: Uint16Array;
  problems: Problem[];
}

/**
 * Gives each component its ground and its azimuth, in the store's own columns, and its model.
 *
 * Azimuths: the source's; else the front looks to the nearest carriageway; else north. Trees are turned at random
 * (by their id), so that no row of them is a row of copies.
 */
export function placeComponents(
  store: ComponentStore,
  rows: Uint32Array,
  elevation: Pick<Elevation, 'heightAt'>,
  roads: RoadIndex,
  fileOf: (row: number) => string,
): PlacedComponents {
  const { lon, lat, ground, azimuth } = store.columns;
  const models = new Uint16Array(store.count);
  const problems: Problem[] = [];
  const numbers = new Map<ModelName, number>(MODEL_NAMES.map((name, number) => [name, number]));
  for (const row of rows) {
    const { attributes: json } = store.text(row);
    const attributes = JSON.parse(json) as Record<string, string | number | boolean>;
    const model = chooseModel(store.classOf(row), attributes);
    models[row] = numbers.get(model)!;
    const terrain = elevation.heightAt(lon[row]!, lat[row]!);
    const given = ground[row]!;
    if (Number.isNaN(given)) {
      ground[row] = terrain;
    } else if (Math.abs(given - terrain) > MOST_OFF_GROUND) {
      problems.push({
        action: 'warning',
        reason: 'off-ground',
        file: fileOf(row),
        place: store.ids[row]!,
        detail: `expected a foot within ${MOST_OFF_GROUND} m of the ground, got ${(given - terrain).toFixed(1)} m above it: put on the ground`,
      });
      ground[row] = terrain;
    }
    if (!Number.isNaN(azimuth[row]!)) continue;
    if (model.startsWith('tree') || model.startsWith('shrub')) {
      azimuth[row] = hash(store.ids[row]!) % 360;
      continue;
    }
    const road = roads.nearest(lon[row]!, lat[row]!);
    if (!road) {
      azimuth[row] = 0;
    } else if (road.distance < ON_LINE) {
      azimuth[row] =
        (road.bearingDeg +
          ((attributes.direction ?? attributes['traffic_signals:direction']) === 'backward' ? 0 : 180)) %
        360;
    } else {
      azimuth[row] = road.azimuthDeg;
    }
  }
  return { models, problems };
}

/** FNV-1a of a text, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
