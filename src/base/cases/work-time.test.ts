import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHINA_CALENDAR } from './china-calendar.ts';
import type { WorkCalendar } from './work-calendar.ts';
import { createWorkTime } from './work-time.ts';

const HOUR = 3_600_000;
const work = createWorkTime(CHINA_CALENDAR);
const at = (text: string) => Date.parse(`${text}+08:00`);

describe('working time', () => {
  it.each([
    ['2026-11-20', true, 'a Friday'],
    ['2026-11-21', false, 'a Saturday'],
    ['2026-02-14', true, 'a Saturday that is worked'],
    ['2026-02-16', false, 'a Monday in the Spring Festival'],
    ['2026-02-24', true, 'the Tuesday after it'],
    ['2025-10-08', false, 'the last day of the long week of 2025'],
    ['2025-10-11', true, 'the Saturday after it'],
    ['2027-02-08', false, 'a holiday by law'],
    ['2031-10-01', true, 'a Wednesday of a year that nothing is known of'],
    ['2031-10-04', false, 'a Saturday of that year'],
  ])('%s is worked: %s (%s)', (date, expected) => {
    expect(work.isWorkday(date)).toBe(expected);
  });

  it('has eight hours a day', () => {
    expect(work.dayMs).toBe(8 * HOUR);
    expect(work.between(at('2026-11-16T00:00'), at('2026-11-23T00:00'))).toBe(40 * HOUR);
    expect(work.between(at('2026-11-20T11:00'), at('2026-11-20T15:00'))).toBe(2 * HOUR);
    expect(work.between(at('2026-11-20T15:00'), at('2026-11-20T11:00'))).toBe(-2 * HOUR);
    expect(work.between(at('2026-11-20T12:30'), at('2026-11-20T13:30'))).toBe(0);
  });

  it('counts the month of October 2026 as 18 working days', () => {
    expect(work.between(at('2026-10-01T00:00'), at('2026-11-01T00:00')) / work.dayMs).toBe(18);
  });

  it.each([
    ['2026-11-20T11:00', 4, '2026-11-20T17:00'],
    ['2026-11-20T17:00', 1.5, '2026-11-23T08:30'],
    ['2026-11-20T03:00', 1, '2026-11-20T09:00'],
    ['2026-11-20T10:00', 2, '2026-11-20T12:00'],
    ['2026-11-21T10:00', 1, '2026-11-23T09:00'],
    ['2026-09-30T17:00', 8, '2026-10-08T17:00'],
    ['2026-02-14T16:00', 4, '2026-02-24T10:00'],
    ['2026-11-20T19:00', 0, '2026-11-20T19:00'],
  ])('%s and %f hours of work later it is %s', (from, hours, to) => {
    expect(new Date(work.after(at(from), hours * HOUR))).toEqual(new Date(at(to)));
  });

  it('passes as much as it was asked for, by any calendar', () => {
    const monaco: WorkCalendar = {
      ...CHINA_CALENDAR,
      id: 'm',
      timeZone: 'Europe/Monaco',
      periods: [[30, 1_410]],
    };
    const from = fc.integer({ min: at('2025-01-01T00:00'), max: at('2027-12-31T00:00') });
    const length = fc.integer({ min: 1, max: 300 * HOUR });
    const any = fc.constantFrom(work, createWorkTime(monaco));
    fc.assert(
      fc.property(any, from, length, (time, start, ms) => {
        expect(time.between(start, time.after(start, ms))).toBe(ms);
      }),
    );
  });

  it('says so when no work ever comes', () => {
    const never = createWorkTime({
      ...CHINA_CALENDAR,
      id: 'never',
      weekend: [0, 1, 2, 3, 4, 5, 6],
      workdays: [],
    });
    expect(() => never.after(at('2026-11-20T11:00'), HOUR)).toThrow(
      'calendar "never": expected working time within 3660 days, got none',
    );
  });
});
