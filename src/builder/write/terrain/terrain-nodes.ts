/** Nodes of a range of terrain tiles: heights, the Earth's curve between them, normals, and how well a mesh keeps to them. */
import { WGS84_A } from '#base/geo/ellipsoid.ts';
import { createLattice, latOf, lonOf, TILE_CELLS, type TileRange } from '#builder/terrain/lattice.ts';
import type { Elevation } from '../../elevation.ts';
import type { Nodes, TileMesh } from './rtin.ts';

const RADIANS = Math.PI / 180;

export interface TerrainNodes extends Nodes {
  /** Latitude of a row and longitude of a column, degrees. */
  lats: Float64Array;
  lons: Float64Array;
  /** Radians between nodes. */
  step: number;
}

/** Samples the elevation on the nodes of a range. */
export function sampleNodes(elevation: Elevation, range: TileRange): TerrainNodes {
  const lattice = createLattice(range);
  const { cols, rows, heights } = lattice;
  const lons = Float64Array.from({ length: cols }, (_, col) => lonOf(lattice, col));
  const lats = Float64Array.from({ length: rows }, (_, row) => latOf(lattice, row));
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      heights[row * cols + col] = elevation.heightAt(lons[col] as number, lats[row] as number);
    }
  }
  const step = lattice.step * RADIANS;
  const sagNorth = (step * step * WGS84_A) / 8;
  const sagEast = lats.map((lat) => sagNorth * Math.cos(lat * RADIANS) ** 2);
  return { cols, rows, heights, sagEast, sagNorth, lats, lons, step };
}

/**
 * Gives the unit normals of a tile's vertices from the slopes of the nodes around them: the same on both sides of a seam.
 *
 * @returns ECEF, flat [x, y, z]. A new array.
 */
export function tileNormals(nodes: TerrainNodes, mesh: TileMesh, col0: number, row0: number): Float64Array {
  const { cols, rows, heights, lats, lons, step } = nodes;
  const count = mesh.vertices.length / 2;
  const out = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) {
    const col = col0 + (mesh.vertices[2 * i] as number);
    const row = row0 + (mesh.vertices[2 * i + 1] as number);
    const west = Math.max(0, col - 1);
    const east = Math.min(cols - 1, col + 1);
    const south = Math.max(0, row - 1);
    const north = Math.min(rows - 1, row + 1);
    const lat = (lats[row] as number) * RADIANS;
    const lon = (lons[col] as number) * RADIANS;
    const along = (east - west) * step * WGS84_A * Math.max(1e-9, Math.cos(lat));
    const up = (north - south) * step * WGS84_A;
    const atPole = Math.cos(lat) < 1e-6;
    const slopeEast = atPole
      ? 0
      : ((heights[row * cols + east] as number) - (heights[row * cols + west] as number)) / along;
    const slopeNorth =
      ((heights[north * cols + col] as number) - (heights[south * cols + col] as number)) / up;
    const length = Math.hypot(slopeEast, slopeNorth, 1);
    const [e, n, u] = [-slopeEast / length, -slopeNorth / length, 1 / length];
    const [sinLon, cosLon, sinLat, cosLat] = [Math.sin(lon), Math.cos(lon), Math.sin(lat), Math.cos(lat)];
    out[3 * i] = -sinLon * e - sinLat * cosLon * n + cosLat * cosLon * u;
    out[3 * i + 1] = cosLon * e - sinLat * sinLon * n + cosLat * sinLon * u;
    out[3 * i + 2] = cosLat * n + sinLat * u;
  }
  return out;
}

/**
 * Measures how far a tile's mesh, as flat triangles under the curve of the Earth, lies from the nodes it left out.
 *
 * @param forced - nodes that are missed by more than `bound` are set to 1.
 * @returns the largest distance, m.
 */
export function measureMesh(
  nodes: TerrainNodes,
  mesh: TileMesh,
  col0: number,
  row0: number,
  bound: number,
  forced: Uint8Array,
): number {
  const { cols, heights, sagEast, sagNorth } = nodes;
  const { vertices, triangles } = mesh;
  const at = (col: number, row: number): number => (row0 + row) * cols + col0 + col;
  const sagX = 4 * (sagEast[row0 + TILE_CELLS / 2] as number);
  const sagY = 4 * sagNorth;
  let worst = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t] as number, triangles[t + 1] as number, triangles[t + 2] as number];
    const [ax, ay] = [vertices[2 * a] as number, vertices[2 * a + 1] as number];
    const [bx, by] = [vertices[2 * b] as number, vertices[2 * b + 1] as number];
    const [cx, cy] = [vertices[2 * c] as number, vertices[2 * c + 1] as number];
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    if (area <= 1) continue;
    const ha = heights[at(ax, ay)] as number;
    const hb = heights[at(bx, by)] as number;
    const hc = heights[at(cx, cy)] as number;
    const rowEnd = Math.max(ay, by, cy);
    const colEnd = Math.max(ax, bx, cx);
    for (let row = Math.min(ay, by, cy); row <= rowEnd; row++) {
      for (let col = Math.min(ax, bx, cx); col <= colEnd; col++) {
        const wb = ((col - ax) * (cy - ay) - (row - ay) * (cx - ax)) / area;
        const wc = ((bx - ax) * (row - ay) - (by - ay) * (col - ax)) / area;
        const wa = 1 - wb - wc;
        if (wa < 0 || wb < 0 || wc < 0) continue;
        const drop =
          sagX * (wa * (ax - col) ** 2 + wb * (bx - col) ** 2 + wc * (cx - col) ** 2) +
          sagY * (wa * (ay - row) ** 2 + wb * (by - row) ** 2 + wc * (cy - row) ** 2);
        const i = at(col, row);
        const error = Math.abs(wa * ha + wb * hb + wc * hc - drop - (heights[i] as number));
        if (error > worst) worst = error;
        if (error > bound) forced[i] = 1;
      }
    }
  }
  return worst;
}
