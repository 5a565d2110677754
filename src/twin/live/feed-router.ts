/** Takes a feed's messages to where they belong: tables, cases, vehicles, the clock, answers to commands. */
import type { Theme } from '#base/gid.ts';
import { decodeBatch, decodeVehicles } from '#base/live/batch.ts';
import { caseAt } from '#base/live/case-message.ts';
import { PAYLOAD_AT_MOST } from '#base/live/cbor.ts';
import { recordAt } from '#base/live/check.ts';
import { parseClock } from '#base/live/clock.ts';
import { decodeJson, decodeText } from '#base/live/json.ts';
import { decodeSnapshot } from '#base/live/snapshot.ts';
import { readState } from '#base/live/state-message.ts';
import { matchesTopic } from '#base/live/topics.ts';
import { cityTime, type PublishedClock, type StateBatch } from '#base/live/wire.ts';
import type { IdResolver } from '#base/search/id-resolver.ts';
import type { FeedTopic, PayloadMapping, SceneFeed } from '#base/state/scene-feeds.ts';
import type { CaseStore } from './case-store.ts';
import type { FeedSink } from './feed.ts';
import type { FeedHealth } from './feed-health.ts';
import type { LiveTable, Merged, TableTime } from './live-table.ts';
import type { VehicleStore } from './vehicle-store.ts';

export interface RouterContext {
  /** Of the city that is open; null where it has no such things. */
  table(theme: Theme): LiveTable | null;
  readonly cases: CaseStore;
  readonly vehicles: VehicleStore;
  readonly resolver: IdResolver;
  /** Of the city's folder; empty: any is taken. */
  readonly ledger: string;
  wall(): number;
  /** Eighths of a second. */
  tick(): number;
  /** The published clock by the server's wall clock; null before it is known. */
  clock(): PublishedClock | null;
  /** A clock was published. `server`: the server's wall clock at this machine's `at`, if known. */
  setClock(clock: PublishedClock, offsetMs: number | null): void;
  /** How much the server's wall clock is ahead of this machine's, ms. */
  offsetMs(): number;
  /** An answer to a command. */
  answered(json: unknown, scope: string): void;
  settled(): void;
  restart(): void;
  /** The time that the picture shows: recordings go by it. */
  shown(): PublishedClock | null;
}

/** Values from further ahead than this are refused, ms of the city's time. */
const AHEAD_MS = 5 * 60_000;
const BEHIND_MS = 366 * 86_400_000;
const INTERVAL_S = 300;
/** Of batches and the like: there are more things than could be kept, and a look is cheap. */
const TOPICS_KEPT = 1_000;
/** Messages that wait for the clock, at most. */
const HELD_AT_MOST = 50_000;
const HOLD_MS = 2_500;
/** Servers may give the same answer again for so long. */
const ANSWER_KEPT_MS = 2_000;

export interface FeedRouter extends FeedSink {
  /** Takes the properties of one thing, by the feed's own mapping. */
  receiveThing(json: unknown, mapping: PayloadMapping, scope: string): void;
  /** Lets what waits for the clock go once it has waited long enough. */
  sweep(): void;
}

/**
 * Estimates how far the server's wall clock is ahead of this machine's, ms.
 *
 * The answer was made between asking and receiving, or a little earlier where it was kept. Clocks that agree within
 * that are taken for equal: machines set theirs better than an answer on its way can tell.
 */
export function clockOffset(madeAt: number, askedAt: number, receivedAt: number): number {
  const least = madeAt - receivedAt;
  const most = madeAt - askedAt;
  return least <= 0 && most + ANSWER_KEPT_MS >= 0 ? 0 : (least + most) / 2;
}

/** Makes the router of a feed whose topics have no placeholders left. */
export function createRouter(
  spec: SceneFeed,
  answers: string | null,
  health: FeedHealth,
  context: RouterContext,
): FeedRouter {
  const topics: readonly FeedTopic[] = 'topics' in spec ? spec.topics : [];
  const interval = spec.interval ?? INTERVAL_S;
  const known = new Map<string, FeedTopic | null>();
  const isRecord = spec.kind === 'record';
  // Times mean little before the clock is known; where none will be told, the wall clock is it.
  const waitsForClock =
    (spec.kind === 'mqtt' && spec.snapshot !== undefined) || topics.some(({ kind }) => kind === 'clock');
  let held: { topic: string; payload: Uint8Array }[] | null = waitsForClock && !isRecord ? [] : null;
  let heldSince = 0;
  /** The message being taken was kept by the broker: it says nothing of how long messages take. */
  let kept = false;

  function topicOf(topic: string): FeedTopic | null {
    const found = known.get(topic);
    if (found !== undefined) return found;
    if (known.size >= TOPICS_KEPT) known.clear();
    const entry = topics.find((one) => matchesTopic(one.topic, topic)) ?? null;
    known.set(topic, entry);
    return entry;
  }
  function cityNow(): number {
    const wall = context.wall();
    if (isRecord) {
      const shown = context.shown();
      return shown ? cityTime(shown, wall) : wall;
    }
    const clock = context.clock();
    return clock ? cityTime(clock, wall + context.offsetMs()) : wall;
  }
  function now(): TableTime {
    return { city: cityNow(), tick: context.tick() };
  }

  /** @returns whether a time may be; if not it is counted. */
  function mayBe(t: number, city: number, scope: string): boolean {
    if (t > city + AHEAD_MS) {
      health.refuse('future', `${scope}: observed ${Math.round((t - city) / 1_000)} s after the city's time`);
      return false;
    }
    if (t < city - BEHIND_MS) {
      health.refuse('past', `${scope}: observed ${Math.round((city - t) / 86_400_000)} days ago`);
      return false;
    }
    return true;
  }
  function count(merged: Readonly<Omit<Merged, 'unknown' | 'unknownGid'>>, t: number, scope: string): void {
    if (merged.changes > 0) {
      health.changed(merged.changes, context.wall());
      health.observed(t);
    }
    if (merged.older > 0) health.refuse('older', scope, merged.older);
    if (merged.duplicate > 0) health.refuse('duplicate', scope, merged.duplicate);
  }
  function countUnknown({ unknown, unknownGid }: Readonly<Merged>, scope: string): void {
    if (unknown > 0) health.refuse('unknownGid', `${scope}: gid ${unknownGid}`, unknown);
  }

  /** Wall clock of a publishing by this machine's clock, or NaN. */
  function publishedAt(t: number, sentAt: number | undefined): number {
    if (kept) return Number.NaN;
    if (sentAt !== undefined) return sentAt - context.offsetMs();
    const clock = context.clock();
    if (!clock || clock.rate <= 0 || isRecord) return Number.NaN;
    return clock.at - context.offsetMs() + (t - clock.epoch) / clock.rate;
  }

  function takeBatch(batch: StateBatch, scope: string): void {
    const { ledger, theme, t, gid, columns, ttl = interval } = batch;
    health.came(context.wall(), publishedAt(t, batch.sentAt));
    if (context.ledger !== '' && ledger !== context.ledger) {
      health.refuse(
        'ledger',
        `${scope}: ledger: expected ${context.ledger.slice(0, 12)}…, got ${ledger.slice(0, 12)}…`,
      );
      return;
    }
    const time = now();
    if (!mayBe(t, time.city, scope)) return;
    const table = context.table(theme);
    if (!table) {
      health.refuse('unknownGid', `${scope}: a city without ${theme}`, gid.length);
      return;
    }
    const merged = table.merge(gid, t, columns, ttl, time);
    count(merged, t, scope);
    countUnknown(merged, scope);
  }

  function takeThing(json: unknown, mapping: PayloadMapping, scope: string, timeless?: number): void {
    const { key, t, values, ttl = interval } = readState(json, mapping, scope, timeless);
    health.came(context.wall(), publishedAt(t, undefined));
    const time = now();
    if (!mayBe(t, time.city, scope)) return;
    const { theme = 'components' } = mapping;
    const table = context.table(theme);
    const merge = (gid: number | null): void => {
      if (gid === null || !table) {
        health.refuse('unknownId', `${scope}: "${key}"`);
        return;
      }
      const merged = table.mergeOne(gid, t, values, ttl, now());
      count(merged, t, scope);
      countUnknown(merged, scope);
    };
    if (typeof key === 'number' || !table) merge(typeof key === 'number' ? key : null);
    else if (!context.resolver.find(key, table, merge)) health.refuse('overrun', `${scope}: "${key}"`);
  }

  function takeCase(value: unknown, scope: string, path: string): void {
    const record = caseAt(value, scope, path);
    const time = cityNow();
    const last = record.history.at(-1)?.at ?? record.reportedAt;
    if (!mayBe(last, time, scope)) return;
    const became = context.cases.put(record);
    count(
      {
        changes: Number(became === 'change'),
        older: Number(became === 'older'),
        duplicate: Number(became === 'duplicate'),
      },
      last,
      scope,
    );
  }

  function take(entry: FeedTopic, payload: Uint8Array, scope: string): void {
    const { kind = 'state', format = 'json' } = entry;
    const wall = context.wall();
    if (kind === 'clock') {
      health.came(wall, Number.NaN);
      context.setClock(parseClock(payload, scope), null);
      release();
    } else if (kind === 'availability') {
      health.came(wall, Number.NaN);
      const text = decodeText(payload, scope, 1_024).trim();
      const gateway =
        scope
          .replace(/^topic "(.*)"$/, '$1')
          .split('/')
          .at(-2) ?? scope;
      if (text === 'offline') health.offline.add(gateway);
      else health.offline.delete(gateway);
    } else if (kind === 'vehicle') {
      const batch = decodeVehicles(payload, scope);
      health.came(wall, publishedAt(batch.t, undefined));
      if (mayBe(batch.t, cityNow(), scope)) count(context.vehicles.put(batch), batch.t, scope);
    } else if (kind === 'case') {
      const json = recordAt(decodeJson(payload, scope), scope, '');
      health.came(wall, Number.NaN);
      takeCase(json.case, scope, 'case');
    } else if (format === 'cbor') {
      takeBatch(decodeBatch(payload, scope), scope);
    } else {
      takeThing(decodeJson(payload, scope), entry, scope);
    }
  }

  function receive(topic: string, payload: Uint8Array, retained = false): void {
    kept = retained;
    const scope = `topic "${topic.length > 200 ? `${topic.slice(0, 200)}…` : topic}"`;
    if (payload.length > PAYLOAD_AT_MOST) {
      health.refuse('tooLarge', `${scope}: expected at most ${PAYLOAD_AT_MOST} bytes, got ${payload.length}`);
      return;
    }
    try {
      if (answers !== null && matchesTopic(answers, topic)) {
        context.answered(decodeJson(payload, scope), scope);
        return;
      }
      const entry = topicOf(topic);
      if (!entry) {
        health.refuse('topic', `${scope}: expected one of this feed`);
        return;
      }
      if (held && entry.kind !== 'clock' && entry.kind !== 'availability') {
        if (heldSince === 0) heldSince = context.wall();
        if (held.length < HELD_AT_MOST) held.push({ topic, payload: payload.slice() });
        else health.refuse('overrun', scope);
        return;
      }
      take(entry, payload, scope);
    } catch (error) {
      health.refuse('payload', (error as Error).message);
    }
  }

  /** Takes what has waited for the clock. */
  function release(): void {
    const waiting = held ?? [];
    held = null;
    for (const { topic, payload } of waiting) receive(topic, payload, true);
  }

  return {
    health,
    receive,
    cityNow,
    cityRate: () => (isRecord ? (context.shown()?.rate ?? 1) : (context.clock()?.rate ?? 1)),
    settled: context.settled,
    restart: context.restart,
    receiveThing(json, mapping, scope) {
      try {
        takeThing(
          json,
          mapping,
          `feed "${spec.name}": ${scope}`,
          mapping.time === undefined ? cityNow() : undefined,
        );
      } catch (error) {
        health.refuse('payload', (error as Error).message);
      }
    },
    snapshot(bytes, askedAt) {
      const scope = 'snapshot';
      const snapshot = decodeSnapshot(bytes, scope);
      if (context.ledger !== '' && snapshot.ledger !== context.ledger) {
        health.refuse(
          'ledger',
          `${scope}: ledger: expected ${context.ledger.slice(0, 12)}…, got ${snapshot.ledger.slice(0, 12)}…`,
        );
      }
      const wall = context.wall();
      context.setClock(snapshot.clock, clockOffset(snapshot.now, askedAt, wall));
      health.came(wall, Number.NaN);
      const time = now();
      for (const [theme, rows] of Object.entries(snapshot.tables)) {
        const table = context.table(theme as Theme);
        if (!table || (context.ledger !== '' && snapshot.ledger !== context.ledger)) continue;
        let newest = 0;
        for (let at = 0; at < rows.observedAt.length; at++) {
          const t = rows.observedAt[at]!;
          // What cannot be is taken for never: older than anything.
          if (mayBe(t, time.city, scope)) newest = Math.max(newest, t);
          else rows.gid[at] = 0xffff_ffff;
        }
        const merged = table.merge(
          rows.gid,
          rows.observedAt,
          rows.columns,
          rows.ttl ?? interval,
          time,
          interval,
        );
        if (merged.changes > 0) {
          health.changed(merged.changes, wall);
          health.observed(newest);
        }
        if (merged.unknownGid !== 0xffff_ffff) countUnknown(merged, scope);
      }
      for (const [at, value] of snapshot.cases.entries()) {
        try {
          takeCase(value, scope, `cases[${at}]`);
        } catch (error) {
          health.refuse('payload', (error as Error).message);
        }
      }
      if (snapshot.vehicles) context.vehicles.put(snapshot.vehicles);
      release();
    },
    sweep() {
      if (held && heldSince > 0 && context.wall() - heldSince > HOLD_MS) release();
    },
  };
}
