import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { mapColumns, missingColumns } from './columns.ts';
import { csvReader } from './csv.ts';
import type { RawFeature, SourceOptions } from './source.ts';
import { parseWkt } from './wkt-geometry.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(
  content: string | Uint8Array,
  options: SourceOptions = {},
  name = 'a.csv',
): Promise<RawFeature[]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const reading = await csvReader.read({ path, name, options }, new AbortController().signal);
  const out: RawFeature[] = [];
  for await (const batch of reading.features) out.push(...batch);
  return out;
}

describe('csvReader', () => {
  it('names every column of the header, those too that the first rows leave empty', async () => {
    const path = join(folder, 'inventory.csv');
    writeFileSync(path, '\ufeff"部件标识码",经度,纬度,方位角\r\n1,120.1,35.2,\r\n');
    const file = { path, name: 'inventory.csv', options: { columns: { azimuth: '方位角' } } };
    const reading = await csvReader.read(file, new AbortController().signal);
    expect(reading.columns).toEqual(['部件标识码', '经度', '纬度', '方位角']);
  });

  it('reads WKT, GeoJSON and WKB in a geometry column, and keeps the rest as tags', async () => {
    const wkb = '0101000000000000000000f03f0000000000000040';
    const features = await read(
      `id;wkt;name;code\r\n1;"POLYGON ((0 0, 4 0, 4 3, 0 0))";"a ""b""; c";007\r\n2;"{""type"":""Point"",""coordinates"":[1,2]}";;12.5\r\n3;${wkb};x;y\r\n`,
    );
    expect(features).toEqual([
      {
        id: null,
        place: 'line 2',
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [4, 0],
              [4, 3],
              [0, 0],
            ],
          ],
        },
        tags: { id: 1, name: 'a "b"; c', code: '007' },
      },
      {
        id: null,
        place: 'line 3',
        geometry: { type: 'Point', coordinates: [1, 2] },
        tags: { id: 2, code: 12.5 },
      },
      {
        id: null,
        place: 'line 4',
        geometry: { type: 'Point', coordinates: [1, 2] },
        tags: { id: 3, name: 'x', code: 'y' },
      },
    ]);
  });

  it.each([
    ['comma', '\ufefflon,lat,h\n121.5,31.25,3\n'],
    ['tab', 'Latitude\tLongitude\th\n31.25\t121.5\t3\n'],
    ['semicolon and decimal comma', 'lng;lat;h\n121,5;31,25;3\n'],
    ['pipe', 'Y|X|h\n31.25|121.5|3\n'],
  ])('reads columns of coordinates: %s', async (_title, text) => {
    const [feature] = await read(text);
    expect(feature).toMatchObject({
      geometry: { type: 'Point', coordinates: [121.5, 31.25] },
      tags: { h: 3 },
    });
  });

  it.each(['utf8', 'gb18030'])('reads Chinese headers in %s', async (encoding) => {
    const [feature] = await read(
      iconv.encode('编号,经度,纬度,名称,高程\nA1,121.5,31.25,外滩公园,4.5\n', encoding),
    );
    expect(feature).toMatchObject({
      geometry: { coordinates: [121.5, 31.25, 4.5] },
      tags: { 编号: 'A1', 名称: '外滩公园' },
    });
  });

  it('takes the columns that the recipe names', async () => {
    const columns = { lon: 'RECHTS', lat: 'hoch', height: 'HOEHE' };
    const [feature] = await read('RECHTS,HOCH,HOEHE\n9.1,48.7,12\n', { columns });
    expect(feature?.geometry).toEqual({ type: 'Point', coordinates: [9.1, 48.7] });
    expect(mapColumns(feature!.tags, columns)).toEqual({ HOEHE: 12, height: 12 });
  });

  it('ends a row at any line break, whatever the first line has', async () => {
    expect(await read('x,y\r\n1,2\n3,4\r\n5,6\r7,8\n')).toHaveLength(4);
  });

  it('finds the columns of a recipe that a table lacks, those of its places aside', () => {
    const samples = [{ GAODU: 3 }, { Mc: 'x' }];
    const columns = { lon: 'RECHTS', height: 'GAODU', name: 'MC', use: 'YT' };
    expect(missingColumns(samples, columns)).toEqual([['use', 'YT']]);
    expect(missingColumns([], columns)).toEqual([]);
  });

  it('flags rows without a place and goes on', async () => {
    const features = await read('wkt,n\n"POINT (1 2)",1\nPOINT(x y),2\n,3\nCIRCLE(1),4\n');
    expect(features.map(({ flaw }) => flaw?.detail)).toEqual([
      undefined,
      'wkt: expected a number, got "x"',
      'expected a geometry in "wkt", got an empty cell',
      'wkt: expected a geometry of GeoJSON, got "CIRCLE"',
    ]);
    const points = await read('x,y\n1,2\n1,north\n');
    expect(points[1]?.flaw).toEqual({
      reason: 'bad-coordinate',
      detail: 'expected two numbers, got "1", "north"',
    });
  });

  it('says what columns it needs', async () => {
    await expect(read('a,b\n1,2\n')).rejects.toThrow(
      'a.csv: expected a column with geometry (wkt, geometry, geojson …) or two with coordinates (lon and lat, x and y, 经度 and 纬度 …), got a, b',
    );
  });

  it('knows a table of places by content, and prose not', () => {
    const probe = (text: string, name = 'x.txt') => csvReader.probe(Buffer.from(text), name);
    expect(probe('id,lon,lat\n1,2,3\n')).toBe(true);
    expect(probe('a,b\n1,2\n', 'x.csv')).toBe(true);
    expect(probe('Dear reader, this is prose\nand more')).toBe(false);
    expect(probe('<osm version="0.6">', 'x.csv')).toBe(false);
  });
});

describe('parseWkt', () => {
  it('comes back with the polygon that was written', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => v + 0);
    const ring = fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(ring, { minLength: 1, maxLength: 3 }), (rings) => {
        const text = `POLYGON Z (${rings.map((points) => `(${points.map((p) => p.join(' ')).join(', ')})`).join(',')})`;
        expect(parseWkt(text)).toEqual({ type: 'Polygon', coordinates: rings });
      }),
    );
  });

  it('reads the dialects', () => {
    expect(parseWkt('SRID=4326;POINT(1 2)')).toEqual({ type: 'Point', coordinates: [1, 2] });
    expect(parseWkt('POINTZ(1 2 3)')).toEqual({ type: 'Point', coordinates: [1, 2, 3] });
    expect(parseWkt('point m (1 2 3)')).toEqual({ type: 'Point', coordinates: [1, 2] });
    expect(parseWkt('MULTIPOINT((1 2),(3 4))')).toEqual({
      type: 'MultiPoint',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    });
    expect(parseWkt('MULTIPOINT(1 2, 3 4)')).toEqual({
      type: 'MultiPoint',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    });
    expect(parseWkt('POLYGON EMPTY')).toBeNull();
    expect(parseWkt('GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1))')).toMatchObject({
      type: 'GeometryCollection',
    });
    expect(() => parseWkt('POLYGON((0 0, 1 1)')).toThrow('wkt: expected "," or ")", got the end');
    expect(() => parseWkt('POINT(1 2) x')).toThrow('wkt: expected the end, got "x"');
  });
});
