import { describe, expect, it } from 'vitest';
import { createEnuFrame } from '#base/geo/ellipsoid.ts';
import { TileMesh } from './tile-mesh.ts';

describe('the tile’s mesh', () => {
  it('bends plane places onto the ellipsoid, to 2 mm within 700 m and 350 m up', () => {
    for (const lat of [0.2, 35.55, 52.07, -33.9, 71]) {
      const frame = createEnuFrame(120.95, lat, 40);
      const mesh = new TileMesh(lat);
      const exact = [0, 0, 0];
      const plane = [0, 0, 0];
      for (const [east, north] of [
        [490, 490],
        [-490, 490],
        [700, 0],
        [0, -700],
      ] as const) {
        for (const up of [-350, -0.5, 0, 20, 350]) {
          const place = [0, 0, 0];
          frame.toLonLatHeight(east, north, 0, place);
          frame.toEnu(place[0]!, place[1]!, 40, plane);
          frame.toEnu(place[0]!, place[1]!, 40 + up, exact);
          const at = mesh.vertex(plane[0]!, plane[1]!, up) * 3;
          const found = mesh.positions.subarray(at, at + 3);
          expect(
            Math.hypot(found[0]! - exact[0]!, found[1]! - exact[1]!, found[2]! - exact[2]!),
          ).toBeLessThan(0.002);
        }
      }
    }
  });

  it('grows without losing corners, rows or triangles', () => {
    const mesh = new TileMesh(50);
    for (let k = 0; k < 20_000; k++) {
      mesh.feature = k >> 2;
      expect(mesh.place(k, -k, k / 2)).toBe(k);
      mesh.triangle(k, k + 1, k + 2);
    }
    expect([...mesh.positions.subarray(3 * 19_999, 3 * 20_000)]).toEqual([19_999, -19_999, 9999.5]);
    expect(mesh.features[19_999]).toBe(4999);
    expect([...mesh.indices.subarray(3 * 19_999, 3 * 20_000)]).toEqual([19_999, 20_000, 20_001]);
    expect(mesh.indexCount).toBe(60_000);
  });
});
