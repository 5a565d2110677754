/**
 * Meshes roads as ribbons that lie on the ground, bridges too: so lies the ground map that they are drawn over, and so
 * stand the lamps beside them.
 *
 *     ┌── v 0 ── v 1 ──┐   two ways: two halves, each with its own direction of travel (right-hand traffic)
 *     │   ▲    │   ▼   │   one way: one band over the whole width
 *
 * Every corner has u, metres along the direction of travel, and v, 0…1 across.
 */
import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import type { ManagedRoad } from '../../roads/managed-roads.ts';

/** Least height above the ground, m. */
const LIFT = 0.3;
/** Left free at either edge of the carriageway, m. */
const MARGIN = 0.25;
/** Between the two directions, m. */
const GAP = 0.15;
/** Sharpest corner that is mitred in full. */
const MOST_MITRE = 2;

/** Corners and triangles of a tile of roads while they grow. */
export interface RibbonMesh {
  /** Flat [lon, lat, h, …]; degrees, m ellipsoidal. */
  places: number[];
  /** Flat [u, v, …]. */
  uv: number[];
  /** Row of the property table. */
  features: number[];
  indices: number[];
}

export function createRibbonMesh(): RibbonMesh {
  return { places: [], uv: [], features: [], indices: [] };
}

/** Tells whether a road has a line that is long enough to be drawn. */
export function hasRibbon(road: ManagedRoad): boolean {
  return road.lines.some((line) => stationsOf(line, Number.POSITIVE_INFINITY) !== null);
}

/**
 * Adds a road.
 *
 * @param step - longest stretch without a corner, m.
 * @param heightAt - of the ground, m ellipsoidal.
 */
export function meshRoad(
  mesh: RibbonMesh,
  road: ManagedRoad,
  feature: number,
  step: number,
  heightAt: (lon: number, lat: number) => number,
): void {
  for (const line of road.lines) {
    const stations = stationsOf(line, step);
    if (!stations) continue;
    const half = Math.max(0.4, road.width / 2 - MARGIN);
    if (road.oneway || road.width < 4) addBand(mesh, stations, -half, half, false, feature, heightAt);
    else {
      addBand(mesh, stations, GAP / 2, half, false, feature, heightAt);
      addBand(mesh, stations, -half, -GAP / 2, true, feature, heightAt);
    }
  }
}

interface Stations {
  count: number;
  perLon: number;
  perLat: number;
  lon: Float64Array;
  lat: Float64Array;
  /** To the right of the line, mitred. */
  right: Float64Array;
  along: Float64Array;
}

/** The line's corners and what stands between them, with the direction to the right at each. */
function stationsOf(line: Float64Array, step: number): Stations | null {
  const [perLon, perLat] = metresPerDegree(line[1]!);
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 0; i < line.length; i += 2) {
    const x = (line[i]! - line[0]!) * perLon;
    const y = (line[i + 1]! - line[1]!) * perLat;
    if (xs.length > 0 && Math.hypot(x - xs.at(-1)!, y - ys.at(-1)!) < 0.05) continue;
    xs.push(x);
    ys.push(y);
  }
  if (xs.length < 2) return null;
  const out: number[][] = [];
  let along = 0;
  for (let i = 0; i < xs.length; i++) {
    const [inX, inY] = i > 0 ? unit(xs[i]! - xs[i - 1]!, ys[i]! - ys[i - 1]!) : [0, 0];
    const [outX, outY] = i < xs.length - 1 ? unit(xs[i + 1]! - xs[i]!, ys[i + 1]! - ys[i]!) : [inX, inY];
    const [x1, y1] = i > 0 ? [inX, inY] : [outX, outY];
    const [dx, dy] = unit(x1 + outX, y1 + outY);
    const mitre = Math.min(MOST_MITRE, 1 / Math.max(0.01, dx * outX + dy * outY));
    out.push([xs[i]!, ys[i]!, dy * mitre, -dx * mitre, along]);
    if (i === xs.length - 1) break;
    const length = Math.hypot(xs[i + 1]! - xs[i]!, ys[i + 1]! - ys[i]!);
    const pieces = Math.ceil(length / step);
    for (let k = 1; k < pieces; k++) {
      const t = k / pieces;
      out.push([
        xs[i]! + t * (xs[i + 1]! - xs[i]!),
        ys[i]! + t * (ys[i + 1]! - ys[i]!),
        outY,
        -outX,
        along + t * length,
      ]);
    }
    along += length;
  }
  return {
    count: out.length,
    perLon,
    perLat,
    lon: Float64Array.from(out, ([x]) => line[0]! + x! / perLon),
    lat: Float64Array.from(out, ([, y]) => line[1]! + y! / perLat),
    right: Float64Array.from(out.flatMap(([, , rx, ry]) => [rx!, ry!])),
    along: Float64Array.from(out, (station) => station[4]!),
  };
}

function unit(x: number, y: number): [number, number] {
  const length = Math.hypot(x, y);
  return length > 1e-9 ? [x / length, y / length] : [0, 0];
}

/** Adds the band between two offsets to the right of the line, m. */
function addBand(
  mesh: RibbonMesh,
  stations: Stations,
  from: number,
  to: number,
  against: boolean,
  feature: number,
  heightAt: (lon: number, lat: number) => number,
): void {
  const { count, lon, lat, right, along, perLon, perLat } = stations;
  const first = mesh.features.length;
  const total = along[count - 1]!;
  for (let k = 0; k < count; k++) {
    for (const [side, offset] of [from, to].entries()) {
      const x = lon[k]! + (right[k * 2]! * offset) / perLon;
      const y = lat[k]! + (right[k * 2 + 1]! * offset) / perLat;
      mesh.places.push(x, y, heightAt(x, y) + LIFT);
      mesh.uv.push(against ? total - along[k]! : along[k]!, against ? 1 - side : side);
      mesh.features.push(feature);
    }
    if (k === 0) continue;
    const at = first + k * 2;
    // Seen from above counter-clockwise: left, right, next left.
    mesh.indices.push(at - 2, at - 1, at, at, at - 1, at + 1);
  }
}
