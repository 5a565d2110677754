import type { GidBlock, Theme } from '#base/gid.ts';
import { columnsOf } from '#base/live/batch.ts';
import { UNTOLD } from '#base/live/live-columns.ts';
import type { LiveSnapshotTable } from '#base/live/wire.ts';

type Column = Uint8Array | Float32Array;

/** States of some things at a time; columns by name, as long as the gids. */
export interface States {
  readonly t: number;
  /** City seconds until the next ones are due, if they tell. */
  readonly ttl?: number | undefined;
  readonly gid: ArrayLike<number>;
  readonly columns: Readonly<Record<string, ArrayLike<number>>>;
}

/** The last state of a theme's things, by gid. */
export interface StateTable {
  /** Takes a batch; of every thing only what is not older than what is known. */
  take(batch: States): { taken: number; older: number; unknown: number };
  /** Rows of all that was ever told of, arrays of their own. */
  rows(): LiveSnapshotTable;
}

/** Creates an empty one for the gids that a city has given. */
export function createStateTable(theme: Theme, { start, size }: GidBlock): StateTable {
  const observedAt = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const due = new Float32Array(size);
  const columns = new Map<string, Column>();
  const known = columnsOf(theme);
  let told = 0;

  const columnOf = (name: string): Column => {
    let column = columns.get(name);
    if (!column) {
      column =
        known[name]!.type === 'u8' ? new Uint8Array(size).fill(UNTOLD) : new Float32Array(size).fill(NaN);
      columns.set(name, column);
    }
    return column;
  };
  return {
    take({ t, ttl = 0, gid, columns: values }) {
      const pairs = Object.entries(values).map(([name, from]) => [columnOf(name), from] as const);
      let taken = 0;
      let older = 0;
      for (let i = 0; i < gid.length; i++) {
        const row = gid[i]! - start;
        if (row < 0 || row >= size) continue;
        if (t < observedAt[row]!) {
          older++;
          continue;
        }
        if (observedAt[row] === Number.NEGATIVE_INFINITY) told++;
        observedAt[row] = t;
        due[row] = ttl;
        for (const [to, from] of pairs) {
          const value = from[i]!;
          const untold = to instanceof Uint8Array ? value === UNTOLD : Number.isNaN(value);
          if (!untold) to[row] = value;
        }
        taken++;
      }
      return { taken, older, unknown: gid.length - taken - older };
    },
    rows() {
      const gid = new Uint32Array(told);
      const at = new Float64Array(told);
      const ttl = new Float32Array(told);
      let count = 0;
      for (let row = 0; row < size; row++) {
        if (observedAt[row] === Number.NEGATIVE_INFINITY) continue;
        gid[count] = start + row;
        ttl[count] = due[row]!;
        at[count++] = observedAt[row]!;
      }
      const picked: Record<string, Column> = {};
      for (const [name, from] of columns) {
        const to = from instanceof Uint8Array ? new Uint8Array(told) : new Float32Array(told);
        for (let i = 0; i < told; i++) to[i] = from[gid[i]! - start]!;
        picked[name] = to;
      }
      return { gid, observedAt: at, ttl, columns: picked };
    },
  };
}
