/** Decides the frame of a source: from the recipe, the file's own word, and what its coordinates look like. */
import { type Crs, createCrs, type EpsgLookup } from '#base/geo/crs.ts';
import { createFrame, type Frame, type FrameSpec } from './frame.ts';
import { SourceError } from './problem.ts';
import type { CrsHint, LocalFrame, RawFeature, SourceOptions } from './read/source.ts';

export interface ResolvedFrame {
  spec: FrameSpec;
  /** What was found or assumed, one sentence each, for the report. */
  notes: string[];
  /** `EPSG:7415 Amersfoort / RD New + NAP height`. */
  description: string;
}

/**
 * Decides a source's frame.
 *
 * @param hint - what the file says, or null.
 * @param sample - some coordinates of the file as they stand in it: flat [x, y, …].
 * @param file - name for messages.
 * @throws SourceError when no CRS is known and the coordinates are not degrees, or when the CRS cannot be understood.
 */
export function resolveFrame(
  hint: CrsHint | null,
  options: SourceOptions,
  sample: Float64Array,
  lookup: EpsgLookup,
  file: string,
): ResolvedFrame {
  const notes: string[] = [];
  const crs = chooseCrs(hint, options, sample, lookup, file, notes);
  const { local } = options;
  const base: FrameSpec = {
    crs: crs.spec,
    swap: options.axes === 'yx',
    eastingOffset: 0,
    shift: options.shift ?? null,
    similarity: local?.kind === 'similarity' ? local : null,
    heights: options.heights ?? (crs.crs.heights === 'ellipsoidal' ? 'ellipsoidal' : 'orthometric'),
    heightUnit: crs.crs.heightUnit,
  };
  if (base.similarity) {
    const { dx, dy, rotationDeg, scale } = base.similarity;
    base.similarity = { dx, dy, rotationDeg, scale };
    notes.push(`local frame turned by ${rotationDeg}°, scaled by ${scale}, moved by ${dx}, ${dy}`);
  }
  if (base.shift) notes.push(`coordinates taken as ${base.shift === 'gcj02' ? 'GCJ-02' : 'BD-09'}, as asked`);
  if (crs.crs.shift) notes.push(`datum shift ${crs.crs.shift}`);
  const spec = local ? base : fitAxes(base, crs.crs, hint, options, sample, lookup, file, notes);
  return { spec, notes, description: crs.crs.name };
}

interface Chosen {
  spec: string | number;
  crs: Crs;
}

function chooseCrs(
  hint: CrsHint | null,
  options: SourceOptions,
  sample: Float64Array,
  lookup: EpsgLookup,
  file: string,
  notes: string[],
): Chosen {
  const make = (spec: string | number): Chosen => {
    try {
      return { spec, crs: createCrs(spec, lookup) };
    } catch (cause) {
      throw new SourceError(`${file}: ${(cause as Error).message}`, { cause });
    }
  };
  const recipe = options.local ? localCrs(options.local) : options.crs;
  if (recipe !== undefined) {
    if (hint && !options.local) notes.push("the recipe's crs stands in for the file's own");
    return make(recipe);
  }
  if (hint?.epsg !== undefined) {
    // A code that is not in the table beside text that stands for itself.
    if (hint.text && !lookup(hint.epsg)) return make(hint.text);
    return make(hint.epsg);
  }
  if (hint?.text) return make(hint.text);
  const far = firstBeyondDegrees(sample, options.axes === 'yx');
  if (far) {
    throw new SourceError(
      `${file}: expected a "crs" for it in the recipe, since the file names none and its coordinates are not degrees, got ${far[0]}, ${far[1]}`,
    );
  }
  if (sample.length > 0) notes.push('the file names no crs: taken as longitude and latitude of WGS84');
  return make('OGC:CRS84');
}

/** The CRS that local parameters lead to. */
function localCrs(local: LocalFrame): string | number {
  return local.kind === 'similarity'
    ? local.target
    : `${local.source} +towgs84=${local.parameters.join(',')}`;
}

/** Gives a coordinate of the sample that cannot be degrees when most of it cannot, whichever way round. */
function firstBeyondDegrees(sample: Float64Array, swapped: boolean): [number, number] | null {
  let beyond = 0;
  let first: [number, number] | null = null;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    const x = Math.abs(sample[swapped ? i + 1 : i]!);
    const y = Math.abs(sample[swapped ? i : i + 1]!);
    if ((x <= 180 && y <= 90) || (x <= 90 && y <= 180)) continue;
    beyond++;
    first ??= [sample[i]!, sample[i + 1]!];
  }
  return beyond * 4 > sample.length ? first : null;
}

/** Finds exchanged axes and zone prefixes by where the sample would land. */
function fitAxes(
  base: FrameSpec,
  crs: Crs,
  hint: CrsHint | null,
  options: SourceOptions,
  sample: Float64Array,
  lookup: EpsgLookup,
  file: string,
  notes: string[],
): FrameSpec {
  const declared = options.axes === 'yx' || (options.axes !== 'xy' && hint?.latitudeFirst === true);
  const first: FrameSpec = { ...base, swap: declared };
  if (sample.length === 0) return first;
  const swaps = options.axes === 'xy' || options.axes === 'yx' ? [declared] : [declared, !declared];
  let wrongZone: string | null = null;
  for (const swap of swaps) {
    const prefix = zonePrefix(crs, sample, swap);
    wrongZone ??= prefix.wrong;
    const offsets = prefix.offset === 0 ? [0] : [0, prefix.offset];
    for (const eastingOffset of offsets) {
      const spec = { ...base, swap, eastingOffset };
      if (shareInside(createFrame(spec, lookup), crs, sample) < 0.5) continue;
      if (swap !== declared)
        notes.push(`x and y are exchanged in the file: ${example(sample)} is read as y, x`);
      else if (swap) notes.push('latitude or northing comes first in the file');
      if (eastingOffset !== 0) notes.push(prefix.note);
      return spec;
    }
  }
  // Lo systems of South Africa and Krovak count west and south.
  for (const swap of base.similarity || crs.geographic ? [] : swaps) {
    const spec = { ...base, swap, similarity: { dx: 0, dy: 0, rotationDeg: 180, scale: 1 } };
    if (shareInside(createFrame(spec, lookup), crs, sample) < 0.5) continue;
    notes.push(`coordinates such as ${example(sample)} run to the west and south: turned round`);
    if (swap) notes.push('northing or southing comes first in the file');
    return spec;
  }
  if (wrongZone) throw new SourceError(`${file}: ${wrongZone}`);
  if (crs.geographic && firstBeyondDegrees(sample, false)) {
    throw new SourceError(
      `${file}: expected degrees of ${crs.name}, got ${example(sample)}; give the right "crs" in the recipe`,
    );
  }
  notes.push(`coordinates such as ${example(sample)} lie outside the area where ${crs.name} is used`);
  return first;
}

function example(sample: Float64Array): string {
  return `${sample[0]}, ${sample[1]}`;
}

/** The share of the sample that lands in the area of use, widened by half a degree and a tenth of its size. */
function shareInside(frame: Frame, crs: Crs, sample: Float64Array): number {
  const [west, south, east, north] = crs.area ?? [-180, -90, 180, 90];
  const width = east >= west ? east - west : east - west + 360;
  const marginLon = width * 0.1 + 0.5;
  const marginLat = (north - south) * 0.1 + 0.5;
  const out = [0, 0];
  let inside = 0;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    frame.toLonLat(sample[i]!, sample[i + 1]!, out);
    const [lon, lat] = out as [number, number];
    if (!(lat >= south - marginLat && lat <= north + marginLat && lat >= -90 && lat <= 90)) continue;
    if (!(lon >= -180 && lon <= 180)) continue;
    const eastward = (((lon - west + marginLon) % 360) + 360) % 360;
    if (width + 2 * marginLon >= 360 || eastward <= width + 2 * marginLon) inside++;
  }
  return inside / (sample.length >> 1);
}

interface ZonePrefix {
  offset: number;
  note: string;
  wrong: string | null;
}

/**
 * Compares the millions of the eastings with those of the CRS's false easting: Gauss-Krüger eastings may carry the number
 * of their zone (40 500 000 in zone 40 of 3°), and files have it where their CRS has not, or the other way round.
 */
function zonePrefix(crs: Crs, sample: Float64Array, swap: boolean): ZonePrefix {
  const none: ZonePrefix = { offset: 0, note: '', wrong: null };
  const { transverse } = crs;
  if (!transverse) return none;
  const eastings: number[] = [];
  for (let i = swap ? 1 : 0; i < sample.length; i += 2) eastings.push(sample[i]!);
  eastings.sort((a, b) => a - b);
  const median = eastings[eastings.length >> 1]!;
  const own = Math.floor(transverse.falseEasting / 1e6);
  const found = Math.floor(median / 1e6);
  if (own === found || found < 0 || found > 120 || transverse.falseEasting % 1e6 !== 500_000) return none;
  if (found === 0) {
    const note = `eastings such as ${median} lack the zone prefix ${own} of ${crs.name}: put on`;
    return { offset: own * 1e6, note, wrong: null };
  }
  const meridian = transverse.centralMeridianDeg;
  const zones = [meridian / 3, (meridian + 3) / 6];
  if (!zones.some((zone) => Math.abs(zone - found) < 1e-6)) {
    // Northings of 3 000 000 look like a prefix too: only those that no place on Earth's half has are surely one.
    const wrong =
      found > 10
        ? `expected eastings of a zone with central meridian ${meridian}°, as ${crs.name} says, got ${median}, of zone ${found}`
        : null;
    return { ...none, wrong };
  }
  const note = `eastings such as ${median} carry the zone prefix ${found}, which ${crs.name} has not: taken off`;
  return { offset: (own - found) * 1e6, note, wrong: null };
}

/** Takes some coordinates of features, as `resolveFrame` wants them: flat [x, y, …], finite ones only. */
export function sampleCoordinates(features: readonly RawFeature[]): Float64Array {
  const out: number[] = [];
  const step = Math.max(1, Math.floor(features.length / 256));
  for (let i = 0; i < features.length; i += step) {
    const { geometry, surfaces } = features[i]!;
    let position: unknown = coordinatesOf(geometry);
    while (Array.isArray(position) && Array.isArray(position[0])) position = position[0];
    if (!Array.isArray(position)) position = surfaces?.[0]?.rings[0];
    const [x, y] = (position ?? []) as ArrayLike<number> & Iterable<number>;
    if (Number.isFinite(x) && Number.isFinite(y)) out.push(x!, y!);
  }
  return Float64Array.from(out);
}

/** The coordinates of a geometry, of a collection its first one's; null for what is no geometry: no file was checked yet. */
function coordinatesOf(geometry: unknown): unknown {
  if (typeof geometry !== 'object' || geometry === null) return null;
  const { coordinates, geometries } = geometry as { coordinates?: unknown; geometries?: unknown };
  return Array.isArray(geometries) ? coordinatesOf(geometries[0]) : (coordinates ?? null);
}
