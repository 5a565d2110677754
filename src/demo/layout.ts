import { simplified } from './clip.ts';
import type { Point, Ring } from './plane.ts';
import { boxAlong, orientedBox, placed, signedArea } from './plane.ts';
import type { Random } from './random.ts';

export type Range = readonly [number, number];

/** A place for a building: its middle, the angle of its front (radians from east), front width and depth. */
export interface Place {
  x: number;
  y: number;
  angle: number;
  width: number;
  depth: number;
}

/** Sets a footprint drawn about the origin (front along x, towards −y) down at a place. */
export const at = (place: Place, ring: readonly Point[]): Ring => placed(ring, place.x, place.y, place.angle);

export interface FrontRule {
  width: Range;
  depth: Range;
  /** Between neighbours. */
  gap: Range;
  /** Behind the lot's border. */
  inset: number;
}

/**
 * Walks the sides of a lot and offers a place after another, fronts on the street; `build` answers whether it took it.
 */
export function alongFronts(
  ring: Ring,
  rule: FrontRule,
  random: Random,
  build: (place: Place) => boolean,
): void {
  const sides = simplified(ring, 2.2);
  for (let i = 0; i < sides.length; i++) {
    const a = sides[i]!;
    const b = sides[(i + 1) % sides.length]!;
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length < rule.width[0]) continue;
    const dx = (b[0] - a[0]) / length;
    const dy = (b[1] - a[1]) / length;
    const angle = Math.atan2(dy, dx);
    let from = 0.4;
    while (from + rule.width[0] < length) {
      let width = random.range(rule.width[0], rule.width[1]);
      const rest = length - from;
      if (width > rest - 0.4) width = rest - 0.5;
      else if (rest - width < rule.width[0] && rest - 0.5 <= rule.width[1] * 1.25) width = rest - 0.5;
      if (width < rule.width[0] * 0.8) break;
      const depth = random.range(rule.depth[0], rule.depth[1]);
      const mid = from + width / 2;
      const inwards = rule.inset + depth / 2 + 0.15;
      const place = {
        x: a[0] + dx * mid - dy * inwards,
        y: a[1] + dy * mid + dx * inwards,
        angle,
        width,
        depth,
      };
      if (build(place)) from += width + random.range(rule.gap[0], rule.gap[1]);
      else from += 2.5;
    }
  }
}

export interface RowRule {
  width: Range;
  depth: number;
  /** From row to row, front to front. */
  spacing: number;
  gap: Range;
}

/** Fills a lot with rows that face −y of the angle, the last row first; offers places from west to east. */
export function inRows(
  ring: Ring,
  angle: number,
  rule: RowRule,
  random: Random,
  build: (place: Place) => boolean,
): void {
  const box = boxAlong(ring, angle);
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const rows = Math.max(1, Math.floor((box.depth - rule.depth) / rule.spacing) + 1);
  const used = (rows - 1) * rule.spacing + rule.depth;
  const top = box.depth / 2 - Math.max(0.2, (box.depth - used) / 2) - rule.depth / 2;
  for (let row = 0; row < rows; row++) {
    const v = top - row * rule.spacing;
    let from = -box.width / 2;
    while (from + rule.width[0] < box.width / 2) {
      let width = random.range(rule.width[0], rule.width[1]);
      let built = false;
      for (const part of [1, 0.8]) {
        width = Math.max(rule.width[0], width * part);
        const u = from + width / 2;
        built = build({
          x: box.cx + c * u - s * v,
          y: box.cy + s * u + c * v,
          angle,
          width,
          depth: rule.depth,
        });
        if (built) break;
      }
      from += built ? width + random.range(rule.gap[0], rule.gap[1]) : 5;
    }
  }
}

/** Halves a ring across its longer side until each piece is small enough. */
export function parcels(ring: Ring, most: number, random: Random): Ring[] {
  const area = signedArea(ring);
  if (area < most || ring.length < 3) return area > 40 ? [ring] : [];
  const box = orientedBox(ring);
  const along = box.width > box.depth * 1.15 || random.chance(0.75) ? box.angle : box.angle + Math.PI / 2;
  const shift = random.range(-0.08, 0.08) * box.width;
  const nx = Math.cos(along);
  const ny = Math.sin(along);
  const offset = nx * box.cx + ny * box.cy + shift;
  return [halfPlane(ring, nx, ny, offset), halfPlane(ring, -nx, -ny, -offset)]
    .filter((half) => half.length > 2 && signedArea(half) < area * 0.95)
    .flatMap((half) => parcels(half, most, random));
}

/** The part of a ring where n · p ≤ offset (Sutherland-Hodgman). */
export function halfPlane(ring: readonly Point[], nx: number, ny: number, offset: number): Ring {
  const out: Ring = [];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[j]!;
    const b = ring[i]!;
    const da = nx * a[0] + ny * a[1] - offset;
    const db = nx * b[0] + ny * b[1] - offset;
    if (da <= 0 !== db <= 0) {
      const t = da / (da - db);
      out.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]);
    }
    if (db <= 0) out.push(b);
  }
  return out;
}
