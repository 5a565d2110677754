import { describe, expect, it } from 'vitest';
import { CHINA_CALENDAR } from './china-calendar.ts';
import { cityCalendar } from './city-calendar.ts';
import { createWorkTime } from './work-time.ts';

const HOUR = 3_600_000;

describe('the calendar of a city', () => {
  it('is China’s in China', () => {
    expect(cityCalendar('Asia/Shanghai', 121)).toBe(CHINA_CALENDAR);
  });

  it('is Monday to Friday elsewhere, by the city’s own clocks', () => {
    const work = createWorkTime(cityCalendar('Europe/Monaco', 7.4));
    expect(work.isWorkday('2026-10-01')).toBe(true);
    expect(work.isWorkday('2026-10-10')).toBe(false);
    expect(work.after(Date.parse('2026-07-01T00:00Z'), HOUR)).toBe(Date.parse('2026-07-01T07:00Z'));
  });

  it.each([
    [null, 121.5, 8],
    [null, -74, -5],
    [null, 2, 0],
    ['Nowhere/Land', 139.7, 9],
  ])('of zone %j at %f° is %i hours ahead of UTC', (zone, lon, hours) => {
    const work = createWorkTime(cityCalendar(zone, lon));
    expect(work.after(Date.parse('2026-07-01T00:00Z') - hours * HOUR, HOUR)).toBe(
      Date.parse('2026-07-01T09:00Z') - hours * HOUR,
    );
  });
});
