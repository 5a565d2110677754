import type { Theme } from '#base/gid.ts';
import { columnsOf } from '#base/live/batch.ts';
import { encodeBatch } from '#base/live/encode.ts';

const MOST_IN_BATCH = 8_192;

/** Rows of one batch in the making. */
export interface BatchList {
  add(gid: number, ...values: number[]): void;
  /** Gives the batches, each of at most 8,192 rows, and is empty again. */
  take(t: number, ttl: number): Uint8Array[];
}

/**
 * Gathers states for batches of a theme.
 *
 * @param names - columns, in the order in which `add` takes their values.
 */
export function createBatchList(theme: Theme, ledger: string, names: readonly string[]): BatchList {
  const types = names.map((name) => columnsOf(theme)[name]!.type);
  let gids: number[] = [];
  let values: number[][] = names.map(() => []);
  let seq = 0;
  return {
    add(gid, ...row) {
      gids.push(gid);
      for (let i = 0; i < row.length; i++) values[i]!.push(row[i]!);
    },
    take(t, ttl) {
      const batches: Uint8Array[] = [];
      for (let from = 0; from < gids.length; from += MOST_IN_BATCH) {
        const part = <T>(list: T[]): T[] => list.slice(from, from + MOST_IN_BATCH);
        const columns = Object.fromEntries(
          names.map((name, i) => [
            name,
            types[i] === 'u8' ? Uint8Array.from(part(values[i]!)) : Float32Array.from(part(values[i]!)),
          ]),
        );
        batches.push(
          encodeBatch({ t, ledger, theme, gid: Uint32Array.from(part(gids)), seq: seq++, ttl, columns }),
        );
      }
      gids = [];
      values = names.map(() => []);
      return batches;
    },
  };
}
