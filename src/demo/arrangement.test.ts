import { describe, expect, it } from 'vitest';
import { arrange } from './arrangement.ts';
import type { Point } from './plane.ts';

const frame: Point[] = [
  [0, 0],
  [100, 0],
  [100, 60],
  [0, 60],
  [0, 0],
];
const line = (...points: Point[]): { points: Point[]; rank: number } => ({ points, rank: 5 });

describe('an arrangement of lines', () => {
  it('gives faces that share their borders and leave nothing out', () => {
    const { faces } = arrange([
      { points: frame, rank: 0 },
      line([50, -10], [50, 70]),
      line([-5, 20], [105, 30]),
    ]);
    expect(faces).toHaveLength(4);
    expect(faces.reduce((sum, f) => sum + f.area, 0)).toBeCloseTo(6000, 6);
  });

  it('joins an end that just misses a line, and drops one that ends in the air', () => {
    const missed = arrange([{ points: frame, rank: 0 }, line([50, 0.02], [50, 59.98])]);
    expect(missed.faces.map((f) => f.area)).toEqual([3000, 3000]);
    const loose = arrange([{ points: frame, rank: 0 }, line([50, 0], [50, 40])]);
    expect(loose.faces).toHaveLength(1);
    expect(loose.edges.every((e) => e.divider === 0)).toBe(true);
  });

  it('keeps the line of lower rank where two lie on the same ground', () => {
    const { edges } = arrange([line([0, 0], [0, 60]), { points: frame, rank: 0 }]);
    expect(edges.every((e) => e.divider === 1)).toBe(true);
  });
});
