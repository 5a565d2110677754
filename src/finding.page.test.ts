/** Picking, styles and measuring in the built page: what is picked is what is drawn. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuildingTable } from '#base/feature-table.ts';
import type { Command } from '#base/state/commands.ts';
import { buildCity } from '#builder/build.ts';
import { silentProgress } from '#builder/progress.ts';
import { type CityServer, serve } from '#server/serve.ts';

const SIDE = 24;
const STEP = 0.00036;
const [LON, LAT] = [120.95, 35.55];
const [WIDE, HIGH] = [400, 300];
const USES = ['office', 'house', 'school', 'warehouse'];

let root: string;
let server: CityServer;
let browser: Browser;
let page: Page;
let table: BuildingTable;
const complaints: string[] = [];

/** 576 blocks of different heights, uses and years, close enough to hide each other from aslant. */
function blocks(): unknown {
  const features = Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [x, y] = [LON + (at % SIDE) * STEP, LAT + Math.floor(at / SIDE) * STEP];
    const [w, h] = [0.00012, 0.0001];
    return {
      type: 'Feature',
      id: `block-${at}`,
      properties: {
        height: 6 + ((at * 37) % 50),
        building: USES[at % USES.length],
        start_date: 1900 + (at % 100),
      },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [x - w, y - h],
            [x + w, y - h],
            [x + w, y + h],
            [x - w, y + h],
            [x - w, y - h],
          ],
        ],
      },
    };
  });
  return { type: 'FeatureCollection', features };
}

const settled = (): Promise<void> => page.evaluate(() => window.spar.settled());

async function dispatch(...commands: Command[]): Promise<void> {
  await page.evaluate((all) => {
    for (const command of all) window.spar.dispatch(command);
  }, commands);
  await settled();
}

type Pixels = (x: number, y: number) => [number, number, number];

/** The picture of now; with gids, every building in the colour of its gid over black. */
async function picture(gids = false): Promise<Pixels> {
  const bytes = await page.evaluate(async (wanted) => {
    const style = wanted ? { gids: true } : null;
    window.spar.dispatch({ type: 'setLayer', id: 'buildings', style });
    const blob = await window.spar.screenshot();
    window.spar.dispatch({ type: 'setLayer', id: 'buildings', style: null });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, gids);
  const { data, width, height } = PNG.sync.read(Buffer.from(bytes));
  expect([width, height]).toEqual([WIDE, HIGH]);
  return (x, y) => {
    const at = (y * width + x) * 4;
    return [data[at]!, data[at + 1]!, data[at + 2]!];
  };
}

/** Draws gids and gives them by pixel; 0 where there is no building. */
async function drawnGids(): Promise<(x: number, y: number) => number> {
  const read = await picture(true);
  return (x, y) => {
    const [low, middle, high] = read(x, y);
    return low + middle * 256 + high * 65_536;
  };
}

/** Tells whether the pixels around are all of one building: no edge runs through. */
function isInside(gids: (x: number, y: number) => number, x: number, y: number): boolean {
  const gid = gids(x, y);
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) if (gids(x + dx, y + dy) !== gid) return false;
  }
  return true;
}

/** Places that look random and are the same in every run. */
function* places(): Generator<[number, number]> {
  let seed = 12_345;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (;;) yield [1 + next(WIDE - 2), 1 + next(HIGH - 2)];
}

const pickGids = (points: [number, number][]): Promise<number[]> =>
  page.evaluate(async (all) => {
    const gids: number[] = [];
    for (const [x, y] of all) gids.push((await window.spar.pick(x, y))?.gid ?? 0);
    return gids;
  }, points);

const gidsOn = (gids: (x: number, y: number) => number): Set<number> => {
  const found = new Set<number>();
  for (let y = 1; y < HIGH - 1; y++) {
    for (let x = 1; x < WIDE - 1; x++) if (isInside(gids, x, y)) found.add(gids(x, y));
  }
  found.delete(0);
  return found;
};

const idOf = (gid: number): string => table.columns.id[gid - table.start]!;

const ASLANT = { lon: LON + 0.004, lat: LAT - 0.0012, height: 260, headingDeg: 0, pitchDeg: -40 };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spar-find-'));
  const source = join(root, 'blocks.geojson');
  await writeFile(source, JSON.stringify(blocks()));
  const out = join(root, 'cities/blocks');
  const { signal } = new AbortController();
  await buildCity({
    sources: [source],
    out,
    name: 'blocks',
    recipe: {},
    progress: silentProgress,
    signal,
    threads: 0,
  });
  table = JSON.parse(await readFile(join(out, 'features/buildings/0.json'), 'utf8')) as BuildingTable;
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
  page = await browser.newPage({ viewport: { width: WIDE, height: HIGH }, reducedMotion: 'reduce' });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text());
  });
  await page.goto(`${server.url}?mode=embed&city=blocks`);
  await page.evaluate(() => window.spar.ready());
  await dispatch({ type: 'setCamera', camera: ASLANT });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(root, { recursive: true, force: true });
});

describe('finding in the picture', () => {
  it('picks what is drawn, at 200 pixels', async () => {
    const gids = await drawnGids();
    expect(gidsOn(gids).size).toBeGreaterThan(60);
    const points: [number, number][] = [];
    for (const [x, y] of places()) {
      if (isInside(gids, x, y)) points.push([x, y]);
      if (points.length === 200) break;
    }
    const drawn = points.map(([x, y]) => gids(x, y));
    expect(await pickGids(points)).toEqual(drawn);
    expect(new Set(drawn).size).toBeGreaterThan(40);
    expect(complaints).toEqual([]);
  });

  it('neither draws nor picks what is hidden, isolates, and shows all again', async () => {
    const before = gidsOn(await drawnGids());
    const [first, second] = [...before];
    await dispatch({ type: 'hide', ids: [idOf(first!)] });
    const without = await drawnGids();
    expect(gidsOn(without).has(first!)).toBe(false);
    expect(gidsOn(without).has(second!)).toBe(true);

    await dispatch({ type: 'isolate', ids: [idOf(second!)] });
    const alone = await drawnGids();
    expect([...gidsOn(alone)]).toEqual([second]);
    const spots: [number, number][] = [];
    for (const [x, y] of places()) {
      if (isInside(alone, x, y)) spots.push([x, y]);
      if (spots.length === 30) break;
    }
    expect(await pickGids(spots)).toEqual(spots.map(([x, y]) => alone(x, y)));

    await dispatch({ type: 'isolate', ids: null }, { type: 'unhide', ids: null });
    expect(gidsOn(await drawnGids())).toEqual(before);
  });

  it('shows what meets the filter, and nothing else', async () => {
    const { height, use } = table.columns;
    await dispatch({ type: 'setFilter', layer: 'buildings', filter: { use: ['school'], height: [10, 40] } });
    const shown = [...gidsOn(await drawnGids())];
    expect(shown.length).toBeGreaterThan(10);
    for (const gid of shown) {
      const row = gid - table.start;
      expect(use[row]).toBe('school');
      expect(height[row]).toBeGreaterThanOrEqual(10);
      expect(height[row]).toBeLessThanOrEqual(40);
    }
    await dispatch({ type: 'setFilter', layer: 'buildings', filter: null });
  });

  it('colours by use: every roof in the hue of its class', async () => {
    const overhead = { ...ASLANT, lat: LAT + 0.004, height: 700, pitchDeg: -90 };
    await dispatch(
      { type: 'setCamera', camera: overhead },
      { type: 'setColouring', colouring: { attribute: 'use', palette: 'auto' } },
    );
    const gids = await drawnGids();
    const colours = await picture();
    // Palette of the twin: house light yellow, office blue, school sea green, warehouse lilac.
    const nearest = {
      house: [245, 226, 168],
      office: [47, 111, 159],
      school: [88, 176, 156],
      warehouse: [179, 164, 196],
    };
    const direction = (rgb: readonly number[]): number[] => {
      const linear = rgb.map((byte) => (byte / 255) ** 2.2);
      const length = Math.hypot(...linear);
      return linear.map((part) => part / length);
    };
    const seen = new Map<string, number>();
    for (const [x, y] of places()) {
      const gid = gids(x, y);
      if (gid === 0 || !isInside(gids, x, y)) continue;
      const colour = direction(colours(x, y));
      const likeness = Object.entries(nearest).map(([use, rgb]) => {
        const wanted = direction(rgb);
        return { use, dot: colour.reduce((sum, part, at) => sum + part * wanted[at]!, 0) };
      });
      likeness.sort((a, b) => b.dot - a.dot);
      const use = table.columns.use[gid - table.start]!;
      expect(likeness[0]!.use).toBe(use);
      seen.set(use, (seen.get(use) ?? 0) + 1);
      if ([...seen.values()].reduce((sum, count) => sum + count, 0) === 120) break;
    }
    expect([...seen.keys()].sort()).toEqual([...USES].sort());
    await dispatch({ type: 'setColouring', colouring: null }, { type: 'setCamera', camera: ASLANT });
  });

  it('selects several with Shift held, and marks them', async () => {
    const gids = await drawnGids();
    const plain = await picture();
    const spots: [number, number][] = [];
    const taken = new Set<number>();
    for (const [x, y] of places()) {
      const gid = gids(x, y);
      if (gid === 0 || taken.has(gid) || !isInside(gids, x, y) || y < 60 || y > 240) continue;
      taken.add(gid);
      spots.push([x, y]);
      if (spots.length === 2) break;
    }
    await page.mouse.click(...spots[0]!);
    await page.waitForFunction(() => window.spar.state().selection.length === 1);
    await page.keyboard.down('Shift');
    await page.mouse.click(...spots[1]!);
    await page.keyboard.up('Shift');
    await page.waitForFunction(() => window.spar.state().selection.length === 2);
    await page.mouse.move(1, 1);
    await page.waitForTimeout(300);
    await settled();
    const marked = await picture();
    for (const [x, y] of spots) {
      const [red, , blue] = marked(x, y);
      const [redBefore, , blueBefore] = plain(x, y);
      expect(blue - red).toBeGreaterThan(blueBefore - redBefore + 40);
    }
    expect(await page.evaluate(() => window.spar.state().selection)).toEqual(
      spots.map(([x, y]) => idOf(gids(x, y))),
    );
    await dispatch({ type: 'select', ids: [] });
  });

  it('marks what is under the pointer, and nothing once it is gone', async () => {
    const gids = await drawnGids();
    const plain = await picture();
    let spot: [number, number] = [0, 0];
    for (const [x, y] of places()) {
      spot = [x, y];
      if (gids(x, y) !== 0 && isInside(gids, x, y) && y > 60 && y < 240) break;
    }
    const blueness = ([red, , blue]: readonly number[]): number => blue! - red!;
    await page.mouse.move(...spot);
    await page.waitForTimeout(400);
    expect(blueness((await picture())(...spot))).toBeGreaterThan(blueness(plain(...spot)) + 10);
    await page.mouse.move(1, 1);
    await page.waitForTimeout(400);
    await settled();
    expect((await picture())(...spot)).toEqual(plain(...spot));
  });

  it('measures by clicks, keeps the points in the state, takes the last back and leaves with Escape', async () => {
    const { lon, lat } = table.columns;
    const overhead = {
      ...ASLANT,
      lon: lon[0]! + STEP / 2,
      lat: lat[0]! + STEP / 2,
      height: 200,
      pitchDeg: -90,
    };
    await dispatch({ type: 'setCamera', camera: overhead }, { type: 'setTool', tool: 'distance' });
    const points = () => page.evaluate(() => window.spar.state().measurements.map((one) => one.points));
    await page.mouse.click(200, 150);
    await page.waitForTimeout(600);
    await page.mouse.click(260, 150);
    await page.waitForFunction(() => window.spar.state().measurements[0]?.points.length === 2);
    const [[from, to] = []] = await points();
    // The middle of the picture is the ground straight below the camera.
    expect(Math.abs(from![0] - overhead.lon)).toBeLessThan(2e-6);
    expect(Math.abs(from![1] - overhead.lat)).toBeLessThan(2e-6);
    expect(to![0]).toBeGreaterThan(from![0] + 1e-5);
    expect(await page.evaluate(() => window.spar.state().selection)).toEqual([]);
    await settled();
    const read = await picture();
    const [red, green, blue] = read(230, 150);
    expect(blue - red).toBeGreaterThan(60);
    expect(green - red).toBeGreaterThan(60);
    await page.keyboard.press('Backspace');
    expect((await points())[0]).toHaveLength(1);
    await page.keyboard.press('Escape');
    expect(await points()).toEqual([]);
    expect(await page.evaluate(() => window.spar.state().tool)).toBeNull();
    expect(complaints).toEqual([]);
  });
});
