import { DAY_MS } from '#base/cases/time-zone.ts';
import { cityZone } from '../city-zone.ts';

/** What a city's clocks and calendar show. */
export interface CityHours {
  /** 0 to below 24. */
  hour(t: number): number;
  /** Days since 1970 by the city's clocks. */
  day(t: number): number;
  /** When such a day begins, ms since 1970. */
  startOf(day: number): number;
  isWeekend(t: number): boolean;
}

const HOUR_MS = 3_600_000;

/** Makes the clocks of a city. @param timeZone - null: the zone of the longitude. @param lon - degrees. */
export function createCityHours(timeZone: string | null, lon: number): CityHours {
  const zone = cityZone(timeZone, lon);
  return {
    hour: (t) => ((((t + zone.offset(t)) % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS,
    day: zone.day,
    startOf: (day) => zone.instant(day, 0),
    // Day 0 was a Thursday.
    isWeekend: (t) => [2, 3].includes(((zone.day(t) % 7) + 7) % 7),
  };
}
