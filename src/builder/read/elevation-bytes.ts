/** An elevation file's own bytes: as it lies on disk, gunzipped, or out of a zip. */
import { readFile, stat } from 'node:fs/promises';
import { gunzipSync, unzipSync } from 'fflate';
import { SourceError } from '../problem.ts';
import type { SourceFile } from './source.ts';

export interface ElevationBytes {
  /** File name, of the zip's entry when it came out of one. */
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

const MAX_BYTES = 1.9e9;

/** Whether the first bytes are those of a zip. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

/** Whether the first bytes are those of a gzip stream. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

function toSourceError(file: SourceFile, expected: string, error: unknown): SourceError {
  const text = error instanceof Error ? error.message : String(error);
  return new SourceError(`${file.name}: expected ${expected}, got: ${text}`, { cause: error });
}

/**
 * Reads an elevation file whole; of a zip the entry named in the recipe (`layer`) or the first that fits.
 *
 * @param pattern - file names that the format goes by, lower case.
 * @returns bytes in a buffer of their own.
 * @throws SourceError if the file is missing, too big, cut off, or a zip without a fitting entry.
 */
export async function readElevationBytes(
  file: SourceFile,
  pattern: RegExp,
  signal: AbortSignal,
): Promise<ElevationBytes> {
  let raw: Uint8Array;
  try {
    const { size } = await stat(file.path);
    if (size > MAX_BYTES) throw new Error(`${(size / 1e9).toFixed(1)} GB; cut it to the city first`);
    raw = await readFile(file.path, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw toSourceError(file, 'a readable elevation file of at most 1.9 GB', error);
  }
  if (raw.length === 0) throw new SourceError(`${file.name}: expected elevation data, got an empty file`);
  try {
    if (isZip(raw)) return unzipped(file, raw, pattern);
    if (isGzip(raw)) return { name: file.name.replace(/\.gz$/i, ''), bytes: own(gunzipSync(raw)) };
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw toSourceError(file, 'a whole zip or gzip file', error);
  }
  return { name: file.name, bytes: own(raw) };
}

function unzipped(file: SourceFile, raw: Uint8Array, pattern: RegExp): ElevationBytes {
  const seen: string[] = [];
  let chosen: string | null = null;
  const entries = unzipSync(raw, {
    filter: ({ name }) => {
      if (name.endsWith('/') || name.startsWith('__MACOSX/')) return false;
      seen.push(name);
      const fits = file.options.layer ? name === file.options.layer : pattern.test(name.toLowerCase());
      if (!fits || chosen !== null) return false;
      chosen = name;
      return true;
    },
  });
  const bytes = chosen === null ? undefined : entries[chosen];
  if (chosen === null || !bytes) {
    const wanted = file.options.layer
      ? `the entry "${file.options.layer}"`
      : 'an elevation file inside the zip';
    throw new SourceError(
      `${file.name}: expected ${wanted}, got ${seen.slice(0, 5).join(', ') || 'no files'}`,
    );
  }
  return { name: (chosen as string).split('/').pop() as string, bytes: own(bytes) };
}

function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.byteOffset === 0 && bytes.buffer.byteLength === bytes.byteLength
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}
