/**
 * Fills holes of a grid smoothly from their rims.
 *
 * Pull and push over a pyramid (Gortler et al. 1996, "The Lumigraph", 3.4): known values are averaged upwards until no
 * hole is left, and come down again into the holes by bilinear interpolation; relaxation then takes the blocks out.
 */

const RELAXATIONS = 4;

interface Layer {
  width: number;
  height: number;
  values: Float32Array;
}

/**
 * Fills NaN in place.
 *
 * @param values - row-major, width × height.
 * @returns number of values filled; 0 also when there is nothing to fill from (all NaN stays NaN).
 */
export function fillHoles(values: Float32Array, width: number, height: number): number {
  let holes = 0;
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) holes++;
  if (holes === 0 || holes === values.length) return 0;
  const layer = { width, height, values };
  const filled = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) filled[i] = Number.isNaN(values[i]) ? 1 : 0;
  push(layer);
  relax(layer, filled);
  return holes;
}

/** Halves the grid: the mean of what is known in 2 × 2. */
function pull({ width, height, values }: Layer): Layer {
  const w = (width + 1) >> 1;
  const h = (height + 1) >> 1;
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let sum = 0;
      let count = 0;
      for (let dy = 0; dy < 2; dy++) {
        for (let dx = 0; dx < 2; dx++) {
          const sx = 2 * x + dx;
          const sy = 2 * y + dy;
          if (sx >= width || sy >= height) continue;
          const value = values[sy * width + sx] as number;
          if (Number.isNaN(value)) continue;
          sum += value;
          count++;
        }
      }
      out[y * w + x] = count > 0 ? sum / count : Number.NaN;
    }
  }
  return { width: w, height: h, values: out };
}

function push(layer: Layer): void {
  const { width, height, values } = layer;
  if (!values.some(Number.isNaN)) return;
  const coarse = pull(layer);
  push(coarse);
  for (let y = 0; y < height; y++) {
    const cy = Math.min(coarse.height - 1, Math.max(0, (y - 0.5) / 2));
    const y0 = Math.min(coarse.height - 1, Math.floor(cy));
    const y1 = Math.min(coarse.height - 1, y0 + 1);
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (!Number.isNaN(values[i])) continue;
      const cx = Math.min(coarse.width - 1, Math.max(0, (x - 0.5) / 2));
      const x0 = Math.min(coarse.width - 1, Math.floor(cx));
      const x1 = Math.min(coarse.width - 1, x0 + 1);
      const low = lerp(coarse.values[y0 * coarse.width + x0], coarse.values[y0 * coarse.width + x1], cx - x0);
      const high = lerp(
        coarse.values[y1 * coarse.width + x0],
        coarse.values[y1 * coarse.width + x1],
        cx - x0,
      );
      values[i] = lerp(low, high, cy - y0);
    }
  }
}

function lerp(a: number | undefined, b: number | undefined, t: number): number {
  return (a as number) + ((b as number) - (a as number)) * t;
}

function relax({ width, height, values }: Layer, filled: Uint8Array): void {
  for (let pass = 0; pass < RELAXATIONS; pass++) {
    for (let y = 0; y < height; y++) {
      const up = y + 1 < height ? width : 0;
      const down = y > 0 ? -width : 0;
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        if (filled[i] === 0) continue;
        const right = x + 1 < width ? 1 : 0;
        const left = x > 0 ? -1 : 0;
        values[i] =
          ((values[i + up] as number) +
            (values[i + down] as number) +
            (values[i + left] as number) +
            (values[i + right] as number)) /
          4;
      }
    }
  }
}
