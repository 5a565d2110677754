import { describe, expect, it } from 'vitest';
import type { Position } from '#city/model.ts';
import { combine, toUnits, uniteToPolygons, unitFrame } from './combine-areas.ts';

const frame = unitFrame(7.3, 43.6);

function square(west: number, south: number, side: number): Position[] {
  const [east, north] = [west + side, south + side].map((value) => Math.round(value * 1e7) / 1e7) as [
    number,
    number,
  ];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

const path = (ring: Position[]) => toUnits([ring], frame);

describe('areas on whole units', () => {
  it('come back with the very positions they came with, holes clockwise', () => {
    const [outer, hole] = [square(7.4123457, 43.7, 0.01), square(7.4163457, 43.7044444, 0.001)];
    const polygons = uniteToPolygons(combine('ctDifference', path(outer), path(hole)), [], frame, 0);
    expect(polygons).toHaveLength(1);
    const [around, inside] = polygons[0]!;
    const key = (ring: Position[]): string[] =>
      ring
        .slice(1)
        .map((place) => place.join())
        .sort();
    expect(key(around!)).toEqual(key(outer));
    expect(key(inside!)).toEqual(key(hole));
    expect(signedArea(around!)).toBeGreaterThan(0);
    expect(signedArea(inside!)).toBeLessThan(0);
  });

  it('are united over a common edge, and small rings left out', () => {
    const united = uniteToPolygons(path(square(7.4, 43.7, 0.01)), path(square(7.41, 43.7, 0.01)), frame, 0);
    expect(united).toHaveLength(1);
    expect(signedArea(united[0]![0]!)).toBeCloseTo(2e-4, 12);
    const speck = path(square(7.5, 43.7, 0.000001));
    expect(uniteToPolygons(path(square(7.4, 43.7, 0.01)), speck, frame, 101)).toHaveLength(1);
    expect(uniteToPolygons(path(square(7.4, 43.7, 0.01)), speck, frame, 99)).toHaveLength(2);
  });
});

function signedArea(ring: Position[]): number {
  let sum = 0;
  const [x0, y0] = ring[0] as [number, number];
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1] as [number, number];
    const [bx, by] = ring[i] as [number, number];
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return sum / 2;
}
