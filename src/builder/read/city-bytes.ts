/** Bytes of a text file on disk, gzipped or not. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { SourceError } from '../problem.ts';
import type { SourceFile } from './source.ts';

/**
 * Streams a file, ungzipped when its first bytes say gzip.
 *
 * @throws SourceError when the file cannot be opened or its compressed stream breaks off.
 */
export async function* readBytes(
  file: SourceFile,
  scope: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const packed = await isGzip(file, scope);
  signal.throwIfAborted();
  const raw = createReadStream(file.path, { highWaterMark: 1 << 20, signal });
  const stream = packed ? raw.pipe(createGunzip({ chunkSize: 1 << 20 })) : raw;
  if (packed) raw.on('error', (error) => stream.destroy(error));
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (cause) {
    signal.throwIfAborted();
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new SourceError(`${scope} "${file.name}": expected a readable file, got "${found}"`, { cause });
  } finally {
    raw.destroy();
    stream.destroy();
  }
}

async function isGzip(file: SourceFile, scope: string): Promise<boolean> {
  try {
    const handle = await open(file.path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new SourceError(`${scope} "${file.name}": expected a readable file, got "${found}"`, { cause });
  }
}

/**
 * Cuts a byte stream into lines (without their ends), as text.
 *
 * `whole` is false for a last line that no line end follows.
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<{ text: string; number: number; whole: boolean }> {
  let rest: Buffer[] = [];
  let number = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      rest.push(chunk.subarray(from, end));
      yield { text: Buffer.concat(rest).toString('utf8'), number: ++number, whole: true };
      rest = [];
      from = end + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) yield { text: Buffer.concat(rest).toString('utf8'), number: ++number, whole: false };
}
