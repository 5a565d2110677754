/** Where the sun and the moon stand over a place. */
import {
  Body,
  Equator,
  Horizon,
  Illumination,
  Observer,
  SearchAltitude,
  SearchRiseSet,
} from 'astronomy-engine';

const RADIAN = Math.PI / 180;
/** How far a rising or setting is looked for, days. */
const WITHIN_DAYS = 1;

/** A place in the sky; rad. Azimuth from north clockwise, altitude of the middle of the disc, without refraction. */
export interface SkyPlace {
  readonly azimuth: number;
  readonly altitude: number;
}

/**
 * Gives where the sun stands, seen from the ground.
 *
 * @param instantMs - ms since 1970, UTC.
 * @param lon - degrees. @param lat - degrees. @param height - m above sea level.
 * @returns rad; altitude without refraction.
 * Accuracy: 0.001° against the example of NREL/TP-560-34302 (test). Source: astronomy-engine (VSOP87, ± 1 arc minute).
 */
export function sunAt(instantMs: number, lon: number, lat: number, height = 0): SkyPlace {
  return placeOf(Body.Sun, instantMs, lon, lat, height);
}

/**
 * Gives where the moon stands and how much of its disc is lit.
 *
 * @param instantMs - ms since 1970, UTC. @param lon - degrees. @param lat - degrees.
 * @returns rad; `lit` 0 new, 1 full.
 */
export function moonAt(instantMs: number, lon: number, lat: number): SkyPlace & { readonly lit: number } {
  const { azimuth, altitude } = placeOf(Body.Moon, instantMs, lon, lat, 0);
  return { azimuth, altitude, lit: Illumination(Body.Moon, new Date(instantMs)).phase_fraction };
}

function placeOf(body: Body, instantMs: number, lon: number, lat: number, height: number): SkyPlace {
  const date = new Date(instantMs);
  const observer = new Observer(lat, lon, height);
  const { ra, dec } = Equator(body, date, observer, true, true);
  const { azimuth, altitude } = Horizon(date, observer, ra, dec);
  return { azimuth: azimuth * RADIAN, altitude: altitude * RADIAN };
}

/** Depths of the sun's middle below the horizon at the ends of the twilights, degrees. */
export const TWILIGHT_DEPTHS = { civil: 6, nautical: 12, astronomical: 18 } as const;
export type Twilight = keyof typeof TWILIGHT_DEPTHS;

/** The next crossing of each kind, ms since 1970; null: none within a day, as in polar summers. */
export interface SunTimes {
  readonly sunrise: number | null;
  readonly sunset: number | null;
  readonly dawn: Readonly<Record<Twilight, number | null>>;
  readonly dusk: Readonly<Record<Twilight, number | null>>;
}

/**
 * Gives when the sun rises and sets and when the twilights begin and end, within a day after an instant.
 *
 * Sunrise and sunset: upper limb on a level horizon with 34′ of refraction.
 * Accuracy: 1.5 s against the whole seconds of the example of NREL/TP-560-34302 (test).
 */
export function sunTimes(afterMs: number, lon: number, lat: number): SunTimes {
  const after = new Date(afterMs);
  const observer = new Observer(lat, lon, 0);
  const edge = (direction: 1 | -1): number | null =>
    SearchRiseSet(Body.Sun, observer, direction, after, WITHIN_DAYS)?.date.getTime() ?? null;
  const crossings = (direction: 1 | -1): Record<Twilight, number | null> => {
    const at = (kind: Twilight): number | null =>
      SearchAltitude(
        Body.Sun,
        observer,
        direction,
        after,
        WITHIN_DAYS,
        -TWILIGHT_DEPTHS[kind],
      )?.date.getTime() ?? null;
    return { civil: at('civil'), nautical: at('nautical'), astronomical: at('astronomical') };
  };
  return { sunrise: edge(1), sunset: edge(-1), dawn: crossings(1), dusk: crossings(-1) };
}
