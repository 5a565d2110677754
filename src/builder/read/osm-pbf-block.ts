/** One PrimitiveBlock of an OSM PBF file: nodes, ways and relations into a store. */
import { PbfReader } from 'pbf';
import type { OsmKind, OsmMember, OsmStore, OsmTags } from './osm-store.ts';

const MEMBER_KINDS: readonly OsmKind[] = ['node', 'way', 'relation'];

interface Block {
  bytes: Uint8Array;
  text(index: number): string;
  /** To 1e-7 degrees. */
  lon7(raw: number): number;
  lat7(raw: number): number;
}

/** Decodes a block into the store. @throws Error when the bytes are no PrimitiveBlock. */
export function decodePrimitiveBlock(bytes: Uint8Array, store: OsmStore): void {
  const groups: [number, number][] = [];
  const strings: [number, number][] = [];
  let [granularity, latOffset, lonOffset] = [100, 0, 0];
  const pbf = new PbfReader(bytes);
  pbf.readFields((tag) => {
    if (tag === 1) {
      const end = pbf.readVarint() + pbf.pos;
      pbf.readFields(
        (inner) => {
          if (inner === 1) strings.push(range(pbf));
        },
        null,
        end,
      );
    } else if (tag === 2) groups.push(range(pbf));
    else if (tag === 17) granularity = pbf.readVarint();
    else if (tag === 19) latOffset = pbf.readVarint(true);
    else if (tag === 20) lonOffset = pbf.readVarint(true);
  }, null);
  const texts: (string | undefined)[] = new Array(strings.length);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const block: Block = {
    bytes,
    text(index) {
      const known = texts[index];
      if (known !== undefined) return known;
      const place = strings[index];
      if (!place) throw new Error(`string ${index} of ${strings.length}`);
      const text = buffer.toString('utf8', place[0], place[1]);
      texts[index] = text;
      return text;
    },
    lon7: (raw) => Math.round((lonOffset + granularity * raw) / 100),
    lat7: (raw) => Math.round((latOffset + granularity * raw) / 100),
  };
  for (const [start, end] of groups) {
    pbf.pos = start;
    pbf.readFields(
      (tag) => {
        if (tag < 1 || tag > 4) return;
        const [from, to] = range(pbf);
        if (tag === 1) decodeNode(block, from, to, store);
        else if (tag === 2) decodeDense(block, from, to, store);
        else if (tag === 3) decodeWay(block, from, to, store);
        else decodeRelation(block, from, to, store);
      },
      null,
      end,
    );
  }
}

/** Passes over a length-delimited field and gives where its content lies. */
function range(pbf: PbfReader): [number, number] {
  const length = pbf.readVarint();
  const start = pbf.pos;
  pbf.pos = start + length;
  if (pbf.pos > pbf.length) throw new Error(`a field of ${length} bytes beyond the end of the block`);
  return [start, pbf.pos];
}

type Ranges = Record<number, [number, number]>;

/** Fields of a message: ranges of the length-delimited ones, numbers of the others. */
function fieldsOf(
  block: Block,
  from: number,
  to: number,
): { ranges: Ranges; numbers: Record<number, number> } {
  const ranges: Ranges = {};
  const numbers: Record<number, number> = {};
  const pbf = new PbfReader(block.bytes);
  pbf.pos = from;
  pbf.readFields(
    (tag) => {
      if (pbf.type === 2) ranges[tag] = range(pbf);
      else if (pbf.type === 0) numbers[tag] = pbf.readVarint(true);
    },
    null,
    to,
  );
  return { ranges, numbers };
}

function packed(block: Block, place: [number, number] | undefined, signed: boolean): number[] {
  const values: number[] = [];
  if (!place) return values;
  const pbf = new PbfReader(block.bytes);
  pbf.pos = place[0];
  while (pbf.pos < place[1]) values.push(signed ? pbf.readSVarint() : pbf.readVarint());
  return values;
}

function deltas(values: number[]): number[] {
  for (let i = 1; i < values.length; i++) values[i] = values[i]! + values[i - 1]!;
  return values;
}

function tagsOf(block: Block, keys: number[], values: number[]): OsmTags | null {
  if (keys.length === 0) return null;
  if (keys.length !== values.length) throw new Error(`${keys.length} keys and ${values.length} values`);
  const tags: OsmTags = {};
  for (let i = 0; i < keys.length; i++) tags[block.text(keys[i]!)] = block.text(values[i]!);
  return tags;
}

/** Undoes zigzag in a plain varint. */
function unzigzag(value: number): number {
  return value % 2 === 1 ? (value + 1) / -2 : value / 2;
}

function decodeNode(block: Block, from: number, to: number, store: OsmStore): void {
  const { ranges, numbers } = fieldsOf(block, from, to);
  const tags = tagsOf(block, packed(block, ranges[2], false), packed(block, ranges[3], false));
  const [id, lat, lon] = [unzigzag(numbers[1] ?? 0), unzigzag(numbers[8] ?? 0), unzigzag(numbers[9] ?? 0)];
  store.addNode(id, block.lon7(lon), block.lat7(lat), tags);
}

function decodeDense(block: Block, from: number, to: number, store: OsmStore): void {
  const { ranges } = fieldsOf(block, from, to);
  const ids = deltas(packed(block, ranges[1], true));
  const lats = deltas(packed(block, ranges[8], true));
  const lons = deltas(packed(block, ranges[9], true));
  if (lats.length !== ids.length || lons.length !== ids.length) {
    throw new Error(`${ids.length} nodes, ${lats.length} latitudes and ${lons.length} longitudes`);
  }
  const keyValues = packed(block, ranges[10], false);
  let at = 0;
  for (let i = 0; i < ids.length; i++) {
    let tags: OsmTags | null = null;
    // Keys and values of one node after the other, 0 ends a node; nothing at all when no node has tags.
    while (at < keyValues.length && keyValues[at] !== 0) {
      tags ??= {};
      tags[block.text(keyValues[at]!)] = block.text(keyValues[at + 1]!);
      at += 2;
    }
    at++;
    store.addNode(ids[i]!, block.lon7(lons[i]!), block.lat7(lats[i]!), tags);
  }
}

function decodeWay(block: Block, from: number, to: number, store: OsmStore): void {
  const { ranges, numbers } = fieldsOf(block, from, to);
  const tags = tagsOf(block, packed(block, ranges[2], false), packed(block, ranges[3], false));
  const refs = deltas(packed(block, ranges[8], true));
  store.addWay(numbers[1] ?? 0, refs, refs.length, tags);
  // Files of the kind "LocationsOnWays" give places here and may leave the nodes themselves out.
  const lats = deltas(packed(block, ranges[9], true));
  const lons = deltas(packed(block, ranges[10], true));
  if (lats.length !== refs.length || lons.length !== refs.length) return;
  for (let i = 0; i < refs.length; i++)
    store.addNode(refs[i]!, block.lon7(lons[i]!), block.lat7(lats[i]!), null);
}

function decodeRelation(block: Block, from: number, to: number, store: OsmStore): void {
  const { ranges, numbers } = fieldsOf(block, from, to);
  const tags = tagsOf(block, packed(block, ranges[2], false), packed(block, ranges[3], false)) ?? {};
  const roles = packed(block, ranges[8], false);
  const refs = deltas(packed(block, ranges[9], true));
  const kinds = packed(block, ranges[10], false);
  if (roles.length !== refs.length || kinds.length !== refs.length) {
    throw new Error(`${refs.length} members, ${roles.length} roles and ${kinds.length} kinds`);
  }
  const members = refs.map((ref, i): OsmMember => {
    const kind = MEMBER_KINDS[kinds[i]!];
    if (!kind) throw new Error(`member kind ${kinds[i]}`);
    return { kind, ref, role: block.text(roles[i]!) };
  });
  store.addRelation({ id: numbers[1] ?? 0, tags, members });
}
