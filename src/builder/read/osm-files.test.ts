import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { PbfWriter } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { osmPbfReader } from './osm-pbf.ts';
import { osmXmlReader } from './osm-xml.ts';
import type { RawFeature, Reader } from './source.ts';

const DATA = process.env.SPAR_DATA ?? '../shared/data';
const MONACO = join(DATA, 'osm/monaco.osm.pbf');
const signal = new AbortController().signal;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'spar-osm-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function readAll(reader: Reader, name: string, content: Uint8Array | string) {
  const path = join(dir, name);
  await writeFile(path, content);
  const reading = await reader.read({ path, name, options: {} }, signal);
  const features: RawFeature[] = [];
  for await (const batch of reading.features) features.push(...batch);
  return { features, reading };
}

interface Node {
  id: number;
  lon7: number;
  lat7: number;
  tags?: Record<string, string>;
}

/** Writes a PBF file of dense nodes and one way through them all; `raw` leaves its blobs unpacked. */
function pbfFile(
  nodes: Node[],
  options: { raw?: boolean; feature?: string; granularity?: number } = {},
): Buffer {
  const strings = [''];
  const text = (value: string) => strings.push(value) - 1;
  const granularity = options.granularity ?? 100;
  const deltas = (values: number[]) => values.map((value, i) => value - (values[i - 1] ?? 0));
  const scaled = (value: number) => (value * 100) / granularity;
  const keyValues = nodes.flatMap(({ tags }) => [
    ...Object.entries(tags ?? {})
      .flat()
      .map(text),
    0,
  ]);
  const wayKeys = [text('highway')];
  const wayValues = [text('primary')];
  const block = new PbfWriter();
  block.writeMessage(
    1,
    (_, pbf) => {
      for (const value of strings) pbf.writeStringField(1, value);
    },
    null,
  );
  block.writeMessage(
    2,
    (_, pbf) => {
      pbf.writeMessage(
        2,
        () => {
          pbf.writePackedSVarint(1, deltas(nodes.map(({ id }) => id)));
          pbf.writePackedSVarint(8, deltas(nodes.map(({ lat7 }) => scaled(lat7))));
          pbf.writePackedSVarint(9, deltas(nodes.map(({ lon7 }) => scaled(lon7))));
          pbf.writePackedVarint(10, keyValues);
        },
        null,
      );
    },
    null,
  );
  block.writeMessage(
    2,
    (_, pbf) => {
      pbf.writeMessage(
        3,
        () => {
          pbf.writeVarintField(1, 5);
          pbf.writePackedVarint(2, wayKeys);
          pbf.writePackedVarint(3, wayValues);
          pbf.writePackedSVarint(8, deltas(nodes.map(({ id }) => id)));
        },
        null,
      );
    },
    null,
  );
  if (granularity !== 100) block.writeVarintField(17, granularity);
  const header = new PbfWriter();
  header.writeStringField(4, 'OsmSchema-V0.6');
  header.writeStringField(4, options.feature ?? 'DenseNodes');
  return Buffer.concat([
    blob('OSMHeader', header.finish(), options.raw ?? false),
    blob('OSMData', block.finish(), options.raw ?? false),
  ]);
}

function blob(type: string, content: Uint8Array, raw: boolean): Buffer {
  const body = new PbfWriter();
  if (raw) body.writeBytesField(1, content);
  else {
    body.writeVarintField(2, content.length);
    body.writeBytesField(3, deflateSync(content));
  }
  const bytes = body.finish();
  const head = new PbfWriter();
  head.writeStringField(1, type);
  head.writeVarintField(3, bytes.length);
  const headBytes = head.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headBytes.length);
  return Buffer.concat([length, headBytes, bytes]);
}

const TWO: Node[] = [
  { id: 7, lon7: 74_275_001, lat7: 437_396_002, tags: { natural: 'tree', species: '水杉' } },
  { id: 9, lon7: -1, lat7: -437_396_003 },
];

describe('osmPbfReader', () => {
  it('reads packed, raw and gzipped files alike, to 1e-7 degrees', async () => {
    for (const content of [pbfFile(TWO), pbfFile(TWO, { raw: true }), gzipSync(pbfFile(TWO))]) {
      const { features, reading } = await readAll(osmPbfReader, 'a.osm.pbf', content);
      expect(reading.crs).toEqual({ epsg: 4326 });
      expect(reading.idPrefix).toBe('osm');
      expect(features).toEqual([
        {
          id: 'node/7',
          place: 'node/7',
          geometry: { type: 'Point', coordinates: [7.4275001, 43.7396002] },
          tags: { natural: 'tree', species: '水杉' },
        },
        {
          id: 'way/5',
          place: 'way/5',
          geometry: {
            type: 'LineString',
            coordinates: [
              [7.4275001, 43.7396002],
              [-1e-7, -43.7396003],
            ],
          },
          tags: { highway: 'primary' },
        },
      ]);
    }
  });

  it('gives back any nodes that were written, at any granularity', async () => {
    const node = fc.record({
      id: fc.integer({ min: 1, max: 2 ** 45 }),
      lon7: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
      lat7: fc.integer({ min: -900_000_000, max: 900_000_000 }),
    });
    const nodes = fc.uniqueArray(node, { minLength: 2, maxLength: 30, selector: ({ id }) => id });
    await fc.assert(
      fc.asyncProperty(nodes, fc.constantFrom(100, 50, 1), async (list, granularity) => {
        const { features } = await readAll(osmPbfReader, 'p.osm.pbf', pbfFile(list, { granularity }));
        const expected = list.map(({ lon7, lat7 }) => [lon7 / 1e7, lat7 / 1e7]);
        expect(features[0]?.geometry).toEqual({ type: 'LineString', coordinates: expected });
      }),
      { numRuns: 40 },
    );
  });

  it('names file and byte where a file breaks off, at any length', async () => {
    const whole = pbfFile(TWO);
    const header = whole.readUInt32BE(0);
    await expect(readAll(osmPbfReader, 'cut.osm.pbf', whole.subarray(0, whole.length - 3))).rejects.toThrow(
      /^cut\.osm\.pbf: at byte \d+: expected \d+ bytes of blob "OSMData", got the end of the file after \d+ \(at byte \d+\): the file is cut off$/,
    );
    await expect(readAll(osmPbfReader, 'cut.osm.pbf', whole.subarray(0, 10))).rejects.toThrow(
      `cut.osm.pbf: at byte 0: expected ${header} bytes of blob header, got the end of the file after 6 (at byte 10): the file is cut off`,
    );
    for (let length = 0; length < whole.length; length += 7) {
      await expect(readAll(osmPbfReader, 'cut.osm.pbf', whole.subarray(0, length))).rejects.toThrow(
        /^cut\.osm\.pbf: /,
      );
    }
  });

  it('refuses what it cannot read, each with its reason', async () => {
    const refused = async (content: Uint8Array | string) =>
      readAll(osmPbfReader, 'x.pbf', content).then(
        () => 'read',
        (error: Error) => `${error.name}: ${error.message}`,
      );
    expect(await refused('')).toBe('SourceError: x.pbf: expected OSM PBF, got an empty file');
    expect(await refused('{"type": "FeatureCollection"}')).toMatch(
      /^SourceError: x\.pbf: at byte 0: expected an OSM PBF blob header of 1 to 65536 bytes, got 2065855609: not an OSM PBF file/,
    );
    expect(await refused(pbfFile(TWO, { feature: 'HistoricalInformation' }))).toBe(
      'SourceError: x.pbf: at byte 0: expected the present state of the map, got a file with its history',
    );
    expect(await refused(pbfFile(TWO, { feature: 'Hexagons' }))).toMatch(/, got "Hexagons"$/);
    expect(await refused(pbfFile([]))).toBe('SourceError: x.pbf: expected nodes, got none');
    const damaged = pbfFile(TWO);
    damaged[damaged.length - 20]! ^= 0xff;
    expect(await refused(damaged)).toMatch(
      /^SourceError: x\.pbf: at byte \d+: expected a blob that unpacks, got "/,
    );
    const missing = osmPbfReader.read({ path: join(dir, 'none.pbf'), name: 'none.pbf', options: {} }, signal);
    await expect(missing).rejects.toThrow(/^none\.pbf: expected OSM PBF, got "ENOENT/);
  });

  it('knows its own by content', () => {
    expect(osmPbfReader.probe(pbfFile(TWO), 'x')).toBe(true);
    expect(osmPbfReader.probe(Buffer.from('<osm version="0.6">'), 'x.osm.pbf')).toBe(false);
  });

  it.skipIf(!existsSync(MONACO))(`finds in Monaco what is in Monaco (${MONACO})`, async () => {
    const reading = await osmPbfReader.read({ path: MONACO, name: 'monaco.osm.pbf', options: {} }, signal);
    const count: Record<string, number> = {};
    const add = (key: string) => {
      count[key] = (count[key] ?? 0) + 1;
    };
    for await (const batch of reading.features) {
      for (const { id, tags, geometry } of batch) {
        const kind = id!.split('/')[0];
        if (tags.building && geometry?.type !== 'Point') add(`${kind} building`);
        if (tags['building:part']) add('parts');
        if (tags.highway && kind === 'way') add('highways');
        if (tags.natural === 'tree') add('trees');
        if (tags.highway === 'street_lamp') add('lamps');
        if (kind === 'relation') add('relations');
      }
    }
    const lost = reading.problems.filter(
      ({ place, action }) => place.startsWith('relation') && action !== 'mended',
    );
    expect(count).toEqual({
      'way building': 1183,
      'relation building': 24,
      parts: 15,
      highways: 2379,
      trees: 415,
      lamps: 17,
      relations: 243 - lost.length,
    });
  });
});

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="hand">
  <bounds minlat="0" minlon="0" maxlat="1" maxlon="1"/>
  <node id="-1" lat="43.7396002" lon="7.4275001"><tag k="name" v="A &amp; 水"/></node>
  <node id="2" lat="43.74" lon="7.43"/>
  <node id="3" lat="43.75" lon="7.43" visible="false"/>
  <way id="5"><nd ref="-1"/><nd ref="2"/><tag k="highway" v="primary"/></way>
  <relation id="6"><member type="way" ref="5" role=""/><tag k="type" v="route"/></relation>
</osm>`;

describe('osmXmlReader', () => {
  it('reads plain and gzipped files alike', async () => {
    for (const content of [XML, gzipSync(XML)]) {
      const { features, reading } = await readAll(osmXmlReader, 'a.osm', content);
      expect(features.map(({ id, geometry, tags }) => [id, geometry, tags])).toEqual([
        ['node/-1', { type: 'Point', coordinates: [7.4275001, 43.7396002] }, { name: 'A & 水' }],
        [
          'way/5',
          {
            type: 'LineString',
            coordinates: [
              [7.4275001, 43.7396002],
              [7.43, 43.74],
            ],
          },
          { highway: 'primary' },
        ],
      ]);
      expect(reading.problems.map(({ place, action }) => `${place} ${action}`)).toEqual([
        'relation/6 passed',
      ]);
    }
  });

  it('refuses what it cannot read, each with its reason', async () => {
    const refused = async (content: Uint8Array | string, name = 'x.osm') =>
      readAll(osmXmlReader, name, content).then(
        () => 'read',
        (error: Error) => `${error.name}: ${error.message}`,
      );
    expect(await refused('BZh91AY&SY', 'x.osm.bz2')).toBe(
      'SourceError: x.osm.bz2: expected OSM XML, plain or gzipped, got a bzip2 file: unpack it first (bunzip2)',
    );
    expect(await refused('<osmChange version="0.6"></osmChange>')).toMatch(
      /^SourceError: x\.osm: line 1: expected a map \(<osm>\), got a list of changes/,
    );
    expect(await refused('<gml/>')).toBe(
      'SourceError: x.osm: line 1: expected the root element <osm>, got <gml>',
    );
    expect(await refused(XML.slice(0, 300))).toMatch(
      /^SourceError: x\.osm: line \d+: .*the file is cut off$/,
    );
    expect(await refused(XML.replace('lat="43.74"', 'lat="north"'))).toBe(
      'SourceError: x.osm: line 5: expected node/2: lat from -90 to 90, got "north"',
    );
    expect(await refused('<osm version="0.6"/>')).toBe('SourceError: x.osm: expected nodes, got none');
    expect(await refused(gzipSync(XML).subarray(0, 150), 'x.osm.gz')).toMatch(
      /^SourceError: x\.osm\.gz: expected a readable file, got "unexpected end of file"/,
    );
  });

  it('knows its own by content', () => {
    expect(osmXmlReader.probe(Buffer.from(XML), 'x')).toBe(true);
    expect(osmXmlReader.probe(Buffer.from('<?xml version="1.0"?><CityModel>'), 'x.osm')).toBe(false);
    expect(osmXmlReader.probe(Buffer.from('BZh91'), 'city.osm.bz2')).toBe(true);
  });

  it.skipIf(!existsSync(MONACO))(`reads no more than the PBF reader accepts (${MONACO})`, async () => {
    expect(osmXmlReader.probe((await readFile(MONACO)).subarray(0, 65_536), 'monaco.osm')).toBe(false);
  });
});
