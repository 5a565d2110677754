/** The terrain's deepest zoom as one mesh: what the ground looks like from nearby, and so what things have to stand on. */
import {
  type Extent,
  MAX_ZOOM,
  NEAR_MARGIN,
  nodeMetres,
  TILE_CELLS,
  type TileRange,
  tilesTouching,
} from '#builder/terrain/lattice.ts';
import type { Elevation } from '../../elevation.ts';
import { nodeErrors, tileMesh, triangleAt } from './rtin.ts';
import { measureMesh, sampleNodes, type TerrainNodes } from './terrain-nodes.ts';

/** What the deepest tiles may differ from the elevation, m. */
const DEEPEST_ERROR = 0.25;
/** Tolerance of one midpoint there; what adds up beyond the bound is put right node by node. */
export const DEEPEST_TOLERANCE = 0.2;
const ROUNDS = 12;

export interface DeepestMesh {
  readonly range: TileRange;
  readonly nodes: TerrainNodes;
  /** Of the nodes; those above the tolerance are vertices. */
  readonly errors: Float32Array;
  readonly tolerance: number;
  /** Largest distance of the mesh from the nodes, m. */
  readonly worst: number;
  /** Height of the mesh at a place in degrees, m ellipsoidal; beyond the mesh that of the elevation. */
  heightAt(lonDeg: number, latDeg: number): number;
}

/** Makes the mesh of a city's deepest zoom. `extent`: west, south, east, north of the city; degrees. */
export function createDeepestMesh(elevation: Elevation, extent: Extent): DeepestMesh {
  const maxZoom = elevation.deepestZoom ?? zoomOfSpacing(elevation.spacing);
  const range = terrainRange(extent, maxZoom, maxZoom, elevation.reach);
  const nodes = sampleNodes(elevation, range);
  const fit = fitErrors(nodes);
  return {
    range,
    nodes,
    ...fit,
    heightAt(lon, lat) {
      const step = 180 / 2 ** maxZoom / TILE_CELLS;
      const col = (lon + 180) / step - range.minX * TILE_CELLS;
      const row = (lat + 90) / step - range.minY * TILE_CELLS;
      const isOnMesh = col >= 0 && row >= 0 && col <= nodes.cols - 1 && row <= nodes.rows - 1;
      return isOnMesh ? meshHeight(nodes, fit, col, row) : elevation.heightAt(lon, lat);
    },
  };
}

/** Gives the tiles of a zoom: those that touch the city with a margin that halves from zoom to zoom. */
export function terrainRange(extent: Extent, zoom: number, maxZoom: number, reach = NEAR_MARGIN): TileRange {
  if (zoom === 0) return { zoom, minX: 0, minY: 0, maxX: 1, maxY: 0 };
  const margin = Math.min(Math.max(reach, NEAR_MARGIN), NEAR_MARGIN * 2 ** (maxZoom - zoom));
  return tilesTouching(extent, margin, zoom);
}

function zoomOfSpacing(spacing: number): number {
  let zoom = 12;
  while (zoom < MAX_ZOOM && spacing > 0 && nodeMetres(zoom) > spacing) zoom++;
  return zoom;
}

/** Errors of midpoints add up over the levels of a mesh: keeps nodes that are missed by too much until none is. */
function fitErrors(nodes: TerrainNodes): Pick<DeepestMesh, 'errors' | 'tolerance' | 'worst'> {
  const forced = new Uint8Array(nodes.heights.length);
  let tolerance = DEEPEST_TOLERANCE;
  for (let round = 1; ; round++) {
    const errors = nodeErrors(nodes, forced);
    let worst = 0;
    for (let row0 = 0; row0 + TILE_CELLS < nodes.rows; row0 += TILE_CELLS) {
      for (let col0 = 0; col0 + TILE_CELLS < nodes.cols; col0 += TILE_CELLS) {
        const mesh = tileMesh(errors, nodes.cols, col0, row0, tolerance);
        worst = Math.max(worst, measureMesh(nodes, mesh, col0, row0, DEEPEST_ERROR * 0.95, forced));
      }
    }
    if (worst <= DEEPEST_ERROR * 0.95) return { errors, tolerance, worst };
    if (round >= ROUNDS) tolerance /= 2;
  }
}

/** Height of the flat triangle over a place of the nodes, under the curve of the Earth as `measureMesh` reckons it. */
function meshHeight(
  { cols, rows, heights, sagEast, sagNorth }: TerrainNodes,
  { errors, tolerance }: Pick<DeepestMesh, 'errors' | 'tolerance'>,
  col: number,
  row: number,
): number {
  const col0 = Math.min(Math.floor(col / TILE_CELLS) * TILE_CELLS, cols - 1 - TILE_CELLS);
  const row0 = Math.min(Math.floor(row / TILE_CELLS) * TILE_CELLS, rows - 1 - TILE_CELLS);
  const [x, y] = [col - col0, row - row0];
  const [ax, ay, bx, by, cx, cy] = triangleAt(errors, cols, col0, row0, tolerance, x, y);
  const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  const wb = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area;
  const wc = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area;
  const wa = 1 - wb - wc;
  const at = (u: number, v: number): number => heights[(row0 + v) * cols + col0 + u]!;
  const drop =
    4 * sagEast[row0 + TILE_CELLS / 2]! * (wa * (ax - x) ** 2 + wb * (bx - x) ** 2 + wc * (cx - x) ** 2) +
    4 * sagNorth * (wa * (ay - y) ** 2 + wb * (by - y) ** 2 + wc * (cy - y) ** 2);
  return wa * at(ax, ay) + wb * at(bx, by) + wc * at(cx, cy) - drop;
}
