import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { undulation } from '#base/geo/geoid.ts';
import { decodeTile, type QuantizedMesh } from '../../inspect/decode-tile.ts';
import { inspectTerrain } from '../../inspect/terrain.ts';
import type { Extent } from '../../terrain/lattice.ts';
import { type TerrainResult, writeTerrain } from './write-terrain.ts';

const CITY: Extent = [10, 50, 10.03, 50.02];
const ZOOM = 13;
const signal = new AbortController().signal;
let dir = '';
let result: TerrainResult;

/** A hill of 300 m beside a flat below the ellipsoid: bell-shaped, σ = 400 m. */
const hill = (lon: number, lat: number): number => {
  const x = (lon - 10.012) * 71_500;
  const y = (lat - 50.011) * 111_195;
  return 300 * Math.exp(-(x * x + y * y) / (2 * 400 * 400)) - 20;
};
const write = (into: string, extent = CITY, zoom = ZOOM): Promise<TerrainResult> =>
  writeTerrain({
    elevation: { heightAt: hill, seaLevelAt: undulation, spacing: 20, deepestZoom: zoom, source: 'hill' },
    extent,
    dir: into,
    signal,
  });

async function tile(id: string): Promise<QuantizedMesh> {
  return decodeTile(new Uint8Array(await readFile(join(dir, `${id}.terrain`))));
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'spar-terrain-'));
  result = await write(dir);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Tiles of a zoom that layer.json promises. */
async function tilesOf(zoom: number): Promise<[number, number][]> {
  const layer = JSON.parse(await readFile(join(dir, 'layer.json'), 'utf8'));
  const { startX, startY, endX, endY } = layer.available[zoom][0];
  const out: [number, number][] = [];
  for (let x = startX; x <= endX; x++) for (let y = startY; y <= endY; y++) out.push([x, y]);
  return out;
}

describe('writeTerrain', () => {
  it('writes what the inspection, with a decoder of its own, finds nothing wrong with', async () => {
    expect(await inspectTerrain(dir)).toEqual([]);
    expect(result.tiles).toBeGreaterThan(20);
    expect([result.minZoom, result.maxZoom]).toEqual([0, ZOOM]);
  });

  it('describes itself as Cesium wants it, both root tiles included', async () => {
    const layer = JSON.parse(await readFile(join(dir, 'layer.json'), 'utf8'));
    expect(layer.format).toBe('quantized-mesh-1.0');
    expect(layer.scheme).toBe('tms');
    expect(layer.projection).toBe('EPSG:4326');
    expect(layer.extensions).toEqual(['octvertexnormals']);
    expect(layer.available).toHaveLength(ZOOM + 1);
    expect(layer.available[0]).toEqual([{ startX: 0, startY: 0, endX: 1, endY: 0 }]);
    // 10° E 50° N at zoom 1: tiles of 90°, the third from the west, the upper row.
    expect(layer.available[1]).toEqual([{ startX: 2, startY: 1, endX: 2, endY: 1 }]);
  });

  it('keeps the deepest tiles within 0.25 m of the ground, everywhere inside their triangles', async () => {
    let worst = 0;
    let triangles = 0;
    const size = 180 / 2 ** ZOOM;
    for (const [x, y] of await tilesOf(ZOOM)) {
      const mesh = await tile(`${ZOOM}/${x}/${y}`);
      const count = mesh.vertexData.length / 3;
      const { minHeight, maxHeight } = mesh.header;
      const place = (i: number): [number, number, number] => [
        x * size - 180 + (size * mesh.vertexData[i]!) / 32767,
        y * size - 90 + (size * mesh.vertexData[count + i]!) / 32767,
        minHeight + ((maxHeight - minHeight) * mesh.vertexData[2 * count + i]!) / 32767,
      ];
      for (let t = 0; t < mesh.triangleIndices.length; t += 3) {
        const corners = [0, 1, 2].map((k) => place(mesh.triangleIndices[t + k]!));
        const middle = [0, 1, 2].map((k) => (corners[0]![k]! + corners[1]![k]! + corners[2]![k]!) / 3);
        worst = Math.max(worst, Math.abs(middle[2]! - hill(middle[0]!, middle[1]!)));
        triangles++;
      }
    }
    expect(triangles).toBeGreaterThan(1000);
    expect(worst).toBeLessThan(0.3);
    expect(result.maxError).toBeLessThanOrEqual(0.25);
    // Flat ground costs little: far fewer than the 2 × 128² triangles of a full tile.
    expect(triangles / (await tilesOf(ZOOM)).length).toBeLessThan(8000);
  });

  it('points normals uphill-side out: up on the flat, tilted on the flank as the slope says', async () => {
    const size = 180 / 2 ** ZOOM;
    // East flank at one σ: slope 300/400·e^−½ = 0.455, down to the east.
    const [lon, lat] = [10.012 + 400 / 71_500, 50.011];
    const [x, y] = [Math.floor((lon + 180) / size), Math.floor((lat + 90) / size)];
    const mesh = await tile(`${ZOOM}/${x}/${y}`);
    const count = mesh.vertexData.length / 3;
    let best = Number.POSITIVE_INFINITY;
    let at = 0;
    for (let i = 0; i < count; i++) {
      const du = x * size - 180 + (size * mesh.vertexData[i]!) / 32767 - lon;
      const dv = y * size - 90 + (size * mesh.vertexData[count + i]!) / 32767 - lat;
      if (Math.hypot(du, dv) < best) [best, at] = [Math.hypot(du, dv), i];
    }
    const bytes = mesh.extensions.vertexNormals!;
    let nx = (bytes[2 * at]! / 255) * 2 - 1;
    let ny = (bytes[2 * at + 1]! / 255) * 2 - 1;
    const nz = 1 - Math.abs(nx) - Math.abs(ny);
    if (nz < 0) [nx, ny] = [(1 - Math.abs(ny)) * Math.sign(nx), (1 - Math.abs(nx)) * Math.sign(ny)];
    const length = Math.hypot(nx, ny, nz);
    const [sinLon, cosLon] = [Math.sin((lon * Math.PI) / 180), Math.cos((lon * Math.PI) / 180)];
    const [sinLat, cosLat] = [Math.sin((lat * Math.PI) / 180), Math.cos((lat * Math.PI) / 180)];
    const east = (-sinLon * nx + cosLon * ny) / length;
    const up = (cosLat * cosLon * nx + cosLat * sinLon * ny + sinLat * nz) / length;
    expect(Math.abs(east / up - 0.455)).toBeLessThan(0.05);
  });

  it('sets header heights to the lowest and highest of the tile', async () => {
    const root = await tile('0/1/0');
    expect(root.header.minHeight).toBeCloseTo(-20, 3);
    expect(root.header.horizonOcclusionPointX).toBeNaN();
    const size = 180 / 2 ** ZOOM;
    const peak = await tile(`${ZOOM}/${Math.floor(190.012 / size)}/${Math.floor(140.011 / size)}`);
    expect(peak.header.maxHeight).toBeGreaterThan(275);
    expect(peak.header.maxHeight).toBeLessThan(280.01);
  });

  it('lays a .gz beside every tile that unpacks to it, and writes the same bytes twice', async () => {
    const again = await mkdtemp(join(tmpdir(), 'spar-terrain-'));
    try {
      await write(again);
      for (const [x, y] of await tilesOf(ZOOM)) {
        const path = `${ZOOM}/${x}/${y}.terrain`;
        const plain = await readFile(join(dir, path));
        expect(gunzipSync(await readFile(join(dir, `${path}.gz`))).equals(plain)).toBe(true);
        expect((await readFile(join(again, path))).equals(plain)).toBe(true);
      }
      const layer = await readFile(join(dir, 'layer.json'));
      expect((await readFile(join(again, 'layer.json'))).equals(layer)).toBe(true);
    } finally {
      await rm(again, { recursive: true, force: true });
    }
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const into = join(dir, 'stopped');
    const writing = writeTerrain({
      elevation: { heightAt: hill, seaLevelAt: undulation, spacing: 20, source: 'hill' },
      extent: CITY,
      dir: into,
      signal: stop.signal,
      onProgress: (done) => {
        if (done === 3) stop.abort();
      },
    });
    await expect(writing).rejects.toThrow('aborted');
    expect(existsSync(join(into, 'layer.json'))).toBe(false);
    await rm(into, { recursive: true, force: true });
  });

  it('is clean in the southern and western hemispheres, at a tile corner and near a pole', async () => {
    const places: Extent[] = [
      [-70.01, -33.01, -69.99, -32.99],
      [-0.01, -0.01, 0.01, 0.01],
      [15, 78.2, 15.05, 78.22],
    ];
    for (const extent of places) {
      const into = await mkdtemp(join(tmpdir(), 'spar-terrain-'));
      try {
        await write(into, extent, 11);
        expect(await inspectTerrain(into)).toEqual([]);
      } finally {
        await rm(into, { recursive: true, force: true });
      }
    }
  });
});
