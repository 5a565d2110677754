/**
 * The nearest of many places for every node of a grid, by handing places on from neighbour to neighbour (Danielsson
 * 1980, "Euclidean distance mapping"): right but for a few nodes between places that are nearly as far.
 */

/** Places on a grid, in units of its nodes. */
export interface GridPlaces {
  x: Float64Array;
  y: Float64Array;
}

/**
 * Finds the nearest place for every node.
 *
 * @param stepX - length of a column's step, m.
 * @param stepY - length of a row's step, m.
 * @returns index of a place, row-major; −1 everywhere when there are none. A new array.
 */
export function nearestSample(
  places: GridPlaces,
  cols: number,
  rows: number,
  stepX: number,
  stepY: number,
): Int32Array {
  const nearest = new Int32Array(cols * rows).fill(-1);
  const distance = new Float64Array(cols * rows).fill(Infinity);
  const offer = (col: number, row: number, place: number): void => {
    const dx = ((places.x[place] as number) - col) * stepX;
    const dy = ((places.y[place] as number) - row) * stepY;
    const d = dx * dx + dy * dy;
    const i = row * cols + col;
    if (d >= (distance[i] as number)) return;
    distance[i] = d;
    nearest[i] = place;
  };
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  for (let place = 0; place < places.x.length; place++) {
    const col = Math.floor(places.x[place] as number);
    const row = Math.floor(places.y[place] as number);
    for (let k = 0; k < 4; k++) offer(clamp(col + (k & 1), cols - 1), clamp(row + (k >> 1), rows - 1), place);
  }
  const from = (col: number, row: number, i: number): void => {
    const place = nearest[i] as number;
    if (place >= 0) offer(col, row, place);
  };
  for (const up of [1, -1]) {
    for (let step = 0; step < rows; step++) {
      const row = up === 1 ? step : rows - 1 - step;
      const before = row - up;
      const hasBefore = before >= 0 && before < rows;
      for (let col = 0; col < cols; col++) {
        if (hasBefore) {
          if (col > 0) from(col, row, before * cols + col - 1);
          from(col, row, before * cols + col);
          if (col + 1 < cols) from(col, row, before * cols + col + 1);
        }
        if (col > 0) from(col, row, row * cols + col - 1);
      }
      for (let col = cols - 2; col >= 0; col--) from(col, row, row * cols + col + 1);
    }
  }
  return nearest;
}
