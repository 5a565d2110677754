import { sunTimes } from '#base/environment/sun.ts';
import { CENTRE } from './plan.ts';

/** So long before sunset the demo opens: daylight for a look around, and the lamps are not far. */
const BEFORE_SUNSET_MS = 45 * 60_000;
/** How far the city's clocks are ahead of UTC, ms. */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/**
 * Gives the city's time at which the demo opens on a day: late afternoon.
 *
 * @param today - ms since 1970; the city's date of that instant counts.
 * @returns RFC 3339, UTC, whole minutes.
 */
export function openingTime(today: number): string {
  const noon = Math.floor((today + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS + DAY_MS / 2;
  const { sunset } = sunTimes(noon, CENTRE[0], CENTRE[1]);
  const opens = (sunset ?? noon + DAY_MS / 4) - BEFORE_SUNSET_MS;
  return `${new Date(opens).toISOString().slice(0, 16)}:00Z`;
}
