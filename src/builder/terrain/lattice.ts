/**
 * The lattice of terrain nodes: at every zoom 128 × 128 cells a tile of the geographic TMS grid, the same for
 * elevation and tiles, so that a tile's vertices are the elevation's own nodes.
 *
 *   row 0 = south pole ▲ north        node (col, row) at lon = −180 + col·step, lat = −90 + row·step
 *   col 0 = 180° W     └► east        step = 180° / 2^zoom / 128
 */
import { MEAN_DEGREE } from '#base/geo/degree.ts';

/** Cells of a tile's side. */
export const TILE_CELLS = 128;
/** Cesium's geometric error of quantized-mesh terrain at zoom 0, m: 2π·6378137·0.25 / (65·2). */
export const LEVEL_ZERO_ERROR = (2 * Math.PI * 6_378_137 * 0.25) / (65 * 2);
/** Deepest zoom that is ever written: nodes every 4.8 m. */
export const MAX_ZOOM = 15;

/** How far the tiles of the deepest zoom, and the near lattice with them, reach beyond the city, m. */
export const NEAR_MARGIN = 250;

/** West, south, east, north; degrees. */
export type Extent = [number, number, number, number];

/** Tiles of one zoom, both ends included; y counts from the south. */
export interface TileRange {
  zoom: number;
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/** Nodes of a tile range, heights row-major from the south-west. */
export interface Lattice {
  zoom: number;
  /** Global index of the first column and row. */
  col0: number;
  row0: number;
  cols: number;
  rows: number;
  /** Degrees between nodes. */
  step: number;
  heights: Float32Array;
}

/** Degrees between nodes of a zoom. */
export function nodeStep(zoom: number): number {
  return 180 / 2 ** zoom / TILE_CELLS;
}

/** Metres between nodes of a zoom, south to north. */
export function nodeMetres(zoom: number): number {
  return nodeStep(zoom) * MEAN_DEGREE;
}

/** Gives the tiles that an extent, widened by a margin in metres, touches. */
export function tilesTouching(extent: Extent, marginMetres: number, zoom: number): TileRange {
  const [west, south, east, north] = widen(extent, marginMetres);
  const size = 180 / 2 ** zoom;
  const clampX = (x: number): number => Math.min(2 ** (zoom + 1) - 1, Math.max(0, x));
  const clampY = (y: number): number => Math.min(2 ** zoom - 1, Math.max(0, y));
  return {
    zoom,
    minX: clampX(Math.floor((west + 180) / size)),
    minY: clampY(Math.floor((south + 90) / size)),
    maxX: clampX(Math.ceil((east + 180) / size) - 1),
    maxY: clampY(Math.ceil((north + 90) / size) - 1),
  };
}

/** Widens an extent by metres on every side. */
export function widen([west, south, east, north]: Extent, metres: number): Extent {
  const dLat = metres / MEAN_DEGREE;
  const middle = (Math.min(89, Math.abs(south + north) / 2) * Math.PI) / 180;
  const dLon = dLat / Math.cos(middle);
  return [
    Math.max(-180, west - dLon),
    Math.max(-90, south - dLat),
    Math.min(180, east + dLon),
    Math.min(90, north + dLat),
  ];
}

/** Number of nodes of a tile range. */
export function nodeCount({ minX, minY, maxX, maxY }: TileRange): number {
  return ((maxX - minX + 1) * TILE_CELLS + 1) * ((maxY - minY + 1) * TILE_CELLS + 1);
}

/** Creates the lattice of a tile range, heights NaN. */
export function createLattice(range: TileRange): Lattice {
  return {
    zoom: range.zoom,
    col0: range.minX * TILE_CELLS,
    row0: range.minY * TILE_CELLS,
    cols: (range.maxX - range.minX + 1) * TILE_CELLS + 1,
    rows: (range.maxY - range.minY + 1) * TILE_CELLS + 1,
    step: nodeStep(range.zoom),
    heights: new Float32Array(nodeCount(range)).fill(Number.NaN),
  };
}

/** Longitude of a lattice's column, degrees. */
export function lonOf(lattice: Lattice, col: number): number {
  return (lattice.col0 + col) * lattice.step - 180;
}

/** Latitude of a lattice's row, degrees. */
export function latOf(lattice: Lattice, row: number): number {
  return (lattice.row0 + row) * lattice.step - 90;
}

/**
 * Gives the height at a place by the triangles of the full mesh: cells are cut along the diagonal that ends in the
 * node with odd column and odd row, as right-triangulated meshes are at their finest.
 *
 * @returns NaN outside the lattice.
 */
export function sampleLattice(lattice: Lattice, lonDeg: number, latDeg: number): number {
  const x = (lonDeg + 180) / lattice.step - lattice.col0;
  const y = (latDeg + 90) / lattice.step - lattice.row0;
  const { cols, rows, heights } = lattice;
  // Rounding of degrees may put a node of the rim some 1e-9 cells outside.
  if (!(x >= -1e-6 && y >= -1e-6 && x <= cols - 1 + 1e-6 && y <= rows - 1 + 1e-6)) return Number.NaN;
  const col = Math.min(cols - 2, Math.max(0, Math.floor(x)));
  const row = Math.min(rows - 2, Math.max(0, Math.floor(y)));
  const u = x - col;
  const v = y - row;
  const i = row * cols + col;
  const sw = heights[i] as number;
  const se = heights[i + 1] as number;
  const nw = heights[i + cols] as number;
  const ne = heights[i + cols + 1] as number;
  // First column and row of a lattice are even: parity of local indices is parity in the tile.
  if ((col + row) % 2 === 0) {
    return v <= u ? sw + (se - sw) * u + (ne - se) * v : sw + (ne - nw) * u + (nw - sw) * v;
  }
  return u + v <= 1 ? sw + (se - sw) * u + (nw - sw) * v : ne + (nw - ne) * (1 - u) + (se - ne) * (1 - v);
}
