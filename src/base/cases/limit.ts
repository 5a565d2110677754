/**
 * Limits of time. A limit runs continuously (紧急, and minutes) or only while the offices work.
 */
export const LIMIT_UNITS = ['minute', 'urgent-hour', 'hour', 'urgent-day', 'day'] as const;

/** `urgent-hour` 紧急工作时, `hour` 工作时, `urgent-day` 紧急工作日, `day` 工作日. */
export type LimitUnit = (typeof LIMIT_UNITS)[number];

export interface Limit {
  readonly amount: number;
  readonly unit: LimitUnit;
}

/** Steps of a case that have limits of their own, before and after its handling. */
export const LIMIT_STAGES = ['accept', 'verify', 'file', 'dispatch', 'check', 'close'] as const;
export type LimitStage = (typeof LIMIT_STAGES)[number];

/** A limit of handling as a city publishes it. */
export interface HandlingLimit {
  /** Class of event or component, `<scheme>:<code>`; without its minor, of the whole major: `cjt214-event:04`. */
  readonly class: string;
  readonly limit: Limit;
  /** In what state of things it holds, where a class has several. */
  readonly when?: { readonly zh: string; readonly en: string };
  /** What has to be reached. */
  readonly result?: { readonly zh: string; readonly en: string };
}

/** The limits of a place. Every city publishes its own. */
export interface LimitRules {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Where they come from, and how sure that is. */
  readonly note: string;
  readonly stages: Readonly<Partial<Record<LimitStage, Limit>>>;
  readonly handling: readonly HandlingLimit[];
  /** Of classes that are not named. */
  readonly otherwise: Limit;
}

/**
 * Gives the limit of handling of a class: its own, else its major's, else that of all others.
 *
 * @param step - which of a class's limits, where it has several; beyond the last: the last.
 */
export function handlingLimit(rules: LimitRules, classKey: string, step = 0): Limit {
  const major = classKey.slice(0, classKey.indexOf(':') + 3);
  for (const key of [classKey, major]) {
    const own = rules.handling.filter((row) => row.class === key);
    const found = own[Math.min(step, own.length - 1)];
    if (found) return found.limit;
  }
  return rules.otherwise;
}
