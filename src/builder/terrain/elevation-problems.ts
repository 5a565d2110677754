/** What is said of elevation data that does not fit its city. */
import type { Problem } from '../problem.ts';
import type { ElevationGrid } from '../read/source.ts';
import { type Extent, type Lattice, latOf, lonOf } from './lattice.ts';

function describe([west, south, east, north]: Extent): string {
  const degrees = (value: number): string => value.toFixed(4);
  return `lon ${degrees(west)} to ${degrees(east)}, lat ${degrees(south)} to ${degrees(north)}`;
}

/** A grid that lies elsewhere. */
export function outsideProblem(file: string, bounds: Extent, city: Extent): Problem {
  return {
    action: 'warning',
    reason: 'elevation-outside',
    file,
    place: 'bounds',
    detail: `expected elevation for the city (${describe(city)}), got ${describe(bounds)}; not used`,
  };
}

/** A grid that holds no height at all. */
export function emptyProblem({ file, width, height }: ElevationGrid): Problem {
  const detail = `expected heights, got no data in all ${width} × ${height} samples; not used`;
  return { action: 'warning', reason: 'elevation-empty', file, place: 'samples', detail };
}

function noneProblem(extent: Extent, file: string, got: string): Problem {
  const detail = `expected elevation for the city (${describe(extent)}), got ${got}: the ground is flat at sea level`;
  return { action: 'warning', reason: 'elevation-none', file, place: 'terrain', detail };
}

export interface Coverage {
  grids: { grid: ElevationGrid }[];
  triangles: Float64Array[];
  source: string;
  extent: Extent;
}

/**
 * Counts the nodes of the city's land that have no data, before they are filled.
 *
 * @param covered - 1 inside the bounds of grids and under reliefs.
 * @param wet - 1 under the sea, where none is needed; null when there is no sea.
 * @returns nothing when the data is whole.
 */
export function coverageProblems(
  near: Lattice,
  covered: Uint8Array,
  wet: Uint8Array | null,
  { grids, triangles, source, extent }: Coverage,
): Problem[] {
  const [west, south, east, north] = extent;
  if (grids.length === 0 && triangles.length === 0) return [noneProblem(extent, '', 'none')];
  if (near.heights.every(Number.isNaN)) return [noneProblem(extent, source, 'no data in and around it')];
  // Bases of buildings and reliefs alone are no survey of a rectangle: nothing to count.
  if (grids.length === 0) return [];
  let total = 0;
  let outside = 0;
  let voids = 0;
  for (let row = 0; row < near.rows; row++) {
    const lat = latOf(near, row);
    if (lat < south || lat > north) continue;
    for (let col = 0; col < near.cols; col++) {
      const lon = lonOf(near, col);
      if (lon < west || lon > east) continue;
      const i = row * near.cols + col;
      if (wet !== null && wet[i] === 1) continue;
      total++;
      if (covered[i] === 0) outside++;
      else if (Number.isNaN(near.heights[i])) voids++;
    }
  }
  const share = (count: number): string => `${((100 * count) / total).toFixed(1)} %`;
  const problems: Problem[] = [];
  if (voids > 0) {
    problems.push({
      action: 'mended',
      reason: 'elevation-voids',
      file: source,
      place: 'terrain',
      detail: `expected a height everywhere, got no data in ${share(voids)} of the city; filled from around`,
    });
  }
  if (outside > 0) {
    const bare = `${share(outside)} of it bare`;
    problems.push({
      action: 'warning',
      reason: 'elevation-partial',
      file: source,
      place: 'terrain',
      detail: `expected elevation for the whole city (${describe(extent)}), got ${bare}; continued smoothly`,
    });
  }
  return problems;
}

/** Height above the sea that no raster bleeds over its shore, m, and the share of the sea from which it is said. */
const HIGH_GROUND = 20;
const HIGH_SHARE = 0.005;

/**
 * Warns when the data has high ground under the sea's polygon: a coastline that is cut off, or another datum.
 *
 * @param level - undulation at every node, m.
 * @param covered - nodes that the data covers; what was filled in beyond says nothing.
 */
export function seaProblems(
  near: Lattice,
  wet: Uint8Array,
  level: Float32Array,
  covered: Uint8Array,
): Problem[] {
  let total = 0;
  let high = 0;
  for (let i = 0; i < wet.length; i++) {
    if (wet[i] === 0 || covered[i] === 0) continue;
    total++;
    if ((near.heights[i] as number) > (level[i] as number) + HIGH_GROUND) high++;
  }
  if (!(high > total * HIGH_SHARE)) return [];
  const share = `${((100 * high) / total).toFixed(1)} %`;
  const detail = `expected elevation near 0 under the sea, got more than ${HIGH_GROUND} m in ${share} of it; the coastline is followed`;
  return [{ action: 'warning', reason: 'sea-over-land', file: '', place: 'coastline', detail }];
}
