import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCityHours } from './city-hours.ts';

describe('the clocks of a city', () => {
  it('show the local hour, day and weekend', () => {
    const hours = createCityHours('Asia/Shanghai', 120.9);
    const t = Date.parse('2026-11-21T17:30:00+08:00');
    expect(hours.hour(t)).toBeCloseTo(17.5, 9);
    expect(hours.isWeekend(t)).toBe(true);
    expect(hours.isWeekend(t + 2 * 86_400_000)).toBe(false);
    expect(hours.startOf(hours.day(t))).toBe(Date.parse('2026-11-21T00:00:00+08:00'));
  });

  it('follow summer time', () => {
    const hours = createCityHours('Europe/Paris', 7.4);
    expect(hours.hour(Date.parse('2026-07-01T12:00:00Z'))).toBeCloseTo(14, 9);
    expect(hours.hour(Date.parse('2026-12-01T12:00:00Z'))).toBeCloseTo(13, 9);
    // The day on which clocks go forward begins in winter time.
    const day = hours.day(Date.parse('2026-03-29T12:00:00Z'));
    expect(hours.startOf(day)).toBe(Date.parse('2026-03-29T00:00:00+01:00'));
  });

  it('show the zone of the longitude where none is known, west of Greenwich, too', () => {
    const hours = createCityHours(null, -118.2);
    expect(hours.hour(Date.parse('2026-11-21T20:00:00Z'))).toBeCloseTo(12, 9);
    expect(hours.hour(Date.parse('2026-11-21T04:15:00Z'))).toBeCloseTo(20.25, 9);
  });

  it('agree with the day they say has begun', () => {
    const zones = [
      'Asia/Shanghai',
      'Europe/Paris',
      'America/Los_Angeles',
      'Asia/Kolkata',
      'Pacific/Auckland',
    ];
    const lons = [120, 7, -118, 77, 175];
    fc.assert(
      fc.property(fc.nat(4), fc.integer({ min: 1.6e12, max: 2e12 }), (zone, t) => {
        const hours = createCityHours(zones[zone]!, lons[zone]!);
        const start = hours.startOf(hours.day(t));
        expect(hours.hour(start)).toBeCloseTo(0, 6);
        expect(t - start).toBeGreaterThanOrEqual(0);
        expect(t - start).toBeLessThan(25 * 3_600_000);
        expect(hours.day(start)).toBe(hours.day(t));
      }),
    );
  });
});
