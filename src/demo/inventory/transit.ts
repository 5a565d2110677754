import { stem } from '../names.ts';
import type { Point } from '../plane.ts';
import type { Inventory } from './inventory.ts';
import type { Junction } from './junctions.ts';
import { rankOf } from './junctions.ts';
import { azimuth } from './thing.ts';
import { SIDES, type Track } from './track.ts';

/** From stop to stop, m. */
const STOPS = { 1: 430, 2: 470 } as const;
/** Half of a shelter's length, m. */
const SHELTER = 4;

/** Bus shelters opposite each other on main roads, with electronic signs; every third pair has its own bicycle rack. */
export function placeBusStops(inventory: Inventory, tracks: readonly Track[]): void {
  let count = 0;
  for (const track of tracks) {
    const rank = rankOf(track);
    if (rank !== 1 && rank !== 2) continue;
    for (const station of track.stations(STOPS[rank])) {
      const name = `${stem(count * 13 + 7).zh}站`;
      count++;
      for (const side of SIDES) {
        for (const shift of [0, 8, -8, 16, -16, 26, -26]) {
          const along = station + shift + side * 14;
          if (along < SHELTER || along > track.length - SHELTER) continue;
          const behind = rank === 1 ? 2.1 : 1.9;
          // Both ends must have room, too.
          const ends = [-SHELTER + 1, SHELTER - 1].map((d) => track.stop(along + d, side, behind).at);
          if (!ends.every(([x, y]) => inventory.isOpen(x, y, 0.9))) continue;
          const { at, facing } = track.stop(along, side, behind);
          const road = track.name ? { road: track.name } : {};
          if (!inventory.stand({ kind: '0203', at, azimuthDeg: facing, name, ...road }, 1.7)) continue;
          const sign = track.stop(along + SHELTER + 1.6, side, 0.8);
          inventory.stand(
            {
              kind: '2113',
              at: sign.at,
              azimuthDeg: sign.oncoming,
              name: `${name}电子站牌`,
              ...road,
              height: 2.6,
            },
            0.4,
          );
          break;
        }
      }
    }
  }
}

/** Entrances of metro stations at the junctions nearest to the line's turns, with a shaft for air. */
export function placeMetro(
  inventory: Inventory,
  lines: readonly (readonly Point[])[],
  junctions: readonly Junction[],
): void {
  const main = junctions.filter(({ arms }) => arms.some(({ track }) => rankOf(track) <= 2));
  const used = new Set<Junction>();
  for (const line of lines) {
    for (const [x, y] of line) {
      const away = ({ at }: Junction): number => Math.hypot(at[0] - x, at[1] - y);
      const nearest = main.filter((j) => !used.has(j)).reduce((p, q) => (away(q) < away(p) ? q : p));
      if (away(nearest) > 400) continue;
      used.add(nearest);
      const name = `${nearest.arms.find(({ track }) => track.name)?.track.name ?? ''}站`;
      let exit = 0;
      for (const arm of nearest.arms) {
        for (const side of [1, -1]) {
          for (const back of [26, 34, 42]) {
            const off = arm.half + 3;
            const at: Point = [
              nearest.at[0] + arm.ux * back - arm.uy * off * side,
              nearest.at[1] + arm.uy * back + arm.ux * off * side,
            ];
            const letter = 'ABCD'[exit];
            if (!letter) break;
            const facing = azimuth(arm.ux, arm.uy);
            if (!inventory.stand({ kind: '2106', at, azimuthDeg: facing, name: `${name}${letter}口` }, 2.4))
              continue;
            exit++;
            break;
          }
        }
      }
      const arm = nearest.arms[0]!;
      for (const back of [52, 60, 70]) {
        const at: Point = [
          nearest.at[0] + arm.ux * back - arm.uy * (arm.half + 3),
          nearest.at[1] + arm.uy * back + arm.ux * (arm.half + 3),
        ];
        if (inventory.stand({ kind: '2122', at, name: `${name}风亭` }, 1.8)) break;
      }
    }
  }
}
