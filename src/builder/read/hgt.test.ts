import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hgtReader } from './hgt.ts';

const dataDir = resolve(process.env.SPAR_DATA ?? '../shared/data');
const monaco = join(dataDir, 'terrain/N43E007.hgt.zip');
const signal = new AbortController().signal;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'spar-hgt-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** A tile whose sample (row, col) is row − 2·col, with one void and one spike. */
function tile(): Uint8Array {
  const bytes = new Uint8Array(1201 * 1201 * 2);
  const view = new DataView(bytes.buffer);
  for (let row = 0; row < 1201; row++) {
    for (let col = 0; col < 1201; col++) view.setInt16(2 * (row * 1201 + col), row + col, false);
  }
  view.setInt16(2 * 5, -32768, false);
  view.setInt16(2 * 6, 20000, false);
  return bytes;
}

async function write(name: string, bytes: Uint8Array) {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return { path, name, options: {} };
}

describe('hgtReader', () => {
  it('reads a tile, its corner from its name, voids and spikes as no data', async () => {
    const grid = await hgtReader.read(await write('S34W071.hgt', tile()), signal);
    expect([grid.width, grid.height, grid.originX, grid.originY]).toEqual([1201, 1201, -71, -33]);
    expect(grid.stepX).toBeCloseTo(1 / 1200, 12);
    expect(grid.stepY).toBeCloseTo(-1 / 1200, 12);
    expect(grid.values[1201 * 3 + 4]).toBe(7);
    expect(grid.values[5]).toBeNaN();
    expect(grid.values[6]).toBeNaN();
    expect(grid.problems).toHaveLength(1);
    expect(grid.problems[0]?.detail).toBe(
      'expected heights from -500 to 9000 m, got 1 samples beyond; taken as no data',
    );
    expect(grid.crs).toEqual({ epsg: 4326 });
    expect(grid.heights).toBe('orthometric');
  });

  it('takes the corner from the entry of a zip and from the name of a gzip', async () => {
    const zip = zipSync({ 'readme.txt': new Uint8Array([65]), 'srtm/N10E020.hgt': tile() }, { level: 1 });
    const zipped = await hgtReader.read(await write('download.hgt.zip', zip), signal);
    expect([zipped.originX, zipped.originY]).toEqual([20, 11]);
    const gzipped = await hgtReader.read(
      await write('N00W001.hgt.gz', gzipSync(tile(), { level: 1 })),
      signal,
    );
    expect([gzipped.originX, gzipped.originY]).toEqual([-1, 1]);
  });

  it('knows its files', () => {
    expect(hgtReader.probe(new Uint8Array(8), 'N43E007.hgt')).toBe(true);
    expect(hgtReader.probe(new Uint8Array([0x50, 0x4b, 3, 4]), 'N43E007.hgt.zip')).toBe(true);
    expect(hgtReader.probe(new Uint8Array([0x50, 0x4b, 3, 4]), 'roads.zip')).toBe(false);
    expect(hgtReader.probe(new Uint8Array(8), 'roads.geojson')).toBe(false);
  });

  it('refuses a cut file, a nameless one, a cut zip, a zip of something else, an empty and a missing one', async () => {
    await expect(
      hgtReader.read(await write('N43E007.hgt', tile().subarray(0, 999_999)), signal),
    ).rejects.toThrow(
      'N43E007.hgt: expected 1201×1201 (2884802 bytes) or 3601×3601 (25934402 bytes) big-endian int16, got 999999 bytes',
    );
    await expect(hgtReader.read(await write('dem.hgt', tile()), signal)).rejects.toThrow(
      'dem.hgt: expected a name that tells its corner, like N43E007.hgt, got "dem.hgt"',
    );
    const zip = zipSync({ 'N10E020.hgt': tile() }, { level: 1 });
    await expect(
      hgtReader.read(await write('cut.hgt.zip', zip.subarray(0, zip.length >> 1)), signal),
    ).rejects.toThrow('cut.hgt.zip: expected a whole zip or gzip file, got: invalid zip data');
    const other = zipSync({ 'a.shp': new Uint8Array(3) });
    await expect(hgtReader.read(await write('other.hgt.zip', other), signal)).rejects.toThrow(
      'other.hgt.zip: expected an elevation file inside the zip, got a.shp',
    );
    await expect(hgtReader.read(await write('N01E001.hgt', new Uint8Array(0)), signal)).rejects.toThrow(
      'N01E001.hgt: expected elevation data, got an empty file',
    );
    await expect(
      hgtReader.read({ path: join(dir, 'none.hgt'), name: 'none.hgt', options: {} }, signal),
    ).rejects.toThrow('none.hgt: expected a readable elevation file of at most 1.9 GB, got: ENOENT');
  });

  it.skipIf(!existsSync(monaco))(
    'reads the SRTM3 tile of Monaco out of its zip (needs SPAR_DATA)',
    async () => {
      const grid = await hgtReader.read({ path: monaco, name: 'N43E007.hgt.zip', options: {} }, signal);
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (const value of grid.values) {
        low = Math.min(low, Number.isNaN(value) ? low : value);
        high = Math.max(high, Number.isNaN(value) ? high : value);
      }
      expect([grid.originX, grid.originY, low, high]).toEqual([7, 44, -11, 2064]);
    },
  );
});
