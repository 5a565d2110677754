/** What filters, histograms and colours go by, of every building of a city, as typed columns by gid. */
import type { BuildingTable } from '#base/feature-table.ts';
import { USES } from '#city/use.ts';

export interface AttributeColumns {
  /** Gid of row 0. */
  readonly start: number;
  readonly count: number;
  /** Index in `USES`; `HOLE` where no building has the gid. */
  readonly use: Uint8Array;
  /** m above ground; NaN unknown. */
  readonly height: Float32Array;
  /** 0 unknown. */
  readonly year: Int16Array;
  /** 0 unknown. */
  readonly storeys: Uint16Array;
  /** 1: the height is an estimate. */
  readonly estimated: Uint8Array;
}

export const HOLE = 255;

const INDEX = new Map<string, number>(USES.map(({ use }, index) => [use, index]));

/** Makes columns in which every row is a hole. */
export function createColumns(start: number, count: number): AttributeColumns {
  return {
    start,
    count,
    use: new Uint8Array(count).fill(HOLE),
    height: new Float32Array(count).fill(Number.NaN),
    year: new Int16Array(count),
    storeys: new Uint16Array(count),
    estimated: new Uint8Array(count),
  };
}

/** Writes the rows of a chunk into the columns; rows outside them are left out. */
export function fillColumns(columns: AttributeColumns, table: BuildingTable): void {
  const { use, height, built, storeys, heightFrom, id } = table.columns;
  for (let row = 0; row < table.count; row++) {
    const at = table.start + row - columns.start;
    if (at < 0 || at >= columns.count || (id[row] ?? null) === null) continue;
    columns.use[at] = INDEX.get(use[row] ?? '') ?? 0;
    columns.height[at] = height[row] ?? Number.NaN;
    columns.year[at] = built[row] ?? 0;
    columns.storeys[at] = storeys[row] ?? 0;
    columns.estimated[at] = heightFrom[row] === 'rule' ? 1 : 0;
  }
}
