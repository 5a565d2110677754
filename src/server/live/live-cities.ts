import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { join } from 'node:path';
import { type Manifest, parseManifest } from '#base/manifest.ts';
import { type Broker, createBroker, type Login } from '../broker/broker.ts';
import type { BrokerLink } from '../broker/broker-link.ts';
import { attachMqtt, passThrough } from '../broker/mqtt-upgrade.ts';
import { linkBroker, parseBrokerUrl } from '../broker/remote-link.ts';
import { type Simulator, startSimulator } from '../sim/start-simulator.ts';
import { createLiveCity, type LiveCity } from './live-city.ts';
import { instantOf, type LiveOptions } from './live-options.ts';

/** One line a kind and minute of what the broker refuses. */
const REFUSALS_EVERY_MS = 60_000;

export interface LiveCitiesOptions extends LiveOptions {
  /** Address that devices over TCP are listened for at. */
  readonly host: string;
  /** Gives the folder of a city by its name, or null. */
  folderOf(name: string): Promise<string | null>;
  readonly say: (message: string) => void;
  readonly wall?: () => number;
}

/** Broker, states and simulators of the cities that are served. */
export interface LiveCities {
  /** Gives what is known of a city's life, which begins with the first to ask; null: there is no such city. */
  city(name: string): Promise<LiveCity | null>;
  /** Port of the devices over TCP; null without. */
  readonly mqttPort: number | null;
  close(): Promise<void>;
}

interface Entry {
  readonly ledger: string;
  readonly city: LiveCity;
  readonly simulator: Simulator | null;
}

/**
 * Makes the cities' life: the embedded broker under `/mqtt` of an HTTP server, or another one that `/mqtt` leads to.
 *
 * @param server - that listens, or will before the first city is asked for.
 * @param urlOf - gives the address of the embedded broker once the server listens.
 * @throws Error when the address of another broker is wrong, or the port for devices is taken.
 */
export async function createLiveCities(
  server: Server,
  urlOf: () => string,
  options: LiveCitiesOptions,
): Promise<LiveCities> {
  const { broker: other, simulate, seed, rate, say, wall = Date.now } = options;
  const login: Login = { user: 'simulator', password: randomBytes(24).toString('base64url') };
  const remote = other === undefined ? null : parseBrokerUrl(other);
  const embedded =
    remote === null
      ? await createBroker({ logins: [login], onRefused: atMostOnce('broker', say, wall) })
      : null;
  const link: BrokerLink = embedded ?? linkBroker(remote!, say);
  const detach = attachMqtt(
    server,
    embedded ? (socket) => embedded.acceptWebSocket(socket) : passThrough(remote!),
  );
  const tcp =
    embedded && options.mqttPort !== undefined
      ? await listenTcp(embedded, options.mqttPort, options.host).catch(async (error: unknown) => {
          detach();
          await link.close();
          throw error;
        })
      : null;
  const entries = new Map<string, Promise<Entry | null>>();
  const startedAt = wall();
  // A clock of one's own is published; beside another broker without simulator the one there counts.
  const publishClock = embedded !== null || simulate || rate !== 1 || options.at !== undefined;

  async function open(name: string, folder: string, manifest: Manifest): Promise<Entry> {
    const lon = manifest.origin[0];
    const epoch = options.at === undefined ? startedAt : instantOf(options.at, manifest.timeZone, lon);
    const clock = { epoch, rate, at: startedAt };
    const division = manifest.division ?? name;
    const city = await createLiveCity({
      folder,
      manifest,
      division,
      link,
      clock,
      publishClock,
      onRefused: atMostOnce(`city "${name}"`, say, wall),
      wall,
    });
    const hasLife = (['components', 'roads'] as const).some(
      (theme) => (manifest.gids[theme]?.count ?? 0) > 0,
    );
    const input = {
      folder,
      folderName: name,
      seed,
      clock,
      url: remote ?? urlOf(),
      login: embedded ? login : undefined,
    };
    // A simulator that cannot start leaves a city that devices may still speak for.
    const failed = (error: Error): null => {
      say(`simulator of "${name}": ${error.message}`);
      return null;
    };
    const simulator = simulate && hasLife ? await startSimulator(input, say).catch(failed) : null;
    return { ledger: manifest.ledger, city, simulator };
  }
  async function close({ city, simulator }: Entry): Promise<void> {
    city.close();
    await simulator?.close();
  }
  /** A city that was built again has other gids: its life begins anew. */
  async function renew(name: string, before: Promise<Entry | null> | undefined): Promise<Entry | null> {
    const known = (await before?.catch(() => null)) ?? null;
    const found = await readCity(name).catch(async (error: unknown) => {
      if (known) await close(known);
      throw error;
    });
    if (known && known.ledger === found?.manifest.ledger) return known;
    if (known) await close(known);
    return found && open(name, found.folder, found.manifest);
  }
  async function readCity(name: string): Promise<{ folder: string; manifest: Manifest } | null> {
    const folder = await options.folderOf(name);
    if (folder === null) return null;
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    return { folder, manifest: parseManifest(JSON.parse(text), `city "${name}": manifest.json`) };
  }
  return {
    async city(name) {
      const entry = renew(name, entries.get(name));
      entries.set(name, entry);
      const found = await entry.catch((error: unknown) => {
        if (entries.get(name) === entry) entries.delete(name);
        throw error;
      });
      if (found === null && entries.get(name) === entry) entries.delete(name);
      return found?.city ?? null;
    },
    mqttPort: tcp ? (tcp.address() as AddressInfo).port : null,
    async close() {
      const all = await Promise.all([...entries.values()].map((entry) => entry.catch(() => null)));
      await Promise.all(all.flatMap((entry) => (entry ? [close(entry)] : [])));
      detach();
      tcp?.close();
      await link.close();
    },
  };
}

function listenTcp(broker: Broker, port: number, host: string): Promise<TcpServer> {
  return new Promise((resolve, reject) => {
    const tcp = createTcpServer((socket) => broker.acceptTcp(socket));
    tcp.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new Error(`--mqtt-port ${port}: expected a port that is free, got ${error.code}`, { cause: error }),
      );
    });
    tcp.listen(port, host, () => resolve(tcp));
  });
}

/** What clients do wrong may come in floods: a line a minute, with how many there were. */
function atMostOnce(who: string, say: (message: string) => void, wall: () => number): (why: string) => void {
  let count = 0;
  let saidAt = Number.NEGATIVE_INFINITY;
  return (why) => {
    count++;
    if (wall() - saidAt < REFUSALS_EVERY_MS) return;
    saidAt = wall();
    say(`${who}: ${count === 1 ? 'refused' : `refused ${count} times, the last`}: ${why}`);
    count = 0;
  };
}
