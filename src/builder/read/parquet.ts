/** Parquet: GeoParquet (WKB or points), or tables with columns of coordinates; row group by row group. */
import { open } from 'node:fs/promises';
import type { Geometry } from 'geojson';
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { SourceError } from '../problem.ts';
import { openBytes, readHead } from './container.ts';
import { placeColumn } from './place-columns.ts';
import type { CrsHint, RawFeature, Reader, SourceFile, SourceReading } from './source.ts';
import { stemOf } from './stem.ts';
import { parseWkb } from './wkb.ts';
import { parseWkt } from './wkt-geometry.ts';

const BATCH = 2000;

/** Values as we want them: bytes of geometries stay bytes, times become texts. */
const PARSERS = {
  geometryFromBytes: (bytes: Uint8Array): unknown => bytes,
  geographyFromBytes: (bytes: Uint8Array): unknown => bytes,
  dateFromDays: (days: number): unknown => dateText(days * 86_400_000, 10),
  timestampFromMilliseconds: (time: bigint): unknown => dateText(Number(time), 19),
  timestampFromMicroseconds: (time: bigint): unknown => dateText(Number(time / 1000n), 19),
  timestampFromNanoseconds: (time: bigint): unknown => dateText(Number(time / 1_000_000n), 19),
};

function dateText(milliseconds: number, length: number): string | null {
  return Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString().slice(0, length) : null;
}

/** Sources of the format: Apache Parquet; GeoParquet 1.1 (OGC 24-013). */
export const parquetReader: Reader = {
  format: 'parquet',
  probe: (head) => Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1',
  async read(file, signal) {
    const { buffer, close } = await openBuffer(file);
    try {
      const metadata = await readMetadata(buffer, file);
      signal.throwIfAborted();
      const layout = layoutOf(metadata, file);
      return {
        format: 'parquet',
        crs: layout.crs,
        idPrefix: stemOf(file.name),
        features: (async function* () {
          try {
            yield* readRows(buffer, metadata, layout, file, signal);
          } finally {
            await close();
          }
        })(),
        textures: [],
        reliefs: [],
        problems: [],
      } satisfies SourceReading;
    } catch (error) {
      await close();
      throw error;
    }
  },
};

/** Ranges of the file as they are asked for; a gzipped one is unpacked whole. */
async function openBuffer(file: SourceFile): Promise<{ buffer: AsyncBuffer; close: () => Promise<void> }> {
  const raw = await open(file.path, 'r');
  const { size } = await raw.stat();
  const first = Buffer.alloc(4);
  await raw.read(first, 0, 4, 0);
  if (first.toString('latin1') === 'PAR1') {
    const slice = async (start: number, end = size): Promise<ArrayBuffer> => {
      const bytes = new Uint8Array(end - start);
      await raw.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    };
    return { buffer: { byteLength: size, slice }, close: () => raw.close() };
  }
  await raw.close();
  const bytes = await openBytes(file.path, file.name);
  const whole = new Uint8Array(bytes).buffer;
  return {
    buffer: { byteLength: whole.byteLength, slice: (start, end) => whole.slice(start, end) },
    close: async () => {},
  };
}

async function readMetadata(buffer: AsyncBuffer, file: SourceFile): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(buffer, { parsers: PARSERS });
  } catch (cause) {
    const head = await readHead(file.path, file.name);
    const got = head.length < 12 ? `${head.length} bytes` : (cause as Error).message;
    throw new SourceError(
      `${file.name}: expected a whole Parquet file, got one that ends in no footer: ${got}`,
      {
        cause,
      },
    );
  }
}

interface Layout {
  crs: CrsHint | null;
  /** Column of geometries, or null. */
  geometry: string | null;
  x: string | null;
  y: string | null;
  z: string | null;
  /** The other columns, lists and groups left out. */
  attributes: string[];
}

interface GeoColumn {
  encoding?: string;
  crs?: { id?: { authority?: string; code?: number | string } } | null;
}

function layoutOf(metadata: FileMetaData, file: SourceFile): Layout {
  const { columns } = file.options;
  const tree = parquetSchema(metadata).children;
  const header = tree.map(({ element }) => element.name);
  const text = metadata.key_value_metadata?.find(({ key }) => key === 'geo')?.value;
  let geo: { primary_column?: string; columns?: Record<string, GeoColumn> } = {};
  try {
    geo = text ? (JSON.parse(text) as typeof geo) : {};
  } catch {
    // The columns may still tell.
  }
  const at = (role: 'geometry' | 'x' | 'y' | 'z'): string | null =>
    header[placeColumn(header, role, columns)] ?? null;
  const named = columns?.geometry ?? columns?.wkt;
  const primary = named ?? geo.primary_column;
  const geometry = primary !== undefined && header.includes(primary) ? primary : at('geometry');
  const [x, y] = geometry === null ? [at('x'), at('y')] : [null, null];
  if (geometry === null && (x === null || y === null)) {
    throw new SourceError(
      `${file.name}: expected a column with geometry (geometry, wkb, wkt …) or two with coordinates (lon and lat, x and y, 经度 and 纬度 …), got ${header.join(', ').slice(0, 200)}; name them by "columns" in the recipe`,
    );
  }
  const z = geometry === null ? at('z') : null;
  const places = new Set([geometry, x, y]);
  const attributes = tree
    .filter(({ children, element }) => children.length === 0 && !places.has(element.name))
    .map(({ element }) => element.name);
  return { crs: crsOf(geo.columns?.[geometry ?? '']), geometry, x, y, z, attributes };
}

function crsOf(column: GeoColumn | undefined): CrsHint | null {
  // Nothing said is longitude and latitude; null is unknown.
  const id = column?.crs?.id;
  if (id?.authority === 'EPSG') return { epsg: Number(id.code) };
  return column && column.crs === undefined ? { epsg: 4326 } : null;
}

async function* readRows(
  file: AsyncBuffer,
  metadata: FileMetaData,
  layout: Layout,
  source: SourceFile,
  signal: AbortSignal,
): AsyncGenerator<RawFeature[]> {
  const { geometry, x, y } = layout;
  const names = [...layout.attributes, ...[geometry, x, y].filter((name) => name !== null)];
  let row = 0;
  try {
    const scan = await parquetScan({
      file,
      metadata,
      columns: names,
      compressors,
      parsers: PARSERS,
      utf8: false,
    });
    for (const { rowStart, rowEnd } of scan.ranges) {
      const columns = new Map<string, ArrayLike<unknown>>();
      for (const column of names) {
        columns.set(column, await scan.readColumn({ column, rowStart, rowEnd }));
        signal.throwIfAborted();
      }
      for (let from = 0; from < rowEnd - rowStart; from += BATCH) {
        const batch: RawFeature[] = [];
        for (let at = from; at < Math.min(from + BATCH, rowEnd - rowStart); at++) {
          row = rowStart + at + 1;
          batch.push(readRow(columns, at, row, layout));
        }
        signal.throwIfAborted();
        yield batch;
      }
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof SourceError) throw cause;
    throw new SourceError(
      `${source.name}: expected rows of Parquet, got, after row ${row}: ${(cause as Error).message}`,
      { cause },
    );
  }
}

const decoder = new TextDecoder();

/** A value as a tag: numbers where nothing is lost, bytes as text. */
function tagOf(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return value >= -9_007_199_254_740_991n && value <= 9_007_199_254_740_991n
      ? Number(value)
      : String(value);
  }
  return value instanceof Uint8Array ? decoder.decode(value) : value;
}

function readRow(
  columns: ReadonlyMap<string, ArrayLike<unknown>>,
  at: number,
  row: number,
  layout: Layout,
): RawFeature {
  const tags: Record<string, unknown> = {};
  const feature: RawFeature = { id: null, place: `row ${row}`, geometry: null, tags };
  for (const name of layout.attributes) {
    const value = tagOf(columns.get(name)![at]);
    if (value !== null && value !== undefined && value !== '') tags[name] = value;
  }
  const bad = (reason: string, detail: string): RawFeature => {
    feature.flaw = { reason, detail };
    return feature;
  };
  if (layout.geometry !== null) {
    const value = columns.get(layout.geometry)![at];
    if (value === null || value === undefined) {
      return bad('no-geometry', `expected a geometry in "${layout.geometry}", got none`);
    }
    try {
      feature.geometry = geometryOf(value);
    } catch (error) {
      return bad('bad-geometry', (error as Error).message);
    }
    return feature.geometry ? feature : bad('no-geometry', 'expected a geometry, got an empty one');
  }
  const [lon, lat] = [Number(tagOf(columns.get(layout.x!)![at])), Number(tagOf(columns.get(layout.y!)![at]))];
  if (!Number.isFinite(lon) || !Number.isFinite(lat) || columns.get(layout.x!)![at] === null) {
    return bad('bad-coordinate', `expected two numbers, got ${lon}, ${lat}`);
  }
  const z = layout.z === null ? Number.NaN : Number(tags[layout.z] ?? Number.NaN);
  feature.geometry = { type: 'Point', coordinates: Number.isFinite(z) ? [lon, lat, z] : [lon, lat] };
  return feature;
}

/** WKB, WKT, or a group of x and y (GeoArrow's points). */
function geometryOf(value: unknown): Geometry | null {
  if (value instanceof Uint8Array) {
    return value[0] === 0 || value[0] === 1 ? parseWkb(value) : parseWkt(decoder.decode(value));
  }
  if (typeof value === 'string') return parseWkt(value);
  const { x, y, z } = value as { x?: unknown; y?: unknown; z?: unknown };
  if (typeof x === 'number' && typeof y === 'number') {
    return { type: 'Point', coordinates: typeof z === 'number' ? [x, y, z] : [x, y] };
  }
  throw new Error(`expected a geometry as WKB, WKT or a point, got ${JSON.stringify(value)?.slice(0, 60)}`);
}
