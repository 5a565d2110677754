/** Days and times of day on a city's clocks. */

export const DAY_MS = 86_400_000;

export interface TimeZone {
  /** What the city's clocks are ahead of UTC at an instant, ms. */
  offset(instantMs: number): number;
  /** Day on the city's clocks, counted from 1970-01-01. */
  day(instantMs: number): number;
  /** The instant at which the city's clocks show a time of a day. */
  instant(day: number, timeOfDayMs: number): number;
}

/** Offsets hold for a quarter of an hour at least; so many quarters are remembered. */
const QUARTER_MS = 900_000;
const REMEMBERED = 20_000;

/**
 * Makes the clocks of a time zone.
 *
 * @param name - IANA name, e.g. `Asia/Shanghai`.
 * @throws Error when nobody knows the name.
 */
export function createTimeZone(name: string): TimeZone {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    throw new Error(`time zone "${name}": expected an IANA name such as Asia/Shanghai`, { cause });
  }
  const known = new Map<number, number>();
  const read = (instant: number): number => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
    return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!) - instant;
  };
  const offset = (instant: number): number => {
    const quarter = Math.floor(instant / QUARTER_MS);
    let found = known.get(quarter);
    if (found === undefined) {
      if (known.size >= REMEMBERED) known.clear();
      found = read(quarter * QUARTER_MS);
      known.set(quarter, found);
    }
    return found;
  };
  return {
    offset,
    day: (instant) => Math.floor((instant + offset(instant)) / DAY_MS),
    instant: (day, time) => {
      const wall = day * DAY_MS + time;
      return wall - offset(wall - offset(wall));
    },
  };
}
