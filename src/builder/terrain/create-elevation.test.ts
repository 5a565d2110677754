import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCrs } from '#base/geo/crs.ts';
import { undulation } from '#base/geo/geoid.ts';
import type { GroundFeature } from '#city/model.ts';
import type { Elevation } from '../elevation.ts';
import { lookupEpsg } from '../epsg-lookup.ts';
import type { Problem } from '../problem.ts';
import { hgtReader } from '../read/hgt.ts';
import type { ElevationGrid } from '../read/source.ts';
import { createElevation, type ElevationOptions } from './create-elevation.ts';
import type { Extent } from './lattice.ts';

const monaco = join(resolve(process.env.SPAR_DATA ?? '../shared/data'), 'terrain/N43E007.hgt.zip');
const CITY: Extent = [10, 50, 10.02, 50.015];

/** A grid in degrees with a pixel centre every `step`. */
function gridOf(
  [west, south, east, north]: Extent,
  step: number,
  height: (lon: number, lat: number) => number,
  more: Partial<ElevationGrid> = {},
): ElevationGrid {
  const width = Math.round((east - west) / step) + 1;
  const rows = Math.round((north - south) / step) + 1;
  const values = new Float32Array(width * rows);
  for (let i = 0; i < values.length; i++) {
    values[i] = height(west + (i % width) * step, north - Math.floor(i / width) * step);
  }
  return {
    file: 'dem.tif',
    crs: { epsg: 4326 },
    width,
    height: rows,
    originX: west,
    originY: north,
    stepX: step,
    stepY: -step,
    values,
    unit: 1,
    heights: 'orthometric',
    problems: [],
    ...more,
  };
}

function elevationOf(options: Partial<ElevationOptions>): { elevation: Elevation; problems: Problem[] } {
  return createElevation({
    grids: [],
    reliefs: [],
    points: new Float64Array(0),
    extent: CITY,
    sea: null,
    crsOf: (hint) => createCrs(hint.epsg ?? hint.text ?? 4326, lookupEpsg),
    ...options,
  });
}

function seaWestOf(lon: number): GroundFeature {
  return {
    ...({ id: 'sea', theme: 'water', class: 'sea', name: null, width: 0, lanes: 0, layer: 0 } as const),
    ...{ bridge: false, tunnel: false, attributes: {} },
    geometry: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [9.9, 49.9],
            [lon, 49.9],
            [lon, 50.2],
            [9.9, 50.2],
            [9.9, 49.9],
          ],
        ],
      ],
    },
  };
}

const wide: Extent = [9.9, 49.9, 10.12, 50.115];
const tilted = (lon: number, lat: number): number => 200 + (lon - 10) * 2000 + (lat - 50) * 1000;

describe('createElevation', () => {
  it('gives back a tilted plane, orthometric heights lifted by the geoid', () => {
    const { elevation, problems } = elevationOf({ grids: [gridOf(wide, 0.0005, tilted)] });
    expect(problems).toEqual([]);
    for (const [lon, lat] of [
      [10, 50],
      [10.011, 50.0071],
      [10.02, 50.015],
    ] as const) {
      expect(elevation.heightAt(lon, lat)).toBeCloseTo(tilted(lon, lat) + undulation(lon, lat), 2);
    }
    expect(undulation(10, 50)).toBeGreaterThan(45);
    expect(elevation.spacing).toBeCloseTo(0.0005 * 111_195, 0);
    expect(elevation.source).toBe('dem.tif (EGM96)');
    expect(elevation.seaLevelAt(10, 50)).toBe(undulation(10, 50));
  });

  it('takes ellipsoidal heights as they are, feet as feet, and a projected frame as its code says', () => {
    const crs = createCrs(32632, lookupEpsg);
    const [x, y] = crs.fromLonLat(10.01, 50.0075);
    const grid: ElevationGrid = {
      ...gridOf([0, 0, 1, 1], 1, () => 0),
      crs: { epsg: 32632 },
      heights: 'ellipsoidal',
      unit: 0.3048,
      width: 200,
      height: 200,
      originX: x - 4000,
      originY: y + 4000,
      stepX: 40,
      stepY: -40,
      values: Float32Array.from({ length: 40_000 }, (_, i) => 1000 + (i % 200) * 2 + Math.floor(i / 200)),
    };
    const { elevation } = elevationOf({ grids: [grid] });
    // The middle is 100 columns and 100 rows from the first pixel: 1,300 ft.
    expect(elevation.heightAt(10.01, 50.0075)).toBeCloseTo(1300 * 0.3048, 2);
    const [lon, lat] = crs.toLonLat(x + 400, y);
    expect(elevation.heightAt(lon, lat)).toBeCloseTo(1320 * 0.3048, 2);
  });

  it('takes the finest grid where several know a place', () => {
    const coarse = gridOf(wide, 0.002, () => 100, { heights: 'ellipsoidal' });
    const fine = gridOf([10, 50, 10.01, 50.015], 0.0002, () => 50, {
      heights: 'ellipsoidal',
      file: 'fine.tif',
    });
    const { elevation } = elevationOf({ grids: [coarse, fine] });
    expect(elevation.heightAt(10.005, 50.007)).toBeCloseTo(50, 3);
    expect(elevation.heightAt(10.015, 50.007)).toBeCloseTo(100, 3);
    expect(elevation.source).toBe('fine.tif, dem.tif');
  });

  it('fills voids from around and says how much of the city they were', () => {
    const holed = gridOf(wide, 0.0005, (lon, lat) =>
      Math.hypot(lon - 10.01, lat - 50.0075) < 0.003 ? Number.NaN : tilted(lon, lat),
    );
    const { elevation, problems } = elevationOf({ grids: [holed] });
    const middle = elevation.heightAt(10.01, 50.0075) - undulation(10.01, 50.0075);
    expect(Math.abs(middle - tilted(10.01, 50.0075))).toBeLessThan(2);
    expect(problems.map(({ action, reason }) => [action, reason])).toEqual([['mended', 'elevation-voids']]);
    const percent = Number(/in ([\d.]+) % of the city/.exec(problems[0]?.detail ?? '')?.[1]);
    // A circle of radius 0.003° in 0.02° × 0.015°, less half a pixel around it that its known neighbours fill.
    expect(percent).toBeGreaterThan(6);
    expect(percent).toBeLessThan(10);
  });

  it('does not use a grid without any height, and says that the ground is flat', () => {
    const { elevation, problems } = elevationOf({ grids: [gridOf(wide, 0.005, () => Number.NaN)] });
    expect(problems.map(({ reason, file, detail }) => [reason, file, detail])).toEqual([
      ['elevation-empty', 'dem.tif', 'expected heights, got no data in all 45 × 44 samples; not used'],
      [
        'elevation-none',
        '',
        'expected elevation for the city (lon 10.0000 to 10.0200, lat 50.0000 to 50.0150), got none: the ground is flat at sea level',
      ],
    ]);
    expect(elevation.heightAt(10.01, 50.007)).toBeCloseTo(undulation(10.01, 50.007), 2);
    expect(elevation.source).toBe('none: sea level');
  });

  it('stands on known bases where the grid is empty', () => {
    const points = Float64Array.from([10.01, 50.007, 123]);
    const { elevation, problems } = elevationOf({ grids: [gridOf(wide, 0.005, () => Number.NaN)], points });
    expect(problems.map(({ reason }) => reason)).toEqual(['elevation-empty']);
    expect(elevation.heightAt(10.01, 50.007)).toBeCloseTo(123, 2);
  });

  it('does not claim to fill from around a city that lies in a void of its grid', () => {
    const far = gridOf([9.9, 49.9, 11, 50.115], 0.005, (lon) => (lon > 10.9 ? 300 : Number.NaN));
    const { elevation, problems } = elevationOf({ grids: [far] });
    expect(problems.map(({ reason, file }) => [reason, file])).toEqual([
      ['elevation-none', 'dem.tif (EGM96)'],
    ]);
    expect(problems[0]?.detail).toContain('got no data in and around it: the ground is flat at sea level');
    expect(elevation.heightAt(10.01, 50.007)).toBeCloseTo(undulation(10.01, 50.007), 2);
    expect(elevation.source).toBe('none: sea level');
  });

  it('continues data that covers a part of the city, and warns with its share', () => {
    const half = gridOf([9.9, 49.9, 10.01, 50.115], 0.0005, () => 300, { heights: 'ellipsoidal' });
    const { elevation, problems } = elevationOf({ grids: [half] });
    expect(elevation.heightAt(10.019, 50.007)).toBeCloseTo(300, 1);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.reason).toBe('elevation-partial');
    expect(problems[0]?.detail).toMatch(
      /^expected elevation for the whole city \(lon 10\.0000 to 10\.0200, lat 50\.0000 to 50\.0150\), got (48|49|50)\.\d % of it bare; continued smoothly$/,
    );
  });

  it('names a grid that lies elsewhere and stays at sea level', () => {
    const elsewhere = gridOf([11, 50, 11.1, 50.1], 0.001, () => 300);
    const { elevation, problems } = elevationOf({ grids: [elsewhere] });
    expect(problems.map(({ reason }) => reason)).toEqual(['elevation-outside', 'elevation-none']);
    expect(problems[0]?.detail).toContain('got lon 10.9995 to 11.1005, lat 49.9995 to 50.1005; not used');
    expect(elevation.heightAt(10.01, 50.007)).toBeCloseTo(undulation(10.01, 50.007), 2);
    expect(elevation.source).toBe('none: sea level');
  });

  it('comes down to the sea beyond the data without a step', () => {
    const { elevation } = elevationOf({
      grids: [gridOf(wide, 0.0005, () => 400, { heights: 'ellipsoidal' })],
    });
    expect(elevation.heightAt(10.6, 50)).toBe(undulation(10.6, 50));
    let previous = elevation.heightAt(10.01, 50.007);
    for (let lon = 10.01; lon < 10.6; lon += 0.0005) {
      const here = elevation.heightAt(lon, 50.007);
      expect(Math.abs(here - previous)).toBeLessThan(5);
      previous = here;
    }
  });

  it('lies half a metre under the sea, stands above it along the shore, and leaves polders inland', () => {
    const sea = seaWestOf(10.005);
    const { elevation, problems } = elevationOf({ grids: [gridOf(wide, 0.0005, () => -2)], sea });
    expect(problems).toEqual([]);
    const above = (lon: number): number => elevation.heightAt(lon, 50.007) - undulation(lon, 50.007);
    expect(above(10.002)).toBeCloseTo(-0.5, 3);
    expect(above(10.0054)).toBeCloseTo(0.3, 3);
    expect(above(10.015)).toBeCloseTo(-2, 3);
    expect(elevation.deepestZoom).toBeGreaterThanOrEqual(14);
  });

  it('warns of high ground under the sea polygon and follows the polygon', () => {
    const sea = seaWestOf(10.005);
    const { elevation, problems } = elevationOf({ grids: [gridOf(wide, 0.0005, () => 80)], sea });
    expect(problems.map(({ reason, detail }) => [reason, detail])).toEqual([
      [
        'sea-over-land',
        'expected elevation near 0 under the sea, got more than 20 m in 100.0 % of it; the coastline is followed',
      ],
    ]);
    expect(elevation.heightAt(10.002, 50.007) - undulation(10.002, 50.007)).toBeCloseTo(-0.5, 3);
  });

  it('lays the ground through the triangles of a relief', () => {
    const relief = Float64Array.from([
      ...[10, 50, 10, 10.02, 50, 30, 10.02, 50.015, 30],
      ...[10, 50, 10, 10.02, 50.015, 30, 10, 50.015, 10],
    ]);
    const { elevation, problems } = elevationOf({ reliefs: [relief] });
    expect(problems).toEqual([]);
    expect(elevation.heightAt(10.01, 50.01)).toBeCloseTo(20, 2);
    expect(elevation.heightAt(10.015, 50.002)).toBeCloseTo(25, 2);
    expect(elevation.source).toBe('relief of the city model');
  });

  it("uses the buildings' bases when there is nothing else", () => {
    const places = [
      [10, 50],
      [10.02, 50],
      [10, 50.015],
      [10.02, 50.015],
      [10.01, 50.0075],
    ] as const;
    const points = Float64Array.from(places.flatMap(([lon, lat]) => [lon, lat, 60 + (lon - 10) * 1000]));
    const { elevation, problems } = elevationOf({ points });
    expect(problems).toEqual([]);
    expect(elevation.heightAt(10.005, 50.0075)).toBeCloseTo(65, 1);
    expect(elevation.heightAt(10.015, 50.005)).toBeCloseTo(75, 1);
    expect(elevation.source).toBe('bases of 5 buildings');
    const one = elevationOf({ points: Float64Array.of(10.01, 50.007, 42) });
    expect(one.elevation.heightAt(10.012, 50.006)).toBeCloseTo(42, 2);
    expect(one.elevation.source).toBe('bases of 1 building');
  });
});

describe.skipIf(!existsSync(monaco))('createElevation on the SRTM tile of Monaco (needs SPAR_DATA)', () => {
  let elevation: Elevation;
  beforeAll(async () => {
    const file = { path: monaco, name: 'N43E007.hgt.zip', options: {} };
    const grid = await hgtReader.read(file, new AbortController().signal);
    elevation = elevationOf({ grids: [grid], extent: [7.385, 43.705, 7.465, 43.77] }).elevation;
  });
  const above = (lon: number, lat: number): number =>
    elevation.heightAt(lon, lat) - elevation.seaLevelAt(lon, lat);

  it('has the rock of Monaco-Ville at about 60 m', () => {
    expect(Math.abs(above(7.4246, 43.7308) - 60)).toBeLessThan(12);
  });

  it('has the summit of the Tête de Chien at about 550 m', () => {
    let highest = 0;
    for (let lon = 7.39; lon < 7.412; lon += 0.0004) {
      for (let lat = 43.722; lat < 43.74; lat += 0.0004) highest = Math.max(highest, above(lon, lat));
    }
    expect(Math.abs(highest - 550)).toBeLessThan(30);
  });

  it('has the sea where the geoid is, 48.6 m above the ellipsoid', () => {
    expect(above(7.45, 43.72)).toBeCloseTo(0, 3);
    expect(elevation.heightAt(7.45, 43.72)).toBeCloseTo(48.6, 0);
  });
});
