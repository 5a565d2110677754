import type { Feature } from '#base/feature.ts';
import { type BuildingTable, chunkOfGid } from '#base/feature-table.ts';
import { type IdTable, localId, type SearchIndex } from '#base/search/index-format.ts';
import { type City, loadJson } from './load-city.ts';

/** A feature with its place, degrees. */
export interface PlacedFeature extends Feature {
  lon: number | null;
  lat: number | null;
}

export interface FeatureSource {
  /** Gives the feature of a gid, or null when no feature has it. */
  byGid(gid: number, signal: AbortSignal): Promise<PlacedFeature | null>;
  /** Gives the feature of an id, or null when no feature has it. */
  byId(id: string, signal: AbortSignal): Promise<PlacedFeature | null>;
}

const CHUNKS_KEPT = 24;

/** Keeps what was fetched last; what failed is asked for again. */
function createCache<T>(load: (path: string, signal: AbortSignal) => Promise<T>) {
  const kept = new Map<string, T>();
  return async (path: string, signal: AbortSignal): Promise<T> => {
    const value = kept.get(path) ?? (await load(path, signal));
    kept.delete(path);
    kept.set(path, value);
    if (kept.size > CHUNKS_KEPT) kept.delete(kept.keys().next().value!);
    return value;
  };
}

/** Picks a row of a chunk; null for a hole. */
export function featureOfRow(table: BuildingTable, row: number): PlacedFeature | null {
  const { columns } = table;
  const id = columns.id[row];
  if (id === null || id === undefined) return null;
  return {
    gid: table.start + row,
    id,
    layer: 'buildings',
    name: columns.name[row] ?? null,
    use: columns.use[row] ?? null,
    height: columns.height[row] ?? null,
    heightFrom: columns.heightFrom[row] ?? null,
    storeys: columns.storeys[row] || null,
    built: columns.built[row] || null,
    demolished: columns.demolished[row] || null,
    attributes: columns.attributes[row] ?? {},
    lon: columns.lon?.[row] ?? null,
    lat: columns.lat?.[row] ?? null,
  };
}

/** Reads a city's attribute tables and its index of ids, as they are asked for. */
export function createFeatureSource(city: City, get: typeof fetch): FeatureSource {
  const { manifest, base } = city;
  const folder = manifest.features.buildings;
  const block = manifest.gids.buildings;
  const chunks = createCache((path, signal) => loadJson(path, signal, get) as Promise<BuildingTable>);
  const shards = createCache((path, signal) => loadJson(path, signal, get));

  async function byGid(gid: number, signal: AbortSignal): Promise<PlacedFeature | null> {
    if (folder === undefined || !block || gid < block.start || gid >= block.start + block.count) return null;
    const { chunk, row } = chunkOfGid(gid, block.start);
    const path = new URL(`${folder.replace(/\/$/, '')}/${chunk}.json`, base).href;
    return featureOfRow(await chunks(path, signal), row);
  }

  async function byId(id: string, signal: AbortSignal): Promise<PlacedFeature | null> {
    if (manifest.search === null) return null;
    const indexUrl = new URL(manifest.search, base).href;
    const index = (await shards(indexUrl, signal)) as SearchIndex;
    const wanted = localId(id);
    // Equal local ids may run over the end of a shard: every shard that can hold one is asked.
    const from = index.ids.findLastIndex(({ first }) => first < wanted);
    const possible = index.ids.slice(Math.max(0, from)).filter(({ first }) => first <= wanted);
    for (const { file } of possible) {
      const table = (await shards(new URL(file, indexUrl).href, signal)) as IdTable;
      for (let at = table.ids.indexOf(wanted); at >= 0 && table.ids[at] === wanted; at++) {
        const feature = await byGid(table.gids[at]!, signal);
        if (feature?.id === id) return feature;
      }
    }
    return null;
  }
  return { byGid, byId };
}
