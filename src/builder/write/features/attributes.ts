/** Writes the buildings' attributes by gid (`features/buildings/<chunk>.json`). */
import { join } from 'node:path';
import { type BuildingTable, ROWS_A_CHUNK } from '#base/feature-table.ts';
import type { SearchDocument } from '#base/search/index-format.ts';
import type { BuildingStore } from '#city/building-store.ts';
import { HEIGHT_ORIGINS } from '#city/model.ts';
import { type PackedBuildings, transferList } from '#city/packed-buildings.ts';
import { USES } from '#city/use.ts';
import { mapLimited, type TaskPool } from '../../pool.ts';
import { documentOf } from '../../search-documents.ts';
import { sumWritten, type Written, writeWithGzip } from '../write-file.ts';

/** Keys that make a building worth a look for the search index. */
const SEARCHABLE = /"(?:name|alt_|old_|short_|official|loc_|addr|address|street|house|grid|ref|code)/;

export interface AttributesInput {
  path: string;
  /** Gid of the first row. */
  start: number;
  /** Position in `packed` by row, −1 where the gid is a hole. */
  rows: Int32Array;
  packed: PackedBuildings;
}

export interface AttributesResult {
  written: Written;
  /** What can be searched for by words. */
  documents: SearchDocument[];
}

/** Worker task: writes one chunk and gives what of it can be searched for. */
export async function attributesTask(input: AttributesInput): Promise<AttributesResult> {
  const { packed, rows, start } = input;
  const texts = splitTexts(packed);
  const column = <T>(value: (at: number) => T): string =>
    `[${Array.from(rows, (at) => (at < 0 ? 'null' : (JSON.stringify(value(at)) ?? 'null'))).join(',')}]`;
  const middle = (at: number, low: number): number =>
    Math.round(((packed.extents[at * 4 + low]! + packed.extents[at * 4 + low + 2]!) / 2) * 1e6) / 1e6;
  const columns: Record<keyof BuildingTable['columns'], string> = {
    id: column((at) => packed.text!.ids[at]!),
    name: column((at) => texts.names[at]),
    use: column((at) => USES[packed.use[at]!]!.use),
    height: column((at) => Math.round(packed.volumes.height[at]! * 100) / 100),
    heightFrom: column((at) => HEIGHT_ORIGINS[packed.heightFrom[at]!]!),
    storeys: column((at) => packed.storeys[at]!),
    built: column((at) => packed.built[at]!),
    demolished: column((at) => packed.demolished[at]!),
    lon: column((at) => middle(at, 0)),
    lat: column((at) => middle(at, 1)),
    attributes: `[${Array.from(rows, (at) => (at < 0 ? 'null' : texts.attributes[at])).join(',')}]`,
  };
  const body = Object.entries(columns).map(([name, values]) => `${JSON.stringify(name)}:${values}`);
  const text = `{"start":${start},"count":${rows.length},"columns":{${body.join(',\n')}}}`;
  const documents: SearchDocument[] = [];
  rows.forEach((at, row) => {
    if (at < 0 || (texts.names[at] === null && !SEARCHABLE.test(texts.attributes[at]!))) return;
    const attributes = JSON.parse(texts.attributes[at]!) as Record<string, string | number | boolean>;
    const place = { lon: middle(at, 0), lat: middle(at, 1) };
    const document = documentOf(
      packed.text!.ids[at]!,
      start + row,
      'building',
      texts.names[at]!,
      attributes,
      place,
    );
    if (document) documents.push(document);
  });
  return { written: await writeWithGzip(input.path, text, 5), documents };
}

/** Splits the packed texts into names and attributes (still JSON). */
function splitTexts(packed: PackedBuildings): { names: (string | null)[]; attributes: string[] } {
  const { bytes, start } = packed.text!;
  const decoder = new TextDecoder();
  const names: (string | null)[] = [];
  const attributes: string[] = [];
  for (let i = 0; i < packed.count; i++) {
    const line = decoder.decode(bytes.subarray(start[i]!, start[i + 1]!));
    const nul = line.indexOf('\0');
    names.push(nul < 0 ? null : line.slice(0, nul));
    attributes.push(line.slice(nul + 1) || '{}');
  }
  return { names, attributes };
}

/**
 * Writes all chunks.
 *
 * @param rowOfGid - row in the store by gid less the block's start; −1 for holes.
 */
export async function writeAttributes(options: {
  dir: string;
  store: BuildingStore;
  rowOfGid: Int32Array;
  start: number;
  pool: TaskPool;
  onProgress?: (done: number, total: number) => void;
}): Promise<AttributesResult> {
  const { dir, store, rowOfGid, start, pool } = options;
  const chunks = Array.from({ length: Math.ceil(rowOfGid.length / ROWS_A_CHUNK) }, (_, chunk) => chunk);
  let done = 0;
  const results = await mapLimited(chunks, pool.size * 2, async (chunk) => {
    const slice = rowOfGid.subarray(chunk * ROWS_A_CHUNK, (chunk + 1) * ROWS_A_CHUNK);
    const present = slice.filter((row) => row >= 0);
    const rows = new Int32Array(slice.length);
    let next = 0;
    slice.forEach((row, at) => {
      rows[at] = row < 0 ? -1 : next++;
    });
    const packed = store.subset(Uint32Array.from(present));
    const input: AttributesInput = {
      path: join(dir, `${chunk}.json`),
      start: start + chunk * ROWS_A_CHUNK,
      rows,
      packed,
    };
    const result = (await pool.run('attributes', input, transferList(packed))) as AttributesResult;
    options.onProgress?.(++done, chunks.length);
    return result;
  });
  return {
    written: sumWritten(results.map(({ written }) => written)),
    documents: results.flatMap(({ documents }) => documents),
  };
}
