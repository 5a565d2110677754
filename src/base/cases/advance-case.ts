/** Advances a case by what happened to it. */
import type { CaseEvent, CaseRecord, CaseState } from './case.ts';
import { CASE_PASSES, CASE_TRANSITIONS, type CaseRole } from './case-transitions.ts';
import type { Limit } from './limit.ts';

/** What a case is about, as it is reported. */
export type CaseReport = Pick<
  CaseRecord,
  'id' | 'class' | 'lon' | 'lat' | 'grid' | 'component' | 'road' | 'source' | 'title'
>;

/** What an event brings with it besides. */
export interface CaseChange {
  /** With `file`, `extend` and `resume`. */
  readonly dueAt?: number;
  /** With `file` and `extend`. */
  readonly limit?: Limit;
  /** With `dispatch`. */
  readonly department?: string;
}

const refuse = (id: string, what: string): never => {
  throw new Error(`case "${id}": ${what}`);
};

function checkRole(id: string, { kind, by }: CaseEvent): void {
  const allowed = CASE_TRANSITIONS[kind].by;
  if (!allowed.includes(by as CaseRole))
    refuse(id, `${kind}: expected by ${allowed.join(' or ')}, got ${by}`);
}

const restOf = (state: CaseState): CaseState => CASE_PASSES[state] ?? state;

/**
 * Opens a case.
 *
 * @param event - a `report`.
 * @throws Error when it is another event, or by somebody who does not report.
 */
export function openCase(report: CaseReport, event: CaseEvent): CaseRecord {
  if (event.kind !== 'report') refuse(report.id, `expected a report at first, got ${event.kind}`);
  checkRole(report.id, event);
  return {
    ...report,
    state: restOf('REPORTED'),
    department: null,
    reportedAt: event.at,
    filedAt: null,
    dueAt: null,
    handledAt: null,
    closedAt: null,
    history: [event],
  };
}

/**
 * Gives a case as it stands after an event; the record that was given stays as it is.
 *
 * @param change - `dueAt` and `limit` with `file` and `extend`, `dueAt` with `resume`, `department` with `dispatch`.
 * @throws Error when the event is not allowed in the case's state or by that role, lies before the last one, or lacks
 * what it has to bring: `case "c1": close: expected state CLOSE_PENDING or SELF_HANDLED, got ASSIGNED`.
 */
export function advance(record: CaseRecord, event: CaseEvent, change: CaseChange = {}): CaseRecord {
  const { id, history } = record;
  const { kind, at } = event;
  const { from, to } = CASE_TRANSITIONS[kind];
  if (!from.includes(record.state)) {
    refuse(
      id,
      `${kind}: expected ${from.length ? `state ${from.join(' or ')}` : 'no case'}, got ${record.state}`,
    );
  }
  checkRole(id, event);
  const last = history.at(-1)?.at ?? record.reportedAt;
  if (!(at >= last)) refuse(id, `${kind}: expected a time from ${last} on, got ${at}`);
  const next: Writable<CaseRecord> = {
    ...record,
    state: to === null ? record.state : restOf(to),
    history: [...history, event],
  };
  write(next, event, change);
  return next;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Writes what an event brings into the record, besides its state. */
function write(record: Writable<CaseRecord>, { kind, at }: CaseEvent, change: CaseChange): void {
  const { id } = record;
  const dueAt = (): number => {
    // One that was late already when it was suspended is late when it is resumed.
    const after = (kind === 'extend' ? record.dueAt : kind === 'resume' ? record.filedAt : null) ?? at;
    const due = change.dueAt;
    if (due === undefined || !(due >= after))
      return refuse(id, `${kind}: expected dueAt from ${after} on, got ${due}`);
    return due;
  };
  switch (kind) {
    case 'file':
      record.filedAt = at;
      record.dueAt = dueAt();
      if (change.limit) record.limit = change.limit;
      break;
    case 'extend':
      record.dueAt = dueAt();
      if (change.limit) record.limit = change.limit;
      break;
    case 'resume':
      record.dueAt = dueAt();
      break;
    case 'dispatch': {
      const department = change.department ?? record.department;
      if (!department) refuse(id, 'dispatch: expected a department, got none');
      record.department = department;
      break;
    }
    case 'return':
      record.department = null;
      break;
    case 'finish':
    case 'self-handle':
      record.handledAt = at;
      break;
    case 'rework':
      record.handledAt = null;
      break;
    case 'close':
      record.closedAt = at;
      break;
    case 'report':
    case 'accept':
    case 'reject':
    case 'inspect':
    case 'verify':
    case 'refuse':
    case 'start':
    case 'suspend':
    case 'check':
    case 'void':
    case 'urge':
    case 'rate':
      break;
  }
}
