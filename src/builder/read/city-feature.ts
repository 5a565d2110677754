/** One building of a city model, put together from its parts: which faces count, and what becomes of plain boxes. */
import type { MultiPolygon, Polygon } from 'geojson';
import { classifyByNormal, faceNormal, joinFaces, type Prism, prismOf, roughScale } from './city-surfaces.ts';
import type { RawFeature, RawSurface } from './source.ts';

/** The faces of a building itself or of one of its parts, at one level of detail. */
export interface CityPart {
  lod: string;
  /** A closed body whose faces look outward. */
  solid: boolean;
  surfaces: RawSurface[];
  /** Those of `surfaces` whose kind the file does not tell. */
  untold: RawSurface[];
}

export interface CityBuilding {
  id: string;
  place: string;
  tags: Record<string, unknown>;
  /** The building's own faces. */
  whole: CityPart | null;
  parts: CityPart[];
  /** Footprint faces (LoD0). */
  footprint: Float64Array[][];
  latitudeFirst: boolean;
}

/** Orders levels of detail: higher is finer. LoD4 holds interiors, so it comes after 2 and 3. */
export function lodRank(lod: string): number {
  const value = Number.parseFloat(lod);
  if (!Number.isFinite(value)) return -1;
  return value >= 4 ? 1.95 : value;
}

/**
 * Makes a feature of a building: faces of the finest level; the building's own only where its parts do not have
 * finer ones; a footprint with a height where all that is known is a box.
 */
export function cityFeature(building: CityBuilding): RawFeature {
  const { id, place, tags, whole, latitudeFirst } = building;
  const parts = building.parts.filter((part) => part.surfaces.length > 0);
  const finest = Math.max(-1, ...parts.map(({ lod }) => lodRank(lod)));
  if (whole && whole.surfaces.length > 0 && Math.floor(lodRank(whole.lod)) >= Math.floor(finest))
    parts.unshift(whole);
  const footprint = building.footprint.length > 0 ? multiPolygon(joinFaces(building.footprint)) : null;
  const feature: RawFeature = { id, place, geometry: footprint, tags };
  if (parts.length === 0) {
    feature.lod = '0';
    return feature;
  }
  const surfaces = parts.flatMap((part) => part.surfaces);
  const scale = roughScale(surfaces, latitudeFirst);
  for (const part of parts) if (part.untold.length > 0) classifyByNormal(part.untold, part.solid, scale);
  feature.lod = parts.reduce((best, { lod }) => (lodRank(lod) > lodRank(best) ? lod : best), parts[0]!.lod);
  if (parts.every(({ lod }) => lodRank(lod) < 1.95)) {
    const prism = onePrism(parts.map((part) => prismOf(part.surfaces, scale)));
    if (prism) {
      feature.geometry = multiPolygon(prism.polygons);
      feature.box = { bottom: prism.bottom, top: prism.top };
      return feature;
    }
  }
  feature.surfaces = surfaces;
  return feature;
}

/** Several prisms are one when they stand on the same level and end on the same. */
function onePrism(prisms: (Prism | null)[]): Prism | null {
  const first = prisms[0];
  if (!first) return null;
  const polygons: number[][][][] = [];
  for (const prism of prisms) {
    if (!prism || Math.abs(prism.top - first.top) > 0.01 || Math.abs(prism.bottom - first.bottom) > 0.01)
      return null;
    polygons.push(...prism.polygons);
  }
  return { polygons, bottom: first.bottom, top: first.top };
}

/** Wraps polygons in the geometry type that holds them. */
export function multiPolygon(polygons: number[][][][]): Polygon | MultiPolygon {
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0]! }
    : { type: 'MultiPolygon', coordinates: polygons };
}

/**
 * Gives the ground that an object's faces cover: the underside of a body; of a bare surface set its upper side, or
 * whatever is not upright.
 */
export function groundCover(
  { solid, surfaces }: Pick<CityPart, 'solid' | 'surfaces'>,
  latitudeFirst: boolean,
): Polygon | MultiPolygon | null {
  const scale = roughScale(surfaces, latitudeFirst);
  const flat = surfaces.flatMap(({ rings }) => {
    const up = faceNormal(rings[0]!, scale)?.[2] ?? 0;
    return Math.abs(up) > 1e-3 ? [{ rings, up }] : [];
  });
  const chosen = flat.filter(({ up }) => up > 0 !== solid);
  const faces = (chosen.length > 0 ? chosen : flat).map(({ rings }) => rings);
  return faces.length > 0 ? multiPolygon(joinFaces(faces)) : null;
}

/**
 * Adds the attributes of parts to those of their building: where the building has none and the parts agree, theirs;
 * of differing numbers the largest, of differing texts all of them (up to eight).
 */
export function joinAttributes(
  whole: Record<string, unknown>,
  parts: readonly Record<string, unknown>[],
): Record<string, unknown> {
  const values = new Map<string, Set<unknown>>();
  for (const part of parts) {
    for (const [key, value] of Object.entries(part)) {
      if (key in whole || value === null || value === undefined || value === '') continue;
      const set = values.get(key);
      if (set) set.add(value);
      else values.set(key, new Set([value]));
    }
  }
  const joined = { ...whole };
  for (const [key, set] of values) {
    const all = [...set];
    if (all.length === 1) joined[key] = all[0];
    else if (all.every((value) => typeof value === 'number')) joined[key] = Math.max(...all);
    else joined[key] = all.slice(0, 8).join(', ');
  }
  return joined;
}
