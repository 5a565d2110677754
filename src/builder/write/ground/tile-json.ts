/** TileJSON 3.0.0 (https://github.com/mapbox/tilejson-spec/tree/master/3.0.0) of the ground map. */
import type { Extent } from './mercator.ts';
import { GROUND_LAYERS, type GroundLayer } from './prepare-feature.ts';

const COMMON = {
  class: 'String',
  name: 'String',
  width: 'Number: metres',
  lanes: 'Number',
  bridge: 'Boolean',
  tunnel: 'Boolean',
  layer: 'Number: -1 below the ground, 0 on it, 1 above',
};

/** What each layer's features may carry; what is absent is 0, false or unknown. */
export const LAYER_FIELDS: Readonly<Record<GroundLayer, Readonly<Record<string, string>>>> = {
  sea: COMMON,
  landuse: COMMON,
  water: COMMON,
  waterway: COMMON,
  square: COMMON,
  pier: COMMON,
  boundary: COMMON,
  rail: COMMON,
  road: { ...COMMON, oneway: 'Number: 1 along the line, -1 against it' },
  kerb: COMMON,
};

export interface TileJson {
  tilejson: '3.0.0';
  tiles: string[];
  vector_layers: { id: string; fields: Record<string, string>; minzoom: number; maxzoom: number }[];
  bounds: [number, number, number, number];
  minzoom: number;
  maxzoom: number;
}

/** Describes tiles; `zooms` holds the layers that each zoom has, from the coarsest on. */
export function tileJson(options: {
  extent: Extent;
  minZoom: number;
  maxZoom: number;
  zooms: readonly ReadonlySet<string>[];
}): TileJson {
  const { extent, minZoom, maxZoom, zooms } = options;
  const layers = GROUND_LAYERS.map((id) => {
    const present = zooms.flatMap((used, i) => (used.has(id) ? [minZoom + i] : []));
    return { id, fields: { ...LAYER_FIELDS[id] }, present };
  });
  return {
    tilejson: '3.0.0',
    tiles: ['{z}/{x}/{y}.pbf'],
    vector_layers: layers
      .filter(({ present }) => present.length > 0)
      .map(({ id, fields, present }) => ({
        id,
        fields,
        minzoom: Math.min(...present),
        maxzoom: Math.max(...present),
      })),
    bounds: [extent[0], extent[1], extent[2], extent[3]],
    minzoom: minZoom,
    maxzoom: maxZoom,
  };
}
