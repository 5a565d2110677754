import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { packBuildings } from '#city/building-store.ts';
import type { Building, Surface } from '#city/model.ts';
import { readAccessor, readGlb } from '../../inspect/glb.ts';
import { inspectContent } from '../../inspect/tile-content.ts';
import { meshExteriors } from './exteriors.ts';
import { prismDeviation } from './prism-deviation.ts';
import { propertyColumns } from './property-table.ts';
import { createTileFrame } from './tile-frame.ts';
import { encodeTile } from './tile-glb.ts';

const dir = mkdtempSync(join(tmpdir(), 'spar-exteriors-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const quad = (h: number): Float64Array => Float64Array.of(0, 0, h, 1e-4, 0, h, 1e-4, 1e-4, h, 0, 1e-4, h);
const roof: Surface = { kind: 'roof', rings: [quad(9)], texture: -1, uv: [] };
const picture: Surface = {
  kind: 'roof',
  rings: [quad(8)],
  texture: 0,
  uv: [Float32Array.of(0, 0, 1, 0, 1, 1, 0, 1)],
};

function house(surfaces: Surface[]): Building {
  return {
    id: 'a',
    outline: [[Float64Array.of(0, 0, 1e-4, 0, 1e-4, 1e-4, 0, 1e-4)]],
    minHeight: 0,
    height: 10,
    heightFrom: 'surfaces',
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
    ground: 0,
    parts: [],
    surfaces,
    use: 'house',
    storeys: 0,
    built: 0,
    demolished: 0,
    name: null,
    attributes: {},
  };
}

function tileOf(buildings: Building[]) {
  return { buildings: packBuildings(buildings), grounds: new Float64Array(buildings.length), tops: null };
}

describe('exteriors', () => {
  it('puts pictures on a page and faces with and without one in one valid tile', async () => {
    const path = join(dir, 'roof.png');
    const pixels = { width: 32, height: 32, channels: 3 as const, background: '#c04030' };
    await sharp({ create: pixels }).png().toFile(path);
    const tile = tileOf([house([picture, roof]), house([roof])]);
    const frame = createTileFrame({ lonDeg: 5e-5, latDeg: 5e-5, h: 0 });
    const { primitives, images, problems } = await meshExteriors(tile, frame, [path]);
    expect(problems).toEqual([]);
    expect(images.length).toBe(1);
    const columns = propertyColumns(tile.buildings, Uint32Array.of(7, 8), new Float64Array(2));
    const { bytes } = encodeTile(primitives, columns, 0.02, images);
    const findings: string[] = [];
    const content = await inspectContent(bytes, (text) => findings.push(text));
    expect(findings).toEqual([]);
    expect([...content!.gids]).toEqual([7, 8]);
    const glb = await readGlb(bytes);
    const textured = glb.json.meshes[0]!.primitives.find(({ attributes }) => 'TEXCOORD_0' in attributes)!;
    const uv = readAccessor(glb, textured.attributes.TEXCOORD_0!).map((value) => value / 65_535);
    expect(uv.length).toBe(8);
    // v goes up in the source and down in glTF.
    expect(uv[1]!).toBeGreaterThan(uv[5]!);
    expect(uv[2]!).toBeGreaterThan(uv[0]!);
  });

  it('shows a face whose picture is missing without it, and says so', async () => {
    const tile = tileOf([house([picture])]);
    const frame = createTileFrame({ lonDeg: 0, latDeg: 0, h: 0 });
    const { primitives, images, problems } = await meshExteriors(tile, frame, [join(dir, 'none.jpg')]);
    expect(images).toEqual([]);
    expect(problems.length).toBe(1);
    expect(primitives.reduce((sum, { mesh }) => sum + mesh.indexCount, 0)).toBeGreaterThanOrEqual(6);
  });

  it('makes corners that faces of one building share one, and of two buildings two', async () => {
    const wall: Surface = {
      kind: 'wall',
      rings: [Float64Array.of(0, 0, 0, 1e-4, 0, 0, 1e-4, 0, 9, 0, 0, 9)],
      texture: -1,
      uv: [],
    };
    const tile = tileOf([house([wall, roof]), house([wall, roof])]);
    const frame = createTileFrame({ lonDeg: 0, latDeg: 0, h: 0 });
    const { primitives } = await meshExteriors(tile, frame, []);
    expect(primitives[1]!.mesh.vertexCount).toBe(12);
  });
});

describe('the prisms’ deviation', () => {
  it('is how far the lowest roof lies under the top, 4 m at least with pictures', () => {
    expect(prismDeviation(tileOf([house([roof])]), 0)).toBeCloseTo(1, 9);
    expect(prismDeviation(tileOf([house([{ ...roof, rings: [quad(3)] }])]), 0)).toBeCloseTo(7, 9);
    expect(prismDeviation(tileOf([house([{ ...picture, rings: [quad(9)] }])]), 0)).toBe(4);
  });

  it('is the roof’s height, but at most half the footprint’s diagonal', () => {
    const gabled = (height: number): Building => ({
      ...house([]),
      height: 100,
      roof: { ...house([]).roof, shape: 'gabled', height },
    });
    expect(prismDeviation(tileOf([gabled(3)]), 0)).toBe(3);
    // 11.13 m × 11.06 m at the equator.
    expect(prismDeviation(tileOf([gabled(80)]), 0)).toBeCloseTo(15.69 / 2, 1);
    expect(prismDeviation(tileOf([house([])]), 0)).toBe(0);
  });
});
