import { describe, expect, it } from 'vitest';
import type { Building, Volume } from '#city/model.ts';
import { polygonArea } from '#city/polygon.ts';
import type { LoosePart } from './normalise.ts';
import { attachParts, type BuildingRows } from './parts.ts';

const LON = 121.5;
const LAT = 31.2;
const DEGREE = 111_320;
const MX = DEGREE * Math.cos((LAT * Math.PI) / 180);
const FLAT = {
  shape: 'flat',
  height: 0,
  directionDeg: null,
  orientation: 'along',
  colour: null,
  material: null,
} as const;

function box(x: number, y: number, w: number, d: number): Float64Array[] {
  const xy = [x, y, x + w, y, x + w, y + d, x, y + d];
  return [Float64Array.from(xy.map((v, i) => (i % 2 ? LAT + v / DEGREE : LON + v / MX)))];
}
const area = ({ polygon }: Volume) => polygonArea(polygon) * DEGREE * MX;

function building(id: string, polygon: Float64Array[], more: Partial<Building> = {}): Building {
  return {
    id,
    outline: [polygon],
    minHeight: 0,
    height: 6.4,
    heightFrom: 'rule',
    roof: FLAT,
    colour: null,
    material: null,
    ground: null,
    parts: [],
    surfaces: [],
    use: 'unknown',
    storeys: 0,
    built: 0,
    demolished: 0,
    name: null,
    attributes: {},
    ...more,
  };
}

function rows(...buildings: Building[]): BuildingRows {
  return {
    count: buildings.length,
    id: (i) => buildings[i]!.id,
    get: (i) => buildings[i]!,
    extent: (i) => {
      const ring = buildings[i]!.outline[0]![0]!;
      return [ring[0]!, ring[1]!, ring[4]!, ring[5]!];
    },
  };
}

function part(id: string, polygon: Float64Array[], minHeight: number, height: number): LoosePart {
  const volume: Volume = { polygon, minHeight, height, roof: FLAT, colour: null, material: null };
  return { id, buildingId: null, volume, attributes: {} };
}

describe('attachParts', () => {
  const whole = building('b', box(0, 0, 40, 40));
  const around = building('around', box(-100, -100, 400, 400));

  it('gives parts to the smallest outline that contains them and takes their height', () => {
    const { changed, added, problems } = attachParts(
      [part('p1', box(0, 0, 40, 20), 0, 30), part('p2', box(0, 20, 40, 20), 0, 55)],
      rows(around, whole),
    );
    expect([...changed.keys()]).toEqual([1]);
    expect(changed.get(1)).toMatchObject({ height: 55, heightFrom: 'parts', minHeight: 0 });
    expect(changed.get(1)!.parts.map(({ height }) => height)).toEqual([30, 55]);
    expect(added).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('follows a relation before containment', () => {
    const loose = { ...part('p', box(0, 0, 40, 40), 0, 30), buildingId: 'around' };
    expect([...attachParts([loose], rows(around, whole)).changed.keys()]).toEqual([0]);
  });

  it('makes a building of a part that stands alone', () => {
    const { changed, added, problems } = attachParts([part('p', box(500, 500, 9, 9), 2, 30)], rows(whole));
    expect(changed.size).toBe(0);
    expect(added).toMatchObject([{ id: 'p', minHeight: 2, height: 30, heightFrom: 'parts' }]);
    expect(problems).toMatchObject([{ action: 'warning', reason: 'part-without-building', place: 'p' }]);
    expect(problems[0]!.detail).toBe(
      'part "p": expected a building around it at 121.50525, 31.20449, got none: made a building of its own',
    );
  });

  it('fills the outline that a few parts leave: podium height, else the rule', () => {
    const tower = part('p', box(10, 10, 10, 10), 0, 100);
    const podium = { ...whole, height: 18, heightFrom: 'height' as const };
    const filled = attachParts([tower], rows(podium)).changed.get(0)!;
    expect(filled.parts).toHaveLength(2);
    expect(filled.parts[1]!.height).toBe(18);
    expect(area(filled.parts[1]!)).toBeCloseTo(1600 - 100, 0);
    expect(filled.parts[1]!.polygon).toHaveLength(2);
    expect(filled.height).toBe(100);
    const total = { ...whole, height: 100, heightFrom: 'height' as const };
    const { changed, problems } = attachParts([tower], rows(total));
    expect(changed.get(0)!.parts[1]!.height).toBeCloseTo(6.4, 9);
    expect(problems[0]!.detail).toBe(
      'building "b": expected parts that cover the outline, got 1 that leave some of it: filled up to 6.4 m',
    );
  });

  it('puts a body under parts that all hang in the air, but leaves an arch open', () => {
    const top = part('top', box(10, 10, 20, 20), 60, 80);
    const standing = attachParts([top], rows(whole)).changed.get(0)!;
    expect(standing.parts[1]).toMatchObject({ minHeight: 0, height: 60 });
    expect(area(standing.parts[1]!)).toBeCloseTo(1600, 0);
    const arch = attachParts(
      [
        part('left', box(0, 0, 10, 40), 0, 50),
        part('right', box(30, 0, 10, 40), 0, 50),
        part('over', box(10, 0, 20, 40), 40, 50),
      ],
      rows(whole),
    ).changed.get(0)!;
    expect(arch.parts).toHaveLength(3);
  });

  it('lets a part without a height be as high as its building', () => {
    const loose = { ...part('p', box(0, 0, 40, 40), 0, 6.4), estimated: true };
    const tall = { ...whole, height: 131, heightFrom: 'height' as const };
    const { changed, problems } = attachParts([loose], rows(tall));
    expect(changed.get(0)).toMatchObject({ height: 131, heightFrom: 'height' });
    expect(changed.get(0)!.parts[0]!.height).toBe(131);
    expect(problems).toEqual([]);
  });

  it('joins the pieces of a part that were cut at a tile edge', () => {
    const pieces = [part('p', box(0, 0, 20, 40), 0, 30), part('p', box(20, 0, 20, 40), 0, 30)];
    const { parts } = attachParts(pieces, rows(whole)).changed.get(0)!;
    expect(parts).toHaveLength(1);
    expect(area(parts[0]!)).toBeCloseTo(1600, 0);
  });

  it('warns of parts that end below a height that was given', () => {
    const tall = { ...whole, height: 50, heightFrom: 'height' as const };
    const { changed, problems } = attachParts([part('p', box(0, 0, 40, 40), 0, 30)], rows(tall));
    expect(changed.get(0)!.height).toBe(30);
    expect(problems[0]!.detail).toBe(
      'building "b": expected parts up to its height of 50 m, got 30 m: the parts are taken',
    );
  });
});
