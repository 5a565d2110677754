import type { Point, Ring } from '../plane.ts';
import type { Random } from '../random.ts';
import type { Inventory } from './inventory.ts';
import { somewhere } from './spots.ts';
import type { Thing } from './thing.ts';
import { SIDES, type Track } from './track.ts';

/** A park or square. */
export interface OpenSpace {
  kind: 'park' | 'square';
  ring: Ring;
  holes: readonly Ring[];
  area: number;
  name?: string;
}

/** What parks have, a piece for so many square metres. */
const PIECES: readonly {
  kind: string;
  each: number;
  room: number;
  height?: number;
  attributes?: NonNullable<Thing['attributes']>;
}[] = [
  { kind: '0301', each: 60_000, room: 5 },
  { kind: '0406', each: 45_000, room: 2 },
  {
    kind: '0401',
    each: 50_000,
    room: 4,
    height: 16,
    attributes: { species: '银杏', size: 'large', age: 180 },
  },
  { kind: '2121', each: 60_000, room: 3 },
  { kind: '0126', each: 9_000, room: 1.2 },
  { kind: '0132', each: 40_000, room: 0.6 },
  { kind: '0409', each: 15_000, room: 0.6 },
  { kind: '0120', each: 5_000, room: 0.4 },
  {
    kind: '0136',
    each: 40_000,
    room: 0.5,
    height: 5,
    attributes: { type: '球机', view: '公园' },
  },
  { kind: '0308', each: 280_000, room: 3 },
  { kind: '0309', each: 330_000, room: 3 },
  { kind: '2118', each: 90_000, room: 0.5 },
];
/** Furnishes parks. */
export function furnishParks(inventory: Inventory, spaces: readonly OpenSpace[], random: Random): void {
  for (const [i, space] of spaces.entries()) {
    if (space.kind !== 'park') continue;
    const own = random.fork(i);
    const place = space.name ? { road: space.name } : {};
    for (const { kind, each, room, height, attributes } of PIECES) {
      const wanted = space.area / each;
      let rest = Math.floor(wanted) + (own.chance(wanted % 1) ? 1 : 0);
      for (let attempt = 0; rest > 0 && attempt < rest * 6 + 6; attempt++) {
        const thing = {
          kind,
          at: somewhere(space.ring, own),
          azimuthDeg: Math.round(own.range(0, 3600)) / 10,
          ...(height ? { height } : {}),
          ...(attributes ? { attributes } : {}),
          ...place,
        };
        if (!inventory.stand(thing, room)) continue;
        rest--;
        if (kind === '0301') toiletSign(inventory, thing.at, place);
      }
    }
  }
}

function toiletSign(inventory: Inventory, [x, y]: Point, place: { road?: string }): void {
  for (let k = 0; k < 8; k++) {
    const at: Point = [x + 7 * Math.cos((k * Math.PI) / 4), y + 7 * Math.sin((k * Math.PI) / 4)];
    if (inventory.stand({ kind: '0303', at, ...place }, 0.4)) return;
  }
}

/** What stands along promenades and the paths of parks: from one to the next and behind the edge, m. */
const ALONG_WALKS = [
  { kind: '0407', step: 46, behind: 1.1, room: 1, facing: true },
  { kind: '0305', step: 88, behind: 0.8, room: 0.5, facing: true },
  { kind: '0120', step: 52, behind: 2.2, room: 0.4, facing: false },
] as const;

/** Sets down benches, bins and lights along walks. */
export function furnishWalks(inventory: Inventory, walks: readonly Track[]): void {
  for (const track of walks) {
    for (const { kind, step, behind, room, facing } of ALONG_WALKS) {
      for (const [i, station] of track.stations(step).entries()) {
        const stop = track.stop(station, SIDES[i % 2]!, behind);
        inventory.stand(
          {
            kind,
            at: stop.at,
            ...(facing ? { azimuthDeg: stop.facing } : {}),
            ...(track.name ? { road: track.name } : {}),
          },
          room,
        );
      }
    }
  }
}
