import { describe, expect, it } from 'vitest';
import { packBuildings } from '#city/building-store.ts';
import type { Building } from '#city/model.ts';
import { BUILDING_FLAGS, propertyColumns, toRgb565 } from './property-table.ts';

const plain: Building = {
  id: 'a',
  outline: [[Float64Array.of(0, 0, 1e-4, 0, 1e-4, 1e-4)]],
  minHeight: 0,
  height: 12.34,
  heightFrom: 'rule',
  roof: {
    shape: 'gabled',
    height: 3,
    directionDeg: null,
    orientation: 'along',
    colour: 0xff0000,
    material: null,
  },
  colour: 0,
  material: null,
  ground: null,
  parts: [],
  surfaces: [],
  use: 'shed',
  storeys: 300,
  built: 1850,
  demolished: 2031,
  name: null,
  attributes: {},
};

describe('the property table', () => {
  it('carries what a shader needs, a row a building', () => {
    const columns = propertyColumns(
      packBuildings([plain]),
      Uint32Array.of(4_194_305),
      Float64Array.of(-3.02),
    );
    expect([...columns.gid]).toEqual([4_194_305]);
    expect([...columns.base]).toEqual([-3]);
    expect([...columns.height]).toEqual([12.3125]);
    expect([...columns.use]).toEqual([15]);
    expect([...columns.storeys]).toEqual([255]);
    expect([...columns.built]).toEqual([1850]);
    expect([...columns.demolished]).toEqual([2031]);
    expect([...columns.flags]).toEqual([BUILDING_FLAGS.estimated | BUILDING_FLAGS.roof]);
  });

  it('marks detailed and textured buildings', () => {
    const ring = Float64Array.of(0, 0, 1, 1e-4, 0, 2, 0, 1e-4, 3);
    const face = { kind: 'roof' as const, rings: [ring], texture: -1, uv: [] };
    const picture = {
      ...face,
      texture: 0,
      uv: [Float64Array.of(0, 0, 1, 0, 0, 1)].map((uv) => Float32Array.from(uv)),
    };
    const flat: Building = { ...plain, heightFrom: 'surfaces', roof: { ...plain.roof, shape: 'flat' } };
    const packed = packBuildings([
      { ...flat, surfaces: [face] },
      { ...flat, surfaces: [face, picture] },
    ]);
    const { flags } = propertyColumns(packed, Uint32Array.of(1, 2), new Float64Array(2));
    expect([...flags]).toEqual([BUILDING_FLAGS.detailed, BUILDING_FLAGS.detailed | BUILDING_FLAGS.textured]);
  });

  it('packs colours in 16 bits, keeps black apart from unknown', () => {
    expect(toRgb565(0xff0000)).toBe(0xf800);
    expect(toRgb565(0x00ff00)).toBe(0x07e0);
    expect(toRgb565(0x0000ff)).toBe(0x001f);
    expect(toRgb565(0xffffff)).toBe(0xffff);
    expect(toRgb565(0x000000)).toBe(1);
    expect(toRgb565(-1)).toBe(0);
  });
});
