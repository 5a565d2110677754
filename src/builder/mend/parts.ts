/**
 * Building parts find their buildings: by the relation that names it, else by the outline that contains them.
 *
 * As OpenStreetMap's Simple 3D Buildings has it, parts take the place of the outline. Mappers often draw only some of
 * them: where more than a tenth of the outline has no part, the left-over becomes a part of its own, up to the
 * building's own height where that is well below its parts (a podium), else up to the usual height of its use. Where all
 * parts hang in the air, the whole outline is filled up to the lowest of them. Below parts that hang beside standing ones
 * (arches, overhangs) nothing is filled.
 */
import Flatbush from 'flatbush';
import type { Building, LonLatPolygon, Roof, Volume } from '#city/model.ts';
import { centroid, insidePolygon, polygonArea } from '#city/polygon.ts';
import { storeyHeightOf, USES, useIndex } from '#city/use.ts';
import type { Problem } from '../problem.ts';
import { unionPolygons } from './clipping.ts';
import { localPlane } from './local-plane.ts';
import { isClean } from './mend-polygon.ts';
import type { LoosePart } from './normalise.ts';
import { straightened } from './straighten.ts';
import { useOf } from './use-of.ts';

/** What is asked of the city's buildings. */
export interface BuildingRows {
  count: number;
  id(i: number): string;
  /** West, south, east, north; degrees. */
  extent(i: number): readonly [number, number, number, number];
  get(i: number): Building;
}

export interface AttachedParts {
  /** Buildings that got parts, by row. */
  changed: Map<number, Building>;
  /** Parts that no building contains, as buildings. */
  added: Building[];
  problems: Problem[];
}

/** Parts whose underside is below this stand on the ground, m. */
const STANDING = 0.5;
/** Share of the outline that parts must cover for all of it to go. */
const COVERED = 0.9;
/** Left-overs smaller than this, m², are not worth a part. */
const LEAST_REST = 2;

/** Attaches loose parts to the buildings of a city. */
export function attachParts(loose: readonly LoosePart[], buildings: BuildingRows): AttachedParts {
  const result: AttachedParts = { changed: new Map(), added: [], problems: [] };
  const parts = joinPieces(loose);
  const named = rowsOfIds(parts, buildings);
  let index: Flatbush | null = null;
  const loaded = new Map<number, Building>();
  const load = (row: number): Building => {
    let building = loaded.get(row);
    if (!building) {
      building = buildings.get(row);
      loaded.set(row, building);
    }
    return building;
  };
  const byRow = new Map<number, LoosePart[]>();
  for (const part of parts) {
    let row = part.buildingId === null ? undefined : named.get(part.buildingId);
    if (row === undefined && buildings.count > 0) {
      index ??= indexOf(buildings);
      row = containing(part.volume.polygon, index, load);
    }
    if (row === undefined) {
      result.added.push(ofPart(part));
      result.problems.push(withoutBuilding(part));
      continue;
    }
    const list = byRow.get(row);
    if (list) list.push(part);
    else byRow.set(row, [part]);
  }
  for (const [row, list] of byRow) {
    result.changed.set(row, withParts(load(row), list, result.problems));
  }
  return result;
}

/** Pieces of one part, cut at tile edges, become one again. */
function joinPieces(loose: readonly LoosePart[]): LoosePart[] {
  const byId = new Map<string, LoosePart[]>();
  for (const part of loose) {
    const list = byId.get(part.id);
    if (list) list.push(part);
    else byId.set(part.id, [part]);
  }
  return [...byId.values()].map((pieces) => {
    const first = pieces[0]!;
    if (pieces.length === 1) return first;
    const plane = localPlane(first.volume.polygon);
    const polygons = pieces
      .flatMap(({ volume, more }) => [volume, ...(more ?? [])])
      .map(({ polygon }) => polygon);
    let joined = unionPolygons(
      polygons.map((polygon) => plane.toLocal(polygon)),
      { close: 0.05 },
    ).map(straightened);
    if (!joined.every(isClean)) joined = unionPolygons(joined, { shrink: 0.002 }).filter(isClean);
    if (joined.length === 0) return first;
    const volumes = joined.map((polygon) => ({ ...first.volume, polygon: plane.toLonLat(polygon) }));
    const part: LoosePart = { ...first, volume: volumes[0]! };
    delete part.more;
    if (volumes.length > 1) part.more = volumes.slice(1);
    return part;
  });
}

function rowsOfIds(parts: readonly LoosePart[], buildings: BuildingRows): Map<string, number> {
  const wanted = new Set<string>();
  for (const { buildingId } of parts) if (buildingId !== null) wanted.add(buildingId);
  const rows = new Map<string, number>();
  for (let i = 0; wanted.size > 0 && i < buildings.count; i++) {
    const id = buildings.id(i);
    if (wanted.has(id) && !rows.has(id)) rows.set(id, i);
  }
  return rows;
}

function indexOf(buildings: BuildingRows): Flatbush {
  const index = new Flatbush(buildings.count);
  for (let i = 0; i < buildings.count; i++) {
    const [west, south, east, north] = buildings.extent(i);
    index.add(west, south, east, north);
  }
  index.finish();
  return index;
}

/** The smallest building whose outline holds the middle of the part, or most of its corners. */
function containing(
  polygon: LonLatPolygon,
  index: Flatbush,
  load: (row: number) => Building,
): number | undefined {
  const ring = polygon[0]!;
  const [x, y] = centroid(ring);
  const own = insidePolygon(polygon, x, y);
  let best: number | undefined;
  let bestArea = Number.POSITIVE_INFINITY;
  let west = ring[0]!;
  let south = ring[1]!;
  let east = west;
  let north = south;
  for (let i = 2; i < ring.length; i += 2) {
    west = Math.min(west, ring[i]!);
    east = Math.max(east, ring[i]!);
    south = Math.min(south, ring[i + 1]!);
    north = Math.max(north, ring[i + 1]!);
  }
  for (const row of index.search(west, south, east, north).sort((a, b) => a - b)) {
    const { outline } = load(row);
    const area = outline.reduce((sum, piece) => sum + polygonArea(piece), 0);
    if (area >= bestArea) continue;
    const holds = (px: number, py: number) => outline.some((piece) => insidePolygon(piece, px, py));
    let inside = own && holds(x, y);
    if (!inside) {
      let corners = 0;
      for (let i = 0; i < ring.length; i += 2) if (holds(ring[i]!, ring[i + 1]!)) corners++;
      inside = corners * 4 > ring.length;
    }
    if (!inside) continue;
    best = row;
    bestArea = area;
  }
  return best;
}

function withParts(building: Building, list: readonly LoosePart[], problems: Problem[]): Building {
  const volumes = list.flatMap(({ volume, more, estimated }) =>
    [volume, ...(more ?? [])].map((piece) => (estimated ? underRoofOf(building, piece) : piece)),
  );
  const top = volumes.reduce((highest, { height }) => Math.max(highest, height), 0);
  const rest = building.surfaces.length > 0 ? [] : restOf(building, volumes, top);
  const out: Building = { ...building, parts: [...building.parts, ...volumes, ...rest] };
  if (rest.length > 0) {
    problems.push({
      action: 'mended',
      reason: 'parts-cover-less',
      file: '',
      place: building.id,
      detail: `building "${building.id}": expected parts that cover the outline, got ${volumes.length} that leave some of it: filled up to ${round(rest[0]!.height)} m`,
    });
  }
  if (building.surfaces.length > 0) return out;
  const highest = Math.max(top, ...rest.map(({ height }) => height));
  if (highest !== building.height) {
    if (building.heightFrom === 'height' && building.height > highest + 1) {
      problems.push({
        action: 'warning',
        reason: 'parts-height',
        file: '',
        place: building.id,
        detail: `building "${building.id}": expected parts up to its height of ${round(building.height)} m, got ${round(highest)} m: the parts are taken`,
      });
    }
    out.height = highest;
    out.heightFrom = 'parts';
  }
  out.minHeight = Math.min(...out.parts.map(({ minHeight }) => minHeight));
  return out;
}

/** A part that does not tell its height is as high as its building, where that is known. */
function underRoofOf(building: Building, volume: Volume): Volume {
  const known = building.heightFrom === 'height' || building.heightFrom === 'levels';
  return known && building.height > volume.minHeight ? { ...volume, height: building.height } : volume;
}

function restOf(building: Building, volumes: readonly Volume[], top: number): Volume[] {
  const plane = localPlane(building.outline[0]!);
  const outline = building.outline.map((polygon) => plane.toLocal(polygon));
  const floor = building.minHeight + STANDING;
  const lowest = Math.min(...volumes.map(({ minHeight }) => minHeight));
  const allHang = lowest > floor;
  const cover = allHang ? [] : volumes.map(({ polygon }) => plane.toLocal(polygon)[0]!);
  const whole = outline.reduce((sum, polygon) => sum + polygonArea(polygon), 0);
  let pieces = unionPolygons(outline.map((polygon) => [...polygon, ...cover])).map(straightened);
  if (!pieces.every(isClean)) pieces = unionPolygons(pieces, { shrink: 0.002 }).filter(isClean);
  pieces = pieces.filter((piece) => polygonArea(piece) >= LEAST_REST);
  const left = pieces.reduce((sum, polygon) => sum + polygonArea(polygon), 0);
  if (left <= (1 - COVERED) * whole) return [];
  const known = building.heightFrom === 'height' || building.heightFrom === 'levels';
  const usual = USES[useIndex(building.use)]!.storeys * storeyHeightOf(building.use);
  // A height well below its parts is the podium's; near them it is the height of the whole.
  const own = known && building.height < 0.8 * top ? building.height : Number.POSITIVE_INFINITY;
  let height = Math.min(allHang ? lowest : top, own);
  if (!allHang && own === Number.POSITIVE_INFINITY) height = Math.min(top, usual);
  if (height <= building.minHeight) return [];
  const roof: Roof = { ...building.roof, shape: 'flat', height: 0, directionDeg: null, orientation: 'along' };
  return pieces.map((piece) => ({
    polygon: plane.toLonLat(piece),
    minHeight: building.minHeight,
    height,
    roof,
    colour: building.colour,
    material: building.material,
  }));
}

function ofPart({ id, volume, more, attributes }: LoosePart): Building {
  const { name } = attributes;
  return {
    id,
    outline: [volume, ...(more ?? [])].map(({ polygon }) => polygon),
    minHeight: volume.minHeight,
    height: volume.height,
    heightFrom: 'parts',
    roof: volume.roof,
    colour: volume.colour,
    material: volume.material,
    ground: null,
    parts: [],
    surfaces: [],
    use: useOf(attributes, undefined),
    storeys: 0,
    built: 0,
    demolished: 0,
    name: typeof name === 'string' ? name : null,
    attributes,
  };
}

function withoutBuilding({ id, buildingId, volume }: LoosePart): Problem {
  const [lon, lat] = volume.polygon[0]!;
  const where = `${lon!.toFixed(5)}, ${lat!.toFixed(5)}`;
  const wanted = buildingId === null ? 'a building around it' : `building ${buildingId} or one around it`;
  return {
    action: 'warning',
    reason: 'part-without-building',
    file: '',
    place: id,
    detail: `part "${id}": expected ${wanted} at ${where}, got none: made a building of its own`,
  };
}

function round(metres: number): number {
  return Math.round(metres * 10) / 10;
}
