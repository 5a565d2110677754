import type { CaseRecord } from '#base/cases/case.ts';
import { THEMES, type Theme } from '#base/gid.ts';
import { decodeBatch, decodeVehicles } from '#base/live/batch.ts';
import { caseAt, compareCases } from '#base/live/case-message.ts';
import { recordAt } from '#base/live/check.ts';
import { parseClock } from '#base/live/clock.ts';
import { decodeJson } from '#base/live/json.ts';
import { readState, timeAt } from '#base/live/state-message.ts';
import {
  cityTime,
  type LiveSnapshot,
  type LiveSnapshotTable,
  type PublishedClock,
  type VehicleBatch,
} from '#base/live/wire.ts';
import type { Manifest } from '#base/manifest.ts';
import type { IdResolver } from '#base/search/id-resolver.ts';
import { createStateTable, type StateTable } from './state-table.ts';

/** How long a closed case stays in snapshots, ms of the city's time. */
const CLOSED_KEPT_MS = 6 * 3_600_000;
const MOST_CASES = 50_000;
/** As pages have it: what claims to be later is wrong. */
const MOST_AHEAD_MS = 5 * 60_000;
const DONE = new Set(['CLOSED', 'REJECTED', 'NOT_FILED', 'VOID']);

/** Last state of a city as its topics told it. */
export interface LiveState {
  /** Takes a message; what is wrong with it is told, and changes nothing. */
  take(topic: string, payload: Uint8Array, wallMs: number): void;
  clock(): PublishedClock;
  snapshot(wallMs: number): LiveSnapshot;
}

/**
 * Creates the state of a city of which nothing is known yet.
 *
 * @param clock - that counts until another is published.
 * @param ids - finds the things that speak for themselves.
 * @param refuse - told what is wrong with messages.
 */
export function createLiveState(
  manifest: Manifest,
  clock: PublishedClock,
  ids: IdResolver,
  refuse: (why: string) => void,
): LiveState {
  const tables = new Map<Theme, StateTable>();
  const cases = new Map<string, { record: CaseRecord; observedAt: number }>();
  const vehicles = new Map<string, VehicleEntry>();
  let now = clock;

  const checkTime = (t: number, wallMs: number, scope: string): void => {
    const latest = cityTime(now, wallMs) + MOST_AHEAD_MS;
    if (t > latest) {
      throw new Error(`${scope}: expected a time up to ${iso(latest)}, got ${iso(t)}`);
    }
  };
  const tableOf = (theme: Theme, scope: string): StateTable => {
    let table = tables.get(theme);
    if (table) return table;
    const block = manifest.gids[theme];
    if (!block || block.count === 0) throw new Error(`${scope}: expected a theme of the city, got ${theme}`);
    table = createStateTable(theme, { start: block.start, size: block.count });
    tables.set(theme, table);
    return table;
  };
  const takeBatch = (payload: Uint8Array, scope: string, wallMs: number): void => {
    const batch = decodeBatch(payload, scope);
    if (batch.ledger !== manifest.ledger) {
      throw new Error(`${scope}: expected gids of ledger ${manifest.ledger}, got ${batch.ledger}`);
    }
    checkTime(batch.t, wallMs, scope);
    const { unknown } = tableOf(batch.theme, scope).take(batch);
    if (unknown > 0) refuse(`${scope}: expected gids of the city, got ${unknown} others`);
  };
  const takeVehicles = (payload: Uint8Array, scope: string, wallMs: number): void => {
    const batch = decodeVehicles(payload, scope);
    checkTime(batch.t, wallMs, scope);
    for (let at = 0; at < batch.id.length; at++) {
      const id = batch.id[at]!;
      const known = vehicles.get(id);
      if (!known || known.batch.t <= batch.t) vehicles.set(id, { batch, at });
    }
  };
  const takeCase = (payload: Uint8Array, scope: string, wallMs: number): void => {
    const message = recordAt(decodeJson(payload, scope), scope, '');
    const record = caseAt(message.case, scope, 'case');
    const observedAt = timeAt(message.observedAt, scope, 'observedAt');
    checkTime(observedAt, wallMs, scope);
    const known = cases.get(record.id);
    if (known && compareCases(known.record, record) > 0) return;
    if (!known && cases.size >= MOST_CASES) forgetCases(Number.POSITIVE_INFINITY);
    cases.set(record.id, { record, observedAt });
  };
  const takeThing = (topic: string, payload: Uint8Array, scope: string, wallMs: number): void => {
    const theme: Theme = topic.split('/')[2] === 'road' ? 'roads' : 'components';
    const { key, t, ttl, values } = readState(decodeJson(payload, scope), { theme }, scope);
    checkTime(t, wallMs, scope);
    const table = tableOf(theme, scope);
    const columns = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
    const waits = ids.find(String(key), manifest.gids[theme]!, (gid) => {
      if (gid === null) refuse(`${scope}: expected the id of a thing of the city, got "${key}"`);
      else table.take({ t, ttl, gid: [gid], columns });
    });
    if (!waits) refuse(`${scope}: expected fewer ids at once that nobody has looked up yet`);
  };
  /** Forgets what was done before a time; of all that is done, if there are too many. */
  const forgetCases = (before: number): void => {
    for (const [id, { record, observedAt }] of cases) {
      if (DONE.has(record.state) && observedAt < before) cases.delete(id);
    }
    // Still too many are open: the oldest give way.
    for (const id of cases.keys()) {
      if (cases.size < MOST_CASES) break;
      cases.delete(id);
    }
  };

  return {
    take(topic, payload, wallMs) {
      const scope = `topic "${topic}"`;
      try {
        if (topic.endsWith('/clock/meta')) now = parseClock(payload, scope);
        else if (/\/vehicle\/batch\/[^/]+\/state$/.test(topic)) takeVehicles(payload, scope, wallMs);
        else if (/\/batch\/[^/]+\/state$/.test(topic)) takeBatch(payload, scope, wallMs);
        else if (/\/case\/[^/]+\/event$/.test(topic)) takeCase(payload, scope, wallMs);
        else if (topic.endsWith('/state')) takeThing(topic, payload, scope, wallMs);
      } catch (error) {
        refuse((error as Error).message);
      }
    },
    clock: () => now,
    snapshot(wallMs) {
      const city = cityTime(now, wallMs);
      forgetCases(city - CLOSED_KEPT_MS);
      const rows: Partial<Record<Theme, LiveSnapshotTable>> = {};
      for (const theme of THEMES) {
        const table = tables.get(theme);
        if (table) rows[theme] = table.rows();
      }
      return {
        now: wallMs,
        clock: now,
        ledger: manifest.ledger,
        tables: rows,
        cases: [...cases.values()].map(({ record }) => record),
        vehicles: joinVehicles([...vehicles.values()]),
      };
    },
  };
}

function iso(t: number): string {
  return Math.abs(t) < 8.64e15 ? new Date(t).toISOString() : String(t);
}

interface VehicleEntry {
  readonly batch: VehicleBatch;
  /** Position in the batch. */
  readonly at: number;
}

/** The last place of every vehicle as one batch, without those that have long been silent. */
function joinVehicles(all: readonly VehicleEntry[]): VehicleBatch | null {
  const newest = Math.max(...all.map(({ batch }) => batch.t));
  const entries = all.filter(({ batch }) => newest - batch.t <= (batch.ttl ?? 60) * 3_000);
  if (entries.length === 0) return null;
  return {
    t: newest,
    id: entries.map(({ batch, at }) => batch.id[at]!),
    kind: entries.map(({ batch, at }) => batch.kind[at]!),
    lon: Float64Array.from(entries, ({ batch, at }) => batch.lon[at]!),
    lat: Float64Array.from(entries, ({ batch, at }) => batch.lat[at]!),
    heading: Float32Array.from(entries, ({ batch, at }) => batch.heading[at]!),
    speed: Float32Array.from(entries, ({ batch, at }) => batch.speed[at]!),
  };
}
