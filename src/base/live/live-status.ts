/** What is told of feeds, commands and live values: for the screen, for scripts and for hosts. */

/**
 * `connecting`: not there yet. `live`: values come. `stale`: connected, but nothing has come for three intervals.
 * `lost`: was there, and is being looked for. `refused`: the broker does not let us in. `failed`: nothing will come.
 */
export type FeedPhase = 'connecting' | 'live' | 'stale' | 'lost' | 'refused' | 'failed';

/** Why a message, or a part of one, was not taken. */
export const REFUSALS = [
  /** No JSON or CBOR, or not of the shape that was expected. */
  'payload',
  'tooLarge',
  /** Of a topic that no entry of the feed expects. */
  'topic',
  /** Gids of another build of the city. */
  'ledger',
  'unknownId',
  'unknownGid',
  /** Observed more than five minutes after the city's time. */
  'future',
  /** Observed more than a year ago. */
  'past',
  /** Something newer is known already. */
  'older',
  /** Known already; harmless. */
  'duplicate',
  /** More came than could be kept. */
  'overrun',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export interface FeedStatus {
  readonly name: string;
  readonly kind: string;
  readonly phase: FeedPhase;
  /** Wall clock when it came to that, ms since 1970. */
  readonly since: number;
  /** Why it is not live, or null. */
  readonly message: string | null;
  /** MQTT version that is spoken, or null. */
  readonly protocol: 4 | 5 | null;
  /** Taken since the feed was opened. */
  readonly messages: number;
  readonly changes: number;
  /** Of the last seconds. */
  readonly messagesPerSecond: number;
  readonly changesPerSecond: number;
  readonly refused: readonly { readonly why: Refusal; readonly count: number; readonly example: string }[];
  /** City's time of the newest value, ms since 1970; null before the first. */
  readonly lastObservedAt: number | null;
  /** From publishing until the value lay on the graphics card, ms; null where the messages do not tell. */
  readonly latencyMs: { readonly p50: number; readonly p99: number } | null;
  /** Gateways that are told to be offline. */
  readonly offline: readonly string[];
}

/**
 * How far a lamp command has come. `observed`: the lamps' own states show it. `unanswered`: nobody has acknowledged it
 * within ten seconds.
 */
export type LampCommandPhase = 'requested' | 'acknowledged' | 'observed' | 'refused' | 'unanswered';

export interface LampCommandStatus {
  readonly correlation: string;
  readonly target: { ids: readonly string[] } | { circuit: string } | { cabinet: string };
  readonly level: number | null;
  readonly phase: LampCommandPhase;
  /** Wall clock of the request, ms since 1970. */
  readonly requestedAt: number;
  /** Lamps that were acknowledged, that were refused, and that show it. */
  readonly accepted: number;
  readonly refused: number;
  readonly observed: number;
  /** Lamps that are meant, as far as they are known by id. */
  readonly lamps: number;
  /** First reason of a refusal, or what failed; null without. */
  readonly message: string | null;
}

/** How many things of a theme are in which condition. */
export interface LiveCounts {
  /** Of which anything is known. */
  readonly known: number;
  readonly normal: number;
  readonly notice: number;
  readonly fault: number;
  readonly off: number;
  readonly stale: number;
  /** Level above zero: lit lamps, moving roads, bins with something in them. */
  readonly lit: number;
}

/** How many lamps there are, of how many anything is known, and what it is. */
export interface LampCounts {
  readonly lamps: number;
  readonly known: number;
  readonly lit: number;
  readonly faults: number;
  readonly stale: number;
}

/** Open cases: all, those near their limit, and those beyond it. */
export interface CaseCounts {
  readonly open: number;
  readonly near: number;
  readonly late: number;
}

/** A live value of a feature. */
export interface LiveValue {
  readonly column: string;
  readonly value: number;
  readonly unit: string;
}

/** What is known of one feature at this moment. */
export interface LiveReading {
  readonly id: string | null;
  readonly gid: number;
  readonly values: readonly LiveValue[];
  /** City's time, ms since 1970. */
  readonly observedAt: number;
  /** City seconds since it was observed. */
  readonly ageSeconds: number;
  readonly stale: boolean;
  /** A command for it is on its way. */
  readonly commanded: boolean;
  /** Earlier values by column, oldest first, since somebody watches: [t, value] pairs in city ms. */
  readonly history: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}
