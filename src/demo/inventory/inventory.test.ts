import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type {
  Feature,
  FeatureCollection,
  LineString,
  MultiPolygon,
  Point as PointGeometry,
  Polygon,
} from 'geojson';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { componentClass } from '#base/catalogue/catalogue.ts';
import { parseComponentCode } from '#base/catalogue/component-code.ts';
import { DIVISION } from '../boundaries.ts';
import { fromLonLat } from '../geojson.ts';
import type { Lanwan } from '../lanwan.ts';
import type { Point, Ring } from '../plane.ts';
import { boundsOf, contains, segmentDistance } from '../plane.ts';
import { sharedLanwan } from '../shared-lanwan.ts';
import { Cells } from './cells.ts';

interface Row {
  code: string;
  kind: string;
  at: Point;
  grid: string;
  condition: string;
  azimuth: number | null;
  tags: Record<string, string | number>;
}
interface Area {
  ring: Ring;
  holes: Ring[];
}
type Tags = Record<string, string | number>;

/** Flush with the ground, so that carriageways are no hindrance. */
const FLUSH = new Set(
  '0101 0102 0103 0104 0105 0107 0108 0109 0110 0111 0112 0114 0127 0128 0129 0302'.split(' '),
);

let dir: string;
let lanwan: Lanwan;
let rows: Row[];
let lamps: Row[];
let trees: Row[];
/** Edges of carriageways and tram tracks: middle line and half of the width. */
const strips = new Cells<{ a: Point; b: Point; half: number }>(40);
const buildings = new Cells<Area>(40);
const waters = new Cells<Area>(80);
const grids = new Map<string, Ring>();
let coast: Ring;

const opened = (positions: readonly (readonly number[])[]): Ring =>
  positions.slice(0, -1).map(([lon, lat]) => fromLonLat(lon!, lat!));
const areasOf = (geometry: Polygon | MultiPolygon): Area[] =>
  (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map(([outer, ...holes]) => ({
    ring: opened(outer!),
    holes: holes.map(opened),
  }));
const isIn = ({ ring, holes }: Area, [x, y]: Point): boolean =>
  contains(ring, x, y) && !holes.some((hole) => contains(hole, x, y));

async function read<G extends PointGeometry | LineString | Polygon | MultiPolygon>(
  name: string,
): Promise<Feature<G, Tags>[]> {
  const text = await readFile(join(dir, `${name}.geojson`), 'utf8');
  return (JSON.parse(text) as FeatureCollection<G, Tags>).features;
}

async function readTable(name: string, code: string): Promise<Row[]> {
  const table = parse(await readFile(join(dir, `${name}.csv`), 'utf8'), { columns: true }) as Record<
    string,
    string
  >[];
  return table.map((row) => ({
    code: row[code]!,
    kind: row.小类代码!,
    at: fromLonLat(Number(row.经度), Number(row.纬度)),
    grid: row.所在单元网格!,
    condition: (row.部件状态 ?? row.状态)!,
    azimuth: row.方位角 ? Number(row.方位角) : null,
    tags: row,
  }));
}

function addLine(points: readonly (readonly number[])[], half: number): void {
  const line = points.map(([lon, lat]) => fromLonLat(lon!, lat!));
  for (let i = 0; i + 1 < line.length; i++) {
    const [a, b] = [line[i]!, line[i + 1]!];
    strips.add({ a, b, half }, boundsOf([a, b]), half + 10);
  }
}

/** Metres from the nearest edge of a carriageway or track; 10 where none is nearer. */
const fromKerb = ([x, y]: Point): number =>
  strips.at(x, y).reduce((least, { a, b, half }) => Math.min(least, segmentDistance(x, y, a, b) - half), 10);

beforeAll(async () => {
  ({ dir, lanwan } = await sharedLanwan(inject('scratch')));
  lamps = (await read<PointGeometry>('streetlights')).map(({ geometry, properties }) => ({
    code: String(properties.code),
    kind: String(properties.class),
    at: fromLonLat(geometry.coordinates[0]!, geometry.coordinates[1]!),
    grid: String(properties.grid),
    condition: String(properties.condition),
    azimuth: properties.azimuth === undefined ? null : Number(properties.azimuth),
    tags: properties,
  }));
  trees = await readTable('trees', '树木编号');
  rows = [...(await readTable('components', '部件标识码')), ...lamps, ...trees];
  for (const { geometry, properties } of await read<LineString>('roads')) {
    if (properties.highway === 'footway' || properties.tunnel) continue;
    addLine(geometry.coordinates, Number(properties.width) / 2);
  }
  for (const { geometry, properties } of await read<LineString>('rail')) {
    if (properties.railway === 'tram') addLine(geometry.coordinates, 1.4);
  }
  for (const { geometry, properties } of await read<Polygon>('buildings')) {
    if (properties.building === undefined) continue;
    for (const area of areasOf(geometry)) buildings.add(area, boundsOf(area.ring));
  }
  for (const { geometry } of await read<LineString | Polygon>('water')) {
    if (geometry.type === 'LineString') continue;
    for (const area of areasOf(geometry)) waters.add(area, boundsOf(area.ring));
  }
  coast = opened((await read<LineString>('coastline'))[0]!.geometry.coordinates);
  for (const { geometry, properties } of await read<Polygon>('boundaries')) {
    if (properties.boundary === 'grid') grids.set(String(properties.code), opened(geometry.coordinates[0]!));
  }
}, 60_000);

const ofKind = (kind: string): Row[] => rows.filter((row) => row.kind === kind);

describe('the inventory of Lanwan', () => {
  it('has about 60,000 components of at least 60 classes, 9,000 lamps and 900 cameras', () => {
    expect(rows.length).toBe(lanwan.counts.components);
    expect(Math.abs(rows.length / 60_000 - 1)).toBeLessThan(0.1);
    expect(new Set(rows.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(60);
    expect(Math.abs(lamps.length / 9_000 - 1)).toBeLessThan(0.05);
    expect(Math.abs(ofKind('0136').length / 900 - 1)).toBeLessThan(0.1);
    expect(trees.length).toBe(lanwan.counts.trees);
    expect(new Set(trees.map(({ tags }) => tags.树种)).size).toBeGreaterThanOrEqual(8);
  });

  it('gives each a code of its own: division, a class that the catalogue knows, a number within the class', () => {
    expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length);
    const wrong = rows.filter(({ code, kind }) => {
      const { division, major, minor, sequence } = parseComponentCode(code, 'lanwan');
      return (
        division !== DIVISION ||
        major + minor !== kind ||
        sequence < 1 ||
        componentClass(`lanwan:${kind}`) === null
      );
    });
    expect(wrong.map(({ code }) => code)).toEqual([]);
    const last = Math.max(...lamps.map(({ code }) => Number(code.slice(10))));
    expect(last).toBe(lamps.length);
  });

  it('names the unit grid that holds each', () => {
    // Written places are rounded to a centimetre: what stands on a border may have come to lie beside it.
    const isOnBorder = (ring: Ring, [x, y]: Point): boolean =>
      ring.some((a, i) => segmentDistance(x, y, a, ring[(i + 1) % ring.length]!) < 0.02);
    const wrong = rows.filter(({ grid, at }) => {
      const ring = grids.get(grid)!;
      return !contains(ring, at[0], at[1]) && !isOnBorder(ring, at);
    });
    expect(wrong.map(({ code }) => code)).toEqual([]);
  });

  it('finds most of it intact, some damaged, few lost or scrapped', () => {
    const part = (condition: string): number =>
      rows.filter((row) => row.condition === condition).length / rows.length;
    expect(part('破损')).toBeCloseTo(0.015, 2);
    expect(part('丢失')).toBeGreaterThan(0.0005);
    expect(part('丢失')).toBeLessThan(0.005);
    expect(part('完好') + part('破损') + part('丢失') + part('废弃')).toBeCloseTo(1, 9);
  });

  it('keeps everything out of buildings, rivers, lakes and the sea', () => {
    const wet = rows.filter(
      ({ at }) => !contains(coast, at[0], at[1]) || waters.at(...at).some((w) => isIn(w, at)),
    );
    const inside = rows.filter(({ at }) => buildings.at(...at).some((b) => isIn(b, at)));
    expect(wet.map(({ code }) => code)).toEqual([]);
    expect(inside.map(({ code }) => code)).toEqual([]);
  });

  it('keeps all that stands off carriageways and tracks', () => {
    const wrong = rows.filter(({ kind, at }) => !FLUSH.has(kind) && fromKerb(at) < 0.29);
    expect(wrong.map(({ code }) => code)).toEqual([]);
    // Gratings lie in the gutter, on the carriageway's side of the kerb.
    for (const { at } of ofKind('0104')) expect(Math.abs(fromKerb(at) + 0.3)).toBeLessThan(0.2);
  });

  it('sets nothing on a cover, and no two things into one place', () => {
    const cells = new Cells<Row>(4);
    const wrong: string[] = [];
    for (const row of rows) {
      const [x, y] = row.at;
      for (const other of cells.at(x, y)) {
        const apart = Math.hypot(other.at[0] - x, other.at[1] - y);
        const least = FLUSH.has(row.kind) !== FLUSH.has(other.kind) ? 0.95 : 0.65;
        if (apart < least) wrong.push(`${row.code} ${other.code} ${apart}`);
      }
      cells.add(row, boundsOf([row.at]), 1);
    }
    expect(wrong).toEqual([]);
  });

  it('has hydrants about 120 m apart and name signs at corners', () => {
    const hydrants = ofKind('0113');
    const roadMetres = lanwan.counts.roadKilometres * 1000;
    expect(roadMetres / hydrants.length).toBeGreaterThan(105);
    expect(roadMetres / hydrants.length).toBeLessThan(150);
    for (const { tags } of ofKind('0213').slice(0, 50)) expect(tags.设施名称).toBe(tags.所在道路);
  });
});

describe('the streetlights of Lanwan', () => {
  const byCircuit = (): Map<string, Row[]> => {
    const out = new Map<string, Row[]>();
    for (const lamp of lamps) {
      const circuit = String(lamp.tags.circuit);
      out.set(circuit, [...(out.get(circuit) ?? []), lamp]);
    }
    return out;
  };

  it('hang on circuits of 20 to 60 lamps, each on one cabinet that exists', () => {
    const cabinets = new Set(ofKind('2101').map(({ code }) => code));
    expect(cabinets.size).toBeGreaterThan(40);
    for (const [circuit, members] of byCircuit()) {
      expect(members.length, circuit).toBeGreaterThanOrEqual(20);
      expect(members.length, circuit).toBeLessThanOrEqual(60);
      const of = new Set(members.map(({ tags }) => String(tags.cabinet)));
      expect(of.size, circuit).toBe(1);
      expect(cabinets.has([...of][0]!), circuit).toBe(true);
    }
  });

  it('of one circuit hang together: a cable reaches all from pole to pole within 80 m', () => {
    for (const [circuit, members] of byCircuit()) {
      const reached = new Set([0]);
      for (const i of reached) {
        for (const [j, other] of members.entries()) {
          const [x, y] = members[i]!.at;
          if (!reached.has(j) && Math.hypot(other.at[0] - x, other.at[1] - y) <= 80) reached.add(j);
        }
      }
      expect(reached.size, circuit).toBe(members.length);
    }
  });

  it('stand 0.3 to 2 m off the carriageway and look across it', () => {
    const road = lamps.filter(({ tags }) => tags.locationCategory === 'road');
    expect(road.length).toBeGreaterThan(7_500);
    const wrong = road.filter(({ at }) => fromKerb(at) < 0.29 || fromKerb(at) > 2);
    expect(wrong.map(({ code }) => code)).toEqual([]);
    const away = road.filter(({ at, azimuth }) => {
      if (azimuth === null) return false;
      const a = (azimuth * Math.PI) / 180;
      return fromKerb([at[0] + 2.2 * Math.sin(a), at[1] + 2.2 * Math.cos(a)]) > 0;
    });
    expect(away.map(({ code }) => code)).toEqual([]);
    const told = road.filter(({ azimuth }) => azimuth !== null).length / road.length;
    expect(told).toBeGreaterThan(0.8);
    expect(told).toBeLessThan(0.9);
  });

  it('of streets are 18 to 48 m from the next', () => {
    const cells = new Cells<Point>(60);
    for (const { at } of lamps) cells.add(at, boundsOf([at]), 60);
    const gaps = lamps
      .filter(({ tags }) => tags.lampKind === 'road')
      .map(({ at }) =>
        cells
          .at(...at)
          .filter((other) => other !== at)
          .reduce((least, [x, y]) => Math.min(least, Math.hypot(x - at[0], y - at[1])), 60),
      )
      .sort((p, q) => p - q);
    expect(gaps[gaps.length >> 1]).toBeGreaterThan(20);
    expect(gaps[gaps.length >> 1]).toBeLessThan(36);
    expect(gaps[Math.floor(gaps.length * 0.97)]).toBeLessThan(48);
  });
});
