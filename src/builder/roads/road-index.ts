/** Finds the carriageway nearest to a place: where the fronts of lamps, signs and shelters look. */
import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import type { GroundFeature } from '#city/model.ts';
import { CARRIAGEWAYS, roadWidth } from '#city/road-width.ts';

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
  /** Half the carriageway's width, m. */
  half: number;
}

export interface RoadIndex {
  /** Null: none within `reach`. */
  nearest(lon: number, lat: number): NearestRoad | null;
}

/**
 * Creates the index over the carriageways among ground features (tunnels left out).
 *
 * @param reach - farthest that a road is looked for, m; at most 64.
 */
export function createRoadIndex(features: readonly GroundFeature[], reach = 40): RoadIndex {
  const roads = features.filter(
    ({ theme, class: kind, tunnel, geometry }) =>
      theme === 'road' && CARRIAGEWAYS.has(kind) && !tunnel && geometry.type.endsWith('LineString'),
  );
  const lines = roads.map(({ geometry }) =>
    geometry.type === 'LineString'
      ? [geometry.coordinates]
      : geometry.type === 'MultiLineString'
        ? geometry.coordinates
        : [],
  );
  const [lon0, lat0] = lines[0]?.[0]?.[0] ?? [0, 0];
  const [perLon, perLat] = metresPerDegree(lat0!);
  const segments: number[] = [];
  const halves: number[] = [];
  const cells = new Map<number, number[]>();
  const cellOf = (column: number, row: number): number => (column + 0x8_0000) * 0x10_0000 + row + 0x8_0000;
  roads.forEach((road, index) => {
    const half = roadWidth(road.class, road.lanes, road.width) / 2;
    for (const line of lines[index]!) {
      for (let i = 1; i < line.length; i++) {
        const ax = (line[i - 1]![0]! - lon0!) * perLon;
        const ay = (line[i - 1]![1]! - lat0!) * perLat;
        const bx = (line[i]![0]! - lon0!) * perLon;
        const by = (line[i]![1]! - lat0!) * perLat;
        if (Math.hypot(bx - ax, by - ay) < 0.01) continue;
        const at = halves.push(half) - 1;
        segments.push(ax, ay, bx, by);
        const west = Math.floor((Math.min(ax, bx) - reach) / CELL);
        const east = Math.floor((Math.max(ax, bx) + reach) / CELL);
        const south = Math.floor((Math.min(ay, by) - reach) / CELL);
        const north = Math.floor((Math.max(ay, by) + reach) / CELL);
        for (let column = west; column <= east; column++) {
          for (let row = south; row <= north; row++) {
            if (!crosses(ax, ay, bx, by, column, row, reach)) continue;
            const key = cellOf(column, row);
            const list = cells.get(key);
            if (list) list.push(at);
            else cells.set(key, [at]);
          }
        }
      }
    }
  });
  const flat = Float64Array.from(segments);
  const found: NearestRoad = { distance: 0, azimuthDeg: 0, bearingDeg: 0, half: 0 };
  return {
    nearest(lon, lat) {
      const x = (lon - lon0!) * perLon;
      const y = (lat - lat0!) * perLat;
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
        // A wide road's kerb may be nearer than a lane's middle.
        if (distance < best) {
          best = distance;
          bestAt = at;
          bestX = px;
          bestY = py;
        }
      }
      if (bestAt < 0) return null;
      found.distance = best;
      found.half = halves[bestAt]!;
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
