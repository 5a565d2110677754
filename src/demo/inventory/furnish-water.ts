import type { Point, Ring } from '../plane.ts';
import type { Inventory } from './inventory.ts';
import { alongEdge, alongLine } from './spots.ts';
import { azimuth, type Thing } from './thing.ts';

/** What stands at the water's edge: from one to the next, and inland of it, m. */
interface BankRow {
  kind: string;
  step: number;
  inland: number;
  room: number;
  height?: number;
  attributes?: NonNullable<Thing['attributes']>;
}

const BAY: readonly BankRow[] = [
  { kind: '2117', step: 120, inland: 1.6, room: 0.6 },
  { kind: '0604', step: 3, inland: 0.8, room: 1.2, height: 1.15, attributes: { length: 3 } },
  { kind: '0603', step: 330, inland: 2.6, room: 1 },
];
const QUAY: readonly BankRow[] = [
  { kind: '2116', step: 22, inland: 1, room: 0.6 },
  { kind: '2117', step: 140, inland: 2, room: 0.6 },
  { kind: '0605', step: 420, inland: 2.5, room: 0.8, height: 6 },
];
const RIVERSIDE: readonly BankRow[] = [
  { kind: '2117', step: 150, inland: 1.4, room: 0.6 },
  { kind: '0604', step: 3, inland: 0.9, room: 1.2, height: 1.15, attributes: { length: 3 } },
  { kind: '0310', step: 900, inland: 2.4, room: 0.8 },
  { kind: '2120', step: 800, inland: 6, room: 2.4 },
];

/** Where railings and bollards of the bay stand: its built shores, without beach and marina. */
const isBay = ([x, y]: Point): boolean => x > -700 && x < -290 && y > -2600 && y < -560;
const isQuay = ([x, y]: Point): boolean => x > 1140 && x < 2650 && y < -2470;
const isTown = ([x]: Point): boolean => x > -620 && x < 330;

/** Sets down railings, lifebuoys, mooring posts and gauges along bay, quays and river. */
export function furnishWater(inventory: Inventory, shore: Ring, bed: Ring, tram: readonly Point[]): void {
  // Both rings run counter-clockwise about their inside: land lies inside the shore and outside the river's bed.
  const along = (ring: Ring, rows: readonly BankRow[], isHere: (p: Point) => boolean, inside: boolean) => {
    for (const { kind, step, inland, room, height, attributes } of rows) {
      for (const { at, outwards } of alongEdge(ring, step, inside ? inland : -inland)) {
        if (!isHere(at)) continue;
        const azimuthDeg = inside ? outwards : Math.round(((outwards + 180) % 360) * 10) / 10;
        inventory.stand(
          { kind, at, azimuthDeg, ...(height ? { height } : {}), ...(attributes ? { attributes } : {}) },
          room,
        );
      }
    }
  };
  along(shore, BAY, isBay, true);
  along(shore, QUAY, isQuay, true);
  along(bed, RIVERSIDE, isTown, false);
  for (const { at } of alongLine(tram, 95)) inventory.lay({ kind: '0128', at, road: '滨海有轨电车' }, 0.5);
}

/** Where the line of towers crosses the hills, from valley to valley. */
const PYLONS: readonly Point[] = [
  [1150, 620],
  [1600, 1050],
  [2250, 1250],
  [2700, 1500],
  [3050, 1250],
];

/** Sets down the towers of the high-voltage line over the hills. */
export function placePylons(inventory: Inventory): void {
  for (const { at, ux, uy } of alongLine(PYLONS, 210)) {
    inventory.stand({ kind: '0133', at, azimuthDeg: azimuth(ux, uy), height: 34 }, 5);
  }
}
