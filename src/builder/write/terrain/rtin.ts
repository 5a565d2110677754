/**
 * Right-triangulated irregular network over many tiles at once.
 *
 * Errors are gathered over the whole range of tiles, not tile by tile: a vertex on a seam needs what the triangles of
 * both its tiles need, so both tiles keep the same vertices and no crack opens between them. (Tile by tile, as the
 * common implementations do it, either cracks or has to keep every vertex of an edge: five times the bytes.)
 *
 * Source: Evans, Kirkpatrick, Townsend 1997, "Right Triangular Irregular Networks"; saturated errors: Ohlberger and
 * Rumpf 1997.
 */
import { TILE_CELLS } from '#builder/terrain/lattice.ts';

/** Nodes of a range of tiles: heights row-major from the south-west, cols and rows multiples of 128, plus 1. */
export interface Nodes {
  cols: number;
  rows: number;
  heights: Float32Array;
  /** Middle of a parallel's arc of one column, above its chord, m, by row: grows with the square of the columns. */
  sagEast: Float64Array;
  /** The same for a row's step along a meridian. */
  sagNorth: number;
}

/** Vertices (col, row in the tile) and triangles of a tile, vertices in the order of their first use. */
export interface TileMesh {
  vertices: Uint16Array;
  triangles: Uint32Array;
}

/**
 * Gives every node the error that leaving it out would make, never less than that of any node that rests on it.
 *
 * @param forced - 1 where a node must be kept; its error is infinite.
 * @returns m; row-major as the nodes. A new array.
 */
export function nodeErrors(nodes: Nodes, forced: Uint8Array | null): Float32Array {
  const errors = new Float32Array(nodes.cols * nodes.rows);
  for (let half = 1; half <= TILE_CELLS / 2; half *= 2) {
    sides(nodes, errors, forced, half);
    centres(nodes, errors, forced, half);
  }
  return errors;
}

/** Middles of squares' sides: one index an odd multiple of `half`, the other an even one. */
function sides(nodes: Nodes, errors: Float32Array, forced: Uint8Array | null, half: number): void {
  const { cols, rows, heights, sagEast, sagNorth } = nodes;
  const quarter = half / 2;
  const square = half * half * 4;
  for (let row = 0; row < rows; row += half) {
    const alongRow = (row / half) % 2 === 0;
    for (let col = alongRow ? half : 0; col < cols; col += 2 * half) {
      const i = row * cols + col;
      const gap = alongRow ? half : half * cols;
      const sag = square * (alongRow ? (sagEast[row] as number) : sagNorth);
      const chord = ((heights[i - gap] as number) + (heights[i + gap] as number)) / 2 - sag;
      let error = Math.abs(chord - (heights[i] as number));
      if (forced !== null && forced[i] === 1) error = Number.POSITIVE_INFINITY;
      if (quarter >= 1) {
        for (let sy = -quarter; sy <= quarter; sy += half) {
          if (row + sy < 0 || row + sy >= rows) continue;
          for (let sx = -quarter; sx <= quarter; sx += half) {
            if (col + sx < 0 || col + sx >= cols) continue;
            error = Math.max(error, errors[i + sy * cols + sx] as number);
          }
        }
      }
      errors[i] = error;
    }
  }
}

/** Centres of squares of side 2·half: both indices odd multiples of `half`. */
function centres(nodes: Nodes, errors: Float32Array, forced: Uint8Array | null, half: number): void {
  const { cols, rows, heights, sagEast, sagNorth } = nodes;
  const square = half * half * 4;
  for (let row = half; row < rows; row += 2 * half) {
    for (let col = half; col < cols; col += 2 * half) {
      const i = row * cols + col;
      // A square's diagonal ends in the centre of the square twice as large; a whole tile's goes south-west to north-east.
      const odd = half < TILE_CELLS / 2 && (((col - half) / half + (row - half) / half) / 2) % 2 === 1;
      const gap = odd ? half * (cols - 1) : half * (cols + 1);
      const sag = square * ((sagEast[row] as number) + sagNorth);
      const chord = ((heights[i - gap] as number) + (heights[i + gap] as number)) / 2 - sag;
      let error = Math.abs(chord - (heights[i] as number));
      if (forced !== null && forced[i] === 1) error = Number.POSITIVE_INFINITY;
      error = Math.max(
        error,
        errors[i - half] as number,
        errors[i + half] as number,
        errors[i - half * cols] as number,
        errors[i + half * cols] as number,
      );
      errors[i] = error;
    }
  }
}

const SIDE = TILE_CELLS + 1;
/** Scratch of `tileMesh`: vertex of a node plus 1, 0 for none; cleared after each use. */
const vertexOf = new Uint32Array(SIDE * SIDE);

/**
 * Takes the mesh of one tile out of the range: every node whose error exceeds the tolerance is a vertex.
 *
 * @param col0 - first column of the tile in the range; row0 likewise.
 * @returns triangles counter-clockwise as seen from above.
 */
export function tileMesh(
  errors: Float32Array,
  cols: number,
  col0: number,
  row0: number,
  tolerance: number,
): TileMesh {
  const vertices: number[] = [];
  const triangles: number[] = [];
  const vertex = (x: number, y: number): number => {
    const at = y * SIDE + x;
    const known = vertexOf[at] as number;
    if (known > 0) return known - 1;
    vertices.push(x, y);
    vertexOf[at] = vertices.length / 2;
    return vertices.length / 2 - 1;
  };
  // a, b: ends of the hypotenuse; c: the right angle; counter-clockwise.
  const split = (ax: number, ay: number, bx: number, by: number, cx: number, cy: number): void => {
    const mx = (ax + bx) >> 1;
    const my = (ay + by) >> 1;
    const divisible = Math.abs(ax - cx) + Math.abs(ay - cy) > 1;
    if (divisible && (errors[(row0 + my) * cols + col0 + mx] as number) > tolerance) {
      split(cx, cy, ax, ay, mx, my);
      split(bx, by, cx, cy, mx, my);
      return;
    }
    triangles.push(vertex(ax, ay), vertex(bx, by), vertex(cx, cy));
  };
  split(TILE_CELLS, TILE_CELLS, 0, 0, TILE_CELLS, 0);
  split(0, 0, TILE_CELLS, TILE_CELLS, 0, TILE_CELLS);
  for (let i = 0; i < vertices.length; i += 2) {
    vertexOf[(vertices[i + 1] as number) * SIDE + (vertices[i] as number)] = 0;
  }
  return { vertices: Uint16Array.from(vertices), triangles: Uint32Array.from(triangles) };
}

/** Corners of a triangle in the tile: ends of the hypotenuse, then the right angle; counter-clockwise. */
export type Corners = [ax: number, ay: number, bx: number, by: number, cx: number, cy: number];

/**
 * Finds the triangle of `tileMesh` over a place.
 *
 * @param x - columns from the tile's west edge, y rows from its south edge; 0 to 128.
 */
export function triangleAt(
  errors: Float32Array,
  cols: number,
  col0: number,
  row0: number,
  tolerance: number,
  x: number,
  y: number,
): Corners {
  const n = TILE_CELLS;
  let [ax, ay, bx, by, cx, cy]: Corners = y <= x ? [n, n, 0, 0, n, 0] : [0, 0, n, n, 0, n];
  for (;;) {
    const mx = (ax + bx) >> 1;
    const my = (ay + by) >> 1;
    const divisible = Math.abs(ax - cx) + Math.abs(ay - cy) > 1;
    if (!divisible || !(errors[(row0 + my) * cols + col0 + mx]! > tolerance)) return [ax, ay, bx, by, cx, cy];
    // Left of the way from the right angle to the middle of the hypotenuse lies a, right of it b.
    const isByA = (mx - cx) * (y - cy) - (my - cy) * (x - cx) <= 0;
    if (isByA) [ax, ay, bx, by, cx, cy] = [cx, cy, ax, ay, mx, my];
    else [ax, ay, bx, by, cx, cy] = [bx, by, cx, cy, mx, my];
  }
}
