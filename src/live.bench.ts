/**
 * Live state of a city of a million components in one tab, with the broker on the same machine, against restyling and
 * against rebuilding the whole state for every message.
 *
 * Run by `npm run bench live` after `npm run build`. `SPAR_LIVE_BENCH=100000,5` makes it a trial with so many components
 * and so many seconds, `SPAR_LIVE_BENCH_DIR` keeps the city in a folder for the next run. What is measured is measured from outside the page (`bench/live-meter.ts`).
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Browser, Page } from 'playwright-core';
import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import { STATE_WIDTH } from '#base/live/live-columns.ts';
import { levelOf } from '#base/live/texel.ts';
import type { Manifest } from '#base/manifest.ts';
import { createRandom } from '#base/random.ts';
import type { IdTable, SearchIndex } from '#base/search/index-format.ts';
import type { CameraPose } from '#base/state/twin-state.ts';
import { buildCity } from '#bench/build-city.ts';
import { launchChromium, openPage, tellMachine } from '#bench/chromium.ts';
import { quantile, say, verdict } from '#bench/figures.ts';
import { type Heaps, probeHeaps } from '#bench/heap-probe.ts';
import { delays, type LiveMeter, MARKS, type Marker, meterLive } from '#bench/live-meter.ts';
import { buildPlainPage } from '#bench/plain-page.ts';
import type { PublisherResult, PublisherSetup } from '#bench/publisher-worker.ts';
import { writeInventory } from '#builder/components.bench.ts';
import { type CityServer, serve } from '#server/serve.ts';

const [COUNT = 1_000_000, SECONDS = 60] = (process.env.SPAR_LIVE_BENCH ?? '').split(',').flatMap((text) => {
  const number = Number(text);
  return number > 0 ? [number] : [];
});
const CITY = 'million';
const SOURCE = 'components';
const BATCH_ROWS = 10_000;
const BATCHES_A_SECOND = 20;
const SINGLES_A_SECOND = 5_000;
/** Things that speak for themselves, each every ten seconds. */
const DEVICES = 50_000;
const WARM_UP_S = 12;
const HEAP_EVERY_S = 3;
/** That the page takes, each counted as a message. */
const SNAPSHOTS = 1;
const SILENCE_S = 3;
const CHECKED = 1_000;
/** Sides of the district in view, m. */
const DISTRICT = 6_000;
/** So small an error that every component of the district has its dot. */
const DOTS_ERROR = 1;
const FRAME_MS = 2;
const LATENCY_MS = 500;
const SLOPE_MB = 1;
const DRAWN = 50_000;

const SCENE = {
  spar: 1,
  city: CITY,
  layers: [
    { id: 'terrain', kind: 'terrain' },
    { id: 'ground', kind: 'ground' },
    {
      id: 'components',
      kind: 'components',
      feed: 'city',
      style: { colourBy: 'state' },
      maximumScreenSpaceError: DOTS_ERROR,
    },
  ],
  feeds: [
    {
      name: 'city',
      kind: 'mqtt',
      url: '/mqtt',
      snapshot: '/api/live/{city}/snapshot',
      interval: 300,
      topics: [
        { topic: 'city/{division}/component/batch/+/state', format: 'cbor', theme: 'components' },
        { topic: 'city/{division}/light/+/streetlight/+/state', theme: 'components', key: 'id' },
      ],
    },
    // A feed of its own, so that all messages of the other but the snapshot are ours.
    {
      name: 'clock',
      kind: 'mqtt',
      url: '/mqtt',
      topics: [{ topic: 'city/{division}/clock/meta', kind: 'clock' }],
    },
  ],
};

/** The plain page: the engine's widget and the same tileset, restyled and rebuilt in the ways that are common. */
const PLAIN = /* js */ `
import { Cartesian3, Cesium3DTileset, Cesium3DTileStyle, CesiumWidget, Color, CustomShader, Math as M, TextureUniform,
  UniformType } from 'cesium';
import 'cesium/Build/Cesium/Widgets/CesiumWidget/CesiumWidget.css';
const query = new URLSearchParams(location.search);
const pose = JSON.parse(query.get('pose'));
const count = Number(query.get('count'));
const rows = Math.ceil(count / 1024);
const widget = new CesiumWidget(document.getElementById('map'), {
  baseLayer: false, creditContainer: document.createElement('div'), useDefaultRenderLoop: false,
});
const { scene, camera } = widget;
camera.frustum.near = 1;
camera.setView({
  destination: Cartesian3.fromDegrees(pose.lon, pose.lat, pose.height),
  orientation: { heading: M.toRadians(pose.headingDeg), pitch: M.toRadians(pose.pitchDeg), roll: 0 },
});
const states = new Uint8Array(rows * 4096);
const texture = () => new TextureUniform({ typedArray: states.slice(), width: 1024, height: rows });
const frame = () => new Promise((done) => requestAnimationFrame(done));
const turn = async (work) => {
  work();
  const start = performance.now();
  widget.render();
  const took = performance.now() - start;
  await frame();
  return took;
};
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
async function open(customShader) {
  const tileset = await Cesium3DTileset.fromUrl(query.get('tileset'), { maximumScreenSpaceError: ${DOTS_ERROR} });
  tileset.environmentMapManager.enabled = false;
  tileset.customShader = customShader;
  scene.primitives.add(tileset);
  do { widget.render(); await frame(); } while (!tileset.tilesLoaded);
  for (let n = 0; n < 10; n++) { widget.render(); await frame(); }
  return tileset;
}
window.plainReady = Promise.resolve();
window.restyle = async (turns) => {
  const tileset = await open(undefined);
  const colours = [Color.GREY, Color.GREEN, Color.ORANGE, Color.RED];
  let evaluated = 0;
  const style = new Cesium3DTileStyle({ color: 'color("white")' });
  style.color = { evaluateColor: (feature, result) => {
    evaluated++;
    return Color.clone(colours[states[4 * feature.getProperty('gid')] & 3], result);
  } };
  tileset.style = style;
  await turn(() => {});
  const [idle, restyled] = [[], []];
  for (let n = 0; n < turns; n++) {
    idle.push(await turn(() => {}));
    evaluated = 0;
    restyled.push(await turn(() => {
      for (let k = 0; k < 10000; k++) states[4 * ((k * 97 + n) % count)] = n & 3;
      tileset.makeStyleDirty();
    }));
  }
  scene.primitives.remove(tileset);
  return { idle: median(idle), with: median(restyled), evaluated };
};
window.rebuild = async (turns) => {
  const shader = new CustomShader({
    uniforms: { u_state: { type: UniformType.SAMPLER_2D, value: texture() } },
    vertexShaderText: 'void vertexMain(VertexInput i, inout czm_modelVertexOutput o) { o.pointSize = 3.0 + texelFetch(u_state, ivec2(0), 0).r; }',
  });
  const tileset = await open(shader);
  const [idle, rebuilt] = [[], []];
  for (let n = 0; n < turns; n++) {
    idle.push(await turn(() => {}));
    const start = performance.now();
    states[4 * n] = n & 3;
    shader.setUniform('u_state', texture());
    const made = performance.now() - start;
    rebuilt.push(made + await turn(() => {}));
  }
  scene.primitives.remove(tileset);
  return { idle: median(idle), with: median(rebuilt) };
};
`;

interface PlainWindow {
  plainReady: Promise<void>;
  restyle(turns: number): Promise<{ idle: number; with: number; evaluated: number }>;
  rebuild(turns: number): Promise<{ idle: number; with: number }>;
}

/** Reads which code has which gid. */
async function readIds(city: string, manifest: Manifest): Promise<IdTable> {
  const path = join(city, manifest.search ?? '');
  const index = JSON.parse(await readFile(path, 'utf8')) as SearchIndex;
  const all: IdTable = { ids: [], gids: [] };
  for (const { file } of index.ids) {
    const table = JSON.parse(await readFile(join(path, '..', file), 'utf8')) as IdTable;
    for (const [row, id] of table.ids.entries()) {
      all.ids.push(id);
      all.gids.push(table.gids[row]!);
    }
  }
  return all;
}

/** Straight down on a district beside the middle. */
function districtPose({ extent, origin }: Manifest): CameraPose {
  const [west, south, east, north] = extent;
  const [lon, lat] = [west + 0.4 * (east - west), south + 0.4 * (north - south)];
  // The field of view is 60° across.
  return { lon, lat, height: origin[2] + DISTRICT / 2 / Math.tan(Math.PI / 6), headingDeg: 0, pitchDeg: -90 };
}

/** Gives how many components lie in the picture. */
function inView(csv: string, { lon, lat }: CameraPose): number {
  const [perLon, perLat] = metresPerDegree(lat);
  let count = 0;
  for (const line of csv.split('\n')) {
    const [, , x, y] = line.split(',');
    const [east, north] = [Math.abs(Number(x) - lon) * perLon, Math.abs(Number(y) - lat) * perLat];
    if (east < DISTRICT / 2 && north < (DISTRICT / 2) * 0.75) count++;
  }
  return count;
}

interface Publisher {
  readonly setup: PublisherSetup;
  end(): Promise<PublisherResult>;
}

function startPublisher(setup: PublisherSetup): Publisher {
  const worker = new Worker(fileURLToPath(new URL('./publisher.js', import.meta.url)), { workerData: setup });
  const failed = new Promise<never>((_resolve, reject) => worker.once('error', reject));
  failed.catch(() => {});
  return {
    setup,
    async end() {
      const told = new Promise<PublisherResult>((resolve) => worker.once('message', resolve));
      worker.postMessage('end');
      const result = await Promise.race([told, failed]);
      await worker.terminate();
      return result;
    },
  };
}

const sleep = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

/** Least squares: MB a minute of [s, bytes]. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([s]) => s)), mean(points.map(([, bytes]) => bytes))];
  const up = points.reduce((sum, [s, bytes]) => sum + (s - x) * (bytes - y), 0);
  const across = points.reduce((sum, [s]) => sum + (s - x) ** 2, 0);
  return (60 * up) / across / 1e6;
}

type MeterWindow = { liveMeter: LiveMeter };

/** What was measured of the page while all that was published. */
interface Measured {
  readonly from: number;
  readonly to: number;
  readonly meter: Omit<LiveMeter, 'reset'>;
  readonly frames: number;
  readonly heaps: readonly ({ readonly s: number } & Heaps)[];
  readonly sent: PublisherResult;
}

const readMeter = (page: Page): Promise<Omit<LiveMeter, 'reset'>> =>
  page.evaluate(() => {
    const { reset: _, ...meter } = (window as unknown as MeterWindow).liveMeter;
    return structuredClone(meter);
  });

/** Waits until nothing more comes. */
async function restOf(page: Page): Promise<Omit<LiveMeter, 'reset'>> {
  for (let before = -1; ; await sleep(SILENCE_S)) {
    const meter = await readMeter(page);
    const messages = meter.feeds.reduce((sum, feed) => sum + feed.messages, 0);
    if (messages === before) return meter;
    before = messages;
  }
}

async function measure(page: Page, publisher: Publisher): Promise<Measured> {
  const probe = await probeHeaps(page);
  await sleep(WARM_UP_S);
  await probe.sample();
  const begin = await page.evaluate(() => {
    (window as unknown as MeterWindow).liveMeter.reset();
    return { at: Date.now(), frames: window.spar.stats().frames };
  });
  await sleep(SECONDS);
  const to = Date.now();
  const meter = await readMeter(page);
  const stats = await page.evaluate(() => window.spar.stats());
  say(
    `  the page's own figures: ${stats.live.messagesPerSecond.toFixed(0)} messages/s, ${stats.live.changesPerSecond.toFixed(0)} changes/s, latency p50 ${stats.live.latencyMs?.p50.toFixed(0)} ms, p99 ${stats.live.latencyMs?.p99.toFixed(0)} ms; frame p50 ${stats.frameMs.p50.toFixed(1)} ms, p95 ${stats.frameMs.p95.toFixed(1)} ms`,
  );
  // Collections stop everything for a moment: they are made while the same goes on, after what is timed.
  const heaps: ({ s: number } & Heaps)[] = [];
  const start = performance.now();
  while (performance.now() - start < SECONDS * 1_000) {
    heaps.push({ s: (performance.now() - start) / 1_000, ...(await probe.sample()) });
    await sleep(HEAP_EVERY_S);
  }
  await probe.close();
  const sent = await publisher.end();
  const { seen, feeds } = await restOf(page);
  return {
    from: begin.at,
    to,
    meter: { ...meter, seen, feeds },
    frames: stats.frames - begin.frames,
    heaps,
    sent,
  };
}

/** Compares what the page says of a thousand things with what was sent of them last. @returns how many differ. */
async function compareStates(page: Page, ids: IdTable, start: number, last: Uint8Array): Promise<number> {
  const random = createRandom(5);
  const rows = Array.from({ length: CHECKED }, () => Math.floor(random() * ids.ids.length));
  const asked = rows.map((row) => `${SOURCE}:${ids.ids[row]!}`);
  const got = await page.evaluate(async (list) => {
    const levels: unknown[] = [];
    for (let at = 0; at < list.length; at += 50) {
      const some = await Promise.all(list.slice(at, at + 50).map((id) => window.spar.feature(id)));
      levels.push(...some.map((feature) => feature?.live?.dim ?? null));
    }
    return levels;
  }, asked);
  return rows.filter((row, at) => got[at] !== last[ids.gids[row]! - start]).length;
}

function report({ from, to, meter, frames, heaps, sent }: Measured, drawn: number): void {
  const { batches, singles, changes } = sent;
  const seconds = (to - from) / 1_000;
  const feed = meter.feeds.find(({ name }) => name === 'city');
  const refused = feed?.refused ?? [];
  const bad = refused.reduce((sum, { count }) => sum + count, 0);
  const levels = Array.from({ length: MARKS }, (_, dim) =>
    levelOf('components', { on: 1, dim, fault: 255, fill: 255, speed: Number.NaN, closed: 255 }, 0),
  );
  const within = (all: Float64Array, at: Float64Array): Float64Array =>
    all.filter((_, number) => at[number]! >= from && at[number]! <= to);
  const batchMs = within(delays(meter.seen[0]!, sent.batchAt, levels), sent.batchAt);
  const singleMs = within(delays(meter.seen[1]!, sent.singleAt, levels), sent.singleAt);
  const never = [...batchMs, ...singleMs].filter((ms) => Number.isNaN(ms)).length;
  const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
  const rate = (batchMs.length * BATCH_ROWS) / seconds;
  say(
    `  published for ${(seconds + WARM_UP_S).toFixed(0)} s and as long again: ${batches} batches with ${changes} changes, ${singles} single messages; ${rate.toFixed(0)} changes and ${((singleMs.length * SINGLES_A_SECOND) / 20 / seconds).toFixed(0)} single messages a second while timed; publisher late by ${ms(sent.lateMs)} ms at most`,
  );
  const parts = Object.entries(meter.parts).map(([name, took]) => `${name} ${(took / seconds).toFixed(1)}`);
  say(
    `  ${frames} pictures in ${seconds.toFixed(0)} s, ${drawn} things drawn (at most ${DRAWN}: ${verdict(drawn, DRAWN)}); sent to the graphics card ${meter.uploads} times, ${(meter.rows / 1_024).toFixed(0)} × 1 Mi states; main thread, ms a second: ${parts.join(', ')}; longest ${ms(meter.longest)} ms`,
  );
  const cost = quantile(meter.frames, 0.95);
  say(
    `main thread for live state a frame: p50 ${ms(quantile(meter.frames, 0.5))} ms, p95 ${ms(cost)} ms of ${meter.frames.length} drawn (promised ${FRAME_MS}: ${verdict(cost, FRAME_MS)}); of every frame of the browser p95 ${ms(quantile(meter.ticks, 0.95))} ms, p99 ${ms(quantile(meter.ticks, 0.99))} ms of ${meter.ticks.length}`,
  );
  const p99 = Math.max(quantile(batchMs, 0.99), quantile(singleMs, 0.99));
  say(
    `publish → upload call: batches p50 ${ms(quantile(batchMs, 0.5))} ms, p99 ${ms(quantile(batchMs, 0.99))} ms; single messages p50 ${ms(quantile(singleMs, 0.5))} ms, p99 ${ms(quantile(singleMs, 0.99))} ms (promised p99 ${LATENCY_MS}: ${verdict(p99, LATENCY_MS)})`,
  );
  const lost = batches + singles - ((feed?.messages ?? 0) - SNAPSHOTS);
  say(
    `messages lost: ${lost} of ${batches + singles}; refused ${bad}${bad > 0 ? ` (${refused.map(({ why, count }) => `${why} ${count}`).join(', ')})` : ''}; marks that never came ${never} (promised 0: ${verdict(Math.abs(lost) + bad + never, 0)})`,
  );
  const slopeOf = (name: keyof Heaps): number => slope(heaps.map((one) => [one.s, one[name]]));
  const mb = (bytes = 0): string => (bytes / 1e6).toFixed(1);
  const course = (name: keyof Heaps): string =>
    `${mb(heaps[0]?.[name])} → ${mb(heaps.at(-1)?.[name])} MB, ${slopeOf(name).toFixed(2)} MB/min`;
  const steepest = Math.max(slopeOf('page'), slopeOf('worker'));
  say(
    `heap after collection, ${heaps.length} samples in ${SECONDS} s: page ${course('page')}; live worker ${course('worker')} (promised ${SLOPE_MB}: ${verdict(steepest, SLOPE_MB)}); typed arrays of both ${course('arrays')}`,
  );
}

async function baselines(browser: Browser, url: string, query: URLSearchParams): Promise<void> {
  const page = await openPage(browser);
  await page.goto(`${url}?${query}`);
  await page.waitForFunction(() => 'plainReady' in window);
  const rebuilt = await page.evaluate(() => (window as unknown as PlainWindow).rebuild(15));
  const restyled = await page.evaluate(() => (window as unknown as PlainWindow).restyle(15));
  await page.context().close();
  const perMessage = rebuilt.with - rebuilt.idle;
  const messages = SINGLES_A_SECOND + BATCHES_A_SECOND;
  say(
    `baseline, whole state rebuilt for a message: ${perMessage.toFixed(1)} ms each; ${messages} messages would take ${((perMessage * messages) / 1_000).toFixed(1)} s of every second`,
  );
  const perBatch = restyled.with - restyled.idle;
  say(
    `baseline, Cesium3DTileStyle applied again: ${perBatch.toFixed(1)} ms each for ${restyled.evaluated} loaded features in view; ${BATCHES_A_SECOND} batches would take ${((perBatch * BATCHES_A_SECOND) / 1_000).toFixed(2)} s of every second, ${messages} messages ${((perBatch * messages) / 1_000).toFixed(0)} s`,
  );
}

/** Publishes as promised, and prints what it costs the page. */
export async function bench(): Promise<void> {
  const kept = process.env.SPAR_LIVE_BENCH_DIR;
  const dir = kept ?? (await mkdtemp(join(tmpdir(), 'spar-live-bench-')));
  const servers: CityServer[] = [];
  let browser: Browser | null = null;
  let publisher: Publisher | null = null;
  try {
    const source = join(dir, `${SOURCE}.csv`);
    const out = join(dir, 'cities', CITY);
    if (!existsSync(join(out, 'manifest.json'))) {
      await mkdir(dir, { recursive: true });
      await writeInventory(source, COUNT);
      await buildCity(source, out);
    }
    const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Manifest;
    const ids = await readIds(out, manifest);
    const { start, count } = manifest.gids.components!;
    const pose = districtPose(manifest);
    const drawn = inView(await readFile(source, 'utf8'), pose);
    const scenes = join(dir, 'scenes');
    await mkdir(scenes, { recursive: true });
    await writeFile(join(scenes, 'live.json'), JSON.stringify(SCENE));
    const common = { folders: [join(dir, 'cities')], scenes, port: 0, host: '127.0.0.1' };
    const live = { simulate: false, seed: 1, rate: 1, mqttPort: 0 };
    const app = process.env.SPAR_APP ?? 'dist/app';
    const spar = await serve({ ...common, app, live, say: (line) => say(`  server: ${line}`) });
    servers.push(spar);
    const plain = await serve({ ...common, app: await buildPlainPage(dir, 'plain-live', PLAIN) });
    servers.push(plain);
    browser = await launchChromium();
    await tellMachine(browser, `${count} components, ${SECONDS} s`);
    const marked = [ids.gids[17]!, ids.gids[4_321]!] as const;
    const markers: Marker[] = marked.map((gid) => ({
      row: Math.floor((gid - start) / STATE_WIDTH),
      column: (gid - start) % STATE_WIDTH,
    }));
    const devices = Array.from({ length: Math.min(DEVICES, count >> 2) }, (_, n) =>
      Math.floor((n * ids.ids.length) / Math.min(DEVICES, count >> 2)),
    ).filter((row) => !marked.includes(ids.gids[row]!));

    const page = await openPage(browser);
    await page.addInitScript(meterLive, { markers, width: STATE_WIDTH });
    await page.goto(`${spar.url}?city=${CITY}&scene=live`);
    await page.waitForFunction(() => 'spar' in window);
    await page.evaluate(async (camera) => {
      await window.spar.ready();
      window.spar.dispatch({ type: 'setQuality', quality: 'medium' });
      window.spar.dispatch({ type: 'setCamera', camera });
      await window.spar.settled();
    }, pose);
    const { tiles, features } = await page.evaluate(() => window.spar.stats());
    say(`  ${tiles} tiles with ${features} features loaded`);
    publisher = startPublisher({
      url: `mqtt://127.0.0.1:${spar.mqttPort}`,
      division: manifest.division ?? CITY,
      ledger: manifest.ledger,
      start,
      count,
      codes: devices.map((row) => ids.ids[row]!),
      gids: Uint32Array.from(devices, (row) => ids.gids[row]!),
      batchMarker: marked[0],
      singleMarker: { code: ids.ids[4_321]!, gid: marked[1] },
      batchRows: BATCH_ROWS,
      batchesPerSecond: BATCHES_A_SECOND,
      singlesPerSecond: SINGLES_A_SECOND,
    });
    const measured = await measure(page, publisher);
    publisher = null;
    report(measured, drawn);
    const differ = await compareStates(page, ids, start, measured.sent.last);
    say(
      `states that differ from what was sent last: ${differ} of ${CHECKED} (promised 0: ${verdict(differ, 0)})`,
    );
    await page.context().close();
    const query = new URLSearchParams({
      pose: JSON.stringify(pose),
      tileset: `tilesets/${CITY}/${manifest.levels.L4}`,
      count: String(count),
    });
    await baselines(browser, plain.url, query);
  } finally {
    await publisher?.end().catch(() => {});
    await browser?.close();
    for (const server of servers) await server.close();
    if (kept === undefined) await rm(dir, { recursive: true, force: true });
  }
}
