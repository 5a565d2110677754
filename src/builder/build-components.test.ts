import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ComponentTable, RoadNetwork, RoadTable } from '#base/feature-table.ts';
import { parseManifest } from '#base/manifest.ts';
import type { IdTable } from '#base/search/index-format.ts';
import { buildCity } from './build.ts';
import { inspectCity } from './inspect/inspect-city.ts';
import { silentProgress } from './progress.ts';
import type { Recipe } from './recipe.ts';
import type { Report } from './report.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'spar-components-'));
});

async function source(name: string, text: string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, text);
  return path;
}

async function build(sources: string[], recipe: Recipe = {}, out = 'city'): Promise<Report> {
  const { report } = await buildCity({
    sources,
    out: join(dir, out),
    name: 'city',
    recipe,
    progress: silentProgress,
    signal: new AbortController().signal,
    threads: 0,
  });
  return report;
}

async function json<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(join(dir, path), 'utf8')) as T;
}

/** A street from west to east with a house, so that there is a city for things to stand in. */
const TOWN = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      id: 1,
      properties: { building: 'yes', height: 9 },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [114.05, 22.541],
            [114.0502, 22.541],
            [114.0502, 22.5412],
            [114.05, 22.5412],
            [114.05, 22.541],
          ],
        ],
      },
    },
    {
      type: 'Feature',
      id: 2,
      properties: { highway: 'secondary', name: '深南路', lanes: 4 },
      geometry: {
        type: 'LineString',
        coordinates: [
          [114.048, 22.54],
          [114.052, 22.54],
        ],
      },
    },
  ],
});

const HEADER = '部件标识码,部件小类,经度,纬度,权属单位,状态,朝向';

describe('an inventory in a build', () => {
  it('becomes tiles, tables and ids that inspection finds clean; every row is accounted for', async () => {
    const csv = await source(
      'parts.csv',
      [
        HEADER,
        '4403050118000001,路灯,114.0490,22.54012,市政,完好,',
        '4403050118000002,路灯,114.0495,22.53988,市政,破损,90',
        '4403050402000003,行道树,114.0500,22.54015,园林,完好,',
        '4403059999000004,水马,114.0505,22.54015,园林,完好,',
        '4403050118000005,路灯,0,0,市政,完好,',
        '4403050118000006,路灯,114.0490,22.61,市政,完好,',
        '4403050118000001,路灯,114.0490,22.54012,市政,完好,',
        '4403050118000001,路灯,114.0491,22.54012,市政,完好,',
        '4403050118000007,路灯,here,there,市政,完好,',
        '4403050118000008,路灯,114.0492,22.54012,市政,blue,left',
      ].join('\n'),
    );
    const town = await source('town.geojson', TOWN);
    const report = await build([town, csv], { division: '440305', timeZone: 'Asia/Shanghai' });
    expect((await inspectCity(join(dir, 'city'))).findings).toEqual([]);
    expect(report.sources[1]).toMatchObject({ read: 10, components: 8, dropped: 2, passed: 0 });
    expect(report.sources[1]!.notes).toContain('taken as an inventory of components');
    expect(report.counts).toMatchObject({ components: 6, roads: 1, dropped: 4 });
    const said = report.problems
      .filter(({ file }) => file === 'parts.csv')
      .map(({ action, reason, place }) => `${action} ${reason} ${place}`);
    expect(said).toEqual([
      'dropped at-zero line 6',
      'dropped bad-coordinate line 10',
      'dropped far-from-city parts:4403050118000006',
      'dropped same-component parts:4403050118000001',
      expect.stringMatching(/^mended same-code parts:4403050118000001~x[0-9a-f]{16}$/),
      'warning bad-azimuth line 11',
      'warning unknown-class line 5',
      'warning unknown-state line 11',
    ]);
    const far = report.problems.find(({ reason }) => reason === 'far-from-city')!;
    expect(far.detail).toBe(
      'component "parts:4403050118000006": expected a place in the city, got 114.04900, 22.61000, 5.6 km outside of it',
    );

    const manifest = parseManifest(await json('city/manifest.json'), 'manifest.json');
    expect(manifest).toMatchObject({
      levels: { L4: 'components/tileset.json' },
      roads: { tileset: 'roads/tileset.json', network: 'roads/network.json' },
      division: '440305',
      timeZone: 'Asia/Shanghai',
      features: { components: 'features/components', roads: 'features/roads' },
      gids: { components: { start: 1, count: 6 }, roads: { start: 0x60_0000, count: 1 } },
    });
    const { columns } = await json<ComponentTable>('city/features/components/0.json');
    const row = (id: string): number => columns.id.indexOf(`parts:${id}`);
    const lamp = row('4403050118000001');
    expect(columns.class[lamp]).toBe('cjt214:0118');
    expect(columns.code[lamp]).toBe('4403050118000001');
    // The street lies in the south of the one and in the north of the other, which says east.
    expect(columns.azimuth[lamp]).toBeCloseTo(180, 0);
    expect(columns.azimuth[row('4403050118000002')]).toBe(90);
    expect(columns.condition[row('4403050118000002')]).toBe('damaged');
    expect(columns.owner[row('4403050402000003')]).toBe('园林');
    expect(columns.class[row('4403059999000004')]).toBe('other:水马');

    const { start, columns: roads } = await json<RoadTable>('city/features/roads/0.json');
    expect(start).toBe(0x60_0000);
    expect(roads).toMatchObject({
      id: ['town:2'],
      name: ['深南路'],
      class: ['secondary'],
      freeSpeed: [50],
      lanes: [4],
    });
    const network = await json<RoadNetwork>('city/roads/network.json');
    expect(network.edges).toMatchObject([{ gid: 0x60_0000, from: 0, to: 1, oneway: 0, class: 'secondary' }]);

    const ids = await json<IdTable>('city/search/ids-0.json');
    expect(ids.gids[ids.ids.indexOf('4403050118000001')]).toBe(lamp + 1);
  });

  it('alone is a city; a stray among it does not make it the size of the Earth', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `44030501180${String(i).padStart(5, '0')},${114 + i / 10_000},22.5`,
    );
    const csv = await source('lamps.csv', ['code,lon,lat', ...rows, '4403050118000999,11.4,22.5'].join('\n'));
    const report = await build([csv]);
    expect(report.counts).toMatchObject({ components: 300, dropped: 1 });
    expect(report.reasons.dropped).toEqual({ 'far-from-city': 1 });
    expect((await inspectCity(join(dir, 'city'))).findings).toEqual([]);
  });

  it('is told what it is by the recipe: theme, scheme, columns', async () => {
    const csv = await source(
      'x.csv',
      'nr,art,lon,lat,besitzer\n7,01018,114,22.5,Stadt\n8,01018,114.0001,22.5,Stadt\n',
    );
    const recipe: Recipe = {
      sources: {
        'x.csv': {
          theme: 'component',
          scheme: 'gbt30428',
          columns: { code: 'nr', class: 'art', owner: 'besitzer' },
          idPrefix: 'stadt',
        },
      },
    };
    await build([csv], recipe);
    const { columns } = await json<ComponentTable>('city/features/components/0.json');
    expect(columns).toMatchObject({
      id: ['stadt:7', 'stadt:8'],
      class: ['gbt30428:01018', 'gbt30428:01018'],
      owner: ['Stadt', 'Stadt'],
    });
  });

  it('keeps its gids when it is built again, a hole where a thing is gone', async () => {
    const line = (code: number): string => `44030501180000${code},${114 + code / 10_000},22.5`;
    const csv = await source('lamps.csv', ['code,lon,lat', line(11), line(12), line(13)].join('\n'));
    await build([csv]);
    const before = (await json<ComponentTable>('city/features/components/0.json')).columns.id;
    await source('lamps.csv', ['code,lon,lat', line(13), line(14), line(11)].join('\n'));
    await build([csv]);
    const after = (await json<ComponentTable>('city/features/components/0.json')).columns.id;
    expect(after).toHaveLength(4);
    for (const [row, id] of before.entries())
      expect(after[row]).toBe(id === 'lamps:4403050118000012' ? null : id);
    expect(after[3]).toBe('lamps:4403050118000014');
    expect((await inspectCity(join(dir, 'city'))).findings).toEqual([]);
  });

  it('is the same bytes in another order of rows', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `44030501180000${i + 10},${114 + ((i * 7) % 40) / 20_000},22.5`,
    );
    await build([await source('lamps.csv', ['code,lon,lat', ...rows].join('\n'))], {}, 'a');
    await build([await source('lamps.csv', ['code,lon,lat', ...rows.reverse()].join('\n'))], {}, 'b');
    const files = (await readdir(join(dir, 'a'), { recursive: true })).filter((name) =>
      /\.(glb|json|bin)$/.test(name),
    );
    expect(files.length).toBeGreaterThan(10);
    for (const name of files) {
      // The sources' hashes differ, and what hangs on them; report.json holds timings.
      if (/^(manifest|report)\.json$/.test(name)) continue;
      expect((await readFile(join(dir, 'a', name))).equals(await readFile(join(dir, 'b', name))), name).toBe(
        true,
      );
    }
  });
});

describe('inspection of components and roads', () => {
  let clean: string;
  const make = async (): Promise<string> => {
    const csv = await source(
      'lamps.csv',
      'code,lon,lat\n4403050118000001,114.05,22.5401\n4403050118000002,114.051,22.54012\n',
    );
    await build([await source('town.geojson', TOWN), csv]);
    return join(dir, 'city');
  };
  const change = async (path: string, edit: (bytes: Buffer) => Buffer): Promise<string[]> => {
    const copy = join(dir, 'copy');
    await cp(clean, copy, { recursive: true });
    const bytes = edit(await readFile(join(copy, path)));
    await writeFile(join(copy, path), bytes);
    await writeFile(join(copy, `${path}.gz`), gzipSync(bytes));
    return (await inspectCity(copy)).findings;
  };
  const text = (from: string | RegExp, to: string) => (bytes: Buffer) => {
    const changed = bytes.toString('latin1').replace(from, to);
    expect(changed).not.toBe(bytes.toString('latin1'));
    return Buffer.from(changed, 'latin1');
  };
  beforeEach(async () => {
    clean = await make();
  });

  it.each([
    [
      'components/tileset.json',
      text(/"geometricError":0\b/, '"geometricError":9'),
      'geometricError: expected 0 to',
    ],
    ['components/tileset.json', text(/"box":\[[^\]]*\]/, '"box":[0,0,0,1,0,0,0,1,0,0,0,1]'), 'inside'],
    ['roads/network.json', text(/"gid":\d+/, '"gid":7'), 'edge 0: gid: expected one of the roads, got 7'],
    ['roads/network.json', text(/"to":1/, '"to":9'), 'edge 0: expected nodes below 2, got 0 and 9'],
    [
      'features/components/0.json',
      text('lamps:4403050118000001', 'lamps:4403050118000002'),
      'expected each id once',
    ],
  ])('finds a fault planted in %s', async (path, edit, finding) => {
    expect((await change(path, edit)).join('\n')).toContain(finding);
  });

  it("finds a gid that is not its row's, a label that is missing, a mesh off its origin", async () => {
    const tiles = await readdir(join(clean, 'components/tiles'));
    const near = `components/tiles/${tiles.find((name) => name.endsWith('n.glb'))!}`;
    expect(await change(near, text('"label":"gid"', '"label":"gim"'))).toContainEqual(
      expect.stringContaining('expected ids of the property table and ids labelled "gid", got others'),
    );
    const ids = (bytes: Buffer): Buffer => {
      // The property table is the last thing in the file: two gids of four bytes.
      const out = Buffer.from(bytes);
      out.writeUInt32LE(77, out.length - 8);
      return out;
    };
    expect((await change(near, ids)).join('\n')).toMatch(/ids: expected the gid 77 of row 0, got 1/);
    expect((await change(near, text(/"min":\[-0/, '"min":[-9'))).join('\n')).toMatch(
      /mesh 0: expected its middle at its origin, got it 4\.\d+ m off/,
    );
  });

  it('finds a library that is cut and a tile that nobody names', async () => {
    expect(
      (await change('components/models/near.bin', (bytes) => bytes.subarray(0, 100))).join('\n'),
    ).toMatch(/expected at most 100 bytes, got/);
    await writeFile(join(clean, 'roads/tiles/stray.glb'), 'x');
    expect((await inspectCity(clean)).findings.join('\n')).toContain(
      'stray.glb: expected a tileset that names this file, got none',
    );
  });
});
