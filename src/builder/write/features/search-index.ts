/** Writes the search index of a city folder: ids by prefix, names by words, both in shards. */
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import {
  type IdShard,
  localId,
  SEARCH_FIELDS,
  SEARCH_STORED,
  type SearchDocument,
  type SearchIndex,
} from '#base/search/index-format.ts';
import { searchTokens } from '#base/search/tokens.ts';
import type { TaskPool } from '../../pool.ts';
import { mapLimited } from '../../pool.ts';
import { sumWritten, type Written, writeWithGzip } from '../write-file.ts';

const IDS_A_SHARD = 4_096;
const NAMES_A_SHARD = 10_000;

export interface IdShardInput {
  path: string;
  ids: string[];
  gids: number[];
}

export interface NameShardInput {
  path: string;
  documents: SearchDocument[];
}

/** Worker task: writes one shard of ids. */
export function idShardTask(input: IdShardInput): Promise<Written> {
  return writeWithGzip(input.path, JSON.stringify({ ids: input.ids, gids: input.gids }));
}

/** Worker task: indexes and writes one shard of names. */
export function nameShardTask(input: NameShardInput): Promise<Written> {
  const index = new MiniSearch<SearchDocument>({
    idField: 'key',
    fields: [...SEARCH_FIELDS],
    storeFields: [...SEARCH_STORED],
    tokenize: searchTokens,
    processTerm: (term) => term,
  });
  index.addAll(input.documents);
  return writeWithGzip(input.path, JSON.stringify(index));
}

/**
 * Writes `search/index.json` and its shards.
 *
 * @param ids - ids of all features and, beside them, their gids.
 * @param documents - everything that has a name, an address or a code; keys are given here.
 */
export async function writeSearchIndex(options: {
  dir: string;
  ids: readonly string[];
  gids: Uint32Array;
  documents: SearchDocument[];
  pool: TaskPool;
}): Promise<Written> {
  const { dir, pool } = options;
  const local = options.ids.map(localId);
  const order = sortedOrder(local);
  const shards: IdShard[] = [];
  const tasks: { task: string; input: IdShardInput | NameShardInput }[] = [];
  for (let from = 0; from < order.length; from += IDS_A_SHARD) {
    const rows = order.subarray(from, from + IDS_A_SHARD);
    const file = `ids-${shards.length}.json`;
    const ids = Array.from(rows, (row) => local[row]!);
    shards.push({ first: ids[0]!, file, count: ids.length });
    tasks.push({
      task: 'idShard',
      input: { path: join(dir, file), ids, gids: Array.from(rows, (row) => options.gids[row]!) },
    });
  }
  const names: SearchIndex['names'] = [];
  for (let from = 0; from < options.documents.length; from += NAMES_A_SHARD) {
    const documents = options.documents
      .slice(from, from + NAMES_A_SHARD)
      .map((doc, key) => ({ ...doc, key }));
    const file = `names-${names.length}.json`;
    names.push({ file, count: documents.length });
    tasks.push({ task: 'nameShard', input: { path: join(dir, file), documents } });
  }
  const written = await mapLimited(
    tasks,
    pool.size * 2,
    ({ task, input }) => pool.run(task, input) as Promise<Written>,
  );
  const index: SearchIndex = { version: 1, ids: shards, names };
  written.push(await writeWithGzip(join(dir, 'index.json'), JSON.stringify(index)));
  return sumWritten(written);
}

/** Row numbers in ascending order of their texts (code units, independent of locale), ties by row. */
function sortedOrder(texts: readonly string[]): Uint32Array {
  const order = Uint32Array.from(texts, (_, row) => row);
  return order.sort((a, b) => {
    const x = texts[a]!;
    const y = texts[b]!;
    return x < y ? -1 : x > y ? 1 : a - b;
  });
}
