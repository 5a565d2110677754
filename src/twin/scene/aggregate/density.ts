/** Density of points over the ground: what a heat map shows. */

export interface Density {
  /** Points' weight in reach of each cell's middle, row by row from the south-west; 1 = the densest cell. */
  values: Float32Array;
  columns: number;
  rows: number;
  /** West, south, east, north; m in the frame of the points. */
  bounds: [west: number, south: number, east: number, north: number];
  /** Points in reach of the densest cell, each weighed by how near it is. */
  most: number;
}

const MOST_CELLS = 1_024;

/**
 * Sums points with a quartic kernel on a grid that covers them all.
 *
 * @param places - flat [east, north, …], m. @param radius - reach of a point, m. @param cell - side of a cell, m; larger where the
 * grid would have more than 1,024 cells a side.
 */
export function densityOf(places: Float64Array, radius: number, cell: number): Density {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < places.length; at += 2) {
    west = Math.min(west, places[at]! - radius);
    east = Math.max(east, places[at]! + radius);
    south = Math.min(south, places[at + 1]! - radius);
    north = Math.max(north, places[at + 1]! + radius);
  }
  if (west > east) return { values: new Float32Array(0), columns: 0, rows: 0, bounds: [0, 0, 0, 0], most: 0 };
  const side = Math.max(cell, (east - west) / MOST_CELLS, (north - south) / MOST_CELLS);
  const columns = Math.max(1, Math.ceil((east - west) / side));
  const rows = Math.max(1, Math.ceil((north - south) / side));
  const values = new Float32Array(columns * rows);
  const reach = Math.ceil(radius / side);
  for (let at = 0; at < places.length; at += 2) {
    const x = (places[at]! - west) / side - 0.5;
    const y = (places[at + 1]! - south) / side - 0.5;
    for (
      let row = Math.max(0, Math.floor(y) - reach);
      row <= Math.min(rows - 1, Math.ceil(y) + reach);
      row++
    ) {
      for (
        let column = Math.max(0, Math.floor(x) - reach);
        column <= Math.min(columns - 1, Math.ceil(x) + reach);
        column++
      ) {
        const away = ((column - x) ** 2 + (row - y) ** 2) * (side / radius) ** 2;
        if (away < 1) values[row * columns + column]! += (1 - away) ** 2;
      }
    }
  }
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  if (most > 0) for (let at = 0; at < values.length; at++) values[at]! /= most;
  return { values, columns, rows, bounds: [west, south, west + columns * side, south + rows * side], most };
}

/** Stops of the heat map's colours: share of the densest, sRGB, opacity. */
const RAMP: readonly (readonly [at: number, red: number, green: number, blue: number, alpha: number])[] = [
  [0, 38, 70, 120, 0],
  [0.08, 52, 96, 150, 90],
  [0.3, 57, 160, 175, 165],
  [0.6, 236, 196, 92, 205],
  [1, 224, 73, 47, 230],
];

/** Colour of a share of the densest: red, green, blue, alpha, 0 to 255. */
export function heatColour(share: number): [number, number, number, number] {
  const upper = Math.max(
    1,
    RAMP.findIndex(([at]) => at >= share),
  );
  const [low, high] = [RAMP[upper - 1]!, RAMP[upper]!];
  const between = Math.min(1, Math.max(0, (share - low[0]) / (high[0] - low[0])));
  const mix = (channel: 1 | 2 | 3 | 4): number =>
    Math.round(low[channel] + (high[channel] - low[channel]) * between);
  return [mix(1), mix(2), mix(3), mix(4)];
}

/** Paints a density, first row north, as pictures have it. */
export function heatPixels({ values, columns, rows }: Density): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      pixels.set(heatColour(values[(rows - 1 - row) * columns + column]!), (row * columns + column) * 4);
    }
  }
  return pixels;
}
