import type { Point, Ring } from '../plane.ts';
import { boundsOf, contains } from '../plane.ts';
import type { Random } from '../random.ts';
import { azimuth } from './thing.ts';

/** A place on the edge of an area. */
interface EdgeSpot {
  at: Point;
  /** Away from the area, degrees from north. */
  outwards: number;
}

/** Places at equal steps along a ring's sides, `inset` metres inside it; the ring runs counter-clockwise. */
export function alongEdge(ring: Ring, step: number, inset: number): EdgeSpot[] {
  const out: EdgeSpot[] = [];
  let rest = step / 2;
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length < 0.01) continue;
    const ux = (b[0] - a[0]) / length;
    const uy = (b[1] - a[1]) / length;
    for (; rest < length; rest += step) {
      out.push({
        at: [a[0] + ux * rest - uy * inset, a[1] + uy * rest + ux * inset],
        outwards: azimuth(uy, -ux),
      });
    }
    rest -= length;
  }
  return out;
}

/** Places at equal steps along a line. */
export function alongLine(line: readonly Point[], step: number): { at: Point; ux: number; uy: number }[] {
  const out: { at: Point; ux: number; uy: number }[] = [];
  let rest = step / 2;
  for (let i = 0; i + 1 < line.length; i++) {
    const [a, b] = [line[i]!, line[i + 1]!];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length < 0.01) continue;
    const ux = (b[0] - a[0]) / length;
    const uy = (b[1] - a[1]) / length;
    for (; rest < length; rest += step) out.push({ at: [a[0] + ux * rest, a[1] + uy * rest], ux, uy });
    rest -= length;
  }
  return out;
}

/** A place somewhere inside a ring. */
export function somewhere(ring: Ring, random: Random): Point {
  const box = boundsOf(ring);
  for (let attempt = 0; attempt < 40; attempt++) {
    const at: Point = [random.range(box.minX, box.maxX), random.range(box.minY, box.maxY)];
    if (contains(ring, at[0], at[1])) return at;
  }
  return ring[0]!;
}

/** Places of a square grid inside a ring, along an angle (radians from east). */
export function inGrid(ring: Ring, step: number, angle: number): Point[] {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const box = boundsOf(ring.map(([x, y]): Point => [c * x + s * y, c * y - s * x]));
  const out: Point[] = [];
  for (let v = Math.ceil(box.minY / step) * step; v < box.maxY; v += step) {
    for (let u = Math.ceil(box.minX / step) * step; u < box.maxX; u += step) {
      const at: Point = [c * u - s * v, s * u + c * v];
      if (contains(ring, at[0], at[1])) out.push(at);
    }
  }
  return out;
}
