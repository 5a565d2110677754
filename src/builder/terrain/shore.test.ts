import { expect, it } from 'vitest';
import { createLattice, tilesTouching } from './lattice.ts';
import { SEA_DEPTH, SHORE_HEIGHT, shapeShore } from './shore.ts';

it('lets a cliff begin one cell inland, so that no water climbs it', () => {
  const lattice = createLattice(tilesTouching([7, 43, 7.0005, 43.0005], 0, 14));
  const { cols, heights } = lattice;
  heights.fill(80);
  const wet = new Uint8Array(heights.length);
  const shore = 10;
  wet.forEach((_, i) => {
    wet[i] = i % cols <= shore ? 1 : 0;
  });
  shapeShore(lattice, wet, new Float32Array(heights.length).fill(40));
  const profile = Array.from(heights.subarray(5 * cols + shore - 1, 5 * cols + shore + 4));
  [40 - SEA_DEPTH, 40 - SEA_DEPTH, 40 + SHORE_HEIGHT, 80, 80].forEach((height, at) => {
    expect(profile[at]).toBeCloseTo(height, 4);
  });
});
