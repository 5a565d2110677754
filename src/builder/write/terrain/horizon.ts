/**
 * Horizon occlusion point: hidden behind the ellipsoid only when the whole tile is.
 *
 * In the space where the ellipsoid is the unit sphere, a vertex p at distance m from the centre is seen from a tangent
 * point acos(1/m) away from it; along a common direction d, at an angle α from p, the tangent plane of that point cuts
 * at 1 / cos(α + acos(1/m)). The farthest cut of all vertices sees whatever any of them sees.
 * Source: K. Ring, "Computing the horizon occlusion point", 2013; terrain below the ellipsoid takes one that is shrunk
 * by the lowest height, as Cesium's test does.
 */
import { WGS84_A, WGS84_B } from '#base/geo/ellipsoid.ts';

/**
 * Computes the point.
 *
 * @param ecef - vertices, flat [x, y, z], m.
 * @param direction - towards the tile's middle, ECEF, any length.
 * @param minHeight - lowest height of the tile, m ellipsoidal.
 * @returns [x, y, z] in ellipsoid-scaled space; NaN where the tile is so large that no such point exists (half the
 * globe): every comparison with it fails, and the tile is never taken for hidden.
 */
export function horizonOcclusionPoint(
  ecef: Float64Array,
  direction: readonly [number, number, number],
  minHeight: number,
): [number, number, number] {
  const a = WGS84_A + Math.min(0, minHeight);
  const b = WGS84_B + Math.min(0, minHeight);
  const length = Math.hypot(direction[0] / a, direction[1] / a, direction[2] / b);
  const dx = direction[0] / a / length;
  const dy = direction[1] / a / length;
  const dz = direction[2] / b / length;
  let farthest = 1;
  for (let i = 0; i + 2 < ecef.length; i += 3) {
    const x = (ecef[i] as number) / a;
    const y = (ecef[i + 1] as number) / a;
    const z = (ecef[i + 2] as number) / b;
    const m = Math.hypot(x, y, z);
    const cosAlpha = (x * dx + y * dy + z * dz) / m;
    const sinAlpha = Math.hypot(y * dz - z * dy, z * dx - x * dz, x * dy - y * dx) / m;
    const cosBeta = 1 / Math.max(1, m);
    const sinBeta = Math.sqrt(Math.max(0, 1 - cosBeta * cosBeta));
    const cosSum = cosAlpha * cosBeta - sinAlpha * sinBeta;
    if (!(cosSum > 1e-3)) return [Number.NaN, Number.NaN, Number.NaN];
    farthest = Math.max(farthest, 1 / cosSum);
  }
  return [dx * farthest, dy * farthest, dz * farthest];
}
