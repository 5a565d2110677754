/** The managed road segments of a city: every road feature that is a line, with what an authority knows of it. */

import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import { GID_BLOCKS } from '#base/gid.ts';
import type { Extent } from '#city/building-store.ts';
import { clipLine } from '#city/clip-flat.ts';
import { freeSpeed } from '#city/free-speed.ts';
import type { GroundFeature } from '#city/model.ts';
import { roadWidth } from '#city/road-width.ts';
import { mortonOrderOf } from '../gid-order.ts';
import type { Ledger } from '../ledger.ts';
import { geometryHash } from '../mend/ids.ts';

type Attributes = GroundFeature['attributes'];

export interface ManagedRoad {
  id: string;
  gid: number;
  name: string | null;
  class: string;
  /** Flat [lon, lat, …] a line, degrees, in the direction of travel where that is one. */
  lines: Float64Array[];
  /** m; of all lines together. */
  length: number;
  width: number;
  lanes: number;
  oneway: boolean;
  /** km/h. */
  freeSpeed: number;
  tunnel: boolean;
  owner: string | null;
  maintenance: string | null;
  cleaning: string | null;
  /** Middle of the longest line, degrees. */
  lon: number;
  lat: number;
  attributes: Attributes;
}

const OWNER = ['owner', '权属单位', '产权单位', 'operator', 'beheerder'];
const MAINTENANCE = ['maintenance', 'maintenance_grade', 'maintenanceGrade', '养护等级', '道路养护等级'];
const CLEANING = ['cleaning', 'cleaning_grade', 'cleaningGrade', '保洁等级', '清扫等级', '环卫等级'];

function textOf(attributes: Attributes, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = attributes[key];
    if (value !== undefined && value !== '') return String(value);
  }
  return null;
}

/** Direction of travel: 1 along the line, −1 against it, 0 both ways. */
function directionOf({ attributes, class: kind }: GroundFeature): -1 | 0 | 1 {
  const oneway = attributes.oneway ?? attributes.单行;
  if (oneway !== undefined) {
    const word = String(oneway).toLowerCase();
    if (word === '-1' || word === 'reverse' || word === 'tf' || word === 't') return -1;
    if (/^(?:yes|true|1|ft|f|是)$/u.test(word)) return 1;
    return 0;
  }
  const round = attributes.junction === 'roundabout' || attributes.junction === 'circular';
  return round || kind === 'motorway' ? 1 : 0;
}

/** An id that so many pieces share is no id. */
const MOST_PIECES = 500;

/**
 * Takes the road lines among a city's ground features, in their order. Gids are 0 until they are given.
 *
 * Pieces of one id (cut at the edges of tiles, say) are one road of several lines. Roads that are areas are of the
 * ground map alone.
 *
 * @param extent - what of a road lies outside is left out: a stray corner makes a line around the Earth.
 */
export function managedRoads(features: readonly GroundFeature[], extent: Extent): ManagedRoad[] {
  const pieces = new Map<string, ManagedRoad[]>();
  for (const road of pieceRoads(features, extent)) {
    const same = pieces.get(road.id);
    if (same) same.push(road);
    else pieces.set(road.id, [road]);
  }
  const roads: ManagedRoad[] = [];
  for (const same of pieces.values()) {
    if (same.length > MOST_PIECES) {
      for (const road of same) roads.push({ ...road, id: `${road.id}~${geometryHash([road.lines])}` });
    } else if (same.length === 1) {
      roads.push(same[0]!);
    } else {
      const longest = same.reduce((best, road) => (road.length > best.length ? road : best));
      const length = same.reduce((sum, road) => sum + road.length, 0);
      roads.push({ ...longest, length, lines: same.flatMap(({ lines }) => lines) });
    }
  }
  return roads;
}

function pieceRoads(features: readonly GroundFeature[], extent: Extent): ManagedRoad[] {
  const roads: ManagedRoad[] = [];
  for (const feature of features) {
    const { geometry, attributes } = feature;
    if (feature.theme !== 'road') continue;
    const parts =
      geometry.type === 'LineString'
        ? [geometry.coordinates]
        : geometry.type === 'MultiLineString'
          ? geometry.coordinates
          : [];
    if (parts.length === 0) continue;
    const direction = directionOf(feature);
    const lines = parts.flatMap((line) => {
      const flat = new Float64Array(line.length * 2);
      line.forEach((position, at) => {
        const to = direction < 0 ? line.length - 1 - at : at;
        flat[to * 2] = position[0]!;
        flat[to * 2 + 1] = position[1]!;
      });
      return clipLine(flat, extent[0], extent[2], 0).flatMap((piece) =>
        clipLine(piece, extent[1], extent[3], 1),
      );
    });
    if (lines.length === 0) continue;
    const lengths = lines.map(lineLength);
    const longest = lines[lengths.indexOf(Math.max(...lengths))]!;
    const middle = Math.floor(longest.length / 4) * 2;
    roads.push({
      id: feature.id,
      gid: 0,
      name: feature.name,
      class: feature.class,
      lines,
      length: lengths.reduce((sum, length) => sum + length, 0),
      width: roadWidth(feature.class, feature.lanes, feature.width),
      lanes: feature.lanes,
      oneway: direction !== 0,
      freeSpeed: freeSpeed(feature.class, attributes.maxspeed ?? attributes.限速),
      tunnel: feature.tunnel,
      owner: textOf(attributes, OWNER),
      maintenance: textOf(attributes, MAINTENANCE),
      cleaning: textOf(attributes, CLEANING),
      lon: longest[middle]!,
      lat: longest[middle + 1]!,
      attributes,
    });
  }
  return roads;
}

function lineLength(line: Float64Array): number {
  const [perLon, perLat] = metresPerDegree(line[1]!);
  let length = 0;
  for (let i = 2; i < line.length; i += 2) {
    length += Math.hypot((line[i]! - line[i - 2]!) * perLon, (line[i + 1]! - line[i - 1]!) * perLat);
  }
  return length;
}

/** Extent of some roads, degrees. */
export function roadsExtent(roads: readonly ManagedRoad[]): Extent {
  const box: Extent = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { lon, lat } of roads) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

/**
 * Gives the roads their gids, neighbours' next to each other.
 *
 * @returns the road by gid less the block's start; null where a gid is a hole.
 */
export function numberRoads(
  roads: readonly ManagedRoad[],
  extent: Extent,
  ledger: Ledger,
): (ManagedRoad | null)[] {
  const order = mortonOrderOf(
    Uint32Array.from(roads, (_, at) => at),
    extent,
    (at, out) => {
      out[0] = roads[at]!.lon;
      out[1] = roads[at]!.lat;
    },
    (at) => roads[at]!.id,
  );
  for (const at of order) roads[at]!.gid = ledger.gidOf('roads', roads[at]!.id);
  const byGid = new Array<ManagedRoad | null>(ledger.count('roads')).fill(null);
  for (const road of roads) byGid[road.gid - GID_BLOCKS.roads.start] = road;
  return byGid;
}
