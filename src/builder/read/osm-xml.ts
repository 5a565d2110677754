/** Reads OpenStreetMap XML (`.osm`, gzipped too) as a stream. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { type Problem, SourceError } from '../problem.ts';
import { assembleOsm } from './osm-assemble.ts';
import { type ByteStream, openBytes } from './osm-bytes.ts';
import { createOsmStore, type OsmData, type OsmKind, type OsmMember, type OsmTags } from './osm-store.ts';
import type { Reader, SourceFile } from './source.ts';

export const osmXmlReader: Reader = {
  format: 'osm-xml',
  probe(head, name) {
    const text = Buffer.from(head.subarray(0, 4096)).toString('latin1');
    if (/<(osm|osmChange)[\s>]/.test(text)) return true;
    return text.startsWith('BZh') && /\.os[mc]\.bz2$/i.test(name);
  },
  async read(file, signal) {
    const problems: Problem[] = [];
    const bytes = await openBytes(file, 'OSM XML', signal);
    return {
      format: 'osm-xml',
      crs: { epsg: 4326 },
      idPrefix: 'osm',
      features: (async function* () {
        const data = await readXml(bytes, file, signal);
        yield* assembleOsm(data, file.name, problems, signal);
      })(),
      textures: [],
      reliefs: [],
      problems,
    };
  },
};

/** The element being read: a node, a way or a relation. */
interface Current {
  kind: OsmKind;
  id: number;
  lon7: number;
  lat7: number;
  tags: OsmTags | null;
  refs: number[];
  members: OsmMember[];
}

async function readXml(bytes: ByteStream, file: SourceFile, signal: AbortSignal): Promise<OsmData> {
  const store = createOsmStore();
  const parser = new SaxesParser<{ xmlns: false; fileName: string }>({ xmlns: false, fileName: file.name });
  const fail = (expected: string, got: string) =>
    new SourceError(`${file.name}: line ${parser.line}: expected ${expected}, got ${got}`);
  let depth = 0;
  let current: Current | null = null;
  const number = (tag: SaxesTagPlain, name: string, low: number, high: number) => {
    const text = tag.attributes[name];
    const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
    if (value >= low && value <= high) return value;
    const place = tag.attributes.id === undefined ? tag.name : `${tag.name}/${tag.attributes.id}`;
    throw fail(`${place}: ${name} from ${low} to ${high}`, text === undefined ? 'none' : `"${text}"`);
  };
  const whole = (tag: SaxesTagPlain, name: string) => {
    const value = number(tag, name, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    if (!Number.isInteger(value))
      throw fail(`${tag.name}: a whole number for ${name}`, `"${tag.attributes[name]}"`);
    return value;
  };
  parser.on('opentag', (tag) => {
    depth++;
    if (depth === 1) checkRoot(tag.name, fail);
    const { name, attributes } = tag;
    if (depth === 2 && (name === 'node' || name === 'way' || name === 'relation')) {
      if (attributes.visible === 'false' || attributes.action === 'delete') return;
      const point = name === 'node';
      current = {
        kind: name,
        id: whole(tag, 'id'),
        lon7: point ? Math.round(number(tag, 'lon', -180, 180) * 1e7) : 0,
        lat7: point ? Math.round(number(tag, 'lat', -90, 90) * 1e7) : 0,
        tags: null,
        refs: [],
        members: [],
      };
    } else if (current && name === 'tag') {
      current.tags ??= {};
      current.tags[attributes.k ?? ''] = attributes.v ?? '';
    } else if (current && name === 'nd') current.refs.push(whole(tag, 'ref'));
    else if (current && name === 'member') {
      const kind = attributes.type as OsmKind;
      if (!['node', 'way', 'relation'].includes(kind))
        throw fail('member of type node, way or relation', `"${kind}"`);
      current.members.push({ kind, ref: whole(tag, 'ref'), role: attributes.role ?? '' });
    }
  });
  parser.on('closetag', () => {
    depth--;
    if (depth !== 1 || !current) return;
    const { kind, id, lon7, lat7, tags, refs, members } = current;
    if (kind === 'node') store.addNode(id, lon7, lat7, tags);
    else if (kind === 'way') store.addWay(id, refs, refs.length, tags);
    else store.addRelation({ id, tags: tags ?? {}, members });
    current = null;
  });
  parser.on('error', (error) => {
    // The parser puts `file:line:column: ` before its text.
    const text = error.message.slice(file.name.length).replace(/^:\d+:\d+: /, '');
    const cut = /unclosed tag|unexpected end|document must contain/i.test(text)
      ? ': the file is cut off'
      : '';
    throw fail('well-formed OSM XML', `"${text}"${cut}`);
  });
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of bytes) {
    signal.throwIfAborted();
    parser.write(decoder.decode(chunk, { stream: true }));
  }
  parser.write(decoder.decode());
  parser.close();
  const data = store.finish();
  if (data.nodeCount === 0) {
    throw new SourceError(`${file.name}: expected nodes, got none`);
  }
  return data;
}

function checkRoot(name: string, fail: (expected: string, got: string) => SourceError): void {
  if (name === 'osm') return;
  if (name === 'osmChange') {
    throw fail(
      'a map (<osm>)',
      'a list of changes (<osmChange>): apply it to a map first, with osmium for one',
    );
  }
  throw fail('the root element <osm>', `<${name}>`);
}
