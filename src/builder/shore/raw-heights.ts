/** Heights above the sea on a lattice as elevation grids and reliefs give them: voids stay, nothing is shaped. */

import type { Crs } from '#base/geo/crs.ts';
import { MEAN_DEGREE } from '#base/geo/degree.ts';
import type { CrsHint, ElevationGrid } from '../read/source.ts';
import type { Extent, Lattice } from '../terrain/lattice.ts';
import { rasteriseTriangles } from '../terrain/rasterise.ts';
import { gridExtent, gridSpacing, sampleGrid, undulationField } from '../terrain/sample-grids.ts';

export interface RawOptions {
  grids: ElevationGrid[];
  /** Relief triangles: lon, lat (degrees), h (m ellipsoidal) × 3 a triangle. They go before the grids. */
  reliefs: Float64Array[];
  crsOf(hint: CrsHint): Crs;
}

/** Heights as the data has them. */
export interface RawHeights {
  /** Makes the lattice over an extent, nodes as dense as a shore needs and at most `most` of them. */
  lattice(extent: Extent, most: number): Lattice;
  /**
   * Fills the lattice's heights, m orthometric; NaN where there is no data.
   *
   * @returns 1 at nodes that the data covers, its voids too.
   */
  fill(lattice: Lattice): Uint8Array;
}

/** Distance between nodes, m: half of that between samples, so that outlines have no corners, within these bounds. */
const FINEST = 8;
const COARSEST = 20;

/** Gives the raw heights of the data that meets an extent; null when none does. */
export function rawHeights({ grids, reliefs, crsOf }: RawOptions, extent: Extent): RawHeights | null {
  const near = grids
    .map((grid) => ({ grid, crs: crsOf(grid.crs ?? { epsg: 4326 }) }))
    .filter(({ grid, crs }) => {
      const [west, south, east, north] = gridExtent(grid, crs);
      return west < extent[2] && east > extent[0] && south < extent[3] && north > extent[1];
    })
    .map((of) => ({ ...of, spacing: gridSpacing(of.grid, of.crs) }))
    .sort((a, b) => a.spacing - b.spacing);
  const [finest] = near;
  if (!finest) return null;
  return {
    lattice: (of, most) => latticeOver(of, Math.min(COARSEST, Math.max(FINEST, finest.spacing / 2)), most),
    fill(lattice) {
      const level = undulationField(lattice);
      const { heights } = lattice;
      const covered = new Uint8Array(heights.length);
      for (const triangles of reliefs) rasteriseTriangles(lattice, triangles, heights);
      for (let i = 0; i < covered.length; i++) covered[i] = Number.isNaN(heights[i]) ? 0 : 1;
      for (const { grid, crs } of near) sampleGrid(lattice, grid, crs, level, covered);
      for (let i = 0; i < heights.length; i++) heights[i] = (heights[i] as number) - (level[i] as number);
      return covered;
    },
  };
}

function latticeOver([west, south, east, north]: Extent, metres: number, most: number): Lattice {
  const area = ((east - west) / metres) * ((north - south) / metres) * MEAN_DEGREE ** 2;
  const step = (Math.max(1, Math.sqrt(area / most)) * metres) / MEAN_DEGREE;
  // Two nodes beyond every side: outlines close outside of the extent.
  const col0 = Math.floor((west + 180) / step) - 2;
  const row0 = Math.floor((south + 90) / step) - 2;
  const cols = Math.ceil((east + 180) / step) + 3 - col0;
  const rows = Math.ceil((north + 90) / step) + 3 - row0;
  return { zoom: 0, col0, row0, cols, rows, step, heights: new Float32Array(cols * rows).fill(Number.NaN) };
}
