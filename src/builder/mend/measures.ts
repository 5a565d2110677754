/** Reads lengths, counts and angles as people write them. */

const FOOT = 0.3048;
const INCH = 0.0254;

const FEET =
  /^~?\s*(\d+(?:[.,]\d+)?)\s*(?:'|′|’|ft\.?|feet|foot)\s*(?:(\d+(?:[.,]\d+)?)\s*(?:"|″|”|''|in\.?|inch(?:es)?)?)?$/iu;
const METRES =
  /^~?\s*([+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?)\s*(m|metres?|meters?|mtrs?|米|公尺|cm|mm|km)?\.?$/iu;
const SCALE: Readonly<Record<string, number>> = { cm: 0.01, mm: 0.001, km: 1000 };

/**
 * Reads a length: `12`, `"12.5"`, `"12,5 m"`, `"1.2e1"`, `"12 ft"`, `"12'6\""`, `"39.4 feet"`, `"12 米"`; of several
 * (`"12;15"`) the first.
 *
 * @returns metres, or NaN when it is not a length.
 */
export function parseLength(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return Number.NaN;
  const plain = Number(value);
  if (!Number.isNaN(plain) && value.trim() !== '') return plain;
  const text = (value.includes(';') ? value.slice(0, value.indexOf(';')) : value).trim();
  const metric = METRES.exec(text);
  if (metric) return Number(metric[1]!.replace(',', '.')) * (SCALE[metric[2]?.toLowerCase() ?? ''] ?? 1);
  const feet = FEET.exec(text);
  if (!feet) return Number.NaN;
  return Number(feet[1]!.replace(',', '.')) * FOOT + Number((feet[2] ?? '0').replace(',', '.')) * INCH;
}

const COUNT = /^~?\s*([+-]?\d+(?:[.,]\d+)?)\s*(?:层|階|階建|f|fl|floors?|levels?|stor(?:e?y|e?ys|ies))?$/iu;

/** Reads a count (`5`, `"5"`, `"5.5"`, `"5层"`); of several (`"5;6"`) the first. NaN when it is none. */
export function parseCount(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return Number.NaN;
  const text = value.includes(';') ? value.slice(0, value.indexOf(';')) : value;
  const match = COUNT.exec(text.trim());
  return match ? Number(match[1]!.replace(',', '.')) : Number.NaN;
}

const WINDS = [
  'n',
  'nne',
  'ne',
  'ene',
  'e',
  'ese',
  'se',
  'sse',
  's',
  'ssw',
  'sw',
  'wsw',
  'w',
  'wnw',
  'nw',
  'nnw',
];
const WORDS: Readonly<Record<string, string>> = { north: 'n', east: 'e', south: 's', west: 'w' };

/** Reads an azimuth (`90`, `"90°"`, `"NNE"`, `"south"`): degrees from north clockwise, 0 ≤ d < 360, or null. */
export function parseDirectionDeg(value: string | number | boolean | null | undefined): number | null {
  if (value === undefined || value === null || value === '') return null;
  const text = String(value).trim().toLowerCase();
  const wind = WINDS.indexOf(WORDS[text] ?? text);
  if (wind >= 0) return wind * 22.5;
  const degrees = Number(text.replace(/°|deg(rees)?$/u, ''));
  return Number.isFinite(degrees) ? ((degrees % 360) + 360) % 360 : null;
}

/** Tells whether a flag is set: true, 1, "yes", "viaduct" … anything but no, false, 0 and nothing. */
export function isSet(value: string | number | boolean | null | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return false;
  return !/^(?:no|false|0|none|f|n|否)$/iu.test(String(value));
}
