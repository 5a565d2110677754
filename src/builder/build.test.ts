import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BuildingTable } from '#base/feature-table.ts';
import { buildCity } from './build.ts';
import { inspectCity } from './inspect/inspect-city.ts';
import { silentProgress } from './progress.ts';
import type { Recipe } from './recipe.ts';
import type { Report } from './report.ts';

type Json = Record<string, unknown>;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'spar-build-'));
});

/** A square footprint of `size` metres, `east` metres from 4.3° E 52° N. */
function square(id: number | null, east: number, properties: Json = { height: 10 }, size = 12): Json {
  const lon = (metres: number): number => 4.3 + metres / 68_678;
  const lat = (metres: number): number => 52 + metres / 111_268;
  const ring = [
    [lon(east), lat(0)],
    [lon(east + size), lat(0)],
    [lon(east + size), lat(size)],
    [lon(east), lat(size)],
    [lon(east), lat(0)],
  ];
  return feature(id, properties, ring);
}

function feature(id: number | null, properties: Json, ring: unknown): Json {
  return {
    type: 'Feature',
    ...(id === null ? {} : { id }),
    properties,
    geometry: { type: 'Polygon', coordinates: [ring] },
  };
}

async function source(name: string, features: Json[]): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, JSON.stringify({ type: 'FeatureCollection', features }));
  return path;
}

async function build(sources: string[], out = 'city', recipe: Recipe = {}): Promise<Report> {
  const result = await buildCity({
    sources,
    out: join(dir, out),
    name: 'city',
    recipe,
    progress: silentProgress,
    signal: new AbortController().signal,
    threads: 0,
  });
  return result.report;
}

async function hashes(folder: string): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    let bytes: Buffer | string = await readFile(path);
    if (entry.name === 'report.json')
      bytes = JSON.stringify({ ...JSON.parse(bytes.toString()), timings: null });
    result[relative(folder, path)] = createHash('sha256').update(bytes).digest('hex');
  }
  return result;
}

async function table(out = 'city'): Promise<BuildingTable> {
  return JSON.parse(await readFile(join(dir, out, 'features/buildings/0.json'), 'utf8')) as BuildingTable;
}

async function gidsById(out = 'city'): Promise<Map<string, number>> {
  const { start, columns } = await table(out);
  return new Map(columns.id.flatMap((id, row) => (id === null ? [] : [[id, start + row] as const])));
}

describe('a build', () => {
  it('makes a folder that its own inspection finds clean, every feature accounted for', async () => {
    const path = await source('town.geojson', [
      square(1, 0),
      square(2, 30, { building: 'house', 'building:levels': '2', name: 'Mill' }),
      square(3, 60, { building: 'yes' }),
      square(4, 90, { height: 10 }, 0),
      {
        type: 'Feature',
        properties: { highway: 'residential', name: 'Lane' },
        geometry: {
          type: 'LineString',
          coordinates: [
            [4.3, 52],
            [4.302, 52.001],
          ],
        },
      },
      {
        type: 'Feature',
        properties: { natural: 'tree' },
        geometry: { type: 'Point', coordinates: [4.3, 52] },
      },
    ]);
    const report = await build([path]);
    expect(await inspectCity(join(dir, 'city'))).toMatchObject({ findings: [] });
    const [of] = report.sources;
    expect(of).toMatchObject({ read: 6, buildings: 3, ground: 1, components: 1, dropped: 1, passed: 0 });
    expect(report.problems.map(({ place, action }) => ({ place, action }))).toContainEqual({
      place: expect.stringContaining('4'),
      action: 'dropped',
    });
    const { columns } = await table();
    const mill = columns.name.indexOf('Mill');
    expect(columns.height[mill]).toBeCloseTo(6, 1);
    expect(columns.heightFrom[mill]).toBe('levels');
    expect(columns.heightFrom.filter((from) => from === 'rule')).toHaveLength(1);
  });

  it('makes a city of roads alone, and one stray of them does not make it the size of the Earth', async () => {
    const road = (...coordinates: [number, number][]) => ({
      type: 'Feature',
      properties: { highway: 'primary' },
      geometry: { type: 'LineString', coordinates },
    });
    const near = [0, 1, 2].map((i) => road([4.3 + i * 0.01, 52], [4.31 + i * 0.01, 52.01]));
    const report = await build([await source('roads.geojson', [...near, road([4.3, 52], [0, 0])])]);
    expect(report.reasons.warning['no-buildings']).toBe(1);
    expect(await inspectCity(join(dir, 'city'))).toMatchObject({ findings: [] });
    const manifest = JSON.parse(await readFile(join(dir, 'city/manifest.json'), 'utf8'));
    expect(manifest.features).toEqual({ roads: 'features/roads' });
    const [west, south] = manifest.extent;
    expect(west).toBeCloseTo(4.3, 6);
    expect(south).toBeCloseTo(52, 6);
  });

  it('tells of a recipe what features are whose file does not', async () => {
    const path = await source('shapes.geojson', [{ ...square(1, 0), properties: { a: 1 } }]);
    await expect(build([path])).rejects.toThrow(
      'got nothing usable (passed over: unknown-kind 1; "theme" in the recipe says what features of unknown kind are)',
    );
  });

  it('keeps to one side of the 180° meridian and says so', async () => {
    const at = (id: number, lon: number) => ({
      ...square(id, 0),
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [lon, -17],
            [lon + 1e-4, -17],
            [lon + 1e-4, -16.9999],
            [lon, -16.9999],
            [lon, -17],
          ],
        ],
      },
    });
    const report = await build([
      await source('fiji.geojson', [at(1, 179.99), at(2, 179.98), at(3, -179.99)]),
    ]);
    expect(report.counts.buildings).toBe(2);
    expect(report.problems.find(({ action }) => action === 'dropped')).toMatchObject({
      reason: 'across-antimeridian',
      detail:
        'building "fiji:3": expected a place on the city\'s side of the 180° meridian, got -179.98995, -16.99995: build the other side as a city of its own',
    });
  });

  it('gives the same bytes twice, timings aside', async () => {
    const path = await source(
      'town.geojson',
      Array.from({ length: 40 }, (_, i) => square(i + 1, i * 20)),
    );
    await build([path], 'a');
    await build([path], 'b');
    const [a, b] = await Promise.all([hashes(join(dir, 'a')), hashes(join(dir, 'b'))]);
    expect(Object.keys(a).length).toBeGreaterThan(10);
    expect(b).toEqual(a);
  });

  it('keeps every gid when a footprint is added or removed, and never gives one again', async () => {
    const town = Array.from({ length: 20 }, (_, i) => square(i + 1, i * 20));
    await build([await source('town.geojson', town)]);
    const before = await gidsById();
    await build([await source('town.geojson', [square(99, 130), ...town.slice(1)])]);
    const after = await gidsById();
    for (const [id, gid] of before) if (!id.endsWith(':1')) expect(after.get(id)).toBe(gid);
    expect([...before.values()]).not.toContain(after.get('town:99'));
    expect(await inspectCity(join(dir, 'city'))).toMatchObject({ findings: [] });
    await build([await source('town.geojson', town)]);
    expect(await gidsById()).toEqual(before);
  });

  it('leaves the old folder and its ledger as they were when it fails or is stopped', async () => {
    await build([await source('town.geojson', [square(1, 0)])]);
    const before = await hashes(join(dir, 'city'));
    const ledger = await readFile(join(dir, 'city.ledger'), 'utf8');
    await writeFile(join(dir, 'town.geojson'), '{"type":"FeatureCollection","features":[{"type":"Fea');
    await expect(build([join(dir, 'town.geojson')])).rejects.toThrow('town.geojson');
    const controller = new AbortController();
    controller.abort();
    const stopped = buildCity({
      sources: [await source('town.geojson', [square(2, 0)])],
      out: join(dir, 'city'),
      name: 'city',
      recipe: {},
      progress: silentProgress,
      signal: controller.signal,
      threads: 0,
    });
    await expect(stopped).rejects.toThrow();
    expect(await hashes(join(dir, 'city'))).toEqual(before);
    expect(await readFile(join(dir, 'city.ledger'), 'utf8')).toBe(ledger);
    expect((await readdir(dir)).sort()).toEqual(['city', 'city.ledger', 'town.geojson']);
  });

  it('makes one city of several sources', async () => {
    const report = await build([
      await source('west.geojson', [square(1, 0)]),
      await source('east.geojson', [square(1, 40), square(2, 80)]),
    ]);
    expect(report.counts.buildings).toBe(3);
    expect([...(await gidsById()).keys()].sort()).toEqual(['east:1', 'east:2', 'west:1']);
  });

  it('merges pieces of one id', async () => {
    const report = await build([await source('town.geojson', [square(7, 0), square(7, 12), square(8, 60)])]);
    expect(report.counts).toMatchObject({ buildings: 2, merged: 1 });
  });

  it('refuses a damaged ledger rather than numbering anew', async () => {
    const path = await source('town.geojson', [square(1, 0)]);
    await build([path]);
    await writeFile(join(dir, 'city.ledger'), 'spar-ledger 1\nbuildings 5\n"town:1"\n');
    await expect(build([path])).rejects.toThrow(/city\.ledger": line 4: expected an id/);
  });
});

describe('bad input', () => {
  const bad: [name: string, content: string | Buffer, message: RegExp][] = [
    ['empty.geojson', '', /empty\.geojson.*expected.*got/s],
    [
      'cut.geojson',
      '{"type":"FeatureCollection","features":[{"type":"Feature","proper',
      /cut\.geojson.*expected/s,
    ],
    [
      'none.geojson',
      '{"type":"FeatureCollection","features":[]}',
      /none\.geojson: expected at least one feature/,
    ],
    ['words.geojson', 'hello, this is no city', /words\.geojson.*expected/s],
    ['noise.osm.pbf', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]), /noise\.osm\.pbf.*expected/s],
    ['cut.zip', Buffer.from('PK\u0003\u0004 and no more'), /cut\.zip.*expected/s],
    ['cut.tif', Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, 1]), /cut\.tif.*expected/s],
    [
      'old.city.json',
      '{"type":"CityJSON","version":"0.9","CityObjects":{},"vertices":[]}',
      /expected version 1\.0, 1\.1 or 2\.0, got "0\.9"/,
    ],
  ];
  it.each(bad)('says what is wrong with %s and writes nothing', async (name, content, message) => {
    await writeFile(join(dir, name), content);
    await expect(build([join(dir, name)])).rejects.toThrow(message);
    expect(existsSync(join(dir, 'city'))).toBe(false);
    expect(await readdir(dir)).toEqual([name]);
  });

  it('names a file that does not exist', async () => {
    await expect(build([join(dir, 'gone.geojson')])).rejects.toThrow(/gone\.geojson.*expected/s);
  });

  it('finds the format by content, whatever the name says', async () => {
    const path = await source('town.shp', [square(1, 0)]);
    expect((await build([path])).sources[0]?.format).toBe('geojson');
  });

  it('drops each bad footprint with its reason and keeps the rest', async () => {
    const star = (corners: number): number[][] => {
      const ring = Array.from({ length: corners }, (_, i) => {
        const angle = (i / corners) * 2 * Math.PI;
        const reach = 0.001 * (i % 2 ? 1 : 0.8);
        return [4.31 + Math.cos(angle) * reach, 52.01 + Math.sin(angle) * reach];
      });
      return [...ring, ring[0]!];
    };
    const features = [
      square(1, 0),
      feature(2, { height: 5 }, [
        [4.3, Number.NaN],
        [4.301, 52],
        [4.301, 52.001],
        [4.3, Number.NaN],
      ]),
      feature(3, { height: 5 }, [
        [4.3, 52],
        [4.301, 52],
      ]),
      square(4, 20, { height: 5 }, 0),
      feature(5, { height: 5 }, star(20_000)),
      feature(6, { height: 5 }, [
        [1, 50],
        [8, 50],
        [8, 54],
        [1, 54],
        [1, 50],
      ]),
      square(7, 40, { height: -5 }),
      square(8, 60, { height: 9999 }),
      square(9, 80, { height: '12 ft' }),
    ];
    const report = await build([await source('town.geojson', features)]);
    const { columns } = await table();
    const height = (id: string): number | null | undefined => columns.height[columns.id.indexOf(id)];
    expect(height('town:9')).toBeCloseTo(3.66, 2);
    for (const id of ['town:7', 'town:8']) {
      expect(columns.heightFrom[columns.id.indexOf(id)]).toBe('rule');
      expect(
        report.problems.some(
          ({ place, detail }) => place.includes(id.slice(5)) && /-5|9999|9,999/.test(detail),
        ),
      ).toBe(true);
    }
    for (const id of ['town:2', 'town:3', 'town:4', 'town:6']) expect(columns.id).not.toContain(id);
    expect(report.sources[0]).toMatchObject({ read: 9, dropped: expect.any(Number) });
    const [of] = report.sources;
    expect(of!.read).toBe(of!.buildings + of!.parts + of!.ground + of!.dropped + of!.passed);
    expect(await inspectCity(join(dir, 'city'))).toMatchObject({ findings: [] });
  });

  it('ends with a message when nothing usable comes out', async () => {
    const path = await source('town.geojson', [square(1, 0, { height: 5 }, 0)]);
    await expect(build([path])).rejects.toThrow(/expected buildings.*got nothing usable.*dropped/s);
    expect(existsSync(join(dir, 'city'))).toBe(false);
  });

  it('names an unknown EPSG code', async () => {
    const path = await source('town.geojson', [square(1, 0)]);
    await expect(
      build([path], 'city', { sources: { 'town.geojson': { crs: 'EPSG:99999' } } }),
    ).rejects.toThrow(/EPSG:99999/);
  });

  it('names a recipe entry for a source that was not given', async () => {
    const path = await source('town.geojson', [square(1, 0)]);
    await expect(build([path], 'city', { sources: { 'twon.geojson': {} } })).rejects.toThrow(
      /got "twon\.geojson"/,
    );
  });
});
