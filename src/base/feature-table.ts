/**
 * Attribute tables of a city folder: `features/<theme>/<chunk>.json`, columnar, 4,096 rows a chunk by gid.
 *
 * Row r of chunk c belongs to the gid `start of the theme's block + c × 4,096 + r`; a retired gid has null in every
 * column.
 */
export const ROWS_A_CHUNK = 4_096;

export interface BuildingTable {
  /** Gid of the first row. */
  start: number;
  count: number;
  columns: {
    id: (string | null)[];
    name: (string | null)[];
    use: (string | null)[];
    /** Top above ground, m. */
    height: (number | null)[];
    /** `height`, `levels`, `roof`, `parts`, `surfaces`, or `rule` when estimated. */
    heightFrom: (string | null)[];
    /** 0 unknown. */
    storeys: (number | null)[];
    /** Years; 0 unknown. */
    built: (number | null)[];
    demolished: (number | null)[];
    /** Middle of the footprint, degrees. */
    lon: (number | null)[];
    lat: (number | null)[];
    attributes: (Record<string, string | number | boolean> | null)[];
  };
}

/** Gives the chunk and the row that hold a gid of a theme whose block starts at `start`. */
export function chunkOfGid(gid: number, start: number): { chunk: number; row: number } {
  const at = gid - start;
  return { chunk: Math.floor(at / ROWS_A_CHUNK), row: at % ROWS_A_CHUNK };
}
