/** ESRI Shapefile: geometry (.shp) with its table (.dbf), CRS (.prj) and encoding (.cpg) beside it. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Geometry, Position } from 'geojson';
import { type Problem, SourceError } from '../problem.ts';
import { openBytes } from './container.ts';
import { type DbfTable, parseDbf } from './dbf.ts';
import { nestRings } from './ring-nesting.ts';
import type { RawFeature, Reader, SourceFile, SourceReading } from './source.ts';
import { stemOf } from './stem.ts';

const BATCH = 2000;
const HEADER_BYTES = 100;
/** Shape types without Z and M, by their last digit. */
const POINT = 1;
const LINE = 3;
const POLYGON = 5;
const MULTI_POINT = 8;
const MULTI_PATCH = 31;

/** Source of the format: ESRI Shapefile Technical Description, 1998. */
export const shapefileReader: Reader = {
  format: 'shapefile',
  probe(head) {
    return head[0] === 0 && head[1] === 0 && head[2] === 0x27 && head[3] === 0x0a && head[28] === 0xe8;
  },
  async read(file, signal) {
    if (/\.shx$/i.test(file.name)) {
      throw new SourceError(`${file.name}: expected a Shapefile's .shp, got its index: name the .shp`);
    }
    const problems: Problem[] = [];
    const bytes = await openBytes(file.path, file.name);
    signal.throwIfAborted();
    checkHeader(bytes, file.name);
    const beside = await besideOf(file.path);
    const table = await readTable(file, beside, problems);
    const prj = beside.get('prj');
    const text = prj ? (await readFile(prj, 'utf8')).trim() : '';
    return {
      format: 'shapefile',
      crs: text ? { text } : null,
      idPrefix: stemOf(file.name),
      features: readRecords(bytes, table, file.name, signal),
      textures: [],
      reliefs: [],
      problems,
    } satisfies SourceReading;
  },
};

function checkHeader(bytes: Uint8Array, name: string): void {
  if (bytes.length < HEADER_BYTES) {
    throw new SourceError(`${name}: expected a Shapefile header of 100 bytes, got ${bytes.length} bytes`);
  }
  const type = new DataView(bytes.buffer, bytes.byteOffset).getInt32(32, true);
  if (type === MULTI_PATCH) {
    throw new SourceError(
      `${name}: expected points, lines or polygons, got a MultiPatch: export it as CityGML, CityJSON or as footprints`,
    );
  }
}

/** The files of the same stem in the folder, by extension in lower case. */
async function besideOf(path: string): Promise<Map<string, string>> {
  const stem = basename(path).replace(/\.[^.]*$/, '');
  const out = new Map<string, string>();
  for (const name of await readdir(dirname(path))) {
    const match = /^(.*)\.([^.]+)$/.exec(name);
    if (match?.[1]?.toLowerCase() !== stem.toLowerCase()) continue;
    // In folders that know upper and lower case the same spelling wins.
    const extension = match[2]!.toLowerCase();
    if (!out.has(extension) || match[1] === stem) out.set(extension, join(dirname(path), name));
  }
  return out;
}

async function readTable(
  file: SourceFile,
  beside: Map<string, string>,
  problems: Problem[],
): Promise<DbfTable | null> {
  const path = beside.get('dbf');
  if (!path) {
    problems.push({
      action: 'warning',
      reason: 'no-attributes',
      file: file.name,
      place: 'file',
      detail: `expected a table ${stemOf(file.name)}.dbf beside it, got none: features have no attributes`,
    });
    return null;
  }
  const cpg = beside.get('cpg');
  const named = file.options.encoding ?? (cpg ? (await readFile(cpg, 'latin1')).trim() : null);
  return parseDbf(await openBytes(path), named || null, basename(path));
}

async function* readRecords(
  bytes: Uint8Array,
  table: DbfTable | null,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<RawFeature[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(view.getInt32(24) * 2, bytes.length);
  let batch: RawFeature[] = [];
  let at = HEADER_BYTES;
  for (let index = 0; at < end; index++) {
    const length = at + 8 <= bytes.length ? view.getInt32(at + 4) * 2 : -1;
    if (length < 4 || at + 8 + length > bytes.length) {
      throw new SourceError(
        `${name}: expected record ${index + 1} at byte ${at}, got the end of the file at byte ${bytes.length}; the last whole one is record ${index}`,
      );
    }
    batch.push(readRecord(view, at + 8, length, index, table));
    at += 8 + length;
    if (batch.length >= BATCH) {
      signal.throwIfAborted();
      yield batch;
      batch = [];
    }
  }
  // The header tells a length that the file must have.
  if (view.getInt32(24) * 2 > bytes.length) {
    throw new SourceError(
      `${name}: expected ${view.getInt32(24) * 2} bytes, as its header says, got ${bytes.length}`,
    );
  }
  if (batch.length > 0) yield batch;
}

function readRecord(
  view: DataView,
  at: number,
  length: number,
  index: number,
  table: DbfTable | null,
): RawFeature {
  const feature: RawFeature = { id: null, place: `record ${index + 1}`, geometry: null, tags: {} };
  if (table && index < table.count) {
    const tags = table.row(index);
    if (tags) feature.tags = tags;
    else feature.flaw = { reason: 'deleted', detail: 'expected a record, got one that is marked as deleted' };
  }
  try {
    feature.geometry = readShape(view, at, length);
  } catch (error) {
    const detail =
      error instanceof RangeError ? 'expected more bytes in the record, got their end' : String(error);
    feature.flaw ??= { reason: 'broken-record', detail };
    return feature;
  }
  if (!feature.geometry)
    feature.flaw ??= { reason: 'no-geometry', detail: 'expected a geometry, got a null shape' };
  return feature;
}

function readShape(view: DataView, at: number, length: number): Geometry | null {
  const code = view.getInt32(at, true);
  if (code === 0) return null;
  const type = code % 10;
  const hasZ = code > 10 && code < 20;
  const end = at + length;
  const number = (from: number) => {
    if (from + 8 > end) throw new RangeError('record');
    return view.getFloat64(from, true);
  };
  const count = (from: number) => {
    const value = view.getInt32(from, true);
    if (value < 0 || value * 4 > length) throw new RangeError('count');
    return value;
  };
  if (type === POINT) {
    const coordinates = [number(at + 4), number(at + 12)];
    if (hasZ) coordinates.push(number(at + 20));
    return { type: 'Point', coordinates };
  }
  if (type === MULTI_POINT) {
    const points = count(at + 36);
    return {
      type: 'MultiPoint',
      coordinates: positions(number, at + 40, points, hasZ ? at + 40 + points * 16 + 16 : 0),
    };
  }
  if (type !== LINE && type !== POLYGON)
    throw new Error(`expected a shape type of points, lines or polygons, got ${code}`);
  const parts = count(at + 36);
  const points = count(at + 40);
  const pointsAt = at + 44 + parts * 4;
  // Bytes of the range of Z stand between the points and their heights.
  const all = positions(number, pointsAt, points, hasZ ? pointsAt + points * 16 + 16 : 0);
  const rings: Position[][] = [];
  for (let part = 0; part < parts; part++) {
    const from = view.getInt32(at + 44 + part * 4, true);
    const to = part + 1 < parts ? view.getInt32(at + 48 + part * 4, true) : points;
    if (to > from) rings.push(all.slice(from, to));
  }
  if (rings.length === 0) return null;
  if (type === LINE) {
    return rings.length === 1
      ? { type: 'LineString', coordinates: rings[0]! }
      : { type: 'MultiLineString', coordinates: rings };
  }
  const polygons = nestRings(rings);
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0]! }
    : { type: 'MultiPolygon', coordinates: polygons };
}

function positions(number: (at: number) => number, at: number, count: number, zAt: number): Position[] {
  const out: Position[] = [];
  for (let i = 0; i < count; i++) {
    const position = [number(at + i * 16), number(at + i * 16 + 8)];
    if (zAt) position.push(number(zAt + i * 8));
    out.push(position);
  }
  return out;
}
