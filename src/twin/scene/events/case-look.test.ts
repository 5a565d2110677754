import { describe, expect, it } from 'vitest';
import { CASE_STATES, type CaseRecord } from '#base/cases/case.ts';
import { CHINA_CALENDAR } from '#base/cases/china-calendar.ts';
import { createWorkTime } from '#base/cases/work-time.ts';
import { isOpen, phaseOf, urgencyOf } from './case-look.ts';

const HOUR = 3_600_000;
const work = createWorkTime(CHINA_CALENDAR);
const one = (change: Partial<CaseRecord>): CaseRecord => ({
  id: 'c1',
  class: 'cjt214-event:0102',
  state: 'ASSIGNED',
  lon: 120.9,
  lat: 35.5,
  grid: null,
  component: null,
  road: null,
  department: null,
  source: 'inspector',
  title: '',
  reportedAt: 0,
  filedAt: HOUR,
  dueAt: 5 * HOUR,
  handledAt: null,
  closedAt: null,
  history: [],
  ...change,
});

describe('the look of a case', () => {
  it('is calm, then near its limit from three quarters of it, then late', () => {
    expect(urgencyOf(one({}), 3.9 * HOUR, work)).toBe('calm');
    expect(urgencyOf(one({}), 4 * HOUR, work)).toBe('near');
    expect(urgencyOf(one({}), 5 * HOUR, work)).toBe('near');
    expect(urgencyOf(one({}), 5 * HOUR + 1, work)).toBe('late');
  });

  it('is what it was when it was handled, however long the check takes', () => {
    expect(urgencyOf(one({ handledAt: 4.5 * HOUR }), 50 * HOUR, work)).toBe('calm');
    expect(urgencyOf(one({ handledAt: 5.5 * HOUR }), 50 * HOUR, work)).toBe('late');
  });

  it('counts working hours where the limit does: a night in between is none', () => {
    // Filed on a Friday at 17:00 in China, due after four working hours: on Monday at 11:00.
    const filedAt = Date.UTC(2026, 10, 20, 9);
    const limited = one({ filedAt, dueAt: Date.UTC(2026, 10, 23, 3), limit: { amount: 4, unit: 'hour' } });
    expect(urgencyOf(limited, Date.UTC(2026, 10, 22, 12), work)).toBe('calm');
    expect(urgencyOf(limited, Date.UTC(2026, 10, 23, 2, 30), work)).toBe('near');
    expect(urgencyOf(limited, Date.UTC(2026, 10, 23, 3, 30), work)).toBe('late');
  });

  it('is calm before a limit is set', () => {
    expect(urgencyOf(one({ dueAt: null, filedAt: null }), 1e12, work)).toBe('calm');
  });

  it('tells waiting, handled and checked apart, and what has ended', () => {
    expect(CASE_STATES.map((state) => [state, phaseOf(state), isOpen(one({ state }))])).toEqual([
      ['REPORTED', 'waiting', true],
      ['ACCEPT_PENDING', 'waiting', true],
      ['VERIFY_PENDING', 'waiting', true],
      ['ACCEPTED', 'waiting', true],
      ['FILE_PENDING', 'waiting', true],
      ['FILED', 'waiting', true],
      ['DISPATCH_PENDING', 'waiting', true],
      ['ASSIGNED', 'handled', true],
      ['IN_PROGRESS', 'handled', true],
      ['DONE', 'checked', true],
      ['CHECK_PENDING', 'checked', true],
      ['CLOSE_PENDING', 'checked', true],
      ['CLOSED', 'waiting', false],
      ['SELF_HANDLED', 'waiting', false],
      ['REJECTED', 'waiting', false],
      ['NOT_FILED', 'waiting', false],
      ['SUSPENDED', 'handled', true],
      ['VOID', 'waiting', false],
    ]);
  });
});
