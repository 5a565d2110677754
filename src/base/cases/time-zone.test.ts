import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeZone, DAY_MS } from './time-zone.ts';

const HOUR = 3_600_000;
const day = (text: string) => Date.parse(text) / DAY_MS;

describe('a time zone', () => {
  it('is eight hours ahead in Shanghai, whatever the season', () => {
    const zone = createTimeZone('Asia/Shanghai');
    expect(zone.offset(Date.parse('2026-01-01T00:00Z'))).toBe(8 * HOUR);
    expect(zone.offset(Date.parse('2026-07-01T00:00Z'))).toBe(8 * HOUR);
    expect(zone.day(Date.parse('2026-11-20T15:59:59Z'))).toBe(day('2026-11-20'));
    expect(zone.day(Date.parse('2026-11-20T16:00:00Z'))).toBe(day('2026-11-21'));
    expect(zone.instant(day('2026-11-20'), 17 * HOUR)).toBe(Date.parse('2026-11-20T09:00Z'));
  });

  it('goes forward in Monaco at 01:00 UTC on 29 March 2026, and back on 25 October', () => {
    const zone = createTimeZone('Europe/Monaco');
    expect(zone.offset(Date.parse('2026-03-29T00:59:59Z'))).toBe(HOUR);
    expect(zone.offset(Date.parse('2026-03-29T01:00:00Z'))).toBe(2 * HOUR);
    expect(zone.instant(day('2026-03-29'), 8 * HOUR)).toBe(Date.parse('2026-03-29T06:00Z'));
    expect(zone.instant(day('2026-10-24'), 8 * HOUR)).toBe(Date.parse('2026-10-24T06:00Z'));
    expect(zone.instant(day('2026-10-25'), 8 * HOUR)).toBe(Date.parse('2026-10-25T07:00Z'));
  });

  it('knows offsets of half hours, and times before 1970', () => {
    expect(createTimeZone('Asia/Kolkata').offset(0)).toBe(5.5 * HOUR);
    expect(createTimeZone('Europe/Paris').day(Date.parse('1969-12-31T22:30Z'))).toBe(-1);
  });

  it('gives the instant back of a day and a time of day', () => {
    const zones = ['Asia/Shanghai', 'Europe/Amsterdam', 'America/St_Johns', 'Asia/Tokyo'].map(createTimeZone);
    // Noon: no clock changes there.
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 7_000, max: 30_000 }), (zone, number) => {
        const instant = zone.instant(number, 12 * HOUR);
        expect(zone.day(instant)).toBe(number);
        expect((((instant + zone.offset(instant)) % DAY_MS) + DAY_MS) % DAY_MS).toBe(12 * HOUR);
      }),
    );
  });

  it('refuses a name that nobody knows', () => {
    expect(() => createTimeZone('Mars/Olympus')).toThrow(
      'time zone "Mars/Olympus": expected an IANA name such as Asia/Shanghai',
    );
  });
});
