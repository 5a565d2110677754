import type { Arrangement, Face } from './arrangement.ts';
import { combine, ribbon, simplified } from './clip.ts';
import type { LineClass, PlanLine } from './main-lines.ts';
import type { Point, Ring } from './plane.ts';
import { boundsOf, contains, signedArea } from './plane.ts';
import type { Quarter } from './streets.ts';
import type { River } from './terrain.ts';
import type { Zone } from './zones.ts';

/** Land between streets that can be built on or laid out, and the face (unit grid) that it belongs to. */
export interface Lot {
  face: number;
  zone: Zone;
  quarter: number;
  /** Behind pavements and banks; counter-clockwise. */
  ring: Ring;
  area: number;
  /** Direction of the streets about it, radians from east. */
  angle: number;
}

/** Half of a line's room: carriageway, pavement, trees. */
export function halfRoom(kind: LineClass, zone: Zone): number {
  switch (kind) {
    case 'trunk':
      return 23;
    case 'primary':
      return 18;
    case 'secondary':
      return 11.5;
    case 'residential':
      return zone.kind === 'old-town' ? 4.2 : 6.5;
    case 'inner':
      return 3.8;
    case 'coast':
      return zone.kind === 'port' || zone.kind === 'industrial' ? 12 : 20;
    case 'river':
      return 30;
    case 'grid':
      return 0;
  }
}

/** Which quarter holds a face: by a point inside it. */
export function quarterOf(face: Face, quarters: readonly Quarter[]): Quarter {
  const [x, y] = pointInside(face.ring);
  return quarters.find((q) => contains(q.ring, x, y)) ?? quarters[0]!;
}

/** A point well inside a ring: the middle of the widest chord along three horizontals. */
export function pointInside(ring: readonly Point[]): Point {
  const box = boundsOf(ring);
  let best: Point = ring[0]!;
  let widest = -1;
  for (const part of [0.5, 0.31, 0.69, 0.13, 0.87]) {
    const y = box.minY + (box.maxY - box.minY) * part + 0.00137;
    const xs: number[] = [];
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i]!;
      const b = ring[j]!;
      if (a[1] > y !== b[1] > y) xs.push(((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]);
    }
    xs.sort((p, q) => p - q);
    for (let k = 0; k + 1 < xs.length; k += 2) {
      const wide = xs[k + 1]! - xs[k]!;
      if (wide > widest) {
        widest = wide;
        best = [(xs[k]! + xs[k + 1]!) / 2, y];
      }
    }
  }
  return best;
}

/** Takes streets, banks and shore off every face; gives what is left. */
export function createLots(
  plan: Arrangement,
  lines: readonly PlanLine[],
  quarters: readonly Quarter[],
  river: River,
): Lot[] {
  const lots: Lot[] = [];
  for (const [index, face] of plan.faces.entries()) {
    const quarter = quarterOf(face, quarters);
    const { zone } = quarter;
    const ribbons: Ring[] = [];
    let run: Point[] = [];
    let runHalf = -1;
    const flush = (): void => {
      if (run.length > 1 && runHalf > 0) ribbons.push(...ribbon(run, runHalf));
      run = [];
    };
    for (let i = 0; i < face.ring.length; i++) {
      const a = face.ring[i]!;
      const b = face.ring[(i + 1) % face.ring.length]!;
      const kind = lines[face.dividers[i]!]!.class;
      const half = kind === 'river' ? Math.ceil(river.widthAt(a[0], a[1]) / 2 + 12) : halfRoom(kind, zone);
      if (half !== runHalf) {
        flush();
        runHalf = half;
        run.push(a);
      }
      run.push(b);
    }
    flush();
    for (const ring of combine('difference', [face.ring], ribbons)) {
      const clean = simplified(ring, 0.4);
      const area = signedArea(clean);
      if (area < 120 || clean.length < 3) continue;
      lots.push({
        face: index,
        zone,
        quarter: quarter.index,
        ring: clean,
        area,
        angle: mainDirection(clean),
      });
    }
  }
  return lots;
}

/** The direction of the sides, weighted by length, in −45° … 45°. */
function mainDirection(ring: readonly Point[]): number {
  let c = 0;
  let s = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const dx = ring[i]![0] - ring[j]![0];
    const dy = ring[i]![1] - ring[j]![1];
    const weight = Math.hypot(dx, dy);
    const angle = Math.atan2(dy, dx) * 4;
    c += weight * Math.cos(angle);
    s += weight * Math.sin(angle);
  }
  return Math.atan2(s, c) / 4;
}
