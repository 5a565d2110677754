/** Scene documents over HTTP: their list, their files, and what the page's policy lets them name. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CityServer, serve } from './serve.ts';

let root: string;
let server: CityServer;

const MANIFEST = {
  spar: 1,
  name: 'alpha',
  title: { en: 'Alpha' },
  origin: [7.42, 43.73, 50],
  extent: [7.4, 43.7, 7.5, 43.8],
  heights: [40, 300],
  sources: [],
  geoid: null,
  counts: {},
  gids: {},
  levels: { L1: { terrain: null, ground: null }, L2: null, L3: null },
  features: {},
  search: null,
  years: null,
  attribution: [],
  ledger: '',
};

const get = (path: string): Promise<Response> => fetch(new URL(path, server.url));
const policyOf = (response: Response, part: string): string | undefined =>
  response.headers
    .get('content-security-policy')
    ?.split('; ')
    .find((one) => one.startsWith(`${part} `));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spar-scenes-'));
  for (const folder of ['alpha', 'app', 'scenes']) await mkdir(join(root, folder));
  await writeFile(join(root, 'alpha/manifest.json'), JSON.stringify(MANIFEST));
  await writeFile(join(root, 'app/index.html'), '<!doctype html>');
  const scene = (name: string, content: unknown): Promise<void> =>
    writeFile(join(root, 'scenes', `${name}.json`), JSON.stringify(content));
  await scene('photos', {
    spar: 1,
    title: { en: 'Photographs', zh: '航片' },
    city: 'alpha',
    layers: [
      { id: 'air', kind: 'imagery', url: 'https://tiles.example:8443/{z}/{x}/{y}.png' },
      { id: 'mesh', kind: 'tiles3d', url: 'http://models.example/tileset.json' },
      { id: 'again', kind: 'geojson', url: 'https://tiles.example:8443/parcels.geojson' },
      { id: 'own', kind: 'geojson', url: 'parcels.geojson' },
      { id: 'odd', kind: 'imagery', url: 'https://{s}.tiles.example/{z}/{x}/{y}.png' },
    ],
    feeds: [
      {
        name: 'city',
        kind: 'mqtt',
        url: 'wss://broker.example:8084/mqtt',
        topics: [{ topic: 'city/#' }],
        snapshot: 'https://states.example/snapshot',
      },
    ],
  });
  await scene('broken', { spar: 99, layers: [] });
  await scene('scene.schema', {});
  await writeFile(join(root, 'scenes/torn.json'), '{"spar": 1,');
  await writeFile(join(root, 'secret.json'), '{}');
  server = await serve({
    folders: [join(root, 'alpha')],
    app: join(root, 'app'),
    scenes: join(root, 'scenes'),
    port: 0,
    host: '127.0.0.1',
  });
});

afterAll(async () => {
  await server?.close();
  await rm(root, { recursive: true, force: true });
});

describe('scenes over HTTP', () => {
  it('are listed by name with title and city; one that cannot be read says why', async () => {
    const response = await get('api/scenes');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const list = (await response.json()) as { name: string; problem?: string }[];
    expect(list.map(({ name }) => name)).toEqual(['broken', 'photos', 'torn']);
    expect(list[1]).toEqual({ name: 'photos', title: { en: 'Photographs', zh: '航片' }, city: 'alpha' });
    expect(list[0]?.problem).toMatch(/^scenes\/broken\.json: /);
    expect(list[2]?.problem).toMatch(/JSON/);
  });

  it('are sent as they stand in their folder, and nothing outside of it is', async () => {
    const response = await get('scenes/photos.json');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ spar: 1, city: 'alpha' });
    for (const path of ['scenes/nowhere.json', 'scenes/%2e%2e%2fsecret.json', 'scenes/..%2fsecret.json']) {
      const refused = await get(path);
      expect([path, refused.status]).toEqual([path, 404]);
      expect(await refused.text()).not.toBe('{}');
    }
  });

  it('may name other origins, each once, for pictures and data but never for scripts', async () => {
    const page = await get('');
    const named =
      ' http://models.example https://states.example https://tiles.example:8443 wss://broker.example:8084';
    expect(policyOf(page, 'img-src')).toBe(`img-src 'self' data: blob:${named}`);
    expect(policyOf(page, 'connect-src')).toBe(`connect-src 'self' data: blob:${named}`);
    expect(policyOf(page, 'script-src')).toBe("script-src 'self' 'wasm-unsafe-eval'");
  });
});
