import { existsSync, readFileSync } from 'node:fs';
import type { FeatureCollection, Geometry } from 'geojson';
import { describe, expect, it } from 'vitest';
import type { Building } from '#city/model.ts';
import type { RawFeature, RawSurface } from '../read/source.ts';
import { mergeBuildings } from './merge.ts';
import { type NormaliseContext, type Normalised, normalise } from './normalise.ts';

const DATA = process.env.SPAR_DATA ?? '../shared/data';
const LON = 120.95;
const LAT = 35.55;
const DEGREE = 111_320;
const MX = DEGREE * Math.cos((LAT * Math.PI) / 180);

function at(...xy: number[]): number[][] {
  const out: number[][] = [];
  for (let i = 0; i < xy.length; i += 2) out.push([LON + xy[i]! / MX, LAT + xy[i + 1]! / DEGREE]);
  return out;
}
const box = (w = 10, d = 20, x = 0, y = 0): Geometry => ({
  type: 'Polygon',
  coordinates: [at(x, y, x + w, y, x + w, y + d, x, y + d, x, y)],
});
const line: Geometry = { type: 'LineString', coordinates: at(0, 0, 100, 0) };
const point: Geometry = { type: 'Point', coordinates: [LON, LAT] };

const feature = (
  tags: Record<string, unknown>,
  geometry: Geometry | null = box(),
  id = 'way/1',
): RawFeature => ({
  id,
  place: id,
  geometry,
  tags,
});

function run(features: RawFeature[], context: Partial<NormaliseContext> = {}): Normalised {
  return normalise(features, { file: 'a.json', idPrefix: 'osm', ...context });
}

function one(tags: Record<string, unknown>, geometry?: Geometry) {
  const { buildings, problems } = run([feature(tags, geometry)]);
  expect(buildings).toHaveLength(1);
  return { building: buildings[0]!, problems };
}

function expectAccounted({ read, buildings, parts, ground, components, problems }: Normalised): void {
  const gone = problems.filter(({ action }) => action === 'dropped' || action === 'passed').length;
  expect(buildings.length + parts.length + ground.length + components.length + gone).toBe(read);
}

describe('normalise, heights', () => {
  it.each([
    [{ height: '12 ft' }, 3.6576, 'height'],
    [{ height: 31.5, 'building:levels': 3 }, 31.5, 'height'],
    [{ HOEHE: '12,5' }, 12.5, 'height'],
    [{ 高度: 24 }, 24, 'height'],
    [{ height_ft: 100 }, 30.48, 'height'],
    [{ building: 'office', 'building:levels': '10' }, 39, 'levels'],
    [{ 楼层: '6层', 用途: '住宅' }, 18, 'levels'],
    [
      { 'building:levels': '2', 'roof:levels': '1', 'roof:shape': 'gabled', building: 'house' },
      8.7,
      'levels',
    ],
    [{ building: 'house', 'roof:height': '2' }, 8, 'roof'],
    [{ building: 'hotel' }, 21, 'rule'],
    [{ building: 'yes' }, 6.4, 'rule'],
  ])('reads %o', (tags, height, from) => {
    const { building, problems } = one({ building: 'yes', ...tags });
    expect(building.height).toBeCloseTo(height, 6);
    expect(building.heightFrom).toBe(from);
    expect(problems).toEqual([]);
  });

  it.each([
    [-5, '-5'],
    [0, '0'],
    [9999, '9999'],
    [Number.NaN, 'NaN'],
    ['tall', '"tall"'],
  ])('does not believe a height of %s and goes on to the levels', (height, said) => {
    const { building, problems } = one({ building: 'yes', height, levels: 4 });
    expect(building.height).toBeCloseTo(12.8, 9);
    expect(problems).toEqual([
      {
        action: 'mended',
        reason: 'bad-height',
        file: 'a.json',
        place: 'way/1',
        detail: `expected a height above 0 and up to 1000 m, got ${said}`,
      },
    ]);
  });

  it('lets a building begin above the ground', () => {
    expect(one({ building: 'yes', height: 20, min_height: 5 }).building.minHeight).toBe(5);
    expect(one({ building: 'yes', height: 20, 'building:min_level': 2 }).building.minHeight).toBeCloseTo(
      6.4,
      9,
    );
    const { building, problems } = one({ building: 'yes', height: 20, min_height: 25 });
    expect(building.minHeight).toBe(0);
    expect(problems[0]!.detail).toBe('expected an underside below the top at 20 m, got 25 m: set to 0');
  });
});

describe('normalise, attributes', () => {
  it('reads roof, colours, material, years, use and name', () => {
    const { building, problems } = one({
      building: 'church',
      name: '圣心',
      height: '20',
      'roof:shape': 'mansard',
      'roof:height': '5',
      'roof:direction': 'E',
      'roof:colour': '#a33',
      'building:colour': 'white',
      'building:material': 'Brick',
      start_date: 'C19',
      end_date: '2031-01-01',
    });
    expect(building).toMatchObject({
      id: 'osm:way/1',
      use: 'religious',
      name: '圣心',
      colour: 0xffffff,
      material: 'brick',
      built: 1850,
      demolished: 2031,
      roof: { shape: 'hipped', height: 5, directionDeg: 90, colour: 0xaa3333 },
    });
    expect(problems.map(({ action, reason, detail }) => [action, reason, detail])).toEqual([
      [
        'warning',
        'roof-shape',
        'expected flat, gabled, hipped, pyramidal, skillion or dome, got "mansard": taken as hipped',
      ],
    ]);
  });

  it('gives a roof without a height a usual one, never more than half of the building', () => {
    expect(one({ building: 'house', height: 9, 'roof:shape': 'gabled' }).building.roof.height).toBeCloseTo(
      5 * Math.tan((32 * Math.PI) / 180),
      2,
    );
    expect(one({ building: 'house', height: 4, 'roof:shape': 'gabled' }).building.roof.height).toBe(2);
    const { building, problems } = one({
      height: 4,
      building: 'house',
      'roof:shape': 'dome',
      'roof:height': 9,
    });
    expect(building.roof.height).toBe(4);
    expect(problems[0]!.detail).toBe('expected a roof lower than its building of 4.0 m, got 9 m: cut down');
  });

  it('keeps plain attributes and leaves internal and empty ones out', () => {
    const { building } = one({ building: 'yes', _tile: 3, nothing: null, list: [1, 2], ok: true });
    expect(building.attributes).toEqual({ building: 'yes', list: '[1,2]', ok: true });
  });

  it('makes ids of columns, else of the geometry, whatever the order and the first corner', () => {
    const turned: Geometry = { type: 'Polygon', coordinates: [at(10, 0, 10, 20, 0, 20, 0, 0, 10, 0)] };
    const features = [box(), turned, box(11, 20)].map((geometry) => ({
      ...feature({ building: 'yes' }, geometry),
      id: null,
    }));
    const ids = run(features, { idPrefix: 'f' }).buildings.map(({ id }) => id);
    expect(ids[0]).toMatch(/^f:x[\da-f]{16}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    const named = { ...feature({ building: 'yes', gml_id: 'G7' }), id: null };
    expect(run([named]).buildings[0]!.id).toBe('osm:G7');
  });
});

describe('normalise, classes', () => {
  it.each<[Record<string, unknown>, Geometry, string]>([
    [{ highway: 'primary_link', lanes: '2' }, line, 'road/primary'],
    [{ railway: 'subway' }, line, 'rail/subway'],
    [{ waterway: 'canal' }, line, 'waterway/canal'],
    [{ natural: 'coastline' }, line, 'coastline/'],
    [{ barrier: 'kerb' }, line, 'kerb/'],
    [{ natural: 'water', water: 'river' }, box(), 'water/river'],
    [{ landuse: 'reservoir' }, box(), 'water/basin'],
    [{ natural: 'wood' }, box(), 'landuse/forest'],
    [{ leisure: 'pitch' }, box(), 'landuse/pitch'],
    [{ amenity: 'parking' }, box(), 'landuse/parking'],
    [{ place: 'square' }, box(), 'square/'],
    [{ highway: 'pedestrian', area: 'yes' }, box(), 'square/'],
    [{ man_made: 'pier' }, line, 'pier/'],
    [{ boundary: 'administrative', admin_level: '8' }, box(), 'boundary/subdistrict'],
    [{ kind: 'major_road', kind_detail: 'secondary', is_tunnel: true }, line, 'road/secondary'],
    [{ kind: 'rail', kind_detail: 'subway' }, line, 'rail/subway'],
    [{ kind: 'riverbank' }, box(), 'water/river'],
    [{ _type: 'WaterBody' }, box(), 'water/lake'],
    [{ type: 'segment', subtype: 'road', class: 'tertiary' }, line, 'road/tertiary'],
    [{ type: 'land_use', class: 'cemetery' }, box(), 'landuse/cemetery'],
    [{ 道路等级: '主干道', 宽度: 30 }, line, 'road/primary'],
  ])('takes %o to the ground map', (tags, geometry, kind) => {
    const result = run([feature(tags, geometry)]);
    expectAccounted(result);
    expect(result.ground.map((made) => `${made.theme}/${made.class}`)).toEqual([kind]);
  });

  it.each<[Record<string, unknown>, Geometry | null, string]>([
    [{ building: 'yes' }, point, 'no-footprint'],
    [{ kind: 'entrance' }, point, 'no-footprint'],
    [{ building: 'yes' }, null, 'no-footprint'],
    [{ building: 'yes', location: 'underground' }, box(), 'underground'],
    [{ natural: 'peak' }, point, 'not-in-levels'],
    [{ highway: 'proposed' }, line, 'not-in-levels'],
    [{ kind: 'water', boundary: true }, line, 'edge-of-area'],
    [{ _type: 'CityFurniture' }, point, 'not-in-levels'],
    [{ wert: 7 }, box(), 'unknown-kind'],
  ])('passes %o over', (tags, geometry, reason) => {
    const result = run([feature(tags, geometry)]);
    expectAccounted(result);
    expect(result.problems.map((problem) => [problem.action, problem.reason])).toEqual([['passed', reason]]);
  });

  it('asks columns, recipe and file name when the tags are silent', () => {
    expect(run([feature({ storeys: 3 })]).buildings).toHaveLength(1);
    expect(run([feature({ wert: 7 })], { file: 'dir/Gebaeude_2024.shp' }).buildings).toHaveLength(1);
    expect(run([feature({ wert: 7 })], { theme: 'water' }).ground[0]!.theme).toBe('water');
    expect(run([feature({ fclass: 'primary' }, line)]).ground[0]!.class).toBe('primary');
    expect(run([feature({ building: 'yes' })], { theme: 'water' }).buildings).toHaveLength(1);
  });

  it('reads widths, lanes and levels of roads', () => {
    const tags = { highway: 'trunk', width: "24'", lanes: '2', layer: '1', bridge: 'viaduct', tunnel: 'no' };
    expect(run([feature(tags, line)]).ground[0]).toMatchObject({
      width: expect.closeTo(7.3152, 9),
      lanes: 2,
      layer: 1,
      bridge: true,
      tunnel: false,
    });
    const { ground, problems } = run([feature({ highway: 'trunk', width: 'wide' }, line)]);
    expect(ground[0]!.width).toBe(0);
    expect(problems[0]!.detail).toBe('expected width of 0 to 200 m, got "wide": left unknown');
  });

  it('finds building parts and the outline that a relation names', () => {
    const { parts } = run([feature({ 'building:part': 'yes', height: 30, _outline: 'way/9' })]);
    expect(parts[0]).toMatchObject({ id: 'osm:way/1', buildingId: 'osm:way/9', volume: { height: 30 } });
    const tilezen = run([feature({ kind: 'building_part', root_id: 9 })]).parts[0]!;
    expect(tilezen).toMatchObject({ buildingId: 'osm:9', estimated: true });
  });
});

describe('normalise, bad footprints', () => {
  const polygon = (...xy: number[]): Geometry => ({ type: 'Polygon', coordinates: [at(...xy)] });
  it.each([
    ['NaN', polygon(0, 0, 10, 0, Number.NaN, 5), 'bad-coordinate'],
    ['2 points', polygon(0, 0, 10, 0), 'too-few-points'],
    ['zero area', polygon(0, 0, 10, 0, 20, 0, 0, 0), 'zero-area'],
    ['a width of 500 km', box(500_000, 20), 'too-large'],
  ])('drops a footprint of %s and takes the rest', (_, geometry, reason) => {
    const result = run([
      feature({ building: 'yes' }, geometry),
      feature({ building: 'yes' }, box(), 'way/2'),
    ]);
    expectAccounted(result);
    expect(result.buildings.map(({ id }) => id)).toEqual(['osm:way/2']);
    expect(result.problems).toMatchObject([{ action: 'dropped', reason, file: 'a.json', place: 'way/1' }]);
  });

  it('drops lines without length', () => {
    const { problems } = run([
      feature({ highway: 'path' }, { type: 'LineString', coordinates: at(1, 1, 1, 1) }),
    ]);
    expect(problems[0]).toMatchObject({
      action: 'dropped',
      detail: 'expected a line of 2 points or more apart from each other',
    });
  });
});

describe('normalise, faces', () => {
  const ring = (...xyz: number[]): Float64Array =>
    Float64Array.from(xyz.map((v, i) => (i % 3 === 0 ? LON + v / MX : i % 3 === 1 ? LAT + v / DEGREE : v)));
  const face = (kind: RawSurface['kind'], ...xyz: number[]): RawSurface => ({
    kind,
    rings: [ring(...xyz)],
    texture: -1,
    uv: [],
  });
  const house = [
    face('ground', 0, 0, 42, 0, 10, 42, 8, 10, 42, 8, 0, 42, 0, 0, 42),
    face('roof', 0, 0, 48, 8, 0, 48, 8, 10, 51, 0, 10, 51, 0, 0, 48),
    face('wall', 0, 0, 42, 8, 0, 42, 8, 0, 48, 0, 0, 48, 0, 0, 42),
    face('wall', 0, 0, 42, 8, 0, 42, 0, 0, 42),
  ];

  it('stands a detailed building on its ground faces and drops faces without area', () => {
    const { buildings, problems } = run([
      { ...feature({ _type: 'Building', height: -5 }, null), surfaces: house },
    ]);
    const building = buildings[0]!;
    expect(building).toMatchObject({ ground: 42, height: 9, minHeight: 0, heightFrom: 'surfaces' });
    expect(building.surfaces).toHaveLength(3);
    expect(building.outline[0]![0]).toHaveLength(8);
    expect(building.surfaces[1]!.rings[0]).toEqual(house[1]!.rings[0]!.subarray(0, 12));
    expect(problems).toMatchObject([
      {
        action: 'mended',
        reason: 'degenerate-face',
        detail: 'expected faces with an area, got 1 of 4 without: left out',
      },
    ]);
  });

  it('stands a box of a city model where its file has it', () => {
    const boxed = { ...feature({ _type: 'Building', height: 8 }), box: { bottom: 31, top: 39 } };
    expect(run([boxed]).buildings[0]).toMatchObject({ ground: 31, height: 8, heightFrom: 'height' });
  });

  it('takes the roofs where ground faces are missing, and drops a feature with no face left', () => {
    const noGround = run([{ ...feature({ _type: 'Building' }, null), surfaces: house.slice(1) }]);
    expect(noGround.buildings[0]!.outline[0]![0]).toHaveLength(8);
    const nothing = run([{ ...feature({ _type: 'Building' }, null), surfaces: house.slice(3) }]);
    expectAccounted(nothing);
    expect(nothing.problems).toMatchObject([
      { action: 'dropped', detail: 'expected faces with an area, got 1 without' },
    ]);
  });
});

const shanghai = `${DATA}/shanghai/shanghai_bund_lujiazui_buildings.geojson`;
describe('normalise on Shanghai', () => {
  it.skipIf(!existsSync(shanghai))('accounts for 1,981 pieces and merges them by id', () => {
    const { features } = JSON.parse(readFileSync(shanghai, 'utf8')) as FeatureCollection;
    const raw = features.map(({ geometry, properties }, i) => ({
      id: null,
      place: `feature ${i}`,
      geometry,
      tags: properties ?? {},
    }));
    const result = run(raw, { idPrefix: 'shanghai' });
    expectAccounted(result);
    expect(result.read).toBe(1981);
    expect(result.problems.filter(({ reason }) => reason === 'no-footprint')).toHaveLength(409);
    const byId = new Map<string, Building[]>();
    for (const made of result.buildings) byId.set(made.id, [...(byId.get(made.id) ?? []), made]);
    const merged = [...byId.values()].map((pieces) => mergeBuildings(pieces).building);
    expect(merged).toHaveLength(1321);
    expect(merged.every(({ outline, parts }) => outline.length === 1 && parts.length === 0)).toBe(true);
  });
});
