/** Features of the ground map: geometry cleaned, widths and levels read. */
import type { Geometry, Position } from 'geojson';
import type { GroundFeature, GroundGeometry } from '#city/model.ts';
import { type Fields, field } from './fields.ts';
import type { GroundKind } from './ground-classes.ts';
import { isSet, parseCount, parseLength } from './measures.ts';
import { GROUND_MEND, mendPolygons, type Remark } from './mend-polygon.ts';

const WIDEST_ROAD = 200;
const MOST_LANES = 24;

/**
 * Makes a ground feature.
 *
 * @returns the feature and what was mended, or why there is nothing to draw.
 */
export function groundOf(
  id: string,
  kind: GroundKind,
  geometry: Geometry,
  fields: Fields,
): { made: GroundFeature; remarks: Remark[] } | Remark {
  const remarks: Remark[] = [];
  const clean = cleanGeometry(geometry, remarks);
  if ('reason' in clean) return clean;
  const name = field(fields, 'name');
  const made: GroundFeature = {
    id,
    theme: kind.theme,
    class: kind.class,
    geometry: clean,
    name: name === undefined ? null : String(name),
    width: 0,
    lanes: 0,
    layer: 0,
    bridge: isSet(field(fields, 'bridge')),
    tunnel: isSet(field(fields, 'tunnel')),
    attributes: fields.attributes,
  };
  const width = field(fields, 'width');
  if (width !== undefined) made.width = within('width', width, parseLength(width), WIDEST_ROAD, 'm', remarks);
  const lanes = field(fields, 'lanes');
  if (lanes !== undefined)
    made.lanes = within('lanes', lanes, parseCount(lanes), MOST_LANES, 'lanes', remarks);
  const layer = parseCount(field(fields, 'layer'));
  if (layer >= -20 && layer <= 20) made.layer = layer;
  return { made, remarks };
}

function within(
  what: string,
  value: unknown,
  read: number,
  most: number,
  unit: string,
  remarks: Remark[],
): number {
  if (read >= 0 && read <= most) return read;
  remarks.push({
    reason: `bad-${what}`,
    detail: `expected ${what} of 0 to ${most} ${unit}, got ${JSON.stringify(value)}: left unknown`,
  });
  return 0;
}

function cleanGeometry(geometry: Geometry, remarks: Remark[]): GroundGeometry | Remark {
  switch (geometry.type) {
    case 'Point':
      return isFinitePosition(geometry.coordinates)
        ? { type: 'Point', coordinates: geometry.coordinates.slice(0, 2) }
        : badCoordinate(geometry.coordinates);
    case 'MultiPoint':
      return cleanGeometry({ type: 'Point', coordinates: geometry.coordinates[0] ?? [] }, remarks);
    case 'LineString':
      return cleanLines([geometry.coordinates], remarks);
    case 'MultiLineString':
      return cleanLines(geometry.coordinates, remarks);
    case 'Polygon':
      return cleanPolygons([geometry.coordinates], remarks);
    case 'MultiPolygon':
      return cleanPolygons(geometry.coordinates, remarks);
    case 'GeometryCollection': {
      const polygons = geometry.geometries.flatMap(polygonsOf);
      if (polygons.length > 0) return cleanPolygons(polygons, remarks);
      const lines = geometry.geometries.flatMap((inner) =>
        inner.type === 'LineString'
          ? [inner.coordinates]
          : inner.type === 'MultiLineString'
            ? inner.coordinates
            : [],
      );
      return cleanLines(lines, remarks);
    }
  }
}

/** Gives the polygons of a geometry, collections included; [] when it has none. */
export function polygonsOf(geometry: Geometry): Position[][][] {
  switch (geometry.type) {
    case 'Polygon':
      return [geometry.coordinates];
    case 'MultiPolygon':
      return geometry.coordinates;
    case 'GeometryCollection':
      return geometry.geometries.flatMap(polygonsOf);
    case 'LineString':
    case 'MultiLineString':
    case 'Point':
    case 'MultiPoint':
      return [];
  }
}

function isFinitePosition(position: Position): boolean {
  const lon = position[0]!;
  const lat = position[1]!;
  return lon >= -540 && lon <= 540 && lat >= -90 && lat <= 90;
}

function badCoordinate(position: Position): Remark {
  return {
    reason: 'bad-coordinate',
    detail: `expected finite degrees, got [${position.slice(0, 2).join(', ')}]`,
  };
}

function cleanLines(lines: readonly Position[][], remarks: Remark[]): GroundGeometry | Remark {
  const kept: Position[][] = [];
  let short = 0;
  for (const line of lines) {
    const clean: Position[] = [];
    for (const position of line) {
      if (!isFinitePosition(position)) return badCoordinate(position);
      const last = clean[clean.length - 1];
      if (last && last[0] === position[0] && last[1] === position[1]) continue;
      clean.push([position[0]!, position[1]!]);
    }
    if (clean.length >= 2) kept.push(clean);
    else short++;
  }
  if (kept.length === 0) {
    return { reason: 'too-few-points', detail: 'expected a line of 2 points or more apart from each other' };
  }
  if (short > 0) {
    remarks.push({
      reason: 'piece-dropped',
      detail: `expected lines of 2 points or more, got ${short} shorter: left out`,
    });
  }
  return kept.length === 1
    ? { type: 'LineString', coordinates: kept[0]! }
    : { type: 'MultiLineString', coordinates: kept };
}

function cleanPolygons(polygons: readonly Position[][][], remarks: Remark[]): GroundGeometry | Remark {
  const mended = mendPolygons(polygons, GROUND_MEND);
  if ('reason' in mended) return mended;
  // Spikes and repeated points of a park concern nobody; crossings and lost pieces do.
  for (const remark of mended.remarks) {
    if (remark.reason !== 'repeated-points' && remark.reason !== 'spike') remarks.push(remark);
  }
  const coordinates = mended.polygons.map((rings) =>
    rings.map((ring) => {
      const out: Position[] = [];
      for (let i = 0; i < ring.length; i += 2) out.push([ring[i]!, ring[i + 1]!]);
      out.push([ring[0]!, ring[1]!]);
      return out;
    }),
  );
  return coordinates.length === 1
    ? { type: 'Polygon', coordinates: coordinates[0]! }
    : { type: 'MultiPolygon', coordinates };
}
