import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Nodes, nodeErrors, tileMesh } from './rtin.ts';

/** Two tiles side by side. */
function twoTiles(height: (col: number, row: number) => number): Nodes {
  const [cols, rows] = [257, 129];
  const heights = Float32Array.from({ length: cols * rows }, (_, i) =>
    height(i % cols, Math.floor(i / cols)),
  );
  return { cols, rows, heights, sagEast: new Float64Array(rows), sagNorth: 0 };
}

/** Rows of the vertices on a column. */
function onColumn(vertices: Uint16Array, column: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < vertices.length; i += 2)
    if (vertices[i] === column) out.push(vertices[i + 1] as number);
  return out.sort((a, b) => a - b);
}

describe('tileMesh', () => {
  it('makes two triangles of a plane', () => {
    const nodes = twoTiles((col, row) => 3 * col - 2 * row);
    const mesh = tileMesh(nodeErrors(nodes, null), 257, 128, 0, 0.01);
    expect(mesh.triangles).toHaveLength(6);
    expect(mesh.vertices).toHaveLength(8);
  });

  it('keeps a lone peak, and every vertex when the ground is rough and the tolerance nought', () => {
    const peak = twoTiles((col, row) => (col === 37 && row === 90 ? 10 : 0));
    const { vertices } = tileMesh(nodeErrors(peak, null), 257, 0, 0, 1);
    expect(onColumn(vertices, 37)).toContain(90);
    expect(vertices.length / 2).toBeLessThan(150);
    const rough = twoTiles((col, row) => (Math.sin(col * 12.9898 + row * 78.233) * 43_758) % 1);
    expect(tileMesh(nodeErrors(rough, null), 257, 0, 0, 0).vertices.length / 2).toBeGreaterThan(16_000);
  });

  it('gives both tiles of a seam the same vertices, whatever lies on either side', () => {
    const peak = fc.record({
      col: fc.integer({ min: 0, max: 256 }),
      row: fc.integer({ min: 0, max: 128 }),
      height: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(peak, { minLength: 1, maxLength: 12 }), (peaks) => {
        const nodes = twoTiles(() => 0);
        for (const { col, row, height } of peaks) nodes.heights[row * 257 + col] = height;
        const errors = nodeErrors(nodes, null);
        const west = tileMesh(errors, 257, 0, 0, 0.5);
        const east = tileMesh(errors, 257, 128, 0, 0.5);
        expect(onColumn(west.vertices, 128)).toEqual(onColumn(east.vertices, 0));
      }),
      { numRuns: 30 },
    );
  });

  it('refines a seam for what lies in one tile alone', () => {
    const nodes = twoTiles((col, row) => (col === 127 && row === 63 ? 10 : 0));
    const errors = nodeErrors(nodes, null);
    expect(onColumn(tileMesh(errors, 257, 128, 0, 1).vertices, 0).length).toBeGreaterThan(2);
  });

  it('keeps forced nodes and those they rest on, and splits where the globe curves away', () => {
    const nodes = twoTiles(() => 0);
    const forced = new Uint8Array(nodes.heights.length);
    forced[33 * 257 + 17] = 1;
    expect(onColumn(tileMesh(nodeErrors(nodes, forced), 257, 0, 0, 1).vertices, 17)).toEqual([33]);
    const curved = { ...nodes, sagEast: new Float64Array(129).fill(0.001), sagNorth: 0.001 };
    // A chord over n nodes lies 0.001·n² m low: those of 64 nodes by 4.1 m, of 32 by 1.02 m.
    const mesh = tileMesh(nodeErrors(curved, null), 257, 0, 0, 1.1);
    expect(onColumn(mesh.vertices, 0)).toEqual([0, 32, 64, 96, 128]);
  });
});
