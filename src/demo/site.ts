import type { Box, Point, Ring } from './plane.ts';
import { boundsOf, contains, crossing, segmentDistance } from './plane.ts';
import type { Road } from './roads.ts';
import type { GroundShape, Structure } from './structure.ts';
import type { Terrain } from './terrain.ts';

/** Nothing is built on ground steeper than this (rise over run). */
const STEEPEST_SITE = 0.2;
const CELL = 48;

interface Taken {
  ring: Ring;
  box: Box;
}

/** What stands and lies in the city so far; keeps buildings apart from each other and on flat ground. */
export class Site {
  readonly structures: Structure[] = [];
  /** Face (unit grid) that each structure stands in. */
  readonly faces: number[] = [];
  readonly ground: GroundShape[] = [];
  /** Paths through parks. */
  readonly walks: Road[] = [];
  readonly #terrain: Terrain;
  readonly #cells = new Map<number, Taken[]>();

  constructor(terrain: Terrain) {
    this.#terrain = terrain;
  }

  /** Says whether a ring keeps `clearance` metres from everything taken. */
  isFree(ring: Ring, clearance: number): boolean {
    const box = boundsOf(ring);
    const seen = new Set<Taken>();
    for (const key of cellsOf(box, clearance)) {
      for (const other of this.#cells.get(key) ?? []) {
        if (seen.has(other)) continue;
        seen.add(other);
        if (
          box.minX - clearance > other.box.maxX ||
          box.maxX + clearance < other.box.minX ||
          box.minY - clearance > other.box.maxY ||
          box.maxY + clearance < other.box.minY
        ) {
          continue;
        }
        if (closerThan(ring, other.ring, clearance)) return false;
      }
    }
    return true;
  }

  /** Keeps a ring clear of buildings. */
  reserve(ring: Ring): void {
    const taken = { ring, box: boundsOf(ring) };
    for (const key of cellsOf(taken.box, 0)) {
      const list = this.#cells.get(key);
      if (list) list.push(taken);
      else this.#cells.set(key, [taken]);
    }
  }

  isBuildable(ring: Ring): boolean {
    let low = Infinity;
    let high = -Infinity;
    for (const [x, y] of ring) {
      const h = this.#terrain.heightAt(x, y);
      if (h < 1) return false;
      low = Math.min(low, h);
      high = Math.max(high, h);
      if (this.#terrain.slopeAt(x, y) > STEEPEST_SITE) return false;
    }
    return high - low < 9;
  }

  /** Builds where the lot holds it, the ground is flat enough and nothing stands; says whether it did. */
  build(face: number, lot: Ring | null, structure: Structure, clearance = 0.25): boolean {
    const { outline } = structure;
    if (lot && !holds(lot, outline)) return false;
    if (!this.isFree(outline, clearance) || !this.isBuildable(outline)) return false;
    this.reserve(outline);
    this.structures.push(structure);
    this.faces.push(face);
    return true;
  }

  /** Lays a pitch, pool or yard; with `lot` only where it fits, and then nothing is built on it. */
  lay(shape: GroundShape, lot: Ring | null, clearance = 2): boolean {
    if (lot && (!holds(lot, shape.ring) || !this.isFree(shape.ring, clearance))) return false;
    if (lot && !this.isBuildable(shape.ring)) return false;
    if (lot) this.reserve(shape.ring);
    this.ground.push(shape);
    return true;
  }
}

function* cellsOf(box: Box, margin: number): Generator<number> {
  for (let ix = Math.floor((box.minX - margin) / CELL); ix <= Math.floor((box.maxX + margin) / CELL); ix++) {
    for (
      let iy = Math.floor((box.minY - margin) / CELL);
      iy <= Math.floor((box.maxY + margin) / CELL);
      iy++
    ) {
      yield (ix + 4096) * 8192 + iy + 4096;
    }
  }
}

/** Says whether a ring lies wholly inside another. */
export function holds(outer: readonly Point[], inner: readonly Point[]): boolean {
  for (const [x, y] of inner) if (!contains(outer, x, y)) return false;
  for (let i = 0, j = outer.length - 1; i < outer.length; j = i++) {
    for (let k = 0, l = inner.length - 1; k < inner.length; l = k++) {
      if (crossing(outer[j]!, outer[i]!, inner[l]!, inner[k]!)) return false;
    }
  }
  return true;
}

/** Says whether two rings overlap or come nearer than a distance. */
export function closerThan(a: readonly Point[], b: readonly Point[], distance: number): boolean {
  if (contains(a, b[0]![0], b[0]![1]) || contains(b, a[0]![0], a[0]![1])) return true;
  for (let i = 0, j = a.length - 1; i < a.length; j = i++) {
    for (let k = 0, l = b.length - 1; k < b.length; l = k++) {
      if (crossing(a[j]!, a[i]!, b[l]!, b[k]!)) return true;
      if (
        distance > 0 &&
        (segmentDistance(a[i]![0], a[i]![1], b[l]!, b[k]!) < distance ||
          segmentDistance(b[k]![0], b[k]![1], a[j]!, a[i]!) < distance)
      ) {
        return true;
      }
    }
  }
  return false;
}
