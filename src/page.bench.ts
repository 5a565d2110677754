/**
 * The built page on a city of 50,000 buildings, against a plain page of the engine's own widget with the same tileset.
 *
 * Run by `npm run bench page` after `npm run build`; prints what was measured on what. Both pages run in one browser,
 * one after the other and in turn, at the same size, with the same camera, sample count and screen-space error.
 */

import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Manifest } from '#base/manifest.ts';
import { createRandom } from '#base/random.ts';
import type { CameraPose } from '#base/state/twin-state.ts';
import { type CityServer, serve } from '#server/serve.ts';

const COUNT = 50_000;
const SIDE = 25;
const WIDTH = 480;
const HEIGHT = 300;
const STEPS = 100;
const LOADS = 2;
const RATIO_FRAME = 1.25;
const RATIO_READY = 1.5;
const BYTES_FEATURE = 400;
const BYTES_SCRIPT = 1.6e6;
const CITY = 'bench';

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

async function buildCity(dir: string): Promise<string> {
  const source = join(dir, 'bench.geojson');
  await writeFile(source, footprints());
  const out = join(dir, 'cities', CITY);
  const child = spawn(
    process.execPath,
    [join(process.cwd(), 'dist/cli.js'), 'build', source, '--out', out, '--json'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`bench: expected the build to succeed, got exit code ${code}`);
  return out;
}

/** The plain page: the widget as it comes, the tileset, nothing else. */
const PLAIN = /* js */ `
import { Cartesian3, Cesium3DTileset, CesiumWidget, Math as M } from 'cesium';
import 'cesium/Build/Cesium/Widgets/CesiumWidget/CesiumWidget.css';
const query = new URLSearchParams(location.search);
const pose = JSON.parse(query.get('pose'));
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
  const tileset = await Cesium3DTileset.fromUrl(query.get('tileset'), { maximumScreenSpaceError: 8 });
  tileset.environmentMapManager.enabled = false;
  scene.primitives.add(tileset);
  await new Promise((done) => tileset.initialTilesLoaded.addEventListener(done));
  window.readyAt = performance.now();
  // What the page's medium quality sets; fewer samples spare a machine without a graphics card.
  window.medium = () => {
    scene.msaaSamples = 1;
    scene.postProcessStages.fxaa.enabled = true;
    tileset.maximumScreenSpaceError = 12;
  };
  window.allLoaded = () => new Promise((done) => {
    const look = () => (tileset.tilesLoaded ? done() : requestAnimationFrame(look));
    look();
  });
})();
`;

async function buildPlain(dir: string): Promise<string> {
  // Below the project, so that packages are found.
  const root = join(process.cwd(), 'dist/bench/plain');
  await mkdir(root, { recursive: true });
  await writeFile(
    join(root, 'index.html'),
    '<!doctype html><style>html,body,#map{margin:0;width:100%;height:100%}</style><div id="map"></div><script type="module" src="./plain.js"></script>',
  );
  await writeFile(join(root, 'plain.js'), PLAIN);
  const { build } = await import('vite');
  const outDir = join(dir, 'plain');
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    define: { CESIUM_BASE_URL: JSON.stringify('./cesium/') },
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 9000 },
  });
  for (const folder of ['Workers', 'Assets', 'ThirdParty', 'Widgets']) {
    await cp(join('node_modules/cesium/Build/Cesium', folder), join(outDir, 'cesium', folder), {
      recursive: true,
    });
  }
  return outDir;
}

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

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const verdict = (value: number, most: number): string => (value <= most ? 'kept' : 'NOT kept');

async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: WIDTH, height: HEIGHT },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => say(`  page error: ${error.message}`));
  await page.addInitScript(meterFrames);
  return page;
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
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
      for (let at = 0; at < poses.length; at += 10) {
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

interface Loaded {
  readyMs: number;
  heap: number;
}

/** Opens 50,000 buildings in both pages and prints what each costs. */
export async function bench(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'spar-page-bench-'));
  const servers: CityServer[] = [];
  let browser: Browser | null = null;
  try {
    const city = await buildCity(dir);
    const manifest = JSON.parse(await readFile(join(city, 'manifest.json'), 'utf8')) as Manifest;
    const common = { folders: [join(dir, 'cities')], port: 0, host: '127.0.0.1' };
    const app = process.env.SPAR_APP ?? 'dist/app';
    const spar = await serve({ ...common, app });
    const plain = await serve({ ...common, app: await buildPlain(dir) });
    servers.push(spar, plain);
    const { CHROMIUM_FLAGS, findChromium } = (await import(join(process.cwd(), '.ci/chromium.mjs'))) as {
      CHROMIUM_FLAGS: string[];
      findChromium(): string | null;
    };
    const executablePath = findChromium();
    if (!executablePath) throw new Error('bench: expected Chromium (CHROMIUM_PATH), got none');
    const gpu = process.env.SPAR_GPU === '1';
    const args = gpu ? ['--no-sandbox', '--use-angle=default', '--ignore-gpu-blocklist'] : CHROMIUM_FLAGS;
    browser = await chromium.launch({ executablePath, args });

    const path = cameraPath(manifest);
    const tileset = `tilesets/${CITY}/${manifest.levels.L3 ?? manifest.levels.L2}`;
    const plainUrl = (with3d: boolean, pose: CameraPose): string =>
      `${plain.url}?pose=${encodeURIComponent(JSON.stringify(pose))}${with3d ? `&tileset=${encodeURIComponent(tileset)}` : ''}`;

    const openPlain = async (with3d: boolean, pose: CameraPose): Promise<[Page, Loaded]> => {
      const page = await openPage(browser!);
      await page.goto(plainUrl(with3d, pose));
      await page.waitForFunction(() => 'plainReady' in window);
      const readyMs = await page.evaluate(async () => {
        const one = window as unknown as BenchWindow;
        await one.plainReady;
        return one.readyAt;
      });
      return [page, { readyMs, heap: await heapOf(page) }];
    };
    const scripts = new Map<string, number>();
    const openSpar = async (): Promise<[Page, Loaded]> => {
      const page = await openPage(browser!);
      const bodies: Promise<void>[] = [];
      page.on('response', (response) => {
        const url = response.url();
        if (!/\.js($|\?)/.test(url) || !response.ok()) return;
        bodies.push(
          response.body().then(
            (body) => void scripts.set(new URL(url).pathname, gzipSync(body, { level: 6 }).length),
            () => {},
          ),
        );
      });
      await page.goto(`${spar.url}?city=${CITY}`);
      await page.waitForFunction(() => 'spar' in window);
      const readyMs = await page.evaluate(async () => {
        await window.spar.ready();
        return performance.now();
      });
      await Promise.all(bodies);
      return [page, { readyMs, heap: await heapOf(page) }];
    };

    const graphics = await (async () => {
      const page = await openPage(browser!);
      const name = await page.evaluate(() => {
        const gl = document.createElement('canvas').getContext('webgl2');
        const info = gl?.getExtension('WEBGL_debug_renderer_info');
        return info ? String(gl?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : 'unknown';
      });
      await page.context().close();
      return name;
    })();
    say(
      `${COUNT} buildings, ${WIDTH} × ${HEIGHT} px, Chromium ${browser.version()}, ${graphics}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`,
    );

    const [first] = await openSpar();
    await first.keyboard.press('Shift+Digit1');
    const home = await first.evaluate(() => window.spar.state().presets['1']);
    if (!home) throw new Error('bench: expected a view under key 1, got none');
    await first.context().close();

    const [empty, { heap: emptyHeap }] = await openPlain(false, home);
    await empty.context().close();
    const ready: { plain: number[]; spar: number[] } = { plain: [], spar: [] };
    let heap = 0;
    let features = 0;
    const frames: { plain: number[]; spar: number[] } = { plain: [], spar: [] };
    for (let run = 0; run < LOADS; run++) {
      const last = run === LOADS - 1;
      const [plainPage, plainLoaded] = await openPlain(true, home);
      ready.plain.push(plainLoaded.readyMs);
      say(`plain page ${run + 1}: whole after ${(plainLoaded.readyMs / 1000).toFixed(1)} s`);
      if (last) frames.plain = await walk(plainPage, path, true);
      await plainPage.context().close();
      const [sparPage, loaded] = await openSpar();
      ready.spar.push(loaded.readyMs);
      say(`our page ${run + 1}: whole after ${(loaded.readyMs / 1000).toFixed(1)} s`);
      if (last) {
        heap = loaded.heap;
        features = await sparPage.evaluate(() => window.spar.stats().features);
        const before = await sparPage.evaluate(() => window.spar.stats().frames);
        frames.spar = await walk(sparPage, path, false);
        const stats = await sparPage.evaluate(() => window.spar.stats());
        say(
          `our page drew ${stats.frames - before} frames on its way, ${path.length} of them measured; its own count: p50 ${stats.frameMs.p50.toFixed(2)} ms, p95 ${stats.frameMs.p95.toFixed(2)} ms, ${stats.features} features loaded`,
        );
        say(
          `drawn at the end of the path: ${stats.tiles} tiles, ${stats.triangles} triangles, ${(stats.gpuBytes / 2 ** 20).toFixed(1)} MiB of tilesets`,
        );
      }
      await sparPage.context().close();
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
    const [ours, theirs] = [quantile(ready.spar, 0.5), quantile(ready.plain, 0.5)];
    say(
      `first whole picture: ${(ours / 1000).toFixed(2)} s against ${(theirs / 1000).toFixed(2)} s = ${(ours / theirs).toFixed(2)} × (promised ${RATIO_READY}: ${verdict(ours / theirs, RATIO_READY)})`,
    );
    const bytes = (heap - emptyHeap) / features;
    say(
      `heap above the empty widget: ${((heap - emptyHeap) / 2 ** 20).toFixed(1)} MiB for ${features} loaded features = ${bytes.toFixed(0)} B a feature (promised ${BYTES_FEATURE}: ${verdict(bytes, BYTES_FEATURE)})`,
    );
    const script = [...scripts.values()].reduce((sum, size) => sum + size, 0);
    say(
      `JavaScript before the first picture: ${(script / 1e6).toFixed(2)} MB gzipped in ${scripts.size} files, workers and all (promised ${BYTES_SCRIPT / 1e6} MB: ${verdict(script, BYTES_SCRIPT)})`,
    );
  } finally {
    await browser?.close();
    for (const server of servers) await server.close();
    await rm(dir, { recursive: true, force: true });
  }
}
