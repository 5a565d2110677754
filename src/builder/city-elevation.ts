/** The city's ground: from elevation grids and reliefs, else from the bases of its buildings, else the sea's level. */
import { createCrs } from '#base/geo/crs.ts';
import type { BuildingStore } from '#city/building-store.ts';
import type { Assembled } from './assemble.ts';
import type { Elevation } from './elevation.ts';
import { lookupEpsg } from './epsg-lookup.ts';
import type { Problem } from './problem.ts';
import type { Sources } from './read-sources.ts';
import { createElevation } from './terrain/create-elevation.ts';

/** Makes the elevation of an assembled city from what its sources gave. */
export function cityElevation(
  sources: Sources,
  city: Assembled,
): { elevation: Elevation; problems: Problem[] } {
  return createElevation({
    grids: sources.grids,
    reliefs: sources.reliefs,
    points: basePoints(sources.store, city.rows),
    extent: city.drawn,
    sea: city.sea,
    crsOf: (hint) => createCrs(hint.epsg ?? hint.text ?? 4326, lookupEpsg),
  });
}

/** Middles and own ground heights of the buildings that have one: flat [lon, lat, h ellipsoidal]. */
function basePoints(store: BuildingStore, rows: Uint32Array): Float64Array {
  const points: number[] = [];
  for (const row of rows) {
    const ground = store.ground(row);
    if (Number.isNaN(ground)) continue;
    const [west, south, east, north] = store.extent(row);
    points.push((west + east) / 2, (south + north) / 2, ground);
  }
  return Float64Array.from(points);
}
