import { HILL_FOOT, LONE_HILLS, RIDGES, RIVER } from './plan.ts';
import type { Point } from './plane.ts';
import { contains, nearestOnLine, segmentDistance, smoothCurve } from './plane.ts';
import type { Noise } from './random.ts';
import { fractal, ridged } from './random.ts';
import type { Shore } from './shore.ts';

/** Height of the highest summit above the sea, m. */
export const SUMMIT = 380;

/** The ground as a raster, row-major from the north-west, m above the sea (orthometric); 0 at sea. */
export interface Terrain {
  minX: number;
  maxY: number;
  step: number;
  columns: number;
  rows: number;
  heights: Float32Array;
  heightAt(x: number, y: number): number;
  /** Steepness (rise over run) measured over 24 m. */
  slopeAt(x: number, y: number): number;
}

/**
 * Carves valleys into the hills as streams do: every cell drains to its lowest neighbour and is lowered towards it by the
 * square root of the area above (stream-power law, implicit steps from the sea upwards after Braun and Willett 2013).
 */
function erode(base: Float32Array, hills: Float32Array, columns: number, step: number): void {
  const cells: number[] = [];
  for (let i = 0; i < hills.length; i++) if (hills[i]! > 0.004) cells.push(i);
  const order = Uint32Array.from(cells);
  const height = new Float64Array(hills.length);
  for (let i = 0; i < hills.length; i++) height[i] = base[i]! + SUMMIT * hills[i]!;
  const area = new Float64Array(hills.length);
  const down = new Int32Array(hills.length);
  const around = [-columns - 1, -columns, -columns + 1, -1, 1, columns - 1, columns, columns + 1];
  for (let pass = 0; pass < 14; pass++) {
    order.sort((p, q) => height[q]! - height[p]! || p - q);
    for (const i of order) {
      area[i] = step * step;
      down[i] = -1;
      let steepest = 0;
      for (const [k, jump] of around.entries()) {
        const run = k === 1 || k === 3 || k === 4 || k === 6 ? step : step * Math.SQRT2;
        const fall = (height[i]! - height[i + jump]!) / run;
        if (fall > steepest) {
          steepest = fall;
          down[i] = i + jump;
        }
      }
    }
    for (const i of order) if (down[i]! >= 0 && hills[down[i]!]! > 0.004) area[down[i]!]! += area[i]!;
    for (let k = order.length - 1; k >= 0; k--) {
      const i = order[k]!;
      if (down[i]! < 0) continue;
      const pull = (0.0115 * Math.sqrt(area[i]!)) / step;
      height[i] = (height[i]! + pull * height[down[i]!]!) / (1 + pull);
    }
    // Slopes creep: a little of the difference to the neighbours goes.
    for (const i of order) {
      const mean = (height[i - 1]! + height[i + 1]! + height[i - columns]! + height[i + columns]!) / 4;
      height[i]! += (mean - height[i]!) * 0.14;
    }
  }
  for (const i of order) hills[i] = Math.max(0, (height[i]! - base[i]!) / SUMMIT);
}

/** The river's middle line, smooth, with its width at any place. */
export interface River {
  line: Point[];
  widthAt(x: number, y: number): number;
}

export function createRiver(): River {
  const line = smoothCurve(
    RIVER.map((r) => r.at),
    20,
  );
  const rough = RIVER.map((r) => r.at);
  return {
    line,
    widthAt: (x, y) => {
      const { index, point } = nearestOnLine(rough, x, y);
      const a = RIVER[index]!;
      const b = RIVER[Math.min(RIVER.length - 1, index + 1)]!;
      const whole = Math.hypot(b.at[0] - a.at[0], b.at[1] - a.at[1]);
      const t = whole === 0 ? 0 : Math.hypot(point[0] - a.at[0], point[1] - a.at[1]) / whole;
      return a.width + (b.width - a.width) * t;
    },
  };
}

const smooth = (low: number, high: number, value: number): number => {
  const t = Math.max(0, Math.min(1, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
};

/** Builds the ground: a plain that rises from the shore, hills with ridges and gullies, and the river's valley. */
export function createTerrain(shore: Shore, river: River, noise: Noise, step = 12): Terrain {
  const minX = -4700;
  const maxY = 3700;
  const columns = Math.floor(9400 / step);
  const rows = Math.floor(7400 / step);
  const heights = new Float32Array(columns * rows);
  const hills = new Float32Array(columns * rows);
  const foot = [...HILL_FOOT, HILL_FOOT[0]!];
  // Distances are smooth: sampled every fourth cell, then interpolated.
  const field = (f: (x: number, y: number) => number): ((row: number, column: number) => number) => {
    const wide = Math.ceil(columns / 4) + 2;
    const high = Math.ceil(rows / 4) + 2;
    const values = new Float32Array(wide * high);
    for (let v = 0; v < high; v++) {
      for (let u = 0; u < wide; u++) values[v * wide + u] = f(minX + u * 4 * step, maxY - v * 4 * step);
    }
    return (row, column) => {
      const i = (row >> 2) * wide + (column >> 2);
      const s = (row & 3) / 4;
      const t = (column & 3) / 4;
      const north = values[i]! * (1 - t) + values[i + 1]! * t;
      return north * (1 - s) + (values[i + wide]! * (1 - t) + values[i + wide + 1]! * t) * s;
    };
  };
  const beyond = (x: number, y: number): boolean => Math.abs(x) > 4300 || Math.abs(y) > 3300;
  const shoreAt = field((x, y) => (beyond(x, y) ? -1 : shore.distance(x, y)));
  const insideAt = field((x, y) => (contains(HILL_FOOT, x, y) ? 1 : -1) * nearestOnLine(foot, x, y).distance);
  const coarseRiver = river.line.filter((_, i) => i % 3 === 0 || i === river.line.length - 1);
  const riverAt = field((x, y) => nearestOnLine(coarseRiver, x, y).distance);
  const courseAt = field((x, y) => nearestOnLine(coarseRiver, x, y).index / coarseRiver.length);
  const limit = new Float32Array(columns * rows).fill(Number.NaN);
  for (let row = 0; row < rows; row++) {
    const y = maxY - row * step;
    for (let column = 0; column < columns; column++) {
      const x = minX + column * step;
      let d = shoreAt(row, column);
      if (d < 60) d = d < -60 || beyond(x, y) ? -1 : shore.distance(x, y);
      if (d <= 0) continue;
      const i = row * columns + column;
      const roll = fractal(noise, x / 700, y / 700, 3);
      let base = 3 + 11 * (1 - Math.exp(-d / 800)) + 3.5 * roll * smooth(80, 500, d);
      const inside = insideAt(row, column);
      if (inside > 0) base += 0.085 * Math.min(inside, 460) * (1 + 0.35 * roll);
      for (const hill of LONE_HILLS) {
        const r = Math.hypot(x - hill.at[0], y - hill.at[1]) / hill.radius;
        if (r < 1)
          base +=
            hill.height *
            (1 - r * r) ** 2 *
            (1 + 0.3 * fractal(noise, x / 180, y / 180, 4) * Math.min(1, r * 3));
      }
      if (inside > 60) {
        const wx = x + 130 * fractal(noise, x / 520, y / 520, 2);
        const wy = y + 130 * fractal(noise, x / 520 + 40, y / 520 - 17, 2);
        let crest = 0;
        for (const ridge of RIDGES) {
          for (let k = 0; k + 1 < ridge.length; k++) {
            const a = ridge[k]!;
            const b = ridge[k + 1]!;
            const distance = segmentDistance(wx, wy, a.at, b.at);
            const da = Math.hypot(wx - a.at[0], wy - a.at[1]);
            const db = Math.hypot(wx - b.at[0], wy - b.at[1]);
            const part = (a.part * db + b.part * da) / (da + db + 1e-9);
            crest = Math.max(crest, part * Math.exp(-((distance / 560) ** 1.35)));
          }
        }
        const carve = ridged(noise, wx / 460, wy / 460, 5);
        hills[i] = crest * smooth(60, 900, inside) * (0.8 + 0.34 * carve);
      }
      const fromRiver = riverAt(row, column);
      const course = courseAt(row, column);
      const width = 100 - 90 * Math.sqrt(1 - course);
      const level = 0.8 + 58 * (1 - course) ** 4.2;
      const bank = smooth(width / 2, width / 2 + 130 + 60 * (1 - course), fromRiver);
      base = level + (base - level) * (base > level ? bank : 1);
      hills[i]! *= smooth(20, 260, fromRiver) * 0.85 + 0.15 * bank;
      heights[i] = base;
      limit[i] = 2.6 + 0.32 * d * (1 + (d / 320) ** 2);
    }
  }
  erode(heights, hills, columns, step);
  let scale = SUMMIT;
  for (let pass = 0; pass < 12; pass++) {
    let top = 0;
    let at = 0;
    for (let i = 0; i < heights.length; i++) {
      const h = heights[i]! + scale * hills[i]!;
      if (h > top) {
        top = h;
        at = i;
      }
    }
    scale = (SUMMIT - heights[at]!) / hills[at]!;
  }
  for (let i = 0; i < heights.length; i++) {
    const cap = limit[i]!;
    if (Number.isNaN(cap)) continue;
    const h = heights[i]! + scale * hills[i]!;
    heights[i] = Math.max(
      0.6,
      h > cap * 0.7 ? cap * (1 - 0.3 * Math.exp(-(h - cap * 0.7) / (cap * 0.3))) : h,
    );
  }
  // Where the shore's rise never limited the summit, the cap above leaves it; set it exactly.
  let top = 0;
  for (const h of heights) if (h > top) top = h;
  for (let i = 0; i < heights.length; i++) {
    if (heights[i]! > 40) heights[i] = 40 + ((heights[i]! - 40) * (SUMMIT - 40)) / (top - 40);
    heights[i] = Math.round(heights[i]! * 100) / 100;
  }
  const heightAt = (x: number, y: number): number => {
    const u = Math.max(0, Math.min(columns - 1.001, (x - minX) / step));
    const v = Math.max(0, Math.min(rows - 1.001, (maxY - y) / step));
    const column = Math.floor(u);
    const row = Math.floor(v);
    const fu = u - column;
    const fv = v - row;
    const i = row * columns + column;
    const north = heights[i]! * (1 - fu) + heights[i + 1]! * fu;
    const south = heights[i + columns]! * (1 - fu) + heights[i + columns + 1]! * fu;
    return north * (1 - fv) + south * fv;
  };
  return {
    minX,
    maxY,
    step,
    columns,
    rows,
    heights,
    heightAt,
    slopeAt: (x, y) =>
      Math.hypot(heightAt(x + 12, y) - heightAt(x - 12, y), heightAt(x, y + 12) - heightAt(x, y - 12)) / 24,
  };
}
