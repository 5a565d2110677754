/** What each step of quality costs and gives. */

export const STEPS = ['low', 'medium', 'high'] as const;
export type Step = (typeof STEPS)[number];

export interface StepSettings {
  /** Pixels drawn by CSS pixel, at the most. */
  readonly pixelRatio: number;
  /** px along the longer side, and in all. */
  readonly longestSide: number;
  readonly mostPixels: number;
  /** Tilesets' and globe's screen-space errors, times what they are set to. */
  readonly errorFactor: number;
  /** Samples a pixel; 1: edges are smoothed afterwards instead. */
  readonly samples: 1 | 2 | 4;
  readonly haze: boolean;
  /** Kept of tiles that are out of sight, bytes a tileset. */
  readonly cacheBytes: number;
}

const MIB = 1024 * 1024;

export const STEP_SETTINGS: Readonly<Record<Step, StepSettings>> = {
  low: {
    pixelRatio: 0.75,
    longestSide: 2560,
    mostPixels: 2_100_000,
    errorFactor: 2.5,
    samples: 1,
    haze: false,
    cacheBytes: 96 * MIB,
  },
  medium: {
    pixelRatio: 1,
    longestSide: 5000,
    mostPixels: 8_300_000,
    errorFactor: 1.5,
    samples: 1,
    haze: true,
    cacheBytes: 160 * MIB,
  },
  high: {
    pixelRatio: 2,
    longestSide: 5000,
    mostPixels: 16_600_000,
    errorFactor: 1,
    samples: 4,
    haze: true,
    cacheBytes: 256 * MIB,
  },
};

/** The first picture: whole as soon as can be. */
export const FIRST_SETTINGS: StepSettings = {
  pixelRatio: 0.5,
  longestSide: 1280,
  mostPixels: 520_000,
  errorFactor: 1.5,
  samples: 1,
  haze: false,
  cacheBytes: 160 * MIB,
};

/**
 * Gives how many pixels are drawn by CSS pixel: as many as the screen has, unless the step or the graphics forbid it.
 * The picture is then drawn smaller and scaled up by the browser.
 *
 * @param deviceRatio - the screen's pixels by CSS pixel.
 * @param gpuSide - longest side that the graphics can draw, px.
 */
export function pixelScale(
  width: number,
  height: number,
  deviceRatio: number,
  gpuSide: number,
  { pixelRatio, longestSide, mostPixels }: Pick<StepSettings, 'pixelRatio' | 'longestSide' | 'mostPixels'>,
): number {
  const wanted = pixelRatio < 1 ? pixelRatio * Math.min(1, deviceRatio) : Math.min(pixelRatio, deviceRatio);
  const [w, h] = [Math.max(1, width), Math.max(1, height)];
  const bySide = Math.min(longestSide, gpuSide) / Math.max(w, h);
  const byArea = Math.sqrt(mostPixels / (w * h));
  return Math.min(wanted, bySide, byArea);
}
