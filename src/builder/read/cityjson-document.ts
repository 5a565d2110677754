/** The frame of a CityJSON document: version, vertices, transform, CRS, appearance. */
import { type Problem, SourceError } from '../problem.ts';
import type { CrsHint } from './source.ts';
import { parseSrsName } from './srs-name.ts';

export type Json = Record<string, unknown>;

export interface Transform {
  scale: [number, number, number];
  translate: [number, number, number];
}

/** Where a geometry's indices point. */
export interface VertexPool {
  /** Flat [x, y, z, …] in the file's frame; NaN where a vertex is not three numbers. */
  points: Float64Array;
  count: number;
}

export interface Appearance {
  /** Image of each texture, as the file spells it. */
  images: unknown[];
  /** Flat [u, v, …]. */
  uv: Float64Array;
  theme: string | null;
}

export interface CityJsonContext {
  vertices: VertexPool;
  templates: unknown[];
  templateVertices: VertexPool;
  appearance: Appearance;
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Gives a text or number as text, '' for anything else. */
export function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Names a value in a message, shortly. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/**
 * Checks that a document is CityJSON of a version that is read.
 *
 * @throws SourceError otherwise, with the version found.
 */
export function checkHeader(root: unknown, file: string): Json {
  if (!isObject(root) || root.type !== 'CityJSON')
    throw new SourceError(
      `cityjson "${file}": expected an object with type "CityJSON", got ${shown(isObject(root) ? root.type : root)}`,
    );
  const version = plainText(root.version);
  if (!/^(1\.[01]|2\.0)(\.\d+)?$/.test(version))
    throw new SourceError(`cityjson "${file}": expected version 1.0, 1.1 or 2.0, got ${shown(root.version)}`);
  return root;
}

/**
 * Reads the transform of a document.
 *
 * @returns null when its vertices are plain coordinates.
 * @throws SourceError when it is not scale and translate, or missing from a version that demands it while the vertices
 * are whole numbers, which mean nothing without.
 */
export function parseTransform(root: Json, file: string, problems: Problem[]): Transform | null {
  const { transform } = root;
  if (transform === undefined || transform === null) {
    if (plainText(root.version).startsWith('1.0') && transform === undefined) return null;
    const vertices = Array.isArray(root.vertices) ? root.vertices : [];
    const real = vertices.some((vertex) => Array.isArray(vertex) && vertex.some((v) => !Number.isInteger(v)));
    const found = transform === null ? 'null' : 'none';
    const detail = `cityjson "${file}" transform: expected scale and translate, got ${found}`;
    if (!real) throw new SourceError(detail);
    problems.push({ action: 'warning', reason: 'no-transform', file, place: 'transform', detail });
    return null;
  }
  const scale = isObject(transform) ? triple(transform.scale) : null;
  const translate = isObject(transform) ? triple(transform.translate) : null;
  if (!scale || !translate || scale.includes(0))
    throw new SourceError(
      `cityjson "${file}" transform: expected scale and translate of three numbers each, got ${shown(transform)}`,
    );
  return { scale, translate };
}

function triple(value: unknown): [number, number, number] | null {
  if (!Array.isArray(value) || value.length !== 3 || !value.every(Number.isFinite)) return null;
  return value as [number, number, number];
}

/**
 * Decodes vertices.
 *
 * @throws SourceError when they are missing.
 */
export function parseVertices(value: unknown, transform: Transform | null, scope: string): VertexPool {
  if (!Array.isArray(value))
    throw new SourceError(`${scope}: expected an array of vertices, got ${shown(value)}`);
  const [sx, sy, sz] = transform?.scale ?? [1, 1, 1];
  const [tx, ty, tz] = transform?.translate ?? [0, 0, 0];
  const points = new Float64Array(value.length * 3);
  for (let i = 0; i < value.length; i++) {
    const vertex = value[i] as unknown;
    const good = Array.isArray(vertex) && vertex.length >= 3;
    const [x, y, z] = good ? (vertex as unknown[]) : [];
    points[i * 3] = typeof x === 'number' ? x * sx + tx : Number.NaN;
    points[i * 3 + 1] = typeof y === 'number' ? y * sy + ty : Number.NaN;
    points[i * 3 + 2] = typeof z === 'number' ? z * sz + tz : Number.NaN;
  }
  return { points, count: value.length };
}

/** Reads the textures of a document or of one feature of a sequence. */
export function parseAppearance(value: unknown): Appearance {
  const appearance = isObject(value) ? value : {};
  const textures = Array.isArray(appearance.textures) ? appearance.textures : [];
  const uv = Array.isArray(appearance['vertices-texture']) ? appearance['vertices-texture'] : [];
  const theme = appearance['default-theme-texture'];
  return {
    images: textures.map((texture: unknown) => (isObject(texture) ? texture.image : undefined)),
    uv: Float64Array.from(
      uv.flatMap((pair: unknown) => (Array.isArray(pair) ? [pair[0], pair[1]] : [NaN, NaN])),
    ),
    theme: typeof theme === 'string' ? theme : null,
  };
}

/** Reads the CRS of a document: `metadata.referenceSystem` in any spelling, or version 1.0's `metadata.crs.epsg`. */
export function parseCrs(root: Json, vertices: VertexPool): CrsHint | null {
  const metadata = isObject(root.metadata) ? root.metadata : {};
  const old = isObject(metadata.crs) ? metadata.crs.epsg : undefined;
  const hint =
    parseSrsName(metadata.referenceSystem) ?? parseSrsName(typeof old === 'string' ? Number(old) : old);
  // The format leaves the order of degrees open; beyond ±90 a value can only be a longitude.
  if (hint && vertices.count > 0 && allLatitudeFirst(vertices)) hint.latitudeFirst = true;
  return hint;
}

function allLatitudeFirst({ points, count }: VertexPool): boolean {
  for (let i = 0; i < Math.min(count, 1000) * 3; i += 3) {
    const second = Math.abs(points[i + 1]!);
    if (!(Math.abs(points[i]!) <= 90 && second > 90 && second <= 180)) return false;
  }
  return true;
}

/** Gathers what geometries refer to. */
export function parseContext(root: Json, transform: Transform | null, file: string): CityJsonContext {
  const templates = isObject(root['geometry-templates']) ? root['geometry-templates'] : {};
  return {
    vertices: parseVertices(root.vertices, transform, `cityjson "${file}" vertices`),
    templates: Array.isArray(templates.templates) ? templates.templates : [],
    templateVertices: parseVertices(
      templates['vertices-templates'] ?? [],
      null,
      `cityjson "${file}" geometry-templates`,
    ),
    appearance: parseAppearance(root.appearance),
  };
}
