/** Makes the manifest of a city folder. */
import { CITY_FOLDER_VERSION, type Manifest, parseManifest } from '#base/manifest.ts';
import type { BuildingStore, Extent } from '#city/building-store.ts';

/** First and last year in which a building of the city was built or demolished; null when none is known. */
export function yearsCovered(store: BuildingStore, rows: Uint32Array): [number, number] | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const { packed, local } = store.place(row);
    for (const year of [packed.built[local]!, packed.demolished[local]!]) {
      if (year === 0) continue;
      first = Math.min(first, year);
      last = Math.max(last, year);
    }
  }
  return Number.isFinite(first) ? [first, last] : null;
}

/**
 * Puts a manifest together and validates it, so that nothing is written that the page would refuse.
 *
 * @param extent - of the buildings, degrees. @param heights - lowest and highest, m ellipsoidal.
 */
export function createManifest(
  parts: Omit<Manifest, 'spar' | 'origin'> & { extent: Extent; originHeight: number },
): Manifest {
  const { originHeight, ...rest } = parts;
  const [west, south, east, north] = parts.extent;
  const round = (value: number, digits: number): number => Number(value.toFixed(digits));
  const manifest = {
    spar: CITY_FOLDER_VERSION,
    ...rest,
    origin: [round((west + east) / 2, 7), round((south + north) / 2, 7), round(originHeight, 2)],
    extent: parts.extent.map((degrees) => round(degrees, 7)),
    heights: parts.heights.map((metres) => round(metres, 2)),
  };
  return parseManifest(manifest, 'manifest.json');
}
