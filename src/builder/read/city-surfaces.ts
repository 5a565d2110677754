/** What a city model's faces say without their names: which way they look, and whether together they are a prism. */
import { EQUATOR_DEGREE } from '#base/geo/degree.ts';
import { areaVector } from '#city/surface-mesh.ts';
import type { RawSurface } from './source.ts';

/** Metres a unit along x and y, roughly, and whether x is the latitude; for judging directions, not for measuring. */
export interface RoughScale {
  x: number;
  y: number;
  latitudeFirst: boolean;
}

export interface Prism {
  /** Horizontal polygons in the file's frame, outer ring first, rings closed. */
  polygons: number[][][][];
  /** Heights of underside and top in the file's frame and unit. */
  bottom: number;
  top: number;
}

/** Nothing built is a tenth of a unit wide in metres or feet, and nothing built is wider in degrees. */
const WIDEST_DEGREES = 0.1;
/** Cosine of the angle to the vertical below which a face counts as a wall. */
const WALL = 0.1;
/** Heights that differ less are the same, in the file's unit. */
const LEVEL = 0.01;

/**
 * Tells whether faces are in degrees or in a length, by their extent.
 *
 * @param latitudeFirst - what the file's CRS says of its axes.
 */
export function roughScale(
  surfaces: Iterable<{ rings: Float64Array[] }>,
  latitudeFirst: boolean,
): RoughScale {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (const { rings } of surfaces) {
    for (const ring of rings) {
      for (let i = 0; i < ring.length; i += 3) {
        minX = Math.min(minX, ring[i]!);
        maxX = Math.max(maxX, ring[i]!);
        minY = Math.min(minY, ring[i + 1]!);
        maxY = Math.max(maxY, ring[i + 1]!);
      }
    }
  }
  const degrees =
    Math.max(maxX - minX, maxY - minY) < WIDEST_DEGREES &&
    Math.max(Math.abs(minX), Math.abs(maxX), Math.abs(minY), Math.abs(maxY)) <= 180;
  if (!degrees) return { x: 1, y: 1, latitudeFirst };
  const parallel = EQUATOR_DEGREE * Math.cos(((latitudeFirst ? minX : minY) * Math.PI) / 180);
  return latitudeFirst
    ? { x: EQUATOR_DEGREE, y: parallel, latitudeFirst }
    : { x: parallel, y: EQUATOR_DEGREE, latitudeFirst };
}

/** Gives the unit normal of a face, [east-ish, north-ish, up], or null without area. */
export function faceNormal(ring: Float64Array, scale: RoughScale): [number, number, number] | null {
  const vector = areaVector(ring);
  const x = vector[0] * scale.y;
  const y = vector[1] * scale.x;
  const z = vector[2] * scale.x * scale.y;
  const length = Math.hypot(x, y, z);
  if (!(length > 0)) return null;
  // Exchanging the axes mirrors the frame, which turns every normal round.
  const sign = scale.latitudeFirst ? -1 : 1;
  const unit: [number, number, number] = [(sign * x) / length, (sign * y) / length, (sign * z) / length];
  return scale.latitudeFirst ? [unit[1], unit[0], unit[2]] : unit;
}

/**
 * Gives faces without semantics a kind by their normals: steep ones are walls, those that look up are roofs, those
 * that look down are ground at the foot of a solid. Faces of a bare surface set are not trusted to look outward.
 */
export function classifyByNormal(surfaces: readonly RawSurface[], solid: boolean, scale: RoughScale): void {
  let low = Infinity;
  let high = -Infinity;
  for (const { rings } of surfaces) {
    const [from, to] = heightRange(rings);
    low = Math.min(low, from);
    high = Math.max(high, to);
  }
  for (const surface of surfaces) {
    const normal = surface.rings[0] ? faceNormal(surface.rings[0], scale) : null;
    if (!normal) continue;
    const top = heightRange(surface.rings)[1];
    const atFoot = top <= low + Math.max(LEVEL, (high - low) * 0.1);
    if (Math.abs(normal[2]) < WALL) surface.kind = 'wall';
    else if (atFoot && (normal[2] < 0 || !solid)) surface.kind = 'ground';
    else if (normal[2] > 0 || !solid) surface.kind = 'roof';
    else surface.kind = 'other';
  }
}

/** Gives the lowest and the highest height of rings. */
export function heightRange(rings: readonly Float64Array[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const ring of rings) {
    for (let i = 2; i < ring.length; i += 3) {
      low = Math.min(low, ring[i]!);
      high = Math.max(high, ring[i]!);
    }
  }
  return [low, high];
}

/**
 * Recognises a prism: upright walls between a level underside and a level top of the same outline.
 *
 * @returns its outline and heights, or null when the faces are anything else.
 */
export function prismOf(surfaces: readonly RawSurface[], scale: RoughScale): Prism | null {
  let bottom = Infinity;
  let top = -Infinity;
  for (const { rings } of surfaces) {
    const [from, to] = heightRange(rings);
    bottom = Math.min(bottom, from);
    top = Math.max(top, to);
  }
  if (!(top - bottom > LEVEL)) return null;
  const floor: Float64Array[][] = [];
  let floorArea = 0;
  let roofArea = 0;
  for (const { rings } of surfaces) {
    const outer = rings[0];
    const normal = outer && faceNormal(outer, scale);
    if (!normal) continue;
    const [from, to] = heightRange(rings);
    if (Math.abs(normal[2]) < 1e-3) continue;
    if (to - from > LEVEL) return null;
    const area = flatArea(rings);
    if (to - bottom <= LEVEL) {
      floor.push(rings);
      floorArea += area;
    } else if (top - from <= LEVEL) roofArea += area;
    else return null;
  }
  if (floor.length === 0 || Math.abs(floorArea - roofArea) > 0.01 * floorArea) return null;
  return { polygons: joinFaces(floor), bottom, top };
}

/** Area of a face seen from above, holes out, in the file's units squared. */
function flatArea(rings: readonly Float64Array[]): number {
  let area = 0;
  for (const [index, ring] of rings.entries()) {
    const part = Math.abs(areaVector(ring)[2]);
    area += index === 0 ? part : -part;
  }
  return area;
}

/**
 * Joins horizontal faces that share edges into polygons.
 *
 * @param faces - rings (flat [x, y, z, …]) of each face, the outer first and the holes the other way round.
 * @returns polygons as RFC 7946 nests them, rings closed; the faces one by one where their edges do not chain up.
 */
export function joinFaces(faces: readonly Float64Array[][]): number[][][][] {
  const apart = (): number[][][][] => faces.map((rings) => rings.map(flatRing));
  if (faces.length === 1) return apart();
  const edges: Edges = new Map();
  for (const rings of faces) {
    // Faces may look up or down: all are run through as if they looked up.
    const down = areaVector(rings[0]!)[2] < 0;
    for (const ring of rings) addEdges(down ? reversed(ring) : ring, edges);
  }
  const rings: number[][][] = [];
  while (edges.size > 0) {
    const start = edges.keys().next().value!;
    const ring: number[][] = [];
    let at = start;
    do {
      const out = edges.get(at);
      const next = out?.entries().next().value;
      // A corner where two outlines touch can be left the wrong way: then the faces stay apart.
      if (!out || !next || out.size > 1) return apart();
      edges.delete(at);
      ring.push([...next[1]]);
      at = next[0];
    } while (at !== start);
    // Positions are turned to degrees in place: none may be in a ring twice.
    rings.push([[...ring.at(-1)!], ...ring]);
  }
  return nest(rings) ?? apart();
}

type Edges = Map<string, Map<string, [number, number]>>;

/** Adds a ring's edges; one that already runs the other way is within the outline, and goes. */
function addEdges(ring: Float64Array, edges: Edges): void {
  for (let i = 0; i < ring.length; i += 3) {
    const j = (i + 3) % ring.length;
    const from = `${ring[i]},${ring[i + 1]}`;
    const to = `${ring[j]},${ring[j + 1]}`;
    if (from === to) continue;
    const back = edges.get(to);
    if (back?.delete(from)) {
      if (back.size === 0) edges.delete(to);
      continue;
    }
    const out = edges.get(from);
    if (out) out.set(to, [ring[j]!, ring[j + 1]!]);
    else edges.set(from, new Map([[to, [ring[j]!, ring[j + 1]!]]]));
  }
}

function reversed(ring: Float64Array): Float64Array {
  const turned = new Float64Array(ring.length);
  for (let i = 0; i < ring.length; i += 3) turned.set(ring.subarray(i, i + 3), ring.length - 3 - i);
  return turned;
}

function flatRing(ring: Float64Array): number[][] {
  const points: number[][] = [];
  for (let i = 0; i < ring.length; i += 3) points.push([ring[i]!, ring[i + 1]!]);
  const [first, last] = [points[0]!, points.at(-1)!];
  if (first[0] !== last[0] || first[1] !== last[1]) points.push([...first]);
  return points;
}

/** Sorts rings into outer rings with their holes: holes run the other way round than the largest ring. */
function nest(rings: number[][][]): number[][][][] | null {
  const areas = rings.map(ringArea);
  const largest = areas.reduce((best, area) => (Math.abs(area) > Math.abs(best) ? area : best), 0);
  const polygons = rings.filter((_, i) => areas[i]! * largest > 0).map((ring) => [ring]);
  for (const [i, ring] of rings.entries()) {
    if (areas[i]! * largest > 0) continue;
    const home = polygons.find((polygon) => contains(polygon[0]!, ring[0]!));
    if (!home) return null;
    home.push(ring);
  }
  return polygons;
}

function ringArea(ring: number[][]): number {
  const [x0, y0] = ring[0]! as [number, number];
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const a = ring[i]!;
    const b = ring[i + 1]!;
    sum += (a[0]! - x0) * (b[1]! - y0) - (b[0]! - x0) * (a[1]! - y0);
  }
  return sum / 2;
}

function contains(ring: number[][], point: number[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i]!;
    const b = ring[j]!;
    if (a[1]! > point[1]! === b[1]! > point[1]!) continue;
    if (point[0]! < ((b[0]! - a[0]!) * (point[1]! - a[1]!)) / (b[1]! - a[1]!) + a[0]!) inside = !inside;
  }
  return inside;
}
