import { describe, expect, it } from 'vitest';
import type { Building } from '#city/model.ts';
import { polygonArea } from '#city/polygon.ts';
import { mergeBuildings } from './merge.ts';

const LON = 121.5;
const LAT = 31.2;
const DEGREE = 111_320;
const MX = DEGREE * Math.cos((LAT * Math.PI) / 180);

function box(x: number, y: number, w: number, d: number): Float64Array[] {
  const xy = [x, y, x + w, y, x + w, y + d, x, y + d];
  return [Float64Array.from(xy.map((v, i) => (i % 2 ? LAT + v / DEGREE : LON + v / MX)))];
}
const area = (building: Building) =>
  building.outline.reduce((sum, polygon) => sum + polygonArea(polygon) * DEGREE * MX, 0);

function building(outline: Float64Array[][], more: Partial<Building> = {}): Building {
  return {
    id: 'sh:7',
    outline,
    minHeight: 0,
    height: 12,
    heightFrom: 'height',
    roof: {
      shape: 'flat',
      height: 0,
      directionDeg: null,
      orientation: 'along',
      colour: null,
      material: null,
    },
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

describe('mergeBuildings', () => {
  it('joins pieces cut at a tile edge into one outline without a seam', () => {
    const { building: whole, problems } = mergeBuildings([
      building([box(0, 0, 10, 10)]),
      building([box(10, 0, 15, 10)]),
      building([box(0, 0, 10, 10)]),
    ]);
    expect(whole.outline).toHaveLength(1);
    expect(whole.outline[0]![0]).toHaveLength(8);
    expect(area(whole)).toBeCloseTo(250, 0);
    expect(problems).toMatchObject([
      {
        action: 'mended',
        reason: 'joined-pieces',
        detail: 'building "sh:7": expected one feature an id, got 3: 2 pieces joined, 1 the same as another',
      },
    ]);
  });

  it('closes a seam that rounding left open', () => {
    const { building: whole } = mergeBuildings([
      building([box(0, 0, 10, 10)]),
      building([box(10.04, 0, 10, 10)]),
    ]);
    expect(whole.outline).toHaveLength(1);
    expect(area(whole)).toBeCloseTo(200.4, 0);
  });

  it('drops repetitions', () => {
    const piece = building([box(0, 0, 10, 10)]);
    const { building: whole, problems } = mergeBuildings([piece, building([box(0, 0, 10, 10)])]);
    expect(whole.outline).toBe(piece.outline);
    expect(problems[0]!.detail).toBe(
      'building "sh:7": expected one feature an id, got 2: 1 the same as another',
    );
  });

  it('keeps the heights of footprints that share an id but do not touch, and warns', () => {
    const { building: both, problems } = mergeBuildings([
      building([box(0, 0, 10, 10)], { height: 9 }),
      building([box(100, 0, 10, 10)], { height: 30 }),
    ]);
    expect(both.outline).toHaveLength(2);
    expect(both.height).toBe(30);
    expect(both.parts.map(({ height }) => height)).toEqual([9, 30]);
    expect(problems).toMatchObject([
      {
        action: 'warning',
        reason: 'duplicate-id',
        detail:
          'building "sh:7": expected one footprint an id, got 2 that do not touch: kept as one building',
      },
    ]);
  });

  it('believes a height that was given before one by rule, and completes attributes', () => {
    const { building: whole } = mergeBuildings([
      building([box(0, 0, 10, 10)], { height: 40, heightFrom: 'rule', attributes: { a: 1 } }),
      building([box(10, 0, 10, 10)], {
        height: 21,
        name: '塔',
        use: 'office',
        built: 1999,
        attributes: { a: 2, b: 3 },
      }),
    ]);
    expect(whole).toMatchObject({
      height: 21,
      heightFrom: 'height',
      name: '塔',
      use: 'office',
      built: 1999,
      attributes: { a: 1, b: 3 },
    });
  });

  it('puts detailed pieces on the lowest ground', () => {
    const face = (h: number) => ({
      kind: 'roof' as const,
      rings: [Float64Array.from([LON, LAT, h, LON + 1e-4, LAT, h, LON, LAT + 1e-4, h])],
      texture: -1,
      uv: [],
    });
    const { building: whole } = mergeBuildings([
      building([box(0, 0, 10, 10)], { heightFrom: 'surfaces', ground: 5, height: 10, surfaces: [face(15)] }),
      building([box(10, 0, 10, 10)], { heightFrom: 'surfaces', ground: 3, height: 7, surfaces: [face(10)] }),
    ]);
    expect(whole).toMatchObject({ ground: 3, height: 12 });
    expect(whole.surfaces).toHaveLength(2);
  });
});
