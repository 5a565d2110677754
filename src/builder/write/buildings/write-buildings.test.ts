import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { ecefToLonLatHeight, metresPerDegree } from '#base/geo/ellipsoid.ts';
import { createBuildingStore, packBuildings } from '#city/building-store.ts';
import type { Building, Roof } from '#city/model.ts';
import { readAccessor, readColumn, readGlb } from '../../inspect/glb.ts';
import { inspectTiles } from '../../inspect/tiles.ts';
import { createInlinePool, type TaskPool } from '../../pool.ts';
import { tileTask } from './tile-task.ts';
import { writeBuildings } from './write-buildings.ts';

const FLAT: Roof = {
  shape: 'flat',
  height: 0,
  directionDeg: null,
  orientation: 'along',
  colour: null,
  material: null,
};
const LON = 4.3;
const LAT = 52.07;
const [PER_LON, PER_LAT] = metresPerDegree(LAT);
const GID = 0x40_0000;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A rectangle `width` × `depth` m whose south-west corner lies `east`, `north` m from the city's. */
function box(
  id: string,
  east: number,
  north: number,
  width: number,
  depth: number,
  height: number,
): Building {
  const lon = (x: number) => LON + (east + x) / PER_LON;
  const lat = (y: number) => LAT + (north + y) / PER_LAT;
  return {
    id,
    outline: [
      [Float64Array.of(lon(0), lat(0), lon(width), lat(0), lon(width), lat(depth), lon(0), lat(depth))],
    ],
    minHeight: 0,
    height,
    heightFrom: 'height',
    roof: FLAT,
    colour: null,
    material: null,
    ground: null,
    parts: [],
    surfaces: [],
    use: 'office',
    storeys: 3,
    built: 1999,
    demolished: 0,
    name: null,
    attributes: {},
  };
}

const inline = () => createInlinePool({ tile: tileTask });

async function build(buildings: Building[], ground = 40, pool: TaskPool = inline()) {
  const dir = mkdtempSync(join(tmpdir(), 'spar-write-buildings-'));
  folders.push(dir);
  const store = createBuildingStore();
  store.append(packBuildings(buildings));
  const written = await writeBuildings({
    store,
    gids: Uint32Array.from(buildings, ({ id }) => GID + Number(id.replace(/\D/g, ''))),
    grounds: new Float64Array(buildings.length).fill(ground),
    textures: [],
    dir,
    pool,
    signal: new AbortController().signal,
  });
  return { dir, written };
}

const inspect = (dir: string) => inspectTiles(dir, { start: GID, count: 1_000_000 });

interface Tile {
  transform?: number[];
  geometricError: number;
  content?: { uri: string; group?: number };
  children?: Tile[];
}

function rootOf(dir: string, name = 'tileset.json'): Tile {
  return JSON.parse(readFileSync(join(dir, name), 'utf8')).root;
}

function multiply(a: number[], b: number[]): number[] {
  return Array.from({ length: 16 }, (_, k) => {
    const [column, row] = [k >> 2, k & 3];
    return [0, 1, 2, 3].reduce((sum, i) => sum + a[i * 4 + row]! * b[column * 4 + i]!, 0);
  });
}

/** Lon, lat, height of every corner of one building in one content, through the tileset's transforms. */
async function cornersOf(dir: string, tile: Tile, gid: number, above?: number[]): Promise<number[][]> {
  const transform = tile.transform ?? [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  const m = above ? multiply(above, transform) : transform;
  if (!tile.children && tile.content) {
    const glb = await readGlb(readFileSync(join(dir, tile.content.uri)));
    const row = readColumn(glb, 'gid').indexOf(gid);
    const scale = glb.json.nodes[0]!.scale?.[0] ?? 1;
    const result: number[][] = [];
    for (const { attributes } of glb.json.meshes[0]!.primitives) {
      const features = readAccessor(glb, attributes._FEATURE_ID_0!);
      const positions = readAccessor(glb, attributes.POSITION!).map((value) => value * scale);
      for (let v = 0; v < features.length; v++) {
        if (features[v] !== row) continue;
        const [x, y, z] = [positions[v * 3]!, -positions[v * 3 + 2]!, positions[v * 3 + 1]!];
        const ecef = [0, 1, 2].map((k) => m[k]! * x + m[4 + k]! * y + m[8 + k]! * z + m[12 + k]!);
        result.push(ecefToLonLatHeight(ecef[0]!, ecef[1]!, ecef[2]!, [0, 0, 0]));
      }
    }
    return result;
  }
  const found: number[][] = [];
  for (const child of tile.children ?? []) found.push(...(await cornersOf(dir, child, gid, m)));
  return found;
}

/** Distance in metres between two places [lon, lat, h] near the city. */
function distance(a: number[], b: number[]): number {
  return Math.hypot((a[0]! - b[0]!) * PER_LON, (a[1]! - b[1]!) * PER_LAT, a[2]! - b[2]!);
}

function hashOf(dir: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()) {
    hash.update(file.slice(dir.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** A town on a grid; every seventh house has a gable. */
function town(columns: number, rows: number, spacing: number): Building[] {
  return Array.from({ length: columns * rows }, (_, k) => {
    const size = 6 + ((k * 7) % 11);
    const house = box(
      `t${k}`,
      (k % columns) * spacing,
      Math.floor(k / columns) * spacing,
      size,
      size * 0.7,
      4 + (k % 13),
    );
    return k % 7 === 0 ? { ...house, roof: { ...FLAT, shape: 'gabled' as const, height: 2.5 } } : house;
  });
}

describe('writing building tiles', () => {
  it('puts every corner where the source has it, to 2 cm, far from the tile’s centre and on a tower', async () => {
    const tower = box('b1', 0, 0, 30, 20, 320);
    const { dir, written } = await build([tower, box('b2', 480, 470, 10, 10, 9)], 43.7);
    expect(written!.byLevel.prisms.tiles).toBe(1);
    const corners = await cornersOf(dir, rootOf(dir), GID + 1);
    const ring = tower.outline[0]![0]!;
    expect(corners.length).toBe(8);
    for (let k = 0; k < 8; k += 2) {
      for (const height of [43.7 - 0.5, 43.7 + 320]) {
        const place = [ring[k]!, ring[k + 1]!, height];
        expect(Math.min(...corners.map((corner) => distance(corner, place)))).toBeLessThan(0.02);
      }
    }
  });

  it('keeps a building 1 km long whole in one tile, and exact', async () => {
    const wall = box('b1', 0, 0, 1000, 8, 12);
    const { dir } = await build([wall, ...town(10, 10, 30).map((b, k) => ({ ...b, id: `b${k + 2}` }))]);
    const corners = await cornersOf(dir, rootOf(dir), GID + 1);
    expect(corners.length).toBe(8);
    const ring = wall.outline[0]![0]!;
    for (let k = 0; k < 8; k += 2) {
      const place = [ring[k]!, ring[k + 1]!, 52];
      expect(Math.min(...corners.map((corner) => distance(corner, place)))).toBeLessThan(0.02);
    }
    expect((await inspect(dir)).findings).toEqual([]);
  });

  it('turns to float32 where int16 does not reach', async () => {
    const { dir } = await build([box('b1', 0, 0, 1500, 8, 12)]);
    const glb = await readGlb(readFileSync(join(dir, 'tiles/r.glb')));
    expect(glb.json.accessors[0]!.componentType).toBe(5126);
    expect(glb.json.extensionsUsed).not.toContain('KHR_mesh_quantization');
    expect((await inspect(dir)).findings).toEqual([]);
  });

  it('writes base and height so that a shader tells storeys', async () => {
    const { dir } = await build([box('b1', 0, 0, 30, 20, 17.03)], 43.7);
    const glb = await readGlb(readFileSync(join(dir, 'tiles/r.glb')));
    const [base] = readColumn(glb, 'base');
    const [height] = readColumn(glb, 'height');
    const scale = glb.json.nodes[0]!.scale![1]!;
    const ups = readAccessor(glb, 0)
      .filter((_, k) => k % 3 === 1)
      .map((y) => y * scale);
    expect(Math.max(...ups) - base!).toBeCloseTo(17.03, 1);
    expect(Math.min(...ups) - base!).toBeCloseTo(-0.5, 1);
    expect(height).toBe(17.0625 - 0.0625 * Math.round((17.0625 - 17.03) / 0.0625));
    expect([...readColumn(glb, 'use')]).toEqual([3]);
    expect([...readColumn(glb, 'built')]).toEqual([1999]);
  });

  it('gives massing, prisms and exteriors the same gids, and passes its inspection', async () => {
    const { dir, written } = await build(town(60, 60, 35));
    const { byLevel } = written!;
    expect(byLevel.prisms.features).toBe(3600);
    expect(byLevel.exteriors.features).toBe(3600);
    expect(byLevel.massing.tiles).toBeGreaterThan(0);
    const { findings, counts } = await inspect(dir);
    expect(findings).toEqual([]);
    expect(counts.buildings).toBe(3600);
    const root = rootOf(dir);
    const leaf = root.children![0]!.children?.[0] ?? root.children![0]!;
    // The gables are 2.5 m high: that is how far the prisms are off.
    const prisms = leaf.children![0]!.content!.group === 1 ? leaf : leaf.children![0]!;
    expect(prisms.geometricError).toBe(2.5);
    expect(prisms.children![0]!.geometricError).toBe(0);
    expect(JSON.stringify(rootOf(dir, 'l2.json'))).not.toContain('x.glb');
  });

  it('divides a large city into districts', async () => {
    const sparse = town(70, 70, 260);
    const { dir, written } = await build(sparse);
    expect(written!.tiles).toBeGreaterThan(256);
    expect(readdirSync(join(dir, 'districts')).length).toBeGreaterThan(4);
    const { findings, counts } = await inspect(dir);
    expect(findings).toEqual([]);
    expect(counts.buildings).toBe(4900);
  });

  it('deals thousands of things in one place out to tiles of at most 4,096 rows', async () => {
    const crowd = Array.from({ length: 5000 }, (_, k) => box(`c${k}`, (k % 7) * 0.01, 0, 2, 2, 3));
    const { dir, written } = await build(crowd);
    expect(written!.byLevel.prisms.tiles).toBeGreaterThanOrEqual(3);
    expect(written!.byLevel.prisms.features).toBe(5000);
    expect((await inspect(dir)).findings).toEqual([]);
  });

  it('makes a city of one building, and none of none', async () => {
    const one = await build([box('b1', 0, 0, 10, 10, 6)]);
    expect((await inspect(one.dir)).findings).toEqual([]);
    expect(rootOf(one.dir).geometricError).toBe(0);
    // The tileset's own error must not be 0: nothing would be drawn.
    expect(JSON.parse(readFileSync(join(one.dir, 'tileset.json'), 'utf8')).geometricError).toBeGreaterThan(
      10,
    );
    expect((await build([])).written).toBeNull();
  });

  it('writes the same bytes whatever order buildings and tasks come in', async () => {
    const houses = town(40, 40, 30);
    const backwards: TaskPool = {
      size: 4,
      async run(_task, input) {
        const result = await tileTask(input as never);
        // Later ones end first.
        await new Promise((resolve) => setTimeout(resolve, (input as { gids: unknown[] }).gids.length % 7));
        return result;
      },
      async close() {},
    };
    const a = await build(houses);
    const b = await build([...houses].reverse(), 40, backwards);
    expect(hashOf(b.dir)).toBe(hashOf(a.dir));
    const c = await build(houses.slice(1));
    expect(hashOf(c.dir)).not.toBe(hashOf(a.dir));
  });

  it('leaves out what has gid 0 and what was removed', async () => {
    const store = createBuildingStore();
    store.append(
      packBuildings([box('b1', 0, 0, 9, 9, 5), box('b2', 20, 0, 9, 9, 5), box('b3', 40, 0, 9, 9, 5)]),
    );
    store.remove(0);
    const dir = mkdtempSync(join(tmpdir(), 'spar-write-buildings-'));
    folders.push(dir);
    await writeBuildings({
      store,
      gids: Uint32Array.of(GID, 0, GID + 2),
      grounds: new Float64Array(3),
      textures: [],
      dir,
      pool: inline(),
      signal: new AbortController().signal,
    });
    const glb = await readGlb(readFileSync(join(dir, 'tiles/r.glb')));
    expect([...readColumn(glb, 'gid')]).toEqual([GID + 2]);
  });

  it('stops when told to', async () => {
    const store = createBuildingStore();
    store.append(packBuildings([box('b1', 0, 0, 9, 9, 5)]));
    const stopped = writeBuildings({
      store,
      gids: Uint32Array.of(GID),
      grounds: new Float64Array(1),
      textures: [],
      dir: join(tmpdir(), 'spar-never-written'),
      pool: inline(),
      signal: AbortSignal.abort(new Error('stopped')),
    });
    await expect(stopped).rejects.toThrow('stopped');
  });

  it('keeps detailed faces at their places and stands them on lower ground', async () => {
    const house = box('b1', 0, 0, 10, 10, 8);
    const ring = house.outline[0]![0]!;
    const at = (k: number, h: number): number[] => [ring[k * 2]!, ring[k * 2 + 1]!, h];
    const roof = [...at(0, 46), ...at(1, 46), ...at(2, 48), ...at(3, 48)];
    const wall = [...at(0, 41), ...at(1, 41), ...at(1, 46), ...at(0, 46)];
    const surfaces: Building['surfaces'] = [
      { kind: 'roof', rings: [Float64Array.from(roof)], texture: -1, uv: [] },
      { kind: 'wall', rings: [Float64Array.from(wall)], texture: -1, uv: [] },
    ];
    const { dir, written } = await build([{ ...house, surfaces }], 40);
    expect(written!.byLevel.exteriors.tiles).toBe(1);
    expect((await inspect(dir)).findings).toEqual([]);
    expect(rootOf(dir).geometricError).toBe(2);
    const corners = await cornersOf(dir, rootOf(dir), GID + 1);
    for (const place of [at(0, 46), at(2, 48), at(0, 41), at(0, 39.5), at(3, 39.5)]) {
      expect(Math.min(...corners.map((corner) => distance(corner, place)))).toBeLessThan(0.02);
    }
  });
});

describe('inspecting building tiles', () => {
  /** Copies a clean folder, spoils it, and gives the findings. */
  async function spoilt(spoil: (dir: string) => void): Promise<string[]> {
    clean ??= await build(town(30, 30, 40));
    const dir = mkdtempSync(join(tmpdir(), 'spar-write-buildings-'));
    folders.push(dir);
    cpSync(clean.dir, dir, { recursive: true });
    spoil(dir);
    return (await inspect(dir)).findings;
  }
  let clean: Awaited<ReturnType<typeof build>> | undefined;

  function rewrite(
    path: string,
    change: (json: { root: Tile & { boundingVolume: { box: number[] } } }) => void,
  ) {
    const json = JSON.parse(readFileSync(path, 'utf8'));
    change(json);
    const text = JSON.stringify(json);
    writeFileSync(path, text);
    writeFileSync(`${path}.gz`, gzipSync(text));
  }

  const cases: [string, (dir: string) => void, RegExp][] = [
    [
      'a missing tile',
      (dir) => rmSync(join(dir, 'tiles/r0.glb')),
      /root\.children\[0\]: tiles\/r0\.glb: expected a file, got none/,
    ],
    [
      'a .gz of other bytes',
      (dir) => writeFileSync(join(dir, 'tiles/r0.glb.gz'), gzipSync('x')),
      /tiles\/r0\.glb\.gz: expected the bytes of the plain file, got others/,
    ],
    [
      'a missing .gz',
      (dir) => rmSync(join(dir, 'l2.json.gz')),
      /l2\.json\.gz: expected a gzip file beside the plain one, got none/,
    ],
    [
      'a child larger than its parent',
      (dir) =>
        rewrite(join(dir, 'tileset.json'), ({ root }) => {
          root.boundingVolume.box[3]! -= 5;
        }),
      /expected a box inside its parent's, got 5\.\d+ m beyond|expected a box inside its parent's, got 4\.9\d+ m beyond/,
    ],
    [
      'an error that rises',
      (dir) =>
        rewrite(join(dir, 'tileset.json'), ({ root }) => {
          root.children![0]!.geometricError = 900;
        }),
      /root\.children\[0\]: geometricError: expected at most its parent's [\d.]+, got 900/,
    ],
    [
      'a file that nobody names',
      (dir) => writeFileSync(join(dir, 'tiles/r9.glb'), ''),
      /tiles\/r9\.glb: expected a tileset that names this file, got none/,
    ],
    [
      'one tile twice',
      (dir) =>
        rewrite(join(dir, 'tileset.json'), ({ root }) => {
          root.children!.push(root.children![0]!);
        }),
      /gid \d+: expected on one leaf, got two/,
    ],
    [
      'a tile cut short',
      (dir) => {
        const path = join(dir, 'tiles/r0.glb');
        writeFileSync(path, readFileSync(path).subarray(0, 5000));
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
      },
      /tiles\/r0\.glb: expected \d+ bytes, got 5000/,
    ],
    [
      'wrong bounds in the glTF',
      (dir) => {
        const path = join(dir, 'tiles/r0.glb');
        const bytes = readFileSync(path);
        const text = bytes.toString('latin1');
        const at = text.indexOf('"min":[-') + 8;
        bytes[at] = bytes[at] === 0x39 ? 0x38 : bytes[at]! + 1;
        writeFileSync(path, bytes);
        writeFileSync(`${path}.gz`, gzipSync(bytes));
      },
      /tiles\/r0\.glb: glTF \/accessors\/0\/min\/0: /,
    ],
  ];
  it.each(cases)('finds %s', async (_what, spoil, message) => {
    expect((await spoilt(spoil)).join('\n')).toMatch(message);
  });

  it('finds gids outside the block of the manifest', async () => {
    const { dir } = await build([box('b5', 0, 0, 9, 9, 5)]);
    const { findings } = await inspectTiles(dir, { start: GID, count: 5 });
    expect(findings).toEqual([`tiles/r.glb: gid: expected ${GID} to ${GID + 4}, got ${GID + 5}`]);
  });
});
