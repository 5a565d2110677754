/** The built page in Chromium, over our own server, on a city that our own builder made. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BuildingTable } from '#base/feature-table.ts';
import { buildCity } from '#builder/build.ts';
import { silentProgress } from '#builder/progress.ts';
import { type CityServer, serve } from '#server/serve.ts';

const SIDE = 5;
const STEP = 0.0006;
const [LON, LAT] = [120.95, 35.55];

let root: string;
let server: CityServer;
let browser: Browser;
const pages: Page[] = [];
/** What a page said that it should not have: errors, refusals by the policy, requests elsewhere. */
const complaints: string[] = [];

/** 25 towers on a grid, 20 m square and 12 to 60 m high. */
function towers(): unknown {
  const features = Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [x, y] = [LON + (at % SIDE) * STEP, LAT + Math.floor(at / SIDE) * STEP];
    const [w, h] = [0.00011, 0.00009];
    return {
      type: 'Feature',
      id: `tower-${at}`,
      properties: { height: 12 + at * 2, building: 'office', name: `Tower ${at}` },
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

async function open(query: string, setUp?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 400, height: 300 },
    locale: 'en-GB',
    // Cameras jump: nothing is to be waited for.
    reducedMotion: 'reduce',
  });
  pages.push(page);
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) {
      complaints.push(`asked ${request.url()}`);
    }
  });
  await setUp?.(page);
  await page.goto(server.url + query);
  return page;
}

async function openCity(query = ''): Promise<Page> {
  const page = await open(query);
  await page.evaluate(() => window.spar.ready());
  return page;
}

async function table(): Promise<BuildingTable> {
  return JSON.parse(
    await readFile(join(root, 'cities/towers/features/buildings/0.json'), 'utf8'),
  ) as BuildingTable;
}

/** Looks straight down on a building from 250 m and waits for the picture. */
async function lookDownOn(page: Page, lon: number, lat: number): Promise<void> {
  await page.evaluate(
    ([x, y]) => {
      window.spar.dispatch({
        type: 'setCamera',
        camera: { lon: x!, lat: y!, height: 350, headingDeg: 0, pitchDeg: -90 },
      });
    },
    [lon, lat],
  );
  await page.evaluate(() => window.spar.settled());
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spar-page-'));
  const source = join(root, 'towers.geojson');
  await writeFile(source, JSON.stringify(towers()));
  await buildCity({
    sources: [source],
    out: join(root, 'cities/towers'),
    name: 'towers',
    recipe: {},
    progress: silentProgress,
    signal: new AbortController().signal,
    threads: 0,
  });
  const bare = join(root, 'cities/yy-bare');
  await cp(join(root, 'cities/towers'), bare, { recursive: true });
  for (const name of ['buildings/tileset.json', 'buildings/tileset.json.gz', 'manifest.json.gz']) {
    await rm(join(bare, name));
  }
  const manifest = JSON.parse(await readFile(join(bare, 'manifest.json'), 'utf8')) as object;
  await writeFile(join(bare, 'manifest.json'), JSON.stringify({ ...manifest, name: 'yy-bare' }));
  await mkdir(join(root, 'cities/zz-old'));
  await writeFile(join(root, 'cities/zz-old/manifest.json'), '{"spar": 99}');
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
});

afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()));
  expect(complaints.splice(0)).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(root, { recursive: true, force: true });
});

describe('the first look', () => {
  it('opens the first city, picks the buildings that are drawn and tells what they are', async () => {
    const { columns, start } = await table();
    expect(columns.id).toHaveLength(SIDE * SIDE);
    const page = await openCity();
    expect(await page.title()).toContain('Spar');
    for (const row of [0, 12, 24]) {
      await lookDownOn(page, columns.lon[row]!, columns.lat[row]!);
      const picked = await page.evaluate(() => window.spar.pick(200, 150));
      expect(picked).toMatchObject({
        gid: start + row,
        id: columns.id[row],
        name: columns.name[row],
        height: columns.height[row],
        heightFrom: 'height',
        use: 'office',
        level: 'L3',
        live: null,
      });
      const byId = await page.evaluate((id) => window.spar.feature(id), picked!.id);
      expect(byId).toEqual({ ...picked, level: null });
    }
    // Between four towers there is ground alone.
    await lookDownOn(page, LON + STEP / 2, LAT + STEP / 2);
    expect(await page.evaluate(() => window.spar.pick(200, 150))).toBeNull();
  });

  it('shows the clicked building in the inspector, lit in the accent colour, until Escape', async () => {
    const { columns } = await table();
    const page = await openCity('?city=towers&lang=zh');
    await lookDownOn(page, columns.lon[7]!, columns.lat[7]!);
    const middle = async (): Promise<[number, number, number]> => {
      await page.evaluate(() => window.spar.settled());
      const bytes = await page.evaluate(async () => {
        const picture = await window.spar.screenshot();
        return [...new Uint8Array(await picture.arrayBuffer())];
      });
      const { data, width } = PNG.sync.read(Buffer.from(bytes));
      const at = (150 * width + 200) * 4;
      return [data[at]!, data[at + 1]!, data[at + 2]!];
    };
    const [plainRed, , plainBlue] = await middle();
    await page.mouse.click(200, 150);
    const panel = page.locator('.inspector');
    await panel.waitFor();
    expect(await panel.textContent()).toContain(columns.name[7]);
    expect(await panel.textContent()).toContain(columns.id[7]);
    expect(await panel.textContent()).toContain(`${columns.height[7]!.toFixed(1)} 米`);
    expect(await panel.textContent()).toContain('办公');
    const [red, , blue] = await middle();
    expect(blue - red).toBeGreaterThan(plainBlue - plainRed + 40);
    expect(await page.evaluate(() => window.spar.state().selection)).toEqual([columns.id[7]]);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(Math.abs((await middle())[0] - plainRed)).toBeLessThan(6);
  });

  it('goes on when the buildings are gone, and says so', async () => {
    const page = await open('?city=yy-bare');
    await page.evaluate(() => window.spar.ready());
    const fault = page.locator('.toasts li');
    await fault.waitFor();
    expect(await fault.textContent()).toContain('Buildings failed');
    expect(await fault.textContent()).toContain(
      'buildings/tileset.json": expected a tileset, got Request has failed. Status Code: 404',
    );
  });

  it.each([
    ['?city=atlantis', 'city "atlantis": expected one of those that are here (towers, yy-bare, zz-old)'],
    ['?city=zz-old', 'city "zz-old": manifest.json: spar: expected city folder version 1, got 99'],
  ])('says on screen why %s cannot be opened, and what can', async (query, message) => {
    const page = await open(query);
    const fatal = page.locator('.no-city');
    await fatal.waitFor();
    expect(await fatal.textContent()).toContain(message);
    expect(await fatal.locator('a').first().getAttribute('href')).toBe('?city=towers');
    await expect(page.evaluate(() => window.spar.ready())).rejects.toThrow(message);
  });

  it('says on screen that there is no WebGL 2', async () => {
    const page = await open('?city=towers', (one) =>
      one.addInitScript(() => {
        HTMLCanvasElement.prototype.getContext = () => null;
      }),
    );
    const fatal = page.locator('.no-city');
    await fatal.waitFor();
    expect(await fatal.textContent()).toContain('graphics: expected WebGL 2, got none');
  });
});
