/** Finds features and places of a city by id, name, address and code, over the shards of its search index. */
import MiniSearch, { type SearchResult } from 'minisearch';
import {
  type IdTable,
  localId,
  SEARCH_FIELDS,
  SEARCH_STORED,
  type SearchDocument,
  type SearchIndex,
} from '#base/search/index-format.ts';
import { fromRanges, type RouteTable, routeOf } from '#base/search/routes.ts';
import { searchTokens } from '#base/search/tokens.ts';
import type { SearchHit } from '#base/twin-queries.ts';
import type { PlacedFeature } from '../city/feature-source.ts';
import { createShardCache } from './shard-cache.ts';

/** Shards of 10,000 names take some ten megabytes each. */
const NAME_SHARDS_KEPT = 4;
const ID_SHARDS_KEPT = 16;
const ROUTE_SHARDS_KEPT = 16;
/** Features whose id only begins as the text does. */
const ID_HITS = 5;
const FUZZY_FROM = 5;
/** Words that may have one letter wrong. */
const isFuzzy = (word: string): boolean => word.length >= FUZZY_FROM && !/\d/.test(word);

export interface SearchSources {
  /** Absolute address of `search/index.json`, or null without one. */
  index: string | null;
  loadJson(url: string): Promise<unknown>;
  byGid(gid: number, signal: AbortSignal): Promise<PlacedFeature | null>;
}

interface Ranked {
  hit: SearchHit;
  /** 0 best. */
  rank: number;
  score: number;
}

export type SearchCity = (text: string, limit: number, signal: AbortSignal) => Promise<SearchHit[]>;

/** How well a document answers, before the words' own score counts. */
const RANK = { id: 0, name: 1, namePrefix: 2, code: 3, idPrefix: 4, words: 5, near: 6 } as const;

const plain = (text: string): string => searchTokens(text).join(' ');

/** Makes the search of a city. Nothing is fetched before it is first asked. */
export function createSearch({ index, loadJson, byGid }: SearchSources): SearchCity {
  const nameShards = createShardCache(NAME_SHARDS_KEPT, async (url) => {
    const json = await loadJson(url);
    return MiniSearch.loadJS<SearchDocument>(json as Parameters<typeof MiniSearch.loadJS>[0], {
      idField: 'key',
      fields: [...SEARCH_FIELDS],
      storeFields: [...SEARCH_STORED],
      tokenize: searchTokens,
      processTerm: (term) => term,
    });
  });
  const idShards = createShardCache(ID_SHARDS_KEPT, async (url) => (await loadJson(url)) as IdTable);
  const routeShards = createShardCache(ROUTE_SHARDS_KEPT, async (url) => (await loadJson(url)) as RouteTable);
  let contents: SearchIndex | null = null;

  async function byId(text: string, signal: AbortSignal): Promise<Ranked[]> {
    const wanted = localId(text.trim());
    // Ids have digits; a word without one would only drag shards in.
    if (!/\d/.test(wanted)) return [];
    const found: Ranked[] = [];
    const { ids } = contents!;
    let shard = Math.max(0, firstAtLeast(ids.length, (at) => ids[at]!.first >= wanted) - 1);
    for (; shard < ids.length && found.length < ID_HITS; shard++) {
      if (ids[shard]!.first > wanted && !ids[shard]!.first.startsWith(wanted)) break;
      const table = await idShards(new URL(ids[shard]!.file, index!).href, signal);
      let at = firstAtLeast(table.ids.length, (row) => table.ids[row]! >= wanted);
      for (; at < table.ids.length && table.ids[at]!.startsWith(wanted) && found.length < ID_HITS; at++) {
        const feature = await byGid(table.gids[at]!, signal);
        if (!feature) continue;
        const rank = table.ids[at] === wanted ? RANK.id : RANK.idPrefix;
        found.push({ rank, score: -found.length, hit: hitOfFeature(feature) });
      }
    }
    return found;
  }

  /** Numbers of the name shards that a word leads to; `near`: with a letter wrong after the first two, too. */
  async function shardsOf(word: string, near: boolean, signal: AbortSignal): Promise<number[]> {
    const routes = contents!.routes!;
    const wanted = routeOf(word, near && isFuzzy(word));
    const shard = firstAtLeast(routes.length, (at) => routes[at]!.first > wanted) - 1;
    if (shard < 0) return [];
    const table = await routeShards(new URL(routes[shard]!.file, index!).href, signal);
    const at = firstAtLeast(table.routes.length, (row) => table.routes[row]! >= wanted);
    return table.routes[at] === wanted ? fromRanges(table.shards[at]!) : [];
  }

  /** Numbers of the name shards that all words lead to. */
  async function shardsOfAll(
    words: readonly string[],
    near: boolean,
    signal: AbortSignal,
  ): Promise<number[]> {
    let shards = contents!.names.map((_, shard) => shard);
    if (!contents!.routes) return shards;
    for (const word of new Set(words)) {
      if (shards.length === 0) break;
      const these = new Set(await shardsOf(word, near, signal));
      shards = shards.filter((shard) => these.has(shard));
    }
    return shards;
  }

  async function byWords(text: string, limit: number, signal: AbortSignal): Promise<Ranked[]> {
    const words = searchTokens(text);
    const wanted = words.join(' ');
    if (wanted === '') return [];
    const found: Ranked[] = [];
    const asked = new Set<number>();
    for (const near of [false, true]) {
      // Near words come last: with enough of the others nobody sees them.
      if (found.filter(({ rank }) => rank < RANK.near).length >= limit) break;
      for (const shard of await shardsOfAll(words, near, signal)) {
        if (asked.has(shard)) continue;
        asked.add(shard);
        found.push(...(await inShard(contents!.names[shard]!.file, text, wanted, limit, signal)));
      }
    }
    return found;
  }

  async function inShard(
    file: string,
    text: string,
    wanted: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<Ranked[]> {
    const shard = await nameShards(new URL(file, index!).href, signal);
    signal.throwIfAborted();
    const results = shard.search(text, {
      combineWith: 'AND',
      prefix: true,
      fuzzy: (term) => (isFuzzy(term) ? 1 : false),
      boost: { name: 4, other: 3, codes: 2 },
    });
    return results
      .map((result) => rankOf(result, wanted))
      .sort(byRank)
      .slice(0, limit);
  }

  return async (text, limit, signal) => {
    if (text.trim() === '' || index === null || limit < 1) return [];
    contents ??= (await loadJson(index)) as SearchIndex;
    signal.throwIfAborted();
    const ranked = [...(await byId(text, signal)), ...(await byWords(text, limit, signal))].sort(byRank);
    const seen = new Set<string>();
    return ranked
      .filter(({ hit }) => !seen.has(hit.id) && seen.add(hit.id))
      .slice(0, limit)
      .map(({ hit }) => hit);
  };
}

/** Gives the first of `count` places for which something holds that goes on holding; `count` if none. */
function firstAtLeast(count: number, holds: (at: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function byRank(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.score !== b.score) return b.score - a.score;
  return a.hit.id < b.hit.id ? -1 : 1;
}

function rankOf(result: SearchResult, wanted: string): Ranked {
  const { id, gid, kind, name, lon, lat } = result as unknown as SearchDocument;
  // Folders of an older build do not keep these.
  const { other = '', address = '', codes = '' } = result as unknown as Partial<SearchDocument>;
  const named = [plain(name), plain(other)];
  let rank: number = result.queryTerms.length > 0 && isWhole(result) ? RANK.words : RANK.near;
  if (named.includes(wanted)) rank = RANK.name;
  else if (named.some((one) => one.startsWith(wanted))) rank = RANK.namePrefix;
  else if (codes.split(' ').some((code) => plain(code) === wanted)) rank = RANK.code;
  const detail = [address, other, id].find((text) => text !== '' && text !== name) ?? '';
  const hit: SearchHit = { id, gid, kind, name: name || address || localId(id), detail, lon, lat };
  return { hit, rank, score: result.score };
}

/** Tells whether every word was found as it was typed, or as the beginning of one. */
function isWhole({ queryTerms, terms }: SearchResult): boolean {
  return queryTerms.every((asked) => terms.some((term) => term.startsWith(asked)));
}

const ADDRESS_KEYS = [
  ['addr:street', 'addr_street', 'street'],
  ['addr:housenumber', 'addr_housenumber', 'housenumber'],
];

/** Kinds of hits by layer of the feature. */
const KINDS: Readonly<Record<PlacedFeature['layer'], string>> = {
  buildings: 'building',
  components: 'component',
  roads: 'road',
  events: 'event',
  vehicles: 'vehicle',
  geojson: 'place',
};

function hitOfFeature({ id, gid, layer, name, attributes, lon, lat }: PlacedFeature): SearchHit {
  const address = ADDRESS_KEYS.map((keys) => keys.map((key) => attributes[key]).find((value) => value))
    .filter(Boolean)
    .join(' ');
  return {
    id,
    gid,
    kind: KINDS[layer],
    name: name ?? (address || localId(id)),
    detail: name && address ? address : id,
    lon: lon ?? 0,
    lat: lat ?? 0,
  };
}
