import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createEnuFrame,
  ecefToLonLatHeight,
  enuToEcefMatrix,
  lonLatHeightToEcef,
  metresPerDegree,
  WGS84_B,
  WGS84_E2,
} from './ellipsoid.ts';

const lon = fc.double({ min: -180, max: 180, noNaN: true });
const lat = fc.double({ min: -90, max: 90, noNaN: true });
const height = fc.double({ min: -10_000, max: 1_000_000, noNaN: true });

describe('ellipsoid', () => {
  it('has the derived constants of NIMA TR8350.2', () => {
    expect(WGS84_B).toBeCloseTo(6_356_752.314_2, 4);
    expect(WGS84_E2).toBeCloseTo(6.694_379_990_14e-3, 14);
  });

  it('reproduces the worked example of EPSG Guidance Note 7-2, 4.1.1', () => {
    // 53°48'33.820"N 2°07'46.380"E, 73.0 m ↔ X 3771793.968 Y 140253.342 Z 5124304.349
    const lonDeg = 2 + 7 / 60 + 46.38 / 3600;
    const latDeg = 53 + 48 / 60 + 33.82 / 3600;
    const ecef = lonLatHeightToEcef(lonDeg, latDeg, 73, new Float64Array(3));
    expect(ecef[0]).toBeCloseTo(3_771_793.968, 2);
    expect(ecef[1]).toBeCloseTo(140_253.342, 2);
    expect(ecef[2]).toBeCloseTo(5_124_304.349, 2);
    const back = ecefToLonLatHeight(3_771_793.968, 140_253.342, 5_124_304.349, [0, 0, 0]);
    expect(back[0]).toBeCloseTo(lonDeg, 8);
    expect(back[1]).toBeCloseTo(latDeg, 8);
    expect(back[2]).toBeCloseTo(73, 2);
  });

  it('comes back from ECEF to the same place within a micrometre', () => {
    fc.assert(
      fc.property(lon, lat, height, (lonDeg, latDeg, h) => {
        const a = lonLatHeightToEcef(lonDeg, latDeg, h, [0, 0, 0]);
        const place = ecefToLonLatHeight(a[0]!, a[1]!, a[2]!, [0, 0, 0]);
        const b = lonLatHeightToEcef(place[0]!, place[1]!, place[2]!, [0, 0, 0]);
        expect(Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!)).toBeLessThan(1e-6);
        expect(Math.abs(place[2]! - h)).toBeLessThan(1e-6);
      }),
    );
  });

  it('gives heights at the poles and on the equator', () => {
    expect(ecefToLonLatHeight(0, 0, WGS84_B + 5, [0, 0, 0])[2]).toBeCloseTo(5, 6);
    expect(ecefToLonLatHeight(0, 0, -WGS84_B, [0, 0, 0])[1]).toBe(-90);
    expect(ecefToLonLatHeight(0, 6_378_237, 0, [0, 0, 0])).toEqual([90, 0, 100]);
  });

  it('maps the local axes onto east, north and up', () => {
    const m = enuToEcefMatrix(0, 0, 10);
    expect([...m].map((v) => v + 0)).toEqual([0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 6_378_147, 0, 0, 1]);
  });

  it('has local frames whose matrix and toEnu are inverse to each other', () => {
    fc.assert(
      fc.property(lon, lat, fc.double({ min: -0.2, max: 0.2, noNaN: true }), (lonDeg, latDeg, d) => {
        const frame = createEnuFrame(lonDeg, latDeg, 30);
        const at = lonLatHeightToEcef(lonDeg + d, latDeg * 0.999, 80, [0, 0, 0]);
        const enu = new Float64Array(3);
        frame.toEnu(lonDeg + d, latDeg * 0.999, 80, enu);
        const m = frame.matrix;
        for (let axis = 0; axis < 3; axis++) {
          const value = m[axis]! * enu[0]! + m[4 + axis]! * enu[1]! + m[8 + axis]! * enu[2]! + m[12 + axis]!;
          expect(Math.abs(value - at[axis]!)).toBeLessThan(1e-8);
        }
      }),
    );
  });

  it('returns from a local frame to degrees', () => {
    const frame = createEnuFrame(7.42, 43.73, 50);
    const enu = [0, 0, 0];
    frame.toEnu(7.43, 43.74, 120, enu);
    const out = [0, 0, 0];
    frame.toLonLatHeight(enu[0]!, enu[1]!, enu[2]!, out);
    expect(out[0]).toBeCloseTo(7.43, 11);
    expect(out[1]).toBeCloseTo(43.74, 11);
    expect(out[2]).toBeCloseTo(120, 6);
  });

  it('knows the length of a degree (110,574.3 m and 111,319.5 m at the equator, 111,693.9 m at the pole)', () => {
    expect(metresPerDegree(0)[0]).toBeCloseTo(111_319.4908, 3);
    expect(metresPerDegree(0)[1]).toBeCloseTo(110_574.2758, 3);
    expect(metresPerDegree(90)[1]).toBeCloseTo(111_693.9799, 3);
  });
});
