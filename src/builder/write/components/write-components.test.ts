import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ecefToLonLatHeight, metresPerDegree } from '#base/geo/ellipsoid.ts';
import type { Component } from '#city/component.ts';
import { ComponentStore } from '#city/component-store.ts';
import { MODEL_NAMES, type ModelName, modelMesh } from '#city/components/model-mesh.ts';
import { packComponents } from '#city/packed-components.ts';
import { inspectComponents } from '../../inspect/component-content.ts';
import { readAccessor, readGlb } from '../../inspect/glb.ts';
import { inspectThemeTiles } from '../../inspect/theme-tiles.ts';
import { createInlinePool } from '../../pool.ts';
import { TASKS } from '../../tasks.ts';
import { type ComponentNode, partitionComponents } from './partition.ts';
import { writeComponents } from './write-components.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const [LON, LAT] = [114.05, 22.54];
const [PER_LON, PER_LAT] = metresPerDegree(LAT);

interface Thing {
  east: number;
  north: number;
  ground?: number;
  height?: number;
  azimuth?: number;
  model?: ModelName;
  gid?: number;
}

function component(thing: Thing, i: number): Component {
  return {
    id: `inv:${i}`,
    class: 'cjt214:0118',
    code: null,
    lon: LON + thing.east / PER_LON,
    lat: LAT + thing.north / PER_LAT,
    ground: thing.ground ?? 10,
    height: thing.height ?? 0,
    azimuthDeg: thing.azimuth ?? 0,
    condition: 'intact',
    name: null,
    owner: null,
    department: null,
    grid: null,
    installed: 0,
    attributes: {},
  };
}

async function write(things: Thing[], order = things.map((_, i) => i)) {
  const dir = mkdtempSync(join(tmpdir(), 'components-'));
  folders.push(dir);
  const store = new ComponentStore();
  store.append(packComponents(order.map((i) => component(things[i]!, i))));
  const gids = Uint32Array.from(order, (i) => things[i]!.gid ?? 1 + i);
  const rows = Uint32Array.from(order, (_, row) => row).sort((a, b) => gids[a]! - gids[b]!);
  const models = Uint16Array.from(order, (i) => MODEL_NAMES.indexOf(things[i]!.model ?? 'lamp-road'));
  const written = await writeComponents({
    store,
    rows,
    gids,
    models,
    dir,
    pool: createInlinePool(TASKS),
    signal: new AbortController().signal,
  });
  return { dir, written: written! };
}

interface Tile {
  transform?: number[];
  geometricError: number;
  content?: { uri: string };
  children?: Tile[];
}

function multiply(a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  return Array.from({ length: 16 }, (_, at) =>
    [0, 1, 2, 3].reduce((sum, k) => sum + a[k * 4 + (at % 4)]! * b[Math.floor(at / 4) * 4 + k]!, 0),
  );
}

/** Every tile with its transform to ECEF. */
function tilesOf(dir: string): { uri: string; matrix: number[]; error: number }[] {
  const out: { uri: string; matrix: number[]; error: number }[] = [];
  const visit = (tile: Tile, above: number[] | null): void => {
    const own = tile.transform ?? [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    const matrix = above ? multiply(above, own) : own;
    if (tile.content) out.push({ uri: tile.content.uri, matrix, error: tile.geometricError });
    for (const child of tile.children ?? []) visit(child, matrix);
  };
  visit((JSON.parse(readFileSync(join(dir, 'tileset.json'), 'utf8')) as { root: Tile }).root, null);
  return out;
}

async function contentOf(dir: string, uri: string) {
  const findings: string[] = [];
  const external = async (path: string) => readFileSync(join(dir, dirname(uri), path));
  const content = await inspectComponents(readFileSync(join(dir, uri)), external, (text) =>
    findings.push(text),
  );
  return { findings, ...content! };
}

function toLonLatHeight(m: number[], [x, y, z]: readonly number[]): number[] {
  const [a, b, c] = [0, 1, 2].map((k) => m[k]! * x! + m[4 + k]! * y! + m[8 + k]! * z! + m[12 + k]!);
  return ecefToLonLatHeight(a!, b!, c!, [0, 0, 0]);
}

const kind = (end: string) => (tile: { uri: string }) => tile.uri.endsWith(`${end}.glb`);

describe('tiles of components', () => {
  it('stand where they should on every level, each gid on its row, meshes centred', async () => {
    const things: Thing[] = [
      { east: 0, north: 0, gid: 7 },
      { east: 120, north: -80, azimuth: 200, model: 'bench', gid: 3_900_000 },
      { east: 300, north: 250, azimuth: 77, height: 15, gid: 12 },
      { east: -40, north: 10, ground: 42.5, model: 'bench', gid: 8 },
    ];
    const { dir, written } = await write(things);
    expect((await inspectThemeTiles(dir, 'components', ['classes.json'])).findings).toEqual([]);
    expect(written.tiles).toEqual({ merged: 0, dots: 1, coarse: 1, near: 2 });
    for (const end of ['n', 'c']) {
      const found = new Map<number, number[]>();
      for (const { uri, matrix } of tilesOf(dir).filter(kind(end))) {
        const { shown, findings } = await contentOf(dir, uri);
        expect(findings).toEqual([]);
        for (const { gid, place } of shown) found.set(gid, toLonLatHeight(matrix, place));
      }
      expect([...found.keys()].sort((a, b) => a - b)).toEqual([7, 8, 12, 3_900_000]);
      // A bench is symmetric to its post's middle but for its back; the lamp's arm reaches to the front.
      const lamp = modelMesh('lamp-road', end === 'n' ? 0 : 1);
      const highest = lamp.position.reduce(
        (most, value, at) => (at % 3 === 2 ? Math.max(most, value) : most),
        0,
      );
      const [lon, lat, h] = found.get(7)!;
      expect(Math.abs(lon! - LON) * PER_LON).toBeLessThan(0.05);
      expect((lat! - LAT) * PER_LAT).toBeGreaterThan(0.3);
      expect((lat! - LAT) * PER_LAT).toBeLessThan(2);
      expect(h!).toBeCloseTo(10 + highest / 2, 1);
      expect(found.get(8)![2]!).toBeGreaterThan(42.5);
    }
  });

  it('look where their azimuth says', async () => {
    const azimuths = [0, 45, 90, 180, 270, 333];
    const { dir } = await write(azimuths.map((azimuth, i) => ({ east: i, north: 0, azimuth })));
    const { uri } = tilesOf(dir).find(kind('n'))!;
    const glb = await readGlb(readFileSync(join(dir, uri)), async (path) =>
      readFileSync(join(dir, dirname(uri), path)),
    );
    const attributes = glb.json.nodes[0]!.extensions!.EXT_mesh_gpu_instancing!.attributes;
    const turns = readAccessor(glb, attributes.ROTATION!);
    const gids = readAccessor(glb, attributes._FEATURE_ID_1!);
    gids.forEach((gid, k) => {
      const [x, y, z, w] = turns.subarray(k * 4, k * 4 + 4) as unknown as [number, number, number, number];
      // A model's front is glTF's −z, north. Rotation of (0, 0, −1) by the quaternion:
      const east = -2 * (x * z + w * y);
      const north = 1 - 2 * (x * x + y * y);
      const seen = (Math.atan2(east, north) * 180) / Math.PI;
      expect((seen + 360) % 360).toBeCloseTo(azimuths[gid - 1]!, -0.3);
    });
  });

  it('are scaled to their height, and the boxes hold what is drawn', async () => {
    const { dir } = await write([
      { east: 0, north: 0, height: 20 },
      { east: 0, north: 0, height: 0 },
    ]);
    const { uri } = tilesOf(dir).find(kind('n'))!;
    const { bounds } = await contentOf(dir, uri);
    expect(bounds[5]! - bounds[2]!).toBeCloseTo(20, 0);
    expect((await inspectThemeTiles(dir, 'components', ['classes.json'])).findings).toEqual([]);
  });

  it('are the same bytes whatever order the inventory has', async () => {
    const things = Array.from({ length: 50 }, (_, i) => ({ east: (i * 37) % 900, north: (i * 91) % 700 }));
    const a = await write(things);
    const b = await write(
      things,
      things.map((_, i) => (i * 7) % 50),
    );
    const files = readdirSync(a.dir, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(10);
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name);
      expect(readFileSync(path).equals(readFileSync(path.replace(a.dir, b.dir))), name).toBe(true);
    }
  });

  it('are dots from 600 m on, coarse from 150 m: errors say so at 16 pixels of a screen of 1080', async () => {
    const { dir } = await write([{ east: 0, north: 0 }]);
    const distances = tilesOf(dir).map(({ error }) => error * 58);
    expect(distances[0]).toBeCloseTo(600, -1);
    expect(distances[1]).toBeCloseTo(150, -1);
    expect(distances[2]).toBe(0);
  });

  it('count classes for a legend, the most frequent first', async () => {
    const { dir } = await write([
      { east: 0, north: 0, model: 'bench' },
      { east: 1, north: 0 },
      { east: 2, north: 0 },
    ]);
    expect(JSON.parse(readFileSync(join(dir, 'classes.json'), 'utf8'))).toEqual([
      { class: 'cjt214:0118', model: 'lamp-road', count: 3 },
    ]);
  });
});

describe('the partition', () => {
  it('has each component once on near, coarse and dot tiles, none too full', () => {
    const place = fc.tuple(
      fc.double({ min: 0, max: 0.2, noNaN: true }),
      fc.double({ min: 0, max: 0.2, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 200 }),
        (places, repeat) => {
          // Each place is a heap of things a few metres wide.
          const count = places.length * repeat;
          const lon = Float64Array.from(
            { length: count },
            (_, i) => LON + places[i % places.length]![0] + i * 1e-8,
          );
          const lat = Float64Array.from(
            { length: count },
            (_, i) => LAT + places[i % places.length]![1] + i * 1e-8,
          );
          const root = partitionComponents(
            Uint32Array.from(lon, (_, i) => i),
            lon,
            lat,
          )!;
          const seen = { dots: new Set<number>(), coarse: new Set<number>(), near: new Set<number>() };
          const keys = new Set<string>();
          const visit = (node: ComponentNode): void => {
            expect(keys.has(node.key)).toBe(false);
            keys.add(node.key);
            expect(node.rows.length).toBeLessThanOrEqual(
              { merged: 8192, dots: 8192, coarse: 2048, near: 512 }[node.kind],
            );
            for (const row of node.rows) {
              if (node.kind === 'merged') continue;
              expect(seen[node.kind].has(row)).toBe(false);
              seen[node.kind].add(row);
              // Inside the cell, a hair's breadth aside.
              expect(Math.abs(lon[row]! - node.lon) * PER_LON).toBeLessThan(node.side / 2 + 1);
              expect(Math.abs(lat[row]! - node.lat) * PER_LAT).toBeLessThan(node.side / 2 + 1);
            }
            for (const child of node.children) visit(child);
          };
          visit(root);
          expect([seen.dots.size, seen.coarse.size, seen.near.size]).toEqual([count, count, count]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('ends where a thousand things stand at one place', () => {
    const lon = new Float64Array(5_000).fill(LON);
    const lat = new Float64Array(5_000).fill(LAT);
    const root = partitionComponents(
      Uint32Array.from(lon, (_, i) => i),
      lon,
      lat,
    )!;
    expect(root.rows.length).toBe(5_000);
  });
});
