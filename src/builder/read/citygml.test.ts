import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { areaVector, triangulateSurface } from '#city/surface-mesh.ts';
import { cityGmlReader } from './citygml.ts';
import type { RawFeature, SourceReading } from './source.ts';

const folder = mkdtempSync(join(tmpdir(), 'spar-citygml-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'wall.jpg'), 'x');
const { signal } = new AbortController();

async function read(
  content: string | Buffer,
  name = 'town.gml',
): Promise<{ features: RawFeature[]; reading: SourceReading }> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const reading = await cityGmlReader.read({ path, name, options: {} }, signal);
  const features: RawFeature[] = [];
  for await (const batch of reading.features) features.push(...batch);
  return { features, reading };
}

const member = (text: string): string => `<core:cityObjectMember>${text}</core:cityObjectMember>`;

function model(members: string, { srs = 'EPSG:25832', version = '2.0', more = '' } = {}): string {
  const space = (module: string): string => `http://www.opengis.net/citygml/${module}${version}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<core:CityModel xmlns:core="${space('')}" xmlns:bldg="${space('building/')}" xmlns:app="${space('appearance/')}"
  xmlns:gen="${space('generics/')}" xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink">
<gml:boundedBy><gml:Envelope srsName="${srs}" srsDimension="3"><gml:lowerCorner>0 0 0</gml:lowerCorner>
<gml:upperCorner>10 10 10</gml:upperCorner></gml:Envelope></gml:boundedBy>
${members}${more}</core:CityModel>`;
}

/** Rings as texts of open corners; closed as GML wants it. */
function polygon(id: string, ...rings: string[]): string {
  const linear = (ring: string, i: number): string => {
    const first = ring.split(' ').slice(0, 3).join(' ');
    return `<gml:LinearRing gml:id="${id}_${i}"><gml:posList>${ring} ${first}</gml:posList></gml:LinearRing>`;
  };
  const sides = rings.map((ring, i) =>
    i === 0
      ? `<gml:exterior>${linear(ring, i)}</gml:exterior>`
      : `<gml:interior>${linear(ring, i)}</gml:interior>`,
  );
  return `<gml:Polygon gml:id="${id}">${sides.join('')}</gml:Polygon>`;
}

const surfaces = (...content: string[]): string =>
  content.map((item) => `<gml:surfaceMember>${item}</gml:surfaceMember>`).join('');
const links = (...ids: string[]): string =>
  ids.map((id) => `<gml:surfaceMember xlink:href="#${id}"/>`).join('');
const solid = (lod: number, members: string): string =>
  `<bldg:lod${lod}Solid><gml:Solid><gml:exterior><gml:CompositeSurface>${members}</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod${lod}Solid>`;
const bound = (type: string, members: string): string =>
  `<bldg:boundedBy><bldg:${type}><bldg:lod2MultiSurface><gml:MultiSurface>${members}</gml:MultiSurface></bldg:lod2MultiSurface></bldg:${type}></bldg:boundedBy>`;
const building = (id: string, content: string): string =>
  `<bldg:Building gml:id="${id}">${content}</bldg:Building>`;

/** A shed of 4 × 3 m whose roof rises from 2 to 3 m towards the north. */
const SHED = {
  floor: '0 0 0 0 3 0 4 3 0 4 0 0',
  roof: '0 0 2 4 0 2 4 3 3 0 3 3',
  south: '0 0 0 4 0 0 4 0 2 0 0 2',
  north: '4 3 0 0 3 0 0 3 3 4 3 3',
  east: '4 0 0 4 3 0 4 3 3 4 0 2',
  west: '0 3 0 0 0 0 0 0 2 0 3 3',
};
const NAMES = Object.keys(SHED) as (keyof typeof SHED)[];
const type = (name: string): string =>
  name === 'floor' ? 'GroundSurface' : name === 'roof' ? 'RoofSurface' : 'WallSurface';
const shedBounds = (prefix = ''): string =>
  NAMES.map((name) => bound(type(name), surfaces(polygon(`${prefix}${name}`, SHED[name])))).join('');
const shedSolid = solid(2, links(...NAMES));
const box = (height: number, lod = 1): string =>
  solid(
    lod,
    surfaces(
      polygon('b0', '0 0 0 0 3 0 4 3 0 4 0 0'),
      polygon('b1', `0 0 ${height} 4 0 ${height} 4 3 ${height} 0 3 ${height}`),
      polygon('b2', `0 0 0 4 0 0 4 0 ${height} 0 0 ${height}`),
      polygon('b3', `4 0 0 4 3 0 4 3 ${height} 4 0 ${height}`),
      polygon('b4', `4 3 0 0 3 0 0 3 ${height} 4 3 ${height}`),
      polygon('b5', `0 3 0 0 0 0 0 0 ${height} 0 3 ${height}`),
    ),
  );

const texture = (image: string, targets: [string, string][]): string =>
  `<app:surfaceDataMember><app:ParameterizedTexture><app:imageURI>${image}</app:imageURI>${targets
    .map(
      ([ring, uv]) =>
        `<app:target uri="#p"><app:TexCoordList><app:textureCoordinates ring="#${ring}">${uv}</app:textureCoordinates></app:TexCoordList></app:target>`,
    )
    .join('')}</app:ParameterizedTexture></app:surfaceDataMember>`;

const kinds = (feature: RawFeature | undefined): string =>
  (feature?.surfaces ?? [])
    .map(({ kind }) => kind[0]!)
    .toSorted((a, b) => a.localeCompare(b))
    .join('');

describe('cityGmlReader', () => {
  it('takes each face of a solid of links once, with the kind of its boundary surface', async () => {
    const { features, reading } = await read(model(member(building('s1', shedSolid + shedBounds()))));
    expect(reading).toMatchObject({
      format: 'citygml',
      crs: { epsg: 25832 },
      idPrefix: 'town',
      problems: [],
    });
    expect(features).toHaveLength(1);
    expect(features[0]).toMatchObject({
      id: 's1',
      place: 's1',
      lod: '2',
      geometry: null,
      tags: { _type: 'Building' },
    });
    expect(kinds(features[0])).toBe('grwwww');
    const roof = features[0]!.surfaces!.find(({ kind }) => kind === 'roof')!;
    expect([...roof.rings[0]!]).toEqual(SHED.roof.split(' ').map(Number));
  });

  it('takes a face once that is given twice without a link', async () => {
    const inline = solid(2, surfaces(...NAMES.map((name) => polygon(`s_${name}`, SHED[name]))));
    const { features } = await read(model(member(building('s1', inline + shedBounds()))));
    expect(kinds(features[0])).toBe('grwwww');
  });

  it('tells kinds by the normal where a solid has no boundary surfaces', async () => {
    const inline = solid(2, surfaces(...NAMES.map((name) => polygon(name, SHED[name]))));
    const { features } = await read(model(member(building('s1', inline))));
    expect(kinds(features[0])).toBe('grwwww');
  });

  it('turns faces round that an orientable surface reverses', async () => {
    const reversed =
      '<gml:OrientableSurface orientation="-"><gml:baseSurface xlink:href="#w"/></gml:OrientableSurface>';
    const content = `${bound('WallSurface', surfaces(reversed))}<bldg:boundedBy><bldg:ClosureSurface><bldg:lod3MultiSurface/><x>${polygon('w', SHED.south)}</x></bldg:ClosureSurface></bldg:boundedBy>`;
    const { features } = await read(model(member(building('s1', content))));
    expect([...features[0]!.surfaces![0]!.rings[0]!]).toEqual([0, 0, 2, 4, 0, 2, 4, 0, 0, 0, 0, 0]);
  });

  it('joins the parts of a building, their attributes too', async () => {
    const part = (id: string, height: number): string =>
      `<bldg:consistsOfBuildingPart><bldg:BuildingPart gml:id="${id}"><bldg:measuredHeight uom="m">${height}</bldg:measuredHeight><bldg:roofType>1000</bldg:roofType>${shedBounds(id)}</bldg:BuildingPart></bldg:consistsOfBuildingPart>`;
    const moved = part('b', 3).replaceAll('<gml:posList>0', '<gml:posList>9');
    const content = `<gml:name>Old mill</gml:name>${box(3)}${part('a', 2)}${moved}`;
    const { features } = await read(model(member(building('s1', content))));
    expect(features).toHaveLength(1);
    expect(features[0]!.tags).toEqual({
      _type: 'Building',
      name: 'Old mill',
      measuredHeight: 3,
      roofType: '1000',
    });
    expect(features[0]!.lod).toBe('2');
    expect(kinds(features[0])).toBe('ggrrwwwwwwww');
  });

  it('makes a footprint with a height of a LoD1 box', async () => {
    const { features } = await read(model(member(building('s1', box(2.75)))));
    expect(features[0]!.surfaces).toBeUndefined();
    expect(features[0]).toMatchObject({ lod: '1', box: { bottom: 0, top: 2.75 } });
    expect(features[0]!.geometry).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [0, 3],
          [4, 3],
          [4, 0],
          [0, 0],
        ],
      ],
    });
  });

  it('reads footprints (LoD0) in two dimensions, with holes, and points one by one', async () => {
    const ring = (points: string): string => `<gml:LinearRing>${points}</gml:LinearRing>`;
    const outer = ring('<gml:posList srsDimension="2">0 0 8 0 8 8 0 8 0 0</gml:posList>');
    const inner = ring(
      [
        [2, 2],
        [2, 4],
        [4, 4],
        [2, 2],
      ]
        .map(
          ([x, y]) =>
            `<gml:pointProperty><gml:Point><gml:pos>${x} ${y} 7</gml:pos></gml:Point></gml:pointProperty>`,
        )
        .join(''),
    );
    const content = `<bldg:measuredHeight uom="ft">30</bldg:measuredHeight><bldg:lod0FootPrint><gml:MultiSurface>${surfaces(
      `<gml:Polygon><gml:exterior>${outer}</gml:exterior><gml:interior>${inner}</gml:interior></gml:Polygon>`,
    )}</gml:MultiSurface></bldg:lod0FootPrint>`;
    const { features } = await read(model(member(building('s1', content))));
    expect(features[0]).toMatchObject({ lod: '0', tags: { measuredHeight: '30 ft' } });
    expect(features[0]!.geometry).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [8, 0],
          [8, 8],
          [0, 8],
          [0, 0],
        ],
        [
          [2, 2],
          [2, 4],
          [4, 4],
          [2, 2],
        ],
      ],
    });
  });

  it('gives names, codes, generic attributes, addresses and extensions as plain tags', async () => {
    const content = `<gml:name>Rathaus</gml:name>
      <gen:stringAttribute name="Kennung"><gen:value>0042</gen:value></gen:stringAttribute>
      <gen:genericAttributeSet name="energy"><gen:doubleAttribute name="demand"><gen:value>12.5</gen:value></gen:doubleAttribute></gen:genericAttributeSet>
      <bldg:function codeSpace="x.xml">31001_3021</bldg:function><bldg:usage>010</bldg:usage>
      <bldg:yearOfConstruction>1931</bldg:yearOfConstruction><bldg:storeysAboveGround>4</bldg:storeysAboveGround>
      <bldg:address><core:Address><core:xalAddress><xAL:AddressDetails xmlns:xAL="urn:x"><xAL:Country><xAL:CountryName>Germany</xAL:CountryName>
      <xAL:Locality Type="Town"><xAL:LocalityName>Jena</xAL:LocalityName><xAL:Thoroughfare><xAL:ThoroughfareNumber>7</xAL:ThoroughfareNumber>
      <xAL:ThoroughfareName>Markt</xAL:ThoroughfareName></xAL:Thoroughfare></xAL:Locality></xAL:Country></xAL:AddressDetails></core:xalAddress></core:Address></bldg:address>
      <uro:detail xmlns:uro="urn:y"><uro:Detail><uro:totalFloorArea uom="m2">42.5</uro:totalFloorArea></uro:Detail></uro:detail>`;
    const { features } = await read(model(member(building('s1', content))));
    expect(features[0]!.tags).toEqual({
      _type: 'Building',
      name: 'Rathaus',
      Kennung: '0042',
      'energy.demand': 12.5,
      function: '31001_3021',
      usage: '010',
      yearOfConstruction: 1931,
      storeysAboveGround: 4,
      'addr:country': 'Germany',
      'addr:city': 'Jena',
      'addr:housenumber': '7',
      'addr:street': 'Markt',
      totalFloorArea: 42.5,
    });
  });

  it('passes a building without geometry on, to be dropped with its reason', async () => {
    const { features, reading } = await read(
      model(member(building('s1', '')) + member(building('s2', box(2)))),
    );
    expect(features.map(({ id, geometry }) => [id, geometry?.type ?? null])).toEqual([
      ['s1', null],
      ['s2', 'Polygon'],
    ]);
    expect(reading.problems).toEqual([]);
  });

  it('reads CityGML 1.0, refuses 3.0 and other documents', async () => {
    const old = model(member(building('s1', shedSolid + shedBounds())), { version: '1.0' });
    expect(kinds((await read(old)).features[0])).toBe('grwwww');
    await expect(read(model('', { version: '3.0' }))).rejects.toThrow(
      'citygml "town.gml": expected version 1.0 or 2.0, got "3.0"',
    );
    await expect(read('<kml xmlns="http://www.opengis.net/kml/2.2"></kml>')).rejects.toThrow(
      'citygml "town.gml": expected a CityModel, got "kml"',
    );
  });

  it('lays textures on rings, from appearances after the buildings or within them', async () => {
    const uv = '0 0 1 0 1 0.5 0 0.5 0 0';
    const global = `<app:appearanceMember><app:Appearance><app:theme>rgb</app:theme>${texture('wall.jpg', [['south_0', uv]])}</app:Appearance></app:appearanceMember>`;
    const local = `<app:appearance><app:Appearance>${texture('wall.jpg', [['north_0', uv.slice(0, -4)]])}</app:Appearance></app:appearance>`;
    const { features, reading } = await read(
      model(member(building('s1', `${local}${shedSolid}${shedBounds()}`)), { more: global }),
    );
    expect(reading.problems).toEqual([]);
    expect(reading.textures).toEqual([join(folder, 'wall.jpg')]);
    const textured = features[0]!.surfaces!.filter(({ texture: index }) => index === 0);
    expect(textured.map(({ rings }) => rings[0]!.slice(0, 3).join())).toEqual(['0,0,0', '4,3,0']);
    for (const surface of textured) expect([...surface.uv[0]!]).toEqual([0, 0, 1, 0, 1, 0.5, 0, 0.5]);
  });

  it('leaves faces untextured whose coordinates do not fit, or whose image is elsewhere', async () => {
    const targets: [string, string][] = [['south_0', '0 0 1 0 1 1']];
    const outside: [string, string][] = [['north_0', '0 0 1 0 1 1 0 1 0 0']];
    const more = `<app:appearanceMember><app:Appearance>${texture('wall.jpg', targets)}${texture('../x.jpg', outside)}
      <app:surfaceDataMember><app:GeoreferencedTexture/></app:surfaceDataMember></app:Appearance></app:appearanceMember>`;
    const { features, reading } = await read(model(member(building('s1', shedBounds())), { more }));
    expect(features[0]!.surfaces!.every(({ texture: index, uv }) => index === -1 && uv.length === 0)).toBe(
      true,
    );
    expect(reading.problems.map(({ reason, detail }) => [reason, detail])).toEqual([
      ['texture-outside', 'expected an image in the file\'s own folder, got "../x.jpg"'],
      [
        'bad-uv',
        'citygml "town.gml" object "s1": expected 5 texture coordinates for ring "south_0", got 3; 1 face left untextured',
      ],
      [
        'texture-kind',
        'citygml "town.gml": expected textures with coordinates by ring, got GeoreferencedTexture (1 times), which is not drawn',
      ],
    ]);
  });

  it('says which links lead nowhere and which faces are no faces', async () => {
    const line = polygon('line', '0 0 0 1 1 1');
    const letters = polygon('letters', '0 0 0 1 x 1 2 2 2');
    const content = `${shedBounds()}${bound('WallSurface', surfaces(line, letters) + links('lost', 'gone'))}`;
    const { features, reading } = await read(model(member(building('s1', content))));
    expect(kinds(features[0])).toBe('grwwww');
    expect(
      reading.problems.map(({ detail }) => detail.replace('citygml "town.gml" object "s1": ', '')),
    ).toEqual([
      'expected the surface "#lost" in the same object, got none; 2 links left out',
      'expected rings of 3 corners or more; 1 face dropped',
      'expected coordinates that are numbers; 1 face dropped',
    ]);
  });

  it('survives links that run in circles', async () => {
    const circle = `<gml:MultiSurface gml:id="m"><gml:surfaceMember xlink:href="#m"/></gml:MultiSurface>`;
    const content = `<bldg:lod2MultiSurface>${circle}</bldg:lod2MultiSurface>`;
    const { features } = await read(model(member(building('s1', content))));
    expect(features[0]!.surfaces).toBeUndefined();
  });

  it('reads relief as triangles and other objects as what they cover', async () => {
    const triangle = (ring: string): string =>
      `<gml:Triangle><gml:exterior><gml:LinearRing><gml:posList>${ring}</gml:posList></gml:LinearRing></gml:exterior></gml:Triangle>`;
    const relief = `<dem:ReliefFeature xmlns:dem="d" gml:id="r"><dem:reliefComponent><dem:TINRelief><dem:tin><gml:TriangulatedSurface><gml:trianglePatches>
      ${triangle('0 0 1 9 0 2 9 9 3 0 0 1')}${triangle('0 0 1 9 9 3 0 9 4 0 0 1')}</gml:trianglePatches></gml:TriangulatedSurface></dem:tin></dem:TINRelief></dem:reliefComponent></dem:ReliefFeature>`;
    const water = `<wtr:WaterBody xmlns:wtr="w" gml:id="w"><wtr:lod1MultiSurface><gml:MultiSurface>${surfaces(polygon('p', '0 0 0 5 0 0 5 5 0'))}</gml:MultiSurface></wtr:lod1MultiSurface></wtr:WaterBody>`;
    const tree = `<veg:SolitaryVegetationObject xmlns:veg="v" gml:id="t"><veg:lod1ImplicitRepresentation><core:ImplicitGeometry><core:referencePoint><gml:Point><gml:pos>3 4 0</gml:pos></gml:Point></core:referencePoint></core:ImplicitGeometry></veg:lod1ImplicitRepresentation></veg:SolitaryVegetationObject>`;
    const { features, reading } = await read(model([relief, water, tree].map(member).join('')));
    expect(reading.reliefs.map(({ triangles }) => [...triangles])).toEqual([
      [0, 0, 1, 9, 0, 2, 9, 9, 3, 0, 0, 1, 9, 9, 3, 0, 9, 4],
    ]);
    expect(features.map(({ tags, geometry }) => [tags._type, geometry])).toEqual([
      [
        'WaterBody',
        {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [5, 0],
              [5, 5],
              [0, 0],
            ],
          ],
        },
      ],
      ['SolitaryVegetationObject', { type: 'Point', coordinates: [3, 4] }],
    ]);
  });

  it('reads every spelling of the CRS, latitude first where its form says so', async () => {
    const at = (srs: string, corner: string): string =>
      model('', { srs }).replace('<gml:lowerCorner>0 0 0', `<gml:lowerCorner>${corner}`);
    const cases: [string, string, object][] = [
      ['http://www.opengis.net/def/crs/EPSG/0/6697', '35.25 139.7 2', { epsg: 6697, latitudeFirst: true }],
      ['urn:ogc:def:crs:EPSG::4326', '43.7 7.4 2', { epsg: 4326, latitudeFirst: true }],
      ['EPSG:4326', '7.4 43.7 2', { epsg: 4326 }],
      ['urn:ogc:def:crs,crs:EPSG:6.12:25832,crs:EPSG:6.12:5783', '691000 5335000 500', { epsg: 25832 }],
      ['urn:adv:crs:ETRS89_UTM33*DE_DHHN2016_NH', '390000 5820000 30', { epsg: 25833 }],
      ['http://www.opengis.net/gml/srs/epsg.xml#31467', '3500000 5400000 30', { epsg: 31467 }],
    ];
    for (const [srs, corner, crs] of cases) expect((await read(at(srs, corner))).reading.crs).toEqual(crs);
    expect((await read(model('').replace(/ srsName="[^"]*"/, ''))).reading.crs).toBeNull();
  });

  it('tells roof from ground also in degrees with the latitude first', async () => {
    const degrees = (ring: string): string => {
      const n = ring.split(' ').map(Number);
      return n
        .map((v, i) => (i % 3 === 0 ? 35 + n[i + 1]! * 9e-6 : i % 3 === 1 ? 139 + n[i - 1]! * 11e-6 : v))
        .join(' ');
    };
    const inline = solid(2, surfaces(...NAMES.map((name) => polygon(name, degrees(SHED[name])))));
    const srs = 'http://www.opengis.net/def/crs/EPSG/0/6697';
    const text = model(member(building('s1', inline)), { srs }).replace('>0 0 0<', '>35 139 0<');
    const { features } = await read(text);
    expect(kinds(features[0])).toBe('grwwww');
    expect(features[0]!.surfaces!.find(({ kind }) => kind === 'roof')!.rings[0]![2]).toBe(2);
  });

  it('reads Latin-1, a byte order mark, and gzip', async () => {
    const text = model(member(building('s1', `<gml:name>Kölner Straße</gml:name>${box(2)}`)));
    const latin = Buffer.from(text.replace('UTF-8', 'ISO-8859-1'), 'latin1');
    for (const bytes of [latin, Buffer.from(`\uFEFF${text}`), gzipSync(text)])
      expect((await read(bytes)).features[0]!.tags.name).toBe('Kölner Straße');
  });

  it('says in which line a file breaks off or goes wrong', async () => {
    const text = model(member(building('s1', box(2))));
    await expect(read(text.slice(0, text.indexOf('<gml:Polygon gml:id="b3"')))).rejects.toThrow(
      'citygml "town.gml" line 6: expected well-formed XML, got: unclosed tag: gml:surfaceMember',
    );
    await expect(read(text.replace('</bldg:Building>', '</bldg:Bilding>'))).rejects.toThrow(
      'citygml "town.gml" line 6: expected well-formed XML, got: unexpected close tag',
    );
    await expect(read(' ')).rejects.toThrow('citygml "town.gml" line 1: expected well-formed XML, got: ');
  });

  it('knows its files by their content', () => {
    const probe = (text: string): boolean => cityGmlReader.probe(Buffer.from(text), 'x.gml');
    expect(probe(`\uFEFF${model('')}`)).toBe(true);
    expect(probe('<CityModel xmlns="http://www.opengis.net/citygml/2.0">')).toBe(true);
    expect(probe('<osm version="0.6"></osm>')).toBe(false);
    expect(probe('{"type":"CityJSON"}')).toBe(false);
  });
});

const data = resolve(
  process.env.SPAR_DATA ?? '../shared/data',
  'citymodel/yokosuka/52397519_bldg_6697_op.gml',
);

describe.skipIf(!existsSync(data))('Yokosuka (SPAR_DATA citymodel/yokosuka)', () => {
  it('gives 13 buildings, two of them detailed, with a texture coordinate for every corner of 335 faces', async () => {
    const reading = await cityGmlReader.read({ path: data, name: 'yokosuka.gml', options: {} }, signal);
    const features: RawFeature[] = [];
    for await (const batch of reading.features) features.push(...batch);
    expect(reading.crs).toEqual({ epsg: 6697, latitudeFirst: true });
    expect(reading.problems).toEqual([]);
    expect(reading.textures).toHaveLength(3);
    expect(features).toHaveLength(13);
    expect(features.filter(({ surfaces: faces }) => faces !== undefined)).toHaveLength(2);
    for (const feature of features.filter(({ lod }) => lod === '1'))
      expect(
        Math.abs(feature.box!.top - feature.box!.bottom - (feature.tags.measuredHeight as number)),
      ).toBeLessThan(0.06);
    const lists = [...readFileSync(data, 'utf8').matchAll(/<app:textureCoordinates[^>]*>([^<]*)</g)];
    const pairs = lists.reduce((sum, [, text]) => sum + text!.trim().split(/\s+/).length / 2 - 1, 0);
    let textured = 0;
    let corners = 0;
    let off = 0;
    for (const { rings, texture: index, uv } of features.flatMap((feature) => feature.surfaces ?? [])) {
      expect(uv).toHaveLength(index >= 0 ? rings.length : 0);
      if (index >= 0) {
        textured += rings.length;
        for (const [i, ring] of rings.entries()) {
          expect(uv[i]!.length / 2).toBe(ring.length / 3);
          corners += ring.length / 3;
        }
      }
      // Metres about the first corner, east and north from latitude and longitude.
      const [lat, lon, h] = rings[0]! as unknown as [number, number, number];
      const local = rings.map((ring) =>
        ring.map((_, i) =>
          i % 3 === 0
            ? (ring[i + 1]! - lon) * 90_900
            : i % 3 === 1
              ? (ring[i - 1]! - lat) * 110_950
              : ring[i]! - h,
        ),
      );
      const flat = local.flatMap((ring) => [...ring]);
      const indices = triangulateSurface(local);
      const total = [0, 0, 0];
      for (let t = 0; t < indices.length; t += 3) {
        const triangle = [0, 1, 2].flatMap((k) => flat.slice(indices[t + k]! * 3, indices[t + k]! * 3 + 3));
        for (const [k, value] of areaVector(triangle).entries()) total[k]! += value;
      }
      const wanted = local
        .map(areaVector)
        .reduce((sum, part) => [sum[0] + part[0], sum[1] + part[1], sum[2] + part[2]]);
      if (Math.hypot(...total.map((v, k) => v - wanted[k]!)) > 1e-4 * Math.hypot(...wanted) + 1e-4) off++;
    }
    expect(textured).toBe(lists.length);
    expect(corners).toBe(pairs);
    expect(off).toBe(0);
  });
});
