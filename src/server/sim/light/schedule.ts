import { illuminanceOf, LAMP_LUX, lampsWanted } from '#base/environment/daylight.ts';
import { sunAt } from '#base/environment/sun.ts';
import type { CityHours } from '../city-hours.ts';
import type { Circuit } from './circuits.ts';

/** Level of light by the hour: from 23 to 5 less, %. */
const NIGHT_LEVEL = { main: 70, other: 60 } as const;
const LATE_HOUR = 23;
const EARLY_HOUR = 5;

/** The sky that all circuits see at an instant. */
export interface LampSky {
  /** lx */
  readonly illuminance: number;
  readonly rising: boolean;
}

/** @param lon - degrees. @param lat - degrees. */
export function lampSky(t: number, lon: number, lat: number): LampSky {
  const { altitude } = sunAt(t, lon, lat);
  return { illuminance: illuminanceOf(altitude), rising: sunAt(t + 30_000, lon, lat).altitude > altitude };
}

/**
 * Gives the level that a circuit's schedule wants, 0 to 100.
 *
 * On below 30 lx (main roads) or 20 lx, off again above one and a half times that: the sun is on its way up or down, so
 * that the state of before is known without having been there.
 */
export function scheduledLevel(circuit: Circuit, sky: LampSky, t: number, hours: CityHours): number {
  const threshold = (circuit.main ? LAMP_LUX.main : LAMP_LUX.other) * circuit.bias;
  if (!lampsWanted(sky.illuminance, sky.rising, threshold)) return 0;
  const hour = hours.hour(t + circuit.lateMs);
  if (hour < LATE_HOUR && hour >= EARLY_HOUR) return 100;
  return circuit.main ? NIGHT_LEVEL.main : NIGHT_LEVEL.other;
}
