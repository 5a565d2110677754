/** When a case is due, and how much of its limit is used. */
import type { CaseRecord } from './case.ts';
import type { Limit } from './limit.ts';
import type { WorkTime } from './work-time.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const runsOn = (limit: Limit | undefined): boolean => limit?.unit !== 'hour' && limit?.unit !== 'day';

/** Gives the length of a limit, ms: of working time where it only runs while the offices work. */
export function limitMs({ amount, unit }: Limit, work: WorkTime): number {
  switch (unit) {
    case 'minute':
      return amount * MINUTE_MS;
    case 'urgent-hour':
    case 'hour':
      return amount * HOUR_MS;
    case 'urgent-day':
      return amount * DAY_MS;
    case 'day':
      return amount * work.dayMs;
  }
}

/**
 * Gives the instant at which a limit ends, ms.
 *
 * A working day is the working time of one day: what is filed at ten is due at ten.
 */
export function dueAt(filedAt: number, limit: Limit, work: WorkTime): number {
  const length = limitMs(limit, work);
  return runsOn(limit) ? filedAt + length : work.after(filedAt, length);
}

/** Time of a limit between two instants, ms: as it counts by the limit's unit. */
function counted(from: number, to: number, limit: Limit | undefined, work: WorkTime): number {
  return runsOn(limit) ? to - from : work.between(from, to);
}

/** Gives what is left of a case's limit at an instant, ms as the limit counts; negative when it is late. */
export function limitLeft(record: CaseRecord, at: number, work: WorkTime): number | null {
  return record.dueAt === null ? null : counted(at, record.dueAt, record.limit, work);
}

/**
 * Tells how much of its limit a case has used: 0 at its filing, 1 when it is due, more when it is late; null before it is
 * filed. It stops when the case is handled, and stands while the case is suspended.
 */
export function limitUsed(record: CaseRecord, at: number, work: WorkTime): number | null {
  const { filedAt, dueAt: due, handledAt, limit, state, history } = record;
  if (filedAt === null || due === null) return null;
  const suspended =
    state === 'SUSPENDED' ? history.findLast(({ kind }) => kind === 'suspend')?.at : undefined;
  const until = Math.max(filedAt, Math.min(at, handledAt ?? suspended ?? at));
  const whole = limit ? limitMs(limit, work) : due - filedAt;
  // Late is late, even in the break that begins with the deadline.
  if (until > due) return 1 + Math.max(1, counted(due, until, limit, work)) / Math.max(1, whole);
  // From the end backwards: time that a suspension took lies between filing and due, and does not count.
  return whole > 0 ? 1 - counted(until, due, limit, work) / whole : 1;
}
