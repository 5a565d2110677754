import { describe, expect, it } from 'vitest';
import { advance, type CaseChange, type CaseReport, openCase } from './advance-case.ts';
import { CASE_EVENTS, CASE_STATES, type CaseEvent, type CaseRecord, type CaseState } from './case.ts';
import { CASE_PASSES, CASE_TRANSITIONS, isEnded } from './case-transitions.ts';

const REPORT: CaseReport = {
  id: 'c1',
  class: 'cjt214-event:0102',
  lon: 113.2,
  lat: 22.9,
  grid: '990101001001001',
  component: null,
  road: null,
  source: 'inspector',
  title: '暴露垃圾',
};
const HOUR = 3_600_000;
const happens = (kind: CaseEvent['kind'], at: number, by = CASE_TRANSITIONS[kind].by[0]!): CaseEvent => ({
  kind,
  at,
  by,
});
const CHANGE: CaseChange = { dueAt: 100 * HOUR, limit: { amount: 4, unit: 'hour' }, department: '环卫' };

/** Goes through events an hour apart. */
function live(...kinds: CaseEvent['kind'][]): CaseRecord {
  return kinds.reduce(
    (record, kind, i) => advance(record, happens(kind, (i + 1) * HOUR), CHANGE),
    openCase(REPORT, happens('report', 0)),
  );
}

describe('the life of a case', () => {
  it('goes the whole way from report to closing, with the times written down', () => {
    const closed = live('accept', 'file', 'dispatch', 'start', 'finish', 'check', 'close', 'rate');
    expect(closed).toEqual({
      ...REPORT,
      state: 'CLOSED',
      department: '环卫',
      reportedAt: 0,
      filedAt: 2 * HOUR,
      dueAt: 100 * HOUR,
      limit: { amount: 4, unit: 'hour' },
      handledAt: 5 * HOUR,
      closedAt: 7 * HOUR,
      history: [
        { kind: 'report', at: 0, by: 'inspector' },
        { kind: 'accept', at: HOUR, by: 'operator' },
        { kind: 'file', at: 2 * HOUR, by: 'supervisor' },
        { kind: 'dispatch', at: 3 * HOUR, by: 'dispatcher' },
        { kind: 'start', at: 4 * HOUR, by: 'department' },
        { kind: 'finish', at: 5 * HOUR, by: 'department' },
        { kind: 'check', at: 6 * HOUR, by: 'inspector' },
        { kind: 'close', at: 7 * HOUR, by: 'supervisor' },
        { kind: 'rate', at: 8 * HOUR, by: 'public' },
      ],
    });
  });

  it.each<[CaseEvent['kind'][], CaseState]>([
    [[], 'ACCEPT_PENDING'],
    [['reject'], 'REJECTED'],
    [['inspect'], 'VERIFY_PENDING'],
    [['inspect', 'void'], 'VOID'],
    [['inspect', 'verify'], 'FILE_PENDING'],
    [['self-handle'], 'SELF_HANDLED'],
    [['self-handle', 'close'], 'CLOSED'],
    [['accept'], 'FILE_PENDING'],
    [['accept', 'refuse'], 'NOT_FILED'],
    [['accept', 'file'], 'DISPATCH_PENDING'],
    [['accept', 'file', 'dispatch'], 'ASSIGNED'],
    [['accept', 'file', 'dispatch', 'dispatch'], 'ASSIGNED'],
    [['accept', 'file', 'dispatch', 'return'], 'DISPATCH_PENDING'],
    [['accept', 'file', 'dispatch', 'start', 'extend'], 'IN_PROGRESS'],
    [['accept', 'file', 'dispatch', 'suspend'], 'SUSPENDED'],
    [['accept', 'file', 'dispatch', 'suspend', 'resume'], 'ASSIGNED'],
    [['accept', 'file', 'dispatch', 'start', 'finish'], 'CHECK_PENDING'],
    [['accept', 'file', 'dispatch', 'start', 'finish', 'rework'], 'ASSIGNED'],
    [['accept', 'file', 'dispatch', 'urge'], 'ASSIGNED'],
  ])('after %j is %s', (kinds, state) => {
    expect(live(...kinds).state).toBe(state);
  });

  it('keeps what went before: a return, a rework and an extension stay in the history', () => {
    const record = live(
      'accept',
      'file',
      'dispatch',
      'return',
      'dispatch',
      'start',
      'extend',
      'finish',
      'rework',
    );
    expect(record.history.map(({ kind }) => kind)).toEqual([
      'report',
      'accept',
      'file',
      'dispatch',
      'return',
      'dispatch',
      'start',
      'extend',
      'finish',
      'rework',
    ]);
    expect(record.handledAt).toBeNull();
  });

  it('leaves the record alone that it was given', () => {
    const before = live('accept');
    const copy = structuredClone(before);
    advance(before, happens('file', 5 * HOUR), CHANGE);
    expect(before).toEqual(copy);
  });

  it('allows exactly what the table allows, from every state', () => {
    const base = live('accept', 'file', 'dispatch', 'start');
    let allowed = 0;
    for (const state of CASE_STATES) {
      for (const kind of CASE_EVENTS) {
        const { from, to } = CASE_TRANSITIONS[kind];
        const step = () => advance({ ...base, state }, happens(kind, 9 * HOUR), CHANGE);
        if (from.includes(state)) {
          allowed++;
          const target = to ?? state;
          expect(step().state, `${state} ${kind}`).toBe(
            to === null ? state : (CASE_PASSES[target] ?? target),
          );
        } else {
          expect(step, `${state} ${kind}`).toThrow(`case "c1": ${kind}: expected`);
        }
      }
    }
    expect(allowed).toBe(Object.values(CASE_TRANSITIONS).flatMap(({ from }) => from).length);
  });

  it('reaches every state, and from every state that is no end there is a way to one', () => {
    const steps = new Map<CaseState, Set<CaseState>>(CASE_STATES.map((state) => [state, new Set()]));
    for (const { from, to } of Object.values(CASE_TRANSITIONS)) {
      for (const state of from)
        if (to)
          steps
            .get(state)!
            .add(to)
            .add(CASE_PASSES[to] ?? to);
    }
    for (const [state, next] of Object.entries(CASE_PASSES)) steps.get(state as CaseState)!.add(next);
    const reached = (start: CaseState) => {
      const seen = new Set<CaseState>([start]);
      for (const state of seen) for (const next of steps.get(state)!) seen.add(next);
      return seen;
    };
    expect([...reached('REPORTED')].sort()).toEqual([...CASE_STATES].sort());
    for (const state of CASE_STATES) expect([...reached(state)].some(isEnded), state).toBe(true);
    for (const state of CASE_STATES.filter(isEnded)) expect([...steps.get(state)!], state).toEqual([]);
  });

  it.each<[string, () => unknown, string]>([
    [
      'what the state does not allow',
      () => advance(live('accept', 'file', 'dispatch'), happens('close', 9 * HOUR)),
      'case "c1": close: expected state CLOSE_PENDING or SELF_HANDLED, got ASSIGNED',
    ],
    [
      'a second report',
      () => advance(live(), happens('report', HOUR)),
      'case "c1": report: expected no case, got ACCEPT_PENDING',
    ],
    [
      'the wrong role',
      () => advance(live(), happens('accept', HOUR, 'department')),
      'case "c1": accept: expected by operator, got department',
    ],
    [
      'an earlier time',
      () => advance(live('accept'), happens('file', HOUR - 1), CHANGE),
      `case "c1": file: expected a time from ${HOUR} on, got ${HOUR - 1}`,
    ],
    [
      'no time',
      () => advance(live('accept'), happens('file', Number.NaN), CHANGE),
      `case "c1": file: expected a time from ${HOUR} on, got NaN`,
    ],
    [
      'a filing without a limit',
      () => advance(live('accept'), happens('file', 2 * HOUR)),
      `case "c1": file: expected dueAt from ${2 * HOUR} on, got undefined`,
    ],
    [
      'an extension that shortens',
      () => advance(live('accept', 'file', 'dispatch'), happens('extend', 9 * HOUR), { dueAt: 99 * HOUR }),
      `case "c1": extend: expected dueAt from ${100 * HOUR} on, got ${99 * HOUR}`,
    ],
    [
      'a dispatch to nobody',
      () => advance(live('accept', 'file'), happens('dispatch', 9 * HOUR)),
      'case "c1": dispatch: expected a department, got none',
    ],
    [
      'a case that begins otherwise',
      () => openCase(REPORT, happens('accept', 0)),
      'case "c1": expected a report at first, got accept',
    ],
    [
      'a report by a department',
      () => openCase(REPORT, happens('report', 0, 'department')),
      'case "c1": report: expected by inspector or public or sensor or operator, got department',
    ],
  ])('refuses %s', (_, act, message) => {
    expect(act).toThrow(new Error(message));
  });
});
