/**
 * Outlines of where a field lies below a level (marching squares, Lorensen and Cline 1987 in the plane).
 *
 * Corners that touch only across a cell's diagonal stay apart. Beyond the grid the field counts as 1.
 */

/** Ring of outlines: flat [column, row, …] in units of the grid, not closed. */
export type GridRing = Float64Array;

/**
 * Gives the outlines of the area where a field is below a level.
 *
 * @param field - row-major from the south, cols × rows.
 * @returns rings with the area on their left: outer ones counter-clockwise, holes clockwise; always the same order.
 */
export function contours(field: ArrayLike<number>, cols: number, rows: number, level: number): GridRing[] {
  const width = cols + 2;
  const next = new Map<number, number>();
  const at = (col: number, row: number): number =>
    col < 0 || row < 0 || col >= cols || row >= rows ? 1 : (field[row * cols + col] as number);
  // An edge's number is twice that of its western or southern node, plus 1 when it runs north.
  const edge = (col: number, row: number, north: 0 | 1): number => 2 * ((row + 1) * width + col + 1) + north;
  const corner = new Uint8Array(4);
  const edges = new Float64Array(4);
  for (let row = -1; row < rows; row++) {
    for (let col = -1; col < cols; col++) {
      corner[0] = at(col, row) < level ? 1 : 0;
      corner[1] = at(col + 1, row) < level ? 1 : 0;
      corner[2] = at(col + 1, row + 1) < level ? 1 : 0;
      corner[3] = at(col, row + 1) < level ? 1 : 0;
      const count = corner[0] + corner[1] + corner[2] + corner[3];
      if (count === 0 || count === 4) continue;
      edges[0] = edge(col, row, 0);
      edges[1] = edge(col + 1, row, 1);
      edges[2] = edge(col, row + 1, 0);
      edges[3] = edge(col, row, 1);
      // Every run of corners inside, counter-clockwise, is cut off from the edge after it to the edge before it.
      for (let first = 0; first < 4; first++) {
        if (corner[first] === 0 || corner[(first + 3) % 4] === 1) continue;
        let last = first;
        while (corner[(last + 1) % 4] === 1) last++;
        next.set(edges[last % 4] as number, edges[(first + 3) % 4] as number);
      }
    }
  }
  const rings: GridRing[] = [];
  for (const seed of next.keys()) {
    const ring: number[] = [];
    for (let from: number | undefined = seed; from !== undefined && next.has(from); ) {
      const node = from >> 1;
      const col = (node % width) - 1;
      const row = Math.floor(node / width) - 1;
      const north = from & 1;
      const low = at(col, row);
      const high = at(col + 1 - north, row + north);
      const t = (level - low) / (high - low);
      ring.push(north ? col : col + t, north ? row + t : row);
      const to: number | undefined = next.get(from);
      next.delete(from);
      from = to;
    }
    if (ring.length >= 6) rings.push(Float64Array.from(ring));
  }
  return rings;
}
