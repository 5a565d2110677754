/** The order in which new features get their gids: along a Morton curve, so that neighbours' gids are neighbours. */
import type { BuildingStore, Extent } from '#city/building-store.ts';

/**
 * Sorts rows of a store by the Morton code of their centres within an extent (16 bits an axis), ties by id.
 *
 * @returns a new array with the same rows.
 */
export function mortonOrder(store: BuildingStore, rows: Uint32Array, extent: Extent): Uint32Array {
  return mortonOrderOf(
    rows,
    extent,
    (row, out) => {
      const [w, s, e, n] = store.extent(row);
      out[0] = (w + e) / 2;
      out[1] = (s + n) / 2;
    },
    (row) => store.id(row),
  );
}

/**
 * Sorts rows by the Morton code of their places within an extent (16 bits an axis), ties by id.
 *
 * @param place - writes longitude and latitude of a row.
 * @returns a new array with the same rows.
 */
export function mortonOrderOf(
  rows: Uint32Array,
  extent: Extent,
  place: (row: number, out: Float64Array) => void,
  id: (row: number) => string,
): Uint32Array {
  const codes = new Float64Array(rows.length);
  const [west, south, east, north] = extent;
  const toX = 65_535 / Math.max(1e-9, east - west);
  const toY = 65_535 / Math.max(1e-9, north - south);
  const at = new Float64Array(2);
  rows.forEach((row, k) => {
    place(row, at);
    codes[k] = spread((at[0]! - west) * toX) + spread((at[1]! - south) * toY) * 2;
  });
  const order = Uint32Array.from(rows, (_, k) => k);
  order.sort((a, b) => {
    const difference = codes[a]! - codes[b]!;
    if (difference !== 0) return difference;
    const x = id(rows[a]!);
    const y = id(rows[b]!);
    return x < y ? -1 : x > y ? 1 : 0;
  });
  return Uint32Array.from(order, (k) => rows[k]!);
}

/** Spreads 16 bits to every other bit of 32. */
function spread(value: number): number {
  let x = Math.min(65_535, Math.max(0, Math.floor(value)));
  x = (x | (x << 8)) & 0x00ff_00ff;
  x = (x | (x << 4)) & 0x0f0f_0f0f;
  x = (x | (x << 2)) & 0x3333_3333;
  x = (x | (x << 1)) & 0x5555_5555;
  return x >>> 0;
}
