import type { Feature } from '#base/feature.ts';
import { type BuildingTable, type ComponentTable, chunkOfGid, type RoadTable } from '#base/feature-table.ts';
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

type Columns<T extends { columns: unknown }> = T['columns'];

/** Facts that only buildings have. */
const NO_BUILDING = {
  use: null,
  heightFrom: null,
  storeys: null,
  built: null,
  demolished: null,
} as const;

function buildingOf(columns: Columns<BuildingTable>, row: number) {
  return {
    layer: 'buildings',
    use: columns.use[row] ?? null,
    height: columns.height[row] ?? null,
    heightFrom: columns.heightFrom[row] ?? null,
    storeys: columns.storeys[row] || null,
    built: columns.built[row] || null,
    demolished: columns.demolished[row] || null,
  } as const;
}

function componentOf(columns: Columns<ComponentTable>, row: number) {
  return {
    ...NO_BUILDING,
    layer: 'components',
    height: columns.height[row] || null,
    component: {
      class: columns.class[row] ?? 'other:unknown',
      code: columns.code[row] ?? null,
      model: columns.model[row] ?? null,
      condition: columns.condition[row] ?? 'intact',
      owner: columns.owner[row] ?? null,
      department: columns.department[row] ?? null,
      grid: columns.grid[row] ?? null,
      installed: columns.installed[row] || null,
    },
  } as const;
}

function roadOf(columns: Columns<RoadTable>, row: number) {
  return {
    ...NO_BUILDING,
    layer: 'roads',
    height: null,
    road: {
      class: columns.class[row] ?? null,
      length: columns.length[row] ?? null,
      width: columns.width[row] ?? null,
      lanes: columns.lanes[row] || null,
      oneway: columns.oneway[row] === 1,
      freeSpeed: columns.freeSpeed[row] ?? null,
      owner: columns.owner[row] ?? null,
      maintenance: columns.maintenance[row] ?? null,
      cleaning: columns.cleaning[row] ?? null,
    },
  } as const;
}

type Table = BuildingTable | ComponentTable | RoadTable;
const THEMES = ['buildings', 'components', 'roads'] as const;
type TableTheme = (typeof THEMES)[number];

const FACTS: Readonly<
  Record<TableTheme, (columns: never, row: number) => Omit<Feature, 'gid' | 'id' | 'name' | 'attributes'>>
> = {
  buildings: buildingOf,
  components: componentOf,
  roads: roadOf,
};

/** Picks a row of a theme's chunk; null for a hole. */
function featureOfRow(theme: TableTheme, { start, columns }: Table, row: number): PlacedFeature | null {
  const id = columns.id[row];
  if (id === null || id === undefined) return null;
  return {
    gid: start + row,
    id,
    name: columns.name[row] ?? null,
    ...FACTS[theme](columns as never, row),
    attributes: columns.attributes[row] ?? {},
    lon: columns.lon?.[row] ?? null,
    lat: columns.lat?.[row] ?? null,
  };
}

/** Reads a city's attribute tables and its index of ids, as they are asked for. */
export function createFeatureSource(city: City, get: typeof fetch): FeatureSource {
  const { manifest, base } = city;
  const chunks = createCache((path, signal) => loadJson(path, signal, get) as Promise<Table>);
  const shards = createCache((path, signal) => loadJson(path, signal, get));

  async function byGid(gid: number, signal: AbortSignal): Promise<PlacedFeature | null> {
    const theme = THEMES.find((one) => {
      const block = manifest.gids[one];
      return block !== undefined && gid >= block.start && gid < block.start + block.count;
    });
    const folder = theme && manifest.features[theme];
    if (!theme || !folder) return null;
    const { chunk, row } = chunkOfGid(gid, manifest.gids[theme]!.start);
    const path = new URL(`${folder.replace(/\/$/, '')}/${chunk}.json`, base).href;
    return featureOfRow(theme, await chunks(path, signal), row);
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
