/** Writes the components' attributes by gid (`features/components/<chunk>.json`). */
import { join } from 'node:path';
import { type ComponentTable, ROWS_A_CHUNK } from '#base/feature-table.ts';
import type { SearchDocument } from '#base/search/index-format.ts';
import { COMPONENT_CONDITIONS } from '#city/component.ts';
import type { ComponentStore } from '#city/component-store.ts';
import { MODEL_NAMES, type ModelName } from '#city/components/model-mesh.ts';
import { componentText, componentTransferList, type PackedComponents } from '#city/packed-components.ts';
import { mapLimited, type TaskPool } from '../../pool.ts';
import { documentOf } from '../../search-documents.ts';
import { sumWritten, type Written, writeWithGzip } from '../write-file.ts';

/** A name that more components than this share is the name of a kind, not of a thing. */
const MOST_NAMESAKES = 20;

export interface ComponentAttributesInput {
  path: string;
  /** Gid of the first row. */
  start: number;
  /** Position in `packed` by row, −1 where the gid is a hole. */
  rows: Int32Array;
  packed: PackedComponents;
  /** Model by position in `packed`. */
  models: ModelName[];
}

export interface ComponentAttributesResult {
  written: Written;
  documents: SearchDocument[];
}

/** Worker task: writes one chunk and gives what of it has a name. */
export async function componentAttributesTask(
  input: ComponentAttributesInput,
): Promise<ComponentAttributesResult> {
  const { packed, rows, start, models } = input;
  const texts = Array.from({ length: packed.count }, (_, at) => componentText(packed.text, at));
  const column = <T>(value: (at: number) => T): string =>
    `[${Array.from(rows, (at) => (at < 0 ? 'null' : (JSON.stringify(value(at)) ?? 'null'))).join(',')}]`;
  const word = (numbers: Uint32Array, at: number): string | null => packed.words[numbers[at]!]! || null;
  const round = (value: number, grain: number): number => Math.round(value * grain) / grain;
  const columns: Record<keyof ComponentTable['columns'], string> = {
    id: column((at) => packed.ids[at]!),
    class: column((at) => packed.words[packed.class[at]!]!),
    code: column((at) => texts[at]!.code),
    name: column((at) => texts[at]!.name),
    model: column((at) => models[at]!),
    condition: column((at) => COMPONENT_CONDITIONS[packed.condition[at]!]!),
    owner: column((at) => word(packed.owner, at)),
    department: column((at) => word(packed.department, at)),
    grid: column((at) => word(packed.grid, at)),
    installed: column((at) => packed.installed[at]!),
    lon: column((at) => round(packed.lon[at]!, 1e7)),
    lat: column((at) => round(packed.lat[at]!, 1e7)),
    ground: column((at) => round(packed.ground[at]!, 100)),
    height: column((at) => round(packed.height[at]!, 100)),
    azimuth: column((at) => round(packed.azimuth[at]!, 10)),
    attributes: `[${Array.from(rows, (at) => (at < 0 ? 'null' : texts[at]!.attributes)).join(',')}]`,
  };
  const body = Object.entries(columns).map(([name, values]) => `${JSON.stringify(name)}:${values}`);
  const text = `{"start":${start},"count":${rows.length},"columns":{${body.join(',\n')}}}`;
  const documents: SearchDocument[] = [];
  rows.forEach((at, row) => {
    const name = at < 0 ? null : texts[at]!.name;
    if (name === null) return;
    const place = { lon: packed.lon[at]!, lat: packed.lat[at]! };
    const document = documentOf(packed.ids[at]!, start + row, 'component', name, {}, place);
    if (document) documents.push(document);
  });
  return { written: await writeWithGzip(input.path, text, 5), documents };
}

/**
 * Writes all chunks.
 *
 * @param rowOfGid - index in the store by gid less the block's start; −1 for holes.
 * @param models - number in MODEL_NAMES by index.
 */
export async function writeComponentAttributes(options: {
  dir: string;
  store: ComponentStore;
  rowOfGid: Int32Array;
  models: Uint16Array;
  start: number;
  pool: TaskPool;
}): Promise<ComponentAttributesResult> {
  const { dir, store, rowOfGid, models, start, pool } = options;
  const chunks = Array.from({ length: Math.ceil(rowOfGid.length / ROWS_A_CHUNK) }, (_, chunk) => chunk);
  const results = await mapLimited(chunks, pool.size * 2, async (chunk) => {
    const slice = rowOfGid.subarray(chunk * ROWS_A_CHUNK, (chunk + 1) * ROWS_A_CHUNK);
    const present = slice.filter((row) => row >= 0);
    let next = 0;
    const rows = Int32Array.from(slice, (row) => (row < 0 ? -1 : next++));
    const packed = store.subset(present);
    const input: ComponentAttributesInput = {
      path: join(dir, `${chunk}.json`),
      start: start + chunk * ROWS_A_CHUNK,
      rows,
      packed,
      models: Array.from(present, (row) => MODEL_NAMES[models[row]!]!),
    };
    return (await pool.run(
      'componentAttributes',
      input,
      componentTransferList(packed),
    )) as ComponentAttributesResult;
  });
  const documents = results.flatMap((result) => result.documents);
  const namesakes = new Map<string, number>();
  for (const { name } of documents) namesakes.set(name, (namesakes.get(name) ?? 0) + 1);
  return {
    written: sumWritten(results.map(({ written }) => written)),
    documents: documents.filter(({ name }) => namesakes.get(name)! <= MOST_NAMESAKES),
  };
}
