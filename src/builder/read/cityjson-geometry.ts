/** Geometries of CityJSON objects: indices to faces in the file's frame. */
import { triangulateSurface } from '#city/surface-mesh.ts';
import type { Problem } from '../problem.ts';
import type { CityPart } from './city-feature.ts';
import type { TextureList } from './city-textures.ts';
import {
  type Appearance,
  type CityJsonContext,
  isObject,
  type Json,
  plainText,
  shown,
  type VertexPool,
} from './cityjson-document.ts';
import type { RawSurface } from './source.ts';

const KINDS: Record<string, RawSurface['kind']> = {
  WallSurface: 'wall',
  RoofSurface: 'roof',
  GroundSurface: 'ground',
  OuterFloorSurface: 'roof',
};

/** Gives the kind of a surface by its semantic type; null for types that say nothing of it. */
export function kindOfType(type: unknown): RawSurface['kind'] | null {
  if (typeof type !== 'string') return null;
  return KINDS[type] ?? 'other';
}

/** What went wrong with one object's faces; told once an object. */
export interface FaceFaults {
  /** First index that no vertex has, and how many faces were dropped by such. */
  badIndex: { index: unknown; count: number; faces: number } | null;
  /** Faces with a vertex that is not three numbers. */
  notNumbers: number;
  /** Faces of fewer than three corners. */
  tooFew: number;
  /** Faces whose texture coordinates do not fit their corners. */
  badUv: number;
}

export const noFaults = (): FaceFaults => ({ badIndex: null, notNumbers: 0, tooFew: 0, badUv: 0 });

/** Turns an object's faults into problems. */
export function faultProblems(faults: FaceFaults, id: string, file: string): Problem[] {
  const problems: Problem[] = [];
  const tell = (action: Problem['action'], reason: string, detail: string): void => {
    problems.push({
      action,
      reason,
      file,
      place: id,
      detail: `cityjson "${file}" object "${id}": ${detail}`,
    });
  };
  const { badIndex, notNumbers, tooFew, badUv } = faults;
  if (badIndex)
    tell(
      'mended',
      'vertex-index',
      `expected vertex indices from 0 to ${badIndex.count - 1} (${badIndex.count} vertices), got ${shown(badIndex.index)}; ${faces(badIndex.faces)} dropped`,
    );
  if (notNumbers > 0)
    tell(
      'mended',
      'bad-vertex',
      `expected vertices of three numbers, got others; ${faces(notNumbers)} dropped`,
    );
  if (tooFew > 0)
    tell('mended', 'too-few-points', `expected rings of 3 corners or more; ${faces(tooFew)} dropped`);
  if (badUv > 0)
    tell(
      'mended',
      'bad-uv',
      `expected a texture coordinate for every corner; ${faces(badUv)} left untextured`,
    );
  return problems;
}

const faces = (count: number): string => `${count} face${count === 1 ? '' : 's'}`;

/** Reads geometries of one document; `context` says where their indices point. */
export interface GeometryReader {
  context: CityJsonContext;
  textures: TextureList;
}

interface Placed {
  pool: VertexPool;
  /** Row-major 4×4 and where its origin is put; null for plain vertices. */
  matrix: number[] | null;
  at: [number, number, number];
}

/**
 * Gives the faces of a geometry.
 *
 * Only outer shells count; a template is placed where its instance says.
 *
 * @returns null for points, lines and things that are no geometry.
 */
export function readSurfaces(
  reader: GeometryReader,
  geometry: unknown,
  place: string,
  faults: FaceFaults,
): CityPart | null {
  if (!isObject(geometry)) return null;
  const { context } = reader;
  if (geometry.type !== 'GeometryInstance')
    return readFaces(
      reader,
      geometry,
      { pool: context.vertices, matrix: null, at: [0, 0, 0] },
      place,
      faults,
    );
  const template = context.templates[Number(geometry.template)];
  const at = instancePoint(context, geometry, faults);
  const { transformationMatrix: matrix } = geometry;
  if (!isObject(template) || !at || !Array.isArray(matrix) || matrix.length !== 16) return null;
  return readFaces(reader, template, { pool: context.templateVertices, matrix, at }, place, faults);
}

/** Gives the point where an instance of a template stands. */
export function instancePoint(
  context: CityJsonContext,
  geometry: Json,
  faults: FaceFaults,
): [number, number, number] | null {
  const index = Array.isArray(geometry.boundaries) ? geometry.boundaries[0] : undefined;
  const { points, count } = context.vertices;
  if (!isIndex(index, count)) {
    faults.badIndex ??= { index, count, faces: 0 };
    return null;
  }
  return [points[index * 3]!, points[index * 3 + 1]!, points[index * 3 + 2]!];
}

const isIndex = (value: unknown, count: number): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < count;

const item = (value: unknown, index: number): unknown => (Array.isArray(value) ? value[index] : undefined);

/** Outer shells of a geometry, with the semantics and textures beside them; null without faces. */
function outerShells(geometry: Json, texture: unknown): { shells: unknown[][]; solid: boolean } | null {
  const { boundaries } = geometry;
  const semantics = isObject(geometry.semantics) ? geometry.semantics.values : undefined;
  switch (geometry.type) {
    case 'MultiSurface':
    case 'CompositeSurface':
      return { shells: [[boundaries, semantics, texture]], solid: false };
    case 'Solid':
      return { shells: [[item(boundaries, 0), item(semantics, 0), item(texture, 0)]], solid: true };
    case 'MultiSolid':
    case 'CompositeSolid': {
      const solids = Array.isArray(boundaries) ? boundaries : [];
      const outer = (value: unknown, i: number): unknown => item(item(value, i), 0);
      return {
        shells: solids.map((_, i) => [outer(solids, i), outer(semantics, i), outer(texture, i)]),
        solid: true,
      };
    }
    default:
      return null;
  }
}

function readFaces(
  reader: GeometryReader,
  geometry: Json,
  placed: Placed,
  place: string,
  faults: FaceFaults,
): CityPart | null {
  const { appearance } = reader.context;
  const found = outerShells(geometry, textureValues(geometry.texture, appearance));
  if (!found) return null;
  const types = isObject(geometry.semantics) ? geometry.semantics.surfaces : undefined;
  const part: CityPart = { lod: plainText(geometry.lod), solid: found.solid, surfaces: [], untold: [] };
  for (const [shell, semantics, textures] of found.shells) {
    if (!Array.isArray(shell)) continue;
    for (let i = 0; i < shell.length; i++) {
      const rings = readRings(shell[i], placed, faults);
      if (!rings) continue;
      const semantic = item(semantics, i);
      const type = typeof semantic === 'number' ? item(types, semantic) : undefined;
      const kind = isObject(type) ? kindOfType(type.type) : null;
      const surface: RawSurface = { kind: kind ?? 'other', rings: rings.points, texture: -1, uv: [] };
      const textured = item(textures, i);
      if (Array.isArray(textured)) applyTexture(reader, surface, textured, rings.kept, place, faults);
      part.surfaces.push(surface);
      if (kind === null) part.untold.push(surface);
    }
  }
  return part;
}

/** Values of the default theme's texture, else of the first theme. */
function textureValues(texture: unknown, { theme }: Appearance): unknown {
  if (!isObject(texture)) return undefined;
  const chosen = (theme !== null ? texture[theme] : undefined) ?? Object.values(texture)[0];
  return isObject(chosen) ? chosen.values : undefined;
}

/** Corners of a face, and which of its rings they are; null when the face is dropped. */
function readRings(
  face: unknown,
  { pool, matrix, at }: Placed,
  faults: FaceFaults,
): { points: Float64Array[]; kept: number[] } | null {
  if (!Array.isArray(face)) return null;
  const points: Float64Array[] = [];
  const kept: number[] = [];
  const { points: source, count } = pool;
  for (let r = 0; r < face.length; r++) {
    const ring = face[r] as unknown;
    if (!Array.isArray(ring)) continue;
    // Some writers repeat the first corner at the end, against the format.
    const length = ring.length > 1 && ring[0] === ring[ring.length - 1] ? ring.length - 1 : ring.length;
    if (length < 3) {
      if (r > 0) continue;
      faults.tooFew++;
      return null;
    }
    const target = new Float64Array(length * 3);
    for (let i = 0; i < length; i++) {
      const index = ring[i] as unknown;
      if (!isIndex(index, count)) {
        faults.badIndex ??= { index, count, faces: 0 };
        faults.badIndex.faces++;
        return null;
      }
      target[i * 3] = source[index * 3]!;
      target[i * 3 + 1] = source[index * 3 + 1]!;
      target[i * 3 + 2] = source[index * 3 + 2]!;
    }
    if (matrix) place(target, matrix, at);
    if (!target.every(Number.isFinite)) {
      faults.notNumbers++;
      return null;
    }
    points.push(target);
    kept.push(r);
  }
  return points.length > 0 ? { points, kept } : null;
}

function place(points: Float64Array, m: number[], at: [number, number, number]): void {
  for (let i = 0; i < points.length; i += 3) {
    const x = points[i]!;
    const y = points[i + 1]!;
    const z = points[i + 2]!;
    for (let k = 0; k < 3; k++)
      points[i + k] = m[k * 4]! * x + m[k * 4 + 1]! * y + m[k * 4 + 2]! * z + m[k * 4 + 3]! + at[k]!;
  }
}

/** Gives a face its texture: `values` holds, a ring, the texture's index and then one of `uv` a corner. */
function applyTexture(
  { context, textures }: GeometryReader,
  surface: RawSurface,
  values: unknown[],
  kept: number[],
  place: string,
  faults: FaceFaults,
): void {
  const first = item(values[kept[0]!], 0);
  if (typeof first !== 'number') return;
  const { uv, images } = context.appearance;
  const rings: Float32Array[] = [];
  for (const [i, ring] of surface.rings.entries()) {
    const value = values[kept[i]!];
    const corners = ring.length / 3;
    if (!Array.isArray(value) || value.length < corners + 1) {
      faults.badUv++;
      return;
    }
    const target = new Float32Array(corners * 2);
    for (let k = 0; k < corners; k++) {
      const index = value[k + 1] as unknown;
      target[k * 2] = typeof index === 'number' ? (uv[index * 2] ?? Number.NaN) : Number.NaN;
      target[k * 2 + 1] = typeof index === 'number' ? (uv[index * 2 + 1] ?? Number.NaN) : Number.NaN;
    }
    if (!target.every(Number.isFinite)) {
      faults.badUv++;
      return;
    }
    rings.push(target);
  }
  const texture = textures.index(images[first], place);
  if (texture < 0) return;
  surface.texture = texture;
  surface.uv = rings;
}

/** Gives the triangles of relief faces, flat [x, y, z] × 3 a triangle. */
export function reliefTriangles(surfaces: readonly RawSurface[]): Float64Array {
  const triangles: number[] = [];
  for (const { rings } of surfaces) {
    const corners = rings.length === 1 ? rings[0]! : Float64Array.from(rings.flatMap((ring) => [...ring]));
    if (corners.length === 9) {
      for (let i = 0; i < 9; i++) triangles.push(corners[i]!);
      continue;
    }
    for (const index of triangulateSurface(rings))
      triangles.push(corners[index * 3]!, corners[index * 3 + 1]!, corners[index * 3 + 2]!);
  }
  return Float64Array.from(triangles);
}
