import { describe, expect, it } from 'vitest';
import type { Histogram } from '#base/twin-queries.ts';
import { byClass, byDecade, medianOf } from './fold-histogram.ts';

const histogram = (min: number, max: number, counts: number[]): Histogram => ({
  attribute: 'year',
  min,
  max,
  bins: [],
  counts,
  unknown: 0,
});

describe('figures read off a histogram', () => {
  it('folds years into decades and loses none', () => {
    const counts = Array.from({ length: 116 }, (_, at) => at);
    const { first, counts: folded } = byDecade(histogram(1920, 2035, counts));
    expect(first).toBe(1920);
    expect(folded).toHaveLength(12);
    expect(folded.reduce((a, b) => a + b)).toBe((115 * 116) / 2);
    // The middles of the first ten bins lie between 1920 and 1930.
    expect(folded[0]).toBe(45);
  });

  it('begins with the decade that the first year lies in', () => {
    expect(byDecade(histogram(1639, 1645, [1, 0, 2]))).toEqual({ first: 1630, counts: [0, 3] });
  });

  it('folds heights into classes, limits belonging to the upper one', () => {
    expect(byClass(histogram(0, 100, [4, 3, 2, 1]), [25, 80])).toEqual([4, 5, 1]);
  });

  it('finds the middle value by the bins', () => {
    expect(medianOf(histogram(0, 100, [10, 10, 10, 10]))).toBe(50);
    expect(medianOf(histogram(0, 100, [0, 0, 8, 0]))).toBe(62.5);
    expect(medianOf(histogram(0, 100, [0, 0]))).toBeNaN();
  });
});
