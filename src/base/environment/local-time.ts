/** The time that a city's clocks show. */

const HOUR_MS = 3_600_000;
const FORMATS = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  let format = FORMATS.get(timeZone);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat('en-GB', {
        timeZone,
        hourCycle: 'h23',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      });
    } catch {
      format = null;
    }
    FORMATS.set(timeZone, format);
  }
  return format;
}

/**
 * Gives the hour of the day on a city's clocks.
 *
 * @param timeZone - IANA name; null, or one that nobody knows: the hour of the longitude's zone, 15° each.
 * @param lon - degrees.
 * @returns 0 to below 24, with minutes and seconds as its fraction.
 */
export function localHour(instantMs: number, timeZone: string | null, lon: number): number {
  const format = timeZone === null ? null : formatOf(timeZone);
  if (!format) {
    const hours = instantMs / HOUR_MS + Math.round(lon / 15);
    return ((hours % 24) + 24) % 24;
  }
  const part = { hour: 0, minute: 0, second: 0 };
  for (const { type, value } of format.formatToParts(instantMs)) {
    if (type === 'hour' || type === 'minute' || type === 'second') part[type] = Number(value);
  }
  return part.hour + part.minute / 60 + part.second / 3600;
}
