import { describe, expect, it } from 'vitest';
import { createBuildingStore, packBuildings } from '#city/building-store.ts';
import type { Building } from '#city/model.ts';
import { estimateHeights } from './estimate-heights.ts';

function building(row: number, side: number, height: number, heightFrom: Building['heightFrom']): Building {
  const lon = 7 + row * 0.001;
  const dx = side / (111_320 * Math.cos((43 * Math.PI) / 180));
  const dy = side / 111_320;
  return {
    id: `b:${row}`,
    outline: [[Float64Array.from([lon, 43, lon + dx, 43, lon + dx, 43 + dy, lon, 43 + dy])]],
    minHeight: 0,
    height,
    heightFrom,
    roof: {
      shape: 'flat',
      height: 0,
      directionDeg: null,
      orientation: 'along',
      colour: null,
      material: null,
    },
    colour: null,
    material: null,
    ground: null,
    parts: [],
    surfaces: [],
    use: 'unknown',
    storeys: 0,
    built: 0,
    demolished: 0,
    name: null,
    attributes: {},
  };
}

function heights(buildings: Building[]): { set: number; heights: number[] } {
  const store = createBuildingStore();
  store.append(packBuildings(buildings));
  const set = estimateHeights(store, store.indices());
  return { set, heights: buildings.map((_, row) => store.height(row)) };
}

describe('estimated heights', () => {
  it('follow the median of the city where enough heights are known', () => {
    const known = Array.from({ length: 21 }, (_, row) => building(row, 20, 10 + row, 'levels'));
    const result = heights([
      ...known,
      building(21, 20, 6.4, 'rule'),
      building(22, 10, 6.4, 'rule'),
      building(23, 5, 3, 'rule'),
    ]);
    expect(result.set).toBe(2);
    expect(result.heights[21]).toBeCloseTo(20, 6);
    expect(result.heights[22]).toBeCloseTo(12, 1);
    expect(result.heights[23]).toBe(3);
    expect(result.heights.slice(0, 21)).toEqual(known.map(({ height }) => height));
  });

  it('stay with the rule where few are known', () => {
    const known = Array.from({ length: 19 }, (_, row) => building(row, 20, 30, 'levels'));
    expect(heights([...known, building(20, 20, 6.4, 'rule')]).set).toBe(0);
  });
});
