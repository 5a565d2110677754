/** Where a vehicle is drawn between two places that were seen of it. */
import type { LiveVehicle } from '../../live/live-view.ts';

export interface DrawnPlace {
  lon: number;
  lat: number;
  /** From north clockwise. */
  heading: number;
  /** Nothing was heard of it for long. */
  stale: boolean;
}

/** A vehicle goes on for this share of its last interval when the next place is late, then it waits. */
const AHEAD = 0.5;
/** Intervals without news after which it counts as lost. */
const STALE_AFTER = 3;

/** Turns from one heading to another by the shorter way. */
export function mixHeading(from: number, to: number, share: number): number {
  const turn = ((((to - from) % 360) + 540) % 360) - 180;
  return (((from + turn * share) % 360) + 360) % 360;
}

/**
 * Gives the drawn place at an instant of the city's time: one interval late, so that it glides from place to place.
 *
 * @param now - ms since 1970 of the city's time. @param out - is filled and given back.
 */
export function drawnPlace({ from, to }: LiveVehicle, now: number, out: DrawnPlace): DrawnPlace {
  const interval = to.t - from.t;
  const share = interval <= 0 ? 1 : Math.min(1 + AHEAD, Math.max(0, (now - to.t) / interval));
  out.lon = from.lon + (to.lon - from.lon) * share;
  out.lat = from.lat + (to.lat - from.lat) * share;
  out.heading = mixHeading(from.heading, to.heading, Math.min(1, share));
  out.stale = interval > 0 && now - to.t > STALE_AFTER * interval;
  return out;
}
