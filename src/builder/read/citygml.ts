/** CityGML 1.0 and 2.0, gzipped or not, a building at a time. */
import { type Problem, SourceError } from '../problem.ts';
import { createTextureList } from './city-textures.ts';
import { type GmlSink, readGmlObject } from './citygml-objects.ts';
import { readText, scanGml } from './citygml-scan.ts';
import { createTreeParser, localName } from './citygml-tree.ts';
import type { RawFeature, RawRelief, Reader, SourceFile } from './source.ts';
import { stemOf } from './stem.ts';

const BATCH = 500;
const MEMBERS = new Set(['cityObjectMember', 'featureMember', 'featureMembers', 'member']);

/** Reads CityGML documents. */
export const cityGmlReader: Reader = {
  format: 'citygml',
  probe(head) {
    const text = new TextDecoder()
      .decode(head.subarray(0, 16_384))
      .replace(/^\uFEFF/, '')
      .trimStart();
    return (
      text.startsWith('<') &&
      (/<(?:[\w.-]+:)?CityModel[\s>]/.test(text) || text.includes('opengis.net/citygml/'))
    );
  },
  async read(file, signal) {
    const { crs, appearances } = await scanGml(file, signal);
    const problems: Problem[] = [];
    const textures = createTextureList(file.path, file.name, problems);
    const reliefs: RawRelief[] = [];
    const latitudeFirst = crs?.latitudeFirst === true;
    const sink: GmlSink = { file: file.name, latitudeFirst, textures, appearances, reliefs, problems };
    return {
      format: 'citygml',
      crs,
      idPrefix: stemOf(file.name),
      features: features(file, sink, signal),
      textures: textures.paths,
      reliefs,
      problems,
    };
  },
};

async function* features(file: SourceFile, sink: GmlSink, signal: AbortSignal): AsyncGenerator<RawFeature[]> {
  let batch: RawFeature[] = [];
  const parser = createTreeParser({
    // A building at a time: only first-level objects become trees.
    isRoot: (_, parent, depth) => depth === 2 && MEMBERS.has(parent),
    onTree(tree, ids) {
      const feature = readGmlObject(tree, ids, sink, parser.line());
      if (feature) batch.push(feature);
    },
    onDocument: (name, attributes) => checkDocument(name, attributes, file.name),
  });
  const guard = (step: () => void): void => {
    try {
      step();
    } catch (cause) {
      if (cause instanceof SourceError) throw cause;
      const found = (cause as Error).message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
      throw new SourceError(
        `citygml "${file.name}" line ${parser.line()}: expected well-formed XML, got: ${found}`,
        { cause },
      );
    }
  };
  for await (const text of readText(file, signal)) {
    signal.throwIfAborted();
    guard(() => parser.write(text));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  guard(() => parser.close());
  tellIgnored(sink);
  if (batch.length > 0) yield batch;
}

/** @throws SourceError when the root is no city model of a version that is read. */
function checkDocument(name: string, attributes: Record<string, string>, file: string): void {
  const root = localName(name);
  if (root !== 'CityModel' && root !== 'FeatureCollection')
    throw new SourceError(`citygml "${file}": expected a CityModel, got "${name}"`);
  const spaces = Object.entries(attributes).flatMap(([key, value]) =>
    key.startsWith('xmlns') ? [value] : [],
  );
  const versions = spaces.flatMap((space) => /\/citygml\/(?:\w+\/)*(\d\.\d)$/.exec(space)?.[1] ?? []);
  if (versions.length > 0 && !versions.includes('2.0') && !versions.includes('1.0'))
    throw new SourceError(`citygml "${file}": expected version 1.0 or 2.0, got "${versions[0]}"`);
}

/** Says once a file which kinds of surface data are not drawn. */
function tellIgnored({ appearances, problems, file }: GmlSink): void {
  for (const [kind, count] of appearances.ignored) {
    const detail = `citygml "${file}": expected textures with coordinates by ring, got ${kind} (${count} times), which is not drawn`;
    problems.push({ action: 'warning', reason: 'texture-kind', file, place: kind, detail });
  }
}
