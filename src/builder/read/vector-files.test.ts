import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { serialize } from 'flatgeobuf/lib/mjs/geojson.js';
import type { Geometry, Polygon, Position } from 'geojson';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { flatGeobufReader } from './flatgeobuf.ts';
import { geoPackageReader } from './geopackage.ts';
import { nestRings } from './ring-nesting.ts';
import { shapefileReader } from './shapefile.ts';
import type { RawFeature, Reader, SourceOptions } from './source.ts';
import { loadSqlJs } from './sql-js.ts';
import { parseWkb } from './wkb.ts';

const folder = mkdtempSync(join(tmpdir(), 'vector-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(reader: Reader, name: string, options: SourceOptions = {}) {
  const file = { path: join(folder, name), name, options };
  const reading = await reader.read(file, new AbortController().signal);
  const features: RawFeature[] = [];
  for await (const batch of reading.features) features.push(...batch);
  return { reading, features };
}

/** Writes a .shp of polygons (rings turned as the format wants them), as its description of 1998 says. */
function shpOf(polygons: (Position[][] | null)[], type = 5): Buffer {
  const records = polygons.map((rings, index) => {
    const points = rings?.flat() ?? [];
    const body = Buffer.alloc(rings ? 44 + rings.length * 4 + points.length * 16 : 4);
    body.writeInt32LE(rings ? type : 0, 0);
    if (rings) {
      body.writeInt32LE(rings.length, 36);
      body.writeInt32LE(points.length, 40);
      let start = 0;
      rings.forEach((ring, i) => {
        body.writeInt32LE(start, 44 + i * 4);
        start += ring.length;
      });
      points.forEach((point, i) => {
        body.writeDoubleLE(point[0]!, 44 + rings.length * 4 + i * 16);
        body.writeDoubleLE(point[1]!, 52 + rings.length * 4 + i * 16);
      });
    }
    const header = Buffer.alloc(8);
    header.writeInt32BE(index + 1, 0);
    header.writeInt32BE(body.length / 2, 4);
    return Buffer.concat([header, body]);
  });
  const header = Buffer.alloc(100);
  header.writeInt32BE(9994, 0);
  header.writeInt32LE(1000, 28);
  header.writeInt32LE(type, 32);
  const whole = Buffer.concat([header, ...records]);
  whole.writeInt32BE(whole.length / 2, 24);
  return whole;
}

/** Writes a .dbf of one text column of 20 bytes and one number. */
function dbfOf(rows: [Uint8Array, string][], name: Uint8Array = Buffer.from('NAME'), driver = 0): Buffer {
  const header = Buffer.alloc(32 + 64 + 1);
  header[0] = 3;
  header.writeUInt32LE(rows.length, 4);
  header.writeUInt16LE(header.length, 8);
  header.writeUInt16LE(1 + 20 + 10, 10);
  header[29] = driver;
  header.set(name, 32);
  header.write('C', 43);
  header[48] = 20;
  header.write('HEIGHT', 64);
  header.write('N', 75);
  header[80] = 10;
  header[96] = 0x0d;
  const body = rows.map(([text, number]) => {
    const row = Buffer.alloc(31, 0x20);
    row.set(text.subarray(0, 20), 1);
    row.write(number.padStart(10), 21);
    return row;
  });
  return Buffer.concat([header, ...body, Buffer.from([0x1a])]);
}

const clockwise: Position[] = [
  [0, 0],
  [0, 10],
  [10, 10],
  [10, 0],
  [0, 0],
];
const hole: Position[] = [
  [2, 2],
  [4, 2],
  [4, 4],
  [2, 4],
  [2, 2],
];
const far: Position[] = [
  [20, 0],
  [20, 5],
  [25, 5],
  [20, 0],
];

describe('shapefileReader', () => {
  it('groups rings into polygons with their holes and reads the table', async () => {
    write('a.shp', shpOf([[clockwise, hole], [clockwise, far, hole], null]));
    write(
      'a.dbf',
      dbfOf([
        [Buffer.from('one'), '12.5'],
        [Buffer.from('two'), '**********'],
        [Buffer.from(''), ''],
      ]),
    );
    write('a.prj', 'GEOGCS["GCS_WGS_1984"]');
    const { reading, features } = await read(shapefileReader, 'a.shp');
    expect(reading.crs).toEqual({ text: 'GEOGCS["GCS_WGS_1984"]' });
    expect(
      features.map(({ place, geometry, tags, flaw }) => [place, geometry?.type, tags, flaw?.reason]),
    ).toEqual([
      ['record 1', 'Polygon', { NAME: 'one', HEIGHT: 12.5 }, undefined],
      ['record 2', 'MultiPolygon', { NAME: 'two' }, undefined],
      ['record 3', undefined, {}, 'no-geometry'],
    ]);
    expect((features[0]!.geometry as Polygon).coordinates).toEqual([clockwise, hole]);
  });

  it.each([
    ['GBK without .cpg', 'gb18030', 0, null],
    ['UTF-8 without .cpg', 'utf8', 0, null],
    ['GBK with .cpg', 'gb18030', 0, 'GBK'],
    ['Big5 by the language driver', 'big5', 0x78, null],
  ])('reads Chinese attributes in %s', async (_title, encoding, driver, cpg) => {
    const name = `zh${encoding}${cpg ?? ''}.shp`;
    write(name, shpOf([[clockwise], [clockwise]]));
    const column = iconv.encode('名稱', encoding);
    const rows: [Uint8Array, string][] = [
      [iconv.encode('外灘十八號', encoding), '1'],
      [iconv.encode('上海中心大廈', encoding), '632'],
    ];
    write(name.replace('.shp', '.dbf'), dbfOf(rows, column, driver));
    if (cpg) write(name.replace('.shp', '.cpg'), cpg);
    const { features } = await read(shapefileReader, name);
    expect(features.map(({ tags }) => tags)).toEqual([
      { 名稱: '外灘十八號', HEIGHT: 1 },
      { 名稱: '上海中心大廈', HEIGHT: 632 },
    ]);
  });

  it('takes western text for what it is, and the recipe at its word', async () => {
    write('de.shp', shpOf([[clockwise]]));
    write('de.dbf', dbfOf([[iconv.encode('Große Königstraße', 'windows-1252'), '1']]));
    expect((await read(shapefileReader, 'de.shp')).features[0]?.tags.NAME).toBe('Große Königstraße');
    expect(
      (await read(shapefileReader, 'de.shp', { encoding: 'cp437' })).features[0]?.tags.NAME,
    ).not.toContain('ß');
    await expect(read(shapefileReader, 'de.shp', { encoding: 'klingon' })).rejects.toThrow(
      'de.dbf: expected the name of a text encoding (UTF-8, GB18030 …), got "klingon"',
    );
  });

  it('warns of a missing table and refuses what is cut or a MultiPatch', async () => {
    const whole = shpOf([[clockwise], [clockwise]]);
    write('alone.shp', whole);
    const { reading, features } = await read(shapefileReader, 'alone.shp');
    expect(features).toHaveLength(2);
    expect(reading.problems[0]).toMatchObject({ action: 'warning', reason: 'no-attributes' });
    write('cut.shp', whole.subarray(0, whole.length - 20));
    await expect(read(shapefileReader, 'cut.shp')).rejects.toThrow(
      `cut.shp: expected record 2 at byte ${100 + (whole.length - 100) / 2}, got the end of the file at byte ${whole.length - 20}; the last whole one is record 1`,
    );
    write('alone.shx', whole);
    await expect(read(shapefileReader, 'alone.shx')).rejects.toThrow(
      "alone.shx: expected a Shapefile's .shp, got its index: name the .shp",
    );
    write('patch.shp', shpOf([[clockwise]], 31));
    await expect(read(shapefileReader, 'patch.shp')).rejects.toThrow(
      'patch.shp: expected points, lines or polygons, got a MultiPatch',
    );
    write('a2.shp', whole);
    write(
      'a2.dbf',
      dbfOf([
        [Buffer.from('x'), '1'],
        [Buffer.from('y'), '1'],
      ]).subarray(0, 140),
    );
    await expect(read(shapefileReader, 'a2.shp')).rejects.toThrow(
      'a2.dbf: expected 2 rows in 159 bytes, got 140 bytes',
    );
  });

  it('gives holes to the smallest ring around them, whichever way all are turned', () => {
    const island: Position[] = [
      [2.5, 2.5],
      [2.5, 3.5],
      [3.5, 3.5],
      [2.5, 2.5],
    ];
    expect(nestRings([clockwise, hole, island])).toEqual([[island], [clockwise, hole]]);
    const turned = [clockwise, hole].map((ring) => [...ring].reverse());
    expect(nestRings(turned)).toEqual([turned]);
  });
});

const coordinate = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
);
const ring = fc
  .array(coordinate, { minLength: 3, maxLength: 12 })
  .map((points) => [...points, points[0]!] as Position[]);
const polygon = fc.array(ring, { minLength: 1, maxLength: 3 });

describe('flatGeobufReader', () => {
  it('comes back with what the reference writer was given', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            polygon,
            name: fc.string(),
            height: fc.double({ noNaN: true, noDefaultInfinity: true }),
          }),
          {
            minLength: 1,
            maxLength: 6,
          },
        ),
        async (items) => {
          const features = items.map((item) => ({
            type: 'Feature' as const,
            properties: { name: item.name, height: item.height },
            geometry: { type: 'Polygon' as const, coordinates: item.polygon },
          }));
          const name = `f${run++}.fgb`;
          write(name, serialize({ type: 'FeatureCollection', features }));
          const result = await read(flatGeobufReader, name);
          expect(result.features.map(({ geometry }) => geometry)).toEqual(
            features.map(({ geometry }) => geometry),
          );
          expect(result.features.map(({ tags }) => tags.name)).toEqual(items.map((item) => item.name));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('reads every kind of geometry and says where a file breaks off', async () => {
    const geometries: Geometry[] = [
      { type: 'Point', coordinates: [1, 2, 3] },
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
      { type: 'MultiPolygon', coordinates: [[clockwise, hole], [far]] },
    ];
    const bytes = serialize({
      type: 'FeatureCollection',
      features: geometries.map((geometry) => ({ type: 'Feature', properties: { a: 1 }, geometry })),
    });
    write('kinds.fgb', bytes);
    expect((await read(flatGeobufReader, 'kinds.fgb')).features.map(({ geometry }) => geometry)).toEqual(
      geometries,
    );
    write('cut.fgb', bytes.subarray(0, bytes.length - 10));
    await expect(read(flatGeobufReader, 'cut.fgb')).rejects.toThrow(
      `cut.fgb: expected feature 3, got the end of the file at byte ${bytes.length - 10}; the last whole one is feature 2`,
    );
    write('head.fgb', bytes.subarray(0, 30));
    await expect(read(flatGeobufReader, 'head.fgb')).rejects.toThrow(
      'head.fgb: expected its header, got the end of the file',
    );
  });
});

/** Writes WKB, little endian. */
function wkbOf(rings: Position[][], z = false): Buffer {
  const parts: Buffer[] = [Buffer.from([1, z ? 0xeb : 3, z ? 3 : 0, 0, 0]), uint(rings.length)];
  for (const points of rings) {
    parts.push(uint(points.length));
    for (const point of points) {
      const bytes = Buffer.alloc(z ? 24 : 16);
      bytes.writeDoubleLE(point[0]!, 0);
      bytes.writeDoubleLE(point[1]!, 8);
      if (z) bytes.writeDoubleLE(point[2] ?? 0, 16);
      parts.push(bytes);
    }
  }
  return Buffer.concat(parts);
}
function uint(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
}

describe('parseWkb', () => {
  it('comes back with the polygon that was written', () => {
    fc.assert(
      fc.property(polygon, (rings) => {
        expect(parseWkb(wkbOf(rings))).toEqual({ type: 'Polygon', coordinates: rings });
      }),
    );
  });

  it('reads ISO heights, and refuses curves and cut bytes', () => {
    expect(
      parseWkb(
        wkbOf(
          [
            [
              [1, 2, 3],
              [4, 5, 6],
            ],
          ],
          true,
        ),
      ),
    ).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
    });
    expect(() => parseWkb(Buffer.from([1, 10, 0, 0, 0, 0, 0, 0, 0]))).toThrow(
      'wkb: expected a geometry of GeoJSON, got CurvePolygon',
    );
    expect(() => parseWkb(wkbOf([clockwise]).subarray(0, 30))).toThrow(
      'wkb: expected more than 30 bytes, got their end',
    );
  });
});

describe('geoPackageReader', async () => {
  const sql = await loadSqlJs();
  const geometry = (rings: Position[][]) =>
    Buffer.concat([Buffer.from([0x47, 0x50, 0, 1, 0, 0, 0, 0]), wkbOf(rings)]);
  function packageOf(layers: { table: string; srs: number }[]): Uint8Array {
    const db = new sql.Database();
    db.run('CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER)');
    db.run('CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)');
    db.run(
      'CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT)',
    );
    db.run("INSERT INTO gpkg_spatial_ref_sys VALUES (28992, 'EPSG', 28992, 'PROJCS[\"RD\"]')");
    for (const { table, srs } of layers) {
      db.run(`INSERT INTO gpkg_contents VALUES ('${table}', 'features', ${srs})`);
      db.run(`INSERT INTO gpkg_geometry_columns VALUES ('${table}', 'geom', ${srs})`);
      db.run(`CREATE TABLE "${table}" (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, height REAL)`);
      const hex = geometry([clockwise, hole]).toString('hex');
      db.run(
        `INSERT INTO "${table}" VALUES (5, x'${hex}', '塔', 12.5), (9, NULL, NULL, NULL), (11, x'0102', 'x', 1)`,
      );
    }
    const bytes = db.export();
    db.close();
    return bytes;
  }

  it('reads a feature table with its CRS, keys and columns', async () => {
    write('one.gpkg', packageOf([{ table: 'buildings', srs: 28992 }]));
    const { reading, features } = await read(geoPackageReader, 'one.gpkg');
    expect(reading.crs).toEqual({ epsg: 28992, text: 'PROJCS["RD"]' });
    expect(features).toMatchObject([
      {
        id: '5',
        place: 'buildings fid 5',
        tags: { name: '塔', height: 12.5 },
        geometry: { coordinates: [clockwise, hole] },
      },
      { id: '9', flaw: { reason: 'no-geometry' } },
      { id: '11', flaw: { reason: 'broken-record' } },
    ]);
  });

  it('reads all tables or the one of the recipe, in one CRS', async () => {
    write(
      'two.gpkg',
      packageOf([
        { table: 'b', srs: 28992 },
        { table: 'a', srs: 28992 },
      ]),
    );
    expect((await read(geoPackageReader, 'two.gpkg')).features.map(({ id }) => id)).toEqual([
      'a/5',
      'a/9',
      'a/11',
      'b/5',
      'b/9',
      'b/11',
    ]);
    expect((await read(geoPackageReader, 'two.gpkg', { layer: 'b' })).features).toHaveLength(3);
    await expect(read(geoPackageReader, 'two.gpkg', { layer: 'c' })).rejects.toThrow(
      'two.gpkg: expected a feature table "c", got a, b',
    );
    write(
      'mixed.gpkg',
      packageOf([
        { table: 'a', srs: 28992 },
        { table: 'b', srs: 4326 },
      ]),
    );
    await expect(read(geoPackageReader, 'mixed.gpkg')).rejects.toThrow(
      'mixed.gpkg: expected feature tables in one crs, got a in 28992, b in 4326',
    );
  });

  it('refuses one whose last page is cut, though SQLite would open it', async () => {
    const whole = packageOf([{ table: 'a', srs: 28992 }]);
    write('cut.gpkg', whole.subarray(0, whole.length - 10));
    await expect(read(geoPackageReader, 'cut.gpkg')).rejects.toThrow(
      `cut.gpkg: expected ${whole.length} bytes, as its header says, got ${whole.length - 10}: the file is cut off`,
    );
  });

  it('refuses SQLite that is no GeoPackage', async () => {
    const db = new sql.Database();
    db.run('CREATE TABLE t (a)');
    write('plain.gpkg', db.export());
    await expect(read(geoPackageReader, 'plain.gpkg')).rejects.toThrow(
      'plain.gpkg: expected a GeoPackage with gpkg_contents',
    );
  });
});
