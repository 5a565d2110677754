import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CityServer, serve } from './serve.ts';

let root: string;
let server: CityServer;

function manifest(name: string): string {
  return JSON.stringify({
    spar: 1,
    name,
    title: { en: name.toUpperCase() },
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
  });
}

async function city(
  folder: string,
  name: string,
  files: Record<string, string | Buffer> = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, bytes] of Object.entries({ 'manifest.json': manifest(name), ...files })) {
    await writeFile(join(folder, path), bytes);
  }
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Asks with the path as it is: fetch would tidy it first, and decompress. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers, method }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    asked.on('error', reject).end();
  });
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spar-serve-'));
  const tile = Buffer.alloc(5000, 7);
  await city(join(root, 'cities/monaco'), 'monaco', {
    'tile.glb': tile,
    'tile.glb.gz': gzipSync(tile),
    'only.json.gz': gzipSync('{}'),
    '0.terrain': 'abc',
    'empty.pbf': '',
    'größe 1.json': '{}',
  });
  await city(join(root, 'cities/zebra'), 'zebra');
  await city(join(root, 'alone'), 'sole');
  await mkdir(join(root, 'app'));
  await writeFile(join(root, 'app/index.html'), '<!doctype html>');
  await writeFile(join(root, 'secret.txt'), 'secret');
  await writeFile(join(root, 'app/.hidden'), 'secret');
  server = await serve({
    folders: [join(root, 'cities'), join(root, 'alone')],
    port: 0,
    host: '127.0.0.1',
    app: join(root, 'app'),
  });
});

afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

describe('serve', () => {
  it('gives the page at / under a policy without eval', async () => {
    const { status, headers, body } = await ask('/?city=monaco');
    expect([status, headers['content-type'], body.toString()]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<!doctype html>',
    ]);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("'unsafe-eval'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
    expect(policy).not.toContain('http');
  });

  it('lists the cities of a parent by name, then the one named by itself', async () => {
    const { body } = await ask('/api/cities');
    expect(JSON.parse(body.toString())).toEqual([
      { name: 'monaco', title: { en: 'MONACO' }, url: 'tilesets/monaco/' },
      { name: 'zebra', title: { en: 'ZEBRA' }, url: 'tilesets/zebra/' },
      { name: 'sole', title: { en: 'SOLE' }, url: 'tilesets/alone/' },
    ]);
  });

  it('lists a city of another version with what is wrong with it', async () => {
    await city(join(root, 'cities/old'), 'old', { 'manifest.json': '{"spar": 0}' });
    const { body } = await ask('/api/cities');
    await rm(join(root, 'cities/old'), { recursive: true });
    const old = (JSON.parse(body.toString()) as { name: string; problem?: string }[])[1];
    expect(old?.name).toBe('old');
    expect(old?.problem).toBe('city "old": manifest.json: spar: expected city folder version 1, got 0');
  });

  it('sends the .gz beside a file to a client that takes gzip, and the plain file to one that does not', async () => {
    const gzip = await ask('/tilesets/monaco/tile.glb', { 'accept-encoding': 'br, gzip' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gzip.headers['content-type']).toBe('model/gltf-binary');
    expect(gzip.headers.vary).toBe('Accept-Encoding');
    expect(gzip.body.length).toBeLessThan(200);
    expect(gunzipSync(gzip.body)).toEqual(Buffer.alloc(5000, 7));
    for (const header of ['', 'identity', 'gzip;q=0', 'br']) {
      const plain = await ask('/tilesets/monaco/tile.glb', { 'accept-encoding': header });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.body.length).toBe(5000);
    }
  });

  it('names the media types that the engine asks for', async () => {
    expect((await ask('/tilesets/monaco/0.terrain')).headers['content-type']).toBe(
      'application/vnd.quantized-mesh',
    );
    const empty = await ask('/tilesets/monaco/empty.pbf');
    expect([empty.status, empty.headers['content-type'], empty.body.length]).toEqual([
      200,
      'application/vnd.mapbox-vector-tile',
      0,
    ]);
  });

  it('answers 304 to the ETag it gave, and tells the two encodings apart', async () => {
    const gzip = await ask('/tilesets/monaco/tile.glb', { 'accept-encoding': 'gzip' });
    const plain = await ask('/tilesets/monaco/tile.glb');
    expect(gzip.headers.etag).not.toBe(plain.headers.etag);
    const again = await ask('/tilesets/monaco/tile.glb', { 'if-none-match': String(plain.headers.etag) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    const other = await ask('/tilesets/monaco/tile.glb', { 'if-none-match': String(gzip.headers.etag) });
    expect(other.status).toBe(200);
  });

  it('follows a folder that was built again and swapped by a rename', async () => {
    const first = await ask('/tilesets/zebra/manifest.json');
    await city(join(root, 'new'), 'zebra', { 'manifest.json': manifest('zorse') });
    await rename(join(root, 'cities/zebra'), join(root, 'old'));
    await rename(join(root, 'new'), join(root, 'cities/zebra'));
    const second = await ask('/tilesets/zebra/manifest.json', {
      'if-none-match': String(first.headers.etag),
    });
    expect(second.status).toBe(200);
    expect((JSON.parse(second.body.toString()) as { name: string }).name).toBe('zorse');
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/tilesets/monaco/../../../secret.txt',
    '/tilesets/monaco/..%2f..%2f..%2fsecret.txt',
    '/tilesets/..%2f..%2fsecret.txt',
    '/tilesets/../secret.txt',
    '/tilesets/monaco/..%5c..%5csecret.txt',
    '//etc/passwd',
    '/.hidden',
    '/%00',
    '/tilesets/monaco',
    '/tilesets/monaco/',
    '/tilesets/nowhere/manifest.json',
    '/nothing.js',
  ])('answers 404 to %s', async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body.toString()).not.toContain('secret\n');
    expect(body.toString()).toContain('expected a file of the page or of a city folder, got none');
  });

  it('decodes names, and refuses what does not decode', async () => {
    expect((await ask('/tilesets/monaco/gr%C3%B6%C3%9Fe%201.json')).status).toBe(200);
    expect((await ask('/%E0%A4%A')).status).toBe(400);
  });

  it('answers HEAD without a body and refuses to be written to', async () => {
    const head = await ask('/tilesets/monaco/tile.glb', {}, 'HEAD');
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '5000', 0]);
    const post = await ask('/', {}, 'POST');
    expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('serve, refusing to start', () => {
  const start = (options: { folders?: string[]; port?: number; app?: string; host?: string }) =>
    serve({
      folders: [join(root, 'cities')],
      port: 0,
      host: '127.0.0.1',
      app: join(root, 'app'),
      ...options,
    });

  it('names the port that is in use', async () => {
    const port = Number(new URL(server.url).port);
    await expect(start({ port })).rejects.toThrow(
      `address "127.0.0.1:${port}": expected a free port, got one in use`,
    );
  });

  it('names a folder that is missing, one without a city, and two of one name', async () => {
    await expect(start({ folders: [join(root, 'none')] })).rejects.toThrow(
      'none": expected a folder, got none',
    );
    await expect(start({ folders: [join(root, 'app')] })).rejects.toThrow(
      'app": expected manifest.json in it',
    );
    await city(join(root, 'more/alone'), 'twin');
    await expect(start({ folders: [join(root, 'alone'), join(root, 'more')] })).rejects.toThrow(
      'expected a name of its own',
    );
  });

  it('refuses a page that is not built, a port out of range and an address of another machine', async () => {
    await expect(start({ app: join(root, 'cities') })).rejects.toThrow(
      'expected the built page with index.html',
    );
    await expect(start({ port: 70_000 })).rejects.toThrow(
      'port: expected a number from 0 to 65535, got 70000',
    );
    await expect(start({ host: '192.0.2.1' })).rejects.toThrow('expected an address of this machine');
  });
});
