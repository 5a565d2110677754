/** From what the sources gave to the city's components: strays and repetitions out, each with its reason. */
import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import type { Extent } from '#city/building-store.ts';
import type { ComponentStore } from '#city/component-store.ts';
import { geometryHash } from './mend/ids.ts';
import type { Problem } from './problem.ts';

/** Two of one id nearer than this are one thing told twice, m. */
const SAME_PLACE = 1;

export interface AssembledComponents {
  /** Indices in the store, ascending. */
  rows: Uint32Array;
  problems: Problem[];
}

/**
 * Leaves out what lies outside and what is told twice.
 *
 * The second of two with one id at one place goes; at another place it stays, under an id that its place is part of.
 *
 * @param extent - the city's, with its margin. @param fileOf - name of the source of an index.
 */
export function assembleComponents(
  store: ComponentStore,
  extent: Extent,
  fileOf: (row: number) => string,
): AssembledComponents {
  const problems: Problem[] = [];
  const rows = new Uint32Array(store.count);
  const first = new Map<string, number>();
  const { lon, lat } = store.columns;
  const [west, south, east, north] = extent;
  const [perLon, perLat] = metresPerDegree((south + north) / 2);
  let count = 0;
  const drop = (row: number, reason: string, detail: string): void => {
    const id = store.ids[row]!;
    problems.push({
      action: 'dropped',
      reason,
      file: fileOf(row),
      place: id,
      detail: `component "${id}": ${detail}`,
    });
  };
  for (let row = 0; row < store.count; row++) {
    const x = lon[row]!;
    const y = lat[row]!;
    if (!(x >= west && x <= east && y >= south && y <= north)) {
      const away = Math.hypot(
        Math.max(west - x, x - east, 0) * perLon,
        Math.max(south - y, y - north, 0) * perLat,
      );
      const place = `${x.toFixed(5)}, ${y.toFixed(5)}`;
      drop(
        row,
        'far-from-city',
        `expected a place in the city, got ${place}, ${(away / 1000).toFixed(1)} km outside of it`,
      );
      continue;
    }
    const id = store.ids[row]!;
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, row);
      rows[count++] = row;
      continue;
    }
    const apart = Math.hypot((x - lon[earlier]!) * perLon, (y - lat[earlier]!) * perLat);
    const otherId = `${id}~${geometryHash([[Float64Array.of(x, y)]])}`;
    if (apart < SAME_PLACE || first.has(otherId)) {
      drop(row, 'same-component', 'expected each component once, got it again at the same place');
      continue;
    }
    store.ids[row] = otherId;
    first.set(otherId, row);
    rows[count++] = row;
    problems.push({
      action: 'mended',
      reason: 'same-code',
      file: fileOf(row),
      place: otherId,
      detail: `component "${id}": expected each code once, got it again ${apart.toFixed(1)} m away: kept as "${otherId}"`,
    });
  }
  return { rows: rows.slice(0, count), problems };
}

/** Extent of the components about their middle (median), for a city that has nothing else. Null without any. */
export function componentExtent(store: ComponentStore): Extent | null {
  if (store.count === 0) return null;
  const lons = store.columns.lon.slice(0, store.count).sort();
  const lats = store.columns.lat.slice(0, store.count).sort();
  const at = (sorted: Float64Array, share: number): number =>
    sorted[Math.floor((sorted.length - 1) * share)]!;
  // Strays are few: between the first and the last hundredth there are none, and the rest lies about as far out.
  const box = (sorted: Float64Array): [number, number] => {
    const [low, high] = [at(sorted, 0.01), at(sorted, 0.99)];
    const reach = Math.max(0.002, (high - low) * 0.1);
    return [Math.max(low - reach, sorted[0]!), Math.min(high + reach, sorted.at(-1)!)];
  };
  const [west, east] = box(lons);
  const [south, north] = box(lats);
  return [west, south, Math.max(east, west + 1e-5), Math.max(north, south + 1e-5)];
}
