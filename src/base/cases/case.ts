/** A case: an event that was reported and is seen through to its closing. */
import type { Limit } from './limit.ts';

export const CASE_STATES = [
  'REPORTED',
  'ACCEPT_PENDING',
  'VERIFY_PENDING',
  'ACCEPTED',
  'FILE_PENDING',
  'FILED',
  'DISPATCH_PENDING',
  'ASSIGNED',
  'IN_PROGRESS',
  'DONE',
  'CHECK_PENDING',
  'CLOSE_PENDING',
  'CLOSED',
  'SELF_HANDLED',
  'REJECTED',
  'NOT_FILED',
  'SUSPENDED',
  'VOID',
] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** What happened to a case; they are appended and never changed, since rates count them. */
export const CASE_EVENTS = [
  'report',
  'accept',
  'reject',
  'inspect',
  'verify',
  'file',
  'refuse',
  'dispatch',
  'start',
  'return',
  'extend',
  'suspend',
  'resume',
  'finish',
  'check',
  'rework',
  'close',
  'self-handle',
  'void',
  'urge',
  'rate',
] as const;
export type CaseEventKind = (typeof CASE_EVENTS)[number];

export interface CaseEvent {
  readonly kind: CaseEventKind;
  /** ms since 1970 of the city's time. */
  readonly at: number;
  /** Role: `inspector`, `operator`, `supervisor`, `dispatcher`, `department`, `public`, `sensor`. */
  readonly by: string;
  readonly note?: string;
}

/** A case as it stands, with all that happened. Every message about a case carries the whole record. */
export interface CaseRecord {
  readonly id: string;
  /** Class of the event as `<scheme>:<code>`, e.g. `cjt214-event:0105`; a component's fault: the component's class. */
  readonly class: string;
  readonly state: CaseState;
  readonly lon: number;
  readonly lat: number;
  /** Unit grid's code. */
  readonly grid: string | null;
  /** Ids of what it is about. */
  readonly component: string | null;
  readonly road: string | null;
  readonly department: string | null;
  /** `inspector`, `hotline`, `video`, `sensor`. */
  readonly source: string;
  readonly title: string;
  /** ms since 1970 of the city's time; null while it has not come to that. */
  readonly reportedAt: number;
  readonly filedAt: number | null;
  /** When it has to be handled. */
  readonly dueAt: number | null;
  /** How long it may take from its filing on, extensions included; it says how the time is counted, too. */
  readonly limit?: Limit;
  readonly handledAt: number | null;
  readonly closedAt: number | null;
  readonly history: readonly CaseEvent[];
}

/** A message about a case, JSON on `city/{division}/case/{grid}/case/{id}/event`. */
export interface CaseMessage {
  readonly observedAt: string;
  readonly case: CaseRecord;
}
