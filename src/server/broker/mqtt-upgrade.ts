import type { IncomingMessage, Server } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { createWebSocketStream, WebSocket, WebSocketServer } from 'ws';
import { MOST_PACKET_BYTES } from './broker.ts';

const PORTS: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883 };
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Tells whether a request comes from a page of this server, or from no page at all.
 *
 * A page of a machine's own loopback address counts, be it of another port: a page in development.
 */
export function isOwnOrigin({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (from.host === host) return true;
  const hostname = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  return LOOPBACK.test(from.hostname) && LOOPBACK.test(hostname);
}

function refuse(socket: Duplex, status: string, text: string): void {
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}

/**
 * Takes MQTT over WebSocket at `/mqtt` of an HTTP server.
 *
 * @param accept - what to do with a client.
 * @returns ends the clients' connections.
 */
export function attachMqtt(server: Server, accept: (socket: WebSocket) => void): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_PACKET_BYTES + 1024,
    perMessageDeflate: false,
    handleProtocols: (offered) => [...offered].find((name) => /^mqtt/.test(name)) ?? false,
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const path = (request.url ?? '').replace(/[?#].*$/s, '');
    if (path !== '/mqtt') return refuse(socket, '404 Not Found', `"${path}": expected /mqtt\n`);
    if (!isOwnOrigin(request)) {
      const text = `origin "${request.headers.origin}": expected that of this server\n`;
      return refuse(socket, '403 Forbidden', text);
    }
    sockets.handleUpgrade(request, socket, head, (client) => accept(client));
  });
  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}

/** Passes a client through to a broker elsewhere, byte by byte: what it may do there is that broker's to say. */
export function passThrough(url: string): (client: WebSocket) => void {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const open = (): Duplex => {
    if (/^wss?:$/.test(protocol)) {
      // Without what is secret in the address: a page brings its own login or none.
      const plain = new URL(url);
      plain.username = '';
      plain.password = '';
      return createWebSocketStream(new WebSocket(plain, 'mqtt', { perMessageDeflate: false }));
    }
    const at = Number(port || PORTS[protocol]);
    return protocol === 'mqtts:'
      ? connectTls({ port: at, host, servername: host })
      : connectTcp({ port: at, host, noDelay: true });
  };
  return (client) => {
    const near = createWebSocketStream(client);
    const far = open();
    // Either end's end is the other's; a page tries again by itself.
    pipeline(near, far, () => near.destroy());
    pipeline(far, near, () => far.destroy());
  };
}
