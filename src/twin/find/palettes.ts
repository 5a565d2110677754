/** Colours for classes: told apart by lightness alone, so that no kind of colour blindness takes them away. */
import type { Colouring } from '#base/state/twin-state.ts';
import type { Use } from '#city/use.ts';

type Named = Exclude<Colouring['palette'], 'auto'>;

/** Stops at equal distances, from low to high. */
const RAMPS: Readonly<Record<Named | 'height' | 'year', readonly string[]>> = {
  viridis: [
    '#440154',
    '#482878',
    '#3e4989',
    '#31688e',
    '#26828e',
    '#1f9e89',
    '#35b779',
    '#6ece58',
    '#b5de2b',
    '#fde725',
  ],
  cividis: [
    '#00224e',
    '#123570',
    '#3b496c',
    '#575d6d',
    '#707173',
    '#8a8678',
    '#a59c74',
    '#c3b369',
    '#e1cc55',
    '#fee838',
  ],
  magma: [
    '#000004',
    '#180f3d',
    '#440f76',
    '#721f81',
    '#9e2f7f',
    '#cd4071',
    '#f1605d',
    '#fd9668',
    '#feca8d',
    '#fcfdbf',
  ],
  height: ['#f3ecd2', '#d8dcb4', '#a6c6a9', '#6ba9a3', '#3d8699', '#2a6186', '#253b66', '#1c1c40'],
  year: ['#3b2a4f', '#5d3f63', '#8a566b', '#b6706a', '#d99168', '#efb972', '#f8e3a0'],
};

/** Uses by family: neighbours in kind are neighbours in hue and differ in lightness. */
export const USE_COLOURS: Readonly<Record<Use, string>> = {
  unknown: '#c9c9c6',
  residential: '#e8c468',
  house: '#f5e2a8',
  office: '#2f6f9f',
  retail: '#d1603d',
  hotel: '#8a3f6b',
  industrial: '#7a6a8f',
  warehouse: '#b3a4c4',
  school: '#58b09c',
  hospital: '#d78fb5',
  civic: '#1f5f5b',
  religious: '#5b4636',
  transport: '#4b5563',
  parking: '#94a3b0',
  garage: '#b8c2c9',
  shed: '#ddd6c8',
  sport: '#8fbf5a',
  utility: '#9c8a5c',
};

export const UNKNOWN_COLOUR = '#c9c9c6';
export const GIVEN_COLOUR = '#3d8699';
export const ESTIMATED_COLOUR = '#efb972';

/** Splits `#rrggbb` into bytes. */
export function bytesOf(colour: string): [number, number, number] {
  const packed = Number.parseInt(colour.slice(1), 16);
  return [packed >> 16, (packed >> 8) & 255, packed & 255];
}

/**
 * Gives colours at equal distances on a ramp.
 *
 * @returns `#rrggbb`, `count` of them, low first.
 */
export function rampColours(name: keyof typeof RAMPS, count: number): string[] {
  const stops = RAMPS[name].map(bytesOf);
  return Array.from({ length: count }, (_, at) => {
    const place = count === 1 ? (stops.length - 1) / 2 : (at / (count - 1)) * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(place));
    const [low, high] = [stops[below]!, stops[below + 1]!];
    const mixed = low.map((byte, channel) => Math.round(byte + (high[channel]! - byte) * (place - below)));
    return `#${mixed.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  });
}
