import { describe, expect, it } from 'vitest';
import { fadeAtEdge, isAtEdge } from './edge-fade.ts';

/** A map of the north-eastern quarter of the world: exactly the tile 1/1/0. */
const BOUNDS = [0, 0, 180, 85.051_128_779_8] as const;
const TILE = { z: 1, x: 1, y: 0 };

describe('fadeAtEdge', () => {
  it('leaves the middle as it is and lets the edge vanish on all four sides', () => {
    const side = 100;
    const pixels = new Uint8ClampedArray(side * side * 4).fill(200);
    fadeAtEdge(pixels, side, TILE, BOUNDS, false);
    const alpha = (column: number, row: number): number => pixels[(row * side + column) * 4 + 3]!;
    expect(alpha(50, 50)).toBe(255);
    for (const [column, row] of [
      [0, 50],
      [99, 50],
      [50, 0],
      [50, 99],
    ] as const) {
      expect(alpha(column, row)).toBeLessThan(3);
    }
    // Half way through the 12 % it is half there.
    expect(alpha(5, 50)).toBeGreaterThan(90);
    expect(alpha(6, 50)).toBeLessThan(165);
    expect(pixels[0]).toBe(200);
  });

  it('knows north from south when the picture is flipped', () => {
    const pixels = new Uint8ClampedArray(8 * 8 * 4);
    fadeAtEdge(pixels, 8, { z: 4, x: 12, y: 7 }, BOUNDS, true);
    const south = pixels[3]!;
    const north = pixels[(7 * 8 + 3) * 4 + 3]!;
    expect(north).toBeGreaterThan(south);
  });

  it('tells tiles that need it from those that do not', () => {
    expect(isAtEdge(TILE, BOUNDS)).toBe(true);
    expect(isAtEdge({ z: 4, x: 12, y: 4 }, BOUNDS)).toBe(false);
    expect(isAtEdge({ z: 4, x: 15, y: 4 }, BOUNDS)).toBe(true);
  });
});
