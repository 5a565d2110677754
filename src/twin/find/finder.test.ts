import MiniSearch from 'minisearch';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '#base/manifest.ts';
import { SEARCH_FIELDS, SEARCH_STORED, type SearchDocument } from '#base/search/index-format.ts';
import { searchTokens } from '#base/search/tokens.ts';
import type { Histogram, SearchHit } from '#base/twin-queries.ts';
import { createFinder } from './finder.ts';
import type { StyleUpdate } from './style-engine.ts';

const START = 0x40_0000;
const MANIFEST = {
  gids: { buildings: { start: START, count: 4 } },
  features: { buildings: 'features/buildings/' },
  search: 'search/index.json',
} as unknown as Manifest;

function shard(documents: Partial<SearchDocument>[]): unknown {
  const index = new MiniSearch<SearchDocument>({
    idField: 'key',
    fields: [...SEARCH_FIELDS],
    storeFields: [...SEARCH_STORED],
    tokenize: searchTokens,
    processTerm: (term) => term,
  });
  const blank = { gid: 0, kind: 'road', name: '', other: '', address: '', codes: '', lon: 7.4, lat: 43.7 };
  index.addAll(documents.map((one, key) => ({ ...blank, ...one, key }) as SearchDocument));
  return JSON.parse(JSON.stringify(index));
}

const TABLE = {
  start: START,
  count: 4,
  columns: {
    id: ['osm:way/17', 'osm:way/170', 'osm:way/1700', null],
    name: ['Opera', null, null, null],
    use: ['civic', 'house', 'house', null],
    height: [30, 8, 9, null],
    heightFrom: ['height', 'rule', 'rule', null],
    storeys: [4, 2, 2, null],
    built: [1878, 1950, 0, null],
    demolished: [0, 0, 0, null],
    lon: [7.1, 7.2, 7.3, null],
    lat: [43.1, 43.2, 43.3, null],
    attributes: [{}, { 'addr:street': 'Rue Grimaldi', 'addr:housenumber': '5' }, {}, null],
  },
};

const FILES: Record<string, unknown> = {
  'search/index.json': {
    version: 1,
    ids: [
      { first: 'way/17', file: 'ids-0.json', count: 2 },
      { first: 'way/1700', file: 'ids-1.json', count: 1 },
    ],
    names: [
      { file: 'names-0.json', count: 3 },
      { file: 'names-1.json', count: 2 },
    ],
  },
  'search/ids-0.json': { ids: ['way/17', 'way/170'], gids: [START, START + 1] },
  'search/ids-1.json': { ids: ['way/1700'], gids: [START + 2] },
  'search/names-0.json': shard([
    { id: 'osm:way/17', gid: START, kind: 'building', name: 'Opera', codes: '379901003001009' },
    { id: 'osm:way/50', name: 'Opera Lane' },
    { id: 'osm:way/51', name: '滨海大道', other: 'Binhai Avenue' },
  ]),
  'search/names-1.json': shard([
    { id: 'osm:way/60', name: 'Old Opera House' },
    { id: 'osm:way/61', gid: START + 1, kind: 'building', address: '滨海大道 588' },
  ]),
  'features/buildings/0.json': TABLE,
};

function finder(files = FILES) {
  const asked: string[] = [];
  const get = (async (url: string) => {
    const path = new URL(url).pathname.slice('/c/'.length);
    asked.push(path);
    return new Response(JSON.stringify(files[path]), { status: path in files ? 200 : 404 });
  }) as unknown as typeof fetch;
  const made = createFinder({ manifest: MANIFEST, base: 'http://h/c/' }, get);
  const { signal } = new AbortController();
  return {
    asked,
    made,
    search: async (text: string, limit = 10) =>
      ((await made.answer({ kind: 'search', text, limit }, signal)) as SearchHit[]).map(({ id }) => id),
    hits: async (text: string) =>
      (await made.answer({ kind: 'search', text, limit: 10 }, signal)) as SearchHit[],
    histogram: async () =>
      (await made.answer({ kind: 'histogram', attribute: 'use', bins: 1 }, signal)) as Histogram,
  };
}

describe('search of a city', () => {
  it('puts the whole name first, then names that begin so, then the others, over all shards', async () => {
    expect(await finder().search('opera')).toEqual(['osm:way/17', 'osm:way/50', 'osm:way/60']);
  });

  it('finds while a word is being typed, and forgives one slip of a long one', async () => {
    expect(await finder().search('ope')).toContain('osm:way/17');
    expect(await finder().search('avenoe')).toEqual(['osm:way/51']);
  });

  it('finds Chinese names by a part, by the English one, and addresses with their number', async () => {
    expect(await finder().search('海大')).toEqual(['osm:way/51', 'osm:way/61']);
    expect(await finder().search('binhai')).toEqual(['osm:way/51']);
    const [hit] = await finder().hits('滨海大道588');
    expect(hit).toMatchObject({ id: 'osm:way/61', name: '滨海大道 588', kind: 'building', gid: START + 1 });
  });

  it('finds by code', async () => {
    expect(await finder().search('379901003001009')).toEqual(['osm:way/17']);
  });

  it('finds by id, the whole one first, and goes on into the next shard', async () => {
    const one = finder();
    expect(await one.search('way/17')).toEqual(['osm:way/17', 'osm:way/170', 'osm:way/1700']);
    expect(await one.search('osm:way/1700')).toEqual(['osm:way/1700']);
    const [, hit] = await one.hits('WAY/17');
    expect(hit).toEqual({
      id: 'osm:way/170',
      gid: START + 1,
      kind: 'building',
      name: 'Rue Grimaldi 5',
      detail: 'osm:way/170',
      lon: 7.2,
      lat: 43.2,
    });
  });

  it('asks for nothing for an empty text, and no ids for a word without digits', async () => {
    const one = finder();
    expect(await one.search('  ')).toEqual([]);
    expect(one.asked).toEqual([]);
    await one.search('opera');
    expect(one.asked).toEqual(['search/index.json', 'search/names-0.json', 'search/names-1.json']);
  });

  it('keeps to the limit', async () => {
    expect(await finder().search('opera', 2)).toHaveLength(2);
  });

  it('lets one asker give up without taking the load from the next', async () => {
    const { made } = finder();
    const aborter = new AbortController();
    const first = made.answer({ kind: 'search', text: 'ope', limit: 3 }, aborter.signal);
    const second = made.answer({ kind: 'search', text: 'oper', limit: 3 }, new AbortController().signal);
    aborter.abort();
    await expect(first).rejects.toThrow('abort');
    expect(await second).toHaveLength(3);
  });

  it('says which file did not come, and asks for it again', async () => {
    const files = { ...FILES };
    delete files['search/names-1.json'];
    const one = finder(files);
    await expect(one.search('opera')).rejects.toThrow(
      '"http://h/c/search/names-1.json": expected a file, got 404',
    );
    files['search/names-1.json'] = FILES['search/names-1.json'];
    expect(await one.search('opera')).toHaveLength(3);
  });
});

describe('finder', () => {
  it('loads the attributes once for histograms and styles alike', async () => {
    const one = finder();
    expect(await one.histogram()).toMatchObject({ bins: ['house', 'civic'], counts: [2, 1], unknown: 0 });
    const request = { filter: { use: ['civic'] }, colouring: null, selected: [], hidden: [], isolated: null };
    const style = (await one.made.answer(
      { kind: 'style', theme: 'buildings', request },
      new AbortController().signal,
    )) as StyleUpdate;
    expect(style.shown).toBe(1);
    expect(one.asked).toEqual(['features/buildings/0.json']);
  });

  it('needs no attributes to select or hide', async () => {
    const one = finder();
    const request = { filter: null, colouring: null, selected: [START], hidden: [], isolated: null };
    await one.made.answer({ kind: 'style', theme: 'buildings', request }, new AbortController().signal);
    expect(one.asked).toEqual([]);
  });
});
