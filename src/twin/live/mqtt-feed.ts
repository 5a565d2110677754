/**
 * A feed over MQTT: 5 where the broker speaks it, else 3.1.1.
 *
 * The library neither falls back nor tries again after a refused connection, and waits equally long each time; so every
 * try is a client of its own, and this file says when the next one comes.
 *
 * States need no order (`live-table.ts`), so messages are taken as they come, and the snapshot when it is there: the
 * newest wins either way.
 */
import type { IClientOptions, ISubscriptionMap, MqttClient } from 'mqtt';
import { PAYLOAD_AT_MOST } from '#base/live/cbor.ts';
import type { MqttFeed } from '#base/state/scene-feeds.ts';
import type { Feed, FeedSink, FeedWorld } from './feed.ts';
import { fetchBytes } from './fetch-bytes.ts';

export type Connect = (url: string, options: IClientOptions) => MqttClient;

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 5_000;
const REFUSED_RETRY_MS = 15_000;
const CONNECT_MS = 4_000;
/** A broker that has gone silent is known as lost after one and a half of these. */
const KEEPALIVE_S = 3;
const SNAPSHOT_MS = 30_000;
/** Unsupported protocol version: as 3.1.1 says it, and as 5 does. */
const WRONG_VERSION = [1, 132];
/** Tries without an answer until one of them is made with 3.1.1. */
const TRIES_OF_5 = 3;
const VERSION_5 = 5;
const VERSION_4 = 4;

/** Topics that are subscribed, with their quality of service: what happens once must not be lost, states come again. */
function subscriptions(spec: MqttFeed, more: readonly string[]): ISubscriptionMap {
  const map: ISubscriptionMap = {};
  for (const { topic, kind = 'state' } of spec.topics) {
    map[topic] = { qos: kind === 'state' || kind === 'vehicle' ? 0 : 1 };
  }
  for (const topic of more) map[topic] = { qos: 1 };
  return map;
}

/**
 * Opens a feed; it tries on for as long as it takes.
 *
 * @param spec - topics without placeholders.
 * @param more - topics for answers to commands.
 */
export function openMqttFeed(
  spec: MqttFeed,
  more: readonly string[],
  sink: FeedSink,
  world: FeedWorld,
  connect: Connect,
): Feed {
  const { health } = sink;
  // Relative addresses are of the page's own server.
  const url = world.resolve(spec.url).replace(/^http/, 'ws');
  const scope = `feed "${spec.name}"`;
  const closed = new AbortController();
  let version: 4 | 5 = VERSION_5;
  /** The version that this broker is known to speak. */
  let spoken: 4 | 5 | null = null;
  let client: MqttClient | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = FIRST_RETRY_MS;
  let connected = false;
  let wasLive = false;
  /** Tries in a row that no broker answered. */
  let silent = 0;
  let asking: AbortController | null = null;

  function later(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(open, delayMs);
  }
  function backOff(): number {
    const delayMs = waitMs * (0.5 + world.random() / 2);
    waitMs = Math.min(2 * waitMs, LAST_RETRY_MS);
    return delayMs;
  }

  function open(): void {
    timer = undefined;
    version = spoken ?? version;
    let refused: string | null = null;
    let fallBack = false;
    let over = false;
    connected = false;
    let mine: MqttClient;
    try {
      mine = connect(url, {
        protocolVersion: version,
        clean: true,
        reconnectPeriod: 0,
        connectTimeout: CONNECT_MS,
        keepalive: KEEPALIVE_S,
        resubscribe: false,
        queueQoSZero: false,
        ...(version === VERSION_5 ? { properties: { maximumPacketSize: PAYLOAD_AT_MOST } } : {}),
      });
    } catch (error) {
      // What the browser's policy forbids is thrown at once.
      health.to('failed', world.wall(), `${scope}: expected a connection, got ${(error as Error).message}`);
      sink.settled();
      later(backOff());
      return;
    }
    client = mine;

    /** Ends this try, and says when the next one comes. */
    function end(reason: string): void {
      if (over) return;
      over = true;
      client = null;
      asking?.abort();
      mine.end(true);
      if (closed.signal.aborted) return;
      const wasConnected = connected;
      connected = false;
      health.protocol = null;
      if (fallBack) {
        spoken = VERSION_4;
        later(0);
        return;
      }
      if (refused === null) {
        // Some that do not know 5 close the door without a word.
        silent = wasConnected ? 0 : silent + 1;
        version = silent % TRIES_OF_5 === 0 && silent > 0 ? VERSION_4 : VERSION_5;
        if (wasConnected) waitMs = FIRST_RETRY_MS;
        health.to(wasLive ? 'lost' : 'failed', world.wall(), reason);
        later(backOff());
      } else {
        health.to('refused', world.wall(), refused);
        later(REFUSED_RETRY_MS * (0.75 + world.random() / 2));
      }
      sink.settled();
    }

    mine.on('connect', () => {
      if (over) return;
      connected = true;
      spoken = version;
      health.protocol = version;
      mine.subscribe(subscriptions(spec, more), (error, granted) => {
        if (over || closed.signal.aborted) return;
        const denied = granted?.find(({ qos }) => (qos as number) >= 128);
        if (error || denied) {
          refused = denied
            ? `${scope}: topic "${denied.topic}": expected to be allowed, got a refusal`
            : `${scope}: expected to be allowed to subscribe, got ${error!.message}`;
          end(refused);
          return;
        }
        waitMs = FIRST_RETRY_MS;
        wasLive = true;
        health.to('live', world.wall());
        if (spec.snapshot === undefined) sink.settled();
        else void takeSnapshot(spec.snapshot, mine);
      });
    });
    mine.on('message', (topic, payload, { retain }) => {
      if (!over && !closed.signal.aborted) sink.receive(topic, payload, retain);
    });
    mine.on('error', (error) => {
      const { code } = error as { code?: number | string };
      if (typeof code === 'number' && !connected) {
        fallBack = WRONG_VERSION.includes(code) && version === VERSION_5;
        if (!fallBack) refused = `${scope}: expected to be let in, got ${error.message}`;
        end(error.message);
        return;
      }
      end(`${scope}: expected a connection to ${new URL(url).host}, got ${error.message || String(code)}`);
    });
    mine.on('close', () => end(`${scope}: expected a connection to ${new URL(url).host}, got its end`));
    mine.on('offline', () => end(`${scope}: expected a connection to ${new URL(url).host}, got none`));
    mine.on('disconnect', ({ reasonCode }) =>
      end(`${scope}: expected the broker to go on, got its farewell (${reasonCode ?? 'without a reason'})`),
    );
  }

  /** Gets all states at once; tried again while the connection lasts. */
  async function takeSnapshot(from: string, mine: MqttClient): Promise<void> {
    asking?.abort();
    const aborter = new AbortController();
    asking = aborter;
    const signal = AbortSignal.any([aborter.signal, closed.signal]);
    const address = world.resolve(from);
    for (let delayMs = 1_000; ; delayMs = Math.min(2 * delayMs, LAST_RETRY_MS)) {
      try {
        const askedAt = world.wall();
        const bytes = await fetchBytes(world.get, address, signal, SNAPSHOT_MS);
        signal.throwIfAborted();
        sink.snapshot(bytes, askedAt);
        health.to('live', world.wall());
        sink.settled();
        return;
      } catch (error) {
        if (signal.aborted || client !== mine) return;
        health.to('live', world.wall(), (error as Error).message);
        health.refuse('payload', (error as Error).message);
        sink.settled();
      }
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      if (signal.aborted || client !== mine) return;
    }
  }

  open();
  return {
    retry() {
      if (client !== null) return;
      waitMs = FIRST_RETRY_MS;
      later(0);
    },
    publish(topic, payload) {
      if (client === null || !connected) return false;
      client.publish(topic, payload, { qos: 1 });
      return true;
    },
    dispose() {
      closed.abort();
      clearTimeout(timer);
      client?.end(true);
      client = null;
    },
  };
}
