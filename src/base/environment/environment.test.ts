import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daylightOf, illuminanceOf, LAMP_LUX, lampsWanted } from './daylight.ts';
import { environmentAt, PLEASANT } from './environment.ts';
import { localHour } from './local-time.ts';
import { moonAt, sunAt, sunTimes } from './sun.ts';

const DEGREE = 180 / Math.PI;
const at = (iso: string): number => Date.parse(iso);
const LANWAN = [120.95, 35.54] as const;

describe('the sun', () => {
  it('stands where the example of NREL/TP-560-34302 has it, to 0.001 degrees', () => {
    const { azimuth, altitude } = sunAt(at('2003-10-17T12:30:30-07:00'), -105.1786, 39.742476, 1830.14);
    expect(Math.abs(azimuth * DEGREE - 194.340241)).toBeLessThan(0.001);
    // Without refraction; the zenith of 50.11162 is the refracted one.
    expect(Math.abs(altitude * DEGREE - 39.872046)).toBeLessThan(0.001);
  });

  it('rises and sets as in that example, whose seconds are whole, to 1.5 s', () => {
    const { sunrise } = sunTimes(at('2003-10-17T00:00:00-07:00'), -105.1786, 39.742476);
    expect(Math.abs(sunrise! - at('2003-10-17T06:12:43-07:00'))).toBeLessThan(1_500);
    // The example gives the sunset of the 17th by UTC, which is the local evening before.
    const { sunset } = sunTimes(at('2003-10-17T00:00:00Z'), -105.1786, 39.742476);
    expect(Math.abs(sunset! - at('2003-10-16T17:20:19-07:00'))).toBeLessThan(1_500);
  });

  it('sets over London on midsummer at 21:21 and over Beijing on midwinter at 16:53', () => {
    const london = sunTimes(at('2024-06-20T00:00:00Z'), -0.1278, 51.5074).sunset!;
    expect(Math.abs(london - at('2024-06-20T21:21:30+01:00'))).toBeLessThan(60_000);
    const beijing = sunTimes(at('2024-12-21T00:00:00+08:00'), 116.4074, 39.9042).sunset!;
    expect(Math.abs(beijing - at('2024-12-21T16:53:00+08:00'))).toBeLessThan(60_000);
  });

  it('neither sets in a polar summer nor rises in a polar winter', () => {
    const summer = sunTimes(at('2024-06-20T00:00:00Z'), 25.78, 71.17);
    expect([summer.sunrise, summer.sunset]).toEqual([null, null]);
    const winter = sunTimes(at('2024-12-21T00:00:00Z'), 25.78, 71.17);
    expect([winter.sunrise, winter.sunset, winter.dusk.civil === null]).toEqual([null, null, false]);
  });

  it('crosses the depths of the twilights at their ends, one after the other', () => {
    const { sunset, dusk } = sunTimes(at('2026-03-20T12:00:00+08:00'), ...LANWAN);
    expect(sunset!).toBeLessThan(dusk.civil!);
    for (const [kind, depth] of [
      ['civil', 6],
      ['nautical', 12],
      ['astronomical', 18],
    ] as const) {
      expect(sunAt(dusk[kind]!, ...LANWAN).altitude * DEGREE).toBeCloseTo(-depth, 2);
    }
  });
});

describe('the moon', () => {
  it('is full on 2024-02-24 and new on 2024-04-08', () => {
    expect(moonAt(at('2024-02-24T12:30:00Z'), 0, 51.5).lit).toBeGreaterThan(0.995);
    expect(moonAt(at('2024-04-08T18:20:00Z'), 0, 51.5).lit).toBeLessThan(0.005);
  });
});

describe('daylight', () => {
  it('has the published light at the published altitudes', () => {
    for (const [altitudeDeg, lux] of [
      [10, 10_000],
      [0, 700],
      [-4, 20],
      [-6, 3.4],
    ] as const) {
      expect(illuminanceOf(altitudeDeg / DEGREE) / lux).toBeCloseTo(1, 2);
    }
    expect(illuminanceOf(-Math.PI / 2)).toBeLessThan(0.001);
    expect(illuminanceOf(-0.5, 0, { altitude: Math.PI / 2, lit: 1 })).toBeCloseTo(0.27, 2);
  });

  it('grows with the sun, falls with clouds and stays between night and day', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1.5, max: 1.5, noNaN: true }),
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (altitude, more, cloud) => {
          const lux = illuminanceOf(altitude, cloud);
          expect(illuminanceOf(altitude + more, cloud)).toBeGreaterThanOrEqual(lux);
          expect(illuminanceOf(altitude, Math.min(1, cloud + 0.1))).toBeLessThanOrEqual(lux);
          expect(daylightOf(lux)).toBeGreaterThanOrEqual(0);
          expect(daylightOf(lux)).toBeLessThanOrEqual(1);
        },
      ),
    );
    expect(daylightOf(illuminanceOf(0.5))).toBe(1);
    expect(daylightOf(illuminanceOf(-0.3))).toBe(0);
  });
});

describe('lamps', () => {
  it('are wanted 15 to 25 minutes after sunset, and not switched back by a little light', () => {
    const { sunset } = sunTimes(at('2026-03-20T12:00:00+08:00'), ...LANWAN);
    const lux = (minutes: number): number => environmentAt(sunset! + minutes * 60_000, ...LANWAN).illuminance;
    expect(lampsWanted(lux(10), false)).toBe(false);
    expect(lampsWanted(lux(25), false)).toBe(true);
    expect(lampsWanted(LAMP_LUX.main * 1.2, true)).toBe(true);
    expect(lampsWanted(LAMP_LUX.main * 1.2, false)).toBe(false);
    expect(lampsWanted(LAMP_LUX.main * 1.6, true)).toBe(false);
  });
});

describe('the environment', () => {
  it('is dark at a Lanwan midnight, light at noon, and says what its clocks show', () => {
    const midnight = environmentAt(at('2026-05-01T00:00:00+08:00'), ...LANWAN, 'Asia/Shanghai');
    const noon = environmentAt(at('2026-05-01T12:00:00+08:00'), ...LANWAN, 'Asia/Shanghai');
    expect([midnight.daylight, noon.daylight]).toEqual([0, 1]);
    expect([midnight.hour, noon.hour]).toEqual([0, 12]);
    expect(noon.sun.altitude * DEGREE).toBeCloseTo(69.4, 0);
  });

  it('depends on the instant alone', () => {
    expect(environmentAt(1.7e12, ...LANWAN)).toEqual(environmentAt(1.7e12, ...LANWAN));
    expect(PLEASANT.instantMs).toBeNull();
  });

  it('takes the hour from the time zone with its summer time, and from the longitude where nobody knows it', () => {
    expect(localHour(at('2026-07-01T10:30:00Z'), 'Europe/Amsterdam', 4.3)).toBe(12.5);
    expect(localHour(at('2026-01-01T10:30:00Z'), 'Europe/Amsterdam', 4.3)).toBe(11.5);
    expect(localHour(at('2026-01-01T10:30:00Z'), null, 120.9)).toBe(18.5);
    expect(localHour(at('2026-01-01T20:30:00Z'), 'Nowhere/Land', 120.9)).toBe(4.5);
    expect(localHour(-1, null, 0)).toBeCloseTo(24, 5);
  });
});
