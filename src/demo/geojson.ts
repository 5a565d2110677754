import { CENTRE } from './plan.ts';
import type { Point, Ring } from './plane.ts';
import { signedArea } from './plane.ts';

const RAD = Math.PI / 180;
const A = 6378137;
const E2 = 0.00669437999014;
const SIN = Math.sin(CENTRE[1] * RAD);
const W = Math.sqrt(1 - E2 * SIN * SIN);
/** Metres a degree of longitude and of latitude at the centre (radii of curvature of WGS84). */
export const METRES_PER_DEGREE: Point = [
  (A / W) * Math.cos(CENTRE[1] * RAD) * RAD,
  ((A * (1 - E2)) / W ** 3) * RAD,
];

/** From the city's plane (m) to WGS84 longitude and latitude, degrees. */
export function toLonLat(p: Point): [number, number] {
  return [CENTRE[0] + p[0] / METRES_PER_DEGREE[0], CENTRE[1] + p[1] / METRES_PER_DEGREE[1]];
}

/** From WGS84 degrees back to the city's plane. */
export function fromLonLat(lon: number, lat: number): Point {
  return [(lon - CENTRE[0]) * METRES_PER_DEGREE[0], (lat - CENTRE[1]) * METRES_PER_DEGREE[1]];
}

const position = (p: Point): string => {
  const [lon, lat] = toLonLat(p);
  return `[${Number(lon.toFixed(7))},${Number(lat.toFixed(7))}]`;
};

const closedRing = (ring: readonly Point[]): string => `[${[...ring, ring[0]!].map(position).join(',')}]`;
const turned = (ring: Ring, ccw: boolean): Ring =>
  signedArea(ring) > 0 === ccw ? ring : [...ring].reverse();

export type Geometry =
  | { line: readonly Point[] }
  | { polygon: Ring; holes?: readonly Ring[] }
  | { polygons: { ring: Ring; holes: Ring[] }[] };

function geometryText(geometry: Geometry): string {
  if ('line' in geometry)
    return `{"type":"LineString","coordinates":[${geometry.line.map(position).join(',')}]}`;
  const text = (ring: Ring, holes: readonly Ring[]): string =>
    `[${[closedRing(turned(ring, true)), ...holes.map((h) => closedRing(turned(h, false)))].join(',')}]`;
  if ('polygon' in geometry)
    return `{"type":"Polygon","coordinates":${text(geometry.polygon, geometry.holes ?? [])}}`;
  return `{"type":"MultiPolygon","coordinates":[${geometry.polygons.map((p) => text(p.ring, p.holes)).join(',')}]}`;
}

/** Gathers features as the text of a GeoJSON file (RFC 7946), a feature a line. */
export class FeatureFile {
  readonly #lines: string[] = [];

  get count(): number {
    return this.#lines.length;
  }

  add(id: string, geometry: Geometry, properties: Record<string, string | number | undefined>): void {
    this.#lines.push(
      `{"type":"Feature","id":${JSON.stringify(id)},"geometry":${geometryText(geometry)},"properties":${JSON.stringify(properties)}}`,
    );
  }

  text(): string {
    return `{"type":"FeatureCollection","features":[\n${this.#lines.join(',\n')}\n]}\n`;
  }
}
