import { describe, expect, it } from 'vitest';
import { tileMetres, windowOfTile } from './tile-window.ts';

describe('windowOfTile', () => {
  it('takes a tile’s own data up to the deepest zoom', () => {
    expect(windowOfTile({ z: 15, x: 17058, y: 11948 }, 15)).toEqual({
      source: { z: 15, x: 17058, y: 11948 },
      left: 0,
      top: 0,
      size: 1,
    });
  });

  it('takes a part of the deepest tile beyond it', () => {
    expect(windowOfTile({ z: 17, x: 4 * 17058 + 3, y: 4 * 11948 + 1 }, 15)).toEqual({
      source: { z: 15, x: 17058, y: 11948 },
      left: 0.75,
      top: 0.25,
      size: 0.25,
    });
  });
});

describe('tile geometry', () => {
  it('gives the ground size of a tile: 40,075,017 m around at the equator, half of it at 60°', () => {
    expect(tileMetres({ z: 20, x: 0, y: 2 ** 19 })).toBeCloseTo(40_075_016.686 / 2 ** 20, 4);
    const row = Math.round(((1 - Math.asinh(Math.tan(Math.PI / 3)) / Math.PI) / 2) * 2 ** 20);
    expect(tileMetres({ z: 20, x: 0, y: row }) * 2 ** 20).toBeCloseTo(40_075_016.686 / 2, -3);
  });
});
