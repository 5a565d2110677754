/** Which of a multipolygon's rings are outer, which are holes, and of whom. */
import type { Position } from 'geojson';

export interface RoleRing {
  /** Closed: first position repeated at the end. */
  ring: Position[];
  /** What the members say; '' where they are silent. */
  role: 'outer' | 'inner' | '';
}

export type NestFault = 'inner-outside' | 'inner-in-inner' | 'outer-in-outer';

/** Twice the signed area of a closed ring, counter-clockwise positive. */
export function signedArea2(ring: readonly Position[]): number {
  let sum = 0;
  const [x0, y0] = ring[0]! as [number, number];
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1]!, ring[i]!];
    sum += (a[0]! - x0) * (b[1]! - y0) - (b[0]! - x0) * (a[1]! - y0);
  }
  return sum;
}

/** 1 inside, −1 outside, 0 on the ring. */
function sideOf(x: number, y: number, ring: readonly Position[]): number {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]! as [number, number];
    const [bx, by] = ring[i]! as [number, number];
    const cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    if (
      cross === 0 &&
      Math.min(ax, bx) <= x &&
      x <= Math.max(ax, bx) &&
      Math.min(ay, by) <= y &&
      y <= Math.max(ay, by)
    )
      return 0;
    if (ay > y !== by > y && cross > 0 === by > ay) inside = !inside;
  }
  return inside ? 1 : -1;
}

/** Tells whether ring `a` lies in ring `b`, rings that touch allowed: the first point of `a` off `b` decides. */
function isWithin(a: readonly Position[], b: readonly Position[]): boolean {
  for (const [x, y] of a as [number, number][]) {
    const side = sideOf(x, y, b);
    if (side !== 0) return side > 0;
  }
  for (let i = 1; i < a.length; i++) {
    const side = sideOf((a[i - 1]![0]! + a[i]![0]!) / 2, (a[i - 1]![1]! + a[i]![1]!) / 2, b);
    if (side !== 0) return side > 0;
  }
  return true;
}

/**
 * Nests rings into polygons, outer rings counter-clockwise and holes clockwise. An explicit role decides; a ring without
 * one is a hole when it lies in an odd number of others. Rings whose role their place contradicts are left out and told.
 */
export function nestRings(rings: readonly RoleRing[]): { polygons: Position[][][]; faults: NestFault[] } {
  const items = rings
    .map(({ ring, role }) => ({ ring, role, area: Math.abs(signedArea2(ring)), box: boxOf(ring) }))
    .sort((a, b) => b.area - a.area);
  const polygons: Position[][][] = [];
  const faults: NestFault[] = [];
  /** By item: is it a hole, and the polygon that it belongs to (null: left out). */
  const placed: { hole: boolean; polygon: Position[][] | null }[] = [];
  items.forEach((item, i) => {
    let parent = -1;
    for (let j = i - 1; j >= 0 && parent < 0; j--) {
      const other = items[j]!;
      if (boxWithin(item.box, other.box) && placed[j]!.polygon && isWithin(item.ring, other.ring)) parent = j;
    }
    const around = parent < 0 ? null : placed[parent]!;
    const hole = item.role === '' ? around !== null && !around.hole : item.role === 'inner';
    if (hole === (around !== null && !around.hole)) {
      if (hole) around!.polygon!.push(wound(item.ring, false));
      else polygons.push([wound(item.ring, true)]);
      placed.push({ hole, polygon: hole ? around!.polygon : polygons.at(-1)! });
      return;
    }
    faults.push(hole ? (around ? 'inner-in-inner' : 'inner-outside') : 'outer-in-outer');
    placed.push({ hole, polygon: null });
  });
  return { polygons, faults };
}

function wound(ring: Position[], counterClockwise: boolean): Position[] {
  return signedArea2(ring) > 0 === counterClockwise ? ring : [...ring].reverse();
}

type Box = [number, number, number, number];

function boxOf(ring: readonly Position[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring as [number, number][]) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box;
}

function boxWithin(a: Box, b: Box): boolean {
  return a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];
}
