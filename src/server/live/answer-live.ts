import type { IncomingMessage, ServerResponse } from 'node:http';
import { acceptsGzip } from '../send-file.ts';
import type { LiveCities } from './live-cities.ts';

const PATH = /^api\/live\/([^/]+)\/(snapshot|clock)$/;

/**
 * Answers `api/live/<city>/snapshot` (CBOR) and `api/live/<city>/clock` (JSON).
 *
 * @param path - decoded, without its leading slash.
 * @returns false when the path is none of these; then nothing was written.
 */
export async function answerLive(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  cities: LiveCities,
): Promise<boolean> {
  const [, name, what] = PATH.exec(path) ?? [];
  if (name === undefined) return false;
  const city = await cities.city(name);
  response.setHeader('Cache-Control', 'no-store');
  if (city === null) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(`city "${name}": expected the folder of a city that is served, got none\n`);
    return true;
  }
  if (what === 'clock') {
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(city.clock()));
    return true;
  }
  const { plain, gzipped } = await city.snapshot();
  const packed = acceptsGzip(request.headers['accept-encoding']);
  response.writeHead(200, {
    'Content-Type': 'application/cbor',
    Vary: 'Accept-Encoding',
    'Content-Length': packed ? gzipped.length : plain.length,
    ...(packed ? { 'Content-Encoding': 'gzip' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : packed ? gzipped : plain);
  return true;
}
