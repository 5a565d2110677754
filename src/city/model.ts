/**
 * The clean city model: what every source becomes before anything is written.
 *
 * Frames: `lonLat` is WGS84 degrees, flat [lon, lat, …]; heights are metres, ellipsoidal unless the name says
 * "above ground". Rings are not closed (the first point is not repeated), outer rings run counter-clockwise and
 * holes clockwise seen from above.
 */
import type { RoofShape } from './roof-shape.ts';
import type { Use } from './use.ts';

/** Flat [lon, lat, lon, lat, …], degrees. */
export type LonLatRing = Float64Array;

/** The outer ring, then holes. */
export type LonLatPolygon = LonLatRing[];

/** Where a building's height comes from; `rule` marks it estimated. */
export const HEIGHT_ORIGINS = ['height', 'levels', 'roof', 'parts', 'surfaces', 'rule'] as const;
export type HeightOrigin = (typeof HEIGHT_ORIGINS)[number];

export interface Roof {
  shape: RoofShape;
  /** Height of the roof alone, eaves to ridge, m; 0 when flat. */
  height: number;
  /** Azimuth that the roof's slope faces (skillion) or perpendicular to the ridge (gabled …), degrees from north clockwise; null: from the footprint. */
  directionDeg: number | null;
  /** Ridge along the longer side, or across it. */
  orientation: 'along' | 'across';
  /** 0xRRGGBB or null. */
  colour: number | null;
  material: string | null;
}

/** A prism with a roof: one footprint polygon between two heights above the building's ground. */
export interface Volume {
  polygon: LonLatPolygon;
  /** Underside above ground, m (0 on the ground). */
  minHeight: number;
  /** Top (roof included) above ground, m. */
  height: number;
  roof: Roof;
  /** 0xRRGGBB of walls, or null. */
  colour: number | null;
  material: string | null;
}

/** A face of a detailed model (LoD2), kept as it is. */
export interface Surface {
  kind: 'wall' | 'roof' | 'ground' | 'other';
  /** Flat [lon, lat, h, …] a ring, outer first; degrees, m ellipsoidal (after the frame was applied). */
  rings: Float64Array[];
  /** Index in the source's texture list, or -1. */
  texture: number;
  /** Flat [u, v, …] a ring, v up, beside `rings`; empty without texture. */
  uv: Float32Array[];
}

export interface Building {
  /** `<source>:<id>`, stable across builds. */
  id: string;
  /** Footprint on the ground: one polygon or more. */
  outline: LonLatPolygon[];
  /** Underside above ground, m. */
  minHeight: number;
  /** Top above ground, roof included, m. */
  height: number;
  heightFrom: HeightOrigin;
  roof: Roof;
  colour: number | null;
  material: string | null;
  /** Ellipsoidal height of the lowest ground, m, when the source itself gives it (LoD2); else null, from terrain. */
  ground: number | null;
  /** Parts that make the exterior when the outline alone does not; [] without. */
  parts: Volume[];
  /** Detailed faces; [] without. They take precedence over parts and roof. */
  surfaces: Surface[];
  use: Use;
  /** Storeys above ground; 0 unknown. */
  storeys: number;
  /** Year built and year demolished; 0 unknown. A year later than the present is planned. */
  built: number;
  demolished: number;
  name: string | null;
  /** Every attribute of the source, for the inspector. */
  attributes: Record<string, string | number | boolean>;
}

export const GROUND_THEMES = [
  'sea',
  'water',
  'waterway',
  'landuse',
  'road',
  'rail',
  'square',
  'pier',
  'boundary',
  'kerb',
  'coastline',
] as const;
export type GroundTheme = (typeof GROUND_THEMES)[number];

/** Anything flat on the ground that is drawn in the ground map (L1). */
export interface GroundFeature {
  id: string;
  theme: GroundTheme;
  /**
   * road: motorway | trunk | primary | secondary | tertiary | residential | service | pedestrian | path | steps | track;
   * rail: rail | light_rail | subway | tram; landuse: park | grass | forest | scrub | sand | rock | farmland | residential |
   * commercial | industrial | construction | cemetery | pitch | school | hospital | parking | railway | port | wetland;
   * water: river | lake | basin | pool | dock | canal; waterway: river | stream | canal | drain;
   * boundary: city | district | subdistrict | community | grid; square, sea, pier, kerb, coastline: '' .
   */
  class: string;
  /** Lines or polygons, lon/lat degrees, RFC 7946 nesting. Point geometries only name places. */
  geometry: GroundGeometry;
  name: string | null;
  /** Carriageway width, m; 0 unknown (then `city/road-width.ts` gives it by class and lanes). */
  width: number;
  lanes: number;
  /** OSM layer: −1 tunnel-like, 0 ground, 1 bridge-like. */
  layer: number;
  bridge: boolean;
  tunnel: boolean;
  attributes: Record<string, string | number | boolean>;
}

export type Position = [number, number] | number[];
export type GroundGeometry =
  | { type: 'Point'; coordinates: Position }
  | { type: 'LineString'; coordinates: Position[] }
  | { type: 'MultiLineString'; coordinates: Position[][] }
  | { type: 'Polygon'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] };
