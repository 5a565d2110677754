/** How a case looks on the map: how near it is to its limit, and how far it has come. */
import type { CaseRecord, CaseState } from '#base/cases/case.ts';
import { limitUsed } from '#base/cases/due.ts';
import type { WorkTime } from '#base/cases/work-time.ts';
import type { CasePhase, Urgency } from './marker-image.ts';

/** Share of the time to the limit from which a case counts as near it. */
const NEAR = 0.75;

/** How a case stands to its limit at a time (ms since 1970, the city's), as the limit is counted: calm before it has one. */
export function urgencyOf(record: CaseRecord, now: number, work: WorkTime): Urgency {
  const used = limitUsed(record, now, work);
  if (used === null) return 'calm';
  if (used > 1) return 'late';
  return used >= NEAR && record.handledAt === null ? 'near' : 'calm';
}

const PHASES: Readonly<Partial<Record<CaseState, CasePhase>>> = {
  ASSIGNED: 'handled',
  IN_PROGRESS: 'handled',
  SUSPENDED: 'handled',
  DONE: 'checked',
  CHECK_PENDING: 'checked',
  CLOSE_PENDING: 'checked',
};
const ENDED: readonly CaseState[] = ['CLOSED', 'SELF_HANDLED', 'REJECTED', 'NOT_FILED', 'VOID'];

export function phaseOf(state: CaseState): CasePhase {
  return PHASES[state] ?? 'waiting';
}

/** Whether a case is still on somebody's table. */
export function isOpen({ state }: CaseRecord): boolean {
  return !ENDED.includes(state);
}
