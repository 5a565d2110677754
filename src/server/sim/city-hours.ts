import { localHour } from '#base/environment/local-time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

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

/**
 * Makes the clock of a city; the zone's offset is looked up once an hour.
 *
 * @param timeZone - IANA name; null: the zone of the longitude, 15° each. @param lon - degrees.
 */
export function createCityHours(timeZone: string | null, lon: number): CityHours {
  let [from, offset] = [Number.NaN, 0];
  /** How far the city's clocks are ahead of UTC, ms. */
  const offsetAt = (t: number): number => {
    const hourStart = Math.floor(t / HOUR_MS) * HOUR_MS;
    if (hourStart !== from) {
      from = hourStart;
      const ahead = localHour(hourStart, timeZone, lon) - (hourStart % DAY_MS) / HOUR_MS;
      // From −12 to +14: half-way round the clock it has to be one or the other.
      const near = Math.round(lon / 15);
      offset = (ahead + 24 * Math.round((near - ahead) / 24)) * HOUR_MS;
    }
    return offset;
  };
  const local = (t: number): number => t + offsetAt(t);
  const day = (t: number): number => Math.floor(local(t) / DAY_MS);
  return {
    hour: (t) => (local(t) - day(t) * DAY_MS) / HOUR_MS,
    day,
    startOf: (which) => {
      const guess = which * DAY_MS - offsetAt(which * DAY_MS);
      return which * DAY_MS - offsetAt(guess);
    },
    // Day 0 was a Thursday.
    isWeekend: (t) => [2, 3].includes(((day(t) % 7) + 7) % 7),
  };
}
