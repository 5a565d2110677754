/** CityJSON 1.0, 1.1 and 2.0, whole or as a sequence of features (CityJSONSeq), gzipped or not. */
import { type Problem, SourceError } from '../problem.ts';
import { createTextureList, type TextureList } from './city-textures.ts';
import {
  type CityJsonContext,
  checkHeader,
  isObject,
  type Json,
  parseAppearance,
  parseContext,
  parseCrs,
  parseTransform,
  parseVertices,
  shown,
  type Transform,
} from './cityjson-document.ts';
import { type ObjectSink, readObjects } from './cityjson-objects.ts';
import { openStream } from './container.ts';
import { readLines } from './read-lines.ts';
import type { RawFeature, RawRelief, Reader, SourceFile, SourceReading } from './source.ts';
import { stemOf } from './stem.ts';

const BATCH = 500;
/** A JavaScript string ends at 2²⁹ − 24 characters. */
const LONGEST = 536_870_888;

/** Reads whole CityJSON documents. */
export const cityJsonReader: Reader = {
  format: 'cityjson',
  probe(head, name) {
    const text = headText(head);
    if (!text.startsWith('{') || isSequence(text)) return false;
    if (/"type"\s*:\s*"CityJSON"/.test(text)) return true;
    return /"CityObjects"\s*:\s*\{/.test(text) || /\.city\.json(\.gz)?$/i.test(name);
  },
  async read(file, signal) {
    const root = checkHeader(parseJson(await readText(file, signal), file), file.name);
    const problems: Problem[] = [];
    const transform = parseTransform(root, file.name, problems);
    const context = parseContext(root, transform, file.name);
    const crs = parseCrs(root, context.vertices);
    const textures = createTextureList(file.path, file.name, problems);
    const reliefs: RawRelief[] = [];
    const sink: ObjectSink = {
      file: file.name,
      latitudeFirst: crs?.latitudeFirst === true,
      reliefs,
      problems,
    };
    const objects = objectsOf(root, `cityjson "${file.name}"`);
    const features = batches(readObjects(objects, { context, textures }, sink), signal);
    return reading('cityjson', file, { crs, features, textures, reliefs, problems });
  },
};

/** Reads CityJSON sequences: a header line, then a CityJSONFeature a line. */
export const cityJsonSeqReader: Reader = {
  format: 'cityjson-seq',
  probe(head) {
    const text = headText(head);
    return text.startsWith('{') && isSequence(text);
  },
  async read(file, signal) {
    const lines = readLines(openStream(file.path, file.name, signal));
    const first = await lines.next();
    if (first.done)
      throw new SourceError(`cityjson "${file.name}": expected a header line, got an empty file`);
    const root = checkHeader(parseJson(first.value.text, file), file.name);
    const problems: Problem[] = [];
    const transform = parseTransform(root, file.name, problems);
    const context = parseContext({ ...root, vertices: root.vertices ?? [] }, transform, file.name);
    const corner = Float64Array.from(transform?.translate ?? []);
    const crs = parseCrs(root, { points: corner, count: corner.length / 3 });
    const textures = createTextureList(file.path, file.name, problems);
    const reliefs: RawRelief[] = [];
    const sink: ObjectSink = {
      file: file.name,
      latitudeFirst: crs?.latitudeFirst === true,
      reliefs,
      problems,
    };
    const features = sequence(lines, { root, context, transform, textures, sink, signal });
    return reading('cityjson-seq', file, { crs, features, textures, reliefs, problems });
  },
};

function reading(
  format: string,
  { name }: SourceFile,
  { textures, ...rest }: Omit<SourceReading, 'format' | 'idPrefix' | 'textures'> & { textures: TextureList },
): SourceReading {
  return {
    format,
    idPrefix: stemOf(name).replace(/\.city$/i, ''),
    textures: textures.paths,
    ...rest,
  };
}

function headText(head: Uint8Array): string {
  return new TextDecoder()
    .decode(head)
    .replace(/^\uFEFF/, '')
    .trimStart();
}

/** A first line that is a whole object, and another object behind it. */
function isSequence(text: string): boolean {
  const end = text.indexOf('\n');
  const line = end < 0 ? text : text.slice(0, end);
  if (!/"type"\s*:\s*"CityJSON"/.test(line) || !line.trimEnd().endsWith('}')) return false;
  if (end < 0 || text.slice(end).trim() === '') return false;
  return text.slice(end).trimStart().startsWith('{');
}

async function readText(file: SourceFile, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of openStream(file.path, file.name, signal)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LONGEST)
      throw new SourceError(
        `cityjson "${file.name}": expected at most ${LONGEST} bytes in one document, got more; give it as CityJSONSeq`,
      );
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string, file: SourceFile): unknown {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (plain.trim() === '')
    throw new SourceError(`cityjson "${file.name}": expected a JSON object, got an empty file`);
  try {
    return JSON.parse(plain) as unknown;
  } catch (cause) {
    const message = (cause as Error).message;
    const at = /position (\d+)/.exec(message)?.[1];
    if (at === undefined && !message.includes('end of JSON'))
      throw new SourceError(`cityjson "${file.name}": expected whole JSON, got: ${message}`, { cause });
    const position = Number(at ?? plain.length);
    const line = plain.slice(0, position).split('\n').length;
    const found =
      position >= plain.length ? 'the end of the file' : shown(plain.slice(position, position + 20));
    throw new SourceError(
      `cityjson "${file.name}": expected whole JSON, got ${found} at character ${position} (line ${line})`,
      { cause },
    );
  }
}

function objectsOf(root: Json, scope: string): Json {
  if (!isObject(root.CityObjects))
    throw new SourceError(`${scope}: expected an object CityObjects, got ${shown(root.CityObjects)}`);
  return root.CityObjects;
}

async function* batches(features: Iterable<RawFeature>, signal: AbortSignal): AsyncGenerator<RawFeature[]> {
  let batch: RawFeature[] = [];
  for (const feature of features) {
    batch.push(feature);
    if (batch.length < BATCH) continue;
    signal.throwIfAborted();
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

interface Sequence {
  root: Json;
  context: CityJsonContext;
  transform: Transform | null;
  textures: TextureList;
  sink: ObjectSink;
  signal: AbortSignal;
}

async function* sequence(lines: ReturnType<typeof readLines>, seq: Sequence): AsyncGenerator<RawFeature[]> {
  const { root, context, textures, sink, signal } = seq;
  let batch: RawFeature[] = [];
  if (isObject(root.CityObjects)) batch = [...readObjects(root.CityObjects, { context, textures }, sink)];
  for await (const { text, number, whole } of lines) {
    signal.throwIfAborted();
    if (text.trim() === '') continue;
    const scope = `cityjson "${sink.file}" line ${number}`;
    let feature: unknown;
    try {
      feature = JSON.parse(text);
    } catch (cause) {
      const detail = `${scope}: expected a whole JSON object, got ${(cause as Error).message}`;
      if (!whole) throw new SourceError(detail, { cause });
      drop(sink, number, 'bad-json', detail);
      continue;
    }
    try {
      for (const read of readLine(feature, scope, seq)) batch.push(read);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      drop(sink, number, 'bad-feature', error.message);
    }
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function drop(sink: ObjectSink, line: number, reason: string, detail: string): void {
  sink.problems.push({ action: 'dropped', reason, file: sink.file, place: `line ${line}`, detail });
}

/** Reads one feature of a sequence: its own vertices and appearance, the header's transform and templates. */
function readLine(
  feature: unknown,
  scope: string,
  { context, transform, textures, sink }: Sequence,
): Iterable<RawFeature> {
  if (!isObject(feature) || feature.type !== 'CityJSONFeature')
    throw new SourceError(
      `${scope}: expected a CityJSONFeature, got ${shown(isObject(feature) ? feature.type : feature)}`,
    );
  const own: CityJsonContext = {
    ...context,
    vertices: parseVertices(feature.vertices, transform, `${scope} vertices`),
    appearance: isObject(feature.appearance) ? parseAppearance(feature.appearance) : context.appearance,
  };
  return readObjects(objectsOf(feature, scope), { context: own, textures }, sink);
}
