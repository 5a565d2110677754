/** The sea's edge: water lies below sea level, land beside it stands above. */
import { MEAN_DEGREE } from '#base/geo/degree.ts';
import type { GroundFeature } from '#city/model.ts';
import { distanceTo } from './distance.ts';
import { type Lattice, latOf } from './lattice.ts';
import { rasterisePolygons } from './rasterise.ts';

/** Depth of the ground under the sea, m: enough that water and land never share a depth in the picture. */
export const SEA_DEPTH = 0.5;
/** Least height of the shore above the sea, m. */
export const SHORE_HEIGHT = 0.3;
/** Strip along the shore that is kept above the sea, m; behind it polders may lie below, by a slope of 1 : 20. */
const SHORE_STRIP = 60;
const POLDER_SLOPE = 1 / 20;

/** Marks the nodes under the sea with 1, row-major; null when there is no sea. */
export function seaMask(lattice: Lattice, feature: GroundFeature | null): Uint8Array | null {
  const geometry = feature?.geometry;
  if (geometry?.type === 'Polygon') return rasterisePolygons(lattice, [geometry.coordinates]);
  return geometry?.type === 'MultiPolygon' ? rasterisePolygons(lattice, geometry.coordinates) : null;
}

/**
 * Lowers the nodes under the sea and raises the strip along it, in place.
 *
 * Land nodes next to the sea stand at the shore's height: the coastline runs through the cells between, and a cliff
 * that began there would carry water up its face. It begins one cell inland.
 *
 * @param wet - 1 at nodes under the sea.
 * @param sea - undulation at every node.
 */
export function shapeShore(lattice: Lattice, wet: Uint8Array, sea: Float32Array): void {
  const { cols, rows, heights, step } = lattice;
  const northStep = step * MEAN_DEGREE;
  const eastStep = northStep * Math.cos((latOf(lattice, rows >> 1) * Math.PI) / 180);
  const distance = distanceTo(wet, cols, rows, eastStep, northStep);
  for (let i = 0; i < heights.length; i++) {
    const level = sea[i] as number;
    if (wet[i] === 1) {
      heights[i] = level - SEA_DEPTH;
      continue;
    }
    if (touches(wet, cols, rows, i)) {
      heights[i] = level + SHORE_HEIGHT;
      continue;
    }
    const inland = Math.max(0, (distance[i] as number) - SHORE_STRIP);
    const floor = level + SHORE_HEIGHT - inland * POLDER_SLOPE;
    if ((heights[i] as number) < floor) heights[i] = floor;
  }
}

/** Tells whether one of the eight neighbours of a node is marked. */
function touches(mask: Uint8Array, cols: number, rows: number, node: number): boolean {
  const col = node % cols;
  const row = (node - col) / cols;
  for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
    for (let c = Math.max(0, col - 1); c <= Math.min(cols - 1, col + 1); c++) {
      if (mask[r * cols + c] === 1) return true;
    }
  }
  return false;
}
