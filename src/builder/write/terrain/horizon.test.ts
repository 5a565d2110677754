import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lonLatHeightToEcef, WGS84_A, WGS84_B } from '#base/geo/ellipsoid.ts';
import { horizonOcclusionPoint } from './horizon.ts';

type Vector = [number, number, number];
const at = (lon: number, lat: number, h: number): Vector =>
  lonLatHeightToEcef(lon, lat, h, [0, 0, 0]) as Vector;

/** Whether the segment between two places misses the ellipsoid (radii shrunk by `shrink`), by the nearest point of it. */
function seen(from: Vector, to: Vector, shrink: number): boolean {
  const radii = [WGS84_A - shrink, WGS84_A - shrink, WGS84_B - shrink];
  const a = from.map((value, k) => value / radii[k]!);
  const d = to.map((value, k) => value / radii[k]! - a[k]!);
  const dd = d.reduce((sum, value) => sum + value * value, 0);
  const t = Math.min(1, Math.max(0, -d.reduce((sum, value, k) => sum + value * a[k]!, 0) / dd));
  return Math.hypot(...a.map((value, k) => value + t * d[k]!)) >= 1;
}

describe('horizonOcclusionPoint', () => {
  it('lies at the place itself for a single vertex seen along its own direction', () => {
    const p = at(7.4, 43.7, 500);
    const point = horizonOcclusionPoint(Float64Array.from(p), p, 500);
    expect(point[0] * WGS84_A).toBeCloseTo(p[0], 3);
    expect(point[2] * WGS84_B).toBeCloseTo(p[2], 3);
  });

  it('is seen by every camera that sees a vertex of the tile', () => {
    let sights = 0;
    const around = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(around, around, around, around),
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        fc.double({ min: -400, max: 3000, noNaN: true }),
        fc.double({ min: 1, max: 500_000, noNaN: true }),
        ([lon, lat, dx, dy], size, high, altitude) => {
          const [west, south] = [lon * 170, lat * 80];
          const low = high - 50;
          const vertices: Vector[] = [];
          for (let i = 0; i <= 4; i++) {
            for (let j = 0; j <= 4; j++) {
              vertices.push(at(west + (size * i) / 4, south + (size * j) / 4, (i + j) % 2 ? high : low));
            }
          }
          const middle = at(west + size / 2, south + size / 2, 0);
          const shrink = Math.max(0, -low);
          const [x, y, z] = horizonOcclusionPoint(Float64Array.from(vertices.flat()), middle, low);
          const target: Vector = [x * (WGS84_A - shrink), y * (WGS84_A - shrink), z * (WGS84_B - shrink)];
          // Cameras about as far as their horizon and the tile's add up to.
          const reach = 1.2 * (Math.acos(1 / (1 + altitude / 6.37e6)) * 57.3 + size + 2);
          const latitude = Math.min(89, Math.max(-89, south + dy * reach));
          const camera = at(west + (dx * reach) / Math.cos((latitude * Math.PI) / 180), latitude, altitude);
          if (!vertices.some((vertex) => seen(camera, vertex, shrink))) return;
          sights++;
          expect(seen(camera, target, shrink - 0.01)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
    expect(sights).toBeGreaterThan(200);
  });

  it('does not exist for half a globe', () => {
    const half = Float64Array.from([...at(-180, 0, 0), ...at(-90, 0, 0), ...at(0, 0, 0)]);
    expect(horizonOcclusionPoint(half, at(-90, 0, 0), 0)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});
