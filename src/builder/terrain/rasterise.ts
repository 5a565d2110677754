/** Polygons and triangles onto the nodes of a lattice. */
import type { Position } from '#city/model.ts';
import type { Lattice } from './lattice.ts';

/**
 * Marks the nodes inside a multipolygon (even-odd, a row at a time).
 *
 * @param polygons - lon/lat degrees, RFC 7946 nesting.
 * @returns 1 inside, 0 outside; row-major as the lattice. A new array.
 */
export function rasterisePolygons(lattice: Lattice, polygons: Position[][][]): Uint8Array {
  const { cols, rows } = lattice;
  const mask = new Uint8Array(cols * rows);
  const crossings: number[][] = Array.from({ length: rows }, () => []);
  for (const rings of polygons) {
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [ax, ay] = toNode(lattice, ring[j] as Position);
        const [bx, by] = toNode(lattice, ring[i] as Position);
        const low = Math.max(0, Math.ceil(Math.min(ay, by)));
        const high = Math.min(rows - 1, Math.ceil(Math.max(ay, by)) - 1);
        for (let row = low; row <= high; row++) {
          (crossings[row] as number[]).push(ax + ((row - ay) / (by - ay)) * (bx - ax));
        }
      }
    }
  }
  for (let row = 0; row < rows; row++) {
    const xs = (crossings[row] as number[]).sort((a, b) => a - b);
    for (let k = 0; k + 1 < xs.length; k += 2) {
      const from = Math.max(0, Math.ceil(xs[k] as number));
      const to = Math.min(cols - 1, Math.floor(xs[k + 1] as number));
      if (to >= from) mask.fill(1, row * cols + from, row * cols + to + 1);
    }
  }
  return mask;
}

function toNode({ step, col0, row0 }: Lattice, place: Position): [number, number] {
  return [((place[0] as number) + 180) / step - col0, ((place[1] as number) + 90) / step - row0];
}

/** Slack of the inside test: a node on the seam of two triangles belongs to both. */
const SLACK = 1e-7;

/**
 * Sets the heights of nodes under triangles; where triangles overlap the highest holds.
 *
 * @param triangles - lon, lat (degrees), h (m ellipsoidal) × 3 a triangle.
 * @param heights - row-major as the lattice; NaN where nothing is known yet.
 */
export function rasteriseTriangles(lattice: Lattice, triangles: Float64Array, heights: Float32Array): void {
  const { cols, rows, step, col0, row0 } = lattice;
  for (let t = 0; t + 8 < triangles.length; t += 9) {
    const ax = ((triangles[t] as number) + 180) / step - col0;
    const ay = ((triangles[t + 1] as number) + 90) / step - row0;
    const az = triangles[t + 2] as number;
    const bx = ((triangles[t + 3] as number) + 180) / step - col0;
    const by = ((triangles[t + 4] as number) + 90) / step - row0;
    const bz = triangles[t + 5] as number;
    const cx = ((triangles[t + 6] as number) + 180) / step - col0;
    const cy = ((triangles[t + 7] as number) + 90) / step - row0;
    const cz = triangles[t + 8] as number;
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    if (!(Math.abs(area) > 1e-12) || !Number.isFinite(az + bz + cz)) continue;
    const row1 = Math.min(rows - 1, Math.floor(Math.max(ay, by, cy)));
    const col1 = Math.min(cols - 1, Math.floor(Math.max(ax, bx, cx)));
    const colFrom = Math.max(0, Math.ceil(Math.min(ax, bx, cx)));
    for (let row = Math.max(0, Math.ceil(Math.min(ay, by, cy))); row <= row1; row++) {
      for (let col = colFrom; col <= col1; col++) {
        const wb = ((col - ax) * (cy - ay) - (row - ay) * (cx - ax)) / area;
        const wc = ((bx - ax) * (row - ay) - (by - ay) * (col - ax)) / area;
        if (wb < -SLACK || wc < -SLACK || wb + wc > 1 + SLACK) continue;
        const z = az + wb * (bz - az) + wc * (cz - az);
        const i = row * cols + col;
        const known = heights[i] as number;
        if (!(known >= z)) heights[i] = z;
      }
    }
  }
}
