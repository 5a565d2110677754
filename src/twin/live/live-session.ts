/** The feeds of an open city, told to the store. */
import type { CaseRecord } from '#base/cases/case.ts';
import { FAULTS } from '#base/live/live-columns.ts';
import type { LampCounts, LiveReading } from '#base/live/live-status.ts';
import type { ShownFeature, Stats } from '#base/spar.ts';
import type { CommandOf, LampTarget } from '#base/state/commands.ts';
import type { Scene } from '#base/state/scene-document.ts';
import type { City } from '../city/load-city.ts';
import type { TwinStore } from '../state/twin-store.ts';
import type { CityClock } from './city-clock.ts';
import { countLamps } from './count-lamps.ts';
import { createLiveClient, type LiveClient, type LiveClientOptions } from './live-client.ts';
import type { LiveView } from './live-view.ts';
import type { CityTexels } from './state-texels.ts';

export interface LiveSession {
  /** null without feeds. */
  readonly view: LiveView | null;
  read(id: string | number): Promise<LiveReading | null>;
  caseOf(id: string): CaseRecord | null;
  /** Of lamps of a target, or of all; null without feeds. */
  lampCounts(target: LampTarget | null): Promise<LampCounts | null>;
  command(command: CommandOf<'commandLamps'>): void;
  /** Resolves when every feed has its first states or has failed, after five seconds at the most. */
  ready(): Promise<void>;
  retry(): void;
  dispose(): void;
}

const READY_MS = 5_000;

/** Opens the feeds of a scene; without any it does nothing and costs nothing. */
export function openLiveSession(options: {
  store: TwinStore;
  city: City;
  scene: Scene;
  sceneUrl: string;
  texels: CityTexels;
  clock: CityClock;
  onPages: LiveClientOptions['onPages'];
}): LiveSession {
  const { store, city, scene, sceneUrl, texels, clock, onPages } = options;
  store.report({ feeds: [], commands: [], clock: null, counts: {} });
  const client: LiveClient | null =
    scene.feeds.length === 0
      ? null
      : createLiveClient({
          city,
          feeds: scene.feeds,
          sceneUrl,
          texels,
          clock,
          published: () => store.getState().status.clock,
          onPages,
          onStatus({ feeds, commands, counts, clock: told }) {
            // The same clock again is no news.
            const before = store.getState().status.clock;
            const same =
              told &&
              before &&
              told.epoch === before.epoch &&
              told.rate === before.rate &&
              Math.abs(told.at - before.at) < 1;
            store.report({ feeds, commands, counts, clock: same ? before : told });
          },
          onFault: (error) => store.fault('feeds', error),
        });
  return {
    view: client?.view ?? null,
    read: (id) => client?.read(id) ?? Promise.resolve(null),
    caseOf: (id) => client?.view.cases.all().get(id) ?? null,
    lampCounts: async (target) => client && countLamps(await client.lamps(target), texels.components ?? null),
    command(command) {
      if (client) client.command(command);
      else store.fault('feeds', new Error('lamp command: expected a feed that takes commands, got none'));
    },
    async ready() {
      if (!client) return;
      await Promise.race([client.settled(), new Promise((resolve) => setTimeout(resolve, READY_MS))]);
    },
    retry: () => client?.retry(),
    dispose: () => client?.dispose(),
  };
}

/** Gives live values as scripts and hosts read them: by column, faults by name, and how old they are. */
export function liveOf(reading: LiveReading | null): ShownFeature['live'] {
  if (!reading) return null;
  const values = reading.values.map(({ column, value }): [string, number | string] => [
    column,
    column === 'fault' ? (FAULTS[value] ?? value) : value,
  ]);
  return {
    ...Object.fromEntries(values),
    observedAt: new Date(reading.observedAt).toISOString(),
    ageSeconds: reading.ageSeconds,
    stale: reading.stale,
    commanded: reading.commanded,
  };
}

/** Sums up what feeds bring, for `spar.stats()`. */
export function liveStats(store: TwinStore): Stats['live'] {
  const { feeds } = store.getState().status;
  let [messagesPerSecond, changesPerSecond] = [0, 0];
  let latencyMs: { p50: number; p99: number } | null = null;
  for (const feed of feeds) {
    messagesPerSecond += feed.messagesPerSecond;
    changesPerSecond += feed.changesPerSecond;
    if (feed.latencyMs && feed.latencyMs.p99 >= (latencyMs?.p99 ?? 0)) latencyMs = feed.latencyMs;
  }
  return { messagesPerSecond, changesPerSecond, latencyMs };
}
