/** The city's ground: from elevation grids and reliefs, else from the bases of its buildings, else the sea's level. */
import { type Crs, createCrs } from '#base/geo/crs.ts';
import type { BuildingStore } from '#city/building-store.ts';
import type { Assembled } from './assemble.ts';
import type { Elevation } from './elevation.ts';
import { lookupEpsg } from './epsg-lookup.ts';
import type { Problem } from './problem.ts';
import type { CrsHint } from './read/source.ts';
import type { Sources } from './read-sources.ts';
import { continueSea } from './shore/continue-sea.ts';
import { rawHeights } from './shore/raw-heights.ts';
import { createElevation } from './terrain/create-elevation.ts';

/** Puts the sea by elevation in place of what closes coasts that break off; without elevation, or such coasts, the city itself. */
export function continueShore(sources: Sources, city: Assembled): Assembled {
  const { coast, sea } = city;
  if (!sea || coast.led.length === 0) return city;
  const raw = rawHeights({ grids: sources.grids, reliefs: sources.reliefs, crsOf }, [...coast.extent]);
  if (!raw) return city;
  const continued = continueSea(sea, coast, city.extent, raw);
  const places = coast.led.map(({ from: [lon, lat] }) => `${lon.toFixed(5)} ${lat.toFixed(5)}`).join(', ');
  const problem: Problem = {
    action: 'mended',
    reason: 'coastline-continued',
    file: 'coastline',
    place: 'sea',
    detail: `expected coasts to the edge of the city, got none beyond ${places}: the sea goes on there where the elevation is low`,
  };
  return {
    ...city,
    sea: continued,
    ground: city.ground.map((feature) => (feature === sea ? continued : feature)),
    problems: [...city.problems, problem],
  };
}

const crsOf = (hint: CrsHint): Crs => createCrs(hint.epsg ?? hint.text ?? 4326, lookupEpsg);

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
    crsOf,
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
