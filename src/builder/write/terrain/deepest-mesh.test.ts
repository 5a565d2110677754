import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { undulation } from '#base/geo/geoid.ts';
import { decodeTile } from '../../inspect/decode-tile.ts';
import type { Extent } from '../../terrain/lattice.ts';
import { createDeepestMesh, type DeepestMesh } from './deepest-mesh.ts';
import { writeTerrain } from './write-terrain.ts';

const CITY: Extent = [10, 50, 10.03, 50.02];
const ZOOM = 13;
const SIZE = 180 / 2 ** ZOOM;

/** Dunes: 3 m high, some 100 m long, on a slope. */
const dunes = (lon: number, lat: number): number =>
  3 * Math.sin((lon - 10) * 4_400) * Math.cos((lat - 50) * 7_000) + (lat - 50) * 2_000;
const elevation = {
  heightAt: dunes,
  seaLevelAt: undulation,
  spacing: 20,
  deepestZoom: ZOOM,
  source: 'dunes',
};

type Point = [lon: number, lat: number, height: number];

let dir = '';
let mesh: DeepestMesh;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'spar-mesh-'));
  mesh = createDeepestMesh(elevation, CITY);
  await writeTerrain({ elevation, extent: CITY, deepest: mesh, dir, signal: new AbortController().signal });
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Triangles of a written tile, by a decoder that has nothing of ours. */
async function trianglesOf(x: number, y: number): Promise<Point[][]> {
  const tile = decodeTile(new Uint8Array(await readFile(join(dir, `${ZOOM}/${x}/${y}.terrain`))));
  const count = tile.vertexData.length / 3;
  const { minHeight, maxHeight } = tile.header;
  const place = (i: number): Point => [
    x * SIZE - 180 + (SIZE * tile.vertexData[i]!) / 32767,
    y * SIZE - 90 + (SIZE * tile.vertexData[count + i]!) / 32767,
    minHeight + ((maxHeight - minHeight) * tile.vertexData[2 * count + i]!) / 32767,
  ];
  const corners = Array.from(tile.triangleIndices, place);
  return Array.from({ length: corners.length / 3 }, (_, t) => corners.slice(3 * t, 3 * t + 3));
}

describe('the mesh of the deepest zoom', () => {
  it('has the height that the written triangles have, not that of the ground between their corners', async () => {
    const { range } = mesh;
    let [worst, off, compared] = [0, 0, 0];
    for (let x = range.minX; x <= range.maxX; x++) {
      for (let y = range.minY; y <= range.maxY; y++) {
        for (const [a, b, c] of (await trianglesOf(x, y)) as [Point, Point, Point][]) {
          for (const [u, v] of [
            [1 / 3, 1 / 3],
            [0.8, 0.15],
            [0.1, 0.2],
          ] as const) {
            const [lon, lat, height] = [0, 1, 2].map(
              (k) => a[k]! * (1 - u - v) + b[k]! * u + c[k]! * v,
            ) as Point;
            worst = Math.max(worst, Math.abs(mesh.heightAt(lon, lat) - height));
            off = Math.max(off, Math.abs(dunes(lon, lat) - height));
            compared++;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(5_000);
    // Heights are written in steps of 2 mm here; the curve of the Earth under a triangle is less.
    expect(worst).toBeLessThan(0.01);
    expect(off).toBeGreaterThan(0.15);
  });

  it('goes over into the elevation itself beyond its edge', () => {
    expect(mesh.heightAt(11, 51)).toBe(dunes(11, 51));
    expect(mesh.heightAt(9, 50.01)).toBe(dunes(9, 50.01));
  });

  it('keeps within 0.25 m of the nodes and says how near it came', () => {
    const { nodes } = mesh;
    let worst = 0;
    for (let row = 1; row < nodes.rows - 1; row += 3) {
      for (let col = 1; col < nodes.cols - 1; col += 3) {
        const height = mesh.heightAt(nodes.lons[col]!, nodes.lats[row]!);
        worst = Math.max(worst, Math.abs(height - nodes.heights[row * nodes.cols + col]!));
      }
    }
    expect(worst).toBeGreaterThan(0.1);
    expect(worst).toBeLessThanOrEqual(mesh.worst + 1e-6);
    expect(mesh.worst).toBeLessThanOrEqual(0.25);
  });
});
