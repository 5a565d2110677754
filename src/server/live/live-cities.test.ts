import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { decodeBatch } from '#base/live/batch.ts';
import { decodeSnapshot } from '#base/live/snapshot.ts';
import type { LampAck, LiveSnapshot, PublishedClock } from '#base/live/wire.ts';
import { type Broker, createBroker } from '../broker/broker.ts';
import { type CityServer, serve } from '../serve.ts';
import type { FakeCity } from '../sim/fake-city.ts';
import { writeFakeCity } from '../sim/write-fake-city.ts';
import type { LiveOptions } from './live-options.ts';

const LIVE: LiveOptions = { simulate: true, seed: 1, rate: 1, at: '2026-11-23T20:00' };
let root: string;
let city: FakeCity;
let server: CityServer | null = null;
let said: string[] = [];
const ends: (() => Promise<void> | void)[] = [];

const start = async (
  live: Partial<LiveOptions> = {},
  folders = [join(root, 'cities/fake')],
): Promise<CityServer> => {
  server = await serve({
    folders,
    port: 0,
    host: '127.0.0.1',
    app: join(root, 'app'),
    live: { ...LIVE, ...live },
    say: (message) => said.push(message),
  });
  return server;
};
const page = async (url = `${server!.url.replace('http', 'ws')}mqtt`): Promise<MqttClient> => {
  const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 200 });
  ends.push(() => client.endAsync(true));
  return client;
};
async function snapshot(name = 'fake'): Promise<LiveSnapshot> {
  const answer = await fetch(`${server!.url}api/live/${name}/snapshot`);
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    200,
    'application/cbor',
    'no-store',
  ]);
  return decodeSnapshot(new Uint8Array(await answer.arrayBuffer()), 'snapshot');
}
/** Waits until something is so. */
async function until<T>(ask: () => Promise<T | null | false> | T | null | false): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it never came to be so');
}
const wholeSnapshot = (): Promise<LiveSnapshot> =>
  until(async () => {
    const now = await snapshot();
    const told = (now.tables.components?.gid.length ?? 0) + (now.tables.roads?.gid.length ?? 0);
    return (
      told >= (city.components.count + city.roads.count) * 0.97 && now.cases.length > 0 && now.vehicles && now
    );
  });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spar-live-'));
  city = await writeFakeCity(join(root, 'cities/fake'));
  await mkdir(join(root, 'app'));
  await writeFile(join(root, 'app/index.html'), '<!doctype html>');
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await server?.close();
  server = null;
  said = [];
});
afterAll(() => rm(root, { recursive: true }));

describe('a city that is served', () => {
  it('is alive: everything is in the snapshot, and the stream goes on from there', async () => {
    await start();
    const now = await wholeSnapshot();
    expect(now.ledger).toBe(city.manifest.ledger);
    expect(now.clock.rate).toBe(1);
    const cityNow = now.clock.epoch + (now.now - now.clock.at);
    expect(Math.abs(cityNow - Date.parse('2026-11-23T20:00+08:00'))).toBeLessThan(60_000);
    const { on, fault } = now.tables.components!.columns;
    // By eight in the evening of November all lamps are lit but those with a fault.
    const lit = on!.filter((value) => value === 1).length;
    expect(lit).toBeGreaterThan(280);
    expect(fault!.filter((value) => value > 0 && value < 255).length).toBeLessThan(60);
    const came = await new Promise<string>((resolve) => {
      void page().then((client) => {
        client.on('message', (topic, _payload, { retain }) => !retain && resolve(topic));
        client.subscribe('city/370299/#');
      });
    });
    expect(came).toMatch(/^city\/370299\//);
  });

  it('publishes its clock, and gives it over HTTP', async () => {
    await start({ rate: 60 });
    const answer = await fetch(`${server!.url}api/live/fake/clock`);
    const clock = (await answer.json()) as PublishedClock;
    expect([clock.rate, clock.epoch]).toEqual([60, Date.parse('2026-11-23T20:00+08:00')]);
    const client = await page();
    const published = await new Promise<string>((resolve) => {
      client.on('message', (_topic, payload) => resolve(payload.toString()));
      client.subscribe('city/370299/clock/meta');
    });
    expect(JSON.parse(published)).toEqual(clock);
  });

  it('switches lamps for a page that asks: acknowledged, then seen', async () => {
    await start();
    await wholeSnapshot();
    const client = await page();
    const lamps = city.components.columns.attributes.flatMap((attributes, row) =>
      attributes?.circuit === 'KX001-1' ? [city.components.start + row] : [],
    );
    const dark = new Set<number>();
    let ack: LampAck | null = null;
    client.on('message', (topic, payload) => {
      if (topic.endsWith('/ack')) ack = JSON.parse(payload.toString()) as LampAck;
      else if (topic.includes('/light/batch/')) {
        const { gid, columns } = decodeBatch(payload, topic);
        gid.forEach((one, i) => {
          if (columns.dim?.[i] === 0 && lamps.includes(one)) dark.add(one);
        });
      }
    });
    await client.subscribeAsync(['city/370299/light/batch/+/state', 'city/370299/light/-/group/+/ack']);
    const command = {
      correlation: 'c9',
      replyTo: 'city/370299/light/-/group/c9/ack',
      observedAt: '',
      target: { circuit: 'KX001-1' },
      level: 0,
    };
    client.publish('city/370299/light/-/group/c9/cmd', JSON.stringify(command));
    const answer = await until(() => ack);
    expect(answer.correlation).toBe('c9');
    expect(answer.accepted + answer.refused.length).toBe(5);
    expect(answer.accepted).toBeGreaterThan(2);
    // But for those that speak in JSON.
    await until(() => dark.size >= answer.accepted - 1);
  });

  it('tells everything again to one who asks, but not at every word', async () => {
    await start();
    await wholeSnapshot();
    const client = await page();
    const told = new Map<number, number>();
    client.on('message', (topic, payload) => {
      if (topic.includes('/batch/fleet/')) return;
      const { gid } = decodeBatch(payload, topic);
      for (const one of gid) told.set(one, (told.get(one) ?? 0) + 1);
    });
    await client.subscribeAsync('city/370299/+/batch/+/state');
    for (let i = 0; i < 100; i++) client.publish('city/370299/fleet/-/all/-/cmd', '{}');
    // But for lamps that speak in JSON.
    const all = city.components.count + city.roads.count;
    await until(() => told.size > all * 0.97);
    expect(Math.max(...told.values())).toBeLessThan(5);
  });

  it('says so when there is no such city, and gives one that comes later', async () => {
    await start({}, [join(root, 'cities')]);
    const answer = await fetch(`${server!.url}api/live/nowhere/snapshot`);
    expect([answer.status, await answer.text()]).toEqual([
      404,
      'city "nowhere": expected the folder of a city that is served, got none\n',
    ]);
    for (const path of ['api/live/fake/state', 'api/live/', 'api/live/../clock']) {
      expect((await fetch(`${server!.url}${path}`)).status).toBe(404);
    }
    await writeFakeCity(join(root, 'cities/later'), 2);
    expect((await snapshot('later')).tables).toEqual({});
    await rm(join(root, 'cities/later'), { recursive: true });
    expect((await fetch(`${server!.url}api/live/later/snapshot`)).status).toBe(404);
  });

  it('begins anew when it was built again', async () => {
    await start();
    await wholeSnapshot();
    const manifest = { ...city.manifest, ledger: 'b'.repeat(64) };
    await writeFile(join(root, 'cities/fake/manifest.json'), JSON.stringify(manifest));
    const again = await until(async () => {
      const now = await snapshot();
      return (now.tables.components?.gid.length ?? 0) > 0 && now;
    });
    expect(again.ledger).toBe(manifest.ledger);
    // One that cannot be read is told of, and alive again when it can.
    await writeFile(join(root, 'cities/fake/manifest.json'), '{"spar": 0}');
    const broken = await fetch(`${server!.url}api/live/fake/snapshot`);
    expect([broken.status, await broken.text()]).toEqual([
      500,
      'city "fake": manifest.json: spar: expected city folder version 1, got 0\n',
    ]);
    await writeFakeCity(join(root, 'cities/fake'));
    await wholeSnapshot();
  });

  it('is silent without simulator, and takes what devices tell', async () => {
    await start({ simulate: false, mqttPort: 0 });
    expect((await snapshot()).tables).toEqual({});
    const sensor = await page(`mqtt://127.0.0.1:${server!.mqttPort}`);
    const { encodeBatch } = await import('#base/live/encode.ts');
    const t = Date.parse('2026-11-23T20:00+08:00');
    const batch = encodeBatch({
      t,
      ledger: city.manifest.ledger,
      theme: 'components',
      gid: Uint32Array.of(7),
      columns: { fault: Uint8Array.of(2) },
    });
    await sensor.publishAsync('city/370299/component/batch/patrol/state', Buffer.from(batch), { qos: 1 });
    const table = await until(async () => (await snapshot()).tables.components ?? null);
    expect([[...table.gid], [...table.observedAt], [...table.columns.fault!]]).toEqual([[7], [t], [2]]);
  });

  it('refuses an address that is none, and a port that is taken', async () => {
    await expect(start({ broker: 'http://user:secret@elsewhere.example/' })).rejects.toThrow(
      '--broker: expected mqtt://, mqtts://, ws:// or wss:// and a host, got "http://elsewhere.example"',
    );
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', () => resolve()));
    const { port } = taken.address() as AddressInfo;
    await expect(start({ mqttPort: port })).rejects.toThrow(
      `--mqtt-port ${port}: expected a port that is free`,
    );
    taken.close();
  });
});

describe('a city beside another broker', () => {
  /** A broker of its own, that can be killed and started again on the same port. */
  async function open(port: number): Promise<{ port: number; kill: () => Promise<void> }> {
    const broker: Broker = await createBroker();
    const sockets = new Set<Socket>();
    const tcp: Server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      broker.acceptTcp(socket);
    });
    await new Promise<void>((resolve) => tcp.listen(port, '127.0.0.1', () => resolve()));
    let dead = false;
    const kill = async (): Promise<void> => {
      if (dead) return;
      dead = true;
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => tcp.close(() => resolve()));
      await broker.close();
    };
    ends.push(kill);
    return { port: (tcp.address() as AddressInfo).port, kill };
  }

  it('goes on by itself when that was killed and comes again, clock and all', async () => {
    const first = await open(0);
    await start({ broker: `mqtt://127.0.0.1:${first.port}` });
    await wholeSnapshot();
    const client = await page();
    const topics: string[] = [];
    client.on('message', (topic) => topics.push(topic));
    client.on('connect', () => client.subscribe('city/370299/#'));
    client.subscribe('city/370299/#');
    await until(() => topics.length > 0);
    await first.kill();
    await until(() => !client.connected);
    expect(said.at(-1)).toMatch(/^(broker|simulator of) "/);
    await open(first.port);
    topics.length = 0;
    await until(() => topics.includes('city/370299/clock/meta'));
    await until(() => topics.some((topic) => topic.includes('/light/batch/')));
    await until(() => topics.some((topic) => topic.includes('/case/')));
    await wholeSnapshot();
  });

  it('says that it cannot reach it, and serves the page all the same', async () => {
    const gone = await open(0);
    await gone.kill();
    await start({ broker: `mqtt://someone:secret@127.0.0.1:${gone.port}`, simulate: false });
    await until(() => said.length > 0);
    expect(said[0]).toMatch(
      new RegExp(`^broker "mqtt://127.0.0.1:${gone.port}": expected a connection, got .*; trying on$`),
    );
    expect(said.join()).not.toContain('secret');
    expect((await fetch(server!.url)).status).toBe(200);
    expect((await snapshot()).tables).toEqual({});
    // A page that comes is told at once that there is nothing, and tries again.
    const socket = new WebSocket(`${server!.url.replace('http', 'ws')}mqtt`, 'mqtt');
    await new Promise((resolve) => socket.once('close', resolve));
  });
});

const hasMosquitto = spawnSync('mosquitto', ['-h']).error === undefined;

describe.skipIf(!hasMosquitto)('a city beside mosquitto (skipped where it is not installed)', () => {
  async function freePort(): Promise<number> {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', () => resolve()));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
  async function mosquitto(): Promise<{ mqtt: string; ws: string }> {
    const [plain, sockets] = [await freePort(), await freePort()];
    const file = join(root, 'mosquitto.conf');
    await writeFile(
      file,
      `listener ${plain} 127.0.0.1\nlistener ${sockets} 127.0.0.1\nprotocol websockets\nallow_anonymous true\n`,
    );
    const child: ChildProcess = spawn('mosquitto', ['-c', file], { stdio: 'ignore' });
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    ends.push(async () => {
      child.kill();
      await exited;
    });
    await until(() =>
      connectAsync(`mqtt://127.0.0.1:${plain}`, { reconnectPeriod: 0 }).then(
        (client) => client.endAsync().then(() => true),
        () => false,
      ),
    );
    return { mqtt: `mqtt://127.0.0.1:${plain}`, ws: `ws://127.0.0.1:${sockets}` };
  }

  it.each(['mqtt', 'ws'] as const)('lives as with the embedded one, over %s', async (kind) => {
    const urls = await mosquitto();
    await start({ broker: urls[kind] });
    await wholeSnapshot();
    // The page keeps to its own server, which leads to that broker; MQTT 5 goes through, too.
    const client = await connectAsync(`${server!.url.replace('http', 'ws')}mqtt`, {
      protocolVersion: 5,
      reconnectPeriod: 0,
    });
    ends.push(() => client.endAsync(true));
    const topics = new Set<string>();
    client.on('message', (topic) => topics.add(topic));
    await client.subscribeAsync('city/370299/#');
    await until(() => topics.has('city/370299/clock/meta') && topics.has('city/370299/cases/availability'));
    await until(() => [...topics].some((topic) => topic.includes('/vehicle/batch/')));
    let ack = '';
    client.on('message', (topic, payload) => {
      if (topic.endsWith('/ack')) ack = payload.toString();
    });
    const replyTo = 'city/370299/light/-/group/m1/ack';
    const command = { correlation: 'm1', replyTo, observedAt: '', target: { circuit: 'KX001-1' }, level: 30 };
    client.publish('city/370299/light/-/group/m1/cmd', JSON.stringify(command));
    await until(() => ack !== '');
    expect((JSON.parse(ack) as LampAck).correlation).toBe('m1');
  });
});
