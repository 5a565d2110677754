/** What is low and connected with known water. */
import type { Lattice } from '../terrain/lattice.ts';

/** Height above the sea up to which a place may be sea, m: what is left of waves, and rounding. */
const LOW = 0.5;
/** The sea of data is not taken to lie higher than this, m: what is higher is land under a wrong coast. */
const HIGHEST_SEA = 3;
/** Land lower than the sea by this, m, is a polder where the data has a flat sea. */
const POLDER_DEPTH = 1.5;

/**
 * Spreads the sea from where it is known over low nodes and voids.
 *
 * @param lattice - heights orthometric, m; NaN where unknown.
 * @param wet - 1 at nodes that are sea by the coast.
 * @param open - 1 at nodes where elevation decides.
 * @returns 1 at nodes that are sea (as `wet` where elevation does not decide), and the sea's height in the data.
 */
export function flood(
  { cols, rows, heights }: Lattice,
  wet: Uint8Array,
  open: Uint8Array,
): { low: Uint8Array; level: number } {
  const { level, floor } = seaLevel(heights, wet, open);
  const low = new Uint8Array(cols * rows);
  const stack = new Int32Array(cols * rows);
  let height = 0;
  for (let i = 0; i < low.length; i++) {
    if (open[i] === 1 || wet[i] === 0) continue;
    low[i] = 1;
    stack[height++] = i;
  }
  const visit = (i: number): void => {
    if (low[i] === 1 || open[i] === 0) return;
    const h = heights[i] as number;
    if (h > level + LOW || h < floor) return;
    low[i] = 1;
    stack[height++] = i;
  };
  while (height > 0) {
    const i = stack[--height] as number;
    const col = i % cols;
    if (col > 0) visit(i - 1);
    if (col + 1 < cols) visit(i + 1);
    if (i >= cols) visit(i - cols);
    if (i + cols < low.length) visit(i + cols);
  }
  return { low, level };
}

/** Where the data has the sea that the coast knows: its median height, and the depth below which a place is no sea. */
function seaLevel(
  heights: Float32Array,
  wet: Uint8Array,
  open: Uint8Array,
): { level: number; floor: number } {
  const known: number[] = [];
  // A thousand heights tell a median well enough.
  let count = 0;
  for (let i = 0; i < wet.length; i++) if (wet[i] === 1 && open[i] === 0) count++;
  const stride = Math.max(1, Math.floor(count / 1000));
  let at = 0;
  for (let i = 0; i < wet.length; i++) {
    if (wet[i] === 0 || open[i] === 1 || at++ % stride !== 0) continue;
    if (!Number.isNaN(heights[i])) known.push(heights[i] as number);
  }
  if (known.length === 0) return { level: 0, floor: -Infinity };
  known.sort((a, b) => a - b);
  const median = known[known.length >> 1] as number;
  const deep = known[Math.floor(known.length / 10)] as number;
  const level = Math.min(HIGHEST_SEA, Math.max(0, median));
  // Data with the sea's bed has no floor.
  return { level, floor: deep < -POLDER_DEPTH ? -Infinity : Math.min(deep, level) - POLDER_DEPTH };
}
