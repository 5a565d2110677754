import type { Point, Ring } from '../plane.ts';
import type { Random } from '../random.ts';
import type { Inventory } from './inventory.ts';
import type { Lamp } from './lamps.ts';
import { alongEdge, inGrid, somewhere } from './spots.ts';
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

/** From lamp to lamp on squares, m. */
const SQUARE_LAMPS = 26;
/** Squares below this are lit by their streets, m². */
const LIT_SQUARE = 2_500;

/** Lights squares. */
export function lightSquares(inventory: Inventory, spaces: readonly OpenSpace[], angle: number): Lamp[] {
  const lamps: Lamp[] = [];
  for (const { kind, ring, area, name } of spaces) {
    if (kind !== 'square' || area < LIT_SQUARE) continue;
    for (const at of inGrid(ring, SQUARE_LAMPS, angle)) {
      const lamp: Lamp = {
        kind: '0118',
        at,
        height: 6,
        ...(name ? { road: name } : {}),
        attributes: {
          lampKind: 'square',
          arms: 1,
          powerRating: 80,
          lanternHeight: 6,
          locationCategory: 'square',
        },
      };
      if (inventory.stand(lamp, 1)) lamps.push(lamp);
    }
  }
  return lamps;
}

/** What open spaces have, a piece for so many square metres. */
const PIECES: readonly {
  kind: string;
  on: OpenSpace['kind'];
  each: number;
  room: number;
  height?: number;
  most?: number;
  attributes?: NonNullable<Thing['attributes']>;
}[] = [
  { kind: '0301', on: 'park', each: 60_000, room: 5 },
  { kind: '0410', on: 'square', each: 26_000, room: 5 },
  { kind: '0406', on: 'square', each: 9_000, room: 2 },
  { kind: '0406', on: 'park', each: 45_000, room: 2 },
  {
    kind: '0401',
    on: 'park',
    each: 50_000,
    room: 4,
    height: 16,
    attributes: { species: '银杏', size: 'large', age: 180 },
  },
  { kind: '2121', on: 'park', each: 60_000, room: 3 },
  { kind: '0126', on: 'park', each: 9_000, room: 1.2 },
  { kind: '0132', on: 'park', each: 40_000, room: 0.6 },
  { kind: '0409', on: 'park', each: 15_000, room: 0.6 },
  { kind: '0120', on: 'park', each: 5_000, room: 0.4 },
  { kind: '0119', on: 'square', each: 900, room: 0.4 },
  { kind: '0404', on: 'square', each: 900, room: 1 },
  { kind: '0407', on: 'square', each: 1_100, room: 1 },
  { kind: '0305', on: 'square', each: 2_600, room: 0.5, attributes: { type: '果皮箱' } },
  {
    kind: '0136',
    on: 'square',
    each: 9_000,
    room: 0.5,
    height: 5,
    attributes: { type: '球机', view: '广场' },
  },
  {
    kind: '0136',
    on: 'park',
    each: 40_000,
    room: 0.5,
    height: 5,
    attributes: { type: '球机', view: '公园' },
  },
  { kind: '0308', on: 'park', each: 280_000, room: 3 },
  { kind: '0309', on: 'park', each: 330_000, room: 3 },
  { kind: '2118', on: 'park', each: 90_000, room: 0.5 },
];
/** From bollard to bollard, m, and the longest row of them. */
const BOLLARDS = { step: 1.8, most: 16 } as const;

/** Furnishes parks and squares. */
export function furnishOpenSpaces(inventory: Inventory, spaces: readonly OpenSpace[], random: Random): void {
  for (const [i, space] of spaces.entries()) {
    const own = random.fork(i);
    const place = space.name ? { road: space.name } : {};
    for (const { kind, on, each, room, height, attributes } of PIECES) {
      if (on !== space.kind) continue;
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
    if (space.kind !== 'square') continue;
    const row = alongEdge(space.ring, BOLLARDS.step, 0.7);
    const start = own.int(0, row.length);
    for (let k = 0; k < Math.min(row.length, BOLLARDS.most); k++) {
      const { at, outwards } = row[(start + k) % row.length]!;
      inventory.stand({ kind: '2102', at, azimuthDeg: outwards, height: 0.9, ...place }, 0.5);
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
