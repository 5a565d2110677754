/** Writing files of a city folder: each that compresses lies plain with its `.gz` beside it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes written: plain, and as sent to a client that takes gzip. */
export interface Written {
  files: number;
  bytes: number;
  bytesGz: number;
}

/** Writes a file and its `.gz`; the folder is made when it is missing. gzip carries no time: same input, same bytes. */
export async function writeWithGzip(path: string, content: Uint8Array | string, level = 6): Promise<Written> {
  const plain = typeof content === 'string' ? Buffer.from(content) : content;
  const packed = gzipSync(plain, { level });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, plain);
  await writeFile(`${path}.gz`, packed);
  return { files: 1, bytes: plain.byteLength, bytesGz: packed.byteLength };
}

/** Sums what was written. */
export function sumWritten(parts: readonly Written[]): Written {
  const sum = { files: 0, bytes: 0, bytesGz: 0 };
  for (const part of parts) {
    sum.files += part.files;
    sum.bytes += part.bytes;
    sum.bytesGz += part.bytesGz;
  }
  return sum;
}
