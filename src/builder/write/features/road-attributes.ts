/** Writes the roads' attributes by gid (`features/roads/<chunk>.json`). */
import { join } from 'node:path';
import { ROWS_A_CHUNK, type RoadTable } from '#base/feature-table.ts';
import type { ManagedRoad } from '../../roads/managed-roads.ts';
import { sumWritten, type Written, writeWithGzip } from '../write-file.ts';

/**
 * Writes all chunks.
 *
 * @param roadOfGid - road by gid less the block's start; null for holes.
 */
export async function writeRoadAttributes(
  dir: string,
  roadOfGid: readonly (ManagedRoad | null)[],
  start: number,
): Promise<Written> {
  const written: Written[] = [];
  for (let from = 0; from < roadOfGid.length; from += ROWS_A_CHUNK) {
    const rows = roadOfGid.slice(from, from + ROWS_A_CHUNK);
    const column = <T>(value: (road: ManagedRoad) => T): (T | null)[] =>
      rows.map((road) => (road ? value(road) : null));
    const round = (value: number, grain: number): number => Math.round(value * grain) / grain;
    const table: RoadTable = {
      start: start + from,
      count: rows.length,
      columns: {
        id: column(({ id }) => id),
        name: column(({ name }) => name),
        class: column((road) => road.class),
        length: column(({ length }) => round(length, 10)),
        width: column(({ width }) => round(width, 10)),
        lanes: column(({ lanes }) => lanes),
        oneway: column(({ oneway }) => (oneway ? 1 : 0)),
        freeSpeed: column(({ freeSpeed }) => freeSpeed),
        owner: column(({ owner }) => owner),
        maintenance: column(({ maintenance }) => maintenance),
        cleaning: column(({ cleaning }) => cleaning),
        lon: column(({ lon }) => round(lon, 1e6)),
        lat: column(({ lat }) => round(lat, 1e6)),
        attributes: column(({ attributes }) => attributes),
      },
    };
    written.push(await writeWithGzip(join(dir, `${from / ROWS_A_CHUNK}.json`), JSON.stringify(table), 5));
  }
  return sumWritten(written);
}
