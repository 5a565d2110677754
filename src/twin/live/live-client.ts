/** The page's side of what is live: starts the worker, keeps texels, cases and vehicles, and asks. */
import type { CaseRecord } from '#base/cases/case.ts';
import type { Theme } from '#base/gid.ts';
import type { LiveReading } from '#base/live/live-status.ts';
import { cityTime, type PublishedClock } from '#base/live/wire.ts';
import type { CommandOf, LampTarget } from '#base/state/commands.ts';
import type { SceneFeed } from '#base/state/scene-feeds.ts';
import type { City } from '../city/load-city.ts';
import type { CityClock } from './city-clock.ts';
import type { FromLiveWorker, LiveStatusMessage, ToLiveWorker } from './live-protocol.ts';
import type { LiveVehicle, LiveView } from './live-view.ts';
import { type CityTexels, mergePages, ROW_BYTES, type StatePage } from './state-texels.ts';

export interface LiveClientOptions {
  readonly city: City;
  readonly feeds: readonly SceneFeed[];
  readonly sceneUrl: string;
  readonly texels: CityTexels;
  readonly clock: CityClock;
  /** The published clock, or null. */
  published(): PublishedClock | null;
  /** Rows of the texels have changed; `done` is to be called when they lie on the graphics card. */
  onPages(theme: Theme, pages: readonly StatePage[], quiet: boolean, done: () => void): void;
  onStatus(status: LiveStatusMessage): void;
  onFault(error: Error): void;
}

export interface LiveClient {
  readonly view: LiveView;
  /** What is known of a feature at this moment, by id or gid; null: nothing. */
  read(id: string | number): Promise<LiveReading | null>;
  /** Gids of the lamps of a target; null: of all. */
  lamps(target: LampTarget | null): Promise<readonly number[]>;
  command(command: CommandOf<'commandLamps'>): void;
  /** Resolves when every feed has brought its first states, or has said why not. */
  settled(): Promise<void>;
  /** The network is back. */
  retry(): void;
  dispose(): void;
}

const RESTART_MS = 2_000;

/** Opens the feeds of a scene in a worker. One that fails is started anew. */
export function createLiveClient(options: LiveClientOptions): LiveClient {
  const { clock, texels } = options;
  const cases = new Map<string, CaseRecord>();
  const vehicles = new Map<string, LiveVehicle>();
  const caseListeners = new Set<(changed: readonly CaseRecord[]) => void>();
  const vehicleListeners = new Set<() => void>();
  const waiting = new Map<number, (reading: LiveReading | null) => void>();
  const waitingLamps = new Map<number, (gids: readonly number[]) => void>();
  let nextKey = 0;
  let worker: Worker | null = null;
  let restart: ReturnType<typeof setTimeout> | undefined;
  let settled = false;
  let settle: () => void = () => {};
  const whenSettled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const send = (message: ToLiveWorker, transfer: Transferable[] = []): void =>
    worker?.postMessage(message, { transfer });

  /** The time that the picture shows as a clock of this machine's; null: the hour is left to the picture. */
  function shown(): PublishedClock | null {
    const epoch = clock.instant();
    return epoch === null ? null : { epoch, rate: clock.rate(), at: Date.now() };
  }

  function takePages({ theme, buffer, runs, quiet }: Extract<FromLiveWorker, { type: 'pages' }>): void {
    const kept = texels[theme];
    const pages: StatePage[] = [];
    for (let at = 0, from = 0; at < runs.length; at += 2) {
      const bytes = runs[at + 1]! * ROW_BYTES;
      pages.push({ row: runs[at]!, data: new Uint8Array(buffer, from, bytes) });
      from += bytes;
    }
    if (kept) mergePages(kept, pages);
    // A buffer that has gone back says nothing of its pages any more: only how many rows there were.
    const rows = pages.map(({ row, data }) => ({
      row,
      data: kept ? kept.texels.subarray(row * ROW_BYTES, row * ROW_BYTES + data.length) : data,
    }));
    options.onPages(theme, rows, quiet, () =>
      send({ type: 'uploaded', theme, buffer, at: Date.now() }, [buffer]),
    );
  }

  function takeCases({ changed, removed }: Extract<FromLiveWorker, { type: 'cases' }>): void {
    for (const id of removed) cases.delete(id);
    for (const record of changed) cases.set(record.id, record);
    for (const listener of [...caseListeners]) listener(changed);
  }
  function takeVehicles({ changed, removed }: Extract<FromLiveWorker, { type: 'vehicles' }>): void {
    for (const id of removed) vehicles.delete(id);
    for (const vehicle of changed) vehicles.set(vehicle.id, vehicle);
    for (const listener of [...vehicleListeners]) listener();
  }

  function take(message: FromLiveWorker): void {
    if (message.type === 'pages') takePages(message);
    else if (message.type === 'cases') takeCases(message);
    else if (message.type === 'vehicles') takeVehicles(message);
    else if (message.type === 'answer') {
      waiting.get(message.key)?.(message.reading);
      waiting.delete(message.key);
    } else if (message.type === 'lampGids') {
      waitingLamps.get(message.key)?.(message.gids);
      waitingLamps.delete(message.key);
    } else {
      options.onStatus(message);
      if (message.settled && !settled) {
        settled = true;
        settle();
      }
    }
  }

  function giveUp(): void {
    for (const answer of waiting.values()) answer(null);
    waiting.clear();
    for (const answer of waitingLamps.values()) answer([]);
    waitingLamps.clear();
  }

  function start(): void {
    const mine = new Worker(new URL('./live-worker.ts', import.meta.url), { type: 'module' });
    worker = mine;
    mine.addEventListener('message', ({ data }: MessageEvent<FromLiveWorker>) => take(data));
    mine.addEventListener('error', ({ message }) => {
      if (worker !== mine) return;
      mine.terminate();
      worker = null;
      giveUp();
      settle();
      options.onFault(new Error(`live worker: expected to go on, got ${message || 'its end'}`));
      restart = setTimeout(start, RESTART_MS);
    });
    const { city, feeds, sceneUrl } = options;
    send({ type: 'setup', city, feeds, sceneUrl, clock: shown() });
  }
  start();
  const removeClock = clock.onChange(() => send({ type: 'time', clock: shown() }));

  return {
    view: {
      cases: {
        all: () => cases,
        onChange(listener) {
          caseListeners.add(listener);
          return () => {
            caseListeners.delete(listener);
          };
        },
      },
      vehicles: {
        all: () => vehicles,
        onChange(listener) {
          vehicleListeners.add(listener);
          return () => {
            vehicleListeners.delete(listener);
          };
        },
      },
      cityNow() {
        const wall = Date.now();
        const published = options.published();
        return clock.instant() ?? (published ? cityTime(published, wall) : wall);
      },
      cityRate: () => (clock.instant() === null ? (options.published()?.rate ?? 1) : clock.rate()),
    },
    read: (id) =>
      new Promise((resolve) => {
        if (!worker) {
          resolve(null);
          return;
        }
        const key = nextKey++;
        waiting.set(key, resolve);
        send({ type: 'ask', key, id });
      }),
    lamps: (target) =>
      new Promise((resolve) => {
        if (!worker) {
          resolve([]);
          return;
        }
        const key = nextKey++;
        waitingLamps.set(key, resolve);
        send({ type: 'lamps', key, target });
      }),
    command: (command) => send({ type: 'command', command }),
    settled: () => whenSettled,
    retry: () => send({ type: 'retry' }),
    dispose() {
      clearTimeout(restart);
      removeClock();
      worker?.terminate();
      worker = null;
      giveUp();
      settle();
    },
  };
}
