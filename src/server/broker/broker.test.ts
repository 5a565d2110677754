import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Broker, createBroker, MOST_PACKET_BYTES } from './broker.ts';
import { attachMqtt } from './mqtt-upgrade.ts';

const LOGIN = { user: 'fleet', password: 'seven seas' };
let broker: Broker;
let server: Server;
let tcp: TcpServer;
let detach: () => void;
let refused: string[];
let clients: MqttClient[];

const listen = (at: Server | TcpServer): Promise<void> =>
  new Promise((resolve) => at.listen(0, '127.0.0.1', () => resolve()));
const portOf = (at: Server | TcpServer): number => (at.address() as AddressInfo).port;
const url = (): string => `ws://127.0.0.1:${portOf(server)}/mqtt`;

async function client(options: IClientOptions = {}, to = url()): Promise<MqttClient> {
  const made = await connectAsync(to, { protocolVersion: 4, reconnectPeriod: 0, ...options });
  clients.push(made);
  return made;
}
const device = (options: IClientOptions = {}): Promise<MqttClient> =>
  client({ username: LOGIN.user, password: LOGIN.password, ...options });

/** Collects what comes until there are so many. */
function collect(
  from: MqttClient,
  count: number,
): Promise<{ topic: string; payload: Buffer; retain: boolean }[]> {
  const got: { topic: string; payload: Buffer; retain: boolean }[] = [];
  return new Promise((resolve) => {
    from.on('message', (topic, payload, { retain }) => {
      got.push({ topic, payload, retain });
      if (got.length === count) resolve(got);
    });
  });
}
const closed = (from: MqttClient): Promise<void> =>
  new Promise((resolve) => from.once('close', () => resolve()));

beforeEach(async () => {
  refused = [];
  clients = [];
  broker = await createBroker({ logins: [LOGIN], onRefused: (why) => refused.push(why) });
  server = createServer((_request, response) => response.end('page'));
  detach = attachMqtt(server, (socket) => broker.acceptWebSocket(socket));
  tcp = createTcpServer((socket) => broker.acceptTcp(socket));
  await Promise.all([listen(server), listen(tcp)]);
});

afterEach(async () => {
  await Promise.all(clients.map((each) => each.endAsync(true).catch(() => {})));
  detach();
  await broker.close();
  server.closeAllConnections();
  server.close();
  tcp.close();
});

describe('the embedded broker', () => {
  it('lies under /mqtt of the port that serves the page', async () => {
    const answer = await fetch(`http://127.0.0.1:${portOf(server)}/`);
    expect(await answer.text()).toBe('page');
    const page = await client();
    const came = collect(page, 1);
    await page.subscribeAsync('city/370299/#');
    (await device()).publish('city/370299/light/1/streetlight/7/state', 'on');
    const [message] = await came;
    expect([message?.topic, message?.payload.toString()]).toEqual([
      'city/370299/light/1/streetlight/7/state',
      'on',
    ]);
  });

  it('joins many messages into few frames and keeps their order and bytes', async () => {
    const count = 3_000;
    let frames = 0;
    const page = await client({
      createWebsocket: (address, protocols) => {
        const socket = new WebSocket(address, protocols);
        socket.on('message', () => frames++);
        return socket;
      },
    });
    const came = collect(page, count);
    await page.subscribeAsync('city/x/#');
    const fleet = await device();
    for (let i = 0; i < count; i++) fleet.publish(`city/x/light/-/lamp/${i}/state`, Buffer.alloc(i % 400, i));
    const messages = await came;
    expect(messages.map(({ topic }) => topic)).toEqual(
      Array.from({ length: count }, (_, i) => `city/x/light/-/lamp/${i}/state`),
    );
    expect(messages.every(({ payload }, i) => payload.equals(Buffer.alloc(i % 400, i)))).toBe(true);
    expect(frames).toBeLessThan(count / 4);
  });

  it('carries a batch of a megabyte whole', async () => {
    const bytes = Buffer.from(Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 7919) >> 3));
    const page = await client();
    const came = collect(page, 2);
    await page.subscribeAsync('city/#');
    const fleet = await device();
    fleet.publish('city/x/light/batch/a/state', bytes);
    fleet.publish('city/x/light/batch/a/state', bytes.subarray(1));
    const [first, second] = await came;
    expect(first?.payload.equals(bytes)).toBe(true);
    expect(second?.payload.equals(bytes.subarray(1))).toBe(true);
  });

  it('lets a page ask and nothing else', async () => {
    const fleet = await device();
    const came = collect(fleet, 1);
    await fleet.subscribeAsync('city/#');
    for (const [topic, retain, why] of [
      [
        'city/x/light/-/streetlight/7/state',
        false,
        'topic "city/x/light/-/streetlight/7/state": expected city/…/cmd from a page, got another',
      ],
      ['city/x/clock/meta', true, 'topic "city/x/clock/meta": expected city/…/cmd from a page, got another'],
      ['elsewhere/cmd', false, 'topic "elsewhere/cmd": expected one below city/, got another'],
      [
        'city/x/light/-/group/1/cmd',
        true,
        'topic "city/x/light/-/group/1/cmd": expected a command that is not retained, got a retained one',
      ],
      ['$SYS/x/cmd', false, 'topic "$SYS/x/cmd": expected one below city/, got one of the broker\'s own'],
    ] as const) {
      const page = await client();
      const ends = closed(page);
      page.publish(topic, 'x', { retain });
      await ends;
      expect(refused.at(-1)).toBe(why);
    }
    const page = await client();
    page.publish('city/x/light/-/group/1/cmd', 'please');
    const [message] = await came;
    expect([message?.topic, message?.payload.toString()]).toEqual(['city/x/light/-/group/1/cmd', 'please']);
  });

  it('refuses the last will of a page that would speak for a device', async () => {
    const watcher = await client();
    const came = collect(watcher, 1);
    await watcher.subscribeAsync('city/#');
    const page = await client({
      will: { topic: 'city/x/gateway-1/availability', payload: Buffer.from('offline'), qos: 0, retain: true },
    });
    page.stream.destroy();
    const fleet = await device({
      will: { topic: 'city/x/gateway-2/availability', payload: Buffer.from('offline'), qos: 0, retain: true },
    });
    fleet.stream.destroy();
    const [message] = await came;
    expect(message?.topic).toBe('city/x/gateway-2/availability');
    expect(refused).toEqual([
      'topic "city/x/gateway-1/availability": expected city/…/cmd from a page, got another',
    ]);
  });

  it('keeps states for those who come later, and no events', async () => {
    const fleet = await device();
    await fleet.publishAsync('city/x/clock/meta', '{"rate":1}', { retain: true, qos: 1 });
    const late = await client();
    const came = collect(late, 1);
    await late.subscribeAsync('city/x/#');
    expect((await came)[0]).toMatchObject({ topic: 'city/x/clock/meta', retain: true });
    const ends = closed(fleet);
    fleet.publish('city/x/case/1/case/2/event', '{}', { retain: true });
    await ends;
    expect(refused).toEqual([
      'topic "city/x/case/1/case/2/event": expected state, meta or availability retained, got another',
    ]);
  });

  it('grants no topics of its own to anybody', async () => {
    const page = await client();
    const granted = await page.subscribeAsync('$SYS/#').catch((error: Error) => error);
    expect(granted instanceof Error ? 128 : granted[0]?.qos).toBe(128);
    expect(refused).toEqual(['topic "$SYS/#": expected none of the broker\'s own']);
  });

  it('refuses a login that it does not know', async () => {
    for (const password of ['seven', '', 'seven seas ']) {
      await expect(client({ username: 'fleet', password })).rejects.toThrow(/Bad username or password/i);
    }
    expect(refused).toHaveLength(3);
    expect(refused.join()).not.toContain('seven');
  });

  it('lets no page push out a device by taking its identifier', async () => {
    const fleet = await device({ clientId: 'gateway-1' });
    await expect(client({ clientId: 'gateway-1' })).rejects.toThrow(/Identifier rejected/i);
    expect(fleet.connected).toBe(true);
  });

  it('takes devices over TCP without a login', async () => {
    const page = await client();
    const came = collect(page, 1);
    await page.subscribeAsync('city/#');
    const sensor = await client({}, `mqtt://127.0.0.1:${portOf(tcp)}`);
    sensor.publish('city/x/light/-/streetlight/7/state', '{}');
    expect((await came)[0]?.topic).toBe('city/x/light/-/streetlight/7/state');
  });

  it.each(['ws', 'mqtt'])(
    'ends a connection over %s that announces 100 MB, before it has come',
    async (kind) => {
      const to = kind === 'ws' ? url() : `mqtt://127.0.0.1:${portOf(tcp)}`;
      const rude = await client({ username: LOGIN.user, password: LOGIN.password }, to);
      const ends = closed(rude);
      // PUBLISH, and the length 100,000,000 as MQTT writes it.
      rude.stream.write(Buffer.from([0x30, 0x80, 0xc2, 0xd7, 0x2f, 0, 1, 0x61]));
      await ends;
      expect(refused).toEqual([`packet: expected ${MOST_PACKET_BYTES} bytes at most, got 100000000`]);
      expect((await client()).connected).toBe(true);
    },
  );

  it('passes thousands of messages on that have waited behind large ones', async () => {
    const slow = await client({}, `mqtt://127.0.0.1:${portOf(tcp)}`);
    await slow.subscribeAsync('batch/#');
    let count = 0;
    await broker.subscribe('thing/#', () => count++);
    const batch = new Uint8Array(200_000);
    for (let n = 0; n < 150; n++) broker.publish('batch/state', batch, false);
    for (let n = 0; n < 20_000; n++) broker.publish('thing/state', 'on', false);
    // Nobody has asked for these.
    for (let n = 0; n < 20_000; n++) broker.publish('other/state', 'on', false);
    await expect.poll(() => count).toBe(20_000);
  });

  it('outlives rubbish, and frames that are too long', async () => {
    const talk = async (bytes: Buffer): Promise<void> => {
      const socket = new WebSocket(url(), 'mqtt');
      await new Promise((resolve) => socket.once('open', resolve));
      const ends = new Promise((resolve) => socket.once('close', resolve));
      socket.on('error', () => {});
      socket.send(bytes, () => {});
      await ends;
    };
    await talk(Buffer.alloc(64, 0xff));
    await talk(Buffer.alloc(MOST_PACKET_BYTES + 4096));
    expect((await client()).connected).toBe(true);
  });

  it('refuses pages of other origins and other paths', async () => {
    const open = (address: string, origin?: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = new WebSocket(address, 'mqtt', origin === undefined ? {} : { origin });
        socket.once('open', () => resolve('open'));
        socket.once('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
        socket.once('error', () => {});
        socket.once('open', () => socket.close());
      });
    const here = `http://127.0.0.1:${portOf(server)}`;
    expect(await open(url(), here)).toBe('open');
    expect(await open(url(), 'http://localhost:5173')).toBe('open');
    expect(await open(url(), 'https://elsewhere.example')).toBe('403');
    expect(await open(url(), 'null')).toBe('403');
    expect(await open(`${url()}/x`, here)).toBe('404');
  });
});
