import type { Random } from '../random.ts';
import type { Inventory } from './inventory.ts';
import { rankOf } from './junctions.ts';
import { STREET_ROWS, type StreetRow } from './street-rows.ts';
import { SIDES, type Side, type Track } from './track.ts';

/** How far things give way along the street, m. */
const SHIFTS = [0, 3, -3, 7, -7];

/** Sets down what streets have again and again. */
export function furnishStreets(inventory: Inventory, tracks: readonly Track[], random: Random): void {
  for (const [i, row] of STREET_ROWS.entries()) {
    const own = random.fork(i);
    // What is rarer than a street is long goes on counting from street to street.
    let rest = own.range(0, row.spacing);
    for (const track of tracks) {
      const rank = rankOf(track);
      if (rank < row.ranks[0] || rank > row.ranks[1]) continue;
      let station = rest;
      for (; station < track.length; station += row.spacing) setDown(inventory, track, row, station, own);
      rest = station - track.length;
    }
  }
}

function setDown(inventory: Inventory, track: Track, row: StreetRow, station: number, random: Random): void {
  const sides: readonly Side[] = row.sides === 'both' ? SIDES : [random.chance(0.5) ? 1 : -1];
  for (const [i, side] of sides.entries()) {
    if (row.chance !== undefined && !random.chance(row.chance)) continue;
    const name = row.name;
    const attributes = row.variants && random.pick(row.variants);
    for (const shift of SHIFTS) {
      const along = station + shift + (i === 1 ? row.spacing * 0.37 : 0);
      if (along < 0 || along > track.length) continue;
      const stop = track.stop(along, side, row.behind);
      const [x, y] = stop.at;
      if (row.zones && !row.zones.includes(inventory.survey.wardAt(x, y)?.zone ?? 'hill')) break;
      const thing = {
        kind: row.kind,
        at: stop.at,
        ...(row.looks ? { azimuthDeg: lookOf(row.looks, stop) } : {}),
        ...(row.height ? { height: row.height } : {}),
        ...(name ? { name } : {}),
        ...(track.name ? { road: track.name } : {}),
        ...(attributes ? { attributes } : {}),
      };
      if (inventory.stand(thing, row.room)) break;
    }
  }
}

function lookOf(looks: NonNullable<StreetRow['looks']>, stop: { facing: number; oncoming: number }): number {
  if (looks === 'oncoming') return stop.oncoming;
  const deg = looks === 'road' ? stop.facing : stop.facing + 180;
  return Math.round((deg % 360) * 10) / 10;
}
