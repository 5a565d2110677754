/**
 * The frame of a source: from the numbers in its file to WGS84 degrees and metres above the ellipsoid.
 *
 * What frame a source has is decided once (`resolve-frame.ts`); the answer is plain data, of which every worker thread makes
 * the same frame.
 */
import gcoord from 'gcoord';
import { type Crs, createCrs, type EpsgLookup } from '#base/geo/crs.ts';
import { undulation } from '#base/geo/geoid.ts';
import type { Problem } from './problem.ts';
import type { RawFeature } from './read/source.ts';

/** A frame as plain data. */
export interface FrameSpec {
  crs: string | number;
  /** The file's first coordinate is northing or latitude. */
  swap: boolean;
  /** Added to the easting, in the CRS's unit: takes a zone prefix off, or puts it on. */
  eastingOffset: number;
  shift: 'gcj02' | 'bd09' | null;
  /** From the file's plane to that of the CRS. */
  similarity: { dx: number; dy: number; rotationDeg: number; scale: number } | null;
  heights: 'ellipsoidal' | 'orthometric';
  /** Metres a unit of height. */
  heightUnit: number;
}

export interface Frame {
  /** Coordinates are degrees of WGS84 already. */
  readonly identity: boolean;
  readonly geographic: boolean;
  readonly heights: 'ellipsoidal' | 'orthometric';
  /** Writes lon, lat (degrees, WGS84) of a place of the file into `out`; NaN where there is none. */
  toLonLat(x: number, y: number, out: number[] | Float64Array): void;
  /** Metres above the ellipsoid of a height in the file at a place in degrees. */
  heightToEllipsoidal(height: number, lonDeg: number, latDeg: number): number;
}

/** Makes the frame that a spec describes. */
export function createFrame(spec: FrameSpec, lookup: EpsgLookup): Frame {
  const crs = createCrs(spec.crs, lookup);
  const { swap, eastingOffset, shift, similarity, heightUnit } = spec;
  const cos = similarity ? similarity.scale * Math.cos((similarity.rotationDeg * Math.PI) / 180) : 1;
  const sin = similarity ? similarity.scale * Math.sin((similarity.rotationDeg * Math.PI) / 180) : 0;
  const dx = (similarity?.dx ?? 0) + eastingOffset;
  const dy = similarity?.dy ?? 0;
  const datum = shift === 'bd09' ? gcoord.BD09 : gcoord.GCJ02;
  const plain = crs.geographic && isIdentity(crs);
  return {
    identity: plain && !swap && !shift && !similarity && eastingOffset === 0,
    geographic: crs.geographic,
    heights: spec.heights,
    toLonLat(first, second, out) {
      const a = swap ? second : first;
      const b = swap ? first : second;
      let place: [number, number];
      try {
        place = crs.toLonLat(cos * a - sin * b + dx, sin * a + cos * b + dy);
      } catch {
        // proj4 throws for points that its projection cannot hold.
        place = [Number.NaN, Number.NaN];
      }
      if (shift && Number.isFinite(place[0])) place = gcoord.transform(place, datum, gcoord.WGS84);
      out[0] = place[0];
      out[1] = place[1];
    },
    heightToEllipsoidal(height, lonDeg, latDeg) {
      const metres = height * heightUnit;
      return spec.heights === 'orthometric' ? metres + undulation(lonDeg, latDeg) : metres;
    },
  };
}

function isIdentity(crs: Crs): boolean {
  const [lon, lat] = crs.toLonLat(12.5, 41.25);
  return lon === 12.5 && lat === 41.25;
}

/**
 * Turns features into WGS84 degrees and metres above the ellipsoid, in place.
 *
 * @param file - name for messages.
 * @returns the features that remain, in order, and a `bad-coordinate` (or the reader's own reason) for every one dropped.
 */
export function applyFrame(
  features: RawFeature[],
  frame: Frame,
  file: string,
): { features: RawFeature[]; problems: Problem[] } {
  const kept: RawFeature[] = [];
  const problems: Problem[] = [];
  for (const feature of features) {
    let reason = 'bad-coordinate';
    let detail = feature.flaw ? feature.flaw.detail : null;
    if (feature.flaw) reason = feature.flaw.reason;
    else detail = turnGeometry(feature.geometry, frame) ?? turnSurfaces(feature, frame);
    if (detail === null) {
      turnBox(feature, frame);
      kept.push(feature);
    } else problems.push({ action: 'dropped', reason, file, place: feature.place, detail });
  }
  return { features: kept, problems };
}

/** Turns the heights of a box, and gives the feature its height in metres. */
function turnBox(feature: RawFeature, frame: Frame): void {
  const { box, geometry, tags } = feature;
  if (!box || !geometry || geometry.type === 'GeometryCollection') return;
  let position: unknown = geometry.coordinates;
  while (Array.isArray(position) && Array.isArray(position[0])) position = position[0];
  const [lon, lat] = position as [number, number];
  const bottom = frame.heightToEllipsoidal(box.bottom, lon, lat);
  const top = frame.heightToEllipsoidal(box.top, lon, lat);
  feature.box = { bottom: box.bottom === 0 ? Number.NaN : bottom, top };
  // To a tenth of a millimetre: the difference carries the noise of the last digits.
  tags.height = Math.round((top - bottom) * 1e4) / 1e4;
}

const DEPTH = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 };

/** Returns what is wrong, or null. */
function turnGeometry(geometry: RawFeature['geometry'], frame: Frame): string | null {
  if (!geometry) return null;
  if (geometry.type === 'GeometryCollection') {
    if (!Array.isArray(geometry.geometries))
      return `expected a list of geometries, got ${show(geometry.geometries)}`;
    for (const member of geometry.geometries) {
      const wrong = turnGeometry(member, frame);
      if (wrong) return wrong;
    }
    return null;
  }
  if (!Object.hasOwn(DEPTH, geometry.type)) {
    const type: unknown = (geometry as { type?: unknown }).type;
    return `expected a geometry of RFC 7946, got ${show(type === undefined ? geometry : type)}`;
  }
  return turnPositions(geometry.coordinates, DEPTH[geometry.type], frame);
}

function turnPositions(value: unknown, depth: number, frame: Frame): string | null {
  if (depth === 0) return turnPosition(value, frame);
  if (!Array.isArray(value)) return `expected a list of coordinates, got ${show(value)}`;
  for (let i = 0; i < value.length; i++) {
    const wrong = depth === 1 ? turnPosition(value[i], frame) : turnPositions(value[i], depth - 1, frame);
    if (wrong) return wrong;
  }
  return null;
}

const place = [0, 0];

function turnPosition(position: unknown, frame: Frame): string | null {
  if (!Array.isArray(position)) return `expected a coordinate, got ${show(position)}`;
  const x = position[0];
  const y = position[1];
  // Number.isFinite is false for texts and null, too.
  if (!Number.isFinite(x) || !Number.isFinite(y)) return `expected two finite numbers, got ${show(position)}`;
  let lon = x as number;
  let lat = y as number;
  if (!frame.identity) {
    frame.toLonLat(lon, lat, place);
    lon = place[0]!;
    lat = place[1]!;
  }
  if (!(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90)) {
    const where = frame.identity ? '' : `, which is ${lon}, ${lat}`;
    return `expected a place within ±180, ±90 degrees, got ${show(position)}${where}`;
  }
  position[0] = lon;
  position[1] = lat;
  if (position.length > 2) {
    const z = position[2];
    if (typeof z === 'number' && Number.isFinite(z)) position[2] = frame.heightToEllipsoidal(z, lon, lat);
    else position.length = 2;
  }
  return null;
}

function turnSurfaces(feature: RawFeature, frame: Frame): string | null {
  for (const surface of feature.surfaces ?? []) {
    for (const ring of surface.rings) {
      for (let i = 0; i + 2 < ring.length; i += 3) {
        const x = ring[i]!;
        const y = ring[i + 1]!;
        frame.toLonLat(x, y, place);
        const lon = place[0]!;
        const lat = place[1]!;
        const h = ring[i + 2]!;
        if (!(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90 && Number.isFinite(h))) {
          return `expected finite coordinates of a place on Earth, got ${x}, ${y}, ${h}`;
        }
        ring[i] = lon;
        ring[i + 1] = lat;
        ring[i + 2] = frame.heightToEllipsoidal(h, lon, lat);
      }
    }
  }
  return null;
}

/** A value for a message, cut short. */
function show(value: unknown): string {
  const text = JSON.stringify(value, (_key, v) =>
    typeof v === 'number' && !Number.isFinite(v) ? String(v) : v,
  );
  return text === undefined ? 'nothing' : text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
