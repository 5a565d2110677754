/**
 * Reads OpenStreetMap PBF (https://wiki.openstreetmap.org/wiki/PBF_Format).
 *
 * Own decoder: osm-pbf-parser-node 1.1.4 knows no raw data blobs, says of a broken file neither place nor reason, and
 * makes an object of every node; here they go straight into typed arrays.
 */
import * as zlib from 'node:zlib';
import { PbfReader } from 'pbf';
import { type Problem, SourceError } from '../problem.ts';
import { assembleOsm } from './osm-assemble.ts';
import { type ByteStream, openBytes } from './osm-bytes.ts';
import { decodePrimitiveBlock } from './osm-pbf-block.ts';
import { createOsmStore, type OsmData } from './osm-store.ts';
import type { Reader, SourceFile } from './source.ts';

/** Limits that the format sets. */
const MAX_HEADER = 64 * 1024;
const MAX_BLOB = 32 * 1024 * 1024;

const KNOWN_FEATURES = new Set(['OsmSchema-V0.6', 'DenseNodes', 'LocationsOnWays', 'Sort.Type_then_ID']);

export const osmPbfReader: Reader = {
  format: 'osm-pbf',
  probe(head) {
    // Length (4 bytes, big endian), then field 1 of a BlobHeader: its type.
    const type = Buffer.from(head.subarray(6, 15)).toString('latin1');
    return (
      head[0] === 0 &&
      head[1] === 0 &&
      head[4] === 0x0a &&
      (type === 'OSMHeader' || type.startsWith('OSMData'))
    );
  },
  async read(file, signal) {
    const problems: Problem[] = [];
    const bytes = await openBytes(file, 'OSM PBF', signal);
    return {
      format: 'osm-pbf',
      crs: { epsg: 4326 },
      idPrefix: 'osm',
      features: (async function* () {
        const data = await readBlobs(bytes, file, signal).finally(() => bytes.close());
        yield* assembleOsm(data, file.name, problems, signal);
      })(),
      textures: [],
      reliefs: [],
      problems,
    };
  },
};

async function readBlobs(bytes: ByteStream, file: SourceFile, signal: AbortSignal): Promise<OsmData> {
  const store = createOsmStore();
  for (let first = true; ; first = false) {
    signal.throwIfAborted();
    const start = bytes.offset();
    const fail = (expected: string, got: string) =>
      new SourceError(`${file.name}: at byte ${start}: expected ${expected}, got ${got}`);
    const whole = async (length: number, what: string) => {
      const taken = await bytes.take(length);
      if (taken.length < length) {
        throw fail(
          `${length} bytes of ${what}`,
          `the end of the file after ${taken.length} (at byte ${bytes.offset()}): the file is cut off`,
        );
      }
      return taken;
    };
    const lengthBytes = await bytes.take(4);
    if (lengthBytes.length === 0) break;
    if (lengthBytes.length < 4)
      throw fail(
        '4 bytes of blob length',
        `the end of the file after ${lengthBytes.length}: the file is cut off`,
      );
    const headerLength = Buffer.from(lengthBytes).readUInt32BE(0);
    if (headerLength === 0 || headerLength > MAX_HEADER) {
      throw fail(
        `an OSM PBF blob header of 1 to ${MAX_HEADER} bytes`,
        `${headerLength}: not an OSM PBF file, or damaged`,
      );
    }
    const header = readBlobHeader(await whole(headerLength, 'blob header'), fail);
    if (first && header.type !== 'OSMHeader') throw fail('an OSMHeader blob first', `"${header.type}"`);
    if (header.size < 0 || header.size > MAX_BLOB)
      throw fail(`a blob of up to ${MAX_BLOB} bytes`, `${header.size}`);
    const blob = await whole(header.size, `blob "${header.type}"`);
    if (header.type !== 'OSMHeader' && header.type !== 'OSMData') continue;
    const content = unpackBlob(blob, fail);
    try {
      if (header.type === 'OSMHeader') checkHeader(content, fail);
      else decodePrimitiveBlock(content, store);
    } catch (cause) {
      if (cause instanceof SourceError) throw cause;
      throw new SourceError(
        `${file.name}: at byte ${start}: expected a readable "${header.type}" block, got "${(cause as Error).message}"`,
        { cause },
      );
    }
  }
  const data = store.finish();
  if (data.nodeCount === 0) {
    throw new SourceError(`${file.name}: expected nodes, got none`);
  }
  return data;
}

type Fail = (expected: string, got: string) => SourceError;

function readBlobHeader(bytes: Uint8Array, fail: Fail): { type: string; size: number } {
  const header = { type: '', size: -1 };
  try {
    new PbfReader(bytes).readFields((tag, _, pbf) => {
      if (tag === 1) header.type = pbf.readString();
      else if (tag === 3) header.size = pbf.readVarint();
    }, null);
  } catch {
    throw fail('an OSM PBF blob header', 'bytes that are none');
  }
  return header;
}

function unpackBlob(bytes: Uint8Array, fail: Fail): Uint8Array {
  const found: { raw?: Uint8Array; zlib?: Uint8Array; zstd?: Uint8Array; other?: string } = {};
  const others: Record<number, string> = { 4: 'LZMA', 5: 'bzip2', 6: 'LZ4' };
  try {
    new PbfReader(bytes).readFields((tag, _, pbf) => {
      if (tag === 1) found.raw = pbf.readBytes();
      else if (tag === 3) found.zlib = pbf.readBytes();
      else if (tag === 7) found.zstd = pbf.readBytes();
      else if (others[tag]) found.other = others[tag];
    }, null);
    if (found.raw) return found.raw;
    if (found.zlib) return zlib.inflateSync(found.zlib, { maxOutputLength: 2 * MAX_BLOB });
    if (found.zstd) {
      const inflate = (zlib as { zstdDecompressSync?: (bytes: Uint8Array) => Uint8Array }).zstdDecompressSync;
      if (inflate) return inflate(found.zstd);
      found.other = 'Zstandard';
    }
  } catch (error) {
    throw fail('a blob that unpacks', `"${(error as Error).message}"`);
  }
  throw fail(
    'a blob that is raw or packed with zlib',
    found.other ? `one packed with ${found.other}` : 'an empty one',
  );
}

function checkHeader(content: Uint8Array, fail: Fail): void {
  new PbfReader(content).readFields((tag, _, pbf) => {
    if (tag !== 4) return;
    const feature = pbf.readString();
    if (feature === 'HistoricalInformation')
      throw fail('the present state of the map', 'a file with its history');
    if (!KNOWN_FEATURES.has(feature))
      throw fail(`features of ${[...KNOWN_FEATURES].join(', ')}`, `"${feature}"`);
  }, null);
}
