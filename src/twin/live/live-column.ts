import { UNTOLD } from '#base/live/live-columns.ts';

/** A column of a live table: the newest value of every row, and when each was observed. */
export interface LiveColumnData {
  readonly values: Uint8Array | Float32Array;
  /** ms since 1970 of the city's time; 0: never. */
  readonly stamps: Float64Array;
}

/** Makes a column of which nothing is told. */
export function createColumn(type: 'u8' | 'f32', count: number): LiveColumnData {
  return {
    values: type === 'u8' ? new Uint8Array(count).fill(UNTOLD) : new Float32Array(count).fill(Number.NaN),
    stamps: new Float64Array(count),
  };
}

/**
 * Puts a value in place unless a newer one is there.
 *
 * Of two values of the same time the greater one wins, so that the order in which messages come does not matter.
 */
export function putValue({ values, stamps }: LiveColumnData, row: number, t: number, value: number): void {
  const before = stamps[row]!;
  if (t < before || (t === before && !(value > values[row]!))) return;
  stamps[row] = t;
  values[row] = value;
}

/** As `putValue` for many rows of one time: `values` of gids, those outside the block and those untold are left out. */
export function putValues(
  column: LiveColumnData,
  start: number,
  gids: Uint32Array,
  t: number | Float64Array,
  values: Uint8Array | Float32Array,
): void {
  const { values: kept, stamps } = column;
  const count = stamps.length;
  const bytes = kept instanceof Uint8Array;
  const same = typeof t === 'number' ? t : 0;
  const times = typeof t === 'number' ? null : t;
  for (let at = 0; at < gids.length; at++) {
    const row = gids[at]! - start;
    if (row < 0 || row >= count) continue;
    const value = values[at]!;
    if (bytes ? value === UNTOLD : Number.isNaN(value)) continue;
    const when = times ? times[at]! : same;
    const before = stamps[row]!;
    if (when < before || (when === before && !(value > kept[row]!))) continue;
    stamps[row] = when;
    kept[row] = value;
  }
}
