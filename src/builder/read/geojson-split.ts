/** Cuts a stream of GeoJSON into chunks of whole features, without parsing them. */
import { SourceError } from '../problem.ts';
import type { FeatureChunk } from './source.ts';

/** Chunks are cut at the first end of a feature beyond this. */
const CHUNK_BYTES = 1 << 20;
/** A single feature of more is a file whose braces do not match. */
const MAX_FEATURE_BYTES = 1 << 29;

const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
/** Begins a text of a sequence, RFC 8142. */
export const RECORD_SEPARATOR = 0x1e;

/** What the beginning of a file is. */
export type GeoJsonStart =
  /** A feature collection: `at` is the place after the `[` of its features, `header` the text up to there. */
  | { kind: 'collection'; at: number; header: string }
  /** One object that ends at `at`, and nothing behind it so far. */
  | { kind: 'object'; at: number }
  /** Texts after one another, by lines or record separators. */
  | { kind: 'sequence'; separator: number }
  /** More bytes are needed to tell. */
  | { kind: 'open' };

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === LINE_FEED || byte === 0x0d || byte === 0x09;
}

/** Skips a byte order mark and blanks. */
export function skipBlank(bytes: Uint8Array, from: number): number {
  let at = from;
  if (at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3;
  while (at < bytes.length && isSpace(bytes[at]!)) at++;
  return at;
}

/** Looks at the beginning of a file and tells what it is. */
export function startOf(bytes: Uint8Array): GeoJsonStart {
  const from = skipBlank(bytes, 0);
  if (bytes[from] === RECORD_SEPARATOR) return { kind: 'sequence', separator: RECORD_SEPARATOR };
  let depth = 0;
  let key = '';
  for (let i = from; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) {
      const start = i + 1;
      for (i++; i < bytes.length && bytes[i] !== QUOTE; i++) if (bytes[i] === BACKSLASH) i++;
      if (depth === 1 && i - start === 8)
        key = Buffer.from(bytes.buffer, bytes.byteOffset + start, 8).toString();
      else if (depth === 1) key = '';
    } else if (byte === OPEN || byte === OPEN_LIST) {
      if (depth === 1 && byte === OPEN_LIST && key === 'features') {
        const header = Buffer.from(bytes.buffer, bytes.byteOffset + from, i + 1 - from).toString();
        return { kind: 'collection', at: i + 1, header };
      }
      depth++;
    } else if (byte === CLOSE || byte === CLOSE_LIST) {
      depth--;
      if (depth > 0) continue;
      const next = skipBlank(bytes, i + 1);
      if (bytes[next] === OPEN) return { kind: 'sequence', separator: LINE_FEED };
      return { kind: 'object', at: i + 1 };
    }
  }
  return { kind: 'open' };
}

/**
 * Cuts the features of a collection.
 *
 * @param parts - the bytes after the `[` of the list.
 * @param offset - where in the file they begin, for messages.
 * @param tail - takes what follows the list.
 * @returns chunks of the form `[{…},{…}]`, in buffers of their own.
 * @throws SourceError when the list breaks off, naming the byte and the last whole feature.
 */
export async function* splitCollection(
  parts: AsyncIterable<Uint8Array>,
  offset: number,
  name: string,
): AsyncGenerator<FeatureChunk> {
  let bytes: Uint8Array = new Uint8Array(0);
  let base = offset;
  let at = 0;
  /** Where the pending chunk begins; -1 between chunks. */
  let start = -1;
  let end = 0;
  let depth = 0;
  let inString = false;
  let count = 0;
  let firstIndex = 0;
  for await (const part of parts) {
    if (start < 0) {
      base += bytes.length;
      bytes = part;
      at = 0;
    } else {
      base += start;
      bytes = Buffer.concat([bytes.subarray(start), part]);
      at -= start;
      end -= start;
      start = 0;
    }
    const length = bytes.length;
    if (length > MAX_FEATURE_BYTES) throw brokenOff(name, base + end, count);
    scan: while (at < length) {
      if (inString) {
        while (at < length) {
          const byte = bytes[at]!;
          if (byte === QUOTE) {
            inString = false;
            at++;
            break;
          }
          at += byte === BACKSLASH ? 2 : 1;
        }
        continue;
      }
      if (depth > 0) {
        while (at < length) {
          const byte = bytes[at++]!;
          if (byte === QUOTE) {
            inString = true;
            continue scan;
          }
          if (byte === OPEN) depth++;
          else if (byte === CLOSE && --depth === 0) break;
        }
        if (depth > 0) break;
        count++;
        end = at;
        if (end - start >= CHUNK_BYTES) {
          yield { bytes: wrap(bytes, start, end), firstIndex };
          firstIndex = count;
          start = -1;
        }
        continue;
      }
      const byte = bytes[at]!;
      if (byte === OPEN) {
        depth = 1;
        if (start < 0) start = at;
      } else if (byte === CLOSE_LIST) {
        if (start >= 0) yield { bytes: wrap(bytes, start, end), firstIndex };
        return;
      } else if (byte !== COMMA && !isSpace(byte)) {
        // A feature that is null or a number: the list goes on behind it.
        const found = Buffer.from(bytes.subarray(at, at + 12)).toString();
        throw new SourceError(
          `${name}: expected a feature at byte ${base + at}, after feature ${count}, got ${JSON.stringify(found)}`,
        );
      }
      at++;
    }
  }
  throw brokenOff(name, base + bytes.length, count);
}

function brokenOff(name: string, at: number, count: number): SourceError {
  const last = count > 0 ? `; the last whole one is feature ${count}` : '';
  return new SourceError(
    `${name}: expected the end of the list of features, got the end of the file at byte ${at}${last}`,
  );
}

/** Copies the features of a chunk into a list. */
function wrap(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start + 2);
  out[0] = OPEN_LIST;
  out.set(bytes.subarray(start, end), 1);
  out[out.length - 1] = CLOSE_LIST;
  return out;
}

/**
 * Cuts a sequence of JSON texts at its separators.
 *
 * @param separator - line feed, or the record separator of RFC 8142.
 * @returns chunks of whole texts, in buffers of their own.
 */
export async function* splitSequence(
  parts: AsyncIterable<Uint8Array>,
  separator: number,
): AsyncGenerator<FeatureChunk> {
  let pending: Uint8Array[] = [];
  let size = 0;
  let firstIndex = 0;
  const take = (): FeatureChunk => {
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const piece of pending) {
      bytes.set(piece, at);
      at += piece.length;
    }
    const chunk = { bytes, firstIndex };
    firstIndex += countTexts(bytes, separator);
    return chunk;
  };
  for await (const part of parts) {
    const cut = part.lastIndexOf(separator);
    if (cut < 0 || size + cut < CHUNK_BYTES) {
      pending.push(part);
      size += part.length;
      continue;
    }
    pending.push(part.subarray(0, cut));
    size += cut;
    yield take();
    pending = [part.subarray(cut)];
    size = part.length - cut;
  }
  if (size > 0) yield take();
}

/** Counts the texts that are not blank. */
function countTexts(bytes: Uint8Array, separator: number): number {
  let count = 0;
  let from = 0;
  while (from < bytes.length) {
    let to = bytes.indexOf(separator, from);
    if (to < 0) to = bytes.length;
    let at = from;
    while (at < to && isSpace(bytes[at]!)) at++;
    if (at < to) count++;
    from = to + 1;
  }
  return count;
}
