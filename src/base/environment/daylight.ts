/** How light it is: from the sun's altitude to lux, to a share of day, to lamps that are wanted. */

/**
 * Light of a clear sky and its sun on level ground by the sun's altitude: degrees, lx.
 *
 * Source: the usual table of twilight illuminances (Explanatory Supplement to the Astronomical Almanac; Recommended
 * Light Levels of the IES for daylight), rounded; between them the logarithm is linear.
 */
const CLEAR_SKY: readonly (readonly [altitudeDeg: number, lux: number])[] = [
  [-18, 0.0008],
  [-12, 0.008],
  [-8, 0.4],
  [-6, 3.4],
  [-5, 10],
  [-4, 20],
  [-3, 50],
  [-0.8333, 400],
  [0, 700],
  [5, 4_500],
  [10, 10_000],
  [20, 27_000],
  [40, 68_000],
  [60, 96_000],
  [90, 120_000],
];
/** Starlight and airglow, lx; a city's own sky glow is not the sky's. */
const STARLIGHT = 0.0006;
/** A full moon at the zenith, lx. */
const MOONLIGHT = 0.27;
/** What a wholly covered sky lets through. */
const OVERCAST_SHARE = 0.14;

const DEGREE = 180 / Math.PI;

/**
 * Gives the light on level ground.
 *
 * @param sunAltitude - rad. @param cloud - share of the sky that is covered, 0 to 1.
 * @returns lx.
 */
export function illuminanceOf(
  sunAltitude: number,
  cloud = 0,
  moon: { readonly altitude: number; readonly lit: number } = { altitude: -1, lit: 0 },
): number {
  // A half moon gives about a ninth of the full one.
  const moonlight = MOONLIGHT * Math.max(0, Math.sin(moon.altitude)) * moon.lit ** 3;
  const covered = 1 - (1 - OVERCAST_SHARE) * Math.min(1, Math.max(0, cloud)) ** 2;
  return (clearSky(sunAltitude * DEGREE) + moonlight + STARLIGHT) * covered;
}

function clearSky(altitudeDeg: number): number {
  const [lowest] = CLEAR_SKY;
  if (altitudeDeg <= lowest![0]) return 0;
  for (let at = 1; at < CLEAR_SKY.length; at++) {
    const [upper, bright] = CLEAR_SKY[at]!;
    if (altitudeDeg > upper) continue;
    const [lower, dim] = CLEAR_SKY[at - 1]!;
    return dim * (bright / dim) ** ((altitudeDeg - lower) / (upper - lower));
  }
  return CLEAR_SKY.at(-1)![1];
}

/** lx where eyes and pictures count as wholly adapted to the night, and to the day. */
const NIGHT_LUX = 0.8;
const DAY_LUX = 8_000;

/** Gives how much it is day for the eye: 0 night, 1 day, by the logarithm of the light. */
export function daylightOf(illuminance: number): number {
  const share = Math.log(illuminance / NIGHT_LUX) / Math.log(DAY_LUX / NIGHT_LUX);
  return Math.min(1, Math.max(0, share));
}

/** Light at which street lamps are switched on, lx: main roads, others (CJJ 45). */
export const LAMP_LUX = { main: 30, other: 20 } as const;
/** Switched off only when there is this much more light: a cloud does not make lamps blink. */
const LAMP_HYSTERESIS = 1.5;

/**
 * Tells whether lamps should be lit.
 *
 * @param illuminance - lx. @param lit - whether they are.
 * @param threshold - lx below which they are switched on, see `LAMP_LUX`.
 */
export function lampsWanted(illuminance: number, lit: boolean, threshold: number = LAMP_LUX.main): boolean {
  return illuminance < (lit ? threshold * LAMP_HYSTERESIS : threshold);
}
