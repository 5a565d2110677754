/** CSV with a geometry column (WKT, GeoJSON, WKB in hexadecimal), or with columns of coordinates. */
import { pipeline, Readable } from 'node:stream';
import { type Info, parse } from 'csv-parse';
import type { Geometry } from 'geojson';
import iconv from 'iconv-lite';
import { SourceError } from '../problem.ts';
import { openStream, readHead } from './container.ts';
import { createDecode, findEncoding } from './encoding.ts';
import { placeColumn } from './place-columns.ts';
import type { RawFeature, Reader, SourceFile, SourceReading } from './source.ts';
import { stemOf } from './stem.ts';
import { parseWkb } from './wkb.ts';
import { parseWkt } from './wkt-geometry.ts';

const BATCH = 2000;

export const csvReader: Reader = {
  format: 'csv',
  probe(head, name) {
    if (head.length === 0 || head.subarray(0, 4096).includes(0)) return false;
    const lines = headLines(head, undefined, name);
    const first = lines[0] ?? '';
    if (/^\s*[<{[]/.test(first)) return false;
    if (/\.(csv|tsv)(\.gz)?$/i.test(name)) return true;
    const delimiter = delimiterOf(first);
    if (!first.includes(delimiter)) return false;
    const header = first.split(delimiter).map((cell) => cell.trim().replace(/^"|"$/g, ''));
    return (
      placeColumn(header, 'geometry', undefined) >= 0 ||
      (placeColumn(header, 'x', undefined) >= 0 && placeColumn(header, 'y', undefined) >= 0)
    );
  },
  async read(file, signal) {
    const head = await readHead(file.path, file.name);
    const encoding = file.options.encoding ?? findEncoding([head]);
    createDecode(encoding, file.name);
    const lines = headLines(head, encoding, file.name);
    const delimiter = delimiterOf(lines[0] ?? '');
    return {
      format: 'csv',
      crs: null,
      columns: (lines[0] ?? '').split(delimiter).map((cell) => cell.trim().replace(/^"|"$/g, '')),
      idPrefix: stemOf(file.name),
      features: readRows(file, encoding, delimiter, signal),
      textures: [],
      reliefs: [],
      problems: [],
    } satisfies SourceReading;
  },
};

function headLines(head: Uint8Array, encoding: string | undefined, name: string): string[] {
  const decode = createDecode(encoding ?? findEncoding([head]), name);
  return decode(head)
    .replace(/^\ufeff/, '')
    .split(/\r?\n|\r/, 2);
}

/** The delimiter that the header has most of, outside quotes. */
function delimiterOf(line: string): string {
  const plain = line.replace(/"[^"]*"/g, '');
  let best = ',';
  for (const delimiter of [',', ';', '\t', '|']) {
    if (plain.split(delimiter).length > plain.split(best).length) best = delimiter;
  }
  return best;
}

interface Layout {
  header: string[];
  geometry: number;
  x: number;
  y: number;
  z: number;
}

function layoutOf(header: string[], file: SourceFile): Layout {
  const { columns } = file.options;
  const layout: Layout = {
    header,
    geometry: placeColumn(header, 'geometry', columns),
    x: placeColumn(header, 'x', columns),
    y: placeColumn(header, 'y', columns),
    z: placeColumn(header, 'z', columns),
  };
  if (layout.geometry < 0 && (layout.x < 0 || layout.y < 0)) {
    throw new SourceError(
      `${file.name}: expected a column with geometry (wkt, geometry, geojson …) or two with coordinates (lon and lat, x and y, 经度 and 纬度 …), got ${header.join(', ').slice(0, 200)}; name them by "columns" in the recipe`,
    );
  }
  return layout;
}

async function* readRows(
  file: SourceFile,
  encoding: string,
  delimiter: string,
  signal: AbortSignal,
): AsyncGenerator<RawFeature[]> {
  const parser = parse({
    delimiter,
    info: true,
    // Named, or the first line's alone counts, and a file of mixed ones is one row.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  });
  const bytes = Readable.from(openStream(file.path, file.name, signal), { objectMode: false });
  pipeline(bytes, iconv.decodeStream(encoding), parser, () => {});
  let layout: Layout | null = null;
  let batch: RawFeature[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      if (!layout) {
        layout = layoutOf(
          record.map((name) => name.replace(/^\ufeff/, '').trim()),
          file,
        );
        continue;
      }
      batch.push(readRow(record, layout, info.lines));
      if (batch.length < BATCH) continue;
      signal.throwIfAborted();
      yield batch;
      batch = [];
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof SourceError) throw cause;
    throw new SourceError(`${file.name}: expected rows of CSV, got ${(cause as Error).message}`, { cause });
  }
  if (!layout) throw new SourceError(`${file.name}: expected a header line, got none`);
  if (batch.length > 0) yield batch;
}

function readRow(record: string[], layout: Layout, line: number): RawFeature {
  const tags: Record<string, unknown> = {};
  const feature: RawFeature = { id: null, place: `line ${line}`, geometry: null, tags };
  layout.header.forEach((name, i) => {
    if (i === layout.geometry || (layout.geometry < 0 && (i === layout.x || i === layout.y))) return;
    const cell = record[i];
    if (cell !== undefined && cell !== '' && name !== '') tags[name] = cellValue(cell);
  });
  const bad = (reason: string, detail: string) => {
    feature.flaw = { reason, detail };
    return feature;
  };
  if (layout.geometry >= 0) {
    const cell = record[layout.geometry] ?? '';
    if (cell === '')
      return bad(
        'no-geometry',
        `expected a geometry in "${layout.header[layout.geometry]}", got an empty cell`,
      );
    try {
      feature.geometry = parseCell(cell);
    } catch (error) {
      return bad('bad-geometry', (error as Error).message);
    }
    return feature.geometry ? feature : bad('no-geometry', `expected a geometry, got "${cell.slice(0, 60)}"`);
  }
  const x = numberOf(record[layout.x]);
  const y = numberOf(record[layout.y]);
  if (!Number.isFinite(x) || !Number.isFinite(y)) {
    return bad(
      'bad-coordinate',
      `expected two numbers, got "${record[layout.x] ?? ''}", "${record[layout.y] ?? ''}"`,
    );
  }
  const z = layout.z >= 0 ? numberOf(record[layout.z]) : Number.NaN;
  feature.geometry = { type: 'Point', coordinates: Number.isFinite(z) ? [x, y, z] : [x, y] };
  return feature;
}

function parseCell(cell: string): Geometry | null {
  if (cell.startsWith('{')) {
    const value = JSON.parse(cell) as Geometry | { type: 'Feature'; geometry: Geometry | null };
    return value.type === 'Feature' ? value.geometry : value;
  }
  if (/^(0[01])[0-9a-f]{8,}$/i.test(cell)) return parseWkb(Buffer.from(cell, 'hex'));
  return parseWkt(cell);
}

/** A number, with a decimal comma too. */
function numberOf(cell: string | undefined): number {
  if (cell === undefined || cell.trim() === '') return Number.NaN;
  return Number(/^[+-]?\d+,\d+$/.test(cell) ? cell.replace(',', '.') : cell);
}

/** Numbers become numbers where nothing is lost: codes such as 007 and long ones stay text. */
function cellValue(cell: string): string | number {
  if (!/^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(cell) || cell.length > 15) return cell;
  return Number(cell);
}
