/** City objects of one CityJSON document or feature: buildings with their parts, and what else stands on the ground. */
import type { Geometry } from 'geojson';
import type { Problem } from '../problem.ts';
import {
  type CityPart,
  cityFeature,
  groundCover,
  joinAttributes,
  lodRank,
  multiPolygon,
} from './city-feature.ts';
import { joinFaces } from './city-surfaces.ts';
import { isObject, type Json, plainText, shown } from './cityjson-document.ts';
import {
  faultProblems,
  type GeometryReader,
  instancePoint,
  noFaults,
  readSurfaces,
  reliefTriangles,
} from './cityjson-geometry.ts';
import type { RawFeature, RawRelief } from './source.ts';

/** Second-level objects whose faces belong to their parent's outside. */
const OUTSIDE = /(?:Part|Installation|ConstructiveElement)$/;

export interface ObjectSink {
  file: string;
  latitudeFirst: boolean;
  reliefs: RawRelief[];
  problems: Problem[];
}

/**
 * Reads all first-level objects.
 *
 * @param objects - the document's `CityObjects`.
 */
export function* readObjects(objects: Json, reader: GeometryReader, sink: ObjectSink): Generator<RawFeature> {
  const children = childrenOf(objects);
  for (const [id, object] of Object.entries(objects)) {
    if (!isObject(object)) {
      tell(sink, 'dropped', 'bad-object', id, `expected a city object, got ${shown(object)}`);
      continue;
    }
    const type = plainText(object.type);
    const parents = parentsOf(object).filter((parent) => parent in objects);
    if (parents.length > 0) continue;
    if (type === 'TINRelief') {
      readRelief(id, object, reader, sink);
    } else if (type === 'Building') {
      yield readBuilding(id, object, descendants(id, children, objects), reader, sink);
    } else if (type === 'BuildingPart') {
      tell(
        sink,
        'warning',
        'lost-part',
        id,
        'expected a building that this part belongs to, got none; taken by itself',
      );
      yield readBuilding(id, object, descendants(id, children, objects), reader, sink);
    } else if (type === 'CityObjectGroup') {
      tell(sink, 'passed', 'group', id, 'a group of objects is not drawn by itself');
    } else {
      yield readOther(id, type, object, descendants(id, children, objects), reader, sink);
    }
  }
}

function tell(sink: ObjectSink, action: Problem['action'], reason: string, id: string, detail: string): void {
  const { file } = sink;
  sink.problems.push({
    action,
    reason,
    file,
    place: id,
    detail: `cityjson "${file}" object "${id}": ${detail}`,
  });
}

function parentsOf(object: Json): string[] {
  const { parents, parent } = object;
  if (Array.isArray(parents)) return parents.filter((value) => typeof value === 'string');
  return typeof parent === 'string' ? [parent] : [];
}

/** Children by parent, as parents name them and as children name their parents. */
function childrenOf(objects: Json): Map<string, Set<string>> {
  const children = new Map<string, Set<string>>();
  const add = (parent: string, child: string): void => {
    const set = children.get(parent);
    if (set) set.add(child);
    else children.set(parent, new Set([child]));
  };
  for (const [id, object] of Object.entries(objects)) {
    if (!isObject(object)) continue;
    if (Array.isArray(object.children))
      for (const child of object.children) if (typeof child === 'string') add(id, child);
    for (const parent of parentsOf(object)) add(parent, id);
  }
  return children;
}

function descendants(id: string, children: Map<string, Set<string>>, objects: Json): [string, Json][] {
  const seen = new Set([id]);
  const found: [string, Json][] = [];
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of children.get(next) ?? []) {
      if (seen.has(child)) continue;
      seen.add(child);
      const object = objects[child];
      if (!isObject(object) || !OUTSIDE.test(plainText(object.type))) continue;
      found.push([child, object]);
      open.push(child);
    }
  }
  return found.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

interface ObjectFaces {
  /** The finest faces of LoD1 and above. */
  finest: CityPart | null;
  footprint: Float64Array[][];
}

function readFaces(id: string, object: Json, reader: GeometryReader, sink: ObjectSink): ObjectFaces {
  const faults = noFaults();
  const geometries = (Array.isArray(object.geometry) ? object.geometry : []).filter(isObject);
  const ranked = geometries
    .map((geometry) => ({ geometry, rank: lodRank(lodOf(geometry, reader)) }))
    .sort((a, b) => b.rank - a.rank);
  const result: ObjectFaces = { finest: null, footprint: [] };
  for (const { geometry, rank } of ranked) {
    const flat = rank < 1;
    if (flat ? result.footprint.length > 0 : result.finest) continue;
    const part = readSurfaces(reader, geometry, id, faults);
    if (!part || part.surfaces.length === 0) continue;
    if (flat) result.footprint = part.surfaces.map(({ rings }) => rings);
    else result.finest = part;
  }
  sink.problems.push(...faultProblems(faults, id, sink.file));
  return result;
}

/** An instance has the level of its template. */
function lodOf(geometry: Json, { context }: GeometryReader): string {
  const template = geometry.type === 'GeometryInstance' ? context.templates[Number(geometry.template)] : null;
  return plainText(isObject(template) ? template.lod : geometry.lod);
}

function readBuilding(
  id: string,
  object: Json,
  below: [string, Json][],
  reader: GeometryReader,
  sink: ObjectSink,
): RawFeature {
  const own = readFaces(id, object, reader, sink);
  const parts: CityPart[] = [];
  let { footprint } = own;
  const extra: Float64Array[][] = [];
  for (const [childId, child] of below) {
    const faces = readFaces(childId, child, reader, sink);
    if (faces.finest) parts.push(faces.finest);
    extra.push(...faces.footprint);
  }
  if (footprint.length === 0) footprint = extra;
  const partTags = below
    .filter(([, { type }]) => type === 'BuildingPart')
    .map(([, child]) => flatAttributes(child));
  const tags: Record<string, unknown> = joinAttributes(flatAttributes(object), partTags);
  tags._type = plainText(object.type);
  const { latitudeFirst } = sink;
  const feature = cityFeature({ id, place: id, tags, whole: own.finest, parts, footprint, latitudeFirst });
  if (feature.geometry === null && !feature.surfaces) {
    const found = [object, ...below.map(([, child]) => child)]
      .map(brokenGeometry)
      .find((got) => got !== null);
    if (found !== undefined) {
      const detail = `cityjson "${sink.file}" object "${id}": expected faces, got none out of ${found}`;
      feature.flaw = { reason: 'bad-geometry', detail };
    }
  }
  return feature;
}

/** What stands where faces should have come out of; null for objects without a geometry, or with points or lines. */
function brokenGeometry({ geometry }: Json): string | null {
  if (geometry === null || geometry === undefined) return null;
  if (!Array.isArray(geometry)) return shown(geometry);
  const solid = geometry.find(
    (each) => !isObject(each) || !/^Multi(Point|LineString)$/.test(plainText(each.type)),
  );
  if (solid === undefined) return null;
  if (!isObject(solid)) return shown(solid);
  return solid.type === 'GeometryInstance'
    ? `template ${shown(solid.template)}`
    : `a ${plainText(solid.type)}`;
}

/** Attributes as plain values: nested ones by dotted names, addresses by their common keys. */
function flatAttributes(object: Json): Record<string, unknown> {
  const tags: Record<string, unknown> = {};
  if (isObject(object.attributes)) flatten(object.attributes, '', tags, 0);
  const address = Array.isArray(object.address) ? object.address[0] : object.address;
  if (isObject(address)) {
    for (const [key, value] of Object.entries(address)) {
      const name = ADDRESS[key];
      if (name && (typeof value === 'string' || typeof value === 'number')) tags[name] ??= value;
    }
  }
  return tags;
}

const ADDRESS: Record<string, string> = {
  CountryName: 'addr:country',
  LocalityName: 'addr:city',
  ThoroughfareName: 'addr:street',
  ThoroughfareNumber: 'addr:housenumber',
  PostalCode: 'addr:postcode',
};

function flatten(from: Json, prefix: string, tags: Record<string, unknown>, depth: number): void {
  for (const [key, value] of Object.entries(from)) {
    if (value === null || value === undefined) continue;
    if (isObject(value)) {
      if (depth < 3) flatten(value, `${prefix}${key}.`, tags, depth + 1);
    } else if (Array.isArray(value)) {
      const plain = value.filter((entry) => typeof entry !== 'object');
      if (plain.length > 0) tags[`${prefix}${key}`] = plain.join(', ');
    } else tags[`${prefix}${key}`] = value;
  }
}

function readRelief(id: string, object: Json, reader: GeometryReader, sink: ObjectSink): void {
  const { finest, footprint } = readFaces(id, object, reader, sink);
  const surfaces =
    finest?.surfaces ?? footprint.map((rings) => ({ kind: 'other' as const, rings, texture: -1, uv: [] }));
  const triangles = reliefTriangles(surfaces);
  if (triangles.length > 0) sink.reliefs.push({ triangles });
  else tell(sink, 'dropped', 'no-geometry', id, 'expected triangles of a relief, got none');
}

/** Reads any other first-level object as what it covers of the ground. */
function readOther(
  id: string,
  type: string,
  object: Json,
  below: [string, Json][],
  reader: GeometryReader,
  sink: ObjectSink,
): RawFeature {
  const tags: Record<string, unknown> = { ...flatAttributes(object), _type: type };
  const feature: RawFeature = { id, place: id, geometry: flatGeometry(id, object, reader, sink), tags };
  if (feature.geometry || below.length === 0) return feature;
  const covers = below
    .map(([childId, child]) => flatGeometry(childId, child, reader, sink))
    .flatMap((geometry) => (geometry ? polygonsOf(geometry) : []));
  if (covers.length > 0) feature.geometry = multiPolygon(covers);
  return feature;
}

function polygonsOf(geometry: Geometry): number[][][][] {
  if (geometry.type === 'Polygon') return [geometry.coordinates];
  return geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
}

function flatGeometry(id: string, object: Json, reader: GeometryReader, sink: ObjectSink): Geometry | null {
  const geometries = (Array.isArray(object.geometry) ? object.geometry : []).filter(isObject);
  const instance = geometries.find(({ type }) => type === 'GeometryInstance');
  const faults = noFaults();
  if (instance) {
    const at = instancePoint(reader.context, instance, faults);
    sink.problems.push(...faultProblems(faults, id, sink.file));
    return at && { type: 'Point', coordinates: [at[0], at[1]] };
  }
  const lines = geometries.map((geometry) => lineGeometry(geometry, reader)).find((found) => found !== null);
  const { finest, footprint } = readFaces(id, object, reader, sink);
  if (footprint.length > 0) return multiPolygon(joinFaces(footprint));
  if (!finest) return lines ?? null;
  return groundCover(finest, sink.latitudeFirst) ?? lines ?? null;
}

function lineGeometry(geometry: Json, { context }: GeometryReader): Geometry | null {
  const { points, count } = context.vertices;
  const point = (index: unknown): number[] | null =>
    typeof index === 'number' && index >= 0 && index < count && Number.isFinite(points[index * 3]!)
      ? [points[index * 3]!, points[index * 3 + 1]!]
      : null;
  const row = (value: unknown): number[][] =>
    Array.isArray(value) ? value.map(point).filter((found) => found !== null) : [];
  if (geometry.type === 'MultiPoint') {
    const coordinates = row(geometry.boundaries);
    if (coordinates.length === 1) return { type: 'Point', coordinates: coordinates[0]! };
    return coordinates.length > 1 ? { type: 'MultiPoint', coordinates } : null;
  }
  if (geometry.type !== 'MultiLineString' || !Array.isArray(geometry.boundaries)) return null;
  const coordinates = geometry.boundaries.map(row).filter((line) => line.length > 1);
  return coordinates.length > 0 ? { type: 'MultiLineString', coordinates } : null;
}
