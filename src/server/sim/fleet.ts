import { connect, type MqttClient } from 'mqtt';
import { cityTopics } from '#base/live/topics.ts';
import { cityTime, type PublishedClock } from '#base/live/wire.ts';
import type { Login } from '../broker/broker.ts';
import { backOff, CLIENT_OPTIONS } from '../broker/remote-link.ts';
import type { SimMessage } from './message.ts';
import type { Simulation } from './simulation.ts';

const TICK_MS = 1_000;
/** Where time flies: four times a second, and no more often. */
const FAST_TICK_MS = 250;
/** Whoever joins may ask for everything, and no more often than that. */
const TELL_ALL_EVERY_MS = 5_000;
/** Bytes that wait for a slow broker beyond which states are left out, and told anew when it has caught up. */
const MOST_WAITING = 4 * 1024 * 1024;

export interface FleetOptions {
  readonly simulation: Simulation;
  readonly division: string;
  /** `mqtt://…` or `ws://…` */
  readonly url: string;
  readonly login?: Login | undefined;
  readonly clock: PublishedClock;
  readonly say: (message: string) => void;
  readonly wall?: () => number;
}

export interface Fleet {
  close(): Promise<void>;
}

/**
 * Lets a simulated city speak MQTT as a real fleet does: one connection a gateway, each with its last will, everything
 * told at each connection, and commands obeyed.
 */
export function runFleet(options: FleetOptions): Fleet {
  const { simulation, division, clock, say, wall = Date.now } = options;
  const topics = cityTopics(division);
  const { sources } = simulation;
  /** Sources that have to tell everything again. */
  const behind = new Set<number>();
  let open = true;
  let last = Number.NEGATIVE_INFINITY;
  let ill = 0;

  const now = (): number => {
    last = Math.max(last, Math.floor(cityTime(clock, wall())));
    return last;
  };
  const waiting = ({ stream }: MqttClient): number =>
    (stream as { writableLength?: number }).writableLength ?? 0;
  function send(messages: readonly SimMessage[]): void {
    for (const { source, topic, payload, retain, qos } of messages) {
      const client = clients[source]!;
      // What cannot be sent is told at the next connection.
      if (!client.connected) continue;
      if (qos === 0 && waiting(client) > MOST_WAITING) behind.add(source);
      else
        client.publish(topic, typeof payload === 'string' ? payload : Buffer.from(payload), { retain, qos });
    }
  }
  const clients = sources.map((name, source) => {
    const availability = topics.availability(name);
    const client = connect(options.url, {
      ...CLIENT_OPTIONS,
      clientId: `${division}-${name}`,
      ...(options.login ? { username: options.login.user, password: options.login.password } : {}),
      will: { topic: availability, payload: Buffer.from('offline'), qos: 1, retain: true },
    });
    backOff(client, Math.random);
    client.on('error', (error) => {
      if (ill++ === 0)
        say(`simulator of "${division}": ${error.message || 'no connection to the broker'}; trying on`);
    });
    client.on('connect', () => {
      ill = 0;
      client.publish(availability, 'online', { retain: true, qos: 1 });
      if (source === sources.length - 1) client.subscribe([simulation.commands, topics.tellAll], { qos: 1 });
      send(simulation.full(source, now()));
    });
    client.on('message', (topic, payload) => {
      if (topic === topics.tellAll) return tellAll();
      try {
        send(simulation.command(topic, payload, now()));
        send(simulation.step(now()));
      } catch (error) {
        complain((error as Error).message);
      }
    });
    return client;
  });

  let toldAllAt = Number.NEGATIVE_INFINITY;
  function tellAll(): void {
    if (wall() - toldAllAt < TELL_ALL_EVERY_MS) return;
    toldAllAt = wall();
    for (const source of sources.keys()) behind.add(source);
  }
  /** Rubbish may come in floods: one line a minute of it. */
  let complaints = 0;
  let complainedAt = Number.NEGATIVE_INFINITY;
  function complain(message: string): void {
    complaints++;
    if (wall() - complainedAt < 60_000) return;
    complainedAt = wall();
    say(
      `simulator of "${division}": ${complaints === 1 ? '' : `${complaints} commands refused, the last: `}${message}`,
    );
    complaints = 0;
  }
  function tick(): void {
    const t = now();
    sources.forEach((_, source) => {
      const client = clients[source]!;
      const away = simulation.isOffline(source, t);
      // Cut, not closed: the broker has to find out and tell by the last will.
      if (away && !client.disconnecting) client.end(true);
      else if (!away && client.disconnected && client.disconnecting) client.reconnect();
      else if (behind.has(source) && client.connected && waiting(client) === 0) {
        behind.delete(source);
        send(simulation.full(source, t));
      }
    });
    send(simulation.step(t));
  }
  const timer = setInterval(() => open && tick(), clock.rate > 1 ? FAST_TICK_MS : TICK_MS);
  return {
    async close() {
      open = false;
      clearInterval(timer);
      // Their last wills tell that they are gone.
      await Promise.all(clients.map((client) => client.endAsync(true).catch(() => {})));
    },
  };
}
