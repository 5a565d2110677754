/** When what is reported: a Poisson process whose rate changes by hour and kind of day. */
import { createTimeZone } from '#base/cases/time-zone.ts';
import type { WorkTime } from '#base/cases/work-time.ts';
import { ARRIVAL_CLASSES, type ArrivalClass, HOUR_PROFILES } from './arrival-classes.ts';
import { type Chance, pickBySum } from './chance.ts';

const HOUR_MS = 3_600_000;
/** Less is reported on a day off; the week's mean stays 1. */
const DAY_OFF = 0.85;
const WORKDAY = (7 - 2 * DAY_OFF) / 5;

export interface Arrivals {
  /** The instant of the next one after an instant; Infinity: none ever comes. */
  next(after: number, chance: Chance): number;
  /** What is reported at an instant. */
  classAt(at: number, chance: Chance): ArrivalClass;
}

/** Sums of the classes' weights, an hour of the day each. */
const SUMS: readonly Float64Array[] = Array.from({ length: 24 }, (_, hour) => {
  let sum = 0;
  return Float64Array.from(ARRIVAL_CLASSES, ({ weight, profile }) => {
    const hours = HOUR_PROFILES[profile];
    sum += (weight * hours[hour]! * 24) / hours.reduce((all, one) => all + one, 0);
    return sum;
  });
});
const TOTAL = SUMS.reduce((all, sums) => all + sums.at(-1)!, 0);

/** Makes the arrivals of a city. @param perDay - mean of a week's days. */
export function createArrivals(perDay: number, timeZone: string, work: WorkTime): Arrivals {
  const zone = createTimeZone(timeZone);
  const hourOf = (at: number): number => Math.floor((((at + zone.offset(at)) / HOUR_MS) % 24) + 24) % 24;
  const dayOf = (at: number): string => new Date(at + zone.offset(at)).toISOString().slice(0, 10);
  return {
    next: (after, chance) => {
      if (!(perDay > 0)) return Number.POSITIVE_INFINITY;
      let at = after;
      for (let left = chance.exponential(); ; ) {
        const ofDay = perDay * (work.isWorkday(dayOf(at)) ? WORKDAY : DAY_OFF);
        const perMs = (ofDay * SUMS[hourOf(at)]!.at(-1)!) / TOTAL / HOUR_MS;
        const local = at + zone.offset(at);
        const hourEnd = at + HOUR_MS - (((local % HOUR_MS) + HOUR_MS) % HOUR_MS);
        const room = (hourEnd - at) * perMs;
        if (left <= room) return at + left / perMs;
        left -= room;
        at = hourEnd;
      }
    },
    classAt: (at, chance) => ARRIVAL_CLASSES[pickBySum(SUMS[hourOf(at)]!, chance.number())]!,
  };
}
