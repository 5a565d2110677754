/**
 * Divides a city's components into tiles: a quadtree of square cells.
 *
 *     merged   cells over 1 km: dots, thinned where there are too many
 *     dots     cells of 1 km: a dot for every component
 *     coarse   cells of 1 km, smaller where they are crowded: coarse models
 *     near     cells of 512 m, smaller where they are crowded: near models
 *
 * A tile costs some 1.3 kB of JSON and a draw call for each model that it has, whatever the number of instances: with
 * cells half as wide, 900,000 components of 17 models took 103 MB instead of 58 (gzipped, 2026-11).
 */
import { metresPerDegree } from '#base/geo/ellipsoid.ts';

/** Side of the smallest regular cell, m. */
const UNIT = 256;
/** Sides in units. */
const DOTS_SIDE = 4;
const NEAR_SIDE = 2;
/** Most models a tile: property tables have no more than 4,096 rows, and triangles are to be drawn. */
const MOST_COARSE = 2_048;
const MOST_NEAR = 512;
/** Most dots a tile. */
const MOST_DOTS = 8_192;
/** Cells are not divided beyond this many times: a thousand things may stand at one place. */
const DEEPEST = 24;

export type ComponentTileKind = 'merged' | 'dots' | 'coarse' | 'near';

export interface ComponentNode {
  key: string;
  kind: ComponentTileKind;
  /** Rows that the tile shows, in the order given. */
  rows: Uint32Array;
  /** Middle of the cell, degrees, and its side, m. */
  lon: number;
  lat: number;
  side: number;
  children: ComponentNode[];
}

/**
 * Divides components.
 *
 * @param rows - in the order of their gids, so that thinning takes every k-th along the curve.
 * @param lon - degrees by row. @param lat - likewise.
 * @returns the root; null when there are no rows.
 */
export function partitionComponents(
  rows: Uint32Array,
  lon: Float64Array,
  lat: Float64Array,
): ComponentNode | null {
  if (rows.length === 0) return null;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const row of rows) {
    west = Math.min(west, lon[row]!);
    south = Math.min(south, lat[row]!);
    east = Math.max(east, lon[row]!);
    north = Math.max(north, lat[row]!);
  }
  const [perLon, perLat] = metresPerDegree((south + north) / 2);
  const stepLon = UNIT / perLon;
  const stepLat = UNIT / perLat;
  const x0 = Math.floor(west / stepLon);
  const y0 = Math.floor(south / stepLat);
  const span = Math.max(east / stepLon - x0, north / stepLat - y0);
  const side = Math.max(DOTS_SIDE, 2 ** Math.ceil(Math.log2(span + 1e-6)));

  /** The four quarters of a cell that hold anything. */
  const quarters = (members: Uint32Array, x: number, y: number, size: number) => {
    const half = size / 2;
    const parts: number[][] = [[], [], [], []];
    for (const row of members) {
      const right = lon[row]! / stepLon - x0 >= x + half ? 1 : 0;
      const upper = lat[row]! / stepLat - y0 >= y + half ? 2 : 0;
      parts[right + upper]!.push(row);
    }
    return parts.flatMap((part, k) =>
      part.length === 0
        ? []
        : [{ k, rows: Uint32Array.from(part), x: x + (k & 1) * half, y: y + (k >> 1) * half, size: half }],
    );
  };
  const node = (
    key: string,
    kind: ComponentTileKind,
    members: Uint32Array,
    x: number,
    y: number,
    size: number,
    children: ComponentNode[],
  ): ComponentNode => ({
    key,
    kind,
    rows: members,
    lon: (x0 + x + size / 2) * stepLon,
    lat: (y0 + y + size / 2) * stepLat,
    side: size * UNIT,
    children,
  });

  const near = (members: Uint32Array, x: number, y: number, size: number, key: string): ComponentNode[] =>
    size > NEAR_SIDE || (members.length > MOST_NEAR && key.length < DEEPEST)
      ? quarters(members, x, y, size).flatMap((q) => near(q.rows, q.x, q.y, q.size, `${key}${q.k}`))
      : [node(`${key}n`, 'near', members, x, y, size, [])];
  const coarse = (members: Uint32Array, x: number, y: number, size: number, key: string): ComponentNode[] =>
    members.length > MOST_COARSE && key.length < DEEPEST
      ? quarters(members, x, y, size).flatMap((q) => coarse(q.rows, q.x, q.y, q.size, `${key}${q.k}`))
      : [node(`${key}c`, 'coarse', members, x, y, size, near(members, x, y, size, key))];
  const dots = (members: Uint32Array, x: number, y: number, size: number, key: string): ComponentNode => {
    if (size <= DOTS_SIDE && (members.length <= MOST_DOTS || key.length >= DEEPEST)) {
      return node(`${key}d`, 'dots', members, x, y, size, coarse(members, x, y, size, key));
    }
    const children = quarters(members, x, y, size).map((q) => dots(q.rows, q.x, q.y, q.size, `${key}${q.k}`));
    if (children.length === 1) return children[0]!;
    return node(`${key}m`, 'merged', thinned(members), x, y, size, children);
  };
  return dots(rows, 0, 0, side, 't');
}

/** Every k-th, so that no more than a tile's dots are left. */
function thinned(rows: Uint32Array): Uint32Array {
  const every = Math.ceil(rows.length / MOST_DOTS);
  return every === 1 ? rows : rows.filter((_, at) => at % every === 0);
}
