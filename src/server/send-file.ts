import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { contentTypeOf } from './content-type.ts';

/**
 * Resolves a request's path below a folder.
 *
 * @param path - decoded, with `/`, without a leading one.
 * @returns the file's path, or null when the request names something outside the folder or a hidden file.
 */
export function resolveBelow(folder: string, path: string): string | null {
  const parts = path.split('/');
  const bad = (part: string): boolean => part.startsWith('.') || part === '' || /[\\\0:]/.test(part);
  return parts.some(bad) ? null : join(folder, ...parts);
}

/** Tells whether a client takes gzip: `gzip;q=0` is a refusal, and no header one too. */
export function acceptsGzip(header: string | string[] | undefined): boolean {
  const found = /(?:^|[\s,])(?:gzip|x-gzip|\*)\s*(?:;\s*q=([\d.]+))?/i.exec(String(header ?? ''));
  return found !== null && Number(found[1] ?? 1) > 0;
}

async function openFile(path: string): Promise<{ handle: FileHandle; size: number; mtimeMs: number } | null> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch {
    return null;
  }
  const stat = await handle.stat();
  if (stat.isFile()) return { handle, size: stat.size, mtimeMs: stat.mtimeMs };
  await handle.close();
  return null;
}

/**
 * Sends a file, or the `.gz` beside it to a client that takes one, with an ETag that is checked at every use.
 *
 * The file is opened anew at each request, so that a folder swapped by a rename is followed at once, and an answer
 * that has begun ends with the bytes that it began with.
 *
 * @returns false when there is no such file; then nothing was written.
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<boolean> {
  const gzipped = acceptsGzip(request.headers['accept-encoding']) ? await openFile(`${path}.gz`) : null;
  const file = gzipped ?? (await openFile(path));
  if (!file) return false;
  try {
    const etag = `"${file.size.toString(36)}-${Math.round(file.mtimeMs * 1000).toString(36)}${gzipped ? '-gz' : ''}"`;
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'no-cache');
    response.setHeader('Vary', 'Accept-Encoding');
    const known = String(request.headers['if-none-match'] ?? '').split(/\s*,\s*/);
    if (known.some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag)) {
      response.writeHead(304).end();
      return true;
    }
    response.setHeader('Content-Type', contentTypeOf(path));
    response.setHeader('Content-Length', file.size);
    if (gzipped) response.setHeader('Content-Encoding', 'gzip');
    response.writeHead(200);
    if (request.method === 'HEAD' || file.size === 0) response.end();
    else await pipeline(file.handle.createReadStream({ autoClose: false, end: file.size - 1 }), response);
    return true;
  } finally {
    await file.handle.close();
  }
}
