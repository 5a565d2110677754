import { describe, expect, it } from 'vitest';
import { densityOf, heatColour, heatPixels } from './density.ts';

describe('density of points', () => {
  it('is highest where most points are, and nought beyond their reach', () => {
    const density = densityOf(Float64Array.of(0, 0, 10, 0, 1_000, 0), 100, 20);
    const at = (east: number, north: number): number => {
      const [west, south, right] = density.bounds;
      const side = (right - west) / density.columns;
      return density.values[
        Math.floor((north - south) / side) * density.columns + Math.floor((east - west) / side)
      ]!;
    };
    expect(at(5, 0)).toBe(1);
    expect(at(1_000, 0)).toBeCloseTo(0.5, 1);
    expect(at(500, 0)).toBe(0);
    expect(density.most).toBeGreaterThan(1.8);
    expect(density.most).toBeLessThanOrEqual(2);
  });

  it('keeps its grid within bounds however far the points lie apart', () => {
    const density = densityOf(Float64Array.of(0, 0, 500_000, 200_000), 300, 10);
    expect(density.columns).toBeLessThanOrEqual(1_024);
    expect(density.rows).toBeLessThanOrEqual(1_024);
  });

  it('is empty without points', () => {
    expect(densityOf(new Float64Array(0), 100, 20)).toMatchObject({ columns: 0, rows: 0, most: 0 });
    expect(heatPixels(densityOf(new Float64Array(0), 100, 20))).toHaveLength(0);
  });

  it('paints nothing where nothing is and the densest in red, north up', () => {
    expect(heatColour(0)[3]).toBe(0);
    expect(heatColour(1)).toEqual([224, 73, 47, 230]);
    const density = densityOf(Float64Array.of(0, 0, 0, 0, 0, 900), 60, 30);
    const pixels = heatPixels(density);
    const middle = Math.floor(density.columns / 2);
    const alphaOfRow = (row: number): number => pixels[(row * density.columns + middle) * 4 + 3]!;
    const top = Array.from({ length: 4 }, (_, row) => alphaOfRow(row)).reduce((a, b) => Math.max(a, b));
    const foot = Array.from({ length: 4 }, (_, row) => alphaOfRow(density.rows - 1 - row)).reduce((a, b) =>
      Math.max(a, b),
    );
    expect(foot).toBeGreaterThan(top);
  });
});
