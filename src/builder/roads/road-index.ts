/** Finds the carriageway nearest to a place: where the fronts of lamps, signs and shelters look. */
import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import { CARRIAGEWAYS } from '#city/road-width.ts';
import type { ManagedRoad } from './managed-roads.ts';

/** Cells of the grid, m. */
const CELL = 64;

/** A place's nearest carriageway. Reused from call to call: read before the next. */
export interface NearestRoad {
  /** To its middle line, m. */
  distance: number;
  /** From the place to the nearest point of the middle line, degrees from north clockwise. */
  azimuthDeg: number;
  /** Direction of the line there, degrees from north clockwise. */
  bearingDeg: number;
}

export interface RoadIndex {
  /** Null: none within `reach`. */
  nearest(lon: number, lat: number): NearestRoad | null;
}

/** Long segments are put into cells piece by piece, m. */
const PIECE = 512;

/**
 * Creates the index over the carriageways among a city's roads (tunnels left out).
 *
 * @param reach - farthest that a road is looked for, m.
 */
export function createRoadIndex(roads: readonly ManagedRoad[], reach = 40): RoadIndex {
  const drivable = roads.filter((road) => CARRIAGEWAYS.has(road.class) && !road.tunnel);
  const [lon0 = 0, lat0 = 0] = drivable[0]?.lines[0] ?? [];
  const [perLon, perLat] = metresPerDegree(lat0);
  const segments: number[] = [];
  const cells = new Map<number, number[]>();
  const cellOf = (column: number, row: number): number => (column + 0x8_0000) * 0x10_0000 + row + 0x8_0000;
  const put = (at: number, ax: number, ay: number, bx: number, by: number): void => {
    const west = Math.floor((Math.min(ax, bx) - reach) / CELL);
    const east = Math.floor((Math.max(ax, bx) + reach) / CELL);
    const south = Math.floor((Math.min(ay, by) - reach) / CELL);
    const north = Math.floor((Math.max(ay, by) + reach) / CELL);
    for (let column = west; column <= east; column++) {
      for (let row = south; row <= north; row++) {
        if (!crosses(ax, ay, bx, by, column, row, reach)) continue;
        const key = cellOf(column, row);
        const list = cells.get(key);
        if (!list) cells.set(key, [at]);
        else if (list.at(-1) !== at) list.push(at);
      }
    }
  };
  for (const { lines } of drivable) {
    for (const line of lines) {
      for (let i = 2; i < line.length; i += 2) {
        const ax = (line[i - 2]! - lon0) * perLon;
        const ay = (line[i - 1]! - lat0) * perLat;
        const dx = (line[i]! - lon0) * perLon - ax;
        const dy = (line[i + 1]! - lat0) * perLat - ay;
        const length = Math.hypot(dx, dy);
        if (length < 0.01) continue;
        const at = segments.push(ax, ay, ax + dx, ay + dy) / 4 - 1;
        const pieces = Math.ceil(length / PIECE);
        for (let k = 0; k < pieces; k++) {
          const [s, t] = [k / pieces, (k + 1) / pieces];
          put(at, ax + s * dx, ay + s * dy, ax + t * dx, ay + t * dy);
        }
      }
    }
  }
  const flat = Float64Array.from(segments);
  const found: NearestRoad = { distance: 0, azimuthDeg: 0, bearingDeg: 0 };
  return {
    nearest(lon, lat) {
      const x = (lon - lon0) * perLon;
      const y = (lat - lat0) * perLat;
      const list = cells.get(cellOf(Math.floor(x / CELL), Math.floor(y / CELL)));
      if (!list) return null;
      let best = reach;
      let [bestAt, bestX, bestY] = [-1, 0, 0];
      for (const at of list) {
        const ax = flat[at * 4]!;
        const ay = flat[at * 4 + 1]!;
        const dx = flat[at * 4 + 2]! - ax;
        const dy = flat[at * 4 + 3]! - ay;
        const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
        const px = ax + t * dx;
        const py = ay + t * dy;
        const distance = Math.hypot(px - x, py - y);
        if (distance < best) {
          best = distance;
          bestAt = at;
          bestX = px;
          bestY = py;
        }
      }
      if (bestAt < 0) return null;
      found.distance = best;
      found.azimuthDeg = azimuth(bestX - x, bestY - y);
      found.bearingDeg = azimuth(
        flat[bestAt * 4 + 2]! - flat[bestAt * 4]!,
        flat[bestAt * 4 + 3]! - flat[bestAt * 4 + 1]!,
      );
      return found;
    },
  };
}

/** Whether a segment comes within `reach` of a cell: long slanting ones would fill cells that they never touch. */
function crosses(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  column: number,
  row: number,
  reach: number,
): boolean {
  const x = (column + 0.5) * CELL;
  const y = (row + 0.5) * CELL;
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(ax + t * dx - x, ay + t * dy - y) <= reach + CELL * Math.SQRT1_2;
}

function azimuth(east: number, north: number): number {
  return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}
