import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { undulation } from '#base/geo/geoid.ts';
import { writeTerrain } from '../write/terrain/write-terrain.ts';
import { decodeTile, type QuantizedMesh } from './decode-tile.ts';
import { inspectTerrain } from './terrain.ts';
import { checkTile } from './terrain-tile.ts';

const ZOOM = 10;
let good = '';
let bad = '';
/** A tile of the deepest zoom with its eastern neighbour inside the range. */
let id = '';

beforeAll(async () => {
  const base = await mkdtemp(join(tmpdir(), 'spar-inspect-'));
  good = join(base, 'good');
  bad = join(base, 'bad');
  const heightAt = (lon: number, lat: number): number => 100 * Math.sin(lon * 40) * Math.cos(lat * 60) + 200;
  await writeTerrain({
    elevation: { heightAt, seaLevelAt: undulation, spacing: 100, deepestZoom: ZOOM, source: 'waves' },
    extent: [10, 50, 10.4, 50.1],
    dir: good,
    signal: new AbortController().signal,
  });
  const layer = JSON.parse(await readFile(join(good, 'layer.json'), 'utf8'));
  const [{ startX, startY }] = layer.available[ZOOM];
  id = `${ZOOM}/${startX}/${startY}`;
});
afterAll(() => rm(join(good, '..'), { recursive: true, force: true }));

/** Copies the good terrain, spoils a tile's bytes, and inspects. */
async function spoiled(change: (view: DataView) => void): Promise<string[]> {
  await rm(bad, { recursive: true, force: true });
  await cp(good, bad, { recursive: true });
  const path = join(bad, `${id}.terrain`);
  const bytes = new Uint8Array(await readFile(path));
  change(new DataView(bytes.buffer));
  await writeFile(path, bytes);
  return inspectTerrain(bad);
}

/** Byte offsets of the header. */
const MAX_HEIGHT = 28;
const SPHERE_RADIUS = 56;
const HORIZON = 64;

describe('inspectTerrain', () => {
  it('finds nothing wrong with whole terrain', async () => {
    expect(await inspectTerrain(good)).toEqual([]);
  });

  it('sees a bounding sphere that is too small', async () => {
    const found = await spoiled((view) => view.setFloat64(SPHERE_RADIUS, 1000, true));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      /^10\/\d+\/\d+\.terrain: bounding sphere: expected a radius of [\d.]+ m at least, got 1000$/,
    );
  });

  it('sees a horizon point that hides a tile which is in sight, one inside the globe, and one of zeros', async () => {
    const scaled = await spoiled((view) => {
      for (let k = 0; k < 3; k++) {
        view.setFloat64(HORIZON + 8 * k, view.getFloat64(HORIZON + 8 * k, true) * 0.99997, true);
      }
    });
    expect(scaled.join()).toMatch(
      /horizon occlusion point: expected (to be seen wherever vertex \d+ is|a place outside)/,
    );
    const turned = await spoiled((view) => {
      view.setFloat64(HORIZON, -view.getFloat64(HORIZON, true), true);
    });
    expect(turned.join()).toContain('horizon occlusion point: expected to be seen wherever vertex');
    const zeros = await spoiled((view) => {
      for (let k = 0; k < 3; k++) view.setFloat64(HORIZON + 8 * k, 0, true);
    });
    expect(zeros.join()).toContain(
      'horizon occlusion point: expected a place outside the ellipsoid, got 0, 0, 0',
    );
  });

  it('sees a crack along a seam', async () => {
    const found = await spoiled((view) => {
      view.setFloat32(MAX_HEIGHT, view.getFloat32(MAX_HEIGHT, true) + 5, true);
      view.setFloat64(SPHERE_RADIUS, 1e5, true);
    });
    expect(found.join()).toMatch(
      /east seam: expected the neighbour's vertices within 0\.\d+ m, got \d\.\d+ m/,
    );
  });

  it('sees an index beyond the vertices', async () => {
    const found = await spoiled((view) =>
      view.setUint16(92 + 6 * view.getUint32(88, true) + 4, 20_000, true),
    );
    expect(found.join()).toMatch(/index 0: expected a vertex below \d+, got 45536/);
  });

  it('sees turned and missing triangles, a vertex that an edge list lacks, and a normal that points down', async () => {
    const [z, x, y] = id.split('/').map(Number) as [number, number, number];
    const size = 180 / 2 ** z;
    const [west, south] = [x * size - 180, y * size - 90];
    const check = async (change: (mesh: QuantizedMesh) => void): Promise<string> => {
      const mesh = decodeTile(new Uint8Array(await readFile(join(good, `${id}.terrain`))));
      change(mesh);
      return checkTile(mesh, [west, south, west + size, south + size]).join();
    };
    expect(await check(() => {})).toBe('');
    expect(
      await check(({ triangleIndices: t }) => {
        [t[0], t[1]] = [t[1]!, t[0]!];
      }),
    ).toBe('expected counter-clockwise triangles, got 1 that are not');
    expect(
      await check(({ triangleIndices: t }) => {
        t[1] = t[0]!;
      }),
    ).toMatch(/got 1 that are not,expected triangles that fill the tile once, got 0\.99\d+ of it/);
    expect(
      await check((mesh) => {
        mesh.westIndices = mesh.westIndices.slice(1);
      }),
    ).toBe('west edge: expected its vertices, got 1 missing and 0 that lie elsewhere');
    expect(
      await check(({ extensions }) => {
        // 10° E 50° N: down is about (−0.63, −0.11, −0.77).
        extensions.vertexNormals?.set([10, 60], 0);
      }),
    ).toMatch(/^normal 0: expected one that points out of the ground/);
  });

  it('sees a cut tile, a missing one, a missing .gz and one too many', async () => {
    await rm(bad, { recursive: true, force: true });
    await cp(good, bad, { recursive: true });
    const bytes = await readFile(join(bad, `${id}.terrain`));
    await writeFile(join(bad, `${id}.terrain`), bytes.subarray(0, bytes.length >> 1));
    await rm(join(bad, '0/0/0.terrain'));
    await rm(join(bad, '0/1/0.terrain.gz'));
    await writeFile(join(bad, '9/0.terrain'), 'x');
    const found = await inspectTerrain(bad);
    expect(found).toHaveLength(4);
    expect(found).toContain('0/0/0.terrain: expected a file and its .gz, got no file');
    expect(found).toContain('0/1/0.terrain: expected a file and its .gz, got no .gz');
    expect(found).toContain('9/0.terrain: expected no file beside the available tiles, got one');
    expect(found.join()).toMatch(
      new RegExp(`${id}.terrain: expected a quantized-mesh tile, got ${bytes.length >> 1} bytes`),
    );
  });

  it('sees a layer.json that promises no root tile, is of another kind, or is missing', async () => {
    await rm(bad, { recursive: true, force: true });
    await cp(good, bad, { recursive: true });
    const layer = JSON.parse(await readFile(join(bad, 'layer.json'), 'utf8'));
    layer.available[0] = [{ startX: 1, startY: 0, endX: 1, endY: 0 }];
    await writeFile(join(bad, 'layer.json'), JSON.stringify(layer));
    expect(await inspectTerrain(bad)).toEqual([
      'layer.json: expected the root tile 0/0/0 among the available, got none',
      '0/0/0.terrain: expected no file beside the available tiles, got one',
      '0/0/0.terrain.gz: expected no file beside the available tiles, got one',
    ]);
    await writeFile(join(bad, 'layer.json'), JSON.stringify({ ...layer, scheme: 'slippyMap' }));
    expect((await inspectTerrain(bad))[0]).toMatch(/^layer\.json: scheme: .*"tms"/);
    await rm(join(bad, 'layer.json'));
    expect((await inspectTerrain(bad))[0]).toMatch(/^layer\.json: expected JSON, got: ENOENT/);
  });
});
