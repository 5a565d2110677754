import { describe, expect, it } from 'vitest';
import { createIdResolver } from './id-resolver.ts';

const BASE = 'http://city/search/';
const FILES: Record<string, unknown> = {
  [`${BASE}index.json`]: {
    version: 1,
    ids: [
      { first: 'a1', file: '0.json', count: 3 },
      { first: 'm5', file: '1.json', count: 2 },
    ],
    names: [],
  },
  // A building and a component share a local id, over the end of a shard.
  [`${BASE}0.json`]: { ids: ['a1', 'b2', 'm5'], gids: [1, 2, 4_194_304] },
  [`${BASE}1.json`]: { ids: ['m5', 'z9'], gids: [3, 4] },
};
const COMPONENTS = { start: 1, count: 10 };
const BUILDINGS = { start: 4_194_304, count: 10 };

function open(files = FILES) {
  const asked: string[] = [];
  let wall = 0;
  const resolver = createIdResolver(
    `${BASE}index.json`,
    async (url) => {
      asked.push(url.slice(BASE.length));
      if (!(url in files)) throw new Error('404');
      return files[url];
    },
    () => wall,
  );
  const find = (id: string, block = COMPONENTS): Promise<number | null | 'full'> =>
    new Promise((resolve) => {
      if (!resolver.find(id, block, resolve)) resolve('full');
    });
  return { asked, find, resolver, later: (ms: number) => (wall += ms) };
}

describe('ids of messages', () => {
  it('are found by what follows their source, in either case, in the shard that holds them', async () => {
    const { find, asked } = open();
    expect(await Promise.all([find('lanwan:A1'), find('b2'), find('x:z9')])).toEqual([1, 2, 4]);
    expect(asked).toEqual(['index.json', '0.json', '1.json']);
    expect(await find('lanwan:A1')).toBe(1);
    expect(asked).toHaveLength(3);
  });

  it('are found in their own theme’s block, where two themes share one', async () => {
    const { find } = open();
    expect([await find('m5'), await find('m5', BUILDINGS), await find('a1', BUILDINGS)]).toEqual([
      3,
      4_194_304,
      null,
    ]);
  });

  it('that nobody has are none, before the first shard too', async () => {
    const { find } = open();
    expect(await Promise.all([find('0'), find('c3'), find('zz'), find('')])).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('are none while the index cannot be had, which is asked for again after a while', async () => {
    const files: Record<string, unknown> = {};
    const { find, asked, later } = open(files);
    expect(await find('a1')).toBeNull();
    expect(await find('a1')).toBeNull();
    expect(asked).toHaveLength(1);
    Object.assign(files, FILES);
    later(6_000);
    expect(await find('a1')).toBe(1);
  });

  it('wait for their shard in bounded numbers', async () => {
    const { resolver } = open();
    let refused = 0;
    for (let n = 0; n < 105_000; n++) if (!resolver.find(`a${n}`, COMPONENTS, () => {})) refused++;
    expect(refused).toBe(5_000);
  });
});
