/** The part of a build that concerns components: from the store to gids, places, tiles, tables. */
import { join } from 'node:path';
import { GID_BLOCKS } from '#base/gid.ts';
import type { SearchDocument } from '#base/search/index-format.ts';
import type { Extent } from '#city/building-store.ts';
import type { ComponentStore } from '#city/component-store.ts';
import { assembleComponents } from './assemble-components.ts';
import type { Elevation } from './elevation.ts';
import { mortonOrderOf } from './gid-order.ts';
import type { Ledger } from './ledger.ts';
import { placeComponents } from './place-components.ts';
import type { TaskPool } from './pool.ts';
import type { Problem } from './problem.ts';
import type { ManagedRoad } from './roads/managed-roads.ts';
import { createRoadIndex } from './roads/road-index.ts';
import { type WrittenComponents, writeComponents } from './write/components/write-components.ts';
import { writeComponentAttributes } from './write/features/component-attributes.ts';
import type { Written } from './write/write-file.ts';

export interface CityComponents {
  store: ComponentStore;
  /** Indices of the city's components in the order of the curve that their gids follow. */
  rows: Uint32Array;
  /** By index; 0 what is not in the city. */
  gids: Uint32Array;
  /** Number in MODEL_NAMES by index. */
  models: Uint16Array;
  /** Gids given so far, holes included. */
  gidCount: number;
  problems: Problem[];
}

/** Chooses, places and numbers the components of a city. */
export function cityComponents(options: {
  store: ComponentStore;
  /** Of the city, with its margin. */
  extent: Extent;
  roads: readonly ManagedRoad[];
  /** The ground as it is drawn from nearby: flat things would hover over any other. */
  elevation: Pick<Elevation, 'heightAt'>;
  ledger: Ledger;
  fileOf: (row: number) => string;
}): CityComponents {
  const { store, extent, roads, elevation, ledger, fileOf } = options;
  const { rows: kept, problems } = assembleComponents(store, extent, fileOf);
  const { lon, lat } = store.columns;
  const rows = mortonOrderOf(
    kept,
    extent,
    (row, out) => {
      out[0] = lon[row]!;
      out[1] = lat[row]!;
    },
    (row) => store.ids[row]!,
  );
  const gids = new Uint32Array(store.count);
  for (const row of rows) gids[row] = ledger.gidOf('components', store.ids[row]!);
  const placed = placeComponents(store, rows, elevation, createRoadIndex(roads), fileOf);
  return {
    store,
    rows,
    gids,
    models: placed.models,
    gidCount: ledger.count('components'),
    problems: [...problems, ...placed.problems],
  };
}

/** Writes tiles and tables of the components. */
export async function writeCityComponents(
  { store, rows, gids, models, gidCount }: CityComponents,
  options: {
    /** Path of a part of the city folder. */
    dir: (part: string) => string;
    pool: TaskPool;
    signal: AbortSignal;
    onProgress: (done: number, total: number) => void;
  },
): Promise<{ tiles: WrittenComponents | null; features: Written | null; documents: SearchDocument[] }> {
  const { dir, pool, signal, onProgress } = options;
  if (gidCount === 0) return { tiles: null, features: null, documents: [] };
  const { start } = GID_BLOCKS.components;
  // Along the gids: a rebuilt city's old ones come first where they were.
  const byGid = rows.slice().sort((a, b) => gids[a]! - gids[b]!);
  const rowOfGid = new Int32Array(gidCount).fill(-1);
  for (const row of rows) rowOfGid[gids[row]! - start] = row;
  const features = join(dir('features'), 'components');
  const parts = [
    writeComponents({ store, rows: byGid, gids, models, dir: dir('components'), pool, signal, onProgress }),
    writeComponentAttributes({ dir: features, store, rowOfGid, models, start, pool }),
  ] as const;
  // Until both have ended: neither may go on writing when the other has failed.
  await Promise.allSettled(parts);
  const [tiles, { written, documents }] = await Promise.all(parts);
  return { tiles, features: written, documents };
}
