/** Finds the reader of a source by its content, and the sources inside a zip. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { SourceError } from '../problem.ts';
import { cityGmlReader } from './citygml.ts';
import { cityJsonReader, cityJsonSeqReader } from './cityjson.ts';
import { checkFile, containerOf, extractZip, readHead } from './container.ts';
import { csvReader } from './csv.ts';
import { flatGeobufReader } from './flatgeobuf.ts';
import { geoJsonReader } from './geojson.ts';
import { geoPackageReader } from './geopackage.ts';
import { geoTiffReader } from './geotiff.ts';
import { hgtReader } from './hgt.ts';
import { osmPbfReader } from './osm-pbf.ts';
import { osmXmlReader } from './osm-xml.ts';
import { parquetReader } from './parquet.ts';
import { shapefileReader } from './shapefile.ts';
import type { ElevationReader, Reader, SourceFile, SourceOptions } from './source.ts';

/** A source with the reader that takes it. */
export type OpenedSource =
  | { kind: 'features'; file: SourceFile; reader: Reader }
  | { kind: 'elevation'; file: SourceFile; reader: ElevationReader };

type Found = { kind: 'features'; reader: Reader } | { kind: 'elevation'; reader: ElevationReader };

/** Surest first: magic numbers, then texts that name themselves, then names, then tables. */
const READERS: readonly Found[] = [
  { kind: 'features', reader: osmPbfReader },
  { kind: 'features', reader: flatGeobufReader },
  { kind: 'features', reader: geoPackageReader },
  { kind: 'features', reader: parquetReader },
  { kind: 'features', reader: shapefileReader },
  { kind: 'elevation', reader: geoTiffReader },
  { kind: 'features', reader: cityJsonSeqReader },
  { kind: 'features', reader: cityJsonReader },
  { kind: 'features', reader: geoJsonReader },
  { kind: 'features', reader: osmXmlReader },
  { kind: 'features', reader: cityGmlReader },
  { kind: 'elevation', reader: hgtReader },
  { kind: 'features', reader: csvReader },
];

const EXPECTED =
  'OSM PBF or XML, GeoJSON, Shapefile, FlatGeobuf, GeoPackage, Parquet, CSV, CityJSON, CityGML, GeoTIFF or HGT, gzipped or zipped too';

/** What is known and not taken: first bytes in hexadecimal, and what to do. */
const OTHERS: readonly [string, string][] = [
  ['425a68', 'a bzip2 file: unpack it first'],
  ['fd377a585a', 'an xz file: unpack it first'],
  ['377abcaf', 'a 7z file: unpack it first'],
  ['52617221', 'a RAR file: unpack it first'],
  ['28b52ffd', 'a Zstandard file: unpack it first'],
  ['50415245', 'an encrypted Parquet file'],
  ['49534f2d', 'a STEP (IFC) file'],
  ['25504446', 'a PDF'],
];

/**
 * Opens what a path holds: one source, or those inside a zip.
 *
 * A zip is unpacked into a folder of the system's temporary ones.
 *
 * @param options - the recipe's word on this path; `layer` also names the entry of a zip.
 * @param scratch - owner of that folder; without it, the folder goes when the process ends.
 * @throws SourceError for a missing, empty, broken or unknown file.
 */
export async function openSources(
  path: string,
  options: SourceOptions,
  scratch = createScratch(),
): Promise<OpenedSource[]> {
  const name = basename(path);
  await checkFile(path, name);
  const head = await readHead(path, name);
  if (containerOf(head) !== 'zip') {
    return [{ ...find(head, name), file: { path, name, options } } as OpenedSource];
  }
  const folder = await scratch.folder();
  const entries = await extractZip(path, folder, name);
  const { layer, ...others } = options;
  const chosen = layer !== undefined && entries.includes(layer);
  const out: OpenedSource[] = [];
  for (const entry of chosen ? [layer] : entries) {
    const inner = join(folder, entry);
    const found = await findInZip(inner, entry, entry === layer || entries.length === 1);
    if (!found) continue;
    const file = { path: inner, name: `${name}/${entry}`, options: chosen ? others : options };
    out.push({ ...found, file } as OpenedSource);
  }
  if (out.length === 0) {
    throw new SourceError(`${name}: expected ${EXPECTED}, got a zip of ${entries.slice(0, 5).join(', ')}`);
  }
  return out;
}

/**
 * Finds the reader for a file by its first bytes; the name only breaks ties.
 *
 * @throws SourceError when no reader takes it, saying what was expected and the first bytes found.
 */
export async function detectReader(path: string): Promise<Reader | ElevationReader> {
  const name = basename(path);
  return find(await readHead(path, name), name).reader;
}

function find(head: Uint8Array, name: string): Found {
  for (const found of READERS) if (found.reader.probe(head, name)) return found;
  const bytes = Buffer.from(head.subarray(0, 16));
  const hex = bytes.toString('hex');
  const other = OTHERS.find(([magic]) => hex.startsWith(magic));
  const text = bytes.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
  const table = /\.dbf$/i.test(name) ? 'the table of a Shapefile: name the .shp beside it' : null;
  const got =
    table ?? (other ? other[1] : `a file that begins with ${hex.replace(/..(?=.)/g, '$& ')} ("${text}")`);
  throw new SourceError(`${name}: expected ${EXPECTED}, got ${got}`);
}

/** Files beside sources: pictures, metadata, the other files of a Shapefile. */
const BESIDE =
  /\.(dbf|shx|prj|cpg|qpj|sbn|sbx|qix|fbn|fbx|ain|aih|atx|ixs|mxs|lyr|qml|sld|jpe?g|png|gif|webp|txt|md|pdf|html?|docx?|xlsx?|tfw|aux|ovr|xsd)$|\.(shp|aux|tif|tiff)\.xml$|(^|\/)\.[^/]*$/i;

async function findInZip(path: string, entry: string, only: boolean): Promise<Found | null> {
  if (!only && BESIDE.test(entry)) return null;
  try {
    return find(await readHead(path, entry), basename(entry));
  } catch (error) {
    if (only || !(error instanceof SourceError)) throw error;
    return null;
  }
}

/** Folders that zips were unpacked into: they go with whoever asked for them, or else with the process. */
export interface Scratch {
  /** Makes a new folder. */
  folder(): Promise<string>;
  /** Removes all of them. */
  dispose(): void;
}

/** Creates the owner of temporary folders. */
export function createScratch(): Scratch {
  const folders: string[] = [];
  const dispose = (): void => {
    for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
    process.removeListener('exit', dispose);
  };
  return {
    async folder() {
      if (folders.length === 0) process.once('exit', dispose);
      const made = await mkdtemp(join(tmpdir(), 'spar-zip-'));
      folders.push(made);
      return made;
    },
    dispose,
  };
}
