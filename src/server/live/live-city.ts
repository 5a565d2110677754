import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzip } from 'node:zlib';
import { encodeSnapshot } from '#base/live/encode.ts';
import { cityTopics } from '#base/live/topics.ts';
import type { PublishedClock } from '#base/live/wire.ts';
import type { Manifest } from '#base/manifest.ts';
import { createIdResolver } from '#base/search/id-resolver.ts';
import type { BrokerLink } from '../broker/broker-link.ts';
import { createLiveState } from './live-state.ts';

const CLOCK_EVERY_MS = 60_000;
/** A snapshot serves all who ask within so long. */
const SNAPSHOT_KEPT_MS = 250;

export interface LiveCityOptions {
  /** City folder. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Six digits, or the folder's name. */
  readonly division: string;
  readonly link: BrokerLink;
  readonly clock: PublishedClock;
  /** Whether the clock is this server's to publish. */
  readonly publishClock: boolean;
  /** Told what is wrong with messages. */
  readonly onRefused: (why: string) => void;
  readonly wall?: () => number;
}

/** What a server knows of a city's life. */
export interface LiveCity {
  clock(): PublishedClock;
  /** CBOR, plain and gzipped. */
  snapshot(): Promise<{ plain: Uint8Array; gzipped: Uint8Array }>;
  close(): void;
}

/** Listens to a city's topics, and publishes its clock, retained, every minute. */
export async function createLiveCity(options: LiveCityOptions): Promise<LiveCity> {
  const { manifest, division, link, publishClock, wall = Date.now } = options;
  const ids = createIdResolver(
    manifest.search === null ? null : pathToFileURL(join(options.folder, manifest.search)).href,
    async (url) => JSON.parse(await readFile(fileURLToPath(url), 'utf8')),
    wall,
  );
  const state = createLiveState(manifest, options.clock, ids, options.onRefused);
  const topics = cityTopics(division);
  let last: { at: number; bytes: Promise<{ plain: Uint8Array; gzipped: Uint8Array }> } | null = null;

  const ends = [
    await link.subscribe(`city/${division}/#`, (topic, payload) => state.take(topic, payload, wall())),
  ];
  // What was told before anybody listened would be known only at the next round.
  ends.push(link.onConnected(() => link.publish(topics.tellAll, '{}', false)));
  const tell = (): void => link.publish(topics.clock, JSON.stringify(options.clock), true);
  let timer: NodeJS.Timeout | undefined;
  if (publishClock) {
    ends.push(link.onConnected(tell));
    timer = setInterval(tell, CLOCK_EVERY_MS);
    timer.unref();
  }
  return {
    clock: () => state.clock(),
    snapshot() {
      const now = wall();
      if (!last || now - last.at > SNAPSHOT_KEPT_MS || now < last.at) {
        const plain = encodeSnapshot(state.snapshot(now));
        last = { at: now, bytes: compress(plain).then((gzipped) => ({ plain, gzipped })) };
      }
      return last.bytes;
    },
    close() {
      clearInterval(timer);
      for (const end of ends) end();
    },
  };
}

function compress(bytes: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    gzip(bytes, { level: 1 }, (error, result) => (error ? reject(error) : resolve(result)));
  });
}
