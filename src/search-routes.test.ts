/** Names as the builder writes them and the page finds them, in so many shards that a search is led to a few. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SearchDocument, SearchIndex } from '#base/search/index-format.ts';
import { createInlinePool, type TaskPool } from '#builder/pool.ts';
import { TASKS } from '#builder/tasks.ts';
import { writeSearchIndex } from '#builder/write/features/search-index.ts';
import { createSearch, type SearchCity } from '#twin/find/search-city.ts';

const INDEX = 'http://city/search/index.json';
const NAMES_A_SHARD = 25;
const FIRST = ['Opera', 'Harbour', 'Library', 'Station', 'Museum', 'Mill', 'École', '滨海', '大学', '公园'];
const SECOND = ['North', 'South', 'of the Sea', 'Avenue', 'Hall', '图书馆', '宿舍', 'Obelisk', 'Quai', 'Z'];

/** 1,000 names that repeat their words, 26 that have one of their own. */
const documents: SearchDocument[] = [
  ...Array.from({ length: 1_000 }, (_, n) => ({
    name: `${FIRST[n % 10]} ${SECOND[Math.floor(n / 10) % 10]} ${n}`,
    other: n % 7 === 0 ? `former ${SECOND[n % 10]}` : '',
    address: `${Math.floor(n / 4)} Long Street`,
    codes: n % 5 === 0 ? `37990100${n}` : '',
  })),
  ...Array.from({ length: 26 }, (_, n) => ({
    name: `Unique${String.fromCharCode(97 + n)}ton`,
    other: '',
    address: '',
    codes: '',
  })),
].map((one, n) => ({ ...one, key: 0, id: `t:${n}`, gid: 0, kind: 'place', lon: 0, lat: 0 }));

let dir: string;
let pool: TaskPool;
let index: SearchIndex;
const asked: string[] = [];
let routed: SearchCity;
let unrouted: SearchCity;

const searchOf = (contents: SearchIndex): SearchCity =>
  createSearch({
    index: INDEX,
    byGid: async () => null,
    async loadJson(url) {
      const file = basename(url);
      asked.push(file);
      return file === 'index.json' ? contents : JSON.parse(await readFile(join(dir, file), 'utf8'));
    },
  });
const { signal } = new AbortController();
const idsOf = async (search: SearchCity, text: string): Promise<string[]> =>
  (await search(text, 2_000, signal)).map(({ id }) => id);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'spar-routes-'));
  pool = createInlinePool(TASKS);
  await writeSearchIndex({
    dir,
    ids: documents.map(({ id }) => id),
    gids: Uint32Array.from(documents, (_, n) => n + 1),
    documents,
    pool,
    namesAShard: NAMES_A_SHARD,
  });
  index = JSON.parse(await readFile(join(dir, 'index.json'), 'utf8')) as SearchIndex;
  const { routes: _, ...without } = index;
  routed = searchOf(index);
  unrouted = searchOf(without);
});
afterAll(async () => {
  await pool?.close();
  await rm(dir, { recursive: true, force: true });
});

/** A name of the city, cut to words and beginnings of words as a person types them. */
const typed = fc
  .tuple(fc.nat(documents.length - 1), fc.nat(12), fc.boolean(), fc.boolean())
  .map(([n, length, firstAlone, upper]) => {
    const words = documents[n]!.name.split(' ');
    const some = firstAlone ? words.slice(0, 1) : words;
    const last = some.at(-1)!;
    const text = [...some.slice(0, -1), [...last].slice(0, length + 1).join('')].join(' ');
    return upper ? text.toUpperCase() : text;
  });

describe('routed name search', () => {
  it('finds what a search of every shard finds, by whole words and by their beginnings, in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        expect(await idsOf(routed, text)).toEqual(await idsOf(unrouted, text));
      }),
      { numRuns: 60 },
    );
  });

  it('finds names with a wrong letter after the first two', async () => {
    for (const text of ['harbuor north', 'librery', 'uniquektom', 'obelosk', 'muzeum z']) {
      const found = await idsOf(routed, text);
      expect(found, text).toEqual(await idsOf(unrouted, text));
    }
    expect((await idsOf(routed, 'librery')).length).toBe(100);
  });

  it('reads the shards that have the word and no others', async () => {
    expect(index.names).toHaveLength(Math.ceil(documents.length / NAMES_A_SHARD));
    const fresh = searchOf(index);
    asked.length = 0;
    expect((await fresh('Uniquekton', 1, signal)).map(({ name }) => name)).toEqual(['Uniquekton']);
    const names = asked.filter((file) => file.startsWith('names-'));
    expect(names.length).toBeLessThanOrEqual(2);
    expect(asked.filter((file) => file.startsWith('routes-')).length).toBeLessThanOrEqual(2);
    // Alike names lie together.
    asked.length = 0;
    await searchOf(index)('Library Hall', 5, signal);
    expect(asked.filter((file) => file.startsWith('names-')).length).toBeLessThan(8);
    asked.length = 0;
    expect(await fresh('nowhere at all', 5, signal)).toEqual([]);
    expect(asked.filter((file) => file.startsWith('names-'))).toEqual([]);
  });

  it('is not for small cities: four shards are asked one and all', async () => {
    const small = await mkdtemp(join(tmpdir(), 'spar-routes-'));
    const few = documents.slice(0, 100);
    await writeSearchIndex({
      dir: small,
      ids: [],
      gids: new Uint32Array(),
      documents: few,
      pool,
      namesAShard: 25,
    });
    const written = JSON.parse(await readFile(join(small, 'index.json'), 'utf8')) as SearchIndex;
    await rm(small, { recursive: true });
    expect(written.names).toHaveLength(4);
    expect(written.routes).toBeUndefined();
  });
});
