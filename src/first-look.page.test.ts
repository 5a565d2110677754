/** The built page in Chromium, over our own server, on a city that our own builder made. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

/** The city with a building tile and all terrain tiles of zeros. */
async function writeTornCity(manifest: object): Promise<void> {
  const torn = join(root, 'cities/xx-torn');
  await cp(join(root, 'cities/towers'), torn, { recursive: true });
  await rm(join(torn, 'manifest.json.gz'));
  const tiles = join(torn, 'buildings/tiles');
  for (const file of await readdir(tiles)) {
    if (file.endsWith('.gz')) await rm(join(tiles, file));
    else await writeFile(join(tiles, file), Buffer.alloc(2000));
  }
  await rm(join(torn, 'terrain'), { recursive: true, force: true });
  await mkdir(join(torn, 'terrain/0/0'), { recursive: true });
  await mkdir(join(torn, 'terrain/0/1'), { recursive: true });
  await writeFile(
    join(torn, 'terrain/layer.json'),
    JSON.stringify({
      tilejson: '2.1.0',
      format: 'quantized-mesh-1.0',
      version: '1.0.0',
      scheme: 'tms',
      tiles: ['{z}/{x}/{y}.terrain'],
      projection: 'EPSG:4326',
      available: [[{ startX: 0, startY: 0, endX: 1, endY: 0 }]],
    }),
  );
  for (const x of [0, 1]) await writeFile(join(torn, `terrain/0/${x}/0.terrain`), Buffer.alloc(800));
  const levels = {
    ...(manifest as { levels: object }).levels,
    L1: { terrain: 'terrain/layer.json', ground: null },
  };
  await writeFile(join(torn, 'manifest.json'), JSON.stringify({ ...manifest, name: 'xx-torn', levels }));
}

/** A scene with a layer of every kind, an unknown one and one that fails; and a scene of 300 layers. */
async function writeScenes(): Promise<void> {
  const folder = join(root, 'scenes');
  await mkdir(folder);
  const own = ['terrain', 'ground', 'buildings'].map((kind) => ({ id: kind, kind }));
  const scene = (layers: unknown[]) => JSON.stringify({ spar: 1, city: 'towers', layers });
  await writeFile(join(folder, 'white.png'), PNG.sync.write(new PNG({ width: 64, height: 64 })));
  await writeFile(
    join(folder, 'mixed.json'),
    scene([
      ...own,
      { id: 'holograms', kind: 'holograms' },
      { id: 'late', kind: 'geojson', url: 'late.geojson' },
      { id: 'picture', kind: 'imagery', url: 'white.png?{z}/{x}/{y}', opacity: 0.5 },
      {
        id: 'photos',
        kind: 'tiles3d',
        url: '../tilesets/towers/buildings/tileset.json',
        heightOffset: -500,
      },
    ]),
  );
  const point = { type: 'Point', coordinates: [LON, LAT] };
  await writeFile(join(folder, 'point.geojson'), JSON.stringify(point));
  const many = Array.from({ length: 297 }, (_, at) => ({
    id: `l${at}`,
    kind: 'geojson',
    url: 'point.geojson',
  }));
  await writeFile(join(folder, 'many.json'), scene([...own, ...many]));
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
  await writeTornCity(manifest);
  await writeScenes();
  await mkdir(join(root, 'cities/zz-old'));
  await writeFile(join(root, 'cities/zz-old/manifest.json'), '{"spar": 99}');
  server = await serve({
    folders: [join(root, 'cities')],
    port: 0,
    host: '127.0.0.1',
    app: process.env.SPAR_APP ?? 'dist/app',
    scenes: join(root, 'scenes'),
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
    // What is under the pointer is marked too.
    await page.mouse.move(1, 1);
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
    [
      '?city=atlantis',
      'city "atlantis": expected one of those that are here (towers, xx-torn, yy-bare, zz-old)',
    ],
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

/** Canvases with live graphics, counted from the start. */
const countContexts = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const contexts = new Set<WebGL2RenderingContext>();
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...given: [string]) {
      const context = Reflect.apply(original, this, given) as unknown;
      if (context instanceof WebGL2RenderingContext) contexts.add(context);
      return context;
    } as typeof original;
    Object.assign(window, { liveContexts: () => [...contexts].filter((one) => !one.isContextLost()).length });
  });

describe('lost graphics', () => {
  it('come back ten times over with the same state and the same building under the pointer', async () => {
    const { columns } = await table();
    const page = await open('?city=towers', countContexts);
    await page.evaluate(() => window.spar.ready());
    await lookDownOn(page, columns.lon[12]!, columns.lat[12]!);
    await page.evaluate((id) => {
      window.spar.dispatch({ type: 'select', ids: [id] });
      window.spar.dispatch({ type: 'setLevel', mode: 'L2' });
    }, columns.id[12]!);
    await page.evaluate(() => window.spar.settled());
    const before = await page.evaluate(() => window.spar.state());
    for (let turn = 1; turn <= 10; turn++) {
      await page.evaluate(async (wanted) => {
        const canvas = document.querySelector<HTMLCanvasElement>('.city canvas')!;
        canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!.loseContext();
        while (window.spar.stats().recovered < wanted) await new Promise((done) => setTimeout(done, 20));
        await window.spar.settled();
      }, turn);
    }
    await page.evaluate(() => window.spar.settled());
    expect(await page.evaluate(() => window.spar.state())).toEqual(before);
    expect(await page.evaluate(() => window.spar.pick(200, 150))).toMatchObject({ id: columns.id[12] });
    expect(await page.locator('.city canvas').count()).toBe(1);
    const live = await page.evaluate(() => (window as unknown as { liveContexts(): number }).liveContexts());
    expect(live).toBe(1);
    expect(await page.locator('.toasts li').count()).toBe(0);
  }, 300_000);
});

describe('scenes', () => {
  it('show the others when layers are unknown or fail, say why, and show what has come back', async () => {
    await rm(join(root, 'scenes/late.geojson'), { force: true });
    const page = await open('?scene=mixed&lang=en');
    await page.evaluate(() => window.spar.ready());
    const toasts = page.locator('.toasts');
    await toasts.locator('li').nth(1).waitFor();
    const text = await toasts.textContent();
    expect(text).toContain('scenes/mixed.json: layers[3].kind: expected one of "terrain"');
    expect(text).toContain('got "holograms"');
    expect(text).toContain('late.geojson": expected a file, got 404');
    expect(await page.evaluate(() => window.spar.state().layers)).toEqual({
      terrain: { visible: true },
      ground: { visible: true },
      buildings: { visible: true },
      late: { visible: true },
      picture: { visible: true, opacity: 0.5 },
      photos: { visible: true },
    });
    const { columns } = await table();
    await lookDownOn(page, columns.lon[0]!, columns.lat[0]!);
    expect(await page.evaluate(() => window.spar.pick(200, 150))).toMatchObject({ id: columns.id[0] });
    const area = [0, 1, 2].map((at) => [LON + at * STEP, LAT + (at % 2) * STEP]);
    await writeFile(
      join(root, 'scenes/late.geojson'),
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: area[0] } },
          { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: area } },
          {
            type: 'Feature',
            properties: {},
            geometry: { type: 'Polygon', coordinates: [[...area, area[0]]] },
          },
        ],
      }),
    );
    await page.waitForFunction(
      () => !document.querySelector('.toasts')?.textContent?.includes('late.geojson'),
    );
    await page.evaluate(() => window.spar.settled());
  });

  it('open from a link elsewhere with the same state, and with their own from a link that was cut', async () => {
    const page = await openCity('?city=towers&lang=en');
    await page.evaluate(() => {
      window.spar.dispatch({ type: 'setColouring', colouring: { attribute: 'height', palette: 'viridis' } });
      window.spar.dispatch({ type: 'hide', ids: ['towers:tower-3'] });
    });
    const { link, state } = await page.evaluate(() => ({
      link: window.spar.link(),
      state: window.spar.state(),
    }));
    const query = link.slice(server.url.length);
    expect(query).toMatch(/^\?city=towers.*#s=1\.[\w-]+$/);
    const other = await openCity(query);
    expect(await other.evaluate(() => window.spar.state())).toEqual(state);
    expect(await other.evaluate(() => window.spar.link())).toBe(link);
    for (const [bad, message] of [
      [query.slice(0, -6), 'share link: expected a whole link, got one that was cut short or altered'],
      [query.replace('#s=1.', '#s=9.'), 'share link: expected version 1, got 9: it comes from a newer Spar'],
    ] as const) {
      const cut = await openCity(bad);
      expect(await cut.locator('.toasts li').textContent()).toContain(message);
      expect(await cut.evaluate(() => window.spar.state().colouring)).toBeNull();
      await cut.close();
    }
  });

  it('open three hundred layers without stopping the page', async () => {
    const page = await open('?scene=many');
    await page.evaluate(() => window.spar.ready());
    const stopped = await page.evaluate(async () => {
      let longest = 0;
      let last = performance.now();
      for (let turn = 0; turn < 20; turn++) {
        await new Promise((done) => setTimeout(done, 10));
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }
      return { longest, layers: Object.keys(window.spar.state().layers).length };
    });
    expect(stopped.layers).toBe(300);
    expect(stopped.longest).toBeLessThan(3000);
  });
});

describe('a city with bad tiles', () => {
  it('shows the rest and says which they are', async () => {
    const page = await open('?city=xx-torn&lang=en');
    await page.evaluate(() => window.spar.ready());
    for (const message of ['Terrain failed', 'Failed to obtain terrain tile', 'Invalid tile content']) {
      await page.locator('.toasts li', { hasText: message }).first().waitFor({ state: 'attached' });
    }
    expect(await page.evaluate(() => window.spar.settled().then(() => 'settled'))).toBe('settled');
  });

  it('asks again for tiles that did not come, and takes its word back once they are there', async () => {
    let refused = 0;
    const page = await open('?city=towers&lang=en', (fresh) =>
      fresh.route('**/buildings/tiles/*.glb', (route) => {
        refused++;
        return route.fulfill({ status: 503, body: 'busy' });
      }),
    );
    await page.evaluate(() => window.spar.ready());
    await page.locator('.toasts li', { hasText: 'building tile' }).first().waitFor({ state: 'attached' });
    expect(refused).toBeGreaterThan(0);
    expect(await page.evaluate(() => window.spar.stats().tiles)).toBe(0);
    await page.unroute('**/buildings/tiles/*.glb');
    await page.waitForFunction(() => window.spar.stats().tiles > 0);
    await page.locator('.toasts li').first().waitFor({ state: 'detached' });
    // The browser tells of refusals too.
    expect(complaints.splice(0).filter((complaint) => !complaint.includes('503'))).toEqual([]);
  });
});
