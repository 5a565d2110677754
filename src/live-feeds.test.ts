/** Live feeds against real brokers: the embedded one (3.1.1) and, where it is installed, mosquitto (5). */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, connectAsync, type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import type { CaseRecord } from '#base/cases/case.ts';
import { encodeBatch, encodeSnapshot, encodeVehicles } from '#base/live/encode.ts';
import { CONDITION, FLAG } from '#base/live/live-columns.ts';
import type { FeedStatus } from '#base/live/live-status.ts';
import type { LampCommand, LiveSnapshot, StateBatch } from '#base/live/wire.ts';
import { parseManifest } from '#base/manifest.ts';
import type { SceneFeed } from '#base/state/scene-feeds.ts';
import { createBroker } from '#server/broker/broker.ts';
import { attachMqtt } from '#server/broker/mqtt-upgrade.ts';
import { createLiveEngine, type LiveEngine } from '#twin/live/live-engine.ts';
import type { FromLiveWorker, LiveStatusMessage } from '#twin/live/live-protocol.ts';
import type { LiveVehicle } from '#twin/live/live-view.ts';

const LEDGER = 'ab'.repeat(32);
const START = 1;
const LAMPS = 3_000;
const MOSQUITTO = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto'].find(
  (path) => spawnSync(path, ['-h']).error === undefined,
);

const MANIFEST = parseManifest(
  {
    spar: 1,
    name: 'test',
    title: {},
    origin: [120, 35, 0],
    extent: [119, 34, 121, 36],
    heights: [0, 100],
    sources: [],
    geoid: null,
    counts: {},
    gids: { components: { start: START, count: LAMPS } },
    levels: { L1: { terrain: null, ground: null }, L2: null, L3: null },
    division: '990001',
    features: {},
    search: 'search/index.json',
    years: null,
    attribution: [],
    ledger: LEDGER,
  },
  'manifest.json',
);

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for something to hold, and says what did not. */
async function until(what: string, holds: () => boolean, withinMs = 8_000): Promise<number> {
  const from = Date.now();
  while (!holds()) {
    if (Date.now() - from > withinMs) throw new Error(`expected ${what} within ${withinMs} ms`);
    await sleep(20);
  }
  return Date.now() - from;
}

interface Host {
  port: number;
  /** Lets the broker go, as when its process dies, and starts it anew on the same port. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** The city's state as the host tells it; the test changes it. */
function snapshotOf(rows: [gid: number, t: number, on: number][], cases: CaseRecord[] = []): LiveSnapshot {
  return {
    now: Date.now(),
    clock: { epoch: Date.now(), rate: 1, at: Date.now() },
    ledger: LEDGER,
    tables: {
      components: {
        gid: Uint32Array.from(rows, ([gid]) => gid),
        observedAt: Float64Array.from(rows, ([, t]) => t),
        columns: { on: Uint8Array.from(rows, ([, , on]) => on) },
      },
    },
    cases,
    vehicles: null,
  };
}

/** An HTTP server with the embedded broker, a snapshot and a search index. */
async function embedded(snapshot: () => LiveSnapshot, port = 0): Promise<Host> {
  const host: Host = { port, kill: async () => {}, start: async () => {} };
  host.start = async () => {
    const broker = await createBroker({ logins: [{ user: 'device', password: 'device' }] });
    const server: Server = createServer((request, response) => {
      const files: Record<string, () => string | Uint8Array> = {
        '/api/live/test/snapshot': () => encodeSnapshot(snapshot()),
        '/tilesets/test/search/index.json': () =>
          JSON.stringify({
            version: 1,
            ids: [{ first: '37990101180000', file: 'ids-0.json', count: 2 }],
            names: [],
          }),
        '/tilesets/test/search/ids-0.json': () =>
          JSON.stringify({ ids: ['3799010118000001', '3799010118000002'], gids: [START, START + 1] }),
      };
      const file = files[request.url ?? ''];
      if (file) response.end(file());
      else response.writeHead(404).end();
    });
    const detach = attachMqtt(server, (socket) => broker.acceptWebSocket(socket));
    await new Promise<void>((resolve) => server.listen(host.port, '127.0.0.1', resolve));
    host.port = (server.address() as AddressInfo).port;
    host.kill = async () => {
      host.kill = async () => {};
      detach();
      await broker.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    };
  };
  await host.start();
  open.push(() => host.kill());
  return host;
}

interface Page {
  engine: LiveEngine;
  status(): LiveStatusMessage;
  feed(): FeedStatus;
  /** R and G of a gid as they were handed over. */
  texel(gid: number): [number, number];
  cases: Map<string, CaseRecord>;
  vehicles: Map<string, LiveVehicle>;
  /** Puts the page's wall clock forward. */
  skip(ms: number): void;
}

const TOPICS = [
  { topic: 'city/{division}/+/batch/+/state', format: 'cbor' },
  { topic: 'city/{division}/light/+/streetlight/+/state', key: 'code' },
  { topic: 'city/{division}/case/#', kind: 'case' },
  { topic: 'city/{division}/vehicle/all/positions', kind: 'vehicle', format: 'cbor' },
  { topic: 'city/{division}/clock/meta', kind: 'clock' },
  { topic: 'city/{division}/+/availability', kind: 'availability' },
] as const;

/** What a page does, without a picture. */
function openPage(port: number, change: Partial<SceneFeed> = {}): Page {
  const base = `http://127.0.0.1:${port}/`;
  const texels = new Uint8Array(4 * 4 * 1_024);
  const cases = new Map<string, CaseRecord>();
  const vehicles = new Map<string, LiveVehicle>();
  let status: LiveStatusMessage | null = null;
  const feed = {
    name: 'city',
    kind: 'mqtt',
    url: '/mqtt',
    topics: TOPICS,
    snapshot: '/api/live/{city}/snapshot',
    interval: 60,
    commands: true,
    ...change,
  } as SceneFeed;
  let id = 0;
  let skipped = 0;
  const engine = createLiveEngine({
    city: { manifest: MANIFEST, base: `${base}tilesets/test/` },
    feeds: [feed],
    sceneUrl: base,
    clock: null,
    connect,
    get: fetch,
    wall: () => Date.now() + skipped,
    random: () => 0.5,
    newId: () => `command-${id++}`,
    post(message: FromLiveWorker) {
      if (message.type === 'status') status = message;
      if (message.type === 'cases') for (const one of message.changed) cases.set(one.id, one);
      if (message.type === 'vehicles') for (const one of message.changed) vehicles.set(one.id, one);
      if (message.type !== 'pages') return;
      for (let at = 0, from = 0; at < message.runs.length; at += 2) {
        const bytes = message.runs[at + 1]! * 4_096;
        texels.set(new Uint8Array(message.buffer, from, bytes), message.runs[at]! * 4_096);
        from += bytes;
      }
      engine.take({ type: 'uploaded', theme: message.theme, buffer: message.buffer, at: Date.now() });
    },
  });
  open.push(() => engine.dispose());
  return {
    engine,
    status: () => status!,
    feed: () => status!.feeds[0]!,
    texel: (gid) => [texels[4 * (gid - START)]!, texels[4 * (gid - START) + 1]!],
    cases,
    vehicles,
    skip(ms) {
      skipped += ms;
    },
  };
}

/** A device that speaks 3.1.1 over WebSocket with rights to publish. */
async function device(url: string): Promise<MqttClient> {
  const client = await connectAsync(url, {
    protocolVersion: 4,
    reconnectPeriod: 0,
    username: 'device',
    password: 'device',
  });
  open.push(() => client.endAsync(true));
  return client;
}

const BATCH_TOPIC = 'city/990001/light/batch/sim/state';
function batch(t: number, gids: number[], on: number, change: Partial<StateBatch> = {}): Buffer {
  const bytes = encodeBatch({
    t,
    ledger: LEDGER,
    theme: 'components',
    gid: Uint32Array.from(gids),
    columns: { on: new Uint8Array(gids.length).fill(on) },
    sentAt: Date.now(),
    ...change,
  });
  return Buffer.from(bytes);
}
const refused = (page: Page, why: string): number =>
  page.feed().refused.find((one) => one.why === why)?.count ?? 0;
const exampleOf = (page: Page, why: string): string =>
  page.feed().refused.find((one) => one.why === why)?.example ?? '';
const LIT: [number, number] = [CONDITION.normal, 255];
const DARK: [number, number] = [CONDITION.normal, 0];

const CASE: CaseRecord = {
  id: 'case-1',
  class: 'cjt214-event:0102',
  state: 'REPORTED',
  lon: 120,
  lat: 35,
  grid: null,
  component: null,
  road: null,
  department: null,
  source: 'inspector',
  title: 'Refuse',
  reportedAt: Date.now(),
  filedAt: null,
  dueAt: null,
  handledAt: null,
  closedAt: null,
  history: [{ kind: 'report', at: Date.now(), by: 'inspector' }],
};

describe('a feed of the embedded broker', () => {
  it('falls back to MQTT 3.1.1, takes the snapshot and then the stream, the newest value winning', async () => {
    const t = Date.now();
    const host = await embedded(() =>
      snapshotOf(
        [
          [1, t, 1],
          [2, t - 500, 1],
          [3, t - 1_000, 0],
        ],
        [CASE],
      ),
    );
    const sender = await deviceOf(host);
    const page = openPage(host.port);
    await until('a live feed', () => page.status()?.settled && page.feed().phase === 'live');
    expect(page.feed().protocol).toBe(4);
    await until('the snapshot', () => page.texel(1)[1] === 255);
    expect([page.texel(1), page.texel(2), page.texel(3), page.texel(4)]).toEqual([LIT, LIT, DARK, [0, 0]]);
    expect(page.cases.get('case-1')).toEqual(CASE);
    // Older than the snapshot for 1, newer for 2 and 3.
    sender(BATCH_TOPIC, batch(t - 200, [1, 2, 3], 0));
    sender(BATCH_TOPIC, batch(t - 100, [3], 1));
    await until('the stream', () => page.texel(3)[1] === 255);
    expect([page.texel(1), page.texel(2), page.texel(3)]).toEqual([LIT, DARK, LIT]);
    await until('a latency', () => page.feed().latencyMs !== null && refused(page, 'older') > 0);
    expect(refused(page, 'older')).toBe(1);
    expect(page.feed().latencyMs!.p99).toBeLessThan(2_000);
    expect(page.status().clock?.rate).toBe(1);
    expect(page.status().counts.components).toMatchObject({ known: 3, normal: 3, lit: 2 });
  });

  it('takes single messages by code, cases, vehicles and the state of gateways', async () => {
    const host = await embedded(() => snapshotOf([]));
    const sender = await deviceOf(host);
    const page = openPage(host.port);
    await until('a live feed', () => page.status()?.settled && page.feed().phase === 'live');
    const state = {
      id: '3799010118000002',
      observedAt: new Date().toISOString(),
      value: { powerState: 'on', illuminanceLevel: 0.4, x: 1 },
    };
    sender(
      'city/990001/light/-/streetlight/2/state',
      JSON.stringify({ ...state, value: { on: true, dim: 40 } }),
    );
    sender('city/990001/light/-/streetlight/9/state', JSON.stringify({ ...state, id: '3799010118000009' }));
    const filed: CaseRecord = {
      ...CASE,
      state: 'FILED',
      history: [...CASE.history, { kind: 'file', at: Date.now(), by: 'operator' }],
    };
    // The later state comes first.
    sender('city/990001/case/-/case/case-1/event', JSON.stringify({ observedAt: '', case: filed }));
    sender('city/990001/case/-/case/case-1/event', JSON.stringify({ observedAt: '', case: CASE }));
    const places = (t: number, lon: number): Buffer =>
      Buffer.from(
        encodeVehicles({
          t,
          id: ['v1'],
          kind: ['sanitation'],
          lon: Float64Array.of(lon),
          lat: Float64Array.of(35),
          heading: Float32Array.of(90),
          speed: Float32Array.of(20),
        }),
      );
    const t = Date.now();
    sender('city/990001/vehicle/all/positions', places(t - 1_000, 120));
    sender('city/990001/vehicle/all/positions', places(t, 120.001));
    sender('city/990001/gw-7/availability', 'offline');
    await until(
      'all of it',
      () => page.texel(2)[1] === 102 && page.cases.size === 1 && page.vehicles.get('v1')?.to.t === t,
    );
    expect(page.cases.get('case-1')?.state).toBe('FILED');
    expect(page.vehicles.get('v1')).toMatchObject({
      kind: 'sanitation',
      from: { lon: 120 },
      to: { lon: 120.001 },
    });
    await until('the counts', () => refused(page, 'unknownId') === 1 && page.feed().offline.length === 1);
    expect(exampleOf(page, 'unknownId')).toContain('"3799010118000009"');
    expect(page.feed().offline).toEqual(['gw-7']);
  });

  it('is known as lost within five seconds, is live ten seconds after the broker, and nothing is missed', async () => {
    const t = Date.now();
    let rows: [number, number, number][] = [
      [1, t, 1],
      [2, t, 1],
    ];
    const host = await embedded(() => snapshotOf(rows));
    const page = openPage(host.port);
    await until('a live feed', () => page.status()?.settled && page.texel(1)[1] === 255);
    await host.kill();
    await until('to be known as lost', () => page.feed().phase === 'lost', 5_000);
    expect(page.feed().message).toMatch(/^feed "city": expected a connection to 127\.0\.0\.1:\d+, got /);
    expect(page.texel(1)).toEqual(LIT);
    // What happened meanwhile stands in the snapshot.
    rows = [
      [1, t, 1],
      [2, Date.now(), 0],
    ];
    await host.start();
    await until('to be live again', () => page.feed().phase === 'live', 10_000);
    await until('what was missed', () => page.texel(2)[1] === 0);
    const sender = await deviceOf(host);
    sender(BATCH_TOPIC, batch(Date.now(), [1], 0));
    await until('the stream again', () => page.texel(1)[1] === 0);
  });

  it('counts rubbish by its reason with an example, and goes on', async () => {
    const host = await embedded(() => snapshotOf([]));
    const sender = await deviceOf(host);
    const page = openPage(host.port);
    await until('a live feed', () => page.status()?.settled && page.feed().phase === 'live');
    const now = Date.now();
    for (let n = 0; n < 1_000; n++) sender(BATCH_TOPIC, Buffer.from(`rubbish ${n}`));
    sender('city/990001/light/-/streetlight/1/state', '{"id":');
    sender(BATCH_TOPIC, batch(now + 3_600_000, [1], 1));
    sender(BATCH_TOPIC, batch(now - 400 * 86_400_000, [1], 1));
    sender(BATCH_TOPIC, batch(now, [START + LAMPS, 4_000_000], 1));
    sender(BATCH_TOPIC, batch(now, [1], 1, { ledger: 'cd'.repeat(32) }));
    sender(BATCH_TOPIC, batch(now, [1], 1, { columns: { on: new Uint8Array(2) } }));
    sender(BATCH_TOPIC, batch(now, [7], 1));
    await until('the good one', () => page.texel(7)[1] === 255);
    await until('the counts', () => refused(page, 'payload') >= 1_002);
    expect(refused(page, 'payload')).toBe(1_002);
    expect(exampleOf(page, 'payload')).toBe(
      `topic "${BATCH_TOPIC}": expected CBOR, got 9 bytes that begin 72 75 62 62 69 73 68 20`,
    );
    expect([
      refused(page, 'future'),
      refused(page, 'past'),
      refused(page, 'unknownGid'),
      refused(page, 'ledger'),
    ]).toEqual([1, 1, 2, 1]);
    expect(exampleOf(page, 'unknownGid')).toContain('gid 4000000');
    expect(exampleOf(page, 'ledger')).toContain('expected abababababab…, got cdcdcdcdcdcd…');
    expect(page.texel(1)).toEqual([0, 0]);
    expect(page.feed().phase).toBe('live');
  });

  it('carries a lamp command: requested, acknowledged, observed', async () => {
    const t = Date.now();
    const host = await embedded(() =>
      snapshotOf([
        [1, t, 1],
        [2, t, 1],
      ]),
    );
    const page = openPage(host.port);
    await until('a live feed', () => page.status()?.settled && page.texel(1)[1] === 255);
    const gateway = await device(`ws://127.0.0.1:${host.port}/mqtt`);
    const sender = await deviceOf(host);
    const heard: LampCommand[] = [];
    gateway.on('message', (_, payload) => heard.push(JSON.parse(String(payload)) as LampCommand));
    await gateway.subscribeAsync('city/990001/light/-/group/+/cmd');
    page.engine.take({
      type: 'command',
      command: { type: 'commandLamps', target: { ids: ['lanwan:3799010118000001'] }, level: 0 },
    });
    await until('the command on the wire', () => heard.length === 1);
    expect(heard[0]).toMatchObject({
      correlation: 'command-0',
      replyTo: 'city/990001/light/-/group/command-0/ack',
      target: { ids: ['lanwan:3799010118000001'] },
      level: 0,
    });
    await until('the lamp marked', () => page.texel(1)[0] === (CONDITION.normal | FLAG.commanded));
    expect(page.status().commands).toMatchObject([{ phase: 'requested', lamps: 1 }]);
    sender(
      heard[0]!.replyTo,
      JSON.stringify({
        correlation: 'command-0',
        observedAt: new Date().toISOString(),
        accepted: 1,
        refused: [],
      }),
    );
    await until('the answer', () => page.status().commands[0]?.phase === 'acknowledged');
    expect(page.texel(1)[1]).toBe(255);
    sender(BATCH_TOPIC, batch(Date.now(), [1], 0));
    await until('the lamp dark', () => page.status().commands[0]?.phase === 'observed');
    await until('no mark', () => page.texel(1)[0] === CONDITION.normal);
    expect(page.texel(1)).toEqual(DARK);
    expect(page.texel(2)).toEqual(LIT);
  });

  it('says that nobody has answered a command, and that one cannot be sent', async () => {
    const host = await embedded(() => snapshotOf([]));
    const page = openPage(host.port);
    await until('a live feed', () => page.status()?.settled && page.feed().phase === 'live');
    page.engine.take({
      type: 'command',
      command: { type: 'commandLamps', target: { ids: ['lanwan:3799010118000001'] }, level: 50 },
    });
    await until('the command', () => page.status().commands[0]?.phase === 'requested');
    page.skip(9_000);
    await sleep(400);
    expect(page.status().commands[0]?.phase).toBe('requested');
    page.skip(1_500);
    await until('no answer', () => page.status().commands[0]?.phase === 'unanswered');
    expect(page.status().commands[0]?.message).toBe('expected an answer within 10 s, got none');
    await host.kill();
    await until('to be lost', () => page.feed().phase === 'lost', 5_000);
    page.engine.take({
      type: 'command',
      command: { type: 'commandLamps', target: { ids: ['x'] }, level: 50 },
    });
    await until('a refusal', () => page.status().commands[1]?.phase === 'refused');
    expect(page.status().commands[1]?.message).toBe('feed "city": expected to be connected, got lost');
  });
});

/** Publishes as the server itself: pages may not. */
async function deviceOf(host: Host): Promise<(topic: string, payload: string | Buffer) => void> {
  const client = await device(`ws://127.0.0.1:${host.port}/mqtt`);
  return (topic, payload) => client.publish(topic, payload);
}

describe('a feed of a broker that is not there', () => {
  it('is failed with the reason, and is settled', async () => {
    const page = openPage(9);
    await until('to have failed', () => page.status()?.settled && page.feed().phase === 'failed', 6_000);
    expect(page.feed().message).toMatch(/^feed "city": expected a connection to 127\.0\.0\.1:9, got /);
  });
});

interface Mosquitto {
  wsPort: number;
  start(): Promise<void>;
  kill(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

async function mosquitto(login: boolean): Promise<Mosquitto> {
  const folder = mkdtempSync(join(tmpdir(), 'spar-mosquitto-'));
  const [plain, wsPort] = [await freePort(), await freePort()];
  const config = join(folder, 'mosquitto.conf');
  // With a websockets listener alone it does not start.
  const lines = [
    `listener ${plain} 127.0.0.1`,
    `listener ${wsPort} 127.0.0.1`,
    'protocol websockets',
    `allow_anonymous ${!login}`,
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  let child: ChildProcess | null = null;
  const broker: Mosquitto = {
    wsPort,
    async start() {
      child = spawn(MOSQUITTO!, ['-c', config], { stdio: 'ignore' });
      for (let tries = 0; tries < 100; tries++) {
        const there = await fetch(`http://127.0.0.1:${wsPort}/`).then(
          () => true,
          (error: { cause?: { code?: string } }) => error.cause?.code !== 'ECONNREFUSED',
        );
        if (there) return;
        await sleep(50);
      }
    },
    async kill() {
      const gone = child && new Promise((resolve) => child!.once('exit', resolve));
      child?.kill('SIGKILL');
      child = null;
      await gone;
    },
  };
  open.push(async () => {
    await broker.kill();
    rmSync(folder, { recursive: true });
  });
  await broker.start();
  return broker;
}

describe.skipIf(!MOSQUITTO)('a feed of mosquitto (needs the program)', () => {
  it('speaks MQTT 5, is lost with the broker and live with it again', async () => {
    const t = Date.now();
    let rows: [number, number, number][] = [[1, t, 1]];
    const host = await embedded(() => snapshotOf(rows));
    const broker = await mosquitto(false);
    const page = openPage(host.port, { url: `ws://127.0.0.1:${broker.wsPort}/mqtt` });
    await until('a live feed', () => page.status()?.settled && page.texel(1)[1] === 255);
    expect(page.feed().protocol).toBe(5);
    const sender = await device(`ws://127.0.0.1:${broker.wsPort}/mqtt`);
    sender.publish(BATCH_TOPIC, batch(Date.now(), [2], 1));
    await until('the stream', () => page.texel(2)[1] === 255);
    await broker.kill();
    await until('to be known as lost', () => page.feed().phase === 'lost', 5_000);
    rows = [[1, Date.now(), 0]];
    await broker.start();
    await until('to be live again', () => page.feed().phase === 'live', 10_000);
    await until('what was missed', () => page.texel(1)[1] === 0);
  });

  it('is refused without a login, and says so', async () => {
    const host = await embedded(() => snapshotOf([]));
    const broker = await mosquitto(true);
    const page = openPage(host.port, { url: `ws://127.0.0.1:${broker.wsPort}/mqtt` });
    await until('a refusal', () => page.status()?.settled && page.feed().phase === 'refused');
    expect(page.feed().message).toMatch(/^feed "city": expected to be let in, got .*[Nn]ot authorized/);
  });
});
