/** From what the sources gave to one city: pieces merged, parts attached, strays left out, the sea assembled. */

import { EQUATOR_DEGREE } from '#base/geo/degree.ts';
import { type BuildingStore, type Extent, packBuildings } from '#city/building-store.ts';
import type { Building, GroundFeature } from '#city/model.ts';
import { estimateHeights } from './estimate-heights.ts';
import { mergeBuildings } from './mend/merge.ts';
import { mergeGround } from './mend/merge-ground.ts';
import type { LoosePart } from './mend/normalise.ts';
import { overlappingSources } from './mend/overlapping-sources.ts';
import { attachParts } from './mend/parts.ts';
import { assembleSea, type Coast } from './mend/sea.ts';
import type { Problem } from './problem.ts';

export interface Assembled {
  /** Rows of the store that are in the city, ascending. */
  rows: Uint32Array;
  /** Ground features inside the drawn extent, the sea included. */
  ground: GroundFeature[];
  sea: GroundFeature | null;
  coast: Coast;
  /** Extent of the buildings (of the ground features when there are none). */
  extent: Extent;
  /** Extent that terrain and ground map cover. */
  drawn: Extent;
  merged: number;
  /** Ground features that went into others of the same id. */
  joined: number;
  /** Buildings whose height was estimated from the city's others. */
  estimated: number;
  /** Ground features that lie wholly outside the drawn extent. */
  outside: number;
  problems: Problem[];
}

/** A feature farther than this from the city's middle (median), m, is a stray: a zero or exchanged coordinate. */
const STRAY_DISTANCE = 200_000;
/** How far ground map and terrain reach beyond the buildings, m. */
const MARGIN = 2_000;
/**
 * Assembles the city.
 *
 * @param clip - extent from the recipe; buildings with their centre outside are left out.
 * @param fileOf - name of the source that a row of the store came from.
 * @param fallback - extent of a city that has neither buildings nor ground.
 */
export function assembleCity(
  store: BuildingStore,
  parts: LoosePart[],
  ground: GroundFeature[],
  clip: Extent | null,
  fileOf: (row: number) => string,
  fallback: Extent | null = null,
): Assembled {
  const problems: Problem[] = [];
  const merged = mergeSameIds(store, fileOf, problems);
  if (parts.length > 0) attachLooseParts(store, parts, problems);
  dropOutside(store, fileOf, clip, problems);
  const rows = store.indices();
  problems.push(
    ...overlappingSources({
      count: rows.length,
      extent: (at) => store.extent(rows[at]!),
      file: (at) => fileOf(rows[at]!),
    }),
  );
  const nothing = rows.length === 0 && ground.length === 0;
  const extent = clip ?? (nothing ? fallback : null) ?? extentOf(store, rows, ground);
  const drawn = grow(extent, clip ? 0 : MARGIN);
  const coastlines = ground.filter(({ theme }) => theme === 'coastline');
  const seaResult = assembleSea(coastlines, grow(drawn, MARGIN));
  for (const problem of seaResult.problems) problems.push(problem);
  const inside = ground.filter(
    (feature) => feature.theme !== 'coastline' && overlaps(geometryExtent(feature), drawn),
  );
  const outside = ground.length - coastlines.length - inside.length;
  if (seaResult.sea) inside.push(seaResult.sea);
  const joined = mergeGround(inside);
  return {
    rows,
    ground: joined.features,
    joined: joined.merged,
    estimated: estimateHeights(store, rows),
    sea: seaResult.sea,
    coast: seaResult.coast,
    extent,
    drawn,
    merged,
    outside,
    problems,
  };
}

function attachLooseParts(store: BuildingStore, parts: LoosePart[], problems: Problem[]): void {
  const rows = store.indices();
  const attached = attachParts(parts, {
    count: rows.length,
    id: (at) => store.id(rows[at]!),
    extent: (at) => store.extent(rows[at]!),
    get: (at) => store.get(rows[at]!),
  });
  for (const [at, building] of attached.changed) store.replace(rows[at]!, building);
  if (attached.added.length > 0) store.append(packBuildings(attached.added));
  for (const problem of attached.problems) problems.push(problem);
}

function mergeSameIds(store: BuildingStore, fileOf: (row: number) => string, problems: Problem[]): number {
  const first = new Map<string, number>();
  const groups = new Map<string, number[]>();
  for (let row = 0; row < store.count; row++) {
    const id = store.id(row);
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, row);
      continue;
    }
    const group = groups.get(id);
    if (group) group.push(row);
    else groups.set(id, [earlier, row]);
  }
  let merged = 0;
  for (const rows of groups.values()) {
    const pieces: Building[] = rows.map((row) => store.get(row));
    const result = mergeBuildings(pieces);
    store.replace(rows[0]!, result.building);
    for (const problem of result.problems) problems.push({ ...problem, file: fileOf(rows[0]!) });
    for (const row of rows.slice(1)) store.remove(row);
    merged += rows.length - 1;
  }
  return merged;
}

function dropOutside(
  store: BuildingStore,
  fileOf: (row: number) => string,
  clip: Extent | null,
  problems: Problem[],
): void {
  const rows = store.indices();
  const lons = new Float64Array(rows.length);
  const lats = new Float64Array(rows.length);
  rows.forEach((row, at) => {
    const [w, s, e, n] = store.extent(row);
    lons[at] = (w + e) / 2;
    lats[at] = (s + n) / 2;
  });
  const middleLon = median(lons);
  const middleLat = median(lats);
  const cos = Math.cos((middleLat * Math.PI) / 180);
  for (const [at, row] of rows.entries()) {
    const lon = lons[at]!;
    const lat = lats[at]!;
    const distance = Math.hypot((lon - middleLon) * cos, lat - middleLat) * EQUATOR_DEGREE;
    const outside = clip !== null && (lon < clip[0] || lon > clip[2] || lat < clip[1] || lat > clip[3]);
    if (!outside && distance <= STRAY_DISTANCE) continue;
    const id = store.id(row);
    const place = `${lon.toFixed(5)}, ${lat.toFixed(5)}`;
    store.remove(row);
    const round = 360 - Math.abs(lon - middleLon);
    const across = Math.hypot(round * cos, lat - middleLat) * EQUATOR_DEGREE <= STRAY_DISTANCE;
    const expected = outside
      ? `a place inside the recipe's extent, got ${place}`
      : across
        ? `a place on the city's side of the 180° meridian, got ${place}: build the other side as a city of its own`
        : `a place within 200 km of the city's middle, got ${place}, ${Math.round(distance / 1000)} km away`;
    problems.push({
      action: 'dropped',
      reason: outside ? 'outside-extent' : across ? 'across-antimeridian' : 'far-from-city',
      file: fileOf(row),
      place: id,
      detail: `building "${id}": expected ${expected}`,
    });
  }
}

function median(values: Float64Array): number {
  if (values.length === 0) return 0;
  const sorted = values.slice().sort();
  return sorted[sorted.length >> 1]!;
}

function extentOf(store: BuildingStore, rows: Uint32Array, ground: GroundFeature[]): Extent {
  const box: Extent = [Infinity, Infinity, -Infinity, -Infinity];
  for (const row of rows) include(box, store.extent(row));
  return rows.length > 0 ? box : groundExtent(ground);
}

/** The extent of a city without buildings: of its ground features that lie wholly about their middle (median). */
function groundExtent(ground: GroundFeature[]): Extent {
  const boxes = ground.filter(({ theme }) => theme !== 'coastline').map(geometryExtent);
  const lon = median(Float64Array.from(boxes, ([west, , east]) => (west + east) / 2));
  const lat = median(Float64Array.from(boxes, ([, south, , north]) => (south + north) / 2));
  const about = grow([lon, lat, lon, lat], STRAY_DISTANCE);
  const box: Extent = [Infinity, Infinity, -Infinity, -Infinity];
  const [west, south, east, north] = about;
  for (const each of boxes) {
    if (each[0] >= west && each[1] >= south && each[2] <= east && each[3] <= north) include(box, each);
  }
  return box[0] <= box[2] ? box : about;
}

function include(box: Extent, other: readonly number[]): void {
  box[0] = Math.min(box[0], other[0]!);
  box[1] = Math.min(box[1], other[1]!);
  box[2] = Math.max(box[2], other[2]!);
  box[3] = Math.max(box[3], other[3]!);
}

function overlaps(a: Extent, b: Extent): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

/** Widens an extent by metres on every side. */
export function grow(extent: Extent, metres: number): Extent {
  const lat = metres / EQUATOR_DEGREE;
  const lon = lat / Math.max(0.05, Math.cos((((extent[1] + extent[3]) / 2) * Math.PI) / 180));
  return [extent[0] - lon, extent[1] - lat, extent[2] + lon, extent[3] + lat];
}

/** Gives the extent of a ground feature's geometry. */
export function geometryExtent(feature: GroundFeature): Extent {
  const box: Extent = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (coordinates: unknown): void => {
    const list = coordinates as unknown[];
    if (typeof list[0] === 'number') include(box, [list[0], list[1] as number, list[0], list[1] as number]);
    else for (const inner of list) visit(inner);
  };
  visit(feature.geometry.coordinates);
  return box;
}
