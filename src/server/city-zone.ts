import { cityCalendar } from '#base/cases/city-calendar.ts';
import { createTimeZone, type TimeZone } from '#base/cases/time-zone.ts';

/** Gives the clocks of a city. @param timeZone - null: the zone of the longitude, 15° each. @param lon - degrees. */
export function cityZone(timeZone: string | null, lon: number): TimeZone {
  return createTimeZone(cityCalendar(timeZone, lon).timeZone);
}
