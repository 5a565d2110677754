import type { CaseMessage, CaseRecord } from '#base/cases/case.ts';
import { cityTopics } from '#base/live/topics.ts';
import type { CaseSimulation } from './cases/case-simulation.ts';
import type { Cadence, Reporter, SimMessage } from './message.ts';

/** So many cases may be open: below one of them nothing is owed. */
const MOST_OPEN = 50_000;

/** Tells of cases: each change with the whole record, and all that are known again within two cycles. */
export interface CaseReporter extends Reporter {
  /** Takes cases that have changed. */
  take(records: readonly CaseRecord[]): void;
}

/** @param division - of the topics. @param source - position in the simulation's sources. */
export function createCaseReporter(
  division: string,
  cases: Pick<CaseSimulation, 'snapshot'>,
  source: number,
  { cycleMs }: Cadence,
): CaseReporter {
  const topics = cityTopics(division);
  const waiting = new Map<string, CaseRecord>();
  /** How far the second telling has come, and how many are owed. */
  let cursor = 0;
  let owed = 0;
  let before = Number.NaN;

  const say = (record: CaseRecord, t: number): SimMessage => {
    const message: CaseMessage = { observedAt: new Date(t).toISOString(), case: record };
    return {
      source,
      topic: topics.thing('case', record.grid ?? '-', 'case', encodeURIComponent(record.id), 'event'),
      payload: JSON.stringify(message),
      retain: false,
      qos: 1,
    };
  };
  return {
    take(records) {
      for (const record of records) waiting.set(record.id, record);
    },
    report(t, all) {
      if (all !== undefined && all !== source) return [];
      const now = new Map(waiting);
      waiting.clear();
      owed += t > before ? (t - before) / (2 * cycleMs) : 0;
      const known = all === source || owed * MOST_OPEN >= 1 ? cases.snapshot() : [];
      if (all === source) for (const record of known) now.set(record.id, record);
      for (; known.length > 0 && owed * known.length >= 1; owed -= 1 / known.length) {
        const record = known[cursor++ % known.length]!;
        now.set(record.id, record);
      }
      before = t;
      return [...now.values()].map((record) => say(record, t));
    },
  };
}
