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
import { type RouteTable, routesTo, toRanges, UNROUTED_SHARDS } from '#base/search/routes.ts';
import { searchTokens } from '#base/search/tokens.ts';
import type { TaskPool } from '../../pool.ts';
import { mapLimited } from '../../pool.ts';
import { sumWritten, type Written, writeWithGzip } from '../write-file.ts';

const IDS_A_SHARD = 4_096;
const NAMES_A_SHARD = 10_000;
const ROUTES_A_SHARD = 4_096;

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

/** Size of a shard of names, and the routes that lead to it. */
export interface NameShardResult extends Written {
  routes: string[];
}

/** Worker task: indexes and writes one shard of names. */
export async function nameShardTask(input: NameShardInput): Promise<NameShardResult> {
  const routes = new Set<string>();
  const index = new MiniSearch<SearchDocument>({
    idField: 'key',
    fields: [...SEARCH_FIELDS],
    storeFields: [...SEARCH_STORED],
    tokenize(text) {
      const words = searchTokens(text);
      for (const word of words) for (const route of routesTo(word)) routes.add(route);
      return words;
    },
    processTerm: (term) => term,
  });
  index.addAll(input.documents);
  return { ...(await writeWithGzip(input.path, JSON.stringify(index))), routes: [...routes] };
}

/**
 * Writes `search/index.json` and its shards. Names lie in alphabetical order, so that alike ones share a shard.
 *
 * @param ids - ids of all features and, beside them, their gids.
 * @param documents - everything that has a name, an address or a code; keys are given here.
 * @param namesAShard - how many names a shard has.
 */
export async function writeSearchIndex(options: {
  dir: string;
  ids: readonly string[];
  gids: Uint32Array;
  documents: SearchDocument[];
  pool: TaskPool;
  namesAShard?: number;
}): Promise<Written> {
  const { dir, pool, namesAShard = NAMES_A_SHARD } = options;
  const local = options.ids.map(localId);
  const order = sortedOrder(local);
  const shards: IdShard[] = [];
  const tasks: { task: string; input: IdShardInput }[] = [];
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
  const written = await mapLimited(
    tasks,
    pool.size * 2,
    ({ task, input }) => pool.run(task, input) as Promise<Written>,
  );
  const names: SearchIndex['names'] = [];
  const nameTasks: NameShardInput[] = [];
  const byName = sortedOrder(options.documents.map(({ name, id }) => `${name.toLowerCase()}\n${id}`));
  for (let from = 0; from < byName.length; from += namesAShard) {
    const documents = Array.from(byName.subarray(from, from + namesAShard), (row, key) => ({
      ...options.documents[row]!,
      key,
    }));
    const file = `names-${names.length}.json`;
    names.push({ file, count: documents.length });
    nameTasks.push({ path: join(dir, file), documents });
  }
  const shardsOf = new Map<string, number[]>();
  const isRouted = names.length > UNROUTED_SHARDS;
  const named = await mapLimited(
    nameTasks,
    pool.size * 2,
    (input) => pool.run('nameShard', input) as Promise<NameShardResult>,
  );
  for (const [shard, { routes, ...size }] of named.entries()) {
    written.push(size);
    if (!isRouted) continue;
    for (const route of routes) {
      const shards = shardsOf.get(route);
      if (shards) shards.push(shard);
      else shardsOf.set(route, [shard]);
    }
  }
  const index: SearchIndex = { version: 1, ids: shards, names };
  if (isRouted) {
    index.routes = [];
    const all = [...shardsOf.keys()].sort((a, b) => (a < b ? -1 : 1));
    for (let from = 0; from < all.length; from += ROUTES_A_SHARD) {
      const routes = all.slice(from, from + ROUTES_A_SHARD);
      const file = `routes-${index.routes.length}.json`;
      index.routes.push({ first: routes[0]!, file });
      const table: RouteTable = { routes, shards: routes.map((route) => toRanges(shardsOf.get(route)!)) };
      written.push(await writeWithGzip(join(dir, file), JSON.stringify(table)));
    }
  }
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
