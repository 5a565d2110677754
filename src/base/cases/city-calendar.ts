/** The calendar of a city that brings none of its own. */
import { CHINA_CALENDAR } from './china-calendar.ts';
import { createTimeZone } from './time-zone.ts';
import type { WorkCalendar } from './work-calendar.ts';

const CHINA = new Set(['Asia/Shanghai', 'Asia/Urumqi', 'Asia/Chongqing', 'Asia/Harbin', 'PRC']);

/**
 * Gives the calendar by which a city's offices work: China's where its zone is, elsewhere Monday to Friday without
 * holidays.
 *
 * @param timeZone - IANA name; null, or one that nobody knows: the zone of the longitude, 15° each.
 * @param lon - degrees.
 */
export function cityCalendar(timeZone: string | null, lon: number): WorkCalendar {
  if (timeZone !== null && CHINA.has(timeZone)) return CHINA_CALENDAR;
  return {
    ...CHINA_CALENDAR,
    id: 'weekdays',
    timeZone: timeZone !== null && isZone(timeZone) ? timeZone : zoneOf(lon),
    holidays: [],
    workdays: [],
    years: [],
    note: '仅按周末休息，未计节假日。 / Weekends only; no holidays are known.',
  };
}

/** Names of fixed offsets have their sign turned round: `Etc/GMT-8` is eight hours ahead. */
function zoneOf(lon: number): string {
  const hours = Math.round(lon / 15);
  return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}

function isZone(name: string): boolean {
  try {
    createTimeZone(name);
    return true;
  } catch {
    return false;
  }
}
