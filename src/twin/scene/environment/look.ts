/** How an environment looks: plain numbers for sky, haze, surfaces, ground, water and windows. */
import type { Environment } from '#base/environment/environment.ts';
import { type WindowShares, windowShares } from './window-hours.ts';

export type Rgb = readonly [number, number, number];

/** Light is linear; colours of sky and haze are sRGB as they are drawn, 0 to 1. */
export interface Look {
  /** Light of the sun on a surface that faces it. */
  readonly sunLight: Rgb;
  /** Light of the sky on what faces up, and what comes from the ground on what faces down. */
  readonly skyLight: Rgb;
  readonly groundLight: Rgb;
  /** Walls whose back is to the sun look at sunlit ones. */
  readonly bounceLight: Rgb;
  /** What the ground map is multiplied by, against the pleasant afternoon; linear. */
  readonly groundTone: Rgb;
  /** 0: the ground map as it is; 1: the palette of the night. */
  readonly nightGround: number;
  /** How steeply slopes are modelled by the sun. */
  readonly relief: number;
  readonly zenith: Rgb;
  readonly horizon: Rgb;
  /** Around the sun, low in the sky. */
  readonly glow: Rgb;
  readonly haze: Rgb;
  /** 0: the engine's sky, 1: ours. */
  readonly ownSky: number;
  readonly stars: number;
  /** How much artificial light shows against the day's, 0 to 1. */
  readonly lamps: number;
  readonly windows: WindowShares;
  /** m; distance at which 2 % of the contrast is left. */
  readonly visibility: number;
}

interface Key {
  readonly sun: Rgb;
  readonly sky: Rgb;
  readonly ground: Rgb;
  readonly bounce: Rgb;
  readonly zenith: Rgb;
  readonly horizon: Rgb;
  readonly glow: Rgb;
  readonly haze: Rgb;
  /** own sky, night ground, stars, lamps, relief */
  readonly rest: readonly [number, number, number, number, number];
}

function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

const key = (
  [sun, sky, ground, bounce]: readonly [Rgb, Rgb, Rgb, Rgb],
  [zenith, horizon, glow, haze]: readonly [string, string, string, string],
  rest: Key['rest'],
): Key => ({
  sun,
  sky,
  ground,
  bounce,
  zenith: rgb(zenith),
  horizon: rgb(horizon),
  glow: rgb(glow),
  haze: rgb(haze),
  rest,
});

const DAY = key(
  [
    [1.02, 0.92, 0.75],
    [0.47, 0.52, 0.6],
    [0.45, 0.41, 0.355],
    [0.15, 0.125, 0.09],
  ],
  ['#5b8fc9', '#cfdce4', '#cfdce4', '#cfdce4'],
  [0, 0, 0, 0, 0.56],
);

/** By the sun's altitude, degrees; between them it goes straight. */
const KEYS: readonly (readonly [altitudeDeg: number, key: Key])[] = [
  [
    -15,
    key(
      [
        [0, 0, 0],
        [0.036, 0.05, 0.076],
        [0.028, 0.037, 0.053],
        [0, 0, 0],
      ],
      ['#0a1220', '#232d3b', '#232d3b', '#1b2531'],
      [1, 1, 1, 1, 0],
    ),
  ],
  [
    -9,
    key(
      [
        [0, 0, 0],
        [0.045, 0.064, 0.108],
        [0.03, 0.039, 0.062],
        [0, 0, 0],
      ],
      ['#101d38', '#2e3f60', '#4d4a62', '#233047'],
      [1, 1, 0.45, 1, 0],
    ),
  ],
  [
    -6,
    key(
      [
        [0, 0, 0],
        [0.088, 0.12, 0.205],
        [0.052, 0.062, 0.098],
        [0, 0, 0],
      ],
      ['#1b335e', '#4e6492', '#a8787a', '#41547a'],
      [1, 0.8, 0.08, 1, 0.1],
    ),
  ],
  [
    -3,
    key(
      [
        [0, 0, 0],
        [0.165, 0.195, 0.3],
        [0.1, 0.1, 0.135],
        [0.02, 0.012, 0.01],
      ],
      ['#3a5b92', '#93a0bd', '#e59a72', '#7c88a6'],
      [1, 0.35, 0, 0.9, 0.2],
    ),
  ],
  [
    0.5,
    key(
      [
        [0.62, 0.27, 0.1],
        [0.27, 0.29, 0.38],
        [0.21, 0.18, 0.18],
        [0.08, 0.05, 0.03],
      ],
      ['#5d82b8', '#cdb9b6', '#ffb173', '#b7aab0'],
      [1, 0.08, 0, 0.55, 0.5],
    ),
  ],
  [
    5,
    key(
      [
        [1.24, 0.76, 0.37],
        [0.315, 0.355, 0.45],
        [0.3, 0.265, 0.24],
        [0.15, 0.1, 0.06],
      ],
      ['#6b99cb', '#dccfbf', '#ffd79e', '#d8c7b4'],
      [1, 0, 0, 0.22, 0.7],
    ),
  ],
  [
    14,
    key(
      [
        [1.06, 0.84, 0.6],
        [0.42, 0.47, 0.56],
        [0.4, 0.36, 0.315],
        [0.15, 0.12, 0.085],
      ],
      ['#6796c9', '#d3dbe0', '#e9dcc6', '#d2d9dc'],
      [0.5, 0, 0, 0, 0.62],
    ),
  ],
  [26, DAY],
  [90, DAY],
];

const DEGREE = 180 / Math.PI;
const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
const mixRgb = (a: Rgb, b: Rgb, t: number): Rgb => [
  mix(a[0], b[0], t),
  mix(a[1], b[1], t),
  mix(a[2], b[2], t),
];

function keyAt(altitudeDeg: number): Key {
  const [first] = KEYS;
  if (altitudeDeg <= first![0]) return first![1];
  for (let at = 1; at < KEYS.length; at++) {
    const [upper, to] = KEYS[at]!;
    if (altitudeDeg > upper) continue;
    const [lower, from] = KEYS[at - 1]!;
    const t = (altitudeDeg - lower) / (upper - lower);
    return {
      sun: mixRgb(from.sun, to.sun, t),
      sky: mixRgb(from.sky, to.sky, t),
      ground: mixRgb(from.ground, to.ground, t),
      bounce: mixRgb(from.bounce, to.bounce, t),
      zenith: mixRgb(from.zenith, to.zenith, t),
      horizon: mixRgb(from.horizon, to.horizon, t),
      glow: mixRgb(from.glow, to.glow, t),
      haze: mixRgb(from.haze, to.haze, t),
      rest: from.rest.map((value, index) => mix(value, to.rest[index]!, t)) as unknown as Key['rest'],
    };
  }
  return DAY;
}

/** Light on level ground under a key, the sun at its altitude. */
const onGround = ({ sky, sun }: Key, altitude: number): Rgb => {
  const sine = Math.max(0, Math.sin(altitude));
  return [sky[0] + sun[0] * sine, sky[1] + sun[1] * sine, sky[2] + sun[2] * sine];
};
const PLEASANT_ALTITUDE = 42 / DEGREE;
/** Eyes and cameras follow the light: a high sun does not bleach the map, a low one does not drown it. */
const ADAPTATION = 0.62;

/** Gives how an environment is drawn. */
export function lookOf(environment: Environment): Look {
  const { altitude } = environment.sun;
  const now = keyAt(altitude * DEGREE);
  const [ownSky, nightGround, stars, lamps, relief] = now.rest;
  const pleasant = onGround(DAY, PLEASANT_ALTITUDE);
  const tone = onGround(now, altitude).map((light, index) => (light / pleasant[index]!) ** ADAPTATION);
  return {
    sunLight: now.sun,
    skyLight: now.sky,
    groundLight: now.ground,
    bounceLight: now.bounce,
    groundTone: tone.map((share) => Math.min(1.06, share)) as unknown as Rgb,
    nightGround,
    relief,
    zenith: now.zenith,
    horizon: now.horizon,
    glow: now.glow,
    haze: now.haze,
    ownSky,
    stars,
    lamps,
    windows: windowShares(environment.hour, lamps),
    visibility: environment.visibility,
  };
}
