/** Ground features as the tiles need them: projected, with their layer, properties and first zoom. */

import { flatArea2 } from '#city/clip-flat.ts';
import type { GroundFeature, Position } from '#city/model.ts';
import { roadWidth } from '#city/road-width.ts';
import { mercatorX, mercatorY } from './mercator.ts';

/** Layers of the ground tiles, bottom first. */
export const GROUND_LAYERS = [
  'sea',
  'landuse',
  'water',
  'waterway',
  'square',
  'pier',
  'boundary',
  'rail',
  'road',
  'kerb',
] as const;
export type GroundLayer = (typeof GROUND_LAYERS)[number];

export type TileValue = string | number | boolean;

export interface PreparedFeature {
  layer: GroundLayer;
  kind: 'line' | 'polygon';
  /** Lines: one part a line. Polygons: one part a polygon, its rings open, outer first. Unit square, flat. */
  parts: Float64Array[][];
  /** Box in the unit square: west, north, east, south. */
  box: [number, number, number, number];
  /** Area in the unit square; 0 for lines. */
  area: number;
  minZoom: number;
  properties: Record<string, TileValue>;
}

/** Zooms from which lines are drawn; what is not named, from the deepest but two. */
const LINE_ZOOM: Readonly<Record<string, number>> = {
  motorway: 5,
  trunk: 7,
  primary: 9,
  secondary: 10,
  tertiary: 11,
  residential: 13,
  pedestrian: 13,
  rail: 9,
  light_rail: 11,
  subway: 12,
  tram: 13,
  river: 8,
  canal: 11,
  city: 5,
  district: 9,
  subdistrict: 11,
};

/** Bottom to top inside a layer. */
const ORDER = [
  'steps',
  'path',
  'track',
  'pedestrian',
  'service',
  'residential',
  'tertiary',
  'secondary',
  'primary',
];
ORDER.push('trunk', 'motorway');

/** Prepares features in the order in which they are drawn; points (names of places) and coastlines are left out. */
export function prepareFeatures(features: readonly GroundFeature[]): PreparedFeature[] {
  const prepared: { feature: GroundFeature; ready: PreparedFeature; at: number }[] = [];
  features.forEach((feature, at) => {
    const ready = prepareFeature(feature);
    if (ready) prepared.push({ feature, ready, at });
  });
  const layerOf = new Map<string, number>(GROUND_LAYERS.map((layer, i) => [layer, i]));
  prepared.sort(
    (a, b) =>
      layerOf.get(a.ready.layer)! - layerOf.get(b.ready.layer)! ||
      a.feature.layer - b.feature.layer ||
      b.ready.area - a.ready.area ||
      ORDER.indexOf(a.feature.class) - ORDER.indexOf(b.feature.class) ||
      (a.feature.id < b.feature.id ? -1 : a.feature.id > b.feature.id ? 1 : a.at - b.at),
  );
  return prepared.map(({ ready }) => ready);
}

function prepareFeature(feature: GroundFeature): PreparedFeature | null {
  const { theme, geometry } = feature;
  if (theme === 'coastline' || geometry.type === 'Point') return null;
  const parts: Float64Array[][] = [];
  // Boundaries and kerbs are drawn as lines: a polygon cut at a tile's border would get a line there.
  const asLines = (theme === 'boundary' || theme === 'kerb') && geometry.type.endsWith('Polygon');
  const kind = geometry.type.endsWith('Polygon') && !asLines ? 'polygon' : 'line';
  if (geometry.type === 'LineString') parts.push([project(geometry.coordinates, false)]);
  else if (geometry.type === 'MultiLineString') {
    for (const line of geometry.coordinates) parts.push([project(line, false)]);
  } else {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    for (const rings of polygons as Position[][][]) parts.push(rings.map((ring) => project(ring, !asLines)));
  }
  const box: PreparedFeature['box'] = [Infinity, Infinity, -Infinity, -Infinity];
  let area = 0;
  for (const rings of parts) {
    const outer = rings[0];
    if (!outer) continue;
    for (let i = 0; i < outer.length; i += 2) {
      box[0] = Math.min(box[0], outer[i]!);
      box[1] = Math.min(box[1], outer[i + 1]!);
      box[2] = Math.max(box[2], outer[i]!);
      box[3] = Math.max(box[3], outer[i + 1]!);
    }
    if (kind === 'polygon') area += Math.abs(flatArea2(outer)) / 2;
  }
  if (!(box[0] <= box[2])) return null;
  return {
    layer: theme,
    kind,
    parts,
    box,
    area,
    minZoom: minZoomOf(feature, kind),
    properties: propertiesOf(feature),
  };
}

function minZoomOf({ theme, class: name }: GroundFeature, kind: 'line' | 'polygon'): number {
  // Areas come by their size, see isTooSmall.
  if (kind === 'polygon') return 0;
  if (theme === 'sea' || theme === 'water') return 0;
  if (theme === 'pier') return 13;
  return LINE_ZOOM[name] ?? 14;
}

function project(positions: readonly Position[], ring: boolean): Float64Array {
  let n = positions.length;
  if (ring && n > 1) {
    const [first, last] = [positions[0]!, positions[n - 1]!];
    if (first[0] === last[0] && first[1] === last[1]) n--;
  }
  const flat = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    flat[2 * i] = mercatorX(positions[i]![0]!);
    flat[2 * i + 1] = mercatorY(positions[i]![1]!);
  }
  return flat;
}

/** 1 along the line, −1 against it, 0 both ways. */
function onewayOf({ attributes, class: name }: GroundFeature): number {
  const text = String(attributes.oneway ?? '').toLowerCase();
  if (text === '-1' || text === 'reverse') return -1;
  if (text === 'yes' || text === 'true' || text === '1') return 1;
  if (text !== '') return 0;
  return name === 'motorway' || attributes.junction === 'roundabout' ? 1 : 0;
}

function propertiesOf(feature: GroundFeature): Record<string, TileValue> {
  const properties: Record<string, TileValue> = {};
  if (feature.class) properties.class = feature.class;
  if (feature.name) properties.name = feature.name;
  const moved = feature.theme === 'road' || feature.theme === 'rail';
  const width = moved ? roadWidth(feature.class, feature.lanes, feature.width) : feature.width;
  if (width > 0) properties.width = Math.round(width * 10) / 10;
  if (feature.lanes > 0) properties.lanes = feature.lanes;
  if (feature.bridge) properties.bridge = true;
  if (feature.tunnel) properties.tunnel = true;
  if (feature.layer !== 0) properties.layer = feature.layer;
  const oneway = feature.theme === 'road' ? onewayOf(feature) : 0;
  if (oneway !== 0) properties.oneway = oneway;
  return properties;
}
