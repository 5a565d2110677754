import { describe, expect, it } from 'vitest';
import { enuToEcefMatrix } from '#base/geo/ellipsoid.ts';
import { builtUpArea } from './built-up-area.ts';

const box = (x: number, y: number, halfX: number, halfY: number) => ({
  box: [x, y, 0, halfX, 0, 0, 0, halfY, 0, 0, 0, 20],
});
const root = {
  boundingVolume: box(0, 0, 1000, 1000),
  transform: [...enuToEcefMatrix(7.42, 43.74, 100)],
  children: [
    { boundingVolume: box(-900, -900, 100, 100) },
    {
      boundingVolume: box(0, 0, 50, 50),
      transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 500, 500, 0, 1],
    },
  ],
};

describe('builtUpArea', () => {
  it('gives places round the finest tiles, not round the empty corners of the whole', () => {
    const places = builtUpArea({ root });
    expect(places).toHaveLength(16);
    const east = places.map(([lon]) => (lon - 7.42) * 80_520);
    const north = places.map(([, lat]) => (lat - 43.74) * 111_110);
    expect(Math.min(...east)).toBeCloseTo(-985, -1);
    expect(Math.max(...east)).toBeCloseTo(542, -1);
    expect(Math.max(...north)).toBeCloseTo(542, -1);
    for (const [, , height] of places) expect(Math.abs(height - 100)).toBeLessThan(21);
  });

  it.each([[null], [{}], [{ root: {} }], [{ root: { boundingVolume: { box: [1, 2] } } }]])(
    'gives nothing for %j',
    (tileset) => expect(builtUpArea(tileset)).toEqual([]),
  );
});
