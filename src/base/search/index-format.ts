/**
 * Shape of the search index of a city folder (`search/index.json` and its shards).
 *
 * `ids`: sorted tables of local ids (what follows the first `:` of an id, lower case) for look-up by prefix.
 * `names`: one MiniSearch index a shard, small enough for a page to hold a few; in a large city `routes` tell which of
 * them a search has to ask.
 */

/** Fields of a document that MiniSearch indexes, and those that it gives back. */
export const SEARCH_FIELDS = ['name', 'other', 'address', 'codes'] as const;
export const SEARCH_STORED = [
  'name',
  'other',
  'address',
  'codes',
  'kind',
  'gid',
  'id',
  'lon',
  'lat',
] as const;

/** One named thing: a building (gid > 0) or a place such as a road or sub-district (gid 0). */
export interface SearchDocument {
  /** Number within the shard. */
  key: number;
  id: string;
  gid: number;
  kind: string;
  name: string;
  /** Names in other languages, former names. */
  other: string;
  address: string;
  /** Codes such as the unit grid's. */
  codes: string;
  lon: number;
  lat: number;
}

export interface IdShard {
  /** First local id of the shard. */
  first: string;
  file: string;
  count: number;
}

export interface IdTable {
  /** Local ids, ascending by code unit, and their gids. */
  ids: string[];
  gids: number[];
}

export interface SearchIndex {
  version: 1;
  ids: IdShard[];
  names: { file: string; count: number }[];
  /** Which name shards hold which words (`routes.ts`), sorted; absent: all are asked. */
  routes?: { first: string; file: string }[];
}

/** Gives what follows the source's prefix of an id, in lower case: what a person types. */
export function localId(id: string): string {
  const at = id.indexOf(':');
  return (at < 0 ? id : id.slice(at + 1)).toLowerCase();
}
