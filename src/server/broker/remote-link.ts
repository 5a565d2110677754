import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { matchesTopic } from '#base/live/topics.ts';
import type { BrokerLink } from './broker-link.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 4_000;

/** Gives a broker's address without what is secret in it. */
export function shownAddress(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/**
 * Checks an address of `--broker`.
 *
 * @throws Error with what was expected.
 */
export function parseBrokerUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^(mqtts?|wss?):$/.test(url.protocol) || url.hostname === '') {
    const got = url === null ? text : `${url.protocol}//${url.host}`;
    throw new Error(`--broker: expected mqtt://, mqtts://, ws:// or wss:// and a host, got "${got}"`);
  }
  return text;
}

/** Options of every client of ours in Node: 3.1.1, which all brokers speak, and no queue of what is old. */
export const CLIENT_OPTIONS = {
  protocolVersion: 4,
  queueQoSZero: false,
  reconnectOnConnackError: true,
  reconnectPeriod: FIRST_RETRY_MS,
  connectTimeout: 10_000,
  keepalive: 30,
} as const satisfies IClientOptions;

/** Lets a client wait longer from try to try, up to four seconds, and no two alike. */
export function backOff(client: MqttClient, random: () => number): void {
  let wait = FIRST_RETRY_MS;
  client.on('connect', () => {
    wait = FIRST_RETRY_MS;
    client.options.reconnectPeriod = wait;
  });
  client.on('close', () => {
    client.options.reconnectPeriod = Math.round(wait * (0.75 + random() / 2));
    wait = Math.min(wait * 2, LAST_RETRY_MS);
  });
}

/**
 * Connects to a broker elsewhere; one that is away is tried again for as long as it takes.
 *
 * @param say - told once when the broker cannot be reached, and once when it can again.
 */
export function linkBroker(url: string, say: (message: string) => void): BrokerLink {
  const scope = `broker "${shownAddress(url)}"`;
  const client = connect(url, CLIENT_OPTIONS);
  const listeners: { filter: string; listener: (topic: string, payload: Uint8Array) => void }[] = [];
  let lost = false;
  backOff(client, Math.random);
  client.on('error', (error) => {
    if (!lost)
      say(
        `${scope}: expected a connection, got ${error.message || (error as { code?: string }).code}; trying on`,
      );
    lost = true;
  });
  client.on('close', () => {
    if (!lost) say(`${scope}: expected a connection, got its end; trying on`);
    lost = true;
  });
  client.on('connect', () => {
    if (lost) say(`${scope}: connected`);
    lost = false;
  });
  client.on('message', (topic, payload) => {
    for (const { filter, listener } of listeners) {
      if (matchesTopic(filter, topic)) listener(topic, payload);
    }
  });
  return {
    subscribe: async (filter, listener) => {
      const entry = { filter, listener };
      listeners.push(entry);
      // Without a connection it is asked for at the next one.
      if (client.connected) await client.subscribeAsync(filter, { qos: 0 });
      else client.once('connect', () => client.subscribe(filter, { qos: 0 }));
      return () => {
        listeners.splice(listeners.indexOf(entry), 1);
        if (!listeners.some((other) => other.filter === filter)) client.unsubscribe(filter);
      };
    },
    publish: (topic, payload, retain) => {
      if (client.connected) client.publish(topic, Buffer.from(payload), { qos: 0, retain });
    },
    onConnected: (listener) => {
      client.on('connect', listener);
      if (client.connected) listener();
      return () => client.off('connect', listener);
    },
    close: async () => {
      lost = true;
      await client.endAsync(true);
    },
  };
}
