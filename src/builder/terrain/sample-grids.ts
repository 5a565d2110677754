/** Elevation grids in frames of their own → heights on the nodes of a lattice. */

import type { Crs } from '#base/geo/crs.ts';
import { MEAN_DEGREE } from '#base/geo/degree.ts';
import { undulation } from '#base/geo/geoid.ts';
import type { ElevationGrid } from '../read/source.ts';
import { type Extent, type Lattice, latOf, lonOf } from './lattice.ts';

/** Nodes between places that are projected one by one; between them the projection is taken as bilinear. */
const BLOCK = 16;

/** Gives the geoid's undulation at every node, m; row-major. A new array. Bilinear within blocks of 16 nodes. */
export function undulationField(lattice: Lattice): Float32Array {
  const out = new Float32Array(lattice.cols * lattice.rows);
  forBlocks(
    lattice,
    (lon, lat) => [undulation(lon, lat), 0],
    () => true,
    (i, value) => {
      out[i] = value;
    },
  );
  return out;
}

/**
 * Fills the nodes that have no height yet from a grid: bilinear between its pixel centres, constant over the outer
 * half of its border pixels. Beside a void the known pixels share its weight when the nearest of them is known.
 *
 * @param sea - undulation at every node.
 * @param covered - set to 1 at every node inside the grid's bounds, voids too.
 */
export function sampleGrid(
  lattice: Lattice,
  grid: ElevationGrid,
  crs: Crs,
  sea: Float32Array,
  covered: Uint8Array,
): void {
  const { heights } = lattice;
  const { width, height, originX, originY, stepX, stepY, values, unit } = grid;
  const orthometric = grid.heights === 'orthometric';
  const toPixel = (lon: number, lat: number): [number, number] => {
    const [x, y] = crs.fromLonLat(lon, lat);
    return [(x - originX) / stepX, (y - originY) / stepY];
  };
  const touches = (px: number[], py: number[]): boolean =>
    Math.max(...px) >= -1 && Math.min(...px) <= width && Math.max(...py) >= -1 && Math.min(...py) <= height;
  forBlocks(lattice, toPixel, touches, (i, px, py) => {
    if (!(px >= -0.5 && py >= -0.5 && px <= width - 0.5 && py <= height - 0.5)) return;
    covered[i] = 1;
    if (!Number.isNaN(heights[i])) return;
    const x = Math.min(width - 1, Math.max(0, px));
    const y = Math.min(height - 1, Math.max(0, py));
    const x0 = Math.floor(x);
    const y0 = Math.floor(y);
    const x1 = Math.min(width - 1, x0 + 1);
    const y1 = Math.min(height - 1, y0 + 1);
    const u = x - x0;
    const v = y - y0;
    const value = blend(
      values[y0 * width + x0] as number,
      values[y0 * width + x1] as number,
      values[y1 * width + x0] as number,
      values[y1 * width + x1] as number,
      u,
      v,
    );
    heights[i] = value * unit + (orthometric ? (sea[i] as number) : 0);
  });
}

function blend(a: number, b: number, c: number, d: number, u: number, v: number): number {
  const whole = a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v;
  if (!Number.isNaN(whole)) return whole;
  const nearest = v < 0.5 ? (u < 0.5 ? a : b) : u < 0.5 ? c : d;
  if (Number.isNaN(nearest)) return Number.NaN;
  let sum = 0;
  let weights = 0;
  const add = (value: number, weight: number): void => {
    if (Number.isNaN(value)) return;
    sum += value * weight;
    weights += weight;
  };
  add(a, (1 - u) * (1 - v));
  add(b, u * (1 - v));
  add(c, (1 - u) * v);
  add(d, u * v);
  return weights > 0 ? sum / weights : nearest;
}

/** Evaluates a pair of functions at the corners of blocks and hands out their bilinear values node by node. */
function forBlocks(
  lattice: Lattice,
  evaluate: (lon: number, lat: number) => [number, number],
  touches: (first: number[], second: number[]) => boolean,
  take: (i: number, first: number, second: number) => void,
): void {
  const { cols, rows } = lattice;
  const across = Math.ceil(cols / BLOCK) + 1;
  let lower = evaluateRow(lattice, 0, across, evaluate);
  for (let row0 = 0; row0 < rows; row0 += BLOCK) {
    const upper = evaluateRow(lattice, row0 + BLOCK, across, evaluate);
    for (let b = 0; b + 1 < across; b++) {
      const [a0, a1] = lower[b] as [number, number];
      const [b0, b1] = lower[b + 1] as [number, number];
      const [c0, c1] = upper[b] as [number, number];
      const [d0, d1] = upper[b + 1] as [number, number];
      if (!touches([a0, b0, c0, d0], [a1, b1, c1, d1])) continue;
      const rowEnd = Math.min(rows, row0 + BLOCK);
      const colEnd = Math.min(cols, (b + 1) * BLOCK);
      for (let row = row0; row < rowEnd; row++) {
        const v = (row - row0) / BLOCK;
        const left0 = a0 + (c0 - a0) * v;
        const left1 = a1 + (c1 - a1) * v;
        const slope0 = b0 + (d0 - b0) * v - left0;
        const slope1 = b1 + (d1 - b1) * v - left1;
        for (let col = b * BLOCK; col < colEnd; col++) {
          const u = col / BLOCK - b;
          take(row * cols + col, left0 + slope0 * u, left1 + slope1 * u);
        }
      }
    }
    lower = upper;
  }
}

function evaluateRow(
  lattice: Lattice,
  row: number,
  across: number,
  evaluate: (lon: number, lat: number) => [number, number],
): [number, number][] {
  const lat = Math.min(90, latOf(lattice, row));
  return Array.from({ length: across }, (_, b) => evaluate(lonOf(lattice, b * BLOCK), lat));
}

/** Ground distance between neighbouring samples of a grid, m: the longer of its two steps, at its middle. */
export function gridSpacing(grid: ElevationGrid, crs: Crs): number {
  const x = grid.originX + (grid.stepX * grid.width) / 2;
  const y = grid.originY + (grid.stepY * grid.height) / 2;
  const [lon, lat] = crs.toLonLat(x, y);
  const metres = ([toLon, toLat]: [number, number]): number =>
    Math.hypot((toLon - lon) * Math.cos((lat * Math.PI) / 180), toLat - lat) * MEAN_DEGREE;
  return Math.max(metres(crs.toLonLat(x + grid.stepX, y)), metres(crs.toLonLat(x, y + grid.stepY)));
}

/** Bounds of a grid, degrees: of its corners and the middles of its sides. */
export function gridExtent(grid: ElevationGrid, crs: Crs): Extent {
  const out: Extent = [Infinity, Infinity, -Infinity, -Infinity];
  for (const fx of [-0.5, grid.width / 2 - 0.5, grid.width - 0.5]) {
    for (const fy of [-0.5, grid.height / 2 - 0.5, grid.height - 0.5]) {
      const [lon, lat] = crs.toLonLat(grid.originX + grid.stepX * fx, grid.originY + grid.stepY * fy);
      out[0] = Math.min(out[0], lon);
      out[1] = Math.min(out[1], lat);
      out[2] = Math.max(out[2], lon);
      out[3] = Math.max(out[3], lat);
    }
  }
  return out;
}
