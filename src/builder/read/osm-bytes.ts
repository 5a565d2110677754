/** The bytes of an OSM file as a stream, ungzipped when they are gzipped. */
import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { SourceError } from '../problem.ts';
import type { SourceFile } from './source.ts';

/** A pulled stream of bytes that can be read in exact lengths. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
  /** Bytes taken so far (ungzipped). */
  offset(): number;
  /** Takes `length` bytes; fewer when the file ends first. */
  take(length: number): Promise<Uint8Array>;
  /** Lets the file go before its end. */
  close(): void;
}

/**
 * Opens a file for reading from its beginning.
 *
 * @param what - what the file is expected to be, for messages.
 * @throws SourceError when it is missing, empty or packed with bzip2.
 */
export async function openBytes(file: SourceFile, what: string, signal: AbortSignal): Promise<ByteStream> {
  const head = await readHead(file, what);
  if (head.length === 0) throw new SourceError(`${file.name}: expected ${what}, got an empty file`);
  if (head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68) {
    throw new SourceError(
      `${file.name}: expected ${what}, plain or gzipped, got a bzip2 file: unpack it first (bunzip2)`,
    );
  }
  const gzipped = head[0] === 0x1f && head[1] === 0x8b;
  // Opened when the first byte is wanted: a reading that nobody iterates holds no file.
  let source: ReadStream | null = null;
  let chunks: AsyncIterator<Uint8Array> | null = null;
  function start(): AsyncIterator<Uint8Array> {
    const raw = createReadStream(file.path, { highWaterMark: 1 << 18, signal });
    source = raw;
    const stream = gzipped ? raw.pipe(createGunzip({ chunkSize: 1 << 18 })) : raw;
    if (gzipped) raw.on('error', (error) => stream.destroy(error));
    return stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }
  let rest: Uint8Array = new Uint8Array(0);
  let offset = 0;
  async function next(): Promise<Uint8Array | null> {
    try {
      chunks ??= start();
      const { done, value } = await chunks.next();
      return done ? null : value;
    } catch (cause) {
      signal.throwIfAborted();
      source?.destroy();
      const text = (cause as Error).message;
      throw new SourceError(
        `${file.name}: expected a readable file, got "${text}" after ${offset + rest.length} bytes`,
        {
          cause,
        },
      );
    }
  }
  return {
    offset: () => offset,
    close() {
      source?.destroy();
    },
    async take(length) {
      const parts = [rest];
      let have = rest.length;
      while (have < length) {
        const chunk = await next();
        if (!chunk) break;
        parts.push(chunk);
        have += chunk.length;
      }
      const all = parts.length === 1 ? rest : Buffer.concat(parts);
      const taken = all.subarray(0, length);
      rest = all.subarray(taken.length);
      offset += taken.length;
      return taken;
    },
    async *[Symbol.asyncIterator]() {
      try {
        for (let chunk = await next(); chunk; chunk = await next()) {
          offset += chunk.length;
          yield chunk;
        }
      } finally {
        source?.destroy();
      }
    },
  };
}

async function readHead(file: SourceFile, what: string): Promise<Uint8Array> {
  try {
    const handle = await open(file.path);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(4), 0, 4, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new SourceError(`${file.name}: expected ${what}, got "${(cause as Error).message}"`, { cause });
  }
}
