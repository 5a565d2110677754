import type { CityHours } from '../city-hours.ts';
import { hash01 } from '../hash.ts';
import type { RoadRow } from '../inventory.ts';

export interface RoadState {
  /** km/h */
  readonly speed: number;
  /** Vehicles an hour. */
  readonly flow: number;
  readonly closed: boolean;
}

/** Share of the roads' room that is wanted, by the hour: two peaks on working days, one long afternoon otherwise. */
const WORKDAY = [8, 5, 4, 4, 6, 14, 38, 78, 95, 72, 58, 58, 60, 56, 56, 62, 74, 92, 98, 76, 54, 42, 28, 15];
const WEEKEND = [12, 8, 6, 5, 5, 8, 16, 28, 42, 54, 62, 66, 66, 64, 66, 70, 72, 70, 64, 56, 46, 36, 26, 18];

/** How much of the demand a class feels, and vehicles an hour and lane at its best. */
const CLASSES: Readonly<Record<string, readonly [share: number, capacity: number]>> = {
  motorway: [0.95, 1_900],
  trunk: [0.98, 1_700],
  primary: [1, 900],
  secondary: [0.92, 750],
  tertiary: [0.8, 550],
  residential: [0.55, 300],
  service: [0.35, 150],
};
const OTHER = [0.6, 300] as const;

const INCIDENT_SLOT_MS = 2 * 3_600_000;
const INCIDENT_SHARE = 0.0015;
const CLOSED_SHARE = 0.3;
/** Size of the patches that are busy together, degrees; and how long they are. */
const PATCH_DEG = 0.009;
const PATCH_MS = 25 * 60_000;
/** Speed of a car in the thick of it, share of the free one. */
const CRAWL = 0.12;

function demandAt(hour: number, table: readonly number[]): number {
  const at = Math.floor(hour);
  const share = hour - at;
  return (table[at % 24]! * (1 - share) + table[(at + 1) % 24]! * share) / 100;
}

const smooth = (x: number): number => x * x * (3 - 2 * x);

/** Noise in [0, 1) that changes slowly over place and time. */
function patchNoise(seed: number, lon: number, lat: number, t: number): number {
  const [x, y, z] = [lon / PATCH_DEG, lat / PATCH_DEG, t / PATCH_MS];
  const [ix, iy, iz] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  const [fx, fy, fz] = [smooth(x - ix), smooth(y - iy), smooth(z - iz)];
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    const [dx, dy, dz] = [corner & 1, (corner >> 1) & 1, corner >> 2];
    const weight = (dx ? fx : 1 - fx) * (dy ? fy : 1 - fy) * (dz ? fz : 1 - fz);
    sum += weight * hash01(seed, ix + dx, iy + dy, iz + dz);
  }
  return sum;
}

/** Gives what a road is like at any instant, without history. */
export function createRoadSpeeds(seed: number, hours: CityHours): (road: RoadRow, t: number) => RoadState {
  return (road, t) => {
    const [share, capacity] = CLASSES[road.class] ?? OTHER;
    const wanted = demandAt(hours.hour(t), hours.isWeekend(t) ? WEEKEND : WORKDAY) * share;
    const patch = patchNoise(seed ^ 0x51, road.lon, road.lat, t);
    const own = hash01(seed, 301, road.gid);
    const load = Math.min(1.25, wanted * (0.55 + 0.75 * patch + 0.2 * own));
    // After the Bureau of Public Roads' curve, steeper: free at half its room, crawling when it is full.
    let part = Math.max(CRAWL, 1 / (1 + 1.6 * load ** 4));
    let closed = false;
    const slot = Math.floor(t / INCIDENT_SLOT_MS);
    if (hash01(seed, 302, road.gid, slot) < INCIDENT_SHARE) {
      const begin = slot * INCIDENT_SLOT_MS + hash01(seed, 303, road.gid, slot) * INCIDENT_SLOT_MS * 0.5;
      const length = (20 + 35 * hash01(seed, 304, road.gid, slot)) * 60_000;
      if (t >= begin && t < begin + length) {
        closed = hash01(seed, 305, road.gid, slot) < CLOSED_SHARE;
        part = Math.min(part, 0.25);
      }
    }
    return {
      speed: closed ? 0 : Math.round(road.freeSpeed * part * 10) / 10,
      flow: closed ? 0 : Math.round(Math.min(1, load) * capacity * road.lanes * (part < 0.3 ? 0.7 : 1)),
      closed,
    };
  };
}
