/**
 * Distance of every cell to the nearest marked one.
 *
 * Chamfer with the true lengths of the eight neighbours (Borgefors 1986), forwards and backwards: too long by 8 % at
 * the worst, which blending does not see.
 */

/**
 * @param marked - 1 where the distance is 0; row-major, width × height.
 * @param stepX - length of a column's step, m.
 * @param stepY - length of a row's step, m.
 * @returns m; infinite everywhere when nothing is marked. A new array.
 */
export function distanceTo(
  marked: Uint8Array,
  width: number,
  height: number,
  stepX: number,
  stepY: number,
): Float32Array {
  const out = new Float32Array(width * height);
  for (let i = 0; i < out.length; i++) out[i] = marked[i] === 1 ? 0 : Number.POSITIVE_INFINITY;
  const diagonal = Math.hypot(stepX, stepY);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      let d = out[i] as number;
      if (d === 0) continue;
      if (x > 0) d = Math.min(d, (out[i - 1] as number) + stepX);
      if (y > 0) {
        d = Math.min(d, (out[i - width] as number) + stepY);
        if (x > 0) d = Math.min(d, (out[i - width - 1] as number) + diagonal);
        if (x + 1 < width) d = Math.min(d, (out[i - width + 1] as number) + diagonal);
      }
      out[i] = d;
    }
  }
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      const i = y * width + x;
      let d = out[i] as number;
      if (d === 0) continue;
      if (x + 1 < width) d = Math.min(d, (out[i + 1] as number) + stepX);
      if (y + 1 < height) {
        d = Math.min(d, (out[i + width] as number) + stepY);
        if (x + 1 < width) d = Math.min(d, (out[i + width + 1] as number) + diagonal);
        if (x > 0) d = Math.min(d, (out[i + width - 1] as number) + diagonal);
      }
      out[i] = d;
    }
  }
  return out;
}
