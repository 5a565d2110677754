import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Feature, FeatureCollection, LineString, MultiPolygon, Polygon } from 'geojson';
import { fromArrayBuffer } from 'geotiff';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fromLonLat, toLonLat } from './geojson.ts';
import type { Lanwan } from './lanwan.ts';
import { generateLanwan } from './lanwan.ts';
import type { Point, Ring } from './plane.ts';
import { boundsOf, contains, crossing, lengthOf, segmentDistance, signedArea } from './plane.ts';
import { SegmentIndex } from './segment-index.ts';
import { sharedLanwan } from './shared-lanwan.ts';
import { closerThan } from './site.ts';

interface Solid {
  id: string;
  ring: Ring;
  holes: Ring[];
  tags: Record<string, string | number>;
}

let dir: string;
let lanwan: Lanwan;
const progress: number[] = [];
let coast: Ring;
let buildings: Solid[];
let parts: Solid[];
let roads: { line: Point[]; tags: Record<string, string | number> }[];
let boundaries: Feature<Polygon | MultiPolygon, Record<string, string | number>>[];

const plane = (positions: readonly (readonly number[])[]): Ring =>
  positions.map(([lon, lat]) => fromLonLat(lon!, lat!));
const opened = (positions: readonly (readonly number[])[]): Ring => plane(positions).slice(0, -1);

async function featuresOf<G extends LineString | Polygon | MultiPolygon>(
  folder: string,
  name: string,
): Promise<Feature<G, Record<string, string | number>>[]> {
  const text = await readFile(join(folder, `${name}.geojson`), 'utf8');
  return (JSON.parse(text) as FeatureCollection<G, Record<string, string | number>>).features;
}

const solid = (f: Feature<Polygon, Record<string, string | number>>): Solid => ({
  id: String(f.id),
  ring: opened(f.geometry.coordinates[0]!),
  holes: f.geometry.coordinates.slice(1).map(opened),
  tags: f.properties,
});

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lanwan-'));
  lanwan = await generateLanwan(join(dir, 'a'), { onProgress: (done, total) => progress.push(done / total) });
  const folder = join(dir, 'a');
  coast = opened((await featuresOf<LineString>(folder, 'coastline'))[0]!.geometry.coordinates);
  const solids = (await featuresOf<Polygon>(folder, 'buildings')).map(solid);
  buildings = solids.filter((s) => s.tags.building !== undefined);
  parts = solids.filter((s) => s.tags['building:part'] !== undefined);
  roads = (await featuresOf<LineString>(folder, 'roads')).map((f) => ({
    line: plane(f.geometry.coordinates),
    tags: f.properties,
  }));
  boundaries = await featuresOf<Polygon | MultiPolygon>(folder, 'boundaries');
}, 60_000);

afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

describe('the sources of Lanwan', () => {
  it('hold areas that neither cross nor touch themselves', async () => {
    for (const name of ['landuse', 'water', 'boundaries', 'buildings']) {
      const features = await featuresOf<LineString | Polygon | MultiPolygon>(join(dir, 'a'), name);
      for (const { id, geometry } of features) {
        if (geometry.type === 'LineString') continue;
        const polygons = geometry.type === 'MultiPolygon' ? geometry.coordinates : [geometry.coordinates];
        for (const rings of polygons.map((polygon) => polygon.map(opened))) {
          const corners = rings.flat().map(String);
          expect(new Set(corners).size, `${name} ${id}: different corners`).toBe(corners.length);
          const edges = rings.flatMap((ring) =>
            ring.map((p, i) => [p, ring[(i + 1) % ring.length]!] as const),
          );
          const crossed = edges.find(([p, q], i) =>
            edges.some(
              ([r, s], j) =>
                j > i && p !== s && q !== r && p !== r && q !== s && crossing(p, q, r, s) !== null,
            ),
          );
          expect(crossed, `${name} ${id}: an edge that crosses another`).toBeUndefined();
        }
      }
    }
  });

  it('are the same bytes when generated twice, and others for another seed', async () => {
    const hashes = async (made: Lanwan): Promise<string[]> =>
      Promise.all(
        [...made.files, made.recipe].map(
          async (f) =>
            `${basename(f)} ${createHash('sha256')
              .update(await readFile(f))
              .digest('hex')}`,
        ),
      );
    // Made in another process, as a rule.
    const { lanwan: again } = await sharedLanwan(inject('scratch'));
    const other = await generateLanwan(join(dir, 'c'), { seed: 8 });
    const first = await hashes(lanwan);
    expect(await hashes(again)).toEqual(first);
    expect((await hashes(other))[2]).not.toEqual(first[2]);
    expect(other.counts.buildings).toBeGreaterThan(10_000);
  }, 60_000);

  it('come with the recipe that is committed beside the tilesets', async () => {
    const committed = await readFile(new URL('../../tilesets/lanwan.recipe.json', import.meta.url), 'utf8');
    expect(await readFile(lanwan.recipe, 'utf8')).toBe(committed);
  });

  it('report progress that only grows and ends at 1', () => {
    expect(progress.length).toBeGreaterThan(5);
    expect(progress).toEqual([...progress].sort((p, q) => p - q));
    expect(progress.at(-1)).toBe(1);
  });
});

describe('the ground of Lanwan', () => {
  it('is a GeoTIFF in WGS84 that an independent reader places over the island', async () => {
    const bytes = await readFile(lanwan.files.find((f) => f.endsWith('.tif'))!);
    const tiff = await fromArrayBuffer(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    );
    const image = await tiff.getImage();
    expect(image.getGeoKeys()?.GeographicTypeGeoKey).toBe(4326);
    const [west, south, east, north] = image.getBoundingBox() as [number, number, number, number];
    expect(west).toBeLessThan(120.9);
    expect(east).toBeGreaterThan(121);
    expect(south).toBeLessThan(35.52);
    expect(north).toBeGreaterThan(35.58);
    const [heights] = (await image.readRasters()) as unknown as [Float32Array];
    const width = image.getWidth();
    let top = 0;
    let at = 0;
    for (const [i, h] of heights.entries()) {
      if (h > top) {
        top = h;
        at = i;
      }
    }
    expect(top).toBeGreaterThanOrEqual(375);
    expect(top).toBeLessThanOrEqual(385);
    const lon = west + ((at % width) + 0.5) * ((east - west) / width);
    const lat = north - (Math.floor(at / width) + 0.5) * ((north - south) / image.getHeight());
    const [x, y] = fromLonLat(lon, lat);
    expect(x).toBeGreaterThan(500);
    expect(y).toBeGreaterThan(500);
    // Land is above the sea and the sea is at 0.
    const pixel = (p: Point): number => {
      const [plon, plat] = toLonLat(p);
      const column = Math.floor(((plon - west) / (east - west)) * width);
      const row = Math.floor(((north - plat) / (north - south)) * image.getHeight());
      return heights[row * width + column]!;
    };
    expect(pixel([-1300, -1500])).toBe(0);
    expect(pixel([-1300, 0])).toBeGreaterThan(2);
  });

  it('has a shore with land on its left, about eight by six kilometres', () => {
    const box = boundsOf(coast);
    expect(signedArea(coast)).toBeGreaterThan(25e6);
    expect(box.maxX - box.minX).toBeGreaterThan(7000);
    expect(box.maxX - box.minX).toBeLessThan(9000);
    expect(box.maxY - box.minY).toBeGreaterThan(5000);
    expect(box.maxY - box.minY).toBeLessThan(7000);
  });
});

describe('the buildings of Lanwan', () => {
  it('are about twelve thousand, built from 1920 on, some planned up to 2035, the tallest 320 m', () => {
    expect(buildings.length).toBe(lanwan.counts.buildings);
    expect(buildings.length).toBeGreaterThanOrEqual(11_000);
    expect(buildings.length).toBeLessThanOrEqual(13_000);
    const years = buildings.map((b) => Number(b.tags.start_date));
    expect(Math.min(...years)).toBe(1920);
    expect(Math.max(...years)).toBe(2035);
    const planned = buildings.filter((b) => Number(b.tags.start_date) > 2026);
    expect(planned.length).toBeGreaterThan(50);
    for (const b of planned) expect(b.tags.planned ?? b.tags.construction).toBeDefined();
    for (const b of buildings) {
      if (b.tags.end_date === undefined) continue;
      expect(Number(b.tags.end_date)).toBeGreaterThan(Number(b.tags.start_date));
    }
    expect(Math.max(...buildings.map((b) => Number(b.tags.height)))).toBe(320);
    expect(buildings.filter((b) => Number(b.tags.height) > 150).length).toBeGreaterThan(10);
    expect(new Set([...buildings, ...parts].map((b) => b.id)).size).toBe(buildings.length + parts.length);
  });

  it('do not overlap each other', () => {
    const cells = new Map<string, number[]>();
    const overlaps: string[] = [];
    for (const [i, b] of buildings.entries()) {
      const box = boundsOf(b.ring);
      const near = new Set<number>();
      for (let x = Math.floor(box.minX / 50); x <= Math.floor(box.maxX / 50); x++) {
        for (let y = Math.floor(box.minY / 50); y <= Math.floor(box.maxY / 50); y++) {
          const list = cells.get(`${x},${y}`) ?? [];
          for (const j of list) near.add(j);
          cells.set(`${x},${y}`, [...list, i]);
        }
      }
      for (const j of near) {
        if (closerThan(b.ring, buildings[j]!.ring, 0)) overlaps.push(`${b.id} ${buildings[j]!.id}`);
      }
    }
    expect(overlaps).toEqual([]);
  });

  it('keep off the carriageways and out of the sea', () => {
    const index = new SegmentIndex(60);
    for (const [r, road] of roads.entries()) if (road.tags.tunnel !== 'yes') index.addLine(road.line, r);
    const shore = new SegmentIndex(60);
    shore.addLine(coast, 0, true);
    const wrong: string[] = [];
    for (const b of buildings) {
      const box = boundsOf(b.ring);
      if (!contains(coast, b.ring[0]![0], b.ring[0]![1])) wrong.push(`${b.id} at sea`);
      for (const s of index.inBox(box.minX - 20, box.minY - 20, box.maxX + 20, box.maxY + 20)) {
        const width = Number(roads[index.tag[s]!]!.tags.width);
        const [p, q] = [index.a[s]!, index.b[s]!];
        for (let i = 0, j = b.ring.length - 1; i < b.ring.length; j = i++) {
          const corner = b.ring[i]!;
          if (crossing(b.ring[j]!, corner, p, q) || segmentDistance(corner[0], corner[1], p, q) < width / 2) {
            wrong.push(`${b.id} on ${roads[index.tag[s]!]!.tags.name} at ${corner.map(Math.round)}`);
            break;
          }
        }
      }
      for (const s of shore.inBox(box.minX, box.minY, box.maxX, box.maxY)) {
        for (let i = 0, j = b.ring.length - 1; i < b.ring.length; j = i++) {
          if (crossing(b.ring[j]!, b.ring[i]!, shore.a[s]!, shore.b[s]!))
            wrong.push(`${b.id} over the shore`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('stand on ground less steep than one in five', async () => {
    const bytes = await readFile(lanwan.files.find((f) => f.endsWith('.tif'))!);
    const tiff = await fromArrayBuffer(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    );
    const image = await tiff.getImage();
    const [west, south, east, north] = image.getBoundingBox() as [number, number, number, number];
    const [heights] = (await image.readRasters()) as unknown as [Float32Array];
    const [width, height] = [image.getWidth(), image.getHeight()];
    const heightAt = (x: number, y: number): number => {
      const [lon, lat] = toLonLat([x, y]);
      const u = ((lon - west) / (east - west)) * width - 0.5;
      const v = ((north - lat) / (north - south)) * height - 0.5;
      const i = Math.floor(v) * width + Math.floor(u);
      const [fu, fv] = [u - Math.floor(u), v - Math.floor(v)];
      const upper = heights[i]! * (1 - fu) + heights[i + 1]! * fu;
      return upper * (1 - fv) + (heights[i + width]! * (1 - fu) + heights[i + width + 1]! * fu) * fv;
    };
    const steep = buildings.filter(({ ring }) =>
      ring.some(([x, y]) => {
        const east24 = heightAt(x + 12, y) - heightAt(x - 12, y);
        const north24 = heightAt(x, y + 12) - heightAt(x, y - 12);
        return Math.hypot(east24, north24) / 24 > 0.2 + 0.002 || heightAt(x, y) < 0.9;
      }),
    );
    expect(steep.map((b) => b.id)).toEqual([]);
  });

  it('have parts that lie within one of them and below its top', () => {
    expect(parts.length).toBe(lanwan.counts.parts);
    expect(parts.length).toBeGreaterThan(200);
    const byId = new Map(buildings.map((b) => [b.id, b]));
    for (const part of parts) {
      const whole = byId.get(part.id.replace(/-\d+$/, ''))!;
      expect(Number(part.tags.height)).toBeLessThanOrEqual(Number(whole.tags.height) + 1e-9);
      expect(Number(part.tags.min_height ?? 0)).toBeLessThan(Number(part.tags.height));
      const box = boundsOf(whole.ring);
      for (const [x, y] of part.ring) {
        expect(x).toBeGreaterThan(box.minX - 0.1);
        expect(x).toBeLessThan(box.maxX + 0.1);
        expect(y).toBeGreaterThan(box.minY - 0.1);
        expect(y).toBeLessThan(box.maxY + 0.1);
      }
    }
  });

  it('fall in height from the business district outwards', () => {
    const mean = (low: number, high: number): number => {
      const within = buildings.filter((b) => {
        const [x, y] = b.ring[0]!;
        const r = Math.hypot(x - 90, y + 1240);
        return r >= low && r < high && ['office', 'hotel', 'apartments'].includes(String(b.tags.building));
      });
      return within.reduce((sum, b) => sum + Number(b.tags.height), 0) / within.length;
    };
    expect(mean(0, 300)).toBeGreaterThan(mean(300, 700) * 1.3);
    expect(mean(300, 700)).toBeGreaterThan(mean(900, 1800) * 1.2);
  });
});

describe('the roads of Lanwan', () => {
  it('are about 180 km in four classes', () => {
    const carriageways = roads.filter((r) => r.tags.highway !== 'footway');
    expect([...new Set(carriageways.map((r) => r.tags.highway))].sort()).toEqual([
      'primary',
      'residential',
      'secondary',
      'trunk',
    ]);
    const km = carriageways.reduce((sum, r) => sum + lengthOf(r.line), 0) / 1000;
    expect(km).toBeCloseTo(lanwan.counts.roadKilometres, 1);
    expect(km).toBeGreaterThan(160);
    expect(km).toBeLessThan(200);
  });

  it('cross the river on five bridges', () => {
    const bridges = roads.filter((r) => r.tags.bridge === 'yes');
    expect(bridges.map((b) => b.tags['bridge:name:en']).sort()).toEqual([
      'Hekou Bridge',
      'Lanjiang Old Bridge',
      'Lanwan Bridge',
      'Ring Bridge',
      'Upper Bridge',
    ]);
    for (const b of bridges) expect(b.tags.layer).toBe(1);
  });
});

describe('the unit grids of Lanwan', () => {
  it('have unique codes of 15 digits under ten sub-districts and their communities', () => {
    const level = (n: number): string[] =>
      boundaries.filter((f) => f.properties.admin_level === n).map((f) => String(f.properties.code));
    const grids = boundaries
      .filter((f) => f.properties.boundary === 'grid')
      .map((f) => String(f.properties.code));
    expect(level(8)).toHaveLength(10);
    expect(new Set(grids).size).toBe(grids.length);
    expect(grids.length).toBe(lanwan.counts.grids);
    const communities = new Set(level(10));
    for (const code of grids) {
      expect(code).toMatch(/^379901\d{9}$/);
      expect(communities.has(code.slice(0, 12))).toBe(true);
      expect(level(8)).toContain(code.slice(0, 9));
    }
  });

  it('are about a hectare where the city is built up, and cover the island without overlap', () => {
    const grids = boundaries.filter((f) => f.properties.boundary === 'grid');
    const areas = grids
      .map((f) => signedArea(opened((f.geometry as Polygon).coordinates[0]!)))
      .sort((p, q) => p - q);
    const median = areas[areas.length >> 1]!;
    expect(median).toBeGreaterThan(8000);
    expect(median).toBeLessThan(13_000);
    const sum = areas.reduce((total, a) => total + a, 0);
    expect(Math.abs(sum / signedArea(coast) - 1)).toBeLessThan(1e-4);
  });

  it('hold the middle of every building that carries their code', () => {
    const rings = new Map(
      boundaries
        .filter((f) => f.properties.boundary === 'grid')
        .map((f) => [f.properties.code, opened((f.geometry as Polygon).coordinates[0]!)]),
    );
    const wrong = buildings.filter((b) => {
      const ring = rings.get(b.tags.grid!);
      const box = boundsOf(b.ring);
      return !ring || !contains(ring, (box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2);
    });
    expect(wrong.map((b) => b.id)).toEqual([]);
  });
});
