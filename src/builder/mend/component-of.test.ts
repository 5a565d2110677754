import type { Geometry } from 'geojson';
import { describe, expect, it } from 'vitest';
import type { RawFeature } from '../read/source.ts';
import { classOfCode, classOfText } from './component-class.ts';
import { classOfFileName, looksLikeInventory } from './component-fields.ts';
import { componentOf } from './component-of.ts';
import { osmComponentClass } from './osm-components.ts';

const point: Geometry = { type: 'Point', coordinates: [114, 22.5] };

function feature(
  tags: Record<string, unknown>,
  geometry: Geometry | null = point,
  id: string | null = null,
): RawFeature {
  return { id, place: 'line 2', geometry, tags };
}

function make(
  tags: Record<string, string | number | boolean>,
  geometry?: Geometry | null,
  known: string | null = null,
  fallback: string | null = null,
) {
  return componentOf(feature(tags, geometry), known, tags, { idPrefix: 'inv', scheme: 'cjt214', fallback });
}

function made(tags: Record<string, string | number | boolean>, geometry?: Geometry) {
  const result = make(tags, geometry);
  if ('reason' in result) throw new Error(result.detail);
  return {
    component: result.made,
    reasons: result.remarks.map(({ reason }) => reason),
    remarks: result.remarks,
  };
}

describe('a component of an inventory', () => {
  it('takes all that Chinese columns say', () => {
    const { component, reasons } = made({
      部件标识码: '4403050118000001',
      部件小类: '路灯',
      权属单位: '市政公司',
      主管部门: '城管局',
      状态: '破损',
      安装日期: '2015-06-01',
      所在网格: '440305001001001',
      高度: '9.5 m',
      朝向: 'SE',
      circuit: 'A-12',
    });
    expect(reasons).toEqual([]);
    expect(component).toEqual({
      id: 'inv:4403050118000001',
      class: 'cjt214:0118',
      code: '4403050118000001',
      lon: 114,
      lat: 22.5,
      ground: null,
      height: 9.5,
      azimuthDeg: 135,
      condition: 'damaged',
      name: null,
      owner: '市政公司',
      department: '城管局',
      grid: '440305001001001',
      installed: 2015,
      attributes: {
        部件小类: '路灯',
        状态: '破损',
        安装日期: '2015-06-01',
        高度: '9.5 m',
        朝向: 'SE',
        circuit: 'A-12',
      },
    });
  });

  it.each([
    [{ code: '4403050118000001' }, 'cjt214:0118'],
    [{ classcode: '0402' }, 'cjt214:0402'],
    [{ class: 118 }, 'cjt214:0118'],
    [{ type: 'Street tree' }, 'cjt214:0402'],
    [{ class: 'street_lamp' }, 'cjt214:0118'],
    [{ class: 'gbt30428:01018' }, 'gbt30428:01018'],
    [{ 小类: '路灯(单臂)' }, 'cjt214:0118'],
    [{ class: '智能快件箱' }, 'lanwan:2104'],
    [{ highway: 'street_lamp' }, 'cjt214:0118'],
    [{ class: '9999', code: '4403050118000001' }, 'cjt214:0118'],
  ])('finds the class in %o', (tags, key) => {
    const { component, reasons } = made(tags as Record<string, string>);
    expect(component.class).toBe(key);
    expect(reasons).toEqual([]);
  });

  it('keeps a class that nobody knows, and warns', () => {
    const { component, remarks } = made({ class: '水马' });
    expect(component.class).toBe('other:水马');
    expect(remarks).toEqual([
      {
        reason: 'unknown-class',
        detail: 'expected a class of cjt214 by code or name, got "水马": kept as "other:水马"',
      },
    ]);
    expect(made({ code: '4403050199000001' }).component.class).toBe('other:0199');
    expect(made({}).component.class).toBe('other:unknown');
  });

  it('doubts azimuths, states, years and heights that are none, and says so', () => {
    const { component, remarks } = made({
      class: '0118',
      azimuth: 'left',
      state: 'blue',
      installed: 'soon',
      height: 900,
    });
    expect(component).toMatchObject({ azimuthDeg: null, condition: 'intact', installed: 0, height: 0 });
    expect(remarks.map(({ detail }) => detail)).toEqual([
      "expected a height of 0 to 150 m, got 900: its model's own",
      'expected degrees from north or a direction, got "left": towards the road',
      'expected intact, damaged, lost or scrapped (完好, 破损, 丢失, 废弃), got "blue": taken as intact',
      'expected a year or a date, got "soon"',
    ]);
    expect(made({ class: '0118', azimuth: 4500 }).reasons).toEqual(['bad-azimuth']);
    expect(made({ class: '0118', azimuth: '-90' }).component.azimuthDeg).toBe(270);
    expect(made({ class: '0118', direction: '45-135' }).component.azimuthDeg).toBe(45);
  });

  it('is of the class that its file is named after, where it says none', () => {
    expect(classOfFileName('dir/Street_Lights 2024.csv')).toBe('cjt214:0118');
    expect(classOfFileName('南山路灯.shp')).toBe('cjt214:0118');
    expect(classOfFileName('places.csv')).toBeNull();
    expect(make({ nr: 1 }, point, null, 'cjt214:0118')).toMatchObject({
      made: { class: 'cjt214:0118' },
      remarks: [],
    });
    expect(make({ type: 'Blob' }, point, null, 'cjt214:0118')).toMatchObject({
      made: { class: 'other:Blob' },
    });
  });

  it('drops what lies at 0, 0 and what has no geometry', () => {
    expect(make({ class: '0118' }, { type: 'Point', coordinates: [0, 0] })).toEqual({
      reason: 'at-zero',
      detail: 'expected a place in the city, got 0, 0',
    });
    expect(make({ class: '0118' }, null)).toMatchObject({ reason: 'no-geometry' });
  });

  it('stands in the middle of a line or an area, warned of', () => {
    const ring = [
      [114, 22],
      [114.002, 22],
      [114.002, 22.002],
      [114, 22.002],
      [114, 22],
    ];
    const area = made({ class: '0405' }, { type: 'Polygon', coordinates: [ring] });
    expect(area.component.lon).toBeCloseTo(114.001, 9);
    expect(area.component.lat).toBeCloseTo(22.001, 9);
    expect(area.remarks).toEqual([
      { reason: 'not-a-point', detail: 'expected a point, got a Polygon: its middle is taken' },
    ]);
    const line = made({ class: '0211' }, { type: 'LineString', coordinates: ring.slice(0, 2) });
    expect(line.component.lon).toBeCloseTo(114.001, 9);
  });

  it('is named by its place where it has neither code nor number', () => {
    const first = made({ class: '0118' }).component.id;
    expect(first).toMatch(/^inv:x[0-9a-f]{16}$/);
    expect(made({ class: '0118' }, { type: 'Point', coordinates: [114, 22.500_001] }).component.id).not.toBe(
      first,
    );
    expect(made({ class: '0118', 编号: '12' }).component.id).toBe('inv:12');
  });
});

describe('classes', () => {
  it('are read from identification codes by scheme: both have 16 digits', () => {
    expect(classOfCode('1101010118000001', 'cjt214')).toBe('cjt214:0118');
    expect(classOfCode('1101010101800001', 'gbt30428')).toBe('gbt30428:01018');
    expect(classOfCode('1101012101000001', 'lanwan')).toBe('lanwan:2101');
    expect(classOfCode('110101011800000', 'cjt214')).toBeNull();
    expect(classOfCode('1101019918000001', 'cjt214')).toBeNull();
  });

  it("are found by either name, the scheme's own before another's", () => {
    expect(classOfText('消火栓', 'cjt214')).toBe('cjt214:0113');
    expect(classOfText('Post box', 'cjt214')).toBe('cjt214:0123');
    expect(classOfText('路灯', 'gbt30428')).toBe('gbt30428:01018');
    expect(classOfText('路灯', 'lanwan')).toBe('cjt214:0118');
    expect(classOfText('', 'cjt214')).toBeNull();
  });
});

describe('nodes of OpenStreetMap', () => {
  it.each([
    [{ highway: 'street_lamp' }, 'cjt214:0118'],
    [{ natural: 'tree', species: 'Platanus' }, 'cjt214:0402'],
    [{ natural: 'tree', denotation: 'natural_monument' }, 'cjt214:0401'],
    [{ highway: 'traffic_signals' }, 'cjt214:0210'],
    [{ highway: 'crossing', crossing: 'traffic_signals' }, 'osm:crossing_signals'],
    [{ traffic_sign: 'DE:250' }, 'cjt214:0209'],
    [{ manhole: 'sewer' }, 'cjt214:0102'],
    [{ man_made: 'manhole' }, 'cjt214:0103'],
    [{ amenity: 'vending_machine', vending: 'parking_tickets' }, 'cjt214:0202'],
    [{ power: 'tower' }, 'cjt214:0133'],
    [{ tourism: 'information', information: 'map' }, 'cjt214:0501'],
    [{ amenity: 'atm' }, 'osm:atm'],
    [{ amenity: 'shelter', shelter_type: 'public_transport' }, 'cjt214:0203'],
    [{ amenity: 'shelter' }, 'osm:shelter'],
    [{ advertising: 'wall_painting' }, 'cjt214:0307'],
    [{ tourism: 'information', information: 'office' }, null],
    [{ amenity: 'restaurant' }, null],
    [{ highway: 'turning_circle' }, null],
    [{ natural: 'peak' }, null],
  ])('%o is %s', (tags, key) => {
    expect(osmComponentClass(tags)).toBe(key);
  });
});

describe('an inventory', () => {
  const row = (tags: Record<string, unknown>, geometry: Geometry = point) => ({ geometry, tags });
  it('is known by its columns, its codes or its name', () => {
    expect(looksLikeInventory([row({ 部件标识码: '1' })], 'a.csv')).toBe(true);
    expect(looksLikeInventory([row({ code: '4403050118000001' })], 'a.csv')).toBe(true);
    expect(looksLikeInventory([row({ nr: 1 })], 'dir/street-lamps.geojson')).toBe(true);
    expect(looksLikeInventory([row({ nr: 1 })], 'places.geojson')).toBe(false);
    expect(looksLikeInventory([row({ nr: 1 })], '普查地址.geojson')).toBe(false);
    expect(
      looksLikeInventory(
        [row({ code: '4403050118000001' }, { type: 'Polygon', coordinates: [] })],
        'lamps.csv',
      ),
    ).toBe(false);
    expect(looksLikeInventory([], 'lamps.csv')).toBe(false);
  });
});
