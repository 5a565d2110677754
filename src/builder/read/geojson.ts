/** GeoJSON: feature collections of any size, single features and geometries, text sequences (RFC 8142) and lines. */
import { open } from 'node:fs/promises';
import type { Geometry } from 'geojson';
import { SourceError } from '../problem.ts';
import { containerOf, openStream } from './container.ts';
import {
  type GeoJsonStart,
  RECORD_SEPARATOR,
  skipBlank,
  splitCollection,
  splitSequence,
  startOf,
} from './geojson-split.ts';
import type { CrsHint, FeatureChunk, RawFeature, Reader, SourceFile, SourceReading } from './source.ts';
import { stemOf } from './stem.ts';

const TYPES =
  /"type"\s*:\s*"(FeatureCollection|Feature|Point|MultiPoint|LineString|MultiLineString|Polygon|MultiPolygon|GeometryCollection)"/;

export const geoJsonReader: Reader = {
  format: 'geojson',
  probe(head) {
    const from = skipBlank(head, 0);
    if (head[from] !== 0x7b && head[from] !== RECORD_SEPARATOR) return false;
    const text = Buffer.from(head.buffer, head.byteOffset + from, head.length - from).toString('latin1');
    if (/"type"\s*:\s*"(CityJSON|CityJSONFeature|Topology)"/.test(text)) return false;
    return TYPES.test(text) || /"(features|coordinates|geometry)"\s*:/.test(text);
  },
  async read(file, signal) {
    const start = await findStart(file, signal);
    const chunks = cut(file, start, signal);
    return {
      format: start.kind === 'sequence' ? 'geojson-sequence' : 'geojson',
      crs: await findCrs(file, start),
      idPrefix: stemOf(file.name),
      features: (async function* () {
        for await (const chunk of chunks) yield parseChunk(chunk);
      })(),
      chunks,
      textures: [],
      reliefs: [],
      problems: [],
    } satisfies SourceReading;
  },
};

/** Reads as far as is needed to tell what the file is. */
async function findStart(file: SourceFile, signal: AbortSignal): Promise<GeoJsonStart> {
  let bytes: Uint8Array = new Uint8Array(0);
  for await (const part of openStream(file.path, file.name, signal)) {
    bytes = bytes.length === 0 ? part : Buffer.concat([bytes, part]);
    const start = startOf(bytes);
    if (start.kind !== 'open' && (start.kind !== 'object' || skipBlank(bytes, start.at) < bytes.length))
      return start;
  }
  const start = startOf(bytes);
  if (start.kind === 'open') {
    throw new SourceError(
      `${file.name}: expected the end of a JSON object, got the end of the file at byte ${bytes.length}`,
    );
  }
  return start;
}

async function* cut(
  file: SourceFile,
  start: GeoJsonStart,
  signal: AbortSignal,
): AsyncGenerator<FeatureChunk> {
  const parts = openStream(file.path, file.name, signal);
  if (start.kind === 'collection') yield* splitCollection(skipTo(parts, start.at), start.at, file.name);
  else yield* splitSequence(parts, start.kind === 'sequence' ? start.separator : RECORD_SEPARATOR);
}

async function* skipTo(parts: AsyncIterable<Uint8Array>, at: number): AsyncGenerator<Uint8Array> {
  let left = at;
  for await (const part of parts) {
    if (part.length > left) yield left === 0 ? part : part.subarray(left);
    left = Math.max(0, left - part.length);
  }
}

/** The `crs` member of the GeoJSON of 2008: before the features, or behind them in a plain file. */
async function findCrs(file: SourceFile, start: GeoJsonStart): Promise<CrsHint | null> {
  if (start.kind !== 'collection') return null;
  try {
    const before = JSON.parse(`${start.header}]}`) as { type?: unknown; crs?: unknown };
    if (before.crs !== undefined) return crsHint(before.crs);
  } catch {
    // Something before the list is not JSON: the features may still be.
  }
  const handle = await open(file.path, 'r');
  try {
    const { size } = await handle.stat();
    const tail = Buffer.alloc(Math.min(size, 4096));
    await handle.read(tail, 0, tail.length, size - tail.length);
    if (containerOf(tail) === 'gzip' && size <= tail.length) return null;
    const match = /\]\s*,\s*"crs"\s*:\s*(\{.*\})\s*\}\s*$/s.exec(tail.toString());
    return match ? crsHint(JSON.parse(match[1]!)) : null;
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}

function crsHint(crs: unknown): CrsHint | null {
  const { type, properties } = (crs ?? {}) as { type?: string; properties?: Record<string, unknown> };
  if (type === 'EPSG' && properties?.code) return { epsg: Number(properties.code) };
  const name = properties?.name;
  if (typeof name !== 'string') return null;
  const code = /EPSG(?::[\d.]*:|\/[\d.]+\/|:)(\d+)$/i.exec(name);
  // GeoJSON is easting or longitude first whatever the CRS's own order.
  return code ? { epsg: Number(code[1]) } : { text: name };
}

/**
 * Parses a chunk that the reader has cut.
 *
 * A text that is not JSON, or not a feature, stays in the list with its flaw, so that it is counted and named.
 *
 * @returns features in file order, in the file's frame.
 */
export function parseChunk(chunk: FeatureChunk): RawFeature[] {
  const { bytes } = chunk;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const out: RawFeature[] = [];
  if (bytes[0] === 0x5b) {
    let values: unknown[];
    try {
      values = JSON.parse(text) as unknown[];
    } catch {
      for (const part of splitObjects(text)) addText(out, part, chunk.firstIndex);
      return out;
    }
    for (const value of values) addFeature(out, value, chunk.firstIndex);
    return out;
  }
  const separator = text.includes('\x1e') || isOneObject(text) ? '\x1e' : '\n';
  for (const part of text.split(separator)) {
    const trimmed = part.trim().replace(/^\ufeff/, '');
    if (trimmed !== '') addText(out, trimmed, chunk.firstIndex);
  }
  return out;
}

/** Whether a text without record separators is one object over several lines. */
function isOneObject(text: string): boolean {
  const line = text.indexOf('\n');
  if (line < 0) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function addText(out: RawFeature[], text: string, firstIndex: number): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const detail = `expected JSON, got ${(error as Error).message}`;
    out.push(flawed(firstIndex + out.length, 'malformed-json', detail));
    return;
  }
  addFeature(out, value, firstIndex);
}

function addFeature(out: RawFeature[], value: unknown, firstIndex: number): void {
  const index = firstIndex + out.length;
  if (typeof value !== 'object' || value === null) {
    out.push(flawed(index, 'not-a-feature', `expected a feature, got ${JSON.stringify(value).slice(0, 80)}`));
    return;
  }
  const { type, id, geometry, properties, features } = value as Record<string, unknown>;
  if (type === 'FeatureCollection' && Array.isArray(features)) {
    for (const feature of features) addFeature(out, feature, firstIndex);
    return;
  }
  const isFeature = type === 'Feature' || (geometry !== undefined && type === undefined);
  if (!isFeature && !('coordinates' in value) && !('geometries' in value)) {
    out.push(
      flawed(index, 'not-a-feature', `expected a feature, got ${JSON.stringify(type ?? Object.keys(value))}`),
    );
    return;
  }
  const shape = isFeature ? geometry : value;
  const feature: RawFeature = {
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : null,
    place: `feature ${index + 1}`,
    geometry: (shape as Geometry | null | undefined) ?? null,
    tags:
      isFeature && typeof properties === 'object' && properties
        ? (properties as Record<string, unknown>)
        : {},
  };
  if (feature.geometry === null) {
    feature.flaw = { reason: 'no-geometry', detail: `expected a geometry, got ${String(shape)}` };
  }
  out.push(feature);
}

function flawed(index: number, reason: string, detail: string): RawFeature {
  return { id: null, place: `feature ${index + 1}`, geometry: null, tags: {}, flaw: { reason, detail } };
}

/** Cuts `[{…},{…}]` into its objects by their braces. */
function splitObjects(text: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 1; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++;
    } else if (char === '{') {
      if (depth++ === 0) start = i;
    } else if (char === '}' && --depth === 0) out.push(text.slice(start, i + 1));
  }
  return out;
}
