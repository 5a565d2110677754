import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { findCities, findCity, listCities } from './city-folders.ts';
import { answerLive } from './live/answer-live.ts';
import { createLiveCities, type LiveCities } from './live/live-cities.ts';
import type { LiveOptions } from './live/live-options.ts';
import { listScenes, namedOrigins } from './scene-folder.ts';
import { resolveBelow, sendFile } from './send-file.ts';

export interface ServeOptions {
  /** City folders, or folders of city folders. */
  folders: string[];
  /** 0 takes a free one. */
  port: number;
  host: string;
  /** The built page. */
  app: string;
  /** Folder of scene documents; absent: there are none. */
  scenes?: string | undefined;
  /** How cities live; absent: they do not. */
  live?: LiveOptions | undefined;
  /** Told of what goes wrong while it serves. */
  say?: (message: string) => void;
}

export interface CityServer {
  url: string;
  /** Port of the devices over TCP; null without. */
  mqttPort: number | null;
  close(): Promise<void>;
}

/**
 * What the page may load: its own origin, and pictures and data from those that a scene names. `unsafe-inline` is for styles alone (the engine sets some);
 * WebAssembly is allowed, `eval` is not.
 */
function contentSecurityPolicy(origins: readonly string[]): string {
  const named = origins.map((origin) => ` ${origin}`).join('');
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob:${named}`,
    "font-src 'self'",
    `connect-src 'self' data: blob:${named}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/**
 * Serves the page at `/`, city folders at `/tilesets/<folder>/` and their list at `/api/cities`, scene documents at
 * `/scenes/` and their list at `/api/scenes`; with `live` the broker at `/mqtt` and the cities' states at `/api/live/`.
 *
 * Folders are looked up at each request, so that a city that is built again, or anew in a folder of cities, is there
 * without a restart.
 *
 * @throws Error when a folder holds no city, the page is not built, or the address cannot be listened on.
 */
export async function serve(options: ServeOptions): Promise<CityServer> {
  const { folders, port, host, app } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`port: expected a number from 0 to 65535, got ${port}`);
  }
  await findCities(folders);
  if (!(await stat(join(app, 'index.html')).catch(() => null))) {
    throw new Error(
      `page "${app}": expected the built page with index.html, got none (npm run build makes it)`,
    );
  }
  const server = createServer((request, response) => {
    answer(request, response, options, cities).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
      if (response.headersSent) response.destroy();
      else sendText(response, 500, error.message);
    });
  });
  const { live, say = () => {} } = options;
  const folderOf = (name: string): Promise<string | null> => findCity(folders, name);
  const inner = (): string => `ws://${connectable(host)}:${(server.address() as AddressInfo).port}/mqtt`;
  const cities = live ? await createLiveCities(server, inner, { ...live, host, folderOf, say }) : null;
  try {
    await listen(server, port, host);
  } catch (error) {
    await cities?.close();
    throw error;
  }
  // The life of one city alone begins at once; of many, that of each with the first to ask for it.
  const [only, ...others] = (await findCities(folders)).keys();
  if (cities && only !== undefined && others.length === 0) {
    cities.city(only).catch((error: Error) => say(error.message));
  }
  const { port: taken } = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${taken}/`,
    mqttPort: cities?.mqttPort ?? null,
    async close() {
      await cities?.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Where a server that listens at an address is reached from its own machine. */
function connectable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

const ORIGINS_KEPT_MS = 2_000;
const known = new Map<string, { atMs: number; origins: Promise<string[]> }>();

/** Origins that scenes name, read again when they may have changed. */
function origins(scenes: string | undefined): Promise<string[]> {
  if (scenes === undefined) return Promise.resolve([]);
  const last = known.get(scenes);
  if (last && performance.now() - last.atMs < ORIGINS_KEPT_MS) return last.origins;
  const now = { atMs: performance.now(), origins: namedOrigins(scenes).catch(() => []) };
  known.set(scenes, now);
  return now.origins;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: 'expected a free port, got one in use (--port takes another)',
        EACCES: 'expected a port that this user may listen on, got a reserved one (--port takes another)',
        EADDRNOTAVAIL: 'expected an address of this machine, got another (--host)',
        ENOTFOUND: 'expected an address of this machine, got an unknown name (--host)',
      };
      reject(
        new Error(`address "${host}:${port}": ${why[error.code ?? ''] ?? error.message}`, { cause: error }),
      );
    });
    server.listen(port, host, resolve);
  });
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
  cities: LiveCities | null,
): Promise<void> {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(await origins(options.scenes)));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return sendText(response, 405, `method: expected GET or HEAD, got ${request.method}`);
  }
  const path = decodePath(request.url ?? '/');
  if (path === null) return sendText(response, 400, 'path: expected a decodable one');
  if (path === 'api/cities') return sendJson(response, await listCities(await findCities(options.folders)));
  if (path === 'api/scenes') return sendJson(response, await listScenes(options.scenes));
  if (cities && (await answerLive(request, response, path, cities))) return;
  const file = await resolveFile(path, options);
  if (file === null || !(await sendFile(request, response, file))) {
    sendText(response, 404, `"/${path}": expected a file of the page or of a city folder, got none`);
  }
}

/** Gives the file that a path means, or null when it cannot be one of ours. */
async function resolveFile(path: string, { folders, app, scenes }: ServeOptions): Promise<string | null> {
  if (path.startsWith('tilesets/')) return resolveInCity(folders, path.slice('tilesets/'.length));
  if (path.startsWith('scenes/') && scenes !== undefined) {
    return resolveBelow(scenes, path.slice('scenes/'.length));
  }
  return resolveBelow(app, path === '' ? 'index.html' : path);
}

/** Gives the decoded path without its leading slash and query, or null when it does not decode. */
function decodePath(url: string): string | null {
  try {
    return decodeURIComponent(url.replace(/[?#].*$/s, '').replace(/^\//, ''));
  } catch {
    return null;
  }
}

async function resolveInCity(folders: string[], path: string): Promise<string | null> {
  const slash = path.indexOf('/');
  const folder = await findCity(folders, path.slice(0, Math.max(0, slash)));
  return folder === null ? null : resolveBelow(folder, path.slice(slash + 1));
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-cache' });
  response.end(JSON.stringify(value));
}
