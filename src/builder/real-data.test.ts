import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BuildingTable } from '#base/feature-table.ts';
import { undulation } from '#base/geo/geoid.ts';
import { buildCity } from './build.ts';
import { inspectCity } from './inspect/inspect-city.ts';
import { silentProgress } from './progress.ts';
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
