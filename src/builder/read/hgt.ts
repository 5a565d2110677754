/** SRTM's own elevation format: a square of big-endian int16, one degree wide, named after its south-west corner. */
import type { Problem } from '../problem.ts';
import { SourceError } from '../problem.ts';
import { isZip, readElevationBytes } from './elevation-bytes.ts';
import type { ElevationGrid, ElevationReader, SourceFile } from './source.ts';

const VOID = -32768;
/** Samples a side: three arc seconds, one arc second. */
const SIDES = [1201, 3601];
/** Heights that the Earth has, m; SRTM's spikes lie beyond. */
const LOWEST = -500;
const HIGHEST = 9000;

/** Reads `.hgt` elevation tiles (SRTM1, SRTM3), zipped or gzipped too. */
export const hgtReader: ElevationReader = {
  format: 'hgt',
  probe(head, name) {
    const lower = name.toLowerCase();
    if (isZip(head)) return /\.hgt\.zip$/.test(lower);
    return /\.hgt(\.gz)?$/.test(lower);
  },
  async read(file, signal) {
    const { name, bytes } = await readElevationBytes(file, /\.hgt$/, signal);
    return parseHgt(file, name, bytes);
  },
};

function cornerOf(text: string): { lon: number; lat: number } | null {
  const match = /(?:^|[^a-z])([ns])(\d{1,2})([ew])(\d{1,3})(?!\d)/i.exec(text);
  if (!match) return null;
  const lat = Number(match[2]) * (match[1]?.toLowerCase() === 's' ? -1 : 1);
  const lon = Number(match[4]) * (match[3]?.toLowerCase() === 'w' ? -1 : 1);
  return lat >= -90 && lat < 90 && lon >= -180 && lon < 180 ? { lon, lat } : null;
}

function parseHgt(file: SourceFile, name: string, bytes: Uint8Array): ElevationGrid {
  const side = SIDES.find((n) => n * n * 2 === bytes.length);
  if (side === undefined) {
    const sizes = SIDES.map((n) => `${n}×${n} (${n * n * 2} bytes)`).join(' or ');
    throw new SourceError(`${file.name}: expected ${sizes} big-endian int16, got ${bytes.length} bytes`);
  }
  const corner = cornerOf(name) ?? cornerOf(file.name);
  if (!corner) {
    throw new SourceError(
      `${file.name}: expected a name that tells its corner, like N43E007.hgt, got "${name}"`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(side * side);
  let wild = 0;
  for (let i = 0; i < values.length; i++) {
    const value = view.getInt16(2 * i, false);
    const good = value >= LOWEST && value <= HIGHEST;
    if (!good && value !== VOID) wild++;
    values[i] = good ? value : Number.NaN;
  }
  const problems: Problem[] = [];
  if (wild > 0) {
    problems.push({
      action: 'mended',
      reason: 'bad-elevation',
      file: file.name,
      place: name,
      detail: `expected heights from ${LOWEST} to ${HIGHEST} m, got ${wild} samples beyond; taken as no data`,
    });
  }
  const step = 1 / (side - 1);
  return {
    file: file.name,
    crs: { epsg: 4326 },
    width: side,
    height: side,
    originX: corner.lon,
    originY: corner.lat + 1,
    stepX: step,
    stepY: -step,
    values,
    unit: 1,
    heights: file.options.heights ?? 'orthometric',
    problems,
  };
}
