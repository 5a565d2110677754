/** The camera in hand, idle frames and the size of the picture, in the built page in Chromium. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CameraPose } from '#base/state/twin-state.ts';
import { buildCity } from '#builder/build.ts';
import { silentProgress } from '#builder/progress.ts';
import { type CityServer, serve } from '#server/serve.ts';

const [LON, LAT] = [120.95, 35.55];
const IDLE_MS = 10_000;
/** The city has no elevation: its ground lies on the geoid, a few metres over the ellipsoid. */
const DOWN = { headingDeg: 0, pitchDeg: -60 };

let root: string;
let server: CityServer;
let browser: Browser;
/** Of the usual size; the other sizes have pages of their own. */
let page: Page;

/** 49 blocks of flats on a grid of 60 m. */
function blocks(): unknown {
  const features = Array.from({ length: 49 }, (_, at) => {
    const [x, y] = [LON + (at % 7) * 0.0006, LAT + Math.floor(at / 7) * 0.0006];
    const [w, h] = [0.0001, 0.0001];
    const ring = [
      [x - w, y - h],
      [x + w, y - h],
      [x + w, y + h],
      [x - w, y + h],
      [x - w, y - h],
    ];
    return {
      type: 'Feature',
      id: `block-${at}`,
      properties: { height: 20 },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
  });
  return { type: 'FeatureCollection', features };
}

async function open(width = 400, height = 300, hasTouch = false): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    hasTouch,
  });
  const opened = await context.newPage();
  await opened.goto(`${server.url}?mode=embed`);
  await opened.waitForFunction(() => 'spar' in window);
  await opened.evaluate(() => window.spar.ready());
  return opened;
}

/** The camera that the state has once the hand has let go. */
async function rested(before: CameraPose | null): Promise<CameraPose> {
  await page.waitForFunction(
    (old) => JSON.stringify(window.spar.state().camera) !== old,
    JSON.stringify(before),
  );
  await page.evaluate(() => window.spar.settled());
  const now = await page.evaluate(() => window.spar.state().camera);
  if (!now) throw new Error('expected a camera, got the home view');
  return now;
}

async function put(camera: CameraPose): Promise<CameraPose> {
  await page.evaluate((pose) => window.spar.dispatch({ type: 'setCamera', camera: pose }), camera);
  await page.evaluate(() => window.spar.settled());
  return camera;
}

const over = (height: number): CameraPose => ({
  lon: LON + 0.0018,
  lat: LAT + 0.0008,
  height,
  ...DOWN,
});

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spar-camera-'));
  const source = join(root, 'blocks.geojson');
  await writeFile(source, JSON.stringify(blocks()));
  await buildCity({
    sources: [source],
    out: join(root, 'cities/blocks'),
    name: 'blocks',
    recipe: {},
    progress: silentProgress,
    signal: new AbortController().signal,
    threads: 0,
  });
  server = await serve({
    folders: [join(root, 'cities')],
    port: 0,
    host: '127.0.0.1',
    app: process.env.SPAR_APP ?? 'dist/app',
  });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH!,
    args: process.env.CHROMIUM_FLAGS!.split(' '),
  });
  page = await open(400, 300, true);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(root, { recursive: true, force: true });
});

describe('the camera in hand', () => {
  it('pans: the building that is dragged stays under the cursor, and the pose is committed once', async () => {
    const before = await put(over(320));
    await page.evaluate(() => {
      const seen: unknown[] = [];
      window.spar.on('state', ({ camera }) => {
        if (seen.at(-1) !== camera) seen.push(camera);
      });
      Object.assign(window, { seen });
    });
    const held = await page.evaluate(async () => {
      for (let y = 100; y < 250; y += 8) {
        const found = await window.spar.pick(200, y);
        if (found) return { id: found.id, y };
      }
      return null;
    });
    expect(held).not.toBeNull();
    await page.mouse.move(200, held!.y);
    await page.mouse.down();
    await page.mouse.move(230, held!.y + 10, { steps: 4 });
    await page.mouse.move(260, held!.y + 30, { steps: 4 });
    await page.mouse.up();
    const after = await rested(before);
    expect(after.height).toBeCloseTo(before.height, 3);
    const found = await page.evaluate((y) => window.spar.pick(260, y), held!.y + 30);
    expect(found?.id).toBe(held!.id);
    expect(await page.evaluate(() => (window as unknown as { seen: unknown[] }).seen.length)).toBe(1);
  });

  it('circles and tilts by the right button, stays above the ground, and undo goes back', async () => {
    const before = await put(over(150));
    await page.mouse.move(200, 150);
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(220, 60, { steps: 3 });
    await page.mouse.move(240, 5, { steps: 3 });
    await page.mouse.up({ button: 'right' });
    const after = await rested(before);
    expect(after.pitchDeg).toBeGreaterThan(before.pitchDeg + 20);
    expect(after.headingDeg).toBeGreaterThan(5);
    const ground = await page.evaluate(() => window.spar.state().camera!.height);
    expect(ground).toBeGreaterThan(5);
    await page.evaluate(() => window.spar.dispatch({ type: 'northUp' }));
    const north = await rested(after);
    expect(Math.min(north.headingDeg, 360 - north.headingDeg)).toBeLessThan(0.01);
    expect(north.pitchDeg).toBeCloseTo(after.pitchDeg, 1);
  });

  it('zooms in to what is under the cursor and never through the ground', async () => {
    const before = await put(over(320));
    await page.mouse.move(200, 150);
    for (let turn = 0; turn < 12; turn++) {
      await page.mouse.wheel(0, -500);
      await page.evaluate(() => window.spar.settled());
    }
    const { height } = await rested(before);
    expect(height).toBeLessThan(60);
    expect(height).toBeGreaterThan(2);
  });

  it('keeps views under keys and brings them back; arrows move, Home goes home', async () => {
    const kept = await put(over(200));
    await page.keyboard.press('Shift+Digit4');
    expect(await page.evaluate(() => window.spar.state().presets['4']?.height)).toBeCloseTo(200, 2);
    await page.keyboard.down('ArrowUp');
    await page.waitForTimeout(500);
    await page.keyboard.up('ArrowUp');
    const moved = await rested(kept);
    expect(moved.lat).toBeGreaterThan(kept.lat);
    expect(moved.lon).toBeCloseTo(kept.lon, 6);
    await page.keyboard.press('Digit4');
    const back = await rested(moved);
    expect(back.lat).toBeCloseTo(kept.lat, 7);
    await page.keyboard.press('Digit5');
    expect(await page.evaluate(() => window.spar.state().camera)).toEqual(back);
    await page.keyboard.press('Home');
    expect(await page.evaluate(() => window.spar.state().camera)).toBeNull();
  });

  it('comes nearer as two fingers part', async () => {
    const before = await put(over(320));
    const touch = await page.context().newCDPSession(page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', half: number) =>
      touch.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          type === 'touchEnd'
            ? []
            : [
                { x: 200 - half, y: 150, id: 0 },
                { x: 200 + half, y: 150, id: 1 },
              ],
      });
    await send('touchStart', 40);
    for (const half of [50, 60, 70, 80]) await send('touchMove', half);
    await send('touchEnd', 0);
    const after = await rested(before);
    expect(after.height).toBeLessThan(250);
    expect(after.height).toBeGreaterThan(100);
    expect(after.pitchDeg).toBeCloseTo(before.pitchDeg, 0);
  });

  it('flies to a feature: it is in the middle of the picture', async () => {
    const before = await put(over(320));
    const id = await page.evaluate(async () => {
      for (let at = 0; at < 1600; at++) {
        const found = await window.spar.pick(20 + (at % 40) * 9, 40 + Math.floor(at / 40) * 6);
        if (found) return found.id;
      }
      return null;
    });
    await page.evaluate((one) => window.spar.dispatch({ type: 'flyTo', id: one! }), id);
    await rested(before);
    expect((await page.evaluate(() => window.spar.pick(200, 150)))?.id).toBe(id);
  });
});

describe('frames', () => {
  it('are not drawn while nothing changes: none in ten seconds', async () => {
    await page.mouse.move(5, 5);
    await page.evaluate(() => window.spar.settled());
    await page.waitForTimeout(1_000);
    const before = await page.evaluate(() => window.spar.stats().frames);
    expect(before).toBeGreaterThan(0);
    await page.waitForTimeout(IDLE_MS);
    expect(await page.evaluate(() => window.spar.stats().frames)).toBe(before);
  });

  it('are told with their reasons and what they cost', async () => {
    const stats = await page.evaluate(() => window.spar.stats());
    expect(stats.frameMs.p95).toBeGreaterThanOrEqual(stats.frameMs.p50);
    expect(stats.tiles).toBeGreaterThan(0);
    expect(stats.triangles).toBeGreaterThan(49 * 8);
    expect(stats.features).toBeGreaterThanOrEqual(49);
    expect(stats.gpuBytes).toBeGreaterThan(1_000);
    expect(stats.reasons.camera).toBeGreaterThan(0);
  });
});

describe('the picture', () => {
  it.each([
    [15_360, 120, 5000],
    [320, 240, 320],
  ])(
    'of a window %d px wide is drawn no more than 5,000 px wide and fills it',
    async (width, height, drawn) => {
      const page = await open(width, height);
      // The first picture is coarse: meant is the sharp one.
      await page.evaluate(() => window.spar.settled());
      const size = await page.evaluate(() => {
        const canvas = document.querySelector('canvas')!;
        return { drawn: canvas.width, shown: canvas.clientWidth };
      });
      expect(size.drawn).toBeLessThanOrEqual(drawn);
      expect(size.drawn).toBeGreaterThan(0.7 * drawn);
      expect(size.shown).toBe(width);
    },
  );
});
