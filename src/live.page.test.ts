/** The built page on a city that lives: states over MQTT, a lamp command from the page to the picture and back. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComponentTable } from '#base/feature-table.ts';
import { encodeBatch } from '#base/live/encode.ts';
import { decodeSnapshot } from '#base/live/snapshot.ts';
import type { LampCommand } from '#base/live/wire.ts';
import { type Manifest, parseManifest } from '#base/manifest.ts';
import type { Command } from '#base/state/commands.ts';
import { buildCity } from '#builder/build.ts';
import { silentProgress } from '#builder/progress.ts';
import { type CityServer, serve } from '#server/serve.ts';

const [LON, LAT] = [120.95, 35.55];
const LAMPS = 40;
const CIRCUIT = 'K001-1';
/** Half past nine in the evening there. */
const NIGHT = Date.UTC(2026, 10, 21, 13, 30);
const BATCHES = 'city/990001/light/batch/test/state';

let root: string;
let server: CityServer;
let browser: Browser;
let page: Page;
let gateway: MqttClient;
let manifest: Manifest;
let table: ComponentTable;
const heard: LampCommand[] = [];
const complaints: string[] = [];

/** Two rows of lamps along a street. */
function inventory(): string {
  const rows = ['code,class,lon,lat,azimuth,circuit'];
  for (let at = 0; at < LAMPS; at++) {
    const lon = LON + (at >> 1) * 0.0001;
    const lat = LAT + (at & 1) * 0.0001;
    rows.push(
      [
        `9900010118${String(at + 1).padStart(6, '0')}`,
        '0118',
        lon.toFixed(7),
        lat.toFixed(7),
        at & 1 ? 180 : 0,
        CIRCUIT,
      ].join(','),
    );
  }
  return `${rows.join('\n')}\n`;
}

const SCENE = {
  spar: 1,
  city: 'street',
  layers: ['terrain', 'ground', 'buildings', 'components', 'streetlights'].map((kind) => ({
    id: kind,
    kind,
  })),
  feeds: [
    {
      name: 'city',
      kind: 'mqtt',
      url: '/mqtt',
      snapshot: '/api/live/{city}/snapshot',
      interval: 3_600,
      commands: true,
      topics: [
        { topic: 'city/{division}/+/batch/+/state', format: 'cbor' },
        { topic: 'city/{division}/clock/meta', kind: 'clock' },
      ],
    },
  ],
};

/** Says that all lamps are on or off, as a gateway does. */
async function tell(on: 0 | 1): Promise<void> {
  const gid = Uint32Array.from({ length: LAMPS }, (_, at) => table.start + at);
  const columns = { on: new Uint8Array(LAMPS).fill(on), dim: new Uint8Array(LAMPS).fill(100 * on) };
  const t = Date.now();
  await gateway.publishAsync(
    BATCHES,
    Buffer.from(encodeBatch({ t, ledger: manifest.ledger, theme: 'components', gid, columns, sentAt: t })),
  );
}

const dispatch = (command: Command): Promise<void> =>
  page.evaluate((one) => window.spar.dispatch(one), command);
const live = (id: string) => page.evaluate(async (one) => (await window.spar.feature(one))?.live ?? null, id);

/** How many pixels of the picture are lit, once it is settled. */
async function litPixels(): Promise<number> {
  const base64 = await page.evaluate(async () => {
    await window.spar.settled();
    const bytes = new Uint8Array(await (await window.spar.screenshot()).arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  });
  const { data } = PNG.sync.read(Buffer.from(base64, 'base64'));
  let lit = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at]! + data[at + 1]! + data[at + 2]! > 300) lit++;
  }
  return lit;
}

/** Starts the server with its broker, and connects the gateway. */
async function start(port: number): Promise<void> {
  server = await serve({
    folders: [join(root, 'cities')],
    port,
    host: '127.0.0.1',
    app: process.env.SPAR_APP ?? 'dist/app',
    scenes: join(root, 'scenes'),
    live: { simulate: false, seed: 1, rate: 1, mqttPort: 0 },
  });
  gateway = await connectAsync(`mqtt://127.0.0.1:${server.mqttPort}`, {
    protocolVersion: 4,
    clientId: 'gateway',
  });
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spar-live-'));
  const csv = join(root, 'inventory.csv');
  const ground = join(root, 'ground.geojson');
  await writeFile(csv, inventory());
  const [west, south, east, north] = [LON - 0.002, LAT - 0.002, LON + 0.004, LAT + 0.002];
  await writeFile(
    ground,
    JSON.stringify({
      type: 'Feature',
      id: 'park',
      properties: { leisure: 'park' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
          ],
        ],
      },
    }),
  );
  const out = join(root, 'cities/street');
  await buildCity({
    sources: [csv, ground],
    out,
    name: 'street',
    recipe: { division: '990001' },
    progress: silentProgress,
    signal: new AbortController().signal,
    threads: 0,
  });
  manifest = parseManifest(JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')), 'manifest.json');
  table = JSON.parse(await readFile(join(out, 'features/components/0.json'), 'utf8')) as ComponentTable;
  await mkdir(join(root, 'scenes'));
  await writeFile(join(root, 'scenes/street.json'), JSON.stringify(SCENE));
  await start(0);
  gateway.on('message', (_, payload) => heard.push(JSON.parse(String(payload)) as LampCommand));
  await gateway.subscribeAsync('city/990001/light/+/+/+/cmd', { qos: 1 });
  for (let known = 0; known < LAMPS; ) {
    await tell(1);
    const answer = await fetch(`${server.url}api/live/street/snapshot`);
    const { tables } = decodeSnapshot(new Uint8Array(await answer.arrayBuffer()), 'snapshot');
    known = tables.components?.gid.length ?? 0;
  }
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '',
    args: process.env.CHROMIUM_FLAGS?.split(' ') ?? [],
  });
  page = await browser.newPage({
    viewport: { width: 400, height: 300 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${server.url}?scene=street&mode=embed`);
  await page.waitForFunction(() => window.spar !== undefined);
  await page.evaluate(() => window.spar.ready());
});

afterAll(async () => {
  await browser?.close();
  await gateway?.endAsync(true);
  await server?.close();
  await rm(root, { recursive: true });
});

describe('a city that lives, in the page', () => {
  const [first, last] = [0, LAMPS - 1];
  const id = (at: number): string => table.columns.id[at]!;

  it('shows what was told before the page was opened, without a word of complaint', async () => {
    expect(await live(id(first))).toMatchObject({ on: 1, dim: 100, stale: false, commanded: false });
    expect(await live(id(last))).toMatchObject({ on: 1 });
    expect(complaints).toEqual([]);
  });

  it('draws no frame while nothing changes', async () => {
    await page.evaluate(() => window.spar.settled());
    const frames = () => page.evaluate(() => window.spar.stats().frames);
    const before = await frames();
    // What is told again looks the same.
    await tell(1);
    await page.waitForTimeout(2_500);
    expect(await frames()).toBe(before);
    expect(await live(id(first))).toMatchObject({ on: 1 });
  });

  it('carries a lamp command over the wire and back, and the picture is dark', async () => {
    await dispatch({ type: 'setTime', mode: 'paused', instant: NIGHT });
    const pitchDeg = -35;
    await dispatch({
      type: 'setCamera',
      camera: {
        lon: LON + 0.001,
        lat: LAT - 0.0008,
        height: table.columns.ground[0]! + 70,
        headingDeg: 0,
        pitchDeg,
      },
    });
    expect(await litPixels()).toBeGreaterThan(4_000);
    await dispatch({ type: 'commandLamps', target: { circuit: CIRCUIT }, level: 0 });
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(1);
    const command = heard[0]!;
    expect(command).toMatchObject({ target: { circuit: CIRCUIT }, level: 0 });
    await expect.poll(async () => (await live(id(last)))?.commanded, { timeout: 10_000 }).toBe(true);
    // As a gateway answers.
    const { correlation } = command;
    const ack = { correlation, observedAt: new Date().toISOString(), accepted: LAMPS, refused: [] };
    await gateway.publishAsync(command.replyTo, JSON.stringify(ack), { qos: 1 });
    await tell(0);
    await expect
      .poll(async () => live(id(last)), { timeout: 10_000 })
      .toMatchObject({ on: 0, dim: 0, commanded: false });
    // The light goes out within a second.
    await expect.poll(litPixels, { timeout: 15_000 }).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('tells how much comes, and how long it is on its way', async () => {
    await tell(0);
    await page.waitForTimeout(2_000);
    const { messagesPerSecond, changesPerSecond, latencyMs } = await page.evaluate(
      () => window.spar.stats().live,
    );
    expect([messagesPerSecond > 0, changesPerSecond > 0]).toEqual([true, true]);
    expect(latencyMs!.p50).toBeGreaterThanOrEqual(0);
  });

  it('keeps what it knows while the broker is gone, and goes on within ten seconds of its return', async () => {
    const { port } = new URL(server.url);
    await gateway.endAsync(true);
    await server.close();
    await page.waitForTimeout(3_000);
    expect(await live(id(first))).toMatchObject({ on: 0 });
    await start(Number(port));
    // Devices go on telling, whether somebody listens or not.
    const telling = setInterval(() => void tell(1), 500);
    await expect.poll(async () => live(id(first)), { timeout: 10_000 }).toMatchObject({ on: 1 });
    clearInterval(telling);
  });
});
