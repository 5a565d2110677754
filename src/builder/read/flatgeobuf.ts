/** FlatGeobuf: read as a stream, the index skipped. */
import type { Geometry, Position } from 'geojson';
import { type Problem, SourceError } from '../problem.ts';
import { openStream } from './container.ts';
import {
  bytesField,
  doublesField,
  type FlatTable,
  int32Field,
  rootTable,
  tableField,
  tablesField,
  textField,
  uint8Field,
  uint16Field,
  uint64Field,
  uintsField,
} from './flatbuffer.ts';
import type { CrsHint, RawFeature, Reader, SourceReading } from './source.ts';
import { stemOf } from './stem.ts';

const BATCH = 2000;
const NODE_BYTES = 40;
const MAX_FEATURE_BYTES = 1 << 29;
const TYPES = [
  'Unknown',
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
  'CircularString',
  'CompoundCurve',
  'CurvePolygon',
  'MultiCurve',
  'MultiSurface',
  'Curve',
  'Surface',
  'PolyhedralSurface',
  'TIN',
  'Triangle',
] as const;
type FlatType = (typeof TYPES)[number];

interface Column {
  name: string;
  type: number;
}

/** Source of the format: FlatGeobuf 3.0, header.fbs and feature.fbs. */
export const flatGeobufReader: Reader = {
  format: 'flatgeobuf',
  probe(head) {
    return head[0] === 0x66 && head[1] === 0x67 && head[2] === 0x62 && head[4] === 0x66 && head[5] === 0x67;
  },
  async read(file, signal) {
    const take = createTaker(openStream(file.path, file.name, signal));
    const magic = await take(12);
    if (magic.length < 12) throw brokenOff(file.name, 'its header', magic.length, 0);
    if (magic[3] !== 3) throw new SourceError(`${file.name}: expected FlatGeobuf 3, got version ${magic[3]}`);
    const headerLength = new DataView(magic.buffer, magic.byteOffset).getUint32(8, true);
    const headerBytes = await take(headerLength);
    if (headerBytes.length < headerLength)
      throw brokenOff(file.name, 'its header', 12 + headerBytes.length, 0);
    const header = parseHeader(headerBytes, file.name);
    const problems: Problem[] = [];
    return {
      format: 'flatgeobuf',
      crs: header.crs,
      idPrefix: stemOf(file.name),
      features: (async function* () {
        let at = 12 + headerLength;
        let left = header.indexBytes;
        while (left > 0) {
          const part = await take(Math.min(left, 1 << 20));
          at += part.length;
          if (part.length === 0) throw brokenOff(file.name, 'its index', at, 0);
          left -= part.length;
        }
        let batch: RawFeature[] = [];
        for (let index = 0; ; index++) {
          const size = await take(4);
          if (size.length === 0) {
            if (header.count > 0 && index < header.count)
              throw brokenOff(file.name, `${header.count} features`, at, index);
            break;
          }
          const length = size.length < 4 ? -1 : new DataView(size.buffer, size.byteOffset).getUint32(0, true);
          const bytes = length < 0 || length > MAX_FEATURE_BYTES ? null : await take(length);
          if (!bytes || bytes.length < length) {
            throw brokenOff(
              file.name,
              `feature ${index + 1}`,
              at + size.length + (bytes?.length ?? 0),
              index,
            );
          }
          at += 4 + length;
          batch.push(readFeature(bytes, header, index));
          if (batch.length < BATCH) continue;
          signal.throwIfAborted();
          yield batch;
          batch = [];
        }
        if (batch.length > 0) yield batch;
      })(),
      textures: [],
      reliefs: [],
      problems,
    } satisfies SourceReading;
  },
};

function brokenOff(name: string, expected: string, at: number, whole: number): SourceError {
  const last = whole > 0 ? `; the last whole one is feature ${whole}` : '';
  return new SourceError(`${name}: expected ${expected}, got the end of the file at byte ${at}${last}`);
}

interface Header {
  type: number;
  columns: Column[];
  count: number;
  indexBytes: number;
  crs: CrsHint | null;
}

function parseHeader(bytes: Uint8Array, name: string): Header {
  try {
    const table = rootTable(bytes);
    const count = uint64Field(table, 8);
    const nodeSize = uint16Field(table, 9, 16);
    const crs = tableField(table, 10);
    return {
      type: uint8Field(table, 2),
      columns: columnsOf(table, 7),
      count,
      indexBytes: nodeSize > 0 && count > 0 ? treeNodes(count, nodeSize) * NODE_BYTES : 0,
      crs: crs && hintOf(crs),
    };
  } catch (cause) {
    throw new SourceError(`${name}: expected a FlatGeobuf header, got ${(cause as Error).message}`, {
      cause,
    });
  }
}

function columnsOf(table: FlatTable, index: number): Column[] {
  return tablesField(table, index).map((column) => ({
    name: textField(column, 0) ?? '',
    type: uint8Field(column, 1),
  }));
}

function hintOf(crs: FlatTable): CrsHint | null {
  const code = int32Field(crs, 1);
  const organisation = textField(crs, 0);
  const text = textField(crs, 4);
  const hint: CrsHint = {};
  if (code > 0 && (!organisation || /^(EPSG|ESRI)$/i.test(organisation))) hint.epsg = code;
  if (text) hint.text = text;
  return hint.epsg === undefined && !hint.text ? null : hint;
}

/** Nodes of a packed R-tree over `count` features. */
function treeNodes(count: number, nodeSize: number): number {
  let level = count;
  let nodes = count;
  do {
    level = Math.ceil(level / nodeSize);
    nodes += level;
  } while (level !== 1);
  return nodes;
}

function readFeature(bytes: Uint8Array, header: Header, index: number): RawFeature {
  const feature: RawFeature = { id: null, place: `feature ${index + 1}`, geometry: null, tags: {} };
  try {
    const table = rootTable(bytes);
    const own = columnsOf(table, 2);
    const properties = bytesField(table, 1);
    if (properties) feature.tags = readProperties(properties, own.length > 0 ? own : header.columns);
    const geometry = tableField(table, 0);
    if (geometry) feature.geometry = readGeometry(geometry, header.type);
  } catch (error) {
    const detail =
      error instanceof RangeError ? 'expected a whole feature, got offsets beyond its end' : String(error);
    feature.flaw = { reason: 'broken-record', detail };
    return feature;
  }
  if (!feature.geometry) feature.flaw = { reason: 'no-geometry', detail: 'expected a geometry, got none' };
  return feature;
}

function readGeometry(table: FlatTable, fileType: number): Geometry | null {
  const type: FlatType = TYPES[fileType || uint8Field(table, 6)] ?? 'Unknown';
  if (type === 'GeometryCollection') {
    const members = tablesField(table, 7).map((part) => readGeometry(part, 0));
    return { type, geometries: members.filter((member) => member !== null) };
  }
  if (type === 'MultiPolygon') {
    return { type, coordinates: tablesField(table, 7).map((part) => linesOf(part)) };
  }
  if (type === 'Polygon' || type === 'MultiLineString') return { type, coordinates: linesOf(table) };
  const points = pointsOf(table);
  if (type === 'Point') return points[0] ? { type, coordinates: points[0] } : null;
  if (type === 'LineString' || type === 'MultiPoint') return { type, coordinates: points };
  throw new Error(`expected a geometry of GeoJSON, got ${type}`);
}

function pointsOf(table: FlatTable): Position[] {
  const xy = doublesField(table, 1) ?? new Float64Array(0);
  const z = doublesField(table, 2);
  const out: Position[] = [];
  for (let i = 0; i * 2 + 1 < xy.length; i++) {
    out.push(z && i < z.length ? [xy[i * 2]!, xy[i * 2 + 1]!, z[i]!] : [xy[i * 2]!, xy[i * 2 + 1]!]);
  }
  return out;
}

/** Rings or lines: cut where `ends` says, or a single one. */
function linesOf(table: FlatTable): Position[][] {
  const points = pointsOf(table);
  const ends = uintsField(table, 0);
  if (ends.length === 0) return points.length > 0 ? [points] : [];
  return ends.map((end, i) => points.slice(i === 0 ? 0 : ends[i - 1]!, end));
}

function readProperties(bytes: Uint8Array, columns: Column[]): Record<string, unknown> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out: Record<string, unknown> = {};
  let at = 0;
  while (at + 2 <= bytes.length) {
    const column = columns[view.getUint16(at, true)];
    if (!column) throw new RangeError('column');
    const value = readValue(view, at + 2, column.type);
    out[column.name] = value.value;
    at = value.next;
  }
  return out;
}

function readValue(view: DataView, at: number, type: number): { value: unknown; next: number } {
  switch (type) {
    case 0:
      return { value: view.getInt8(at), next: at + 1 };
    case 1:
      return { value: view.getUint8(at), next: at + 1 };
    case 2:
      return { value: view.getUint8(at) !== 0, next: at + 1 };
    case 3:
      return { value: view.getInt16(at, true), next: at + 2 };
    case 4:
      return { value: view.getUint16(at, true), next: at + 2 };
    case 5:
      return { value: view.getInt32(at, true), next: at + 4 };
    case 6:
      return { value: view.getUint32(at, true), next: at + 4 };
    case 7:
      return { value: Number(view.getBigInt64(at, true)), next: at + 8 };
    case 8:
      return { value: Number(view.getBigUint64(at, true)), next: at + 8 };
    case 9:
      return { value: view.getFloat32(at, true), next: at + 4 };
    case 10:
      return { value: view.getFloat64(at, true), next: at + 8 };
    default: {
      const length = view.getUint32(at, true);
      const next = at + 4 + length;
      if (next > view.byteLength) throw new RangeError('text');
      // Binary columns tell a city nothing.
      if (type === 14) return { value: null, next };
      const text = Buffer.from(view.buffer, view.byteOffset + at + 4, length).toString('utf8');
      return { value: type === 12 ? parseJson(text) : text, next };
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Takes exact lengths from a stream; fewer bytes only at its end. */
function createTaker(parts: AsyncGenerator<Uint8Array>): (length: number) => Promise<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  return async (length) => {
    if (rest.length < length) {
      const pieces = [rest];
      let size = rest.length;
      while (size < length) {
        const { done, value } = await parts.next();
        if (done) break;
        pieces.push(value);
        size += value.length;
      }
      rest = Buffer.concat(pieces);
    }
    const taken = rest.subarray(0, length);
    rest = rest.subarray(taken.length);
    return taken;
  };
}
