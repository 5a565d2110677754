/** What lies around a file: gzip, zip, or nothing. Readers get plain bytes. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import yauzl from 'yauzl';
import { SourceError } from '../problem.ts';

/** Bytes that a reader's `probe` is shown. */
export const HEAD_BYTES = 65_536;

export type Container = 'plain' | 'gzip' | 'zip';

/** Tells the container by its first bytes. */
export function containerOf(head: Uint8Array): Container {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5 || head[2] === 7)) return 'zip';
  return 'plain';
}

/**
 * Makes sure that a path is a file with something in it.
 *
 * @throws SourceError for a missing file, a folder and an empty file.
 */
export async function checkFile(path: string, name = basename(path)): Promise<number> {
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    const got = code === 'ENOENT' ? 'nothing at this path' : code;
    throw new SourceError(`${name}: expected a file that can be read, got ${got} (${path})`, { cause });
  }
  if (found.isDirectory()) throw new SourceError(`${name}: expected a file, got a folder (${path})`);
  if (found.size === 0) throw new SourceError(`${name}: expected data, got an empty file of 0 bytes`);
  return found.size;
}

/** Reads up to `HEAD_BYTES` of the plain content, ungzipped, for probing. */
export async function readHead(path: string, name = basename(path)): Promise<Uint8Array> {
  const raw = await rawHead(path, name);
  if (containerOf(raw) !== 'gzip') return raw;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of openStream(path, name)) {
    parts.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
    size += part.byteLength;
    if (size >= HEAD_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES);
}

async function rawHead(path: string, name: string): Promise<Uint8Array> {
  await checkFile(path, name);
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * Reads the whole content of a file, ungzipped.
 *
 * @throws SourceError naming the file when it is missing, empty or its container is broken.
 */
export async function openBytes(path: string, name = basename(path)): Promise<Uint8Array> {
  await checkFile(path, name);
  const bytes = await readFile(path);
  return containerOf(bytes) === 'gzip' ? ungzip(bytes, name) : bytes;
}

function ungzip(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new SourceError(`${name}: expected a whole gzip file, got ${(cause as Error).message}`, { cause });
  }
}

/**
 * Streams the plain content of a file, ungzipped.
 *
 * @throws SourceError naming the file when it is missing or its gzip breaks off.
 */
export async function* openStream(
  path: string,
  name = basename(path),
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const head = await rawHead(path, name);
  const options = { highWaterMark: 1 << 20, ...(signal ? { signal } : {}) };
  const file = createReadStream(path, options);
  if (containerOf(head) !== 'gzip') {
    yield* file as AsyncIterable<Uint8Array>;
    return;
  }
  const plain = createGunzip({ chunkSize: 1 << 18 });
  file.on('error', (error) => plain.destroy(error));
  file.pipe(plain);
  try {
    yield* plain as AsyncIterable<Uint8Array>;
  } catch (cause) {
    signal?.throwIfAborted();
    throw new SourceError(`${name}: expected a whole gzip file, got ${(cause as Error).message}`, { cause });
  } finally {
    file.destroy();
  }
}

/**
 * Unpacks a zip into a folder.
 *
 * @returns names of the files in it, as the zip has them, sorted.
 * @throws SourceError when the zip is cut, broken, encrypted or empty.
 */
export async function extractZip(path: string, folder: string, name = basename(path)): Promise<string[]> {
  await checkFile(path, name);
  const names: string[] = [];
  try {
    await walkZip(path, async (entry, stream) => {
      const target = join(folder, entry);
      await mkdir(dirname(target), { recursive: true });
      await pipeline(stream, createWriteStream(target));
      names.push(entry);
    });
  } catch (cause) {
    if (cause instanceof SourceError) throw new SourceError(`${name}: ${cause.message}`, { cause });
    throw new SourceError(`${name}: expected a whole zip file, got ${(cause as Error).message}`, { cause });
  }
  if (names.length === 0) throw new SourceError(`${name}: expected files in the zip, got none`);
  return names.sort();
}

/** Goes through the entries of a zip that are files and not a Mac's shadows. */
function walkZip(path: string, take: (entry: string, stream: Readable) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: true }, (openError, zip) => {
      if (openError) return reject(openError);
      const fail = (cause: unknown) => {
        zip.close();
        reject(cause instanceof Error ? cause : new Error(String(cause)));
      };
      zip.on('error', fail);
      zip.on('end', resolve);
      zip.on('entry', (entry: yauzl.Entry) => {
        if (/\/$|^__MACOSX\/|(^|\/)\._/.test(entry.fileName)) return zip.readEntry();
        if (entry.generalPurposeBitFlag & 1) {
          return fail(
            new SourceError(`expected a zip without password, got an encrypted "${entry.fileName}"`),
          );
        }
        zip.openReadStream(entry, (streamError, stream) => {
          if (streamError) return fail(streamError);
          take(entry.fileName, stream).then(() => zip.readEntry(), fail);
        });
      });
      zip.readEntry();
    });
  });
}
