import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WGS84_A, WGS84_B, WGS84_E2 } from './ellipsoid.ts';
import { geodesicLength, heightDifference, lineLength, measure, ringArea } from './measure.ts';

type Place = [number, number, number];
const dms = (degrees: number, minutes: number, seconds: number): number =>
  Math.sign(degrees) * (Math.abs(degrees) + minutes / 60 + seconds / 3600);

/** Area of the ellipsoid between two parallels, over a span of longitude: the closed form. */
function zoneArea(south: number, north: number, spanDeg: number): number {
  const e = Math.sqrt(WGS84_E2);
  const q = (latDeg: number): number => {
    const s = Math.sin((latDeg * Math.PI) / 180);
    return s / (1 - WGS84_E2 * s * s) + Math.log((1 + e * s) / (1 - e * s)) / (2 * e);
  };
  return ((WGS84_B * WGS84_B) / 2) * ((spanDeg * Math.PI) / 180) * (q(north) - q(south));
}

describe('lengths on the ellipsoid', () => {
  it('gives the published line from Flinders Peak to Buninyong to a millimetre', () => {
    const flinders: Place = [dms(144, 25, 29.5244), dms(-37, 57, 3.7203), 0];
    const buninyong: Place = [dms(143, 55, 35.3839), dms(-37, 39, 10.1561), 0];
    expect(Math.abs(geodesicLength(flinders, buninyong) - 54_972.271)).toBeLessThan(0.001);
  });

  it('gives the published line from New York to London to a millimetre', () => {
    expect(Math.abs(geodesicLength([-73.8, 40.6, 0], [-0.5, 51.6, 0]) - 5_551_759.4)).toBeLessThan(0.001);
  });

  it('gives an arc of the equator, also across the 180th meridian', () => {
    const degree = (WGS84_A * Math.PI) / 180;
    expect(geodesicLength([10, 0, 0], [11, 0, 0])).toBeCloseTo(degree, 6);
    expect(geodesicLength([179.5, 0, 0], [-179.5, 0, 0])).toBeCloseTo(degree, 6);
  });

  it('is the same both ways and nought from a place to itself', () => {
    const place = fc.tuple(
      fc.double({ min: -60, max: 60, noNaN: true }),
      fc.double({ min: -80, max: 80, noNaN: true }),
      fc.constant(0),
    );
    fc.assert(
      fc.property(place, place, (a, b) => {
        expect(geodesicLength(a, a)).toBe(0);
        expect(geodesicLength(a, b)).toBeCloseTo(geodesicLength(b, a), 4);
      }),
    );
  });

  it('adds the legs of a line and leaves heights out', () => {
    const [a, b, c]: Place[] = [
      [121, 31, 0],
      [121.001, 31, 250],
      [121.001, 31.001, 4],
    ];
    expect(lineLength([a!, b!, c!])).toBe(geodesicLength(a!, b!) + geodesicLength(b!, c!));
    expect(lineLength([a!])).toBe(0);
  });
});

describe('areas on the ellipsoid', () => {
  it.each([0, 35.5, -52, 70])('gives the area between meridians and parallels at latitude %d', (lat) => {
    const ring: Place[] = [];
    // Parallels are no geodesics: their points stand close.
    for (let i = 0; i <= 50; i++) ring.push([7 + i * 0.002, lat, 0]);
    for (let i = 0; i <= 50; i++) ring.push([7.1 - i * 0.002, lat + 0.1, 30]);
    const truth = zoneArea(lat, lat + 0.1, 0.1);
    expect(Math.abs(ringArea(ring) / truth - 1)).toBeLessThan(1e-5);
    expect(ringArea([...ring].reverse())).toBeCloseTo(ringArea(ring), 0);
    expect(ringArea([...ring, ring[0]!])).toBeCloseTo(ringArea(ring), 0);
  });

  it('gives nothing for less than three points', () => {
    expect(ringArea([])).toBe(0);
    expect(
      ringArea([
        [1, 2, 3],
        [2, 3, 4],
      ]),
    ).toBe(0);
  });
});

describe('measure', () => {
  it('takes the highest less the lowest as height', () => {
    expect(
      heightDifference([
        [1, 1, 40],
        [1, 1, 12.5],
      ]),
    ).toBe(27.5);
    expect(measure('height', [[1, 1, 40]])).toBe(0);
  });

  it('goes by the kind', () => {
    const points: Place[] = [
      [7, 43, 0],
      [7.001, 43, 5],
      [7.001, 43.001, 9],
    ];
    expect(measure('distance', points)).toBe(lineLength(points));
    expect(measure('area', points)).toBe(ringArea(points));
    expect(measure('height', points)).toBe(9);
  });
});
