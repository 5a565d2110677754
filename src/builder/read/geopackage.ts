/** GeoPackage: the feature tables of an SQLite file. */
import type { Database, SqlValue, Statement } from 'sql.js';
import { SourceError } from '../problem.ts';
import { openBytes } from './container.ts';
import type { CrsHint, RawFeature, Reader, SourceFile, SourceReading } from './source.ts';
import { loadSqlJs } from './sql-js.ts';
import { stemOf } from './stem.ts';
import { parseWkb } from './wkb.ts';

const BATCH = 2000;
/** Bytes of the envelope in a geometry's header, by the indicator in its flags. */
const ENVELOPE_BYTES = [0, 32, 48, 48, 64];

interface Layer {
  table: string;
  column: string;
  srs: number;
}

/** Source of the format: OGC 12-128r18. */
export const geoPackageReader: Reader = {
  format: 'geopackage',
  probe(head) {
    return Buffer.from(head.subarray(0, 15)).toString('latin1') === 'SQLite format 3';
  },
  async read(file, signal) {
    const bytes = await openBytes(file.path, file.name);
    signal.throwIfAborted();
    checkWhole(bytes, file.name);
    const sql = await loadSqlJs();
    const db = new sql.Database(bytes);
    let layers: Layer[];
    let crs: CrsHint | null;
    try {
      layers = chooseLayers(db, file);
      crs = readCrs(db, layers[0]!.srs);
    } catch (cause) {
      db.close();
      if (cause instanceof SourceError) throw cause;
      throw new SourceError(`${file.name}: expected a GeoPackage, got ${(cause as Error).message}`, {
        cause,
      });
    }
    return {
      format: 'geopackage',
      crs,
      idPrefix: stemOf(file.name),
      features: (async function* () {
        try {
          for (const layer of layers) yield* readLayer(db, layer, layers.length > 1, file.name, signal);
        } finally {
          db.close();
        }
      })(),
      textures: [],
      reliefs: [],
      problems: [],
    } satisfies SourceReading;
  },
};

/** SQLite's header tells the pages, where its counters agree: a file cut in its last pages would open all the same. */
function checkWhole(bytes: Uint8Array, name: string): void {
  if (bytes.length < 100) {
    throw new SourceError(`${name}: expected an SQLite header of 100 bytes, got ${bytes.length} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const page = view.getUint16(16) === 1 ? 65_536 : view.getUint16(16);
  const size = page * view.getUint32(28);
  if (view.getUint32(24) !== view.getUint32(92) || size <= bytes.length) return;
  throw new SourceError(
    `${name}: expected ${size} bytes, as its header says, got ${bytes.length}: the file is cut off`,
  );
}

function* rows(db: Database, query: string, values: SqlValue[] = []): Generator<SqlValue[]> {
  const statement = db.prepare(query);
  try {
    statement.bind(values);
    while (statement.step()) yield statement.get();
  } finally {
    statement.free();
  }
}

function chooseLayers(db: Database, file: SourceFile): Layer[] {
  const query =
    "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g JOIN gpkg_contents c ON c.table_name = g.table_name WHERE c.data_type = 'features' ORDER BY g.table_name";
  let layers: Layer[];
  try {
    layers = [...rows(db, query)].map(([table, column, srs]) => ({
      table: String(table),
      column: String(column),
      srs: Number(srs),
    }));
  } catch (cause) {
    throw new SourceError(
      `${file.name}: expected a GeoPackage with gpkg_contents, got SQLite that says "${(cause as Error).message}"`,
      { cause },
    );
  }
  const names = layers.map(({ table }) => table).join(', ') || 'none';
  const { layer } = file.options;
  if (layer !== undefined) {
    layers = layers.filter(({ table }) => table === layer);
    if (layers.length === 0)
      throw new SourceError(`${file.name}: expected a feature table "${layer}", got ${names}`);
  }
  if (layers.length === 0) throw new SourceError(`${file.name}: expected a feature table, got none`);
  if (file.options.crs === undefined && layers.some(({ srs }) => srs !== layers[0]!.srs)) {
    const found = layers.map(({ table, srs }) => `${table} in ${srs}`).join(', ');
    throw new SourceError(
      `${file.name}: expected feature tables in one crs, got ${found}; name one by "layer" in the recipe`,
    );
  }
  return layers;
}

function readCrs(db: Database, srs: number): CrsHint | null {
  // 0 and −1 stand for undefined systems.
  if (srs <= 0) return null;
  const query =
    'SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?';
  for (const [organisation, code, definition] of rows(db, query, [srs])) {
    const hint: CrsHint = {};
    if (/^(EPSG|ESRI)$/i.test(String(organisation))) hint.epsg = Number(code);
    if (typeof definition === 'string' && definition.includes('[')) hint.text = definition;
    return hint.epsg === undefined && !hint.text ? null : hint;
  }
  return null;
}

async function* readLayer(
  db: Database,
  layer: Layer,
  several: boolean,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<RawFeature[]> {
  const quoted = `"${layer.table.replaceAll('"', '""')}"`;
  let key: string | null = null;
  for (const row of rows(db, `PRAGMA table_info(${quoted})`)) if (Number(row[5]) > 0) key ??= String(row[1]);
  let statement: Statement | null = null;
  let batch: RawFeature[] = [];
  let count = 0;
  try {
    statement = db.prepare(`SELECT * FROM ${quoted}${key ? ` ORDER BY "${key.replaceAll('"', '""')}"` : ''}`);
    const columns = statement.getColumnNames();
    while (statement.step()) {
      batch.push(readRow(statement.get(), columns, layer, key, several, count++));
      if (batch.length < BATCH) continue;
      signal.throwIfAborted();
      yield batch;
      batch = [];
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new SourceError(
      `${name}: expected rows of "${layer.table}", got "${(cause as Error).message}" after row ${count}`,
      { cause },
    );
  } finally {
    statement?.free();
  }
  if (batch.length > 0) yield batch;
}

function readRow(
  row: SqlValue[],
  columns: string[],
  layer: Layer,
  key: string | null,
  several: boolean,
  index: number,
): RawFeature {
  const tags: Record<string, unknown> = {};
  let geometry: SqlValue = null;
  let id: string | null = null;
  columns.forEach((column, i) => {
    const value = row[i] ?? null;
    if (column === layer.column) geometry = value;
    else if (column === key) id = several ? `${layer.table}/${String(value)}` : String(value);
    else if (value !== null && !(value instanceof Uint8Array)) tags[column] = value;
  });
  const place =
    id === null
      ? `${layer.table} row ${index + 1}`
      : `${layer.table} ${key} ${String(row[columns.indexOf(key!)])}`;
  const feature: RawFeature = { id, place, geometry: null, tags };
  try {
    feature.geometry = parseGeometry(geometry);
    if (!feature.geometry) feature.flaw = { reason: 'no-geometry', detail: 'expected a geometry, got none' };
  } catch (error) {
    feature.flaw = { reason: 'broken-record', detail: (error as Error).message };
  }
  return feature;
}

/** The header of GeoPackage's own, then WKB. */
function parseGeometry(value: SqlValue): RawFeature['geometry'] {
  if (value === null) return null;
  if (!(value instanceof Uint8Array))
    throw new Error(`expected a geometry in bytes, got ${JSON.stringify(value).slice(0, 40)}`);
  if (value[0] !== 0x47 || value[1] !== 0x50)
    throw new Error('expected a geometry that begins with "GP", got other bytes');
  const flags = value[3]!;
  if (flags & 0x10) return null;
  const envelope = ENVELOPE_BYTES[(flags >> 1) & 7];
  if (envelope === undefined)
    throw new Error(`expected an envelope indicator of 0 to 4, got ${(flags >> 1) & 7}`);
  return parseWkb(value.subarray(8 + envelope));
}
