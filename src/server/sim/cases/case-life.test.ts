import { describe, expect, it } from 'vitest';
import { CHINA_CALENDAR } from '#base/cases/china-calendar.ts';
import { createHabits, drawCourse, onBeat } from './case-life.ts';
import { Chance } from './chance.ts';

const habits = createHabits(CHINA_CALENDAR, 'zh');
const at = (text: string) => Date.parse(`${text}+08:00`);
const MINUTE = 60_000;

describe('inspectors', () => {
  it('are about from seven to ten in the evening', () => {
    const chance = new Chance(1);
    expect(onBeat(at('2026-11-20T07:00'), habits, chance)).toBe(at('2026-11-20T07:00'));
    expect(onBeat(at('2026-11-20T21:59'), habits, chance)).toBe(at('2026-11-20T21:59'));
    for (const [night, morning] of [
      ['2026-11-20T22:00', '2026-11-21T07:00'],
      ['2026-11-21T03:00', '2026-11-21T07:00'],
    ] as const) {
      const found = onBeat(at(night), habits, chance);
      expect(found).toBeGreaterThanOrEqual(at(morning));
      expect(found).toBeLessThan(at(morning) + 45 * MINUTE);
    }
  });
});

describe('the habits of a city', () => {
  it('let cleaners and patrols work while the offices are closed', () => {
    expect(habits.work.after(at('2026-11-20T17:00'), 120 * MINUTE)).toBe(at('2026-11-23T09:00'));
    expect(habits.beat.after(at('2026-11-20T17:00'), 120 * MINUTE)).toBe(at('2026-11-20T19:00'));
    expect(habits.beat.after(at('2026-10-01T21:00'), 120 * MINUTE)).toBe(at('2026-10-02T08:00'));
  });
});

describe('the course of a case', () => {
  const draw = (sure: boolean, source: string) =>
    Array.from({ length: 5_000 }, (_, seed) =>
      drawCourse(new Chance(seed), {
        limit: { amount: 1, unit: 'day' },
        department: 'd',
        daily: false,
        source,
        self: 0.2,
        sure,
      }),
    );

  it('is straight where nobody doubts it, but may take long', () => {
    const courses = draw(true, 'sensor');
    expect(courses.filter((one) => one.self || one.reject || one.void || one.refuse)).toEqual([]);
    const late = courses.filter(({ share }) => share > 1).length / courses.length;
    expect(late).toBeGreaterThan(0.05);
    expect(late).toBeLessThan(0.12);
  });

  it('is set right on the spot only by an inspector who found it', () => {
    expect(draw(false, 'hotline').some(({ self }) => self)).toBe(false);
    expect(draw(false, 'inspector').filter(({ self }) => self).length / 5_000).toBeCloseTo(0.2, 1);
    expect(draw(false, 'inspector').some(({ reject }) => reject)).toBe(false);
  });

  it('is only extended where it would be late', () => {
    const extended = draw(false, 'hotline').filter((one) => one.extends > 0);
    expect(extended.length).toBeGreaterThan(50);
    expect(extended.every(({ share }) => share > 0.95)).toBe(true);
  });
});
