/** Reads the state of one thing from JSON, by a feed's mapping or as our own messages have it (`wire.ts`). */
import { readLiveValues } from '../catalogue/live-values.ts';
import type { Theme } from '../gid.ts';
import type { ColumnSource, PayloadMapping } from '../state/scene-feeds.ts';
import { columnsOf } from './batch.ts';
import { type Json, kindOf, numberAt, recordAt, secondsAt, wrong } from './check.ts';
import { FAULTS, type LiveColumn } from './live-columns.ts';

/** State of one thing, read. */
export interface ThingState {
  /** Id or code; a number is a gid. */
  readonly key: string | number;
  /** ms since 1970 of the city's time. */
  readonly t: number;
  /** City seconds until the next one is due, if the message tells. */
  readonly ttl?: number;
  /** By live column. */
  readonly values: Readonly<Record<string, number>>;
}

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:?\d\d)$/;

/** Gives what stands at a path, or undefined. Only what the payload itself has counts. */
function at(json: unknown, path: string): unknown {
  let value = json;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** Reads a time. @returns ms since 1970. @throws Error unless it is RFC 3339 with its zone, or ms. */
export function timeAt(value: unknown, scope: string, path: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const ms = typeof value === 'string' && RFC3339.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw wrong(scope, path, 'a time as RFC 3339 with its zone, or ms since 1970', kindOf(value));
}

/** Words that stand for numbers where a mapping says nothing else. */
const WORDS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  on: { on: 1, off: 0 },
  closed: { open: 0, closed: 1 },
  fault: Object.fromEntries(FAULTS.map((name, code) => [name, code])),
};

function highest(name: string, { type, unit }: LiveColumn): number {
  if (type === 'f32') return Number.POSITIVE_INFINITY;
  if (unit === '%') return 100;
  return name === 'fault' ? FAULTS.length - 1 : 1;
}

/** Turns a value into a column's number. */
function numberOf(value: unknown, name: string, column: LiveColumn, scope: string, path: string): number {
  let number = value;
  if (typeof value === 'boolean') number = value ? 1 : 0;
  if (typeof value === 'string') number = WORDS[name]?.[value] ?? value;
  const found = numberAt(number, scope, path);
  const most = highest(name, column);
  if (column.type === 'f32') return found;
  if (found >= 0 && found <= most) return Math.round(found);
  throw wrong(scope, path, `a number from 0 to ${most}`, String(found));
}

function mapped(source: ColumnSource, json: unknown): { value: unknown; path: string } {
  if (typeof source === 'string') return { value: at(json, source), path: source };
  const { path, scale, values } = source;
  let value = at(json, path);
  if (values && Object.hasOwn(values, String(value))) value = values[String(value)];
  if (scale !== undefined && typeof value === 'number') value *= scale;
  return { value, path };
}

/** Reads `value` of our own messages: columns by their name, FIWARE's or TALQ's; what is neither is left to others. */
function ownValues(json: Json, theme: Theme, scope: string): Record<string, number> {
  const record = recordAt(json.value, scope, 'value');
  if (theme === 'components') {
    const { columns, wrong: bad } = readLiveValues(record);
    if (bad.length > 0) throw new Error(`${scope}: value.${bad[0]}`);
    return columns;
  }
  const values: Record<string, number> = {};
  for (const [name, column] of Object.entries(columnsOf(theme))) {
    if (!Object.hasOwn(record, name) || record[name] === null) continue;
    values[name] = numberOf(record[name], name, column, scope, `value.${name}`);
  }
  return values;
}

/**
 * Reads a state.
 *
 * @param json - what `JSON.parse` gave.
 * @param scope - first in messages: `topic "lamps/7"`.
 * @param now - time of a message that has none by its mapping (`time` absent and no `observedAt`), ms; absent: it must.
 * @throws Error `topic "lamps/7": value.dim: expected a number from 0 to 100, got 300`.
 */
export function readState(json: unknown, mapping: PayloadMapping, scope: string, now?: number): ThingState {
  const record = recordAt(json, scope, '');
  const { theme = 'components', key = 'id', id: idPath = 'id', time, columns } = mapping;
  const id = at(record, idPath);
  const isGid = key === 'gid';
  if (isGid ? !Number.isInteger(id) : typeof id !== 'string' || id === '') {
    throw wrong(scope, idPath, isGid ? 'a gid' : 'a text', kindOf(id));
  }
  const timePath = time ?? 'observedAt';
  const found = at(record, timePath);
  const t = found === undefined && now !== undefined ? now : timeAt(found, scope, timePath);
  const ttl = secondsAt(record.ttl, scope, 'ttl');
  let values: Record<string, number> = {};
  if (columns) {
    const known = columnsOf(theme);
    for (const [name, source] of Object.entries(columns)) {
      const { value, path } = mapped(source, record);
      if (value === undefined || value === null) continue;
      values[name] = numberOf(value, name, known[name]!, scope, path);
    }
  } else {
    values = ownValues(record, theme, scope);
  }
  if (Object.keys(values).length === 0) {
    const wanted = columns ? Object.keys(columns) : Object.keys(columnsOf(theme));
    throw wrong(scope, '', `a value of ${wanted.join(', ')}`, 'none');
  }
  return { key: id as string | number, t, values, ...(ttl === undefined ? {} : { ttl }) };
}
