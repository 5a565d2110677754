/**
 * Everything that lives behind the page: feeds, tables, cases, vehicles, commands. Runs in the live worker; the world
 * around it is handed in.
 */
import { THEMES, type Theme } from '#base/gid.ts';
import { columnsOf } from '#base/live/batch.ts';
import { FLAG } from '#base/live/live-columns.ts';
import type { LiveCounts, LiveReading } from '#base/live/live-status.ts';
import { cityTopics } from '#base/live/topics.ts';
import { cityTime, type PublishedClock } from '#base/live/wire.ts';
import { createIdResolver } from '#base/search/id-resolver.ts';
import type { LampTarget } from '#base/state/commands.ts';
import type { SceneFeed } from '#base/state/scene-feeds.ts';
import type { City } from '../city/load-city.ts';
import { loadJson } from '../city/load-city.ts';
import { createCaseStore } from './case-store.ts';
import { type Circuits, readCircuits, readFreeSpeeds } from './city-columns.ts';
import type { Feed, FeedWorld } from './feed.ts';
import { FeedHealth } from './feed-health.ts';
import { createRouter, type FeedRouter, type RouterContext } from './feed-router.ts';
import { openGeojsonFeed } from './geojson-feed.ts';
import { createLampCommands } from './lamp-commands.ts';
import type { FromLiveWorker, ToLiveWorker } from './live-protocol.ts';
import { LiveTable, type TableTime } from './live-table.ts';
import { type Connect, openMqttFeed } from './mqtt-feed.ts';
import { openRecordFeed } from './record-feed.ts';
import { stateTick } from './state-texels.ts';
import { createValueHistory } from './value-history.ts';
import { createVehicleStore } from './vehicle-store.ts';

/** Hand-overs a second: four. */
const HAND_OVER_MS = 250;
const SWEEP_MS = 1_000;
/** Cases that are handed over at once, at most. */
const CASES_AT_ONCE = 4_000;
/** Intervals without a message after which a feed counts as stale; at least ten seconds. */
const INTERVALS = 3;
const STALE_AT_LEAST_MS = 10_000;
const NEVER = new AbortController().signal;

export interface LiveEngineOptions extends Omit<FeedWorld, 'resolve'> {
  readonly city: City;
  readonly feeds: readonly SceneFeed[];
  readonly sceneUrl: string;
  readonly clock: PublishedClock | null;
  connect: Connect;
  newId(): string;
  post(message: FromLiveWorker, transfer?: Transferable[]): void;
}

export interface LiveEngine {
  take(message: Exclude<ToLiveWorker, { type: 'setup' }>): void;
  dispose(): void;
}

interface OpenFeed {
  readonly spec: SceneFeed;
  readonly feed: Feed;
  readonly router: FeedRouter;
  settled: boolean;
}

/** Name of a city's folder. */
function folderOf({ base }: City): string {
  return decodeURIComponent(new URL(base).pathname.replace(/\/$/, '').split('/').at(-1) ?? '');
}

/** Puts the city's names in place of `{city}` and `{division}`, wherever they stand in a feed. */
function filled(spec: SceneFeed, city: City): SceneFeed {
  const folder = folderOf(city);
  const names: Readonly<Record<string, string>> = {
    '{city}': folder,
    '{division}': city.manifest.division ?? folder,
  };
  const fill = (text: string): string =>
    text.replace(/\{city\}|\{division\}/g, (name) => names[name] ?? name);
  const url = fill(spec.url);
  if (spec.kind === 'geojson') return { ...spec, url };
  const topics = spec.topics.map((entry) => ({ ...entry, topic: fill(entry.topic) }));
  if (spec.kind === 'record') return { ...spec, url, topics };
  return { ...spec, url, topics, ...(spec.snapshot === undefined ? {} : { snapshot: fill(spec.snapshot) }) };
}

/** Opens the feeds of a scene. */
export function createLiveEngine(options: LiveEngineOptions): LiveEngine {
  const { city, post } = options;
  const { manifest } = city;
  const world: FeedWorld = {
    wall: options.wall,
    random: options.random,
    get: options.get,
    resolve: (url) => new URL(url, options.sceneUrl).href,
  };
  const wall = options.wall;
  const tables = new Map<Theme, LiveTable>();
  /** Buffers that hold all texels of a theme: two, one here and one on its way. */
  const buffers = new Map<Theme, ArrayBuffer[]>();
  const cases = createCaseStore();
  const vehicles = createVehicleStore();
  const history = createValueHistory();
  const resolver = createIdResolver(
    manifest.search === null ? null : new URL(manifest.search, city.base).href,
    (url) => loadJson(url, NEVER, options.get),
    wall,
  );
  const topics = cityTopics(manifest.division ?? folderOf(city));
  const answers = topics.lampAck('+');
  let published: PublishedClock | null = null;
  let offsetMs = 0;
  let shown = options.clock;
  let circuits: Promise<Circuits> | null = null;
  const feeds: OpenFeed[] = [];
  const inFlight = new Set<Theme>();
  let statusDue = true;

  function cityNow(): number {
    if (published) return cityTime(published, wall() + offsetMs);
    const record = feeds.find(({ spec }) => spec.kind === 'record');
    return record ? record.router.cityNow() : wall();
  }
  const time = (): TableTime => ({ city: cityNow(), tick: stateTick(wall()) });

  function table(theme: Theme): LiveTable | null {
    const known = tables.get(theme);
    if (known) return known;
    const block = manifest.gids[theme];
    if (!block || block.count === 0) return null;
    const made = new LiveTable(theme, block.start, block.count);
    tables.set(theme, made);
    buffers.set(theme, [new ArrayBuffer(made.texelBytes), new ArrayBuffer(made.texelBytes)]);
    if (theme === 'roads') {
      // Without them fifty is taken for all.
      readFreeSpeeds(city, options.get).then(
        (speeds) => made.setFreeSpeeds(speeds, time()),
        () => {},
      );
    }
    return made;
  }

  /** null: all lamps. */
  async function lampsOf(target: LampTarget | null): Promise<readonly number[]> {
    const block = manifest.gids.components;
    if (!block) return [];
    if (!target || !('ids' in target)) {
      circuits ??= readCircuits(city, options.get);
      circuits.catch(() => {
        circuits = null;
      });
      const known = await circuits;
      return target ? known.of(target) : known.all;
    }
    const found = await Promise.all(
      target.ids.map(
        (id) => new Promise<number | null>((resolve) => resolver.find(id, block, resolve) || resolve(null)),
      ),
    );
    return found.filter((gid) => gid !== null);
  }

  const commander = (): OpenFeed | undefined =>
    feeds.find(({ spec }) => spec.kind === 'mqtt' && spec.commands === true);
  const commands = createLampCommands({
    wall,
    cityNow: () => commander()?.router.cityNow() ?? cityNow(),
    newCorrelation: options.newId,
    table: () => table('components'),
    lampsOf,
    replyTo: topics.lampAck,
    publish(correlation, payload) {
      const feed = commander();
      if (!feed) return 'expected a feed that takes commands, got none';
      const sent = feed.feed.publish?.(topics.lampCommand(correlation), payload) ?? false;
      return sent
        ? null
        : `feed "${feed.spec.name}": expected to be connected, got ${feed.router.health.phase}`;
    },
  });

  function openFeed(raw: SceneFeed): void {
    const spec = filled(raw, city);
    const health = new FeedHealth(spec.name, spec.kind, wall());
    const takes = spec.kind === 'mqtt' && spec.commands === true;
    const entry = { spec, settled: false } as { -readonly [K in keyof OpenFeed]: OpenFeed[K] };
    const context: RouterContext = {
      table,
      cases,
      vehicles,
      resolver,
      ledger: manifest.ledger,
      wall,
      tick: () => stateTick(wall()),
      clock: () => published,
      setClock(clock, offset) {
        published = clock;
        if (offset !== null) offsetMs = offset;
        statusDue = true;
      },
      offsetMs: () => offsetMs,
      answered: (json, scope) => commands.answered(json, scope),
      settled() {
        entry.settled = true;
        statusDue = true;
      },
      restart() {
        tables.clear();
        cases.clear();
        vehicles.clear();
        for (const theme of THEMES) if (manifest.gids[theme]) table(theme)?.touchAll();
      },
      shown: () => shown,
    };
    entry.router = createRouter(spec, takes ? answers : null, health, context);
    const { router } = entry;
    if (spec.kind === 'mqtt') {
      entry.feed = openMqttFeed(spec, takes ? [answers] : [], router, world, options.connect);
    } else if (spec.kind === 'geojson') {
      entry.feed = openGeojsonFeed(spec, router, world, (json, scope) =>
        router.receiveThing(json, spec, scope),
      );
    } else {
      entry.feed = openRecordFeed(spec, router, world);
    }
    feeds.push(entry);
  }

  function handOver(): void {
    for (const { router } of feeds) router.sweep();
    commands.watch();
    let sent = false;
    for (const [theme, one] of tables) {
      const buffer = buffers.get(theme)?.at(-1);
      if (!buffer || inFlight.has(theme) || !one.isDirty()) continue;
      const taken = one.takeDirty(new Uint8Array(buffer));
      if (!taken) continue;
      if (!sent) for (const { router } of feeds) router.health.handOver();
      sent = true;
      buffers.get(theme)!.pop();
      inFlight.add(theme);
      post({ type: 'pages', theme, buffer, runs: taken.runs, quiet: taken.quiet }, [buffer]);
    }
    if (!sent && inFlight.size === 0) {
      // Nothing of what has come is to be seen.
      for (const { router } of feeds) {
        router.health.handOver();
        router.health.arrived(wall());
      }
    }
    const moved = vehicles.takeChanges();
    if (moved) post({ type: 'vehicles', ...moved });
    const told = cases.takeChanges();
    if (told) {
      for (let from = 0; from === 0 || from < told.changed.length; from += CASES_AT_ONCE) {
        const changed = told.changed.slice(from, from + CASES_AT_ONCE);
        post({ type: 'cases', changed, removed: from === 0 ? told.removed : [] });
      }
    }
    if (statusDue) tell();
  }

  function sweep(): void {
    const now = time();
    for (const one of tables.values()) one.sweep(now);
    cases.sweep(now.city);
    vehicles.sweep(now.city);
    history.sweep(wall());
    for (const { spec, router } of feeds) {
      const { health } = router;
      if (spec.kind === 'geojson' || health.lastMessageAt === 0) continue;
      const rate = Math.abs(router.cityRate()) || 1;
      const interval = 1_000 * (spec.interval ?? 300);
      const silence = Math.max(STALE_AT_LEAST_MS, (INTERVALS * interval) / rate);
      const silent = wall() - health.lastMessageAt > silence;
      if (silent && health.phase === 'live' && router.cityRate() !== 0) health.to('stale', wall());
      else if (!silent && health.phase === 'stale') health.to('live', wall());
    }
    tell();
  }

  function tell(): void {
    statusDue = false;
    const counts: Partial<Record<Theme, LiveCounts>> = {};
    for (const [theme, one] of tables) counts[theme] = one.counts();
    post({
      type: 'status',
      feeds: feeds.map(({ router }) => router.health.status(wall())),
      commands: commands.statuses(),
      counts,
      clock: published && { ...published, at: published.at - offsetMs },
      settled: feeds.every(({ settled }) => settled),
    });
  }

  function read(gid: number, id: string | null): LiveReading | null {
    for (const [theme, one] of tables) {
      const found = one.read(gid);
      if (!found) continue;
      const units = columnsOf(theme);
      return {
        id,
        gid,
        values: Object.entries(found.values).map(([column, value]) => ({
          column,
          value,
          unit: units[column]?.unit ?? '',
        })),
        observedAt: found.observedAt,
        ageSeconds: Math.max(0, (cityNow() - found.observedAt) / 1_000),
        stale: (found.red & FLAG.stale) !== 0,
        commanded: (found.red & FLAG.commanded) !== 0,
        history: history.of(one, gid, wall()),
      };
    }
    return null;
  }

  function ask(key: number, id: string | number): void {
    const answer = (gid: number | null): void =>
      post({
        type: 'answer',
        key,
        reading: gid === null ? null : read(gid, typeof id === 'string' ? id : null),
      });
    if (typeof id === 'number') {
      answer(id);
      return;
    }
    const blocks = [...tables.values()];
    const next = (at: number): void => {
      const one = blocks[at];
      if (!one) answer(null);
      else if (!resolver.find(id, one, (gid) => (gid === null ? next(at + 1) : answer(gid)))) answer(null);
    };
    next(0);
  }

  for (const spec of options.feeds) openFeed(spec);
  const timers = [setInterval(handOver, HAND_OVER_MS), setInterval(sweep, SWEEP_MS)];

  return {
    take(message) {
      switch (message.type) {
        case 'time':
          shown = message.clock;
          break;
        case 'uploaded':
          buffers.get(message.theme)?.push(message.buffer);
          inFlight.delete(message.theme);
          if (inFlight.size === 0) for (const { router } of feeds) router.health.arrived(message.at);
          break;
        case 'ask':
          ask(message.key, message.id);
          break;
        case 'lamps': {
          const answer = (gids: readonly number[]): void =>
            post({ type: 'lampGids', key: message.key, gids });
          lampsOf(message.target).then(answer, () => answer([]));
          break;
        }
        case 'command':
          commands.request(message.command);
          statusDue = true;
          break;
        case 'retry':
          for (const { feed } of feeds) feed.retry();
          break;
      }
    },
    dispose() {
      for (const timer of timers) clearInterval(timer);
      for (const { feed } of feeds) feed.dispose();
    },
  };
}
