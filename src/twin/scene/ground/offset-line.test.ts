import { describe, expect, it } from 'vitest';
import { offsetLine } from './offset-line.ts';

/** + 0: no negative zeros. */
const flat = (line: number[], distance: number): number[] =>
  [...offsetLine(new Float32Array(line), distance)].map((value) => value + 0);

describe('offsetLine', () => {
  it('moves a straight line sideways', () => {
    expect(flat([0, 0, 10, 0], 2)).toEqual([0, 2, 10, 2]);
    expect(flat([0, 0, 10, 0], -2)).toEqual([0, -2, 10, -2]);
  });

  it('mitres a right angle, so that both legs keep the distance', () => {
    expect(flat([0, 0, 10, 0, 10, 10], 1)).toEqual([0, 1, 9, 1, 9, 10]);
  });

  it('keeps a point that is there twice, and does not shoot away where a line turns back', () => {
    expect(flat([0, 0, 0, 0, 5, 0], 1)).toEqual([0, 1, 0, 1, 5, 1]);
    for (const value of flat([0, 0, 10, 0, 0, 0.01], 1)) {
      expect(Math.abs(value)).toBeLessThan(12.1);
    }
  });
});
