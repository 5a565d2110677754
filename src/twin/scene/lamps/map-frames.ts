/** Which squares of the city's plane the maps of lamp light show. */
import type { LampColumns } from './lamp-columns.ts';
import type { MapFrame } from './lamp-map.ts';

/** Light reaches beyond the outermost lamps, m. */
const MARGIN = 60;
/** Side of the sharper map, m; the steps that it moves by. */
const NEAR_SIDE = 900;
const STEP = 150;
/** It lies ahead of the camera, so far at the most; m. */
const AHEAD = 330;
/** From higher up nobody sees the difference, m. */
const HIGHEST = 1_300;

/** Gives the square around all lamps; null without lamps. */
export function cityFrame({ count, place }: Pick<LampColumns, 'count' | 'place'>): MapFrame | null {
  if (count === 0) return null;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < count; at++) {
    west = Math.min(west, place[3 * at]!);
    east = Math.max(east, place[3 * at]!);
    south = Math.min(south, place[3 * at + 1]!);
    north = Math.max(north, place[3 * at + 1]!);
  }
  const side = Math.max(east - west, north - south) + 2 * MARGIN;
  return { east: (west + east) / 2, north: (south + north) / 2, side };
}

/**
 * Gives the square that the camera looks at; null when it is too high to see more than the map of the city shows.
 *
 * @param eye - east, north, up of the city's origin, m. @param ray - where it looks, same axes, of length 1.
 */
export function nearFrame(
  eye: readonly [number, number, number],
  ray: readonly [number, number, number],
): MapFrame | null {
  const [east, north, up] = eye;
  if (up > HIGHEST) return null;
  const flat = Math.hypot(ray[0], ray[1]);
  const toGround = ray[2] < -1e-3 ? (Math.max(0, up) / -ray[2]) * flat : AHEAD;
  const ahead = Math.min(AHEAD, toGround) / Math.max(flat, 1e-6);
  const snap = (metres: number): number => Math.round(metres / STEP) * STEP;
  return {
    east: snap(east + (flat > 1e-6 ? ray[0] * ahead : 0)),
    north: snap(north + (flat > 1e-6 ? ray[1] * ahead : 0)),
    side: NEAR_SIDE,
  };
}
