/** Worker task: the SHA-256 of a file. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Reads a file as a stream and gives its SHA-256 in hexadecimal. */
export async function hashTask(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(block as Buffer);
  return hash.digest('hex');
}
