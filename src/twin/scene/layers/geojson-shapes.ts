/** Takes shapes and features out of a GeoJSON document; features with a bad geometry are counted and left out. */

/** [lon, lat, height?]; degrees, m above the ellipsoid. */
export type Position = readonly [lon: number, lat: number, height?: number];

type ShapeKind = 'points' | 'lines' | 'polygons';

export interface Shapes {
  points: Position[];
  lines: Position[][];
  /** Rings of a polygon, the outer one first. */
  polygons: Position[][][];
  /** Of each of them, in the same order: the key of its feature. */
  keys: { readonly [K in ShapeKind]: string[] };
  /** Features that were left out, and why the first one was. */
  dropped: number;
  reason: string | null;
}

/** One feature of a document; a bare geometry has no properties. */
export interface GeojsonFeature {
  /** Its own id, else its place in the document. */
  readonly key: string;
  readonly geometry: unknown;
  readonly properties: Json;
}

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null;

function toPosition(value: unknown): Position {
  const [lon, lat, height] = Array.isArray(value) ? (value as unknown[]) : [];
  const fits =
    typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 360 && Math.abs(lat) <= 90;
  if (!fits) throw new Error(`expected [lon, lat] in degrees, got ${JSON.stringify(value)?.slice(0, 60)}`);
  return typeof height === 'number' && Number.isFinite(height) ? [lon, lat, height] : [lon, lat];
}

function toLine(value: unknown, atLeast: number): Position[] {
  const line = Array.isArray(value) ? value.map(toPosition) : [];
  if (line.length < atLeast) throw new Error(`expected at least ${atLeast} positions, got ${line.length}`);
  return line;
}

const toPolygon = (value: unknown): Position[][] => {
  const rings = Array.isArray(value) ? value.map((ring) => toLine(ring, 4)) : [];
  if (rings.length === 0) throw new Error('expected a polygon with a ring, got none');
  return rings;
};

function addGeometry(geometry: unknown, into: Shapes): void {
  if (geometry === null) return;
  const { type, coordinates, geometries } = isRecord(geometry) ? geometry : ({} as Json);
  const many = (Array.isArray(coordinates) ? coordinates : []) as unknown[];
  switch (type) {
    case 'Point':
      into.points.push(toPosition(coordinates));
      break;
    case 'MultiPoint':
      into.points.push(...many.map(toPosition));
      break;
    case 'LineString':
      into.lines.push(toLine(coordinates, 2));
      break;
    case 'MultiLineString':
      into.lines.push(...many.map((line) => toLine(line, 2)));
      break;
    case 'Polygon':
      into.polygons.push(toPolygon(coordinates));
      break;
    case 'MultiPolygon':
      into.polygons.push(...many.map(toPolygon));
      break;
    case 'GeometryCollection':
      for (const one of Array.isArray(geometries) ? geometries : []) addGeometry(one, into);
      break;
    default:
      throw new Error(`expected a geometry, got ${JSON.stringify(type) ?? 'nothing'}`);
  }
}

/**
 * Reads the features of a GeoJSON document: of a collection, a feature or a bare geometry.
 *
 * @throws Error when it is no GeoJSON.
 */
export function readFeatures(json: unknown, scope: string): GeojsonFeature[] {
  if (!isRecord(json) || typeof json.type !== 'string') {
    throw new Error(`${scope}: expected GeoJSON, got ${JSON.stringify(json)?.slice(0, 60)}`);
  }
  const features = json.type === 'FeatureCollection' ? json.features : [json];
  if (!Array.isArray(features)) throw new Error(`${scope}: features: expected a list, got none`);
  return (features as unknown[]).map((feature, at) => {
    if (!isRecord(feature) || feature.type !== 'Feature') {
      return { key: String(at), geometry: feature, properties: {} };
    }
    const { id, geometry, properties } = feature;
    const hasId = typeof id === 'string' || typeof id === 'number';
    return { key: String(hasId ? id : at), geometry, properties: isRecord(properties) ? properties : {} };
  });
}

/**
 * Reads the shapes of a GeoJSON document: a collection, a feature or a bare geometry, WGS84.
 *
 * @throws Error when it is no GeoJSON, or nothing of it can be shown.
 */
export function readShapes(json: unknown, scope: string): Shapes {
  const keys = { points: [], lines: [], polygons: [] } as Shapes['keys'];
  const shapes: Shapes = { points: [], lines: [], polygons: [], keys, dropped: 0, reason: null };
  const features = readFeatures(json, scope);
  for (const [at, { key, geometry }] of features.entries()) {
    try {
      addGeometry(geometry, shapes);
    } catch (error) {
      shapes.dropped++;
      shapes.reason ??= `${scope}: features[${at}]: ${(error as Error).message}`;
    }
    for (const kind of ['points', 'lines', 'polygons'] as const) {
      while (keys[kind].length < shapes[kind].length) keys[kind].push(key);
    }
  }
  if (shapes.dropped > 0 && shapes.dropped === features.length) throw new Error(shapes.reason!);
  return shapes;
}
