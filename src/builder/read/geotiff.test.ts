import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { geoTiffReader } from './geotiff.ts';
import { crsFromGeoKeys, heightsFromGeoKeys, heightUnitFromGeoKeys } from './geotiff-keys.ts';
import type { ElevationGrid, SourceOptions } from './source.ts';

const ky4 = join(resolve(process.env.SPAR_DATA ?? '../shared/data'), 'pipes/ky4_elevation.tif');
const signal = new AbortController().signal;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'spar-tiff-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

type Tag = [code: number, type: 'ascii' | 'short' | 'long' | 'double', values: number[] | string];
const TYPES = { ascii: [2, 1], short: [3, 2], long: [4, 4], double: [12, 8] } as const;

/** A little-endian TIFF of one strip: the tags given over those of a 3 × 2 int16 band 1 … 6. */
function tiff(
  tags: Tag[],
  pixels: Uint8Array = new Uint8Array(Int16Array.of(1, 2, 3, 4, 5, 6).buffer),
): Uint8Array {
  const all = new Map<number, Tag>();
  const base: Tag[] = [
    [256, 'short', [3]],
    [257, 'short', [2]],
    [258, 'short', [16]],
    [259, 'short', [1]],
    [262, 'short', [1]],
    [273, 'long', [8]],
    [277, 'short', [1]],
    [278, 'short', [2]],
    [279, 'long', [pixels.length]],
    [339, 'short', [2]],
  ];
  for (const tag of [...base, ...tags]) all.set(tag[0], tag);
  const list = [...all.values()].sort((a, b) => a[0] - b[0]);
  const pad = pixels.length % 2;
  const directory = 8 + pixels.length + pad;
  let free = directory + 2 + list.length * 12 + 4;
  const out = new Uint8Array(4096);
  const view = new DataView(out.buffer);
  out.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directory, true);
  out.set(pixels, 8);
  view.setUint16(directory, list.length, true);
  list.forEach(([code, type, given], i) => {
    const values = typeof given === 'string' ? [...`${given}\0`].map((c) => c.charCodeAt(0)) : given;
    const [number, bytes] = TYPES[type];
    const at = directory + 2 + 12 * i;
    view.setUint16(at, code, true);
    view.setUint16(at + 2, number, true);
    view.setUint32(at + 4, values.length, true);
    let place = at + 8;
    if (values.length * bytes > 4) {
      view.setUint32(at + 8, free, true);
      place = free;
      free += values.length * bytes + ((values.length * bytes) % 2);
    }
    for (const value of values) {
      if (type === 'ascii') view.setUint8(place, value);
      else if (type === 'short') view.setUint16(place, value, true);
      else if (type === 'long') view.setUint32(place, value, true);
      else view.setFloat64(place, value, true);
      place += bytes;
    }
  });
  return out.slice(0, free);
}

const PLACED: Tag[] = [
  [33550, 'double', [10, 20, 0]],
  [33922, 'double', [0, 0, 0, 500_000, 4_000_000, 0]],
];
const keys = (...entries: number[][]): Tag => [34735, 'short', [1, 1, 0, entries.length, ...entries.flat()]];
const UTM = keys([1024, 0, 1, 1], [1025, 0, 1, 1], [3072, 0, 1, 32632]);

async function read(
  bytes: Uint8Array,
  options: SourceOptions = {},
  name = 'dem.tif',
): Promise<ElevationGrid> {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return geoTiffReader.read({ path, name, options }, signal);
}

describe('geoTiffReader', () => {
  it('places the centre of the first pixel half a pixel inside where pixels are areas', async () => {
    const grid = await read(tiff([...PLACED, UTM]));
    expect([grid.width, grid.height]).toEqual([3, 2]);
    expect([grid.originX, grid.originY, grid.stepX, grid.stepY]).toEqual([500_005, 3_999_990, 10, -20]);
    expect([...grid.values]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(grid.crs).toEqual({ epsg: 32632 });
    expect([grid.unit, grid.heights]).toEqual([1, 'orthometric']);
    expect(grid.problems).toEqual([]);
  });

  it('places it on the tie point where pixels are points, also when that is another pixel', async () => {
    const point = keys([1024, 0, 1, 1], [1025, 0, 1, 2], [3072, 0, 1, 32632]);
    const grid = await read(tiff([...PLACED, point]));
    expect([grid.originX, grid.originY]).toEqual([500_000, 4_000_000]);
    const tie: Tag = [33922, 'double', [2, 1, 0, 500_000, 4_000_000, 0]];
    const other = await read(tiff([...PLACED, tie, point]));
    expect([other.originX, other.originY]).toEqual([499_980, 4_000_020]);
  });

  it('reads a transformation, and refuses a turned one', async () => {
    const matrix = [10, 0, 0, 500_000, 0, -20, 0, 4_000_000, 0, 0, 0, 0, 0, 0, 0, 1];
    const grid = await read(tiff([[34264, 'double', matrix], UTM]));
    expect([grid.originX, grid.originY, grid.stepX, grid.stepY]).toEqual([500_005, 3_999_990, 10, -20]);
    matrix[1] = 3;
    await expect(read(tiff([[34264, 'double', matrix], UTM]))).rejects.toThrow(
      'dem.tif: expected rows along an axis of its frame, got a turned raster',
    );
  });

  it('takes the no-data value and impossible heights as no data', async () => {
    const pixels = new Uint8Array(Int16Array.of(1, -9999, 3, 4, 20_000, 6).buffer);
    const grid = await read(tiff([...PLACED, UTM, [42113, 'ascii', '-9999']], pixels));
    expect([...grid.values].map((value) => (Number.isNaN(value) ? null : value))).toEqual([
      1,
      null,
      3,
      4,
      null,
      6,
    ]);
    expect(grid.problems.map(({ detail }) => detail)).toEqual([
      'expected heights from -12000 to 9000 m, got 1 pixels beyond; taken as no data',
    ]);
  });

  it('takes -9999 as no data where the file does not say so, and warns', async () => {
    const pixels = new Uint8Array(Int16Array.of(1, -9999, 3, -9999, -9998, 6).buffer);
    const grid = await read(tiff([...PLACED, UTM], pixels));
    expect([...grid.values].map(Number.isNaN)).toEqual([false, true, false, true, false, false]);
    expect(grid.problems).toMatchObject([
      {
        reason: 'undeclared-no-data',
        detail: 'expected GDAL_NODATA to say what stands for no data, got 2 pixels of -9999; taken as such',
      },
    ]);
  });

  it('reads float32 with a no-data value that only fits a double', async () => {
    const pixels = new Uint8Array(Float32Array.of(1.5, -3.4028234663852886e38, 3, 4, 5, 6).buffer);
    const grid = await read(
      tiff(
        [
          ...PLACED,
          UTM,
          [258, 'short', [32]],
          [339, 'short', [3]],
          [42113, 'ascii', '-3.4028234663852886e+38'],
        ],
        pixels,
      ),
    );
    expect(grid.values[0]).toBe(1.5);
    expect(grid.values[1]).toBeNaN();
    expect(grid.problems).toEqual([]);
  });

  it('reads feet, scale and offset', async () => {
    const metadata =
      '<GDALMetadata><Item name="SCALE" sample="0" role="scale">0.5</Item>' +
      '<Item name="OFFSET" sample="0" role="offset">100</Item>' +
      '<Item name="UNITTYPE" sample="0" role="unittype">US survey foot</Item></GDALMetadata>';
    const grid = await read(tiff([...PLACED, UTM, [42112, 'ascii', metadata]]));
    expect([...grid.values]).toEqual([100.5, 101, 101.5, 102, 102.5, 103]);
    expect(grid.unit).toBeCloseTo(0.3048006096, 10);
    const vertical = keys([1024, 0, 1, 1], [3072, 0, 1, 32632], [4096, 0, 1, 5703], [4099, 0, 1, 9002]);
    expect((await read(tiff([...PLACED, vertical]))).unit).toBe(0.3048);
  });

  it('takes the first of several bands with a warning', async () => {
    const pixels = new Uint8Array(Int16Array.of(1, 91, 2, 92, 3, 93, 4, 94, 5, 95, 6, 96).buffer);
    const two: Tag[] = [
      [258, 'short', [16, 16]],
      [277, 'short', [2]],
      [339, 'short', [2, 2]],
    ];
    const grid = await read(tiff([...PLACED, UTM, ...two], pixels));
    expect([...grid.values]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(grid.problems).toMatchObject([
      {
        action: 'warning',
        reason: 'more-bands',
        detail: 'expected one band of heights, got 2; the first is taken',
      },
    ]);
  });

  it('reads one out of a zip, and takes the frame from the recipe', async () => {
    const zip = zipSync({ 'a/heights.tif': tiff([...PLACED, UTM]) });
    const grid = await read(zip, { crs: 'EPSG:25832', heights: 'ellipsoidal' }, 'dem.tif.zip');
    expect([grid.crs, grid.heights]).toEqual([{ epsg: 25832 }, 'ellipsoidal']);
  });

  it('refuses imagery, a picture without a place, a frame that nothing names, and a cut file', async () => {
    const rgb: Tag[] = [
      [258, 'short', [8, 8, 8]],
      [262, 'short', [2]],
      [277, 'short', [3]],
      [339, 'short', [1, 1, 1]],
    ];
    await expect(read(tiff([...PLACED, UTM, ...rgb], new Uint8Array(18)))).rejects.toThrow(
      'dem.tif: expected elevation, got RGB imagery',
    );
    await expect(read(tiff([]))).rejects.toThrow(
      'dem.tif: expected a georeferenced TIFF (ModelPixelScale and ModelTiepoint, or ModelTransformation), got neither',
    );
    await expect(read(tiff(PLACED))).rejects.toThrow(
      'dem.tif: expected a "crs" for it in the recipe, since its GeoKeys name none and its corner is not in degrees, got 500000, 4000000',
    );
    const whole = tiff([...PLACED, UTM]);
    await expect(read(whole.subarray(0, 60))).rejects.toThrow(
      /^dem\.tif: expected a whole TIFF, got 60 bytes that fail: /,
    );
    const strip = tiff([...PLACED, UTM, [279, 'long', [9000]]]);
    await expect(read(strip)).rejects.toThrow(
      /^dem\.tif: strip 0: expected to end within the file's \d+ bytes, got 9008: the file is cut off$/,
    );
  });

  it('knows TIFF by its first bytes, either byte order, classic and big', () => {
    expect(geoTiffReader.probe(Uint8Array.of(0x49, 0x49, 42, 0), 'x')).toBe(true);
    expect(geoTiffReader.probe(Uint8Array.of(0x4d, 0x4d, 0, 43), 'x')).toBe(true);
    expect(geoTiffReader.probe(Uint8Array.of(0x50, 0x4b, 3, 4), 'x.tif.zip')).toBe(true);
    expect(geoTiffReader.probe(Uint8Array.of(0x50, 0x4b, 3, 4), 'x.zip')).toBe(false);
    expect(geoTiffReader.probe(Uint8Array.of(0x7b), 'x.tif')).toBe(false);
  });

  it.skipIf(!existsSync(ky4))(
    'reads the Kentucky raster, 32-bit strips in US feet (needs SPAR_DATA)',
    async () => {
      const grid = await geoTiffReader.read({ path: ky4, name: 'ky4_elevation.tif', options: {} }, signal);
      expect([grid.width, grid.height, grid.crs]).toEqual([587, 402, { epsg: 3547 }]);
      expect(grid.values[0]).toBeCloseTo(160.2929, 3);
      expect(grid.originX).toBeCloseTo(4_940_983.429 + 90.9752 / 2, 2);
    },
  );
});

describe('crsFromGeoKeys', () => {
  it('spells out a user-defined Gauss-Krüger frame for proj4', () => {
    const hint = crsFromGeoKeys({
      GTModelTypeGeoKey: 1,
      ProjectedCSTypeGeoKey: 32767,
      GeographicTypeGeoKey: 4490,
      ProjCoordTransGeoKey: 1,
      ProjLinearUnitsGeoKey: 9001,
      ProjNatOriginLongGeoKey: 117,
      ProjNatOriginLatGeoKey: 0,
      ProjScaleAtNatOriginGeoKey: 1,
      ProjFalseEastingGeoKey: 500_000,
    });
    expect(hint?.text).toBe(
      '+proj=tmerc +lat_0=0 +lon_0=117 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs',
    );
  });

  it('takes WKT out of a citation, a geographic code, and is silent where the keys are', () => {
    const wkt = 'PROJCS["local",GEOGCS["x"]]';
    expect(
      crsFromGeoKeys({ ProjectedCSTypeGeoKey: 32767, PCSCitationGeoKey: `ESRI PE String = ${wkt}` }),
    ).toEqual({ text: wkt });
    expect(crsFromGeoKeys({ GTModelTypeGeoKey: 2, GeographicTypeGeoKey: 4326 })).toEqual({ epsg: 4326 });
    expect(crsFromGeoKeys({ GTModelTypeGeoKey: 1, ProjectedCSTypeGeoKey: 32767 })).toBeNull();
    expect(crsFromGeoKeys(null)).toBeNull();
  });

  it('knows vertical keys: feet, ellipsoids, geoids', () => {
    expect(heightUnitFromGeoKeys({ VerticalCSTypeGeoKey: 6360 })).toBeCloseTo(0.3048006096, 10);
    expect(heightUnitFromGeoKeys({})).toBeNull();
    expect(heightsFromGeoKeys({ VerticalCSTypeGeoKey: 5030 })).toBe('ellipsoidal');
    expect(heightsFromGeoKeys({ VerticalCSTypeGeoKey: 5773 })).toBe('orthometric');
    expect(heightsFromGeoKeys({ GeographicTypeGeoKey: 4979 })).toBe('ellipsoidal');
    expect(heightsFromGeoKeys({})).toBeNull();
  });
});
