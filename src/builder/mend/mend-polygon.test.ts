import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polygonArea, signedArea } from '#city/polygon.ts';
import {
  BUILDING_MEND,
  isClean,
  METRES_A_DEGREE,
  type MendedPolygons,
  mendPolygons,
  type Remark,
} from './mend-polygon.ts';

const LON = 121.5;
const LAT = 31.2;
const MX = METRES_A_DEGREE * Math.cos((LAT * Math.PI) / 180);

/** A ring from metres about a place, closed. */
function ring(...xy: number[]): number[][] {
  const out: number[][] = [];
  for (let i = 0; i < xy.length; i += 2) out.push([LON + xy[i]! / MX, LAT + xy[i + 1]! / METRES_A_DEGREE]);
  out.push(out[0]!);
  return out;
}

function metres(polygons: MendedPolygons['polygons']): Float64Array[][] {
  return polygons.map((rings) =>
    rings.map((r) => r.map((value, i) => (i % 2 ? (value - LAT) * METRES_A_DEGREE : (value - LON) * MX))),
  );
}

function mended(rings: number[][][]): MendedPolygons {
  const result = mendPolygons([rings], BUILDING_MEND);
  if ('reason' in result) throw new Error(result.detail);
  return result;
}
const refused = (rings: number[][][]) => mendPolygons([rings], BUILDING_MEND) as Remark;
const reasons = (result: MendedPolygons) => result.remarks.map(({ reason }) => reason);

describe('mendPolygons', () => {
  it('opens and orients a clean ring and changes nothing else', () => {
    const clockwise = ring(0, 0, 0, 10, 20, 10, 20, 0);
    const { polygons, area, remarks } = mended([clockwise]);
    expect(remarks).toEqual([]);
    expect(area).toBeCloseTo(200, 3);
    expect(Array.from(polygons[0]![0]!)).toEqual(clockwise.slice(0, 4).reverse().flat());
    const open = mended([clockwise.slice(0, 4)]);
    expect(open.polygons).toEqual(polygons);
  });

  it('removes repeated points and spikes and says so', () => {
    const { polygons, area, remarks } = mended([
      ring(0, 0, 0, 0, 20, 0, 20, 5, 60, 5, 20, 5.001, 20, 10, 0, 10),
    ]);
    expect(polygons[0]![0]!.length / 2).toBeLessThanOrEqual(6);
    expect(area).toBeCloseTo(200, 1);
    expect(remarks.map(({ detail }) => detail)).toEqual([
      'expected points apart from each other, got 1 of 8 within 1 mm of the one before: removed',
      'expected corners with an angle, got 1 that run back on themselves: removed',
    ]);
  });

  it('unties a bow tie into two polygons', () => {
    const result = mended([ring(0, 0, 10, 10, 10, 0, 0, 10)]);
    expect(result.polygons).toHaveLength(2);
    expect(result.area).toBeCloseTo(50, 1);
    expect(reasons(result)).toEqual(['self-crossing']);
    expect(result.remarks[0]!.detail).toBe(
      'expected a ring that does not cross itself, got one that does: mended, 2 polygons of 50.00 m²',
    );
  });

  it('keeps holes inside, joins overlapping ones and cuts those that stick out', () => {
    const outer = ring(0, 0, 40, 0, 40, 40, 0, 40);
    const inside = mended([outer, ring(5, 5, 10, 5, 10, 10, 5, 10)]);
    expect(inside.remarks).toEqual([]);
    expect(inside.polygons[0]).toHaveLength(2);
    expect(signedArea(metres(inside.polygons)[0]![1]!)).toBeCloseTo(-25, 2);
    const overlapping = mended([outer, ring(5, 5, 10, 5, 10, 10, 5, 10), ring(8, 8, 15, 8, 15, 15, 8, 15)]);
    expect(overlapping.polygons[0]).toHaveLength(2);
    expect(overlapping.area).toBeCloseTo(1600 - 25 - 49 + 4, 1);
    const sticking = mended([outer, ring(30, 10, 50, 10, 50, 20, 30, 20)]);
    expect(sticking.area).toBeCloseTo(1500, 1);
    const outside = mended([outer, ring(50, 10, 60, 10, 60, 20, 50, 20)]);
    expect(outside.area).toBeCloseTo(1600, 1);
    expect(reasons(outside)).toEqual(['self-crossing']);
  });

  it('leaves a bad hole out and keeps the building', () => {
    const result = mended([ring(0, 0, 40, 0, 40, 40, 0, 40), ring(5, 5, 10, 5)]);
    expect(result.remarks.map(({ detail }) => detail)).toEqual([
      'expected a hole with an area, got 2 points: left out',
    ]);
  });

  it.each([
    ['NaN', ring(0, 0, 10, 0, Number.NaN, 10), /^expected finite degrees, got \[NaN, 31\.2/],
    ['2 points', ring(0, 0, 10, 0), /^expected a polygon of 3 points or more, got 2$/],
    ['no point', [], /^expected a polygon of 3 points or more, got 0$/],
    ['zero area', ring(0, 0, 10, 0, 20, 0), /^expected a polygon with an area, got 3 points in a line$/],
    ['one place', ring(0, 0, 0, 0, 0, 0), /^expected a polygon of 3 points or more, got 1$/],
    ['a speck', ring(0, 0, 0.5, 0, 0.5, 0.5), /^expected an area of 0\.5 m² or more, got 0\.13 m²$/],
    ['500 km', ring(0, 0, 5e5, 0, 5e5, 100, 0, 100), /^expected a footprint up to 5 km wide, got 500\.0 km$/],
  ])('refuses a footprint with %s', (_, coordinates, message) => {
    expect(refused([coordinates]).detail).toMatch(message);
  });

  it('simplifies a footprint of 20,000 points', () => {
    const xy: number[] = [];
    for (let i = 0; i < 20_000; i++) {
      const angle = (2 * Math.PI * i) / 20_000;
      const radius = 150 + 0.01 * Math.sin(i * 1.7);
      xy.push(radius * Math.cos(angle), radius * Math.sin(angle));
    }
    const result = mended([ring(...xy)]);
    expect(result.polygons[0]![0]!.length / 2).toBeLessThanOrEqual(2_000);
    expect(result.remarks[0]!.detail).toMatch(
      /^expected up to 2000 points in a ring, got 20000: \d+ kept, within 0\.\d+ m$/,
    );
    expect(result.area / (Math.PI * 150 ** 2)).toBeCloseTo(1, 3);
  });

  it('mends 20,000 points on a figure of eight', () => {
    const xy: number[] = [];
    for (let i = 0; i < 20_000; i++) {
      const angle = (2 * Math.PI * (i + 0.5)) / 20_000;
      xy.push(150 * Math.sin(angle), 60 * Math.sin(2 * angle));
    }
    const result = mended([ring(...xy)]);
    expect(reasons(result)).toEqual(['too-many-points', 'self-crossing']);
    expect(result.polygons).toHaveLength(2);
    // Area of the curve (a sin t, b sin 2t): 8ab/3.
    expect(result.area / ((8 * 150 * 60) / 3)).toBeCloseTo(1, 3);
    expect(metres(result.polygons).every(isClean)).toBe(true);
  });

  const star = fc
    .array(fc.double({ min: 4, max: 40, noNaN: true }), { minLength: 5, maxLength: 30 })
    .map((radii) =>
      radii.flatMap((r, i) => {
        const angle = (2 * Math.PI * i) / radii.length;
        return [r * Math.cos(angle), r * Math.sin(angle)];
      }),
    );

  it('keeps the area of outlines with spikes and repeated points thrown in', () => {
    fc.assert(
      fc.property(star, fc.nat(), fc.nat(), fc.boolean(), (xy, a, b, reverse) => {
        const area = polygonArea([xy]);
        const points: [number, number][] = [];
        for (let i = 0; i < xy.length; i += 2) points.push([xy[i]!, xy[i + 1]!]);
        const spike = a % points.length;
        const [x, y] = points[spike]!;
        points.splice(spike, 1, [x, y], [x * 1.5, y * 1.5], [x, y]);
        const twin = b % points.length;
        points.splice(twin, 0, points[twin]!);
        if (reverse) points.reverse();
        const result = mended([ring(...points.flat())]);
        expect(Math.abs(result.area - area)).toBeLessThan(0.01 * area + 0.1);
        expect(metres(result.polygons).every(isClean)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('makes any tangle simple, oriented and open', () => {
    const tangle = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })), {
      minLength: 3,
      maxLength: 14,
    });
    fc.assert(
      fc.property(tangle, fc.option(tangle, { nil: undefined }), (outer, hole) => {
        const rings = [ring(...outer.flat())];
        if (hole) rings.push(ring(...hole.flat()));
        const result = mendPolygons([rings], BUILDING_MEND);
        if ('reason' in result) {
          expect(['zero-area', 'too-small', 'too-few-points']).toContain(result.reason);
          return;
        }
        for (const polygon of metres(result.polygons)) {
          expect(isClean(polygon)).toBe(true);
          polygon.forEach((r, i) => {
            expect(signedArea(r) > 0).toBe(i === 0);
            expect([r[0], r[1]]).not.toEqual([r.at(-2), r.at(-1)]);
          });
        }
      }),
      { numRuns: 500 },
    );
  });
});
