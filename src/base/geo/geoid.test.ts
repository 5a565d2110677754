import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GEOID_NAME, undulation } from './geoid.ts';

describe('undulation', () => {
  it.each([
    // NGA, program F477, INPUT.DAT and OUTPUT.DAT: latitude, longitude, undulation of EGM96.
    [38.628155, 269.779155, -31.628],
    [-14.621217, 305.021114, -2.969],
    [46.874319, 102.448729, -43.575],
    [-23.617446, 133.874712, 15.871],
    [38.625473, 359.9995, 50.066],
    [-0.466744, 0.0023, 17.329],
  ])('agrees with the NGA test point at %f, %f', (lat, lon, published) => {
    expect(Math.abs(undulation(lon, lat) - published)).toBeLessThan(0.1);
  });

  it('gives the same for a longitude and the same longitude one turn on', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.integer({ min: -2, max: 2 }),
        (lon, lat, turns) => {
          expect(Math.abs(undulation(lon + 360 * turns, lat) - undulation(lon, lat))).toBeLessThan(1e-5);
        },
      ),
    );
  });

  it('is continuous across the seams at 0, 90 and 180 degrees', () => {
    for (const lon of [0, 90, 180, -180, -90]) {
      for (let lat = -89.9; lat < 90; lat += 7.3) {
        const here = undulation(lon, lat);
        expect(Math.abs(undulation(lon - 1e-7, lat) - here)).toBeLessThan(1e-4);
        expect(Math.abs(undulation(lon + 1e-7, lat) - here)).toBeLessThan(1e-4);
      }
    }
  });

  it('is the same at a pole from every side', () => {
    expect(undulation(0, 90)).toBeCloseTo(13.61, 1);
    expect(undulation(123, 90)).toBeCloseTo(undulation(0, 90), 6);
    expect(undulation(-77, -90)).toBeCloseTo(undulation(0, -90), 6);
    expect(undulation(0, -90)).toBeCloseTo(-29.53, 1);
  });

  it('refuses what is no place', () => {
    expect(() => undulation(0, 91)).toThrow('geoid: expected a latitude from -90 to 90 degrees, got 91');
    expect(() => undulation(0, Number.NaN)).toThrow('got NaN');
    expect(() => undulation(Number.POSITIVE_INFINITY, 0)).toThrow('expected a longitude in degrees');
  });

  it('names its model', () => {
    expect(GEOID_NAME).toContain('EGM96');
  });
});
