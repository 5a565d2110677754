import { describe, expect, it } from 'vitest';
import type { Lattice } from '../terrain/lattice.ts';
import { flood } from './flood.ts';

/** Four nodes of known sea in the west, then a row of heights where elevation decides. */
function spread(heights: number[], sea = 0): string {
  const all = [sea, sea, sea, sea, ...heights];
  const lattice: Lattice = {
    ...{ zoom: 0, col0: 0, row0: 0, cols: all.length, rows: 1, step: 1 },
    heights: Float32Array.from(all),
  };
  const wet = Uint8Array.from(all, (_, i) => (i < 4 ? 1 : 0));
  const { low } = flood(
    lattice,
    wet,
    wet.map((value) => 1 - value),
  );
  return low.subarray(4).join('');
}

describe('flood', () => {
  it('goes over low nodes and voids up to the first land, and not behind it', () => {
    expect(spread([0, 0.5, Number.NaN, -0.2, 4, 0, -3])).toBe('1111000');
  });

  it('stops at land well below a flat sea, and goes down the bed of a sea that has one', () => {
    expect(spread([0, -4, -4, 0])).toBe('1000');
    expect(spread([-20, -40, -4, 1], -12)).toBe('1110');
  });

  it('takes the height that the data has its sea at, within reason', () => {
    expect(spread([1.2, 1.6, 1.9], 1.2)).toBe('110');
    expect(spread([3.4, 3.6, 50], 50)).toBe('100');
    expect(spread([0.4, 0.6], Number.NaN)).toBe('10');
  });
});
