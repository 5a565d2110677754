/** A stranger's way through the built page, with a keyboard and nothing else. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCity } from '#builder/build.ts';
import { silentProgress } from '#builder/progress.ts';
import { type CityServer, serve } from '#server/serve.ts';

const SIDE = 9;
const STEP = 0.0005;
const [LON, LAT] = [120.95, 35.55];
const [WIDE, HIGH] = [760, 480];
const MOST_STOPS = 80;

let root: string;
let server: CityServer;
let browser: Browser;
const complaints: string[] = [];

/** 81 houses of different heights and years; one of them has a name that somebody may look for. */
function houses(): unknown {
  const features = Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [x, y] = [LON + (at % SIDE) * STEP, LAT + Math.floor(at / SIDE) * STEP];
    const [w, h] = [0.00014, 0.00011];
    const ring = [
      [x - w, y - h],
      [x + w, y - h],
      [x + w, y + h],
      [x - w, y + h],
      [x - w, y - h],
    ];
    return {
      type: 'Feature',
      id: `house-${at}`,
      properties: {
        name: at === 40 ? 'Harbour Library' : `House ${at}`,
        building: 'office',
        height: at === 40 ? 47.3 : 8 + ((at * 7) % 25),
        start_date: 1900 + at,
      },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
  });
  return { type: 'FeatureCollection', features };
}

async function open(address: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: WIDE, height: HIGH },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  await page.evaluate(() => window.spar.ready());
  return page;
}

async function picture(page: Page): Promise<PNG> {
  const bytes = await page.evaluate(async () => {
    await window.spar.settled();
    const blob = await window.spar.screenshot();
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  return PNG.sync.read(Buffer.from(bytes));
}

/** Share of pixels in which two pictures differ visibly. */
function difference(one: PNG, other: PNG): number {
  expect([other.width, other.height]).toEqual([one.width, one.height]);
  let differ = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    const off = [0, 1, 2].map((i) => Math.abs(one.data[at + i]! - other.data[at + i]!));
    if (Math.max(...off) > 6) differ++;
  }
  return differ / (one.data.length / 4);
}

/** What has the focus, by its name, and whether a person can see that it has. */
const focus = (page: Page): Promise<{ name: string; seen: boolean }> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
    // Hidden controls show their focus on what stands for them.
    const shown = [element, element.nextElementSibling, element.parentElement].filter(
      (one): one is HTMLElement => one instanceof HTMLElement,
    );
    const seen = shown.some((one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
    });
    // A slider shows it on its thumb, whose style nobody can ask for.
    return { name, seen: seen || element.matches('input[type=range]:focus-visible') };
  });

/** Presses a key until something of a name has the focus, which must be visible at every stop on the way. */
async function goTo(page: Page, key: 'Tab' | 'Shift+Tab', wanted: string): Promise<void> {
  const stops: string[] = [];
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press(key);
    const { name, seen } = await focus(page);
    stops.push(name);
    expect(seen, `focus on "${name}" can be seen`).toBe(true);
    if (name === wanted) return;
  }
  throw new Error(`focus: expected to come to "${wanted}", got ${stops.join(', ')}`);
}

/** Opens the link that was copied in a browser of its own, and compares what both show. */
async function expectSameElsewhere(page: Page): Promise<void> {
  await page.getByText('Link copied').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#s=/);
  const before = await picture(page);
  const elsewhere = await open(link);
  expect(await elsewhere.evaluate(() => window.spar.state())).toEqual(
    await page.evaluate(() => window.spar.state()),
  );
  expect(difference(before, await picture(elsewhere))).toBeLessThan(0.001);
  await elsewhere.context().close();
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spar-keyboard-'));
  const source = join(root, 'houses.geojson');
  await writeFile(source, JSON.stringify(houses()));
  await buildCity({
    sources: [source],
    out: join(root, 'cities/houses'),
    name: 'houses',
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
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(root, { recursive: true, force: true });
});

describe('by keyboard alone', () => {
  it('a stranger learns the keys, finds a building by name, reads its height, colours by year and sends a link that shows the same', async () => {
    const page = await open(server.url);
    const plain = await picture(page);
    await page.keyboard.press('?');
    const help = page.getByRole('dialog');
    await help.getByText('Search').first().waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });

    await page.keyboard.press('/');
    await page.keyboard.type('harbour lib');
    await page.getByRole('option', { name: /Harbour Library/ }).waitFor();
    await page.keyboard.press('Enter');
    const inspector = page.getByRole('region', { name: 'Selected' });
    await inspector.getByRole('heading', { name: 'Harbour Library' }).waitFor();
    expect(await inspector.locator('.figure').textContent()).toContain('47.3');
    expect(await page.evaluate(() => window.spar.state().selection)).toEqual(['houses:house-40']);

    // Use, height, year.
    for (let turn = 0; turn < 3; turn++) await page.keyboard.press('c');
    await page.getByRole('list', { name: 'Legend' }).getByRole('listitem').first().waitFor();
    expect(await page.evaluate(() => window.spar.state().colouring?.attribute)).toBe('year');
    expect(difference(plain, await picture(page))).toBeGreaterThan(0.05);

    await page.keyboard.press('k');
    await expectSameElsewhere(page);
    await page.context().close();
  });

  it('the same way goes by Tab, arrows and Enter, with a focus that can be seen at every stop', async () => {
    const page = await open(server.url);
    await goTo(page, 'Tab', 'Search');
    await page.keyboard.type('Harbour');
    await page.getByRole('option', { name: /Harbour Library/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const inspector = page.getByRole('region', { name: 'Selected' });
    await inspector.getByText('47.3 m').waitFor();
    expect((await focus(page)).name).toBe('Selected');
    await goTo(page, 'Shift+Tab', 'Colour by');
    for (let turn = 0; turn < 3; turn++) await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => window.spar.state().colouring?.attribute)).toBe('year');
    await goTo(page, 'Shift+Tab', 'Copy link');
    await page.keyboard.press('Enter');
    await expectSameElsewhere(page);
    await page.context().close();
    expect(complaints).toEqual([]);
  });
});
