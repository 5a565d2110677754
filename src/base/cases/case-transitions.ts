/**
 * How a case goes from state to state: one table, by what happens to it.
 *
 *     REPORTED ─ ACCEPT_PENDING ─┬──accept──► ACCEPTED ─ FILE_PENDING ──file──► FILED ─ DISPATCH_PENDING
 *                                └─inspect─► VERIFY_PENDING ──verify──▲                        │ dispatch
 *     CLOSED ◄──close── CLOSE_PENDING ◄──check── CHECK_PENDING ─ DONE ◄──finish── IN_PROGRESS ◄─start─ ASSIGNED
 *
 * Four states are only passed: what was reported lies at the operator's desk at once. A case that came from elsewhere may
 * still stand in one.
 */
import type { CaseEventKind, CaseState } from './case.ts';

export const CASE_ROLES = [
  'inspector',
  'operator',
  'supervisor',
  'dispatcher',
  'department',
  'public',
  'sensor',
] as const;
export type CaseRole = (typeof CASE_ROLES)[number];

export interface CaseTransition {
  /** States in which it may happen; empty: it begins a case. */
  readonly from: readonly CaseState[];
  /** State that it leads to; null: the case stays where it is. */
  readonly to: CaseState | null;
  readonly by: readonly CaseRole[];
}

const REPORTED = ['REPORTED', 'ACCEPT_PENDING'] as const;
const ACCEPTED = ['ACCEPTED', 'FILE_PENDING'] as const;
const FILED = ['FILED', 'DISPATCH_PENDING'] as const;
const DONE = ['DONE', 'CHECK_PENDING'] as const;
const HANDLED = ['ASSIGNED', 'IN_PROGRESS'] as const;

export const CASE_TRANSITIONS: Readonly<Record<CaseEventKind, CaseTransition>> = {
  report: { from: [], to: 'REPORTED', by: ['inspector', 'public', 'sensor', 'operator'] },
  accept: { from: REPORTED, to: 'ACCEPTED', by: ['operator'] },
  reject: { from: REPORTED, to: 'REJECTED', by: ['operator'] },
  inspect: { from: REPORTED, to: 'VERIFY_PENDING', by: ['operator'] },
  verify: { from: ['VERIFY_PENDING'], to: 'ACCEPTED', by: ['inspector'] },
  file: { from: ACCEPTED, to: 'FILED', by: ['supervisor'] },
  refuse: { from: ACCEPTED, to: 'NOT_FILED', by: ['supervisor'] },
  /** From ASSIGNED: given to another department. */
  dispatch: { from: [...FILED, 'ASSIGNED'], to: 'ASSIGNED', by: ['dispatcher'] },
  start: { from: ['ASSIGNED'], to: 'IN_PROGRESS', by: ['department'] },
  return: { from: ['ASSIGNED'], to: 'DISPATCH_PENDING', by: ['department'] },
  extend: { from: HANDLED, to: null, by: ['dispatcher', 'supervisor'] },
  suspend: { from: HANDLED, to: 'SUSPENDED', by: ['dispatcher', 'supervisor'] },
  resume: { from: ['SUSPENDED'], to: 'ASSIGNED', by: ['dispatcher', 'supervisor'] },
  finish: { from: ['IN_PROGRESS'], to: 'DONE', by: ['department'] },
  check: { from: DONE, to: 'CLOSE_PENDING', by: ['inspector'] },
  rework: { from: DONE, to: 'ASSIGNED', by: ['inspector', 'supervisor'] },
  close: { from: ['CLOSE_PENDING', 'SELF_HANDLED'], to: 'CLOSED', by: ['supervisor'] },
  'self-handle': { from: [...REPORTED, 'VERIFY_PENDING'], to: 'SELF_HANDLED', by: ['inspector'] },
  void: {
    from: ['VERIFY_PENDING', ...FILED, 'ASSIGNED', 'SUSPENDED'],
    to: 'VOID',
    by: ['inspector', 'supervisor'],
  },
  urge: { from: [...FILED, ...HANDLED, ...DONE], to: null, by: ['operator', 'dispatcher', 'supervisor'] },
  rate: { from: ['CLOSED'], to: null, by: ['public', 'operator'] },
};

/** Where a case comes to rest that enters a state which is only passed. */
export const CASE_PASSES: Readonly<Partial<Record<CaseState, CaseState>>> = {
  REPORTED: 'ACCEPT_PENDING',
  ACCEPTED: 'FILE_PENDING',
  FILED: 'DISPATCH_PENDING',
  DONE: 'CHECK_PENDING',
};

const ENDS: ReadonlySet<CaseState> = new Set(['CLOSED', 'REJECTED', 'NOT_FILED', 'VOID']);

/** Tells whether nothing more is to be done for a case. */
export function isEnded(state: CaseState): boolean {
  return ENDS.has(state);
}
