/** When a city's offices work: data, to be given as JSON, too. */
import * as v from 'valibot';
import { describeIssue } from '../state/describe-issue.ts';

const Day = v.pipe(
  v.string(),
  v.check((text) => Number.isFinite(dayNumber(text)), 'a date such as 2026-10-01'),
);
const Minutes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_440));

export const WorkCalendarSchema = v.object({
  id: v.string(),
  /** IANA name. */
  timeZone: v.string(),
  /** Working periods of a day, minutes after midnight, in order. */
  periods: v.pipe(
    v.array(v.tuple([Minutes, Minutes])),
    v.minLength(1),
    v.check(
      (list) => list.every(([from, to], i) => from < to && from >= (list[i - 1]?.[1] ?? 0)),
      'periods in order, each to end after it begins',
    ),
  ),
  /** Days of the week off, 0 Sunday to 6 Saturday. */
  weekend: v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6))),
  /** First and last day of each. */
  holidays: v.array(v.object({ zh: v.string(), en: v.string(), from: Day, to: Day })),
  /** Days of the weekend that are worked (调休). */
  workdays: v.array(Day),
  /** Years whose holidays are known; in all others only weekends are off. */
  years: v.array(v.pipe(v.number(), v.integer())),
  note: v.string(),
});
export type WorkCalendar = v.InferOutput<typeof WorkCalendarSchema>;

/** Gives the number of a day since 1970-01-01; NaN of what is no date such as 2026-10-01. */
export function dayNumber(text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  // 2026-02-30 is taken for 2 March by some engines.
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? Number.NaN : ms / 86_400_000;
}

/**
 * Reads a calendar that is given as data.
 *
 * @throws Error naming the path inside it, what was expected and what was found.
 */
export function parseWorkCalendar(json: unknown, scope: string): WorkCalendar {
  const result = v.safeParse(WorkCalendarSchema, json);
  if (!result.success) throw new Error(`${scope}: ${describeIssue(result.issues[0])}`);
  return result.output;
}
