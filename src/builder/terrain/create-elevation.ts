/**
 * Makes the city's ground one function.
 *
 * Two lattices: a near one over the city, with nodes as dense as its data, and a far one, eight times as coarse, over
 * some kilometres around, at whose rim the ground has come down to the sea. Beyond there is sea level.
 */

import type { Crs } from '#base/geo/crs.ts';
import { MEAN_DEGREE } from '#base/geo/degree.ts';
import { undulation } from '#base/geo/geoid.ts';
import type { GroundFeature } from '#city/model.ts';
import type { Elevation } from '../elevation.ts';
import type { Problem } from '../problem.ts';
import type { CrsHint, ElevationGrid } from '../read/source.ts';
import { groundFromPoints, trianglesSpacing } from './base-points.ts';
import { distanceTo } from './distance.ts';
import { coverageProblems, emptyProblem, outsideProblem, seaProblems } from './elevation-problems.ts';
import { fillHoles } from './fill-holes.ts';
import {
  createLattice,
  type Extent,
  type Lattice,
  latOf,
  lonOf,
  MAX_ZOOM,
  NEAR_MARGIN,
  nodeCount,
  nodeMetres,
  sampleLattice,
  tilesTouching,
} from './lattice.ts';
import { rasteriseTriangles } from './rasterise.ts';
import { gridExtent, gridSpacing, sampleGrid, undulationField } from './sample-grids.ts';
import { seaMask, shapeShore } from './shore.ts';

export interface ElevationOptions {
  /** Grids of one mosaic; a place takes the first that knows it, finest first whatever their order here. */
  grids: ElevationGrid[];
  /** Relief triangles: lon, lat (degrees), h (m ellipsoidal) × 3 a triangle. They go before the grids. */
  reliefs: Float64Array[];
  /** Known ground heights, flat [lon, lat, h ellipsoidal]; used when there is neither grid nor relief. */
  points: Float64Array;
  /** West, south, east, north of the city; degrees. */
  extent: Extent;
  /** The sea: polygons in lon/lat. */
  sea: GroundFeature | null;
  crsOf(hint: CrsHint): Crs;
}

/** Zoom of a ground without data, or with data coarser than its nodes: 38 m. */
const MIN_DEEPEST_ZOOM = 12;
/** Least deepest zoom of a city by the sea: nodes every 9.5 m draw the shore. */
const SHORE_ZOOM = 14;
/** Nodes stand denser than the data, so that what lies between its samples is kept. */
const NODES_A_SAMPLE = 0.8;
/** Memory of the near lattice: 4 bytes a node, and as much again twice while it is made. */
const MAX_NODES = 16e6;
/** Zooms between the near and the far lattice. */
const FAR_ZOOMS = 3;
/** How far the far lattice reaches, m: with a grid to show of the country around, and without. */
const FAR_MARGIN_GRID = 15_000;
const FAR_MARGIN_BARE = 6_000;
/** Width over which the ground falls to the sea beyond the data, m. */
const FALL = 5_000;
const NO_SOURCE = 'none: sea level';

interface Prepared {
  grids: { grid: ElevationGrid; crs: Crs; spacing: number }[];
  triangles: Float64Array[];
  spacing: number;
  source: string;
  sea: GroundFeature | null;
  extent: Extent;
}

/**
 * Creates the elevation of a city.
 *
 * Voids are filled smoothly from their rims, a city that the data covers in part is extrapolated, one without data is
 * flat at sea level: each said in a problem with its share. Under the sea polygon the ground lies 0.5 m below sea
 * level, and the strip along it at least 0.3 m above.
 */
export function createElevation(options: ElevationOptions): { elevation: Elevation; problems: Problem[] } {
  const problems: Problem[] = [];
  const prepared = prepare(options, problems);
  const { extent, sea, spacing } = prepared;
  const zoom = chooseZoom(extent, spacing, sea !== null);
  const reach = prepared.grids.length > 0 ? FAR_MARGIN_GRID : FAR_MARGIN_BARE;
  const far = createLattice(tilesTouching(extent, reach, Math.max(6, zoom - FAR_ZOOMS)));
  const near = createLattice(tilesTouching(extent, NEAR_MARGIN, zoom));
  makeFar(far, prepared);
  problems.push(...makeNear(near, far, prepared));
  const elevation: Elevation = {
    heightAt(lonDeg, latDeg) {
      const close = sampleLattice(near, lonDeg, latDeg);
      if (!Number.isNaN(close)) return close;
      const wide = sampleLattice(far, lonDeg, latDeg);
      return Number.isNaN(wide) ? undulation(lonDeg, latDeg) : wide;
    },
    seaLevelAt: undulation,
    spacing,
    deepestZoom: zoom,
    reach,
    source: problems.some(({ reason }) => reason === 'elevation-none') ? NO_SOURCE : prepared.source,
  };
  return { elevation, problems };
}

function prepare(options: ElevationOptions, problems: Problem[]): Prepared {
  const { extent, sea } = options;
  const all = options.grids.map((grid) => {
    const crs = options.crsOf(grid.crs ?? { epsg: 4326 });
    return { grid, crs, spacing: gridSpacing(grid, crs) };
  });
  const grids = all.filter(({ grid, crs }) => {
    const bounds = gridExtent(grid, crs);
    const meets =
      bounds[0] < extent[2] && bounds[2] > extent[0] && bounds[1] < extent[3] && bounds[3] > extent[1];
    const empty = grid.values.every(Number.isNaN);
    if (!meets) problems.push(outsideProblem(grid.file, bounds, extent));
    else if (empty) problems.push(emptyProblem(grid));
    return meets && !empty;
  });
  grids.sort((a, b) => a.spacing - b.spacing);
  const reliefs = options.reliefs.filter((triangles) => triangles.length >= 9);
  const finest = grids.map(({ spacing }) => spacing);
  const names = grids.map(({ grid }) => `${grid.file}${grid.heights === 'orthometric' ? ' (EGM96)' : ''}`);
  if (reliefs.length > 0) {
    finest.push(trianglesSpacing(reliefs));
    names.unshift('relief of the city model');
  }
  if (names.length > 0) {
    const spacing = Math.min(...finest);
    return { grids, triangles: reliefs, spacing, source: names.join(', '), sea, extent };
  }
  const ground = groundFromPoints(options.points);
  if (ground) {
    const count = options.points.length / 3;
    const triangles = ground.triangles.length > 0 ? ground.triangles : flatSquare(extent, ground.mean);
    const source = `bases of ${count} building${count === 1 ? '' : 's'}`;
    return { grids, triangles: [triangles], spacing: ground.spacing, source, sea, extent };
  }
  return { grids, triangles: [], spacing: 0, source: NO_SOURCE, sea, extent };
}

/** Two triangles over an extent. */
function flatSquare([west, south, east, north]: Extent, h: number): Float64Array {
  return Float64Array.from([
    ...[west, south, h, east, south, h, east, north, h],
    ...[west, south, h, east, north, h, west, north, h],
  ]);
}

function chooseZoom(extent: Extent, spacing: number, shore: boolean): number {
  let zoom = shore ? SHORE_ZOOM : MIN_DEEPEST_ZOOM;
  while (zoom < MAX_ZOOM && spacing > 0 && nodeMetres(zoom) > spacing * NODES_A_SAMPLE) zoom++;
  while (zoom > 8 && nodeCount(tilesTouching(extent, NEAR_MARGIN, zoom)) > MAX_NODES) zoom--;
  return zoom;
}

interface Sampled {
  /** 1 where a grid or a relief says or should say something. */
  covered: Uint8Array;
  /** Undulation at every node, m. */
  level: Float32Array;
}

function sample(lattice: Lattice, { triangles, grids }: Prepared): Sampled {
  const level = undulationField(lattice);
  const covered = new Uint8Array(lattice.heights.length);
  for (const group of triangles) rasteriseTriangles(lattice, group, lattice.heights);
  for (let i = 0; i < covered.length; i++) covered[i] = Number.isNaN(lattice.heights[i]) ? 0 : 1;
  for (const { grid, crs } of grids) sampleGrid(lattice, grid, crs, level, covered);
  return { covered, level };
}

function makeFar(far: Lattice, prepared: Prepared): void {
  const { covered, level } = sample(far, prepared);
  const { heights, cols, rows } = far;
  fillHoles(heights, cols, rows);
  const [west, south, east, north] = prepared.extent;
  const inside = (col: number, row: number): boolean => {
    const lon = lonOf(far, col);
    const lat = latOf(far, row);
    return lon >= west && lon <= east && lat >= south && lat <= north;
  };
  const rim = new Uint8Array(heights.length);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const i = row * cols + col;
      if (inside(col, row)) covered[i] = 1;
      if (row === 0 || col === 0 || row === rows - 1 || col === cols - 1) rim[i] = 1;
    }
  }
  const northStep = far.step * MEAN_DEGREE;
  const eastStep = northStep * Math.cos((latOf(far, rows >> 1) * Math.PI) / 180);
  const fromData = distanceTo(covered, cols, rows, eastStep, northStep);
  const fromRim = distanceTo(rim, cols, rows, eastStep, northStep);
  for (let i = 0; i < heights.length; i++) {
    const sea = level[i] as number;
    const known = Number.isNaN(heights[i]) ? sea : (heights[i] as number);
    const weight = smooth(1 - (fromData[i] as number) / FALL) * smooth((fromRim[i] as number) / FALL);
    heights[i] = sea + (known - sea) * weight;
  }
  const wet = seaMask(far, prepared.sea);
  if (wet) shapeShore(far, wet, level);
}

function makeNear(near: Lattice, far: Lattice, prepared: Prepared): Problem[] {
  const { covered, level } = sample(near, prepared);
  const { heights, cols, rows } = near;
  const wet = seaMask(near, prepared.sea);
  const problems = coverageProblems(near, covered, wet, prepared);
  fillHoles(heights, cols, rows);
  if (Number.isNaN(heights[0])) heights.set(level);
  if (wet) {
    problems.push(...seaProblems(near, wet, level, covered));
    shapeShore(near, wet, level);
  }
  const northStep = near.step * MEAN_DEGREE;
  const eastStep = northStep * Math.cos((latOf(near, rows >> 1) * Math.PI) / 180);
  // Beyond the city the near lattice goes over into the far one.
  const band = NEAR_MARGIN * 0.8;
  for (let row = 0; row < rows; row++) {
    const fromRow = Math.min(row, rows - 1 - row) * northStep;
    for (let col = 0; col < cols; col++) {
      const distance = Math.min(fromRow, Math.min(col, cols - 1 - col) * eastStep);
      if (distance >= band) continue;
      const i = row * cols + col;
      const wide = sampleLattice(far, lonOf(near, col), latOf(near, row));
      if (!Number.isNaN(wide)) heights[i] = wide + ((heights[i] as number) - wide) * smooth(distance / band);
    }
  }
  return problems;
}

/** 0 below 0, 1 above 1, smooth between. */
function smooth(t: number): number {
  const x = Math.min(1, Math.max(0, t));
  return x * x * (3 - 2 * x);
}
