/** What lies around a file: gzip, zip, or nothing. Readers get plain bytes. */
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
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

/** A path inside a zip is written `outer.zip!inner.shp`. */
export function splitZipPath(path: string): { outer: string; entry: string | null } {
  const at = path.toLowerCase().indexOf('.zip!');
  return at < 0 ? { outer: path, entry: null } : { outer: path.slice(0, at + 4), entry: path.slice(at + 5) };
}

/**
 * Makes sure that a path is a file with something in it.
 *
 * @throws SourceError for a missing file, a folder and an empty file.
 */
export async function checkFile(path: string, name = basename(path)): Promise<number> {
  const { outer } = splitZipPath(path);
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(outer);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    const got = code === 'ENOENT' ? 'nothing at this path' : code;
    throw new SourceError(`${name}: expected a file that can be read, got ${got} (${outer})`, { cause });
  }
  if (found.isDirectory()) throw new SourceError(`${name}: expected a file, got a folder (${outer})`);
  if (found.size === 0) throw new SourceError(`${name}: expected data, got an empty file of 0 bytes`);
  return found.size;
}

/** Reads up to `HEAD_BYTES` of the plain content, ungzipped, for probing. */
export async function readHead(path: string, name = basename(path)): Promise<Uint8Array> {
  const { outer, entry } = splitZipPath(path);
  if (entry !== null) return (await openBytes(path, name)).subarray(0, HEAD_BYTES);
  const raw = await rawHead(outer, name);
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
 * Reads the whole plain content of a file, a gzipped file, or an entry of a zip (`outer.zip!inner`).
 *
 * @throws SourceError naming the file when it is missing, empty or its container is broken.
 */
export async function openBytes(path: string, name = basename(path)): Promise<Uint8Array> {
  const { outer, entry } = splitZipPath(path);
  if (entry !== null) {
    const bytes = (await readZip(outer, (file) => file === entry)).get(entry);
    if (!bytes) throw new SourceError(`${name}: expected an entry "${entry}" in the zip, got none`);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? ungzip(bytes, name) : bytes;
  }
  await checkFile(outer, name);
  const bytes = await readFile(outer);
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
  const { outer, entry } = splitZipPath(path);
  if (entry !== null) {
    yield await openBytes(path, name);
    return;
  }
  const head = await rawHead(outer, name);
  const options = { highWaterMark: 1 << 20, ...(signal ? { signal } : {}) };
  const file = createReadStream(outer, options);
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

/** Lists the files in a zip. */
export async function listZip(
  path: string,
  name = basename(path),
): Promise<{ entry: string; size: number }[]> {
  const out: { entry: string; size: number }[] = [];
  await walkZip(path, name, (entry) => {
    out.push({ entry: entry.fileName, size: entry.uncompressedSize });
    return false;
  });
  return out;
}

/**
 * Reads entries of a zip.
 *
 * @param wanted - which ones.
 * @throws SourceError when the zip is cut, broken or encrypted.
 */
export async function readZip(
  path: string,
  wanted: (entry: string) => boolean,
  name = basename(path),
): Promise<Map<string, Uint8Array>> {
  const out = new Map<string, Uint8Array>();
  await walkZip(
    path,
    name,
    (entry) => wanted(entry.fileName),
    (entry, bytes) => out.set(entry.fileName, bytes),
  );
  return out;
}

/** Goes through the entries of a zip that are files and not a Mac's shadows. */
async function walkZip(
  path: string,
  name: string,
  wanted: (entry: yauzl.Entry) => boolean,
  take: (entry: yauzl.Entry, bytes: Uint8Array) => void = () => {},
): Promise<void> {
  await checkFile(path, name);
  const broken = (cause: unknown) =>
    cause instanceof SourceError
      ? cause
      : new SourceError(`${name}: expected a whole zip file, got ${(cause as Error).message}`, { cause });
  await new Promise<void>((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: true }, (openError, zip) => {
      if (openError || !zip) return reject(broken(openError));
      const fail = (cause: unknown) => {
        zip.close();
        reject(broken(cause));
      };
      zip.on('error', fail);
      zip.on('end', resolve);
      zip.on('entry', (entry: yauzl.Entry) => {
        if (/\/$|^__MACOSX\/|(^|\/)\._/.test(entry.fileName) || !wanted(entry)) return zip.readEntry();
        if (entry.generalPurposeBitFlag & 1) {
          return fail(
            new SourceError(`${name}: expected a zip without password, got an encrypted ${entry.fileName}`),
          );
        }
        zip.openReadStream(entry, (streamError, stream) => {
          if (streamError || !stream) return fail(streamError);
          const parts: Buffer[] = [];
          stream.on('data', (part: Buffer) => parts.push(part));
          stream.on('error', fail);
          stream.on('end', () => {
            take(entry, Buffer.concat(parts));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}
