import { describe, expect, it } from 'vitest';
import type { Manifest } from '#base/manifest.ts';
import { createFeatureSource } from './feature-source.ts';

const MANIFEST = {
  gids: { buildings: { start: 0x400000, count: 4100 } },
  features: { buildings: 'features/buildings' },
  search: 'search/index.json',
} as unknown as Manifest;

function chunk(start: number, ids: (string | null)[]) {
  const each = <T>(value: T) => ids.map((id) => (id === null ? null : value));
  return {
    start,
    count: ids.length,
    columns: {
      id: ids,
      name: each('Casino'),
      use: each('hotel'),
      height: each(21.5),
      heightFrom: each('levels'),
      storeys: each(0),
      built: each(1863),
      demolished: each(0),
      lon: each(7.42),
      lat: each(43.73),
      attributes: each({ roof: 'hipped' }),
    },
  };
}

const FILES: Record<string, unknown> = {
  'search/index.json': {
    version: 1,
    ids: [
      { first: 'way/1', file: 'ids-0.json', count: 2 },
      { first: 'way/3', file: 'ids-1.json', count: 2 },
    ],
    names: [],
  },
  'search/ids-0.json': { ids: ['way/1', 'way/3'], gids: [0x400000, 0x400002] },
  'search/ids-1.json': { ids: ['way/3', 'way/9'], gids: [0x401001, 0x400000] },
  'features/buildings/0.json': chunk(0x400000, ['osm:way/1', null, 'osm:way/3']),
  'features/buildings/1.json': chunk(0x401000, ['x:1', 'cad:WAY/3']),
};

function source() {
  const asked: string[] = [];
  const get = (async (url: string) => {
    const path = new URL(url).pathname.slice('/c/'.length);
    asked.push(path);
    const file = FILES[path];
    return new Response(JSON.stringify(file), { status: file === undefined ? 404 : 200 });
  }) as unknown as typeof fetch;
  return { asked, source: createFeatureSource({ manifest: MANIFEST, base: 'http://h/c/' }, get) };
}

const { signal } = new AbortController();

describe('feature source', () => {
  it('finds a gid in its chunk and row, and fetches the chunk once', async () => {
    const { source: features, asked } = source();
    const found = await features.byGid(0x400002, signal);
    expect(found).toMatchObject({ gid: 0x400002, id: 'osm:way/3', height: 21.5, built: 1863, storeys: null });
    await features.byGid(0x400000, signal);
    expect(asked).toEqual(['features/buildings/0.json']);
  });

  it('tells the themes of gids apart by their blocks', async () => {
    const word = ['Lamps', null];
    const components = {
      id: ['inv:3799010118000001', null],
      class: ['cjt214:0118', null],
      code: ['3799010118000001', null],
      name: [null, null],
      model: ['lamp-road', null],
      condition: ['damaged', null],
      owner: word,
      department: word,
      grid: ['379901001001001', null],
      installed: [0, null],
      lon: [120.95, null],
      lat: [35.55, null],
      ground: [9.5, null],
      height: [0, null],
      azimuth: [90, null],
      attributes: [{ circuit: 'K-1' }, null],
    };
    const roads = {
      id: ['osm:way/7'],
      name: ['Quay'],
      class: ['primary'],
      length: [120],
      width: [14],
      lanes: [4],
      oneway: [1],
      freeSpeed: [50],
      owner: ['City'],
      maintenance: ['I'],
      cleaning: [null],
      lon: [1],
      lat: [2],
      attributes: [{}],
    };
    const files: Record<string, unknown> = {
      '/c/features/components/0.json': { start: 1, count: 2, columns: components },
      '/c/features/roads/0.json': { start: 0x600000, count: 1, columns: roads },
    };
    const manifest = {
      gids: { components: { start: 1, count: 2 }, roads: { start: 0x600000, count: 1 } },
      features: { components: 'features/components/', roads: 'features/roads' },
      search: null,
    } as unknown as Manifest;
    const get = (async (url: string) =>
      new Response(JSON.stringify(files[new URL(url).pathname]))) as typeof fetch;
    const features = createFeatureSource({ manifest, base: 'http://h/c/' }, get);
    expect(await features.byGid(1, signal)).toEqual({
      gid: 1,
      id: 'inv:3799010118000001',
      layer: 'components',
      name: null,
      use: null,
      height: null,
      heightFrom: null,
      storeys: null,
      built: null,
      demolished: null,
      component: {
        class: 'cjt214:0118',
        code: '3799010118000001',
        model: 'lamp-road',
        condition: 'damaged',
        owner: 'Lamps',
        department: 'Lamps',
        grid: '379901001001001',
        installed: null,
      },
      attributes: { circuit: 'K-1' },
      lon: 120.95,
      lat: 35.55,
    });
    expect(await features.byGid(2, signal)).toBeNull();
    expect(await features.byGid(3, signal)).toBeNull();
    expect(await features.byGid(0x600000, signal)).toMatchObject({
      layer: 'roads',
      name: 'Quay',
      road: { class: 'primary', lanes: 4, oneway: true, maintenance: 'I', cleaning: null },
    });
  });

  it('gives null for a hole and for a gid that the city never gave', async () => {
    const { source: features, asked } = source();
    expect(await features.byGid(0x400001, signal)).toBeNull();
    expect(await features.byGid(0x400000 + 4100, signal)).toBeNull();
    expect(await features.byGid(1, signal)).toBeNull();
    expect(asked).toHaveLength(1);
  });

  it('finds an id whose local part two sources share, across the end of a shard', async () => {
    const { source: features } = source();
    expect((await features.byId('osm:way/1', signal))?.gid).toBe(0x400000);
    expect((await features.byId('osm:way/3', signal))?.gid).toBe(0x400002);
    expect((await features.byId('cad:WAY/3', signal))?.gid).toBe(0x401001);
    expect(await features.byId('osm:way/2', signal)).toBeNull();
  });

  it('says which file did not come', async () => {
    const { source: features } = source();
    await expect(features.byGid(0x400000, AbortSignal.timeout(9))).resolves.not.toBeNull();
    const gone = createFeatureSource(
      { manifest: { ...MANIFEST, features: { buildings: 'gone' } }, base: 'http://h/c/' },
      (async () => new Response('', { status: 404 })) as unknown as typeof fetch,
    );
    await expect(gone.byGid(0x400000, signal)).rejects.toThrow(
      '"http://h/c/gone/0.json": expected a file, got 404',
    );
  });
});
