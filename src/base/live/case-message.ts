/** Reads cases from messages and snapshots, and tells which of two records of a case is newer. */
import { CASE_EVENTS, CASE_STATES, type CaseEvent, type CaseRecord } from '../cases/case.ts';
import { LIMIT_UNITS, type Limit } from '../cases/limit.ts';
import { kindOf, numberAt, recordAt, textAt, wrong } from './check.ts';

const EVENTS_AT_MOST = 1_000;

function oneOf<T extends string>(known: readonly T[], value: unknown, scope: string, path: string): T {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw wrong(scope, path, `one of ${known.join(', ')}`, kindOf(value));
}

const textOrNull = (value: unknown, scope: string, path: string): string | null =>
  value === null || value === undefined ? null : textAt(value, scope, path);
const numberOrNull = (value: unknown, scope: string, path: string): number | null =>
  value === null || value === undefined ? null : numberAt(value, scope, path);

function degrees(value: unknown, most: number, scope: string, path: string): number {
  const found = numberAt(value, scope, path);
  if (Math.abs(found) <= most) return found;
  throw wrong(scope, path, `degrees from -${most} to ${most}`, String(found));
}

function eventAt(value: unknown, scope: string, path: string): CaseEvent {
  const record = recordAt(value, scope, path);
  const note = textOrNull(record.note, scope, `${path}.note`);
  return {
    kind: oneOf(CASE_EVENTS, record.kind, scope, `${path}.kind`),
    at: numberAt(record.at, scope, `${path}.at`),
    by: textAt(record.by, scope, `${path}.by`),
    ...(note === null ? {} : { note }),
  };
}

function limitAt(value: unknown, scope: string, path: string): Limit {
  const record = recordAt(value, scope, path);
  const amount = numberAt(record.amount, scope, `${path}.amount`);
  if (amount <= 0) throw wrong(scope, `${path}.amount`, 'a number above 0', String(amount));
  return { amount, unit: oneOf(LIMIT_UNITS, record.unit, scope, `${path}.unit`) };
}

/** Checks a case. What it says beyond its own shape is left out. @throws Error naming what is wrong. */
export function caseAt(value: unknown, scope: string, path: string): CaseRecord {
  const record = recordAt(value, scope, path);
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const { history } = record;
  if (!Array.isArray(history) || history.length > EVENTS_AT_MOST) {
    throw wrong(scope, at('history'), `a list of at most ${EVENTS_AT_MOST} events`, kindOf(history));
  }
  const text = (name: string): string => textAt(record[name], scope, at(name));
  const maybe = (name: string): string | null => textOrNull(record[name], scope, at(name));
  const time = (name: string): number | null => numberOrNull(record[name], scope, at(name));
  return {
    id: text('id'),
    class: text('class'),
    state: oneOf(CASE_STATES, record.state, scope, at('state')),
    lon: degrees(record.lon, 180, scope, at('lon')),
    lat: degrees(record.lat, 90, scope, at('lat')),
    grid: maybe('grid'),
    component: maybe('component'),
    road: maybe('road'),
    department: maybe('department'),
    source: text('source'),
    title: text('title'),
    reportedAt: numberAt(record.reportedAt, scope, at('reportedAt')),
    filedAt: time('filedAt'),
    dueAt: time('dueAt'),
    ...(record.limit === undefined || record.limit === null
      ? {}
      : { limit: limitAt(record.limit, scope, at('limit')) }),
    handledAt: time('handledAt'),
    closedAt: time('closedAt'),
    history: history.map((event, n) => eventAt(event, scope, `${at('history')}[${n}]`)),
  };
}

/**
 * Compares two records of one case: history only grows, so the longer one is newer.
 *
 * @returns above zero when `a` is newer, 0 when they are the same.
 */
export function compareCases(a: CaseRecord, b: CaseRecord): number {
  const last = ({ history, reportedAt }: CaseRecord): number => history.at(-1)?.at ?? reportedAt;
  return (
    a.history.length - b.history.length ||
    last(a) - last(b) ||
    (a.state < b.state ? -1 : Number(a.state > b.state))
  );
}
