/** Working time on a calendar: how much lies between two instants, and when so much of it has passed. */
import { createTimeZone } from './time-zone.ts';
import { dayNumber, type WorkCalendar } from './work-calendar.ts';

const MINUTE_MS = 60_000;
/** Beyond so many days without an end something is wrong with the calendar. */
const DAYS_AT_MOST = 3_660;
const REMEMBERED = 4_000;

export interface WorkTime {
  /** Tells whether the offices work on a day, `2026-02-14`. */
  isWorkday(date: string): boolean;
  /** Working time of a whole working day, ms. */
  readonly dayMs: number;
  /** Gives the instant at which so much working time has passed since another; ms. @throws Error when none comes. */
  after(fromMs: number, workMs: number): number;
  /** Gives the working time between two instants, ms; negative when the second is the earlier one. */
  between(fromMs: number, toMs: number): number;
}

/** Makes the working time of a calendar. @throws Error when its time zone is unknown. */
export function createWorkTime(calendar: WorkCalendar): WorkTime {
  const zone = createTimeZone(calendar.timeZone);
  const weekend = new Set(calendar.weekend);
  const worked = new Set(calendar.workdays.map(dayNumber));
  const off = new Set<number>();
  for (const { from, to } of calendar.holidays) {
    for (let day = dayNumber(from); day <= dayNumber(to); day++) off.add(day);
  }
  // 1970-01-01 was a Thursday.
  const works = (day: number): boolean =>
    worked.has(day) || (!off.has(day) && !weekend.has((((day + 4) % 7) + 7) % 7));

  const periods = new Map<number, readonly number[]>();
  /** Begin and end of a day's periods, ms, flat. */
  const periodsOf = (day: number): readonly number[] => {
    let found = periods.get(day);
    if (!found) {
      if (periods.size >= REMEMBERED) periods.clear();
      found = works(day)
        ? calendar.periods.flat().map((minute) => zone.instant(day, minute * MINUTE_MS))
        : [];
      periods.set(day, found);
    }
    return found;
  };

  const after = (from: number, work: number): number => {
    if (work <= 0) return from;
    let left = work;
    const first = zone.day(from);
    for (let day = first; day < first + DAYS_AT_MOST; day++) {
      const times = periodsOf(day);
      for (let i = 0; i < times.length; i += 2) {
        const begin = Math.max(times[i]!, from);
        const room = times[i + 1]! - begin;
        if (room >= left) return begin + left;
        if (room > 0) left -= room;
      }
    }
    throw new Error(`calendar "${calendar.id}": expected working time within ${DAYS_AT_MOST} days, got none`);
  };

  const between = (from: number, to: number): number => {
    if (to < from) return -between(to, from);
    let sum = 0;
    for (let day = zone.day(from); day <= zone.day(to); day++) {
      const times = periodsOf(day);
      for (let i = 0; i < times.length; i += 2) {
        sum += Math.max(0, Math.min(times[i + 1]!, to) - Math.max(times[i]!, from));
      }
    }
    return sum;
  };

  return {
    isWorkday: (date) => works(dayNumber(date)),
    dayMs: calendar.periods.reduce((sum, [begin, end]) => sum + (end - begin) * MINUTE_MS, 0),
    after,
    between,
  };
}
