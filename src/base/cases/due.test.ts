import { describe, expect, it } from 'vitest';
import { advance, openCase } from './advance-case.ts';
import type { CaseEvent, CaseRecord } from './case.ts';
import { CASE_TRANSITIONS } from './case-transitions.ts';
import { CHINA_CALENDAR } from './china-calendar.ts';
import { dueAt, limitLeft, limitUsed } from './due.ts';
import { handlingLimit, type Limit } from './limit.ts';
import { LIMIT_RULES } from './limit-rules.ts';
import { createWorkTime } from './work-time.ts';

const HOUR = 3_600_000;
const work = createWorkTime(CHINA_CALENDAR);
const at = (text: string) => Date.parse(`${text}+08:00`);
const rulesOf = (id: string) => LIMIT_RULES.find((rules) => rules.id === id)!;

const happens = (kind: CaseEvent['kind'], text: string): CaseEvent => ({
  kind,
  at: at(text),
  by: CASE_TRANSITIONS[kind].by[0]!,
});
const report = {
  id: 'c1',
  class: 'cjt214-event:0102',
  lon: 0,
  lat: 0,
  grid: null,
  component: null,
  road: null,
  source: 'inspector',
  title: '',
};

function filed(text: string, limit: Limit): CaseRecord {
  const accepted = advance(openCase(report, happens('report', text)), happens('accept', text));
  return advance(accepted, happens('file', text), { dueAt: dueAt(at(text), limit, work), limit });
}

describe('limits', () => {
  // A burst main in Daying, filed on a Friday at five in the afternoon.
  it.each([
    ['gbt30428-event:0501', 0, '2026-11-20T20:00'],
    ['gbt30428-event:0501', 1, '2026-11-21T01:00'],
    ['gbt30428-event:0501', 2, '2026-11-27T17:00'],
    ['gbt30428-event:0502', 1, '2026-11-22T17:00'],
    ['gbt30428-event:0409', 0, '2026-11-20T20:00'],
  ])('of Daying: %s, step %i, is due on %s', (key, step, due) => {
    const limit = handlingLimit(rulesOf('daying'), key, step);
    expect(new Date(dueAt(at('2026-11-20T17:00'), limit, work))).toEqual(new Date(at(due)));
  });

  it('of Daying for the filing: one and a half working hours reach over the weekend', () => {
    expect(dueAt(at('2026-11-20T17:00'), rulesOf('daying').stages.file!, work)).toBe(at('2026-11-23T08:30'));
  });

  it('of Jiyuan: fifteen working days for what was built without a permit', () => {
    const limit = handlingLimit(rulesOf('jiyuan'), 'cjt214-event:0101');
    expect(dueAt(at('2026-11-20T17:00'), limit, work)).toBe(at('2026-12-11T17:00'));
  });

  it('of a class that is not named are those of its major, else of all others', () => {
    const rules = rulesOf('common');
    expect(handlingLimit(rules, 'cjt214-event:0402')).toEqual({ amount: 8, unit: 'urgent-hour' });
    expect(handlingLimit(rules, 'cjt214-event:0409')).toEqual({ amount: 4, unit: 'urgent-hour' });
    expect(handlingLimit(rules, 'lanwan:2101')).toEqual(rules.otherwise);
    expect(handlingLimit(rules, 'cjt214-event:0401', 7)).toEqual({ amount: 5, unit: 'day' });
  });

  it('runs minutes by the clock', () => {
    expect(dueAt(at('2026-11-21T23:55'), { amount: 10, unit: 'minute' }, work)).toBe(at('2026-11-22T00:05'));
  });
});

describe('the share of a limit that is used', () => {
  const four: Limit = { amount: 4, unit: 'hour' };

  it('stands still while the offices are closed', () => {
    const record = filed('2026-11-20T16:00', four);
    expect(record.dueAt).toBe(at('2026-11-23T10:00'));
    expect(limitUsed(record, at('2026-11-20T16:00'), work)).toBe(0);
    expect(limitUsed(record, at('2026-11-20T17:00'), work)).toBe(0.25);
    expect(limitUsed(record, at('2026-11-20T18:00'), work)).toBe(0.5);
    expect(limitUsed(record, at('2026-11-22T12:00'), work)).toBe(0.5);
    expect(limitUsed(record, at('2026-11-23T10:00'), work)).toBe(1);
    expect(limitUsed(record, at('2026-11-23T11:00'), work)).toBe(1.25);
    expect(limitLeft(record, at('2026-11-23T11:00'), work)).toBe(-HOUR);
  });

  it('runs through the night when it is urgent', () => {
    const record = filed('2026-11-20T20:00', { amount: 8, unit: 'urgent-hour' });
    expect(limitUsed(record, at('2026-11-21T02:00'), work)).toBe(0.75);
  });

  it('is more than all of it from the deadline on, even where a break begins with it', () => {
    const record = filed('2026-11-20T08:00', four);
    expect(record.dueAt).toBe(at('2026-11-20T12:00'));
    expect(limitUsed(record, at('2026-11-20T12:00'), work)).toBe(1);
    const later = limitUsed(record, at('2026-11-20T13:00'), work)!;
    expect(later).toBeGreaterThan(1);
    expect(later).toBeCloseTo(1, 6);
    expect(limitUsed(record, at('2026-11-20T15:00'), work)).toBe(1.25);
  });

  it('is unknown before the filing, and stops with the handling', () => {
    const open = openCase(report, happens('report', '2026-11-20T09:00'));
    expect(limitUsed(open, at('2026-11-20T10:00'), work)).toBeNull();
    expect(limitLeft(open, at('2026-11-20T10:00'), work)).toBeNull();
    let record = filed('2026-11-20T09:00', four);
    record = advance(record, happens('dispatch', '2026-11-20T09:30'), { department: 'd' });
    record = advance(record, happens('start', '2026-11-20T10:00'));
    record = advance(record, happens('finish', '2026-11-20T11:00'));
    expect(limitUsed(record, at('2026-12-20T11:00'), work)).toBe(0.5);
  });

  it('does not count what a suspension took', () => {
    let record = filed('2026-11-20T09:00', four);
    record = advance(record, happens('dispatch', '2026-11-20T09:00'), { department: 'd' });
    record = advance(record, happens('suspend', '2026-11-20T10:00'));
    expect(limitUsed(record, at('2026-11-25T10:00'), work)).toBe(0.25);
    const left = limitLeft(record, at('2026-11-20T10:00'), work)!;
    record = advance(record, happens('resume', '2026-11-25T10:00'), {
      dueAt: work.after(at('2026-11-25T10:00'), left),
    });
    expect(record.dueAt).toBe(at('2026-11-25T15:00'));
    expect(limitUsed(record, at('2026-11-25T10:00'), work)).toBe(0.25);
    expect(limitUsed(record, at('2026-11-25T15:00'), work)).toBe(1);
  });

  it('runs by the clock where a record from elsewhere does not say how its limit counts', () => {
    const { limit: _, ...record } = filed('2026-11-20T16:00', four);
    const whole = at('2026-11-23T10:00') - at('2026-11-20T16:00');
    expect(limitUsed(record, at('2026-11-20T18:00'), work)).toBeCloseTo((2 * HOUR) / whole, 12);
  });
});
