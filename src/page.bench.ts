/**
 * The built page on a city of 50,000 buildings, against a plain page of the engine's own widget with the same tileset.
 *
 * Run by `npm run bench page` after `npm run build`, or `npm run bench page heap` for one part of it (load, heap, frames,
 * lost); prints what was measured on what. Every part has a browser of its own and goes on without the others. Both
 * pages have the same size, camera, sample count and screen-space error.
 */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import type { Manifest } from '#base/manifest.ts';
import { createRandom } from '#base/random.ts';
import type { CameraPose } from '#base/state/twin-state.ts';
import { buildCity } from '#bench/build-city.ts';
import { heapOf, launchChromium, openPage, tellMachine } from '#bench/chromium.ts';
import { quantile, say, verdict } from '#bench/figures.ts';
import { buildPlainPage } from '#bench/plain-page.ts';
import { type CityServer, serve } from '#server/serve.ts';

const COUNT = 50_000;
const SIDE = 25;
const STEPS = 40;
const LOADS = 3;
const LOSSES = 5;
const RATIO_FRAME = 1.25;
const RATIO_READY = 1.5;
const BYTES_FEATURE = 400;
const BYTES_SCRIPT = 1.6e6;
const RECOVERY_MS = 5_000;
const CITY = 'bench';
/** So small an error that each of the 50,000 is loaded wherever it stands in the picture; the usual one is 8 px. */
const FINE_ERROR = 1;

const FINE_SCENE = JSON.stringify({
  spar: 1,
  city: CITY,
  layers: [
    { id: 'terrain', kind: 'terrain' },
    { id: 'ground', kind: 'ground' },
    { id: 'buildings', kind: 'buildings', maximumScreenSpaceError: FINE_ERROR },
  ],
});

/** Houses and towers of 5 to 12 corners on a grid. */
function footprints(): string {
  const random = createRandom(11);
  const columns = Math.ceil(Math.sqrt(COUNT));
  const lines = Array.from({ length: COUNT }, (_, index) => {
    const [east, north] = [(index % columns) * SIDE, Math.floor(index / columns) * SIDE];
    const corners = 5 + Math.floor(random() * 8);
    const radius = 6 + random() * 4;
    const ring = Array.from({ length: corners }, (_corner, i) => {
      const angle = (i / corners) * 2 * Math.PI;
      const reach = radius * (0.8 + random() * 0.2);
      const lon = 4.3 + (east + Math.cos(angle) * reach) / 68_000;
      const lat = 52 + (north + Math.sin(angle) * reach) / 111_320;
      return `[${lon.toFixed(7)},${lat.toFixed(7)}]`;
    });
    ring.push(ring[0]!);
    const height = (4 + random() ** 4 * 90).toFixed(1);
    return `{"type":"Feature","id":${index + 1},"properties":{"height":${height}},"geometry":{"type":"Polygon","coordinates":[[${ring.join(',')}]]}}`;
  });
  return `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`;
}

async function buildBenchCity(dir: string): Promise<string> {
  const source = join(dir, 'bench.geojson');
  await writeFile(source, footprints());
  const out = join(dir, 'cities', CITY);
  await buildCity(source, out);
  return out;
}

/** The plain page: the widget as it comes, the tileset, nothing else. */
const PLAIN = /* js */ `
import { Cartesian3, Cesium3DTileset, CesiumWidget, Math as M } from 'cesium';
import 'cesium/Build/Cesium/Widgets/CesiumWidget/CesiumWidget.css';
const query = new URLSearchParams(location.search);
const pose = JSON.parse(query.get('pose'));
const error = Number(query.get('error') ?? 8);
const widget = new CesiumWidget(document.getElementById('map'), {
  baseLayer: false, creditContainer: document.createElement('div'), msaaSamples: 4,
});
const { scene, camera } = widget;
camera.frustum.near = 1;
window.setPose = (p) => camera.setView({
  destination: Cartesian3.fromDegrees(p.lon, p.lat, p.height),
  orientation: { heading: M.toRadians(p.headingDeg), pitch: M.toRadians(p.pitchDeg), roll: 0 },
});
window.setPose(pose);
window.plainReady = (async () => {
  if (query.get('tileset') === null) { await new Promise((done) => setTimeout(done, 3000)); return; }
  const tileset = await Cesium3DTileset.fromUrl(query.get('tileset'), { maximumScreenSpaceError: error });
  tileset.environmentMapManager.enabled = false;
  scene.primitives.add(tileset);
  await new Promise((done) => tileset.initialTilesLoaded.addEventListener(done));
  window.readyAt = performance.now();
  // What the page's medium quality sets; fewer samples spare a machine without a graphics card.
  window.medium = () => {
    scene.msaaSamples = 1;
    scene.postProcessStages.fxaa.enabled = true;
    tileset.maximumScreenSpaceError = error * 1.5;
  };
  window.features = () => tileset.statistics?.numberOfFeaturesLoaded ?? tileset._statistics.numberOfFeaturesLoaded;
  window.allLoaded = () => new Promise((done) => {
    const look = () => (tileset.tilesLoaded ? done() : requestAnimationFrame(look));
    look();
  });
})();
`;

/** Adds up what a page's callbacks take in each frame: the main thread's share of it, the same for any page. */
function meterFrames(): void {
  const ask = window.requestAnimationFrame.bind(window);
  const frames: number[] = [];
  let [stamp, sum] = [-1, 0];
  Object.assign(window, { benchFrames: frames });
  window.requestAnimationFrame = (callback) =>
    ask((time) => {
      const start = performance.now();
      try {
        callback(time);
      } finally {
        const took = performance.now() - start;
        if (time === stamp) sum += took;
        else {
          if (stamp >= 0) frames.push(sum);
          [stamp, sum] = [time, took];
        }
      }
    });
}

interface BenchWindow {
  benchFrames: number[];
  setPose(pose: CameraPose): void;
  plainReady: Promise<void>;
  readyAt: number;
  medium(): void;
  allLoaded(): Promise<void>;
  features(): number;
}

/** Once about the city, all of it in view, and down to the roofs and up again. */
function cameraPath({ extent, origin }: Manifest): CameraPose[] {
  const [west, south, east, north] = extent;
  const [lon, lat] = [(west + east) / 2, (south + north) / 2];
  const reach = ((north - south) / 2) * 111_320;
  return Array.from({ length: STEPS }, (_, step) => {
    const heading = (step / STEPS) * 2 * Math.PI;
    const range = reach * (2.1 - 0.6 * Math.sin(heading / 2));
    return {
      lon: lon - (Math.sin(heading) * range * 0.8) / 68_000,
      lat: lat - (Math.cos(heading) * range * 0.8) / 111_320,
      height: origin[2] + range * 0.6,
      headingDeg: (heading * 180) / Math.PI,
      pitchDeg: -36,
    };
  });
}

async function openMetered(browser: Browser): Promise<Page> {
  const page = await openPage(browser);
  await page.addInitScript(meterFrames);
  return page;
}

/** Walks the path twice and measures the second walk, when its tiles are there. */
async function walk(page: Page, path: readonly CameraPose[], plain: boolean): Promise<number[]> {
  return page.evaluate(
    async ([poses, isPlain]) => {
      const bench = window as unknown as BenchWindow;
      const put = (camera: CameraPose): void =>
        isPlain ? bench.setPose(camera) : window.spar.dispatch({ type: 'setCamera', camera });
      if (isPlain) bench.medium();
      else window.spar.dispatch({ type: 'setQuality', quality: 'medium' });
      const settle = (): Promise<void> => (isPlain ? bench.allLoaded() : window.spar.settled());
      const step = (camera: CameraPose): Promise<void> =>
        new Promise((done) => {
          requestAnimationFrame(() => {
            put(camera);
            done();
          });
        });
      for (let at = 0; at < poses.length; at += 8) {
        await step(poses[at]!);
        await settle();
      }
      await step(poses[0]!);
      await settle();
      bench.benchFrames.length = 0;
      for (const pose of poses) await step(pose);
      return [...bench.benchFrames];
    },
    [path, plain] as const,
  );
}

interface Bench {
  readonly manifest: Manifest;
  /** Gives a browser that is closed at the end of the part. */
  openBrowser(): Promise<Browser>;
  openPlain(
    browser: Browser,
    options: { pose: CameraPose; error?: number; empty?: boolean },
  ): Promise<Opened>;
  openSpar(browser: Browser, scene?: string): Promise<Opened>;
}

interface Opened {
  page: Page;
  readyMs: number;
  /** Gzipped size of the scripts by path. */
  scripts: Map<string, number>;
  close(): Promise<void>;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** Where our page opens: the plain one is to look at the same. */
async function homeOf({ openSpar }: Bench, browser: Browser): Promise<CameraPose> {
  const { page, close } = await openSpar(browser);
  await page.keyboard.press('Shift+Digit1');
  const home = await page.evaluate(() => window.spar.state().presets['1']);
  if (!home) throw new Error('bench: expected a view under key 1, got none');
  await close();
  return home;
}

/** Time to the first whole picture, and what had to be sent for it. */
async function benchLoad(bench: Bench): Promise<void> {
  const browser = await bench.openBrowser();
  const pose = await homeOf(bench, browser);
  const [plain, spar, sharp]: [number[], number[], number[]] = [[], [], []];
  let scripts = new Map<string, number>();
  for (let run = 1; run <= LOADS; run++) {
    const theirs = await bench.openPlain(browser, { pose });
    await theirs.close();
    const ours = await bench.openSpar(browser);
    const settledMs = await ours.page.evaluate(async () => {
      await window.spar.settled();
      return performance.now();
    });
    scripts = ours.scripts;
    await ours.close();
    plain.push(theirs.readyMs);
    spar.push(ours.readyMs);
    sharp.push(settledMs);
    say(
      `  load ${run}: plain page ${seconds(theirs.readyMs)}, ours whole ${seconds(ours.readyMs)}, sharp ${seconds(settledMs)}`,
    );
  }
  const [ours, theirs] = [quantile(spar, 0.5), quantile(plain, 0.5)];
  say(
    `first whole picture (median of ${LOADS}): ${seconds(ours)} against ${seconds(theirs)} = ${(ours / theirs).toFixed(2)} × (promised ${RATIO_READY}: ${verdict(ours / theirs, RATIO_READY)}); sharp after ${seconds(quantile(sharp, 0.5))}`,
  );
  const script = [...scripts.values()].reduce((sum, size) => sum + size, 0);
  say(
    `JavaScript before the first picture: ${(script / 1e6).toFixed(2)} MB gzipped in ${scripts.size} files, workers and all (promised ${BYTES_SCRIPT / 1e6} MB: ${verdict(script, BYTES_SCRIPT)})`,
  );
}

/** Heap with every building loaded and in view, after collection, above that of the empty widget. */
async function benchHeap(bench: Bench): Promise<void> {
  const browser = await bench.openBrowser();
  const [pose] = cameraPath(bench.manifest);
  const empty = await bench.openPlain(browser, { pose: pose!, empty: true });
  const emptyHeap = await heapOf(empty.page);
  await empty.close();
  const full = await bench.openPlain(browser, { pose: pose!, error: FINE_ERROR });
  const plainBytes = (await heapOf(full.page)) - emptyHeap;
  const plainFeatures = await full.page.evaluate(() => (window as unknown as BenchWindow).features());
  await full.close();
  const ours = await bench.openSpar(browser, 'fine');
  await ours.page.evaluate(async (camera) => {
    window.spar.dispatch({ type: 'setQuality', quality: 'medium' });
    window.spar.dispatch({ type: 'setCamera', camera });
    await window.spar.settled();
  }, pose!);
  const heap = (await heapOf(ours.page)) - emptyHeap;
  const features = await ours.page.evaluate(() => window.spar.stats().features);
  await ours.close();
  const bytes = heap / features;
  say(
    `heap above the empty widget (${(emptyHeap / 2 ** 20).toFixed(1)} MiB): ${(heap / 2 ** 20).toFixed(1)} MiB for ${features} loaded features = ${bytes.toFixed(0)} B a feature (promised ${BYTES_FEATURE}: ${verdict(bytes, BYTES_FEATURE)}); ${(heap / COUNT).toFixed(0)} B for each of the ${COUNT} buildings, whose coarser shapes are loaded too; plain page ${(plainBytes / plainFeatures).toFixed(0)} B a feature`,
  );
}

/** The main thread's share of a frame while the camera moves, all buildings loaded and in view. */
async function benchFrames(bench: Bench): Promise<void> {
  const path = cameraPath(bench.manifest);
  const frames: { plain: number[]; spar: number[] } = { plain: [], spar: [] };
  for (const kind of ['plain', 'spar'] as const) {
    const browser = await bench.openBrowser();
    const { page } =
      kind === 'plain'
        ? await bench.openPlain(browser, { pose: path[0]!, error: FINE_ERROR })
        : await bench.openSpar(browser, 'fine');
    frames[kind] = await walk(page, path, kind === 'plain');
    if (kind === 'spar') {
      const stats = await page.evaluate(() => window.spar.stats());
      say(
        `  ours: ${frames.spar.length} frames measured; at the end of the path ${stats.tiles} tiles, ${stats.triangles} triangles, ${stats.features} features loaded, ${(stats.gpuBytes / 2 ** 20).toFixed(1)} MiB of tilesets`,
      );
    }
    await browser.close();
  }
  for (const [name, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const) {
    const [ours, theirs] = [quantile(frames.spar, share), quantile(frames.plain, share)];
    say(
      `main thread a frame ${name}: ${ours.toFixed(2)} ms against ${theirs.toFixed(2)} ms = ${(ours / theirs).toFixed(2)} × (promised ${RATIO_FRAME}: ${verdict(ours / theirs, RATIO_FRAME)})`,
    );
  }
}

/** Time from lost graphics to the whole picture, and to the sharp one. */
async function benchLost(bench: Bench): Promise<void> {
  const browser = await bench.openBrowser();
  const { page } = await bench.openSpar(browser);
  await page.evaluate(() => window.spar.settled());
  const [whole, sharp]: [number[], number[]] = [[], []];
  for (let turn = 1; turn <= LOSSES; turn++) {
    const [wholeMs, sharpMs] = await page.evaluate(async (wanted) => {
      const start = performance.now();
      const canvas = document.querySelector<HTMLCanvasElement>('.city canvas');
      canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
      while (window.spar.stats().recovered < wanted) await new Promise((done) => setTimeout(done, 5));
      await window.spar.ready();
      const back = performance.now() - start;
      await window.spar.settled();
      return [back, performance.now() - start] as const;
    }, turn);
    whole.push(wholeMs);
    sharp.push(sharpMs);
  }
  const longest = Math.max(...whole);
  say(
    `lost graphics, ${LOSSES} times: the whole picture back after ${seconds(quantile(whole, 0.5))} (longest ${seconds(longest)}; promised ${seconds(RECOVERY_MS)}: ${verdict(longest, RECOVERY_MS)}), sharp after ${seconds(quantile(sharp, 0.5))} (longest ${seconds(Math.max(...sharp))})`,
  );
}

const PARTS = { load: benchLoad, heap: benchHeap, frames: benchFrames, lost: benchLost };

/** Opens 50,000 buildings in both pages and prints what each costs. */
export async function bench(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'spar-page-bench-'));
  const servers: CityServer[] = [];
  const browsers = new Set<Browser>();
  try {
    const city = await buildBenchCity(dir);
    const manifest = JSON.parse(await readFile(join(city, 'manifest.json'), 'utf8')) as Manifest;
    const scenes = join(dir, 'scenes');
    await mkdir(scenes);
    await writeFile(join(scenes, 'fine.json'), FINE_SCENE);
    const common = { folders: [join(dir, 'cities')], scenes, port: 0, host: '127.0.0.1' };
    const spar = await serve({ ...common, app: process.env.SPAR_APP ?? 'dist/app' });
    const plain = await serve({ ...common, app: await buildPlainPage(dir, 'plain', PLAIN) });
    servers.push(spar, plain);
    const tileset = `tilesets/${CITY}/${manifest.levels.L3 ?? manifest.levels.L2}`;

    const parts: Bench = {
      manifest,
      async openBrowser() {
        const browser = await launchChromium();
        browsers.add(browser);
        return browser;
      },
      async openPlain(browser, { pose, error = 8, empty = false }) {
        const page = await openMetered(browser);
        const query = new URLSearchParams({ pose: JSON.stringify(pose), error: String(error) });
        if (!empty) query.set('tileset', tileset);
        await page.goto(`${plain.url}?${query}`);
        await page.waitForFunction(() => 'plainReady' in window);
        const readyMs = await page.evaluate(async () => {
          const one = window as unknown as BenchWindow;
          await one.plainReady;
          return one.readyAt;
        });
        return { page, readyMs, scripts: new Map(), close: () => page.context().close() };
      },
      async openSpar(browser, scene) {
        const page = await openMetered(browser);
        const scripts = new Map<string, number>();
        const bodies: Promise<void>[] = [];
        let counting = true;
        page.on('response', (response) => {
          const url = response.url();
          if (!counting || !/\.js($|\?)/.test(url) || !response.ok()) return;
          bodies.push(
            response.body().then(
              (body) => void scripts.set(new URL(url).pathname, gzipSync(body, { level: 6 }).length),
              () => {},
            ),
          );
        });
        await page.goto(`${spar.url}?city=${CITY}${scene ? `&scene=${scene}` : ''}`);
        await page.waitForFunction(() => 'spar' in window);
        const readyMs = await page.evaluate(async () => {
          await window.spar.ready();
          return performance.now();
        });
        counting = false;
        await Promise.all(bodies);
        return { page, readyMs, scripts, close: () => page.context().close() };
      },
    };
    await tellMachine(await parts.openBrowser(), `${COUNT} buildings`);
    const wanted = process.argv[3];
    let failed: Error | null = null;
    for (const [name, run] of Object.entries(PARTS)) {
      for (const browser of browsers) await browser.close();
      browsers.clear();
      if (wanted !== undefined && wanted !== name) continue;
      try {
        await run(parts);
      } catch (error) {
        say(`${name}: NOT measured: ${(error as Error).message.split('\n')[0]}`);
        failed ??= error as Error;
      }
    }
    if (failed) throw failed;
  } finally {
    for (const browser of browsers) await browser.close();
    for (const server of servers) await server.close();
    await rm(dir, { recursive: true, force: true });
  }
}
