import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { geoJsonReader, parseChunk } from './geojson.ts';
import { splitCollection, startOf } from './geojson-split.ts';
import type { RawFeature, SourceReading } from './source.ts';

const folder = mkdtempSync(join(tmpdir(), 'geojson-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function open(content: string | Uint8Array, name = 'a.geojson'): Promise<SourceReading> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return geoJsonReader.read({ path, name, options: {} }, new AbortController().signal);
}

async function all(reading: SourceReading): Promise<RawFeature[]> {
  const out: RawFeature[] = [];
  for await (const batch of reading.features) out.push(...batch);
  return out;
}

const square = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
};
const feature = (id: number | string | undefined, properties: object | null = {}) => ({
  type: 'Feature',
  ...(id === undefined ? {} : { id }),
  properties,
  geometry: square,
});
const collection = (features: unknown[], more = {}) =>
  JSON.stringify({ type: 'FeatureCollection', ...more, features });

describe('geoJsonReader', () => {
  it('reads a collection with ids, properties and places', async () => {
    const reading = await open(
      collection([feature(7, { name: '塔 "A"' }), feature('way/1', null), feature(undefined)]),
    );
    expect(reading.idPrefix).toBe('a');
    expect(await all(reading)).toEqual([
      { id: '7', place: 'feature 1', geometry: square, tags: { name: '塔 "A"' } },
      { id: 'way/1', place: 'feature 2', geometry: square, tags: {} },
      { id: null, place: 'feature 3', geometry: square, tags: {} },
    ]);
  });

  it('reads a single feature, a single geometry and one over several lines', async () => {
    expect((await all(await open(JSON.stringify(feature(1)))))[0]?.id).toBe('1');
    expect((await all(await open(JSON.stringify(square))))[0]?.geometry).toEqual(square);
    expect(await all(await open(JSON.stringify(feature(1), null, 2)))).toHaveLength(1);
  });

  it('reads newline-delimited features and RFC 8142 sequences, gzipped too', async () => {
    const lines = [1, 2, 3].map((id) => JSON.stringify(feature(id)));
    const records = [1, 2, 3].map((id) => `\x1e${JSON.stringify(feature(id), null, 1)}\n`);
    for (const text of [lines.join('\n'), `${lines.join('\r\n')}\r\n`, records.join('')]) {
      for (const bytes of [Buffer.from(text), gzipSync(text)]) {
        const reading = await open(bytes, 'a.geojsonl');
        expect(reading.format).toBe('geojson-sequence');
        expect((await all(reading)).map(({ id }) => id)).toEqual(['1', '2', '3']);
      }
    }
  });

  it('takes the crs member before and behind the features', async () => {
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3547' } };
    expect((await open(collection([feature(1)], { crs }))).crs).toEqual({ epsg: 3547 });
    const behind = `{"type":"FeatureCollection","features":[${JSON.stringify(feature(1))}],"crs":${JSON.stringify(crs)}}`;
    expect((await open(behind)).crs).toEqual({ epsg: 3547 });
    const crs84 = { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } };
    expect((await open(collection([], { crs: crs84 }))).crs).toEqual({
      text: 'urn:ogc:def:crs:OGC:1.3:CRS84',
    });
    expect((await open(collection([]))).crs).toBeNull();
  });

  it('names byte and last whole feature of a collection that is cut', async () => {
    const text = collection([feature(1), feature(2), feature(3)]);
    const at = text.length - 30;
    const reading = await open(text.slice(0, at), 'cut.geojson');
    await expect(all(reading)).rejects.toThrow(
      `cut.geojson: expected the end of the list of features, got the end of the file at byte ${at}; the last whole one is feature 2`,
    );
    const single = JSON.stringify(feature(1)).slice(0, 40);
    await expect(open(single)).rejects.toThrow(
      'a.geojson: expected the end of a JSON object, got the end of the file at byte 40',
    );
  });

  it('says that a gzipped file breaks off', async () => {
    const packed = gzipSync(
      collection(Array.from({ length: 200 }, (_, i) => feature(i, { n: Math.sin(i) }))),
    );
    await expect(open(packed.subarray(0, packed.length - 40), 'cut.geojson.gz').then(all)).rejects.toThrow(
      'cut.geojson.gz: expected a whole gzip file, got unexpected end of file',
    );
  });

  it('keeps a malformed feature with its flaw and goes on', async () => {
    const [first, broken, last] = [feature(1), feature(2), feature(3)].map((f) => JSON.stringify(f));
    const features = await all(
      await open(`{"features":[${first},${broken!.replace(':[[[0,0]', ':[[[0,,0]')},${last}]}`),
    );
    expect(features.map(({ id, flaw }) => [id, flaw?.reason])).toEqual([
      ['1', undefined],
      [null, 'malformed-json'],
      ['3', undefined],
    ]);
    expect(features[1]?.flaw?.detail).toContain('expected JSON, got');
    const lines = await all(await open(`${first}\n${broken!.slice(0, 50)}\n${last}\n`));
    expect(lines.map(({ flaw }) => flaw?.reason)).toEqual([undefined, 'malformed-json', undefined]);
    expect(lines[2]?.place).toBe('feature 3');
  });

  it('flags features without geometry and objects that are none', async () => {
    const features = await all(
      await open(collection([{ type: 'Feature', properties: {}, geometry: null }, { a: 1 }])),
    );
    expect(features.map(({ flaw }) => flaw?.reason)).toEqual(['no-geometry', 'not-a-feature']);
  });

  it('says where something stands in the list that is no feature', async () => {
    const reading = await open('{"type":"FeatureCollection","features":[nul]}');
    await expect(all(reading)).rejects.toThrow('expected a feature at byte 40, after feature 0, got "nul]}"');
  });

  it('knows GeoJSON by content, and not its cousins', () => {
    const probe = (text: string) => geoJsonReader.probe(Buffer.from(text), 'x');
    expect(probe('\ufeff {"type":"FeatureCollection","features":[')).toBe(true);
    expect(probe(`\x1e${JSON.stringify(feature(1))}`)).toBe(true);
    expect(probe('{"type":"CityJSON","CityObjects":{"a":{"geometry":[]}}}')).toBe(false);
    expect(probe('{"type":"Topology","objects":{}}')).toBe(false);
    expect(probe('{"name":"package"}')).toBe(false);
    expect(probe('<osm>')).toBe(false);
  });

  it('cuts a collection the same wherever the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), fc.string()), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (properties, step) => {
          const bytes = Buffer.from(JSON.stringify({ features: properties.map((p, i) => feature(i, p)) }));
          const start = startOf(bytes);
          if (start.kind !== 'collection') throw new Error(start.kind);
          async function* parts() {
            for (let i = start.kind === 'collection' ? start.at : 0; i < bytes.length; i += step) {
              yield bytes.subarray(i, i + step);
            }
          }
          const out: RawFeature[] = [];
          for await (const chunk of splitCollection(parts(), start.at, 'x')) out.push(...parseChunk(chunk));
          expect(out.map(({ tags }) => tags)).toEqual(properties.map((p) => JSON.parse(JSON.stringify(p))));
        },
      ),
    );
  });

  it('cuts large collections into chunks that know their first index', async () => {
    const text = collection(Array.from({ length: 30_000 }, (_, i) => feature(i)));
    const reading = await open(text);
    let next = 0;
    let chunks = 0;
    for await (const chunk of reading.chunks!) {
      expect(chunk.firstIndex).toBe(next);
      const features = parseChunk(chunk);
      expect(features[0]?.id).toBe(String(next));
      expect(features.at(-1)?.place).toBe(`feature ${next + features.length}`);
      next += features.length;
      chunks++;
    }
    expect(next).toBe(30_000);
    expect(chunks).toBeGreaterThan(2);
  });
});

const data = join(
  process.env.SPAR_DATA ?? '../shared/data',
  'shanghai/shanghai_bund_lujiazui_buildings.geojson',
);
describe.skipIf(!existsSync(data))('geoJsonReader on real data (SPAR_DATA)', () => {
  it('gives the same features of Shanghai as JSON.parse', async () => {
    const expected = JSON.parse(readFileSync(data, 'utf8')) as {
      features: { properties: object; geometry: object }[];
    };
    const path = data;
    const reading = await geoJsonReader.read(
      { path, name: 's.geojson', options: {} },
      new AbortController().signal,
    );
    const features = await all(reading);
    expect(features).toHaveLength(1981);
    expect(features.map(({ tags, geometry }) => ({ properties: tags, geometry }))).toEqual(
      expected.features.map(({ properties, geometry }) => ({ properties, geometry })),
    );
  });
});
