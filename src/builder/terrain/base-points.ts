/** Scattered ground heights (the buildings' own bases) → triangles of a ground. */

import Delaunator from 'delaunator';
import { MEAN_DEGREE } from '#base/geo/degree.ts';

/** Points nearer than this are taken together, m. */
const CELL = 10;

export interface PointGround {
  /** lon, lat (degrees), h (m ellipsoidal) × 3 a triangle; empty when the points span no area. */
  triangles: Float64Array;
  /** Mean height, m ellipsoidal. */
  mean: number;
  /** Typical distance between points, m. */
  spacing: number;
}

/**
 * Spans a ground over points: the mean of those in a cell of 10 m, triangulated.
 *
 * @param points - flat [lon, lat, h]; degrees, m ellipsoidal.
 * @returns null when there is no finite point.
 */
export function groundFromPoints(points: Float64Array): PointGround | null {
  const lat0 = points[1] ?? 0;
  const toNorth = MEAN_DEGREE;
  const toEast = toNorth * Math.cos((lat0 * Math.PI) / 180);
  const cells = new Map<string, [number, number, number, number]>();
  for (let i = 0; i + 2 < points.length; i += 3) {
    const [lon, lat, h] = [points[i] as number, points[i + 1] as number, points[i + 2] as number];
    if (!Number.isFinite(lon + lat + h)) continue;
    const key = `${Math.floor((lon * toEast) / CELL)} ${Math.floor((lat * toNorth) / CELL)}`;
    const sum = cells.get(key);
    if (!sum) cells.set(key, [lon, lat, h, 1]);
    else for (let k = 0; k < 4; k++) sum[k] = (sum[k] as number) + ([lon, lat, h, 1][k] as number);
  }
  if (cells.size === 0) return null;
  const means = [...cells.values()].map(([lon, lat, h, n]) => [lon / n, lat / n, h / n] as const);
  const mean = means.reduce((sum, [, , h]) => sum + h, 0) / means.length;
  const flat = new Float64Array(means.length * 2);
  means.forEach(([lon, lat], i) => {
    flat[2 * i] = lon * toEast;
    flat[2 * i + 1] = lat * toNorth;
  });
  const { triangles: corners } = new Delaunator(flat);
  const triangles = new Float64Array(corners.length * 3);
  corners.forEach((corner, i) => {
    triangles.set(means[corner] as readonly number[], 3 * i);
  });
  return { triangles, mean, spacing: trianglesSpacing([triangles]) || CELL };
}

/** Typical edge of triangles in lon/lat, m: that of equilateral ones of the same mean area; 0 for none. */
export function trianglesSpacing(groups: Float64Array[]): number {
  let area = 0;
  let count = 0;
  for (const t of groups) {
    for (let i = 0; i + 8 < t.length; i += 9) {
      const cos = Math.cos(((t[i + 1] as number) * Math.PI) / 180);
      const abx = ((t[i + 3] as number) - (t[i] as number)) * cos;
      const acx = ((t[i + 6] as number) - (t[i] as number)) * cos;
      const aby = (t[i + 4] as number) - (t[i + 1] as number);
      const acy = (t[i + 7] as number) - (t[i + 1] as number);
      area += Math.abs(abx * acy - aby * acx) / 2;
      count++;
    }
  }
  return count === 0 ? 0 : Math.sqrt(((area / count) * 4) / Math.sqrt(3)) * MEAN_DEGREE;
}
