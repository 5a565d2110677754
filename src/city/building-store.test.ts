import { describe, expect, it } from 'vitest';
import { createBuildingStore } from './building-store.ts';
import type { Building } from './model.ts';
import { packBuildings, transferList } from './packed-buildings.ts';

const flat: Building['roof'] = {
  shape: 'flat',
  height: 0,
  directionDeg: null,
  orientation: 'along',
  colour: null,
  material: null,
};

function plain(id: string, lon = 7.42, lat = 43.73): Building {
  return {
    id,
    outline: [[Float64Array.of(lon, lat, lon + 1e-4, lat, lon + 1e-4, lat + 1e-4, lon, lat + 1e-4)]],
    minHeight: 0,
    height: 12.1,
    heightFrom: 'height',
    roof: { ...flat },
    colour: null,
    material: null,
    ground: null,
    parts: [],
    surfaces: [],
    use: 'residential',
    storeys: 4,
    built: 1931,
    demolished: 0,
    name: null,
    attributes: {},
  };
}

const rich: Building = {
  ...plain('osm:relation/7'),
  outline: [
    [Float64Array.of(0, 0, 4, 0, 4, 4, 0, 4), Float64Array.of(1, 1, 1, 2, 2, 2)],
    [Float64Array.of(10, 10, 11, 10, 11, 11)],
  ],
  minHeight: 3.5,
  roof: {
    shape: 'gabled',
    height: 4.25,
    directionDeg: 0,
    orientation: 'across',
    colour: 0,
    material: 'tile',
  },
  colour: 0xff8800,
  material: 'brick',
  ground: -1.25,
  parts: [
    {
      polygon: [Float64Array.of(0, 0, 2, 0, 2, 2)],
      minHeight: 0,
      height: 8,
      roof: { ...flat, material: 'slate' },
      colour: null,
      material: 'brick',
    },
  ],
  surfaces: [
    { kind: 'wall', rings: [Float64Array.of(0, 0, 1, 1, 0, 2, 1, 1, 3)], texture: -1, uv: [] },
    {
      kind: 'roof',
      rings: [Float64Array.of(0, 0, 1, 1, 0, 2, 1, 1, 3), Float64Array.of(0, 0, 4, 1, 0, 5, 1, 1, 6)],
      texture: 2,
      uv: [Float32Array.of(0, 0, 1, 0, 1, 1), Float32Array.of(0, 0.5, 1, 0.25, 1, 1)],
    },
  ],
  use: 'office',
  name: '澜湾塔',
  attributes: { 'addr:street': 'Quai 4', levels: 9, listed: true },
};

describe('the building store', () => {
  it('gives every field of a building back', () => {
    const store = createBuildingStore();
    expect(store.append(packBuildings([plain('a'), rich]))).toBe(0);
    expect(store.append(packBuildings([plain('b')]))).toBe(2);
    expect(store.get(1)).toEqual(rich);
    expect(store.get(0)).toEqual(plain('a'));
    expect(store.id(2)).toBe('b');
    expect(store.text(1)).toEqual({ name: rich.name, attributes: rich.attributes });
  });

  it('gives extents over all rings and corner counts', () => {
    const store = createBuildingStore();
    store.append(packBuildings([plain('a'), rich]));
    expect(store.extent(1)).toEqual([0, 0, 11, 11]);
    expect(store.outlineVertexCount(1)).toBe(10);
    expect(store.detailVertexCount(0)).toBe(0);
    expect(store.detailVertexCount(1)).toBe(3 + 9);
    const corners: number[] = [];
    store.forEachOutlineVertex(1, (lon, lat) => corners.push(lon, lat));
    expect(corners).toEqual([0, 0, 4, 0, 4, 4, 0, 4, 1, 1, 1, 2, 2, 2, 10, 10, 11, 10, 11, 11]);
  });

  it('replaces and removes without moving indices', () => {
    const store = createBuildingStore();
    store.append(packBuildings([plain('a'), plain('b'), plain('c')]));
    store.replace(1, rich);
    store.remove(0);
    expect(store.get(1)).toEqual(rich);
    expect(store.extent(1)).toEqual([0, 0, 11, 11]);
    expect(store.get(1)).toEqual(rich);
    expect(store.id(2)).toBe('c');
    expect([store.count, store.size, store.has(0), store.has(1)]).toEqual([3, 2, false, true]);
    expect([...store.indices()]).toEqual([1, 2]);
    store.replace(1, { ...rich, id: 'd' });
    expect(store.id(1)).toBe('d');
  });

  it('copies subsets across segments, in the order asked for', () => {
    const store = createBuildingStore();
    store.append(packBuildings([plain('a'), rich]));
    store.append(packBuildings([{ ...rich, id: 'r2', material: 'glass' }, plain('b', 8)]));
    store.replace(0, { ...rich, id: 'r3', name: null });
    const other = createBuildingStore();
    other.append(store.subset([3, 2, 0, 1]));
    expect(other.get(0)).toEqual(plain('b', 8));
    expect(other.get(1)).toEqual({ ...rich, id: 'r2', material: 'glass' });
    expect(other.get(2)).toEqual({ ...rich, id: 'r3', name: null });
    expect(other.get(3)).toEqual(rich);
    const bare = createBuildingStore();
    bare.append(store.subset([1], { text: false }));
    expect(bare.get(0)).toEqual({ ...rich, id: '', name: null, attributes: {} });
  });

  it('survives a transfer to another thread', () => {
    const packed = packBuildings([rich, plain('b')]);
    const moved = structuredClone(packed, { transfer: transferList(packed) });
    expect(packed.outlines.lonLat.length).toBe(0);
    const store = createBuildingStore();
    store.append(moved);
    expect(store.get(0)).toEqual(rich);
  });

  it('names the index that is out of range', () => {
    const store = createBuildingStore();
    store.append(packBuildings([plain('a')]));
    expect(() => store.get(1)).toThrow('building store: expected an index below 1, got 1');
    expect(() => store.remove(-1)).toThrow('building store: expected an index below 1, got -1');
  });

  it('drops texture coordinates that do not match their ring', () => {
    const store = createBuildingStore();
    const surface = { ...rich.surfaces[1]!, uv: [Float32Array.of(0, 0)] };
    store.append(packBuildings([{ ...rich, surfaces: [surface] }]));
    expect(store.get(0).surfaces[0]).toEqual({ ...surface, texture: -1, uv: [] });
  });
});
