import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { createScratch, detectReader, openSources } from './detect.ts';

const folder = mkdtempSync(join(tmpdir(), 'detect-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const geojson =
  '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[1,2]}}]}';
const shp = Buffer.alloc(100);
shp.writeInt32BE(9994, 0);
shp.writeInt32LE(1000, 28);

describe('detectReader', () => {
  it.each([
    ['a.shp', geojson, 'geojson'],
    ['a.csv', gzipSync(geojson), 'geojson'],
    ['a.json', 'id,lon,lat\n1,2,3', 'csv'],
    ['a.txt', '{"type":"CityJSON","version":"1.1","CityObjects":{},"vertices":[]}', 'cityjson'],
    ['b.geojson', '<?xml version="1.0"?>\n<osm version="0.6"></osm>', 'osm-xml'],
    [
      'c.geojson',
      '<?xml version="1.0"?><CityModel xmlns="http://www.opengis.net/citygml/2.0"></CityModel>',
      'citygml',
    ],
    ['d.geojson', shp, 'shapefile'],
    ['e.osm', Buffer.from('66676203666762000000', 'hex'), 'flatgeobuf'],
    ['f.zip', 'SQLite format 3\0', 'geopackage'],
    ['g.shp', Buffer.from('49492a0008000000', 'hex'), 'geotiff'],
    ['h.xml', Buffer.from('0000000e0a094f534d48656164657218', 'hex'), 'osm-pbf'],
    ['N43E007.hgt', Buffer.alloc(64), 'hgt'],
  ])('goes by content, whatever the name: %s', async (name, content, format) => {
    expect((await detectReader(write(name, content))).format).toBe(format);
  });

  it('names what it expected and what it found', async () => {
    await expect(detectReader(write('x.geojson', '%PDF-1.7 …'))).rejects.toThrow(
      /^x\.geojson: expected OSM PBF or XML.*, got a PDF$/,
    );
    await expect(detectReader(write('x.bin', Buffer.from([1, 2, 65, 66])))).rejects.toThrow(
      'got a file that begins with 01 02 41 42 ("..AB")',
    );
    await expect(detectReader(write('x.dbf', Buffer.from([3, 126, 1, 1])))).rejects.toThrow(
      'got the table of a Shapefile: name the .shp beside it',
    );
    await expect(detectReader(write('x.osm.bin', Buffer.from('fd377a585a00', 'hex')))).rejects.toThrow(
      'got an xz file: unpack it first',
    );
  });
});

describe('openSources', () => {
  it('refuses what is missing, a folder, or empty', async () => {
    await expect(openSources(join(folder, 'no.shp'), {})).rejects.toThrow(
      `no.shp: expected a file that can be read, got nothing at this path (${join(folder, 'no.shp')})`,
    );
    mkdirSync(join(folder, 'dir'));
    await expect(openSources(join(folder, 'dir'), {})).rejects.toThrow('dir: expected a file, got a folder');
    await expect(openSources(write('empty.csv', ''), {})).rejects.toThrow(
      'empty.csv: expected data, got an empty file of 0 bytes',
    );
  });

  it('finds every source in a zip, and leaves what lies beside them', async () => {
    const text = (value: string) => new TextEncoder().encode(value);
    const zip = zipSync({
      'data/roads.shp': shp,
      'data/roads.dbf': text('x'),
      'data/roads.prj': text('x'),
      'b.geojson': text(geojson),
      'readme.txt': text('lon,lat\n1,2'),
      '__MACOSX/._b.geojson': text('x'),
      'N43E007.hgt': new Uint8Array(32),
    });
    const sources = await openSources(write('all.zip', zip), {});
    expect(sources.map(({ kind, file, reader }) => [kind, file.name, reader.format])).toEqual([
      ['elevation', 'all.zip/N43E007.hgt', 'hgt'],
      ['features', 'all.zip/b.geojson', 'geojson'],
      ['features', 'all.zip/data/roads.shp', 'shapefile'],
    ]);
    const one = await openSources(join(folder, 'all.zip'), { layer: 'b.geojson' });
    expect(one.map(({ file }) => [file.name, file.options])).toEqual([['all.zip/b.geojson', {}]]);
  });

  it('removes what it unpacked when its owner is disposed of, and listens for the end of the process no more', async () => {
    const listeners = process.listenerCount('exit');
    const scratch = createScratch();
    const zip = zipSync({ 'b.geojson': new TextEncoder().encode(geojson) });
    const [source] = await openSources(write('gone.zip', zip), {}, scratch);
    expect(existsSync(source!.file.path)).toBe(true);
    expect(process.listenerCount('exit')).toBe(listeners + 1);
    scratch.dispose();
    expect(existsSync(source!.file.path)).toBe(false);
    expect(process.listenerCount('exit')).toBe(listeners);
  });

  it('refuses zips that are cut, encrypted, empty or hold nothing known', async () => {
    const zip = zipSync({ 'b.geojson': new TextEncoder().encode(geojson.repeat(20)) });
    await expect(openSources(write('cut.zip', zip.subarray(0, zip.length - 30)), {})).rejects.toThrow(
      'cut.zip: expected a whole zip file, got',
    );
    const locked = Uint8Array.from(zip);
    locked[6]! |= 1;
    const central = Buffer.from(locked).indexOf(Buffer.from('504b0102', 'hex'));
    locked[central + 8]! |= 1;
    await expect(openSources(write('locked.zip', locked), {})).rejects.toThrow(
      'locked.zip: expected a zip without password, got an encrypted "b.geojson"',
    );
    await expect(openSources(write('none.zip', zipSync({})), {})).rejects.toThrow(
      'none.zip: expected files in the zip, got none',
    );
    const other = zipSync({ 'a.pdf': new Uint8Array(9), 'b.txt': new Uint8Array(9) });
    await expect(openSources(write('other.zip', other), {})).rejects.toThrow('got a zip of a.pdf, b.txt');
  });
});
