import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createCrs } from '#base/geo/crs.ts';
import { areaVector, triangulateSurface } from '#city/surface-mesh.ts';
import { lookupEpsg } from '../epsg-lookup.ts';
import { applyFrame, createFrame } from '../frame.ts';
import { cityJsonReader, cityJsonSeqReader } from './cityjson.ts';
import type { RawFeature, Reader, SourceReading } from './source.ts';

const folder = mkdtempSync(join(tmpdir(), 'spar-cityjson-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();

async function read(
  content: unknown,
  { reader = cityJsonReader, name = 'town.city.json' }: { reader?: Reader; name?: string } = {},
): Promise<{ features: RawFeature[]; reading: SourceReading }> {
  const path = join(folder, name);
  const raw = typeof content === 'string' || Buffer.isBuffer(content);
  writeFileSync(path, raw ? content : JSON.stringify(content));
  const reading = await reader.read({ path, name, options: {} }, signal);
  const features: RawFeature[] = [];
  for await (const batch of reading.features) features.push(...batch);
  return { features, reading };
}

/** A house of 10 × 6 m: walls to 3 m, a gable to 5 m; vertices in millimetres from (1000, 2000, 7). */
const HOUSE = [
  [0, 0, 0],
  [10_000, 0, 0],
  [10_000, 6000, 0],
  [0, 6000, 0],
  [0, 0, 3000],
  [10_000, 0, 3000],
  [10_000, 6000, 3000],
  [0, 6000, 3000],
  [0, 3000, 5000],
  [10_000, 3000, 5000],
];
const HOUSE_FACES = [
  [[0, 3, 2, 1]],
  [[0, 1, 5, 4]],
  [[2, 3, 7, 6]],
  [[1, 2, 6, 9, 5]],
  [[3, 0, 4, 8, 7]],
  [[4, 5, 9, 8]],
  [[6, 7, 8, 9]],
];
const BOX_FACES = [
  [[0, 3, 2, 1]],
  [[0, 1, 5, 4]],
  [[1, 2, 6, 5]],
  [[2, 3, 7, 6]],
  [[3, 0, 4, 7]],
  [[4, 5, 6, 7]],
];
const TYPES = ['GroundSurface', 'WallSurface', 'RoofSurface'].map((type) => ({ type }));
const SEMANTICS = { surfaces: TYPES, values: [[0, 1, 1, 1, 1, 2, 2]] };
const house = (lod: string | number = '2'): object => ({
  type: 'Solid',
  lod,
  boundaries: [HOUSE_FACES],
  semantics: SEMANTICS,
});
const box = (lod: string | number = '1'): object => ({ type: 'Solid', lod, boundaries: [BOX_FACES] });

function town(objects: object, more: object = {}): object {
  return {
    type: 'CityJSON',
    version: '2.0',
    transform: { scale: [0.001, 0.001, 0.001], translate: [1000, 2000, 7] },
    metadata: { referenceSystem: 'https://www.opengis.net/def/crs/EPSG/0/7415' },
    CityObjects: objects,
    vertices: HOUSE,
    ...more,
  };
}

const kinds = (feature: RawFeature | undefined): string =>
  (feature?.surfaces ?? []).map(({ kind }) => kind[0]).join('');

describe('cityJsonReader', () => {
  it('gives a house its faces in the file’s frame, with kind, id, level and attributes', async () => {
    const { features, reading } = await read(
      town({
        h1: {
          type: 'Building',
          attributes: { yearOfConstruction: 1931, owner: { name: 'Ada', tags: ['a', 'b'] }, none: null },
          address: [{ ThoroughfareName: 'Spui', ThoroughfareNumber: '70', LocalityName: 'Den Haag' }],
          geometry: [house('2.2')],
        },
      }),
    );
    expect(reading).toMatchObject({
      format: 'cityjson',
      crs: { epsg: 7415 },
      idPrefix: 'town',
      problems: [],
    });
    expect(features).toHaveLength(1);
    expect(features[0]).toMatchObject({ id: 'h1', place: 'h1', lod: '2.2', geometry: null });
    expect(features[0]!.tags).toEqual({
      _type: 'Building',
      yearOfConstruction: 1931,
      'owner.name': 'Ada',
      'owner.tags': 'a, b',
      'addr:street': 'Spui',
      'addr:housenumber': '70',
      'addr:city': 'Den Haag',
    });
    expect(kinds(features[0])).toBe('gwwwwrr');
    expect([...features[0]!.surfaces![5]!.rings[0]!]).toEqual([
      1000, 2000, 10, 1010, 2000, 10, 1010, 2003, 12, 1000, 2003, 12,
    ]);
  });

  it('tells kinds by the normal where the file has no semantics', async () => {
    const solid = { type: 'Solid', lod: '2', boundaries: [HOUSE_FACES] };
    const bare = {
      type: 'MultiSurface',
      lod: '2',
      boundaries: HOUSE_FACES.map(([ring]) => [ring!.toReversed()]),
    };
    const { features } = await read(
      town({ a: { type: 'Building', geometry: [solid] }, b: { type: 'Building', geometry: [bare] } }),
    );
    expect(features.map(kinds)).toEqual(['gwwwwrr', 'gwwwwrr']);
  });

  it('makes a footprint with a height of a LoD1 box, also of one in several pieces', async () => {
    const halves = [[[0, 2, 1]], [[0, 3, 2]], ...BOX_FACES.slice(1)];
    const { features } = await read(
      town({
        a: { type: 'Building', geometry: [box('1.2')] },
        b: { type: 'Building', geometry: [{ type: 'Solid', lod: 1, boundaries: [halves] }] },
      }),
    );
    for (const feature of features) {
      expect(feature.surfaces).toBeUndefined();
      expect(feature.box).toEqual({ bottom: 7, top: 10 });
      expect(feature.geometry!.type).toBe('Polygon');
    }
    expect(features[0]!.geometry).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [1000, 2000],
          [1000, 2006],
          [1010, 2006],
          [1010, 2000],
          [1000, 2000],
        ],
      ],
    });
    const corners = (features[1]!.geometry as GeoJSON.Polygon).coordinates;
    expect(corners).toHaveLength(1);
    expect(corners[0]).toHaveLength(5);
  });

  it('has the height of a box in metres once its frame, in US feet, is applied', async () => {
    const { features } = await read(town({ a: { type: 'Building', geometry: [box()] } }));
    const spec = {
      crs: 2263,
      swap: false,
      eastingOffset: 0,
      shift: null,
      similarity: null,
      heights: 'ellipsoidal',
      heightUnit: 1200 / 3937,
    } as const;
    const [feature] = applyFrame(features, createFrame(spec, lookupEpsg), 'town.city.json').features;
    expect(feature!.tags.height).toBe(0.9144);
    expect(feature!.box!.bottom).toBeCloseTo(2.13360427, 8);
    expect(feature!.box!.top).toBeCloseTo(3.0480061, 8);
  });

  it('keeps the faces of a LoD1 body that is no box', async () => {
    const { features } = await read(
      town({ a: { type: 'Building', geometry: [{ ...house('1'), semantics: undefined }] } }),
    );
    expect(kinds(features[0])).toBe('gwwwwrr');
    expect(features[0]!.box).toBeUndefined();
  });

  it('takes the finest level of each object and joins parts and their attributes into one building', async () => {
    const { features } = await read(
      town({
        p2: {
          type: 'BuildingPart',
          parents: ['b'],
          attributes: { roof: 'gable', eaves: 3 },
          geometry: [house('2.2')],
        },
        b: {
          type: 'Building',
          children: ['p1', 'p2', 'in', 'room'],
          attributes: { name: 'Town hall' },
          geometry: [{ type: 'MultiSurface', lod: '0', boundaries: [[[0, 1, 2, 3]]] }, box('1.3')],
        },
        p1: {
          type: 'BuildingPart',
          parents: ['b'],
          attributes: { roof: 'flat', eaves: 2.5 },
          geometry: [box('1.2'), house('2')],
        },
        in: { type: 'BuildingInstallation', parents: ['b'], geometry: [box('2')] },
        room: { type: 'BuildingRoom', parents: ['b'], geometry: [box('2')] },
      }),
    );
    expect(features).toHaveLength(1);
    expect(features[0]!.lod).toBe('2.2');
    expect(features[0]!.tags).toEqual({
      _type: 'Building',
      name: 'Town hall',
      roof: 'flat, gable',
      eaves: 3,
    });
    expect(kinds(features[0])).toBe('gwwwwrgwwwwrrgwwwwrr');
    expect((features[0]!.geometry as GeoJSON.Polygon).coordinates[0]).toHaveLength(5);
  });

  it('reads footprints alone (LoD0) as polygons', async () => {
    const flat = {
      type: 'MultiSurface',
      lod: '0',
      boundaries: [
        [
          [0, 1, 2, 3],
          [4, 7, 6],
        ],
      ],
    };
    const { features } = await read(
      town({ a: { type: 'Building', attributes: { height: 9 }, geometry: [flat] } }),
    );
    expect(features[0]).toMatchObject({ lod: '0', tags: { height: 9 } });
    expect((features[0]!.geometry as GeoJSON.Polygon).coordinates).toHaveLength(2);
  });

  it('takes outer shells only, of solids and of solids together', async () => {
    const hollow = { type: 'Solid', lod: '2', boundaries: [HOUSE_FACES, BOX_FACES] };
    const several = { type: 'CompositeSolid', lod: '2', boundaries: [[HOUSE_FACES], [BOX_FACES, BOX_FACES]] };
    const { features } = await read(
      town({ a: { type: 'Building', geometry: [hollow] }, b: { type: 'Building', geometry: [several] } }),
    );
    expect(features.map((feature) => feature.surfaces!.length)).toEqual([7, 13]);
  });

  it('places templates by their matrix: turned by 90° and twice as large', async () => {
    const instance = {
      type: 'GeometryInstance',
      template: 0,
      boundaries: [2],
      transformationMatrix: [0, -2, 0, 0, 2, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 1],
    };
    const templates = {
      'geometry-templates': {
        templates: [{ type: 'MultiSurface', lod: '2', boundaries: [[[0, 1, 2]]] }],
        'vertices-templates': [
          [0, 0, 0],
          [1, 0, 0],
          [1, 1, 1],
        ],
      },
    };
    const { features } = await read(
      town(
        {
          a: { type: 'Building', geometry: [instance] },
          tree: { type: 'SolitaryVegetationObject', geometry: [instance] },
        },
        templates,
      ),
    );
    expect([...features[0]!.surfaces![0]!.rings[0]!]).toEqual([1010, 2006, 8, 1010, 2008, 8, 1008, 2008, 10]);
    expect(features[1]!.geometry).toEqual({ type: 'Point', coordinates: [1010, 2006] });
  });

  it('reads other objects as what they cover, and relief as triangles', async () => {
    const { features, reading } = await read(
      town({
        w: {
          type: 'WaterBody',
          geometry: [{ type: 'MultiSurface', lod: '1', boundaries: [[[0, 1, 2, 3]]] }],
        },
        r: { type: 'Road', geometry: [{ type: 'MultiLineString', lod: '0', boundaries: [[0, 1, 2]] }] },
        b: { type: 'Bridge', geometry: [box('2')] },
        t: {
          type: 'TINRelief',
          geometry: [{ type: 'CompositeSurface', lod: '1', boundaries: [[[0, 1, 2]], [[0, 1, 2, 3]]] }],
        },
      }),
    );
    expect(features.map(({ tags, geometry }) => [tags._type, geometry?.type])).toEqual([
      ['WaterBody', 'Polygon'],
      ['Road', 'MultiLineString'],
      ['Bridge', 'Polygon'],
    ]);
    expect(features.every((feature) => feature.surfaces === undefined)).toBe(true);
    expect(reading.reliefs).toHaveLength(1);
    expect(reading.reliefs[0]!.triangles).toHaveLength(27);
  });

  it('reads every spelling of the reference system', async () => {
    const spellings: [object, object | null][] = [
      [{ referenceSystem: 'urn:ogc:def:crs:EPSG::7415' }, { epsg: 7415 }],
      [{ referenceSystem: 'urn:ogc:def:crs,crs:EPSG::28992,crs:EPSG::5709' }, { epsg: 28992 }],
      [{ referenceSystem: 'http://www.opengis.net/def/crs/EPSG/0/2056' }, { epsg: 2056 }],
      [{ referenceSystem: 'EPSG:25832' }, { epsg: 25832 }],
      [{ crs: { epsg: 7415 } }, { epsg: 7415 }],
      [{}, null],
    ];
    for (const [metadata, crs] of spellings)
      expect((await read(town({}, { metadata }))).reading.crs).toEqual(crs);
  });

  it('finds latitude first where the second value can only be a longitude', async () => {
    const vertices = [
      [35.26, 139.74, 3],
      [35.2601, 139.74, 3],
      [35.2601, 139.7401, 3],
    ];
    const more = {
      metadata: { referenceSystem: 'EPSG:6697' },
      vertices,
      version: '1.0',
      transform: undefined,
    };
    expect((await read(town({}, more))).reading.crs).toEqual({ epsg: 6697, latitudeFirst: true });
  });

  it('reads 1.0, 1.1 and 2.0 and refuses others by name', async () => {
    for (const version of ['1.0', '1.0.3', '1.1', '2.0', '2.0.1']) await read(town({}, { version }));
    await expect(read(town({}, { version: '0.9' }))).rejects.toThrow(
      'cityjson "town.city.json": expected version 1.0, 1.1 or 2.0, got "0.9"',
    );
    await expect(read(town({}, { version: undefined }))).rejects.toThrow(
      'expected version 1.0, 1.1 or 2.0, got nothing',
    );
    await expect(read({ type: 'FeatureCollection' })).rejects.toThrow(
      'cityjson "town.city.json": expected an object with type "CityJSON", got "FeatureCollection"',
    );
  });

  it('drops a face whose vertex index is out of range and says which object, index and vertex count', async () => {
    const faces = [[[0, 3, 99]], ...HOUSE_FACES.slice(1)];
    const { features, reading } = await read(
      town({ h1: { type: 'Building', geometry: [{ ...house(), boundaries: [faces] }] } }),
    );
    expect(kinds(features[0])).toBe('wwwwrr');
    expect(reading.problems).toEqual([
      {
        action: 'mended',
        reason: 'vertex-index',
        file: 'town.city.json',
        place: 'h1',
        detail:
          'cityjson "town.city.json" object "h1": expected vertex indices from 0 to 9 (10 vertices), got 99; 1 face dropped',
      },
    ]);
  });

  it('drops faces on vertices that are not numbers, and faces of two corners', async () => {
    const vertices = [...HOUSE.slice(0, 9), [1, null, 2]];
    const faces = [...HOUSE_FACES, [[0, 1]]];
    const { features, reading } = await read(
      town({ h1: { type: 'Building', geometry: [{ ...house(), boundaries: [faces] }] } }, { vertices }),
    );
    expect(kinds(features[0])).toBe('gwww');
    expect(reading.problems.map(({ detail }) => detail.replace(/.*"h1": /, ''))).toEqual([
      'expected vertices of three numbers, got others; 3 faces dropped',
      'expected rings of 3 corners or more; 1 face dropped',
    ]);
  });

  it('says where JSON that was cut ends', async () => {
    const text = JSON.stringify(town({ h1: { type: 'Building', geometry: [house()] } }));
    await expect(read(text.slice(0, 300))).rejects.toThrow(
      'cityjson "town.city.json": expected whole JSON, got the end of the file at character 300 (line 1)',
    );
    await expect(read('{"type": "CityJSON",\n "version": !}')).rejects.toThrow(
      'cityjson "town.city.json": expected whole JSON, got: Unexpected token',
    );
    await expect(read('')).rejects.toThrow('town.city.json: expected data, got an empty file of 0 bytes');
  });

  it('refuses a document without vertices, with a null transform, or without objects', async () => {
    await expect(read(town({}, { vertices: undefined }))).rejects.toThrow(
      'cityjson "town.city.json" vertices: expected an array of vertices, got nothing',
    );
    await expect(read(town({}, { transform: null }))).rejects.toThrow(
      'cityjson "town.city.json" transform: expected scale and translate, got null',
    );
    await expect(read(town({}, { transform: { scale: [1, 1], translate: [0, 0, 0] } }))).rejects.toThrow(
      'transform: expected scale and translate of three numbers each, got {"scale":[1,1],"translate":[0,0,0]}',
    );
    await expect(read(town({}, { CityObjects: 3 }))).rejects.toThrow('expected an object CityObjects, got 3');
  });

  it('reads gzipped documents and says so when they are cut', async () => {
    const packed = gzipSync(JSON.stringify(town({ h1: { type: 'Building', geometry: [house()] } })));
    expect((await read(packed, { name: 'town.city.json.gz' })).features).toHaveLength(1);
    await expect(read(packed.subarray(0, 100), { name: 'cut.city.json.gz' })).rejects.toThrow(
      'cut.city.json.gz: expected a whole gzip file, got unexpected end of file',
    );
  });

  it('gives textures with a coordinate a corner, and only from the file’s own folder', async () => {
    writeFileSync(join(folder, 'wall.jpg'), 'x');
    const uv = [
      [0, 0],
      [1, 0],
      [1, 0.5],
      [0, 0.5],
    ];
    const images = ['wall.jpg', '../wall.jpg', 'http://example.org/wall.jpg', '/etc/passwd', 'none.jpg'];
    const textured = [0, 1, 2, 3, 4].map((i) => [[i, 0, 1, 2, 3]]);
    const faces = HOUSE_FACES.filter(([ring]) => ring!.length === 4).concat([[[0, 1, 2, 3]]]);
    const values = [...textured, [[0, 0, 1]]];
    const geometry = { type: 'MultiSurface', lod: '2', boundaries: faces, texture: { '': { values } } };
    const { features, reading } = await read(
      town(
        { h1: { type: 'Building', geometry: [geometry] } },
        { appearance: { textures: images.map((image) => ({ type: 'JPG', image })), 'vertices-texture': uv } },
      ),
    );
    expect(reading.textures).toEqual([join(folder, 'wall.jpg')]);
    expect(features[0]!.surfaces!.map(({ texture }) => texture)).toEqual([0, -1, -1, -1, -1, -1]);
    expect([...features[0]!.surfaces![0]!.uv[0]!]).toEqual([0, 0, 1, 0, 1, 0.5, 0, 0.5]);
    expect(reading.problems.map(({ reason, detail }) => [reason, detail])).toEqual([
      ['texture-outside', 'expected an image in the file\'s own folder, got "../wall.jpg"'],
      [
        'remote-texture',
        'expected an image beside the file, got "http://example.org/wall.jpg", which is not fetched',
      ],
      ['texture-outside', 'expected an image in the file\'s own folder, got "/etc/passwd"'],
      ['missing-texture', 'expected an image at "none.jpg", got no such file'],
      [
        'bad-uv',
        'cityjson "town.city.json" object "h1": expected a texture coordinate for every corner; 1 face left untextured',
      ],
    ]);
  });
});

describe('cityJsonSeqReader', () => {
  const header = JSON.stringify(town({}, { vertices: [] }));
  const line = (id: string): string =>
    JSON.stringify({
      type: 'CityJSONFeature',
      id,
      CityObjects: { [id]: { type: 'Building', geometry: [house()] } },
      vertices: HOUSE,
    });
  const seq = { reader: cityJsonSeqReader, name: 'town.city.jsonl' };

  it('reads a feature a line, each with its own vertices under the header’s transform', async () => {
    const { features, reading } = await read(`${header}\n${line('a')}\n\n${line('b')}`, seq);
    expect(reading).toMatchObject({ format: 'cityjson-seq', crs: { epsg: 7415 }, idPrefix: 'town' });
    expect(features.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(features[1]!.surfaces![0]!.rings[0]![0]).toBe(1000);
  });

  it('drops a bad line and goes on', async () => {
    const bad = JSON.stringify({ type: 'CityJSONFeature', CityObjects: {} });
    const { features, reading } = await read(`${header}\n${bad}\n{"x":\n${line('b')}\n`, seq);
    expect(features.map(({ id }) => id)).toEqual(['b']);
    expect(reading.problems.map(({ reason, place }) => [reason, place])).toEqual([
      ['bad-feature', 'line 2'],
      ['bad-json', 'line 3'],
    ]);
    expect(reading.problems[0]!.detail).toBe(
      'cityjson "town.city.jsonl" line 2 vertices: expected an array of vertices, got nothing',
    );
  });

  it('says which line a cut file ends in', async () => {
    await expect(read(`${header}\n${line('a')}\n${line('b').slice(0, 99)}`, seq)).rejects.toThrow(
      'cityjson "town.city.jsonl" line 3: expected a whole JSON object, got ',
    );
  });
});

describe('probing', () => {
  const probe = (reader: Reader, text: string, name = 'x.json'): boolean =>
    reader.probe(Buffer.from(text), name);
  it('tells a document from a sequence and from GeoJSON', () => {
    const whole = JSON.stringify(town({}), null, 1);
    const lines = `${JSON.stringify(town({}))}\n{"type":"CityJSONFeature"}`;
    const other = '{"type":"FeatureCollection","features":[]}';
    expect([whole, lines, other].map((text) => probe(cityJsonReader, text))).toEqual([true, false, false]);
    expect([whole, lines, other].map((text) => probe(cityJsonSeqReader, text))).toEqual([false, true, false]);
  });
});

/**
 * Dutch grid to WGS84 by the polynomials of F. H. Schreutelkamp and G. L. Strang van Hees (2001), good to some
 * decimetres.
 */
function rdToWgs84(x: number, y: number): [number, number] {
  const p = (x - 155_000) / 1e5;
  const q = (y - 463_000) / 1e5;
  const lat =
    3235.65389 * q -
    32.58297 * p ** 2 -
    0.2475 * q ** 2 -
    0.84978 * p ** 2 * q -
    0.0655 * q ** 3 -
    0.01709 * p ** 2 * q ** 2 -
    0.00738 * p +
    0.0053 * p ** 4 -
    0.00039 * p ** 2 * q ** 3 +
    0.00033 * p ** 4 * q -
    0.00012 * p * q;
  const lon =
    5260.52916 * p +
    105.94684 * p * q +
    2.45656 * p * q ** 2 -
    0.81885 * p ** 3 +
    0.05594 * p * q ** 3 -
    0.05607 * p ** 3 * q +
    0.01199 * q -
    0.00256 * p ** 3 * q ** 2 +
    0.00128 * p * q ** 4 +
    0.00022 * q ** 2 -
    0.00022 * p ** 2 +
    0.00026 * p ** 5;
  return [5.38720621 + lon / 3600, 52.1551744 + lat / 3600];
}

const data = resolve(process.env.SPAR_DATA ?? '../shared/data', 'citymodel/denhaag.city.json');

describe.skipIf(!existsSync(data))('Den Haag (SPAR_DATA citymodel/denhaag.city.json)', () => {
  it('gives 844 buildings with all faces of their 1,653 parts, roofs at the file’s heights', async () => {
    const reading = await cityJsonReader.read({ path: data, name: 'denhaag.city.json', options: {} }, signal);
    const features: RawFeature[] = [];
    for await (const batch of reading.features) features.push(...batch);
    expect(features).toHaveLength(844);
    expect(reading.problems).toEqual([]);
    expect(reading.crs).toEqual({ epsg: 7415 });
    expect(reading.reliefs.map(({ triangles }) => triangles.length / 9)).toEqual([5595]);

    // The file read once more without the reader: heights of every roof corner, in file order, by building.
    type Plain = {
      type: string;
      parents?: string[];
      geometry: {
        boundaries: number[][][][];
        semantics: { surfaces: { type: string }[]; values: number[][] };
      }[];
    };
    const root = JSON.parse(readFileSync(data, 'utf8')) as {
      CityObjects: Record<string, Plain>;
      vertices: number[][];
    };
    const expected = new Map<string, number[]>();
    let parts = 0;
    for (const [id, object] of Object.entries(root.CityObjects)) {
      if (!object.type.startsWith('Building')) continue;
      if (object.type === 'BuildingPart') parts++;
      const owner = object.parents?.[0] ?? id;
      const heights = expected.get(owner) ?? [];
      expected.set(owner, heights);
      for (const { boundaries, semantics } of object.geometry)
        for (const [i, face] of boundaries[0]!.entries())
          if (semantics.surfaces[semantics.values[0]![i]!]!.type === 'RoofSurface')
            heights.push(...face.flat().map((index) => root.vertices[index]![2]! / 1000 + 2.463));
    }
    expect(parts).toBe(1653);
    let worst = 0;
    for (const feature of features) {
      const roofs = feature.surfaces!.filter(({ kind }) => kind === 'roof');
      const heights = roofs.flatMap(({ rings }) =>
        rings.flatMap((ring) => [...ring].filter((_, i) => i % 3 === 2)),
      );
      const reference = expected.get(feature.id!)!.toSorted((a, b) => a - b);
      expect(heights).toHaveLength(reference.length);
      heights.sort((a, b) => a - b);
      for (const [i, height] of heights.entries()) worst = Math.max(worst, Math.abs(height - reference[i]!));
    }
    expect(worst).toBeLessThan(0.001);
  });

  it('stands where Den Haag stands: within 1 m of the closed approximation of RD to WGS84', async () => {
    const reading = await cityJsonReader.read({ path: data, name: 'denhaag.city.json', options: {} }, signal);
    const crs = createCrs(reading.crs!.epsg!, lookupEpsg);
    let worst = 0;
    for await (const batch of reading.features) {
      for (const { surfaces } of batch) {
        const [x, y] = surfaces![0]!.rings[0]! as unknown as [number, number];
        const [lon, lat] = crs.toLonLat(x, y);
        const [lonWanted, latWanted] = rdToWgs84(x, y);
        worst = Math.max(worst, Math.hypot((lon - lonWanted) * 68_400, (lat - latWanted) * 111_270));
        // Between Scheveningen's harbour and the Statenkwartier.
        expect(lon).toBeGreaterThan(4.25);
        expect(lon).toBeLessThan(4.29);
        expect(lat).toBeGreaterThan(52.09);
        expect(lat).toBeLessThan(52.12);
      }
    }
    expect(worst).toBeLessThan(1);
  });

  it('triangulates every face to its own area, but for four walls that cross themselves', async () => {
    const reading = await cityJsonReader.read({ path: data, name: 'denhaag.city.json', options: {} }, signal);
    const sum = (parts: number[][]): number[] =>
      parts.reduce((total, part) => total.map((value, k) => value + part[k]!), [0, 0, 0]);
    let faces = 0;
    const off: string[] = [];
    for await (const batch of reading.features) {
      for (const { id, surfaces } of batch) {
        for (const { rings } of surfaces!) {
          const corners = rings.flatMap((ring) => [...ring]);
          const indices = triangulateSurface(rings);
          const parts: number[][] = [];
          for (let i = 0; i < indices.length; i += 3)
            parts.push(
              areaVector(
                [0, 1, 2].flatMap((k) => corners.slice(indices[i + k]! * 3, indices[i + k]! * 3 + 3)),
              ),
            );
          const area = sum(parts);
          const wanted = sum(rings.map(areaVector));
          const difference = Math.hypot(...area.map((value, k) => value - wanted[k]!));
          if (difference > 1e-6 * Math.hypot(...wanted) + 1e-6) off.push(id!);
          faces++;
        }
      }
    }
    expect(faces).toBe(16_209);
    expect(off).toEqual(Array(4).fill('GUID_351BE36C-81E2-4C22-A7DD-642A0DE9D72D'));
  });
});
