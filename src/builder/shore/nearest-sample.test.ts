import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestSample } from './nearest-sample.ts';

describe('nearestSample', () => {
  it('is as far as the nearest of all places, to a twentieth of a node', () => {
    const place = fc.tuple(
      fc.double({ min: 0, max: 19, noNaN: true }),
      fc.double({ min: 0, max: 14, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 12 }), (places) => {
        const x = Float64Array.from(places, ([col]) => col);
        const y = Float64Array.from(places, ([, row]) => row);
        const nearest = nearestSample({ x, y }, 20, 15, 3, 4);
        nearest.forEach((found, i) => {
          const far = (at: number): number =>
            Math.hypot((x[at]! - (i % 20)) * 3, (y[at]! - Math.floor(i / 20)) * 4);
          const least = Math.min(...places.map((_, at) => far(at)));
          expect(far(found)).toBeLessThanOrEqual(least + 0.2);
        });
      }),
    );
  });

  it('finds nothing where there is nothing', () => {
    const none = { x: new Float64Array(0), y: new Float64Array(0) };
    expect([...nearestSample(none, 2, 2, 1, 1)]).toEqual([-1, -1, -1, -1]);
  });
});
