import { describe, expect, it } from 'vitest';
import { Chance, pickBySum } from './chance.ts';

const many = (draw: (chance: Chance) => number): number[] => {
  const chance = new Chance(3);
  return Array.from({ length: 20_000 }, () => draw(chance)).sort((a, b) => a - b);
};
const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;

describe('chances', () => {
  it('are the same for the same seed', () => {
    const [a, b] = [new Chance(5), new Chance(5)];
    expect([a.number(), a.around(1, 1)]).toEqual([b.number(), b.around(1, 1)]);
  });

  it('happen as often as they should', () => {
    expect(mean(many((chance) => Number(chance.happens(0.07))))).toBeCloseTo(0.07, 2);
  });

  it('lie half below their median, and 84.1 in a hundred below one sigma', () => {
    const draws = many((chance) => chance.around(10, 0.5));
    expect(draws[10_000]!).toBeCloseTo(10, 0);
    expect(draws[Math.round(0.8413 * 20_000)]! / (10 * Math.exp(0.5))).toBeCloseTo(1, 1);
  });

  it('wait for one on the mean', () => {
    const draws = many((chance) => chance.exponential());
    expect(mean(draws)).toBeCloseTo(1, 1);
    expect(draws[10_000]!).toBeCloseTo(Math.LN2, 1);
    expect(draws.at(-1)!).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('stay between their bounds', () => {
    const draws = many((chance) => chance.between(-2, 5));
    expect(draws[0]!).toBeGreaterThanOrEqual(-2);
    expect(draws.at(-1)!).toBeLessThan(5);
    expect(mean(draws)).toBeCloseTo(1.5, 1);
  });

  it.each([
    [0, 0],
    [0.0999, 0],
    [0.1, 2],
    [0.59, 2],
    [0.6, 3],
    [0.9999, 3],
  ])('of weights 1, 0, 5 and 4 a share of %f picks number %i', (share, index) => {
    expect(pickBySum([1, 1, 6, 10], share)).toBe(index);
  });
});
