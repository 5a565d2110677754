import { describe, expect, it } from 'vitest';
import { openingTime } from './opening-time.ts';

describe('the time at which the demo opens', () => {
  it('is three quarters of an hour before sunset: 16:46 on 21 November and 19:15 at midsummer by declination and equation of time', () => {
    const minutes = (text: string): number => (Date.parse(text) / 60_000) % 1440;
    expect(
      Math.abs(minutes(openingTime(Date.parse('2026-11-21T03:00:00Z'))) - (8 * 60 + 46 - 45)),
    ).toBeLessThan(3);
    expect(
      Math.abs(minutes(openingTime(Date.parse('2026-06-21T03:00:00Z'))) - (11 * 60 + 15 - 45)),
    ).toBeLessThan(3);
  });

  it("is of the city's date, whatever the hour", () => {
    const day = openingTime(Date.parse('2026-11-21T04:00:00Z'));
    expect(openingTime(Date.parse('2026-11-20T16:00:00Z'))).toBe(day);
    expect(openingTime(Date.parse('2026-11-21T15:59:00Z'))).toBe(day);
    expect(openingTime(Date.parse('2026-11-21T16:00:00Z'))).not.toBe(day);
    expect(day).toMatch(/^2026-11-21T08:\d\d:00Z$/);
  });
});
