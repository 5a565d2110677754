import { describe, expect, it } from 'vitest';
import { CHINA_CALENDAR } from '#base/cases/china-calendar.ts';
import { createWorkTime } from '#base/cases/work-time.ts';
import { eventClass } from '#base/catalogue/catalogue.ts';
import { ARRIVAL_CLASSES, HOUR_PROFILES } from './arrival-classes.ts';
import { createArrivals } from './arrivals.ts';
import { Chance } from './chance.ts';

const DAY = 86_400_000;
const MONDAY = Date.parse('2026-11-16T00:00+08:00');
const arrivals = createArrivals(8_000, CHINA_CALENDAR.timeZone, createWorkTime(CHINA_CALENDAR));

function counts(from: number, days: number): { perDay: number[]; perClass: Map<string, number> } {
  const chance = new Chance(11);
  const perDay = new Array<number>(days).fill(0);
  const perClass = new Map<string, number>();
  for (let at = arrivals.next(from, chance); at < from + days * DAY; at = arrivals.next(at, chance)) {
    perDay[Math.floor((at - from) / DAY)]!++;
    const key = arrivals.classAt(at, chance).class;
    perClass.set(key, (perClass.get(key) ?? 0) + 1);
  }
  return { perDay, perClass };
}

describe('arrivals', () => {
  const { perDay, perClass } = counts(MONDAY, 14);
  const all = perDay.reduce((sum, one) => sum + one, 0);

  it('are 8,000 a day in the mean of a week, fewer at weekends', () => {
    // Poisson: deviation of two weeks √112,000 = 335, of a day 89.
    expect(Math.abs(all - 112_000)).toBeLessThan(4 * 335);
    expect(Math.abs(perDay[0]! - 8_480)).toBeLessThan(4 * 92);
    expect(Math.abs(perDay[6]! - 6_800)).toBeLessThan(4 * 83);
  });

  it('have the classes in their shares', () => {
    const weights = ARRIVAL_CLASSES.reduce((sum, { weight }) => sum + weight, 0);
    for (const { class: key, weight } of ARRIVAL_CLASSES) {
      const expected = (weight / weights) * all;
      expect(Math.abs((perClass.get(key) ?? 0) - expected), key).toBeLessThan(4.5 * Math.sqrt(expected) + 1);
    }
  });

  it('are of classes that the catalogue knows, each with a profile of 24 hours and shares below one', () => {
    expect(Object.values(HOUR_PROFILES).every((hours) => hours.length === 24 && Math.min(...hours) > 0)).toBe(
      true,
    );
    for (const { class: key, hotline, video, self } of ARRIVAL_CLASSES) {
      expect(eventClass(key), key).not.toBeNull();
      expect(hotline + video).toBeLessThanOrEqual(1);
      expect(self).toBeLessThan(1);
    }
  });

  it('come never where none are', () => {
    const none = createArrivals(0, 'Asia/Shanghai', createWorkTime(CHINA_CALENDAR));
    expect(none.next(MONDAY, new Chance(1))).toBe(Number.POSITIVE_INFINITY);
  });
});
