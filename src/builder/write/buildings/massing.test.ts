import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signedArea } from '#city/polygon.ts';
import { simplifyFootprint } from './massing.ts';

/** A star-shaped ring around 0, 0. */
function star(radii: readonly number[]): Float64Array {
  return Float64Array.from(
    radii.flatMap((radius, k) => {
      const angle = (k / radii.length) * 2 * Math.PI;
      return [Math.cos(angle) * radius, Math.sin(angle) * radius];
    }),
  );
}

describe('simplifying footprints', () => {
  it('leaves a rectangle alone', () => {
    const ring = Float64Array.of(0, 0, 10, 0, 10, 5, 0, 5);
    const { rings, deviation } = simplifyFootprint([ring], 16);
    expect(rings).toEqual([ring]);
    expect(deviation).toBe(0);
  });

  it('makes a rectangle of a house with a bay window and says how far it is off', () => {
    const ring = Float64Array.of(0, 0, 10, 0, 10, 2, 11, 2, 11, 4, 10, 4, 10, 6, 0, 6);
    const { rings, deviation } = simplifyFootprint([ring], 16);
    expect(rings[0]!.length).toBe(8);
    expect(Math.abs(signedArea(rings[0]!))).toBeCloseTo(66, 9);
    // The rectangle's corner 11, 0 lies 1 m from the house.
    expect(deviation).toBeCloseTo(1, 9);
  });

  it('keeps the shape of a block whose rectangle would be far off', () => {
    const ell = Float64Array.of(0, 0, 100, 0, 100, 20, 21, 20, 21, 21, 20, 21, 20, 100, 0, 100);
    const { rings, deviation } = simplifyFootprint([ell], 16);
    expect(rings[0]!.length).toBeLessThan(ell.length);
    expect(deviation).toBeLessThan(4.8);
    expect(signedArea(rings[0]!)).toBeGreaterThan(3000);
    expect(signedArea(rings[0]!)).toBeLessThan(4200);
  });

  it('closes a narrow courtyard and keeps a wide one', () => {
    const outer = Float64Array.of(0, 0, 80, 0, 80, 80, 0, 80);
    const narrow = Float64Array.of(10, 10, 10, 14, 60, 14, 60, 10);
    const wide = Float64Array.of(10, 30, 10, 70, 70, 70, 70, 30);
    const { rings, deviation } = simplifyFootprint([outer, narrow, wide], 16);
    expect(rings.length).toBe(2);
    expect(rings[1]).toEqual(wide);
    expect(deviation).toBeCloseTo(2, 9);
  });

  it('never moves a corner beyond its tolerance, nor turns a ring over', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 4, max: 30, noNaN: true }), { minLength: 5, maxLength: 40 }),
        fc.double({ min: 0.5, max: 60, noNaN: true }),
        (radii, tolerance) => {
          const ring = star(radii);
          const { rings, deviation } = simplifyFootprint([ring], tolerance);
          const simple = rings[0]!;
          expect(deviation).toBeLessThanOrEqual(tolerance);
          expect(signedArea(simple)).toBeGreaterThan(0);
          expect(simple.length).toBeLessThanOrEqual(ring.length);
        },
      ),
    );
  });
});
