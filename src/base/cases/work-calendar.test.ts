import { describe, expect, it } from 'vitest';
import { CHINA_CALENDAR } from './china-calendar.ts';
import { dayNumber, parseWorkCalendar } from './work-calendar.ts';

describe('a calendar given as data', () => {
  it('is read as it is', () => {
    expect(parseWorkCalendar(JSON.parse(JSON.stringify(CHINA_CALENDAR)), 'c')).toEqual(CHINA_CALENDAR);
  });

  it.each([
    [null, 'expected Object, got null'],
    [{ ...CHINA_CALENDAR, timeZone: 8 }, 'timeZone: expected string, got 8'],
    [{ ...CHINA_CALENDAR, periods: [] }, 'periods: expected >=1, got []'],
    [
      { ...CHINA_CALENDAR, periods: [[840, 720]] },
      'periods: expected periods in order, each to end after it begins, got [[840,720]]',
    ],
    [
      {
        ...CHINA_CALENDAR,
        periods: [
          [480, 720],
          [700, 900],
        ],
      },
      'periods: expected periods in order, each to end after it begins, got [[480,720],[700,900]]',
    ],
    [{ ...CHINA_CALENDAR, periods: [[480, 1441]] }, 'periods[0][1]: expected <=1440, got 1441'],
    [{ ...CHINA_CALENDAR, weekend: [7] }, 'weekend[0]: expected <=6, got 7'],
    [
      { ...CHINA_CALENDAR, workdays: ['14.2.2026'] },
      'workdays[0]: expected a date such as 2026-10-01, got "14.2.2026"',
    ],
    [{ ...CHINA_CALENDAR, workdays: ['2026-02-30'] }, 'workdays[0]: expected a date such as 2026-10-01'],
  ])('is refused when it is wrong (%#)', (json, message) => {
    expect(() => parseWorkCalendar(json, 'calendar "x"')).toThrow(`calendar "x": ${message}`);
  });

  it('numbers days from 1970-01-01', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dayNumber('2026-11-20')).toBe(20_777);
    expect(dayNumber('today')).toBeNaN();
  });
});

describe('the calendar of China', () => {
  const weekday = (date: string) => new Date(date).getUTCDay();

  it('moves only weekends into work, and none of them is a holiday', () => {
    for (const date of CHINA_CALENDAR.workdays) {
      expect([0, 6], date).toContain(weekday(date));
      expect(
        CHINA_CALENDAR.holidays.some(({ from, to }) => from <= date && date <= to),
        date,
      ).toBe(false);
    }
  });

  it.each([
    [2025, 28, 5],
    [2026, 33, 6],
    [2027, 13, 0],
  ])('has in %i %i days of holidays and %i weekends worked', (year, days, worked) => {
    const own = CHINA_CALENDAR.holidays.filter(({ from }) => from.startsWith(String(year)));
    expect(own.reduce((sum, { from, to }) => sum + dayNumber(to) - dayNumber(from) + 1, 0)).toBe(days);
    expect(CHINA_CALENDAR.workdays.filter((date) => date.startsWith(String(year)))).toHaveLength(worked);
    expect(CHINA_CALENDAR.years).toContain(year);
  });
});
