/** The one value that sky, shaders, lamps, panels and simulations read: light and weather of a place at an instant. */
import { daylightOf, illuminanceOf } from './daylight.ts';
import { localHour } from './local-time.ts';
import { moonAt, type SkyPlace, sunAt } from './sun.ts';

export interface Environment {
  /** ms since 1970, UTC; null: no instant, the hour that shows the city well. */
  readonly instantMs: number | null;
  /** On the city's clocks, 0 to below 24. */
  readonly hour: number;
  /** rad; the altitude without refraction. */
  readonly sun: SkyPlace;
  readonly moon: SkyPlace & { readonly lit: number };
  /** On level ground, lx. */
  readonly illuminance: number;
  /** 0 night, 1 day, as eyes see it. */
  readonly daylight: number;
  /** Share of the sky, 0 to 1. */
  readonly cloud: number;
  /** Distance at which 2 % of the contrast is left, m. */
  readonly visibility: number;
  /** mm/h */
  readonly rain: number;
  /** mm/h of water */
  readonly snow: number;
  /** 0 to 1 */
  readonly fog: number;
  /** m/s; where it comes from, rad from north clockwise. */
  readonly wind: { readonly speed: number; readonly from: number };
  /** Of the ground, 0 dry, 1 a film of water. */
  readonly wetness: number;
  /** m */
  readonly snowDepth: number;
  /** °C */
  readonly temperature: number;
  /** 0 bare, 1 full leaf. */
  readonly foliage: number;
  /** 0 to 1, light of a flash. */
  readonly lightning: number;
}

/** Neutral weather: clear, dry, still. */
const FAIR = {
  cloud: 0,
  visibility: 58_000,
  rain: 0,
  snow: 0,
  fog: 0,
  wind: { speed: 0, from: 0 },
  wetness: 0,
  snowDepth: 0,
  temperature: 20,
  foliage: 1,
  lightning: 0,
} as const;

const RADIAN = Math.PI / 180;

/** The picture without a clock: an afternoon whose sun is low enough to model façades. */
export const PLEASANT: Environment = {
  ...FAIR,
  instantMs: null,
  hour: 15,
  sun: { azimuth: 222 * RADIAN, altitude: 42 * RADIAN },
  moon: { azimuth: 0, altitude: -Math.PI / 4, lit: 0 },
  illuminance: 72_000,
  daylight: 1,
};

/**
 * Gives light and weather of a place at an instant. Pure: the same instant gives the same value.
 *
 * @param instantMs - ms since 1970, UTC. @param lon - degrees. @param lat - degrees.
 * @param timeZone - IANA name, or null for that of the longitude.
 */
export function environmentAt(
  instantMs: number,
  lon: number,
  lat: number,
  timeZone: string | null = null,
): Environment {
  const sun = sunAt(instantMs, lon, lat);
  const moon = moonAt(instantMs, lon, lat);
  const illuminance = illuminanceOf(sun.altitude, FAIR.cloud, moon);
  return {
    ...FAIR,
    instantMs,
    hour: localHour(instantMs, timeZone, lon),
    sun,
    moon,
    illuminance,
    daylight: daylightOf(illuminance),
  };
}
