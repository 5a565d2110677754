import { expect, it } from 'vitest';
import type { CaseRecord, CaseState } from '#base/cases/case.ts';
import { countCases } from './count-cases.ts';

const HOUR = 3_600_000;

const one = (id: string, state: CaseState, filedAt: number | null, dueAt: number | null): CaseRecord => ({
  id,
  class: 'cjt214-event:0102',
  state,
  lon: 7.42,
  lat: 43.73,
  grid: null,
  component: null,
  road: null,
  department: null,
  source: 'inspector',
  title: '',
  reportedAt: 0,
  filedAt,
  dueAt,
  handledAt: null,
  closedAt: null,
  history: [],
});

it('counts open cases, those near their limit and those beyond it; what has ended is none', () => {
  const records = [
    one('waits', 'REPORTED', null, null),
    one('calm', 'ASSIGNED', 0, 10 * HOUR),
    one('near', 'IN_PROGRESS', 0, 5 * HOUR),
    one('late', 'ASSIGNED', 0, 3 * HOUR),
    one('closed late', 'CLOSED', 0, 3 * HOUR),
  ];
  const all = new Map(records.map((record) => [record.id, record]));
  const live = { cases: { all: () => all, onChange: () => () => {} }, cityNow: () => 4 * HOUR };
  expect(countCases(live, { timeZone: 'Europe/Paris', origin: [7.42, 43.73, 50] })).toEqual({
    open: 4,
    near: 1,
    late: 1,
  });
});
