import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterOnScreen } from './screen-clusters.ts';

describe('clusters on the screen', () => {
  it('gathers what lies within the radius and leaves the rest alone', () => {
    const clusters = clusterOnScreen([10, 14, 300, 18], [10, 10, 10, 10], 40);
    expect(clusters).toEqual([
      { x: 14, y: 10, members: [0, 1, 3] },
      { x: 300, y: 10, members: [2] },
    ]);
  });

  it('gathers across the edges of its grid', () => {
    expect(clusterOnScreen([39, 41], [39, 41], 40)).toHaveLength(1);
  });

  it('leaves out what is not on the screen', () => {
    expect(clusterOnScreen([Number.NaN, 5], [5, 5], 40)).toEqual([{ x: 5, y: 5, members: [1] }]);
  });

  it('holds every point once, and none farther from its first than the radius', () => {
    const place = fc.record({
      x: fc.double({ min: -50, max: 900, noNaN: true }),
      y: fc.double({ min: -50, max: 500, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 200 }), fc.integer({ min: 5, max: 120 }), (points, radius) => {
        const xs = points.map(({ x }) => x);
        const ys = points.map(({ y }) => y);
        const clusters = clusterOnScreen(xs, ys, radius);
        const members = clusters.flatMap((cluster) => cluster.members);
        expect([...members].sort((a, b) => a - b)).toEqual(points.map((_, at) => at));
        for (const {
          members: [first, ...others],
        } of clusters) {
          for (const other of others) {
            expect(Math.hypot(xs[other]! - xs[first!]!, ys[other]! - ys[first!]!)).toBeLessThan(radius);
          }
        }
      }),
    );
  });
});
