/** Components in the built page: what is picked is what is drawn, and nothing vanishes at the edge of the picture. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComponentTable } from '#base/feature-table.ts';
import { createEnuFrame, metresPerDegree } from '#base/geo/ellipsoid.ts';
import { createRandom } from '#base/random.ts';
import type { Command } from '#base/state/commands.ts';
import type { CameraPose } from '#base/state/twin-state.ts';
import { buildCity } from '#builder/build.ts';
import { silentProgress } from '#builder/progress.ts';
import { type CityServer, serve } from '#server/serve.ts';

const SIDE = 22;
/** m */
const STEP = 15;
const [LON, LAT] = [120.95, 35.55];
const [PER_LON, PER_LAT] = metresPerDegree(LAT);
const [WIDE, HIGH] = [400, 300];
const POSES = 100;
/** Solid things by class: half their width and depth, and a height that lies within them; m. */
const SOLID: Readonly<Record<string, readonly [number, number, number]>> = {
  '0134': [1.5, 0.95, 1.2],
  '0135': [0.5, 0.27, 0.7],
  '0121': [1.25, 0.8, 1.2],
  '0301': [2.9, 1.8, 1.5],
  '0304': [2.2, 1.6, 1.5],
};
const CLASSES = Object.keys(SOLID);
const OWNERS = ['Power', 'Gas', 'Press'];

let root: string;
let server: CityServer;
let browser: Browser;
let page: Page;
let table: ComponentTable;
const complaints: string[] = [];

function inventory(): string {
  const rows = ['code,class,lon,lat,azimuth,owner,grid'];
  for (let at = 0; at < SIDE * SIDE; at++) {
    const kind = CLASSES[(at * 7) % CLASSES.length]!;
    const lon = LON + ((at % SIDE) * STEP) / PER_LON;
    const lat = LAT + (Math.floor(at / SIDE) * STEP) / PER_LAT;
    const code = `110101${kind}${String(at + 1).padStart(6, '0')}`;
    const grid = `1101010010010${at % 2 === 0 ? '01' : '02'}`;
    rows.push([code, kind, lon.toFixed(8), lat.toFixed(8), (at * 37) % 360, OWNERS[at % 3], grid].join(','));
  }
  return `${rows.join('\n')}\n`;
}

/** One house beside them: a city has something to stand on. */
const HOUSE = JSON.stringify({
  type: 'Feature',
  id: 'house',
  properties: { building: 'house', height: 6 },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [LON - 0.002, LAT - 0.002],
        [LON - 0.0019, LAT - 0.002],
        [LON - 0.0019, LAT - 0.0019],
        [LON - 0.002, LAT - 0.0019],
        [LON - 0.002, LAT - 0.002],
      ],
    ],
  },
});

async function dispatch(...commands: Command[]): Promise<void> {
  await page.evaluate(async (all) => {
    for (const command of all) window.spar.dispatch(command);
    await window.spar.settled();
  }, commands);
}

/** The gids that are drawn from a pose, by pixel; 0 where nothing is. */
async function drawnGids(camera: CameraPose): Promise<Gids> {
  const base64 = await page.evaluate(async (pose) => {
    window.spar.dispatch({ type: 'setCamera', camera: pose });
    await window.spar.settled();
    const bytes = new Uint8Array(await (await window.spar.screenshot()).arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  }, camera);
  const { data, width, height } = PNG.sync.read(Buffer.from(base64, 'base64'));
  expect([width, height]).toEqual([WIDE, HIGH]);
  return (x, y) => {
    const at = (y * width + x) * 4;
    return data[at]! + data[at + 1]! * 256 + data[at + 2]! * 65_536;
  };
}

type Gids = (x: number, y: number) => number;

/** Tells whether the pixels around are all of one thing: no edge runs through. */
const isInside = (gids: Gids, x: number, y: number): boolean =>
  [-1, 0, 1].every((dx) => [-1, 0, 1].every((dy) => gids(x + dx, y + dy) === gids(x, y)));

/** Tells whether a thing is drawn at a place, or a pixel beside it. */
const isNear = (gids: Gids, x: number, y: number, gid: number): boolean =>
  [-1, 0, 1].some((dx) => [-1, 0, 1].some((dy) => gids(Math.floor(x) + dx, Math.floor(y) + dy) === gid));

/** Makes what tells where a place is drawn, px from the upper left, and px a metre there; null: behind the eye. */
function projection(camera: CameraPose) {
  const frame = createEnuFrame(camera.lon, camera.lat, camera.height);
  const [heading, pitch] = [camera.headingDeg, camera.pitchDeg].map((degrees) => (degrees * Math.PI) / 180);
  const [sin, cos] = [Math.sin(heading!), Math.cos(heading!)];
  const [rise, level] = [Math.sin(pitch!), Math.cos(pitch!)];
  // 60 degrees over the wider side.
  const focal = WIDE / 2 / Math.tan(Math.PI / 6);
  const place = [0, 0, 0];
  return (lon: number, lat: number, height: number): [number, number, number] | null => {
    frame.toEnu(lon, lat, height, place);
    const [e, n, u] = place as [number, number, number];
    const ahead = e * sin + n * cos;
    const depth = ahead * level + u * rise;
    if (depth < 1) return null;
    const across = e * cos - n * sin;
    const up = u * level - ahead * rise;
    return [WIDE / 2 + (focal * across) / depth, HIGH / 2 - (focal * up) / depth, focal / depth];
  };
}

/** Places within the body of each component: its middle and points towards its four sides. */
function* insides(): Generator<{ gid: number; lon: number; lat: number; height: number; size: number }> {
  const { columns, start, count } = table;
  for (let row = 0; row < count; row++) {
    const [half, deep, up] = SOLID[columns.class[row]!.slice(-4)]!;
    const azimuth = (columns.azimuth[row]! * Math.PI) / 180;
    const [sin, cos] = [Math.sin(azimuth), Math.cos(azimuth)];
    for (const [x, y] of [
      [0, 0],
      [0.7, 0],
      [-0.7, 0],
      [0, 0.7],
      [0, -0.7],
    ] as const) {
      const [right, front] = [x * half, y * deep];
      yield {
        gid: start + row,
        lon: columns.lon[row]! + (right * cos + front * sin) / PER_LON,
        lat: columns.lat[row]! + (front * cos - right * sin) / PER_LAT,
        height: columns.ground[row]! + up,
        size: 2 * Math.min(half, deep),
      };
    }
  }
}

const MIDDLE = (SIDE * STEP) / 2;
const ground = (): number => table.columns.ground[0]!;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spar-components-'));
  const [csv, house] = [join(root, 'inventory.csv'), join(root, 'house.geojson')];
  await writeFile(csv, inventory());
  await writeFile(house, HOUSE);
  const out = join(root, 'cities/things');
  await buildCity({
    sources: [csv, house],
    out,
    name: 'things',
    recipe: {},
    progress: silentProgress,
    signal: new AbortController().signal,
    threads: 0,
  });
  table = JSON.parse(await readFile(join(out, 'features/components/0.json'), 'utf8')) as ComponentTable;
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
  await page.goto(`${server.url}?mode=embed&city=things`);
  await page.evaluate(() => window.spar.ready());
  // Nothing but things, in the colours of their gids: the ground need not be drawn.
  await dispatch({ type: 'setLayer', id: 'components', style: { gids: true } });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(root, { recursive: true, force: true });
});

/** From the south, aslant, so that things near by are large and those far off small. */
const aslant = (): CameraPose => ({
  lon: LON + MIDDLE / PER_LON,
  lat: LAT + 20 / PER_LAT,
  height: ground() + 55,
  headingDeg: 0,
  pitchDeg: -35,
});

describe('components in the picture', () => {
  it('are all in the city, each where it was put', () => {
    expect(table.columns.id.filter((id) => id !== null)).toHaveLength(SIDE * SIDE);
    expect(new Set(table.columns.model)).toEqual(
      new Set(['transformer-box', 'gas-regulator', 'kiosk-news', 'toilet', 'refuse-room']),
    );
  });

  it('are picked as they are drawn, at 200 pixels', async () => {
    const camera = aslant();
    const gids = await drawnGids(camera);
    const random = createRandom(5);
    const points: [number, number][] = [];
    for (let tries = 0; points.length < 200 && tries < 1e6; tries++) {
      const [x, y] = [1 + Math.floor(random() * (WIDE - 2)), 1 + Math.floor(random() * (HIGH - 2))];
      const gid = gids(x, y);
      // Half of them on things: most of the picture is bare ground.
      if (isInside(gids, x, y) && (gid !== 0 || points.length % 2 === 0)) points.push([x, y]);
    }
    const drawn = points.map(([x, y]) => gids(x, y));
    const picked = await page.evaluate(async (all) => {
      const found: (number | string)[] = [];
      for (const [x, y] of all) {
        const feature = await window.spar.pick(x!, y!);
        found.push(feature === null ? 0 : feature.layer === 'components' ? feature.gid : feature.layer);
      }
      return found;
    }, points);
    expect(picked).toEqual(drawn);
    expect(new Set(drawn).size).toBeGreaterThan(40);
    expect(complaints).toEqual([]);
  });

  it('tell their code, class, owner and grid when they are picked, and are found by their code', async () => {
    const camera = aslant();
    const gids = await drawnGids(camera);
    const project = projection(camera);
    const one = [...insides()].find(({ gid, lon, lat, height }) => {
      const at = project(lon, lat, height);
      return (
        at?.slice(0, 2).every((value, axis) => value > 40 && value < [360, 260][axis]!) &&
        gids(Math.floor(at[0]), Math.floor(at[1])) === gid
      );
    })!;
    const [x, y] = project(one.lon, one.lat, one.height)!;
    const row = one.gid - table.start;
    const wanted = {
      layer: 'components',
      id: table.columns.id[row],
      level: 'L4',
      component: {
        class: table.columns.class[row],
        code: table.columns.code[row],
        owner: table.columns.owner[row],
        grid: table.columns.grid[row],
        condition: 'intact',
      },
    };
    expect(wanted.component.code).toMatch(/^110101\d{10}$/);
    expect(await page.evaluate(([px, py]) => window.spar.pick(px!, py!), [x, y])).toMatchObject(wanted);
    const byId = await page.evaluate((id) => window.spar.feature(id), wanted.id!);
    expect(byId).toMatchObject({ gid: one.gid, layer: 'components', component: wanted.component });
  });

  it('show what meets the filter, and nothing else', async () => {
    const filter = { class: ['cjt214:0301', 'cjt214:0134'], grid: ['110101001001001'] };
    await dispatch({ type: 'setFilter', layer: 'components', filter });
    const gids = await drawnGids({ ...aslant(), height: ground() + 150, pitchDeg: -60 });
    const shown = new Set<number>();
    for (let y = 1; y < HIGH - 1; y++) {
      for (let x = 1; x < WIDE - 1; x++) if (isInside(gids, x, y)) shown.add(gids(x, y));
    }
    shown.delete(0);
    expect(shown.size).toBeGreaterThan(10);
    for (const gid of shown) {
      expect(filter.class).toContain(table.columns.class[gid - table.start]);
      expect(table.columns.grid[gid - table.start]).toBe('110101001001001');
    }
    await dispatch({ type: 'setFilter', layer: 'components', filter: null });
  });

  it('never vanish at the edge of the picture, from 100 poses', async () => {
    const random = createRandom(11);
    let seen = 0;
    let atEdge = 0;
    const missing: string[] = [];
    for (let pose = 0; pose < POSES; pose++) {
      const camera = {
        lon: LON + (random() * SIDE * STEP) / PER_LON,
        lat: LAT + (random() * SIDE * STEP) / PER_LAT,
        height: ground() + 35 + random() * 90,
        headingDeg: random() * 360,
        pitchDeg: -52 - random() * 38,
      };
      const gids = await drawnGids(camera);
      const project = projection(camera);
      for (const { gid, lon, lat, height, size } of insides()) {
        const at = project(lon, lat, height);
        if (at === null) continue;
        const [x, y, scale] = at;
        // What is hardly a pixel may be lost among its neighbours.
        if (size * scale < 1.2) continue;
        if (x < 1.5 || y < 1.5 || x > WIDE - 1.5 || y > HIGH - 1.5) continue;
        seen++;
        if (x < 12 || y < 12 || x > WIDE - 12 || y > HIGH - 12) atEdge++;
        if (!isNear(gids, x, y, gid))
          missing.push(`pose ${pose}: gid ${gid} at ${x.toFixed(1)}, ${y.toFixed(1)}`);
      }
    }
    expect(missing).toEqual([]);
    expect(seen).toBeGreaterThan(10_000);
    expect(atEdge).toBeGreaterThan(500);
    expect(complaints).toEqual([]);
  }, 600_000);

  it('are dots from afar, each in its place', async () => {
    const camera = {
      lon: LON + MIDDLE / PER_LON,
      lat: LAT + MIDDLE / PER_LAT,
      height: ground() + 1_100,
      headingDeg: 0,
      pitchDeg: -90,
    };
    const gids = await drawnGids(camera);
    const project = projection(camera);
    const { columns, start, count } = table;
    let found = 0;
    for (let row = 0; row < count; row++) {
      const [x, y] = project(columns.lon[row]!, columns.lat[row]!, columns.ground[row]! + 1)!;
      if (isNear(gids, x, y, start + row)) found++;
    }
    // Dots that touch hide parts of each other, never all.
    expect(found).toBe(count);
  });
});
