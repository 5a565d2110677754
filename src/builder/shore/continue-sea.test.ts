import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCrs } from '#base/geo/crs.ts';
import type { GroundFeature, Position } from '#city/model.ts';
import type { Elevation } from '../elevation.ts';
import { lookupEpsg } from '../epsg-lookup.ts';
import { assembleSea, type Coast } from '../mend/sea.ts';
import { hgtReader } from '../read/hgt.ts';
import { osmPbfReader } from '../read/osm-pbf.ts';
import type { CrsHint, ElevationGrid } from '../read/source.ts';
import { createElevation } from '../terrain/create-elevation.ts';
import type { Extent } from '../terrain/lattice.ts';
import { continueSea } from './continue-sea.ts';
import { rawHeights } from './raw-heights.ts';

const DATA = resolve(process.env.SPAR_DATA ?? '../shared/data');
const MAP = join(DATA, 'osm/monaco.osm.pbf');
const TILE = join(DATA, 'terrain/N43E007.hgt.zip');

type Point = [number, number];

const crsOf = (hint: CrsHint) => createCrs(hint.epsg ?? hint.text ?? 4326, lookupEpsg);

function coastline(id: string, coordinates: Position[]): GroundFeature {
  return {
    ...{ id, theme: 'coastline', class: '', geometry: { type: 'LineString', coordinates } },
    ...{ name: null, width: 0, lanes: 0, layer: 0, bridge: false, tunnel: false, attributes: {} },
  };
}

/** Even-odd over all rings. */
function isSea(sea: GroundFeature, [x, y]: Point): boolean {
  if (sea.geometry.type !== 'MultiPolygon') throw new Error('expected a MultiPolygon');
  let inside = false;
  for (const ring of sea.geometry.coordinates.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1] as Point;
      const [bx, by] = ring[i] as Point;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

/** Heights above the sea over 10 … 10.2° E, 49.95 … 50.15° N, a sample every 0.0005°. */
function gridOf(height: (lon: number, lat: number) => number): ElevationGrid {
  const side = 401;
  return {
    ...{ file: 'dem.tif', crs: { epsg: 4326 }, width: side, height: side, unit: 1, problems: [] },
    ...{ originX: 10, originY: 50.15, stepX: 0.0005, stepY: -0.0005, heights: 'orthometric' },
    values: Float32Array.from({ length: side * side }, (_, i) =>
      height(10 + (i % side) * 0.0005, 50.15 - Math.floor(i / side) * 0.0005),
    ),
  };
}

const EXTENT: Extent = [10.04, 50, 10.16, 50.1];
/** What the coastline covers. */
const MAPPED: Extent = [10.09, 50.03, 10.11, 50.07];

/** The sea before and after; `lines` are coastlines. */
function seaOf(lines: Point[][], height: (lon: number, lat: number) => number, mapped = MAPPED) {
  const { sea, coast } = assembleSea(
    lines.map((line, i) => coastline(`way/${i}`, line)),
    EXTENT,
  );
  const raw = rawHeights({ grids: [gridOf(height)], reliefs: [], crsOf }, EXTENT);
  if (!sea || !raw) throw new Error('expected a sea and heights');
  return { sea, coast, continued: continueSea(sea, coast, mapped, raw) };
}

// A shore that runs from south-west to north-east, land in the north-west; 1 : 20.
const shoreAt = (lat: number): number => 10.1 + (lat - 50.05);
const ramp = (lon: number, lat: number): number => Math.max(0, (shoreAt(lat) - lon) * 71_000 * 0.7 * 0.05);
/** Land on the left. */
const middle: Point[] = Array.from({ length: 21 }, (_, i) => {
  const lat = 50.03 + i * 0.002;
  // The surveyed shore has bays that the elevation does not show.
  return [Math.round((shoreAt(lat) + (i % 2) * 0.0004) * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7];
});

describe('continueSea', () => {
  it('goes on along a ramp where the coastline covers the middle only', () => {
    const { sea, continued } = seaOf([middle], ramp);
    let wrongBefore = 0;
    for (let lat = 50.004; lat < 50.1; lat += 0.004) {
      for (const off of [-0.03, -0.01, -0.003, 0.003, 0.01, 0.03]) {
        const place: Point = [shoreAt(lat) + off, lat];
        if (place[0] < EXTENT[0] || place[0] > EXTENT[2]) continue;
        expect(isSea(continued, place), place.join()).toBe(off > 0);
        if (isSea(sea, place) !== off > 0) wrongBefore++;
      }
    }
    expect(wrongBefore).toBeGreaterThan(10);
  });

  it('keeps every point of the coastline but those beside its ends', () => {
    const { continued } = seaOf([middle], ramp);
    const points = pointsOf(continued);
    for (const place of middle.slice(1, -1)) expect(points.has(place.join()), place.join()).toBe(true);
  });

  it('joins the coast without a jump: the shore beside an end lies between the two', () => {
    const shifted = (lon: number, lat: number): number => ramp(lon - 0.0008, lat);
    const { continued } = seaOf([middle], shifted);
    for (const lat of [50.028, 50.026, 50.024, 50.02, 50.01]) {
      const crossings = [-0.0004, -0.0002, 0, 0.0002, 0.0004, 0.0006, 0.0008, 0.001, 0.0012, 0.0014].filter(
        (off) => !isSea(continued, [shoreAt(lat) + off, lat]),
      );
      const shore = Math.max(...crossings);
      expect(shore).toBeGreaterThanOrEqual(-0.0004);
      expect(shore).toBeLessThanOrEqual(0.001);
    }
  });

  it('goes from the coast over to a shore 100 m off within a ramp, but through nothing high', () => {
    const seaward = (lon: number, lat: number): number => ramp(lon - 0.0014, lat);
    const beside: Point = [shoreAt(50.0288) + 0.0006, 50.0288];
    const farther: Point = [shoreAt(50.015) + 0.0009, 50.015];
    const flat = seaOf([middle], seaward).continued;
    expect([isSea(flat, beside), isSea(flat, farther)]).toEqual([true, false]);
    const steep = seaOf([middle], (lon, lat) => (seaward(lon, lat) > 0 ? 40 : 0)).continued;
    expect([isSea(steep, beside), isSea(steep, farther)]).toEqual([false, false]);
  });

  it('is one polygon without a gap between coast and elevation', () => {
    const { geometry } = seaOf([middle], ramp).continued;
    expect((geometry.coordinates as Position[][][]).map((rings) => rings.length)).toEqual([1]);
  });

  it('leaves a polder beyond the map dry, behind its dike and below the sea', () => {
    const polder = (lon: number, lat: number): number => {
      const inland = (shoreAt(lat) - lon) * 50_000;
      return inland <= 0 ? 0 : inland < 200 ? 6 : -3;
    };
    const { continued } = seaOf([middle], polder);
    for (const lat of [50.01, 50.02, 50.05, 50.08]) {
      expect(isSea(continued, [shoreAt(lat) - 0.015, lat])).toBe(false);
      expect(isSea(continued, [shoreAt(lat) + 0.01, lat])).toBe(true);
    }
  });

  it('finds an island and the other shore outside of what the map shows, and takes voids as water', () => {
    const land = (lon: number, lat: number): number => {
      if (Math.hypot((lon - 10.14) * 0.64, lat - 50.02) < 0.006) return 30;
      return ramp(lon, lat) || (lon > 10.15 ? Number.NaN : 0);
    };
    const { sea, continued } = seaOf([middle], land);
    expect([isSea(sea, [10.14, 50.02]), isSea(continued, [10.14, 50.02])]).toEqual([true, false]);
    expect(isSea(continued, [10.155, 50.01])).toBe(true);
    // The coast has the last word where the map shows water.
    const known = seaOf([middle], land, [10.09, 50, 10.16, 50.07]).continued;
    expect(isSea(known, [10.14, 50.02])).toBe(true);
  });

  it('is the same sea, not only an equal one, when no coast breaks off', () => {
    const island: Point[] = [
      [10.09, 50.04],
      [10.11, 50.04],
      [10.11, 50.06],
      [10.09, 50.06],
      [10.09, 50.04],
    ];
    const closed = seaOf([island], () => 0);
    expect(closed.continued).toBe(closed.sea);
    const through = seaOf(
      [
        [
          [10.1, 49.99],
          [10.1, 50.11],
        ],
      ],
      ramp,
    );
    expect(through.continued).toBe(through.sea);
  });

  it('gives the same coordinates twice', () => {
    expect(seaOf([middle], ramp).continued).toEqual(seaOf([middle], ramp).continued);
  });
});

function pointsOf(sea: GroundFeature): Set<string> {
  if (sea.geometry.type !== 'MultiPolygon') throw new Error('expected a MultiPolygon');
  return new Set(sea.geometry.coordinates.flat(2).map((place) => place.join()));
}

describe('rawHeights', () => {
  it('knows nothing of a grid that lies elsewhere', () => {
    expect(rawHeights({ grids: [gridOf(() => 0)], reliefs: [], crsOf }, [12, 50, 13, 51])).toBeNull();
  });

  it('gives heights above the sea, and what of the extent the data covers', () => {
    const raw = rawHeights({ grids: [gridOf(() => 7)], reliefs: [], crsOf }, [10.1, 50.1, 10.3, 50.12]);
    const lattice = raw!.lattice([10.1, 50.1, 10.3, 50.12], 10_000);
    expect(lattice.heights.length).toBeLessThan(13_000);
    const covered = raw!.fill(lattice);
    const known = lattice.heights.filter((_, i) => covered[i] === 1);
    expect(known.length / covered.length).toBeCloseTo(0.5, 1);
    for (const height of known) expect(height).toBeCloseTo(7, 4);
  });
});

describe.skipIf(!existsSync(MAP) || !existsSync(TILE))(`continueSea on Monaco (${MAP}, ${TILE})`, () => {
  const city: Extent = [7.4089, 43.7232, 7.4395, 43.7517];
  const extent: Extent = [7.3592, 43.6873, 7.4892, 43.7876];
  let sea: GroundFeature;
  let coast: Coast;
  let elevation: Elevation;
  let tile: ElevationGrid;
  beforeAll(async () => {
    const { signal } = new AbortController();
    const reading = await osmPbfReader.read({ path: MAP, name: 'monaco.osm.pbf', options: {} }, signal);
    const coastlines: GroundFeature[] = [];
    for await (const batch of reading.features) {
      for (const { id, tags, geometry } of batch) {
        if (tags.natural === 'coastline' && geometry?.type === 'LineString')
          coastlines.push(coastline(id!, geometry.coordinates));
      }
    }
    tile = await hgtReader.read({ path: TILE, name: 'N43E007.hgt.zip', options: {} }, signal);
    const assembled = assembleSea(coastlines, extent);
    coast = assembled.coast;
    const raw = rawHeights({ grids: [tile], reliefs: [], crsOf }, extent);
    sea = continueSea(assembled.sea!, coast, city, raw!);
    const drawn: Extent = [7.3841, 43.7053, 7.4643, 43.7696];
    elevation = createElevation({
      ...{ grids: [tile], reliefs: [], points: new Float64Array(0), extent: drawn, sea, crsOf },
    }).elevation;
  });
  const above = (lon: number, lat: number): number =>
    elevation.heightAt(lon, lat) - elevation.seaLevelAt(lon, lat);

  it("has Cap d'Ail and Roquebrune as land at their heights", () => {
    // Samples of the SRTM tile; Cap Martin is the last.
    for (const [col, row, height] of [
      [486, 334, 55],
      [535, 296, 66],
      [569, 296, 51],
    ] as const) {
      const [lon, lat] = [7 + col / 1200, 44 - row / 1200];
      expect(tile.values[row * tile.width + col]).toBe(height);
      expect(isSea(sea, [lon, lat]), `${lon} ${lat}`).toBe(false);
      expect(Math.abs(above(lon, lat) - height), `${lon} ${lat}`).toBeLessThan(5);
    }
  });

  it('has the open sea, the harbour and the bay of Roquebrune, which a straight line left dry, as sea', () => {
    for (const [lon, lat] of [
      [7.47, 43.7],
      [7.44, 43.71],
      [7.4258, 43.7346],
      [7.455, 43.753],
    ] as const) {
      expect(isSea(sea, [lon, lat]), `${lon} ${lat}`).toBe(true);
      expect(above(lon, lat)).toBeCloseTo(-0.5, 1);
    }
  });

  it('has no water on a slope: beyond the map the tile knows nothing above 6 m under the sea', () => {
    let wet = 0;
    let highest = 0;
    for (let row = 0; row < tile.height; row++) {
      const lat = tile.originY + row * tile.stepY;
      for (let col = 0; col < tile.width; col++) {
        const lon = tile.originX + col * tile.stepX;
        if (lon < extent[0] || lon > extent[2] || lat < extent[1] || lat > extent[3]) continue;
        if (lon > city[0] && lon < city[2] && lat > city[1] && lat < city[3]) continue;
        if (!isSea(sea, [lon, lat])) continue;
        wet++;
        highest = Math.max(highest, tile.values[row * tile.width + col]!);
      }
    }
    expect(wet).toBeGreaterThan(5000);
    expect(highest).toBeLessThan(6);
  });

  it('keeps the coast inside the map point by point', () => {
    const points = pointsOf(sea);
    const lost = coast.lines.flatMap((line) => {
      const places: string[] = [];
      for (let i = 0; i < line.length; i += 2) {
        const near = coast.led.some(
          ({ from: [x, y] }) => Math.hypot((x - line[i]!) * 0.72, y - line[i + 1]!) < 0.0003,
        );
        if (!near && !points.has(`${line[i]},${line[i + 1]}`)) places.push(`${line[i]},${line[i + 1]}`);
      }
      return places;
    });
    expect(coast.lines.reduce((sum, line) => sum + line.length / 2, 0)).toBeGreaterThan(500);
    expect(lost).toEqual([]);
  });
});
