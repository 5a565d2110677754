import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BuildingTable, ComponentTable } from '#base/feature-table.ts';
import { ecefToLonLatHeight } from '#base/geo/ellipsoid.ts';
import { undulation } from '#base/geo/geoid.ts';
import { buildCity } from './build.ts';
import { inspectComponents } from './inspect/component-content.ts';
import { inspectCity } from './inspect/inspect-city.ts';
import { silentProgress } from './progress.ts';
import { osmPbfReader } from './read/osm-pbf.ts';
import type { Report } from './report.ts';

const DATA = process.env.SPAR_DATA ?? '../shared/data';

interface Built {
  report: Report;
  dir: string;
  rows: { id: string; lon: number; lat: number; height: number; heightFrom: string; name: string | null }[];
}

async function build(...sources: string[]): Promise<Built> {
  const dir = join(await mkdtemp(join(tmpdir(), 'spar-real-')), 'city');
  const { report } = await buildCity({
    sources: sources.map((source) => join(DATA, source)),
    out: dir,
    name: 'city',
    recipe: {},
    progress: silentProgress,
    signal: new AbortController().signal,
    threads: 0,
  });
  const { columns } = JSON.parse(
    await readFile(join(dir, 'features/buildings/0.json'), 'utf8'),
  ) as BuildingTable;
  const rows = columns.id.map((id, row) => ({
    id: id!,
    lon: columns.lon[row]!,
    lat: columns.lat[row]!,
    height: columns.height[row]!,
    heightFrom: columns.heightFrom[row]!,
    name: columns.name[row]!,
  }));
  return { report, dir, rows };
}

function expectAccounted(report: Report): void {
  for (const of of report.sources) {
    expect(of.read, of.file).toBe(
      of.buildings + of.parts + of.ground + of.components + of.dropped + of.passed,
    );
  }
}

async function expectClean(dir: string): Promise<void> {
  expect((await inspectCity(dir)).findings).toEqual([]);
}

/** Tags of what is looked for among the nodes. */
const WANTED = {
  trees: ['natural', 'tree'],
  lamps: ['highway', 'street_lamp'],
  signals: ['highway', 'traffic_signals'],
} as const;

/** Nodes with tags, as the file has them. */
async function nodesOf(path: string) {
  const file = { path, name: 'osm', options: {} };
  const { features } = await osmPbfReader.read(file, new AbortController().signal);
  const nodes = new Map<string, { lon: number; lat: number; tags: Record<string, unknown> }>();
  for await (const batch of features) {
    for (const { id, geometry, tags } of batch) {
      if (geometry?.type !== 'Point') continue;
      nodes.set(id!, { lon: geometry.coordinates[0]!, lat: geometry.coordinates[1]!, tags });
    }
  }
  return nodes;
}

interface Tile {
  transform?: number[];
  content?: { uri: string };
  children?: Tile[];
}

/** Longitude and latitude of every dot of the tiles, by gid: decoded from the bytes. */
async function placesInTiles(dir: string): Promise<Map<number, [number, number]>> {
  const places = new Map<number, [number, number]>();
  const visit = async (tile: Tile, above: readonly number[]): Promise<void> => {
    const matrix = tile.transform ? multiply(above, tile.transform) : above;
    const uri = tile.content?.uri;
    if (uri?.endsWith('d.glb')) {
      const bytes = await readFile(join(dir, 'components', uri));
      const content = await inspectComponents(
        bytes,
        () => Promise.reject(new Error('no library')),
        (text) => expect.unreachable(text),
      );
      for (const { gid, place } of content!.shown) {
        const [x, y, z] = [0, 1, 2].map(
          (k) =>
            matrix[k]! * place[0] + matrix[4 + k]! * place[1] + matrix[8 + k]! * place[2] + matrix[12 + k]!,
        );
        const [lon, lat] = ecefToLonLatHeight(x!, y!, z!, [0, 0, 0]);
        places.set(gid, [lon!, lat!]);
      }
    }
    for (const child of tile.children ?? []) await visit(child, matrix);
  };
  const { root } = JSON.parse(await readFile(join(dir, 'components/tileset.json'), 'utf8')) as { root: Tile };
  await visit(root, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  return places;
}

function multiply(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: 16 }, (_, at) =>
    [0, 1, 2, 3].reduce((sum, k) => sum + a[k * 4 + (at % 4)]! * b[Math.floor(at / 4) * 4 + k]!, 0),
  );
}

const has = (file: string): boolean => existsSync(join(DATA, file));

describe('real cities', () => {
  it.skipIf(!has('osm/monaco.osm.pbf'))(
    'builds Monaco from OpenStreetMap and SRTM',
    async () => {
      const { report, dir, rows } = await build('osm/monaco.osm.pbf', 'terrain/N43E007.hgt.zip');
      await expectClean(dir);
      expectAccounted(report);
      expect(report.counts.buildings).toBe(1_207);
      // The Prince's palace: 43.7314 N 7.4203 E; the Casino: 43.7396 N 7.4275 E.
      const near = (lon: number, lat: number) =>
        rows.filter((row) => Math.hypot((row.lon - lon) * 80_400, (row.lat - lat) * 111_200) < 80);
      expect(near(7.4203, 43.7314).length).toBeGreaterThan(0);
      expect(near(7.4275, 43.7396).length).toBeGreaterThan(0);
    },
    60_000,
  );

  it.skipIf(!has('osm/monaco.osm.pbf'))(
    "stands Monaco's trees, lamps and signals where OpenStreetMap has them",
    async () => {
      const { report, dir } = await build('osm/monaco.osm.pbf', 'terrain/N43E007.hgt.zip');
      expectAccounted(report);
      const { columns, start } = JSON.parse(
        await readFile(join(dir, 'features/components/0.json'), 'utf8'),
      ) as ComponentTable;
      const placed = await placesInTiles(dir);
      const osm = await nodesOf(join(DATA, 'osm/monaco.osm.pbf'));
      const counts = { trees: 0, lamps: 0, signals: 0 };
      for (const [id, { lon, lat, tags }] of osm) {
        const kind = Object.entries(WANTED).find(([, [key, value]]) => tags[key] === value)?.[0];
        if (!kind) continue;
        counts[kind as keyof typeof counts]++;
        const row = columns.id.indexOf(`osm:${id}`);
        expect(row, id).toBeGreaterThanOrEqual(0);
        expect(
          Math.hypot((columns.lon[row]! - lon) * 80_400, (columns.lat[row]! - lat) * 111_100),
        ).toBeLessThan(0.2);
        const place = placed.get(start + row)!;
        expect(Math.hypot((place[0] - lon) * 80_400, (place[1] - lat) * 111_100), id).toBeLessThan(0.2);
      }
      expect(counts).toEqual({ trees: 415, lamps: 17, signals: 15 });
    },
    60_000,
  );

  it.skipIf(!has('citymodel/denhaag.city.json'))(
    'builds Den Haag from CityJSON where Den Haag stands',
    async () => {
      const { report, dir, rows } = await build('citymodel/denhaag.city.json');
      await expectClean(dir);
      expectAccounted(report);
      expect(report.counts.buildings).toBe(844);
      expect(report.sources[0]!.crs).toContain('7415');
      // The file's own extent in RD, 78248.66 … 79036.02, 457604.59 … 458276.44, by the grid's published polynomials.
      const lons = rows.map(({ lon }) => lon);
      const lats = rows.map(({ lat }) => lat);
      expect(Math.min(...lons)).toBeGreaterThan(4.266);
      expect(Math.max(...lons)).toBeLessThan(4.281);
      expect(Math.min(...lats)).toBeGreaterThan(52.099);
      expect(Math.max(...lats)).toBeLessThan(52.108);
      expect(rows.every(({ heightFrom }) => heightFrom === 'surfaces')).toBe(true);
      const manifest = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')) as {
        heights: [number, number];
        geoid: string;
      };
      expect(manifest.geoid).toContain('EGM96');
      // Highest roof of the file: 37.481 m NAP.
      expect(manifest.heights[1]).toBeCloseTo(37.481 + undulation(4.273, 52.103), 0);
    },
    60_000,
  );

  it.skipIf(!has('citymodel/yokosuka'))(
    'builds Yokosuka from CityGML with its textures',
    async () => {
      const { report, dir } = await build('citymodel/yokosuka/52397519_bldg_6697_op.gml');
      await expectClean(dir);
      expectAccounted(report);
      expect(report.counts.buildings).toBe(13);
      expect(report.sizes.buildings!.bytes).toBeGreaterThan(100_000);
    },
    60_000,
  );

  it.skipIf(!has('shanghai'))(
    'builds Shanghai from tiles of GeoJSON, pieces merged by id',
    async () => {
      const files = ['buildings', 'roads', 'water', 'landuse'].map(
        (part) => `shanghai/shanghai_bund_lujiazui_${part}.geojson`,
      );
      const { report, dir, rows } = await build(...files);
      await expectClean(dir);
      expectAccounted(report);
      expect(report.counts.merged).toBeGreaterThan(50);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      const tower = rows.find(({ name }) => name === '上海中心大厦');
      expect(tower?.height).toBeGreaterThan(600);
      expect(Math.abs(tower!.lon - 121.5014)).toBeLessThan(0.002);
    },
    60_000,
  );
});
