import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import type { WebSocket } from 'ws';
import type { BrokerLink } from './broker-link.ts';
import { streamOfTcp, streamOfWebSocket } from './coalesce.ts';
import { type Role, refusePublication, refuseSubscription } from './rights.ts';

/** Bytes of an MQTT packet: a snapshot of a city in one batch is far below. */
export const MOST_PACKET_BYTES = 8 * 1024 * 1024;
const DRAIN_TIMEOUT_MS = 4_000;
const MOST_RETAINED_TOPICS = 200_000;
const REFUSED = 4;
const IN_USE = 2;

export interface Login {
  readonly user: string;
  readonly password: string;
}

export interface BrokerOptions {
  /** Who may publish as a device; a client without a login is a page, or a device when it comes over TCP. */
  readonly logins?: readonly Login[];
  /** Told of every refusal. */
  readonly onRefused?: (why: string) => void;
}

export interface Broker extends BrokerLink {
  acceptWebSocket(socket: WebSocket): void;
  acceptTcp(socket: Socket): void;
  /** Clients that are connected. */
  clients(): number;
}

function sameText(given: Uint8Array, wanted: string): boolean {
  const bytes = Buffer.from(wanted);
  return bytes.length === given.length && timingSafeEqual(bytes, given);
}

function refusal(message: string, returnCode: number): AuthenticateError {
  return Object.assign(new Error(message), { returnCode }) as AuthenticateError;
}

/**
 * Creates the embedded MQTT broker (3.1 and 3.1.1; clients that speak 5 are told so and fall back).
 *
 * Nothing is kept over a restart: devices publish their states again, and pages take a snapshot.
 */
export async function createBroker({ logins = [], onRefused }: BrokerOptions = {}): Promise<Broker> {
  const overTcp = new WeakSet<Duplex>();
  const roles = new WeakMap<Client, Role>();
  const retained = new Set<string>();

  const checkRetained = ({
    topic,
    payload,
    retain,
  }: Parameters<typeof refusePublication>[1]): string | null => {
    if (!retain) return null;
    if (payload.length === 0) retained.delete(topic);
    else if (retained.size >= MOST_RETAINED_TOPICS && !retained.has(topic)) {
      return `topic "${topic}": expected ${MOST_RETAINED_TOPICS} retained topics at most, got one more`;
    } else retained.add(topic);
    return null;
  };

  const aedes = await Aedes.createBroker({
    drainTimeout: DRAIN_TIMEOUT_MS,
    preConnect: (_client, packet, done) => {
      // Who gives no name gets no session that outlives the connection.
      if (packet.username === undefined) packet.clean = true;
      done(null, true);
    },
    authenticate: (client, user, password, done) => {
      const known = logins.find((login) => login.user === user);
      if (user !== undefined && !(known && sameText(password ?? new Uint8Array(), known.password))) {
        onRefused?.(`client "${client.id}": expected a login that is known, got user "${user}"`);
        return done(refusal('login refused', REFUSED), false);
      }
      const role: Role = known || overTcp.has(client.conn as Duplex) ? 'device' : 'page';
      const other = (aedes as unknown as { clients: Record<string, Client> }).clients[client.id];
      if (role === 'page' && other && roles.get(other) === 'device') {
        onRefused?.(`client "${client.id}": expected an identifier of its own, got that of a device`);
        return done(refusal('identifier in use', IN_USE), false);
      }
      roles.set(client, role);
      done(null, true);
    },
    authorizePublish: (client, packet, done) => {
      if (client === null) return done(null);
      const publication = { topic: packet.topic, payload: packet.payload, retain: packet.retain };
      const why = refusePublication(roles.get(client) ?? 'page', publication) ?? checkRetained(publication);
      if (why === null) return done(null);
      onRefused?.(why);
      done(new Error(why));
    },
    authorizeSubscribe: (_client, subscription, done) => {
      const why = refuseSubscription(subscription.topic);
      if (why !== null) onRefused?.(why);
      done(null, why === null ? subscription : null);
    },
  });
  // What has waited for a slow client is passed on by recursion, message by message, where all who hear it are done at
  // once: thousands of them would be too deep. One who hears everything and is done a little later ends that.
  await new Promise<void>((resolve) => {
    aedes.subscribe('#', (_packet, done) => queueMicrotask(done), resolve);
  });
  // A client that breaks off or talks rubbish is closed by then; it is no error of the broker's.
  const onLost = (client: Client, error: Error): void => {
    if (error instanceof RangeError) onRefused?.(error.message);
    else if (error.message === 'drain timeout') {
      onRefused?.(
        `client "${client.id}": expected it to keep up, got nothing taken in ${DRAIN_TIMEOUT_MS} ms`,
      );
    }
  };
  aedes.on('clientError', onLost);
  aedes.on('connectionError', onLost);

  return {
    acceptWebSocket(socket) {
      aedes.handle(streamOfWebSocket(socket, MOST_PACKET_BYTES));
    },
    acceptTcp(socket) {
      const stream = streamOfTcp(socket, MOST_PACKET_BYTES);
      overTcp.add(stream);
      aedes.handle(stream);
    },
    clients: () => aedes.connectedClients,
    subscribe: (filter, listener) => {
      const deliver = (packet: { topic: string; payload: string | Buffer }, done: () => void): void => {
        listener(packet.topic, packet.payload as Buffer);
        done();
      };
      return new Promise((resolve) => {
        aedes.subscribe(filter, deliver, () => resolve(() => aedes.unsubscribe(filter, deliver, () => {})));
      });
    },
    publish: (topic, payload, retain) =>
      aedes.publish(
        { cmd: 'publish', topic, payload: Buffer.from(payload), retain, qos: 0, dup: false },
        () => {},
      ),
    onConnected: (listener) => {
      listener();
      return () => {};
    },
    close: () => new Promise((resolve) => aedes.close(() => resolve())),
  };
}
