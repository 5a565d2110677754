/**
 * From polygons as files have them to clean ones: rings open, without repeated points and spikes, outer
 * counter-clockwise, holes clockwise and inside, nothing crossing.
 *
 * Most footprints are clean: for these the way is one pass, one area, one test of all pairs of edges. Only what fails
 * it goes through clipper-lib.
 */

import type { Position } from 'geojson';
import { EQUATOR_DEGREE } from '#base/geo/degree.ts';
import type { LonLatPolygon } from '#city/model.ts';
import { insideRing, polygonArea, signedArea } from '#city/polygon.ts';
import { type LocalPolygon, unionPolygons } from './clipping.ts';
import { ringsMeet } from './crossing.ts';
import { simplifyRing } from './simplify-ring.ts';

/** Metres a degree of latitude; good to 0.6 % everywhere, which measures nothing that is kept. */
export const METRES_A_DEGREE = EQUATOR_DEGREE;
/** Points nearer than this are the same, m. */
const SAME = 0.001;
/** A corner whose legs run back on each other within this is a spike, m. */
const SPIKE = 0.01;

export interface MendOptions {
  /** Smaller pieces are dropped, m². */
  minArea: number;
  /** Wider features are dropped, m. */
  maxSize: number;
  /** Rings with more corners are simplified. */
  maxPoints: number;
}

export const BUILDING_MEND: MendOptions = { minArea: 0.5, maxSize: 5_000, maxPoints: 2_000 };
export const PART_MEND: MendOptions = { minArea: 0.05, maxSize: 5_000, maxPoints: 2_000 };
export const GROUND_MEND: MendOptions = {
  minArea: 0.01,
  maxSize: Number.POSITIVE_INFINITY,
  maxPoints: Number.POSITIVE_INFINITY,
};

export interface Remark {
  reason: string;
  detail: string;
}

export interface MendedPolygons {
  polygons: LonLatPolygon[];
  /** m². */
  area: number;
  /** What was changed; empty for a clean feature. */
  remarks: readonly Remark[];
}

let xs = new Float64Array(4096);
let ys = new Float64Array(4096);
let lons = new Float64Array(4096);
let lats = new Float64Array(4096);
const starts = new Int32Array(2);
const NO_REMARKS: readonly Remark[] = [];

function reserve(points: number): void {
  if (xs.length >= points) return;
  const size = 2 * points;
  const grow = (old: Float64Array) => {
    const bigger = new Float64Array(size);
    bigger.set(old);
    return bigger;
  };
  xs = grow(xs);
  ys = grow(ys);
  lons = grow(lons);
  lats = grow(lats);
}

/** Local metres about a place. */
interface Local {
  lon: number;
  lat: number;
  /** Metres a degree. */
  mx: number;
  my: number;
}

/**
 * Mends the polygons of one feature.
 *
 * @param coordinates - RFC 7946 coordinates of a MultiPolygon, WGS84 degrees; rings closed or not.
 * @returns clean polygons, or why nothing is left of it.
 */
export function mendPolygons(
  coordinates: readonly Position[][][],
  options: MendOptions,
): MendedPolygons | Remark {
  const polygons: LonLatPolygon[] = [];
  let area = 0;
  const remarks: Remark[] = [];
  let refused: Remark | null = null;
  for (const rings of coordinates) {
    const mended = mendOne(rings, options);
    if ('reason' in mended) {
      refused ??= mended;
      continue;
    }
    for (const polygon of mended.polygons) polygons.push(polygon);
    area += mended.area;
    for (const remark of mended.remarks) remarks.push(remark);
  }
  if (polygons.length === 0) {
    return (
      refused ?? { reason: 'too-few-points', detail: 'expected a polygon of 3 points or more, got no ring' }
    );
  }
  if (refused) {
    const detail = `a piece of it was left out: ${refused.detail}`;
    remarks.push({ reason: 'piece-dropped', detail });
  }
  return { polygons, area, remarks };
}

function mendOne(rings: readonly Position[][], options: MendOptions): MendedPolygons | Remark {
  const first = rings[0]?.[0];
  if (!first) {
    return { reason: 'too-few-points', detail: 'expected a polygon of 3 points or more, got 0' };
  }
  const lat = first[1]!;
  const local: Local = {
    lon: first[0]!,
    lat,
    mx: METRES_A_DEGREE * Math.max(0.01, Math.cos((lat * Math.PI) / 180)),
    my: METRES_A_DEGREE,
  };
  const counts: RingCounts = { points: 0, distinct: 0, repeated: 0, spikes: 0, bad: null };
  const end = cleanRing(rings[0]!, 0, local, counts);
  if (counts.bad !== null) {
    return { reason: 'bad-coordinate', detail: `expected finite degrees, got [${counts.bad.join(', ')}]` };
  }
  if (counts.distinct < 3) {
    return {
      reason: 'too-few-points',
      detail: `expected a polygon of 3 points or more, got ${counts.distinct}`,
    };
  }
  if (end < 3) {
    return {
      reason: 'zero-area',
      detail: `expected a polygon with an area, got ${counts.distinct} points in a line`,
    };
  }
  const size = widest(0, end);
  if (size > options.maxSize) {
    return {
      reason: 'too-large',
      detail: `expected a footprint up to ${options.maxSize / 1000} km wide, got ${(size / 1000).toFixed(1)} km`,
    };
  }
  const remarks = remarksOf(counts);
  starts[1] = end;
  const few = end <= options.maxPoints;
  if (rings.length === 1 && few && !ringsMeet(xs, ys, starts, 1)) {
    const signed = scratchArea(end);
    const area = Math.abs(signed);
    if (area < options.minArea) return tooSmall(area, options);
    return { polygons: [[outRing(0, end, signed < 0)]], area, remarks };
  }
  return mendSlowly(rings, end, local, options, remarks as Remark[]);
}

function tooSmall(area: number, options: MendOptions): Remark {
  return area < 1e-4
    ? { reason: 'zero-area', detail: `expected a polygon with an area, got ${area.toPrecision(2)} m²` }
    : {
        reason: 'too-small',
        detail: `expected an area of ${options.minArea} m² or more, got ${area.toPrecision(2)} m²`,
      };
}

/** Holes, crossings and very many points. The outer ring is in the scratch arrays. */
function mendSlowly(
  rings: readonly Position[][],
  end: number,
  local: Local,
  options: MendOptions,
  before: readonly Remark[],
): MendedPolygons | Remark {
  const remarks = [...before];
  const polygon: LocalPolygon = [scratchRing(end)];
  for (let r = 1; r < rings.length; r++) {
    const counts: RingCounts = { points: 0, distinct: 0, repeated: 0, spikes: 0, bad: null };
    const stop = cleanRing(rings[r]!, 0, local, counts);
    if (counts.bad !== null || stop < 3) {
      const got = counts.bad === null ? `${counts.distinct} points` : `[${counts.bad.join(', ')}]`;
      remarks.push({ reason: 'bad-hole', detail: `expected a hole with an area, got ${got}: left out` });
      continue;
    }
    const hole = scratchRing(stop);
    if (Math.abs(signedArea(hole)) < Math.min(options.minArea, 0.1) && !crosses([hole])) continue;
    polygon.push(hole);
  }
  for (let r = 0; r < polygon.length; r++) {
    const count = polygon[r]!.length / 2;
    if (count <= options.maxPoints) continue;
    const simple = simplifyRing(polygon[r]!, options.maxPoints, 0.02);
    remarks.push({
      reason: 'too-many-points',
      detail: `expected up to ${options.maxPoints} points in a ring, got ${count}: ${simple.ring.length / 2} kept, within ${Number(simple.tolerance.toFixed(2))} m`,
    });
    polygon[r] = simple.ring;
  }
  const clean = isClean(polygon) ? [oriented(polygon)] : uncrossed(polygon);
  if (clean === null) {
    return {
      reason: 'self-crossing',
      detail: 'expected rings that do not cross, got crossings that cannot be mended',
    };
  }
  let area = 0;
  let largest = 0;
  const kept: LonLatPolygon[] = [];
  for (const piece of clean) {
    const size = polygonArea(piece);
    largest = Math.max(largest, size);
    if (size < options.minArea) continue;
    area += size;
    kept.push(piece.map((ring) => toLonLat(ring, local)));
  }
  if (kept.length === 0) return tooSmall(largest, options);
  if (clean.length !== 1 || clean[0]!.length !== polygon.length || crosses(polygon)) {
    const what =
      polygon.length > 1 ? 'rings that do not cross and holes inside' : 'a ring that does not cross itself';
    remarks.push({
      reason: 'self-crossing',
      detail: `expected ${what}, got one that does: mended, ${kept.length} polygon${kept.length > 1 ? 's' : ''} of ${area.toPrecision(4)} m²`,
    });
  }
  return { polygons: kept, area, remarks };
}

/** Tells whether rings do not meet, and the holes lie in the outer ring and not in each other. */
export function isClean(polygon: LocalPolygon): boolean {
  if (crosses(polygon)) return false;
  for (let i = 1; i < polygon.length; i++) {
    const [x, y] = polygon[i]! as unknown as [number, number];
    if (!insideRing(polygon[0]!, x, y)) return false;
    for (let j = 1; j < polygon.length; j++) {
      if (j !== i && insideRing(polygon[j]!, x, y)) return false;
    }
  }
  return true;
}

function crosses(polygon: LocalPolygon): boolean {
  let total = 0;
  const first = new Int32Array(polygon.length + 1);
  polygon.forEach((ring, i) => {
    total += ring.length / 2;
    first[i + 1] = total;
  });
  const px = new Float64Array(total);
  const py = new Float64Array(total);
  let at = 0;
  for (const ring of polygon) {
    for (let i = 0; i < ring.length; i += 2) {
      px[at] = ring[i]!;
      py[at++] = ring[i + 1]!;
    }
  }
  return ringsMeet(px, py, first, polygon.length);
}

/** Joins what crosses; what still touches itself in a point is pulled apart by two millimetres. */
function uncrossed(polygon: LocalPolygon): LocalPolygon[] | null {
  for (const shrink of [0, 0.002, 0.01]) {
    const pieces = unionPolygons([polygon], { shrink }).map(oriented);
    if (pieces.every(isClean)) return pieces;
  }
  return null;
}

/** Turns the outer ring counter-clockwise and the holes clockwise; in place. */
export function oriented(polygon: LocalPolygon): LocalPolygon {
  polygon.forEach((ring, i) => {
    if (signedArea(ring) > 0 !== (i === 0)) reverseRing(ring);
  });
  return polygon;
}

function reverseRing(ring: Float64Array): void {
  for (let i = 0, j = ring.length - 2; i < j; i += 2, j -= 2) {
    const x = ring[i]!;
    const y = ring[i + 1]!;
    ring[i] = ring[j]!;
    ring[i + 1] = ring[j + 1]!;
    ring[j] = x;
    ring[j + 1] = y;
  }
}

interface RingCounts {
  points: number;
  distinct: number;
  repeated: number;
  spikes: number;
  bad: Position | null;
}

function remarksOf(counts: RingCounts): readonly Remark[] {
  if (counts.repeated === 0 && counts.spikes === 0) return NO_REMARKS;
  const remarks: Remark[] = [];
  if (counts.repeated > 0) {
    remarks.push({
      reason: 'repeated-points',
      detail: `expected points apart from each other, got ${counts.repeated} of ${counts.points} within 1 mm of the one before: removed`,
    });
  }
  if (counts.spikes > 0) {
    remarks.push({
      reason: 'spike',
      detail: `expected corners with an angle, got ${counts.spikes} that run back on themselves: removed`,
    });
  }
  return remarks;
}

/** Copies a ring to the scratch arrays from `start` on, without its closing point, repeated points and spikes; gives the end. */
function cleanRing(ring: readonly Position[], start: number, local: Local, counts: RingCounts): number {
  let length = ring.length;
  if (length > 1 && ring[0]![0] === ring[length - 1]![0] && ring[0]![1] === ring[length - 1]![1]) length--;
  reserve(start + length);
  counts.points += length;
  let n = start;
  for (let i = 0; i < length; i++) {
    const lon = ring[i]![0]!;
    const lat = ring[i]![1]!;
    if (!(lon >= -540 && lon <= 540 && lat >= -90 && lat <= 90)) {
      counts.bad ??= [lon, lat];
      return start;
    }
    const x = (lon - local.lon) * local.mx;
    const y = (lat - local.lat) * local.my;
    if (n > start && near(n - 1, x, y)) {
      counts.repeated++;
      continue;
    }
    xs[n] = x;
    ys[n] = y;
    lons[n] = lon;
    lats[n] = lat;
    n++;
    counts.distinct++;
    while (n - start >= 3 && isSpike(n - 3, n - 2, n - 1)) {
      counts.spikes++;
      n = near(n - 3, xs[n - 1]!, ys[n - 1]!) ? n - 2 : move(n - 1, n - 2) + 1;
    }
  }
  let head = start;
  while (n - head >= 2) {
    if (near(head, xs[n - 1]!, ys[n - 1]!)) {
      n--;
      // A closing point that is off by less than a millimetre is no fault of the ring.
      counts.distinct--;
    } else if (n - head >= 3 && isSpike(n - 2, n - 1, head)) {
      counts.spikes++;
      n--;
    } else if (n - head >= 3 && isSpike(n - 1, head, head + 1)) {
      counts.spikes++;
      head++;
    } else break;
  }
  if (n - head < 3) return start + Math.max(0, n - head);
  for (let i = head; head > start && i < n; i++) move(i, i - head + start);
  return n - head + start;
}

function near(i: number, x: number, y: number): boolean {
  const dx = xs[i]! - x;
  const dy = ys[i]! - y;
  return dx * dx + dy * dy < SAME * SAME;
}

function move(from: number, to: number): number {
  xs[to] = xs[from]!;
  ys[to] = ys[from]!;
  lons[to] = lons[from]!;
  lats[to] = lats[from]!;
  return to;
}

function isSpike(a: number, b: number, c: number): boolean {
  const ux = xs[b]! - xs[a]!;
  const uy = ys[b]! - ys[a]!;
  const vx = xs[c]! - xs[b]!;
  const vy = ys[c]! - ys[b]!;
  if (ux * vx + uy * vy >= 0) return false;
  const cross = ux * vy - uy * vx;
  const longest = Math.max(ux * ux + uy * uy, vx * vx + vy * vy);
  return cross * cross < SPIKE * SPIKE * longest;
}

function widest(start: number, end: number): number {
  let minX = Number.POSITIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i++) {
    const x = xs[i]!;
    const y = ys[i]!;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return Math.max(maxX - minX, maxY - minY);
}

function scratchArea(end: number): number {
  let twice = 0;
  for (let i = 0, j = end - 1; i < end; j = i++) twice += xs[j]! * ys[i]! - xs[i]! * ys[j]!;
  return twice / 2;
}

function outRing(start: number, end: number, reverse: boolean): Float64Array {
  const n = end - start;
  const ring = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const from = reverse ? end - 1 - i : start + i;
    ring[2 * i] = lons[from]!;
    ring[2 * i + 1] = lats[from]!;
  }
  return ring;
}

function scratchRing(end: number): Float64Array {
  const ring = new Float64Array(2 * end);
  for (let i = 0; i < end; i++) {
    ring[2 * i] = xs[i]!;
    ring[2 * i + 1] = ys[i]!;
  }
  return ring;
}

function toLonLat(ring: Float64Array, local: Local): Float64Array {
  const out = new Float64Array(ring.length);
  for (let i = 0; i < ring.length; i += 2) {
    out[i] = local.lon + ring[i]! / local.mx;
    out[i + 1] = local.lat + ring[i + 1]! / local.my;
  }
  return out;
}
