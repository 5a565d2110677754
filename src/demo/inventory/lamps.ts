import type { Random } from '../random.ts';
import type { Inventory } from './inventory.ts';
import type { Thing } from './thing.ts';
import type { Side, Track } from './track.ts';

/** How a road is lit. */
interface Lighting {
  lampKind: string;
  /** From lamp to lamp of one side, m. */
  spacing: number;
  sides: 'both' | 'staggered' | 'one';
  /** Pole behind the kerb, m. */
  behind: number;
  height: number;
  /** W */
  power: number;
  arms: 1 | 2;
}

/** CJJ 45's practice: lamps stand opposite on wide roads, staggered on middling ones, on one side of narrow ones. */
const LIGHTING: Record<'trunk' | 'primary' | 'secondary' | 'residential', Lighting> = {
  trunk: { lampKind: 'road', spacing: 36, sides: 'both', behind: 0.9, height: 12, power: 250, arms: 1 },
  primary: { lampKind: 'road', spacing: 33, sides: 'both', behind: 0.8, height: 11, power: 200, arms: 2 },
  secondary: {
    lampKind: 'road',
    spacing: 35,
    sides: 'staggered',
    behind: 0.7,
    height: 9,
    power: 120,
    arms: 1,
  },
  residential: { lampKind: 'road', spacing: 28, sides: 'one', behind: 0.6, height: 7, power: 70, arms: 1 },
};
const LANE: Lighting = {
  lampKind: 'lane',
  spacing: 25,
  sides: 'one',
  behind: 0.45,
  height: 4.5,
  power: 40,
  arms: 1,
};
const WALK: Lighting = {
  lampKind: 'garden',
  spacing: 25,
  sides: 'one',
  behind: 0.7,
  height: 4,
  power: 35,
  arms: 1,
};

/** A lamp before it hangs on a circuit. */
export interface Lamp extends Thing {
  attributes: Record<string, string | number>;
}

/** How far a lamp gives way along the road to what stands there already, m. */
const SHIFTS = [0, 2, -2, 4, -4];
/** Where a tram runs at the kerb, its middle is so far behind it, and poles stand so much further back, m. */
const TRAM = { middle: 1, behind: 3 } as const;

/** Lights the streets; `walks` are promenades and paths of parks. */
export function lightStreets(
  inventory: Inventory,
  tracks: readonly Track[],
  walks: readonly Track[],
  random: Random,
): Lamp[] {
  const lamps: Lamp[] = [];
  for (const track of tracks) {
    const { class: kind, width } = track.road;
    if (kind === 'path') continue;
    lightRoad(inventory, track, width < 6 ? LANE : LIGHTING[kind], random, lamps);
  }
  for (const track of walks) lightRoad(inventory, track, WALK, random, lamps);
  return lamps;
}

function lightRoad(inventory: Inventory, track: Track, light: Lighting, random: Random, lamps: Lamp[]): void {
  const first: Side = random.chance(0.5) ? 1 : -1;
  const stations = track.stations(light.spacing);
  const even = track.length / Math.max(1, stations.length);
  for (const station of stations) {
    set(station, first);
    if (light.sides === 'both') set(station, first === 1 ? -1 : 1);
    if (light.sides === 'staggered') set(station + even / 2, first === 1 ? -1 : 1);
  }
  function set(middle: number, side: Side): void {
    for (const shift of SHIFTS) {
      const station = middle + shift;
      if (station < 0 || station > track.length) continue;
      const beside = track.stop(station, side, TRAM.middle).at;
      const more = inventory.survey.isTrack(beside[0], beside[1]) ? TRAM.behind : 0;
      const { at, facing } = track.stop(station, side, light.behind + more);
      // On a bend the kerb may be nearer or further than it seems.
      if (track.road.class !== 'path' && inventory.survey.fromKerb(at[0], at[1]) > 1.8) continue;
      const lamp: Lamp = {
        kind: '0118',
        at,
        // One in seven was surveyed without its direction.
        ...(random.chance(0.85) ? { azimuthDeg: facing } : {}),
        height: light.height,
        ...(track.name ? { road: track.name } : {}),
        attributes: {
          lampKind: light.lampKind,
          ...(light === LANE ? { lampType: 'lantern' } : {}),
          arms: light.arms,
          powerRating: light.power,
          lanternHeight: light.height,
          locationCategory: track.road.class === 'path' ? 'pedestrianPath' : 'road',
        },
      };
      if (!inventory.stand(lamp, 1)) continue;
      lamps.push(lamp);
      return;
    }
  }
}
