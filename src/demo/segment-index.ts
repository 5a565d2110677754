import type { Point } from './plane.ts';
import { segmentDistance } from './plane.ts';

/** Segments in a grid of cells, for the nearest one and for those that may touch a box. */
export class SegmentIndex {
  readonly #cell: number;
  readonly #cells = new Map<number, number[]>();
  readonly a: Point[] = [];
  readonly b: Point[] = [];
  /** What the caller attached to each segment. */
  readonly tag: number[] = [];

  constructor(cell = 60) {
    this.#cell = cell;
  }

  #key(ix: number, iy: number): number {
    return (ix + 4096) * 8192 + (iy + 4096);
  }

  add(a: Point, b: Point, tag: number): number {
    const index = this.a.length;
    this.a.push(a);
    this.b.push(b);
    this.tag.push(tag);
    const c = this.#cell;
    for (let ix = Math.floor(Math.min(a[0], b[0]) / c); ix <= Math.floor(Math.max(a[0], b[0]) / c); ix++) {
      for (let iy = Math.floor(Math.min(a[1], b[1]) / c); iy <= Math.floor(Math.max(a[1], b[1]) / c); iy++) {
        const key = this.#key(ix, iy);
        const list = this.#cells.get(key);
        if (list) list.push(index);
        else this.#cells.set(key, [index]);
      }
    }
    return index;
  }

  addLine(line: readonly Point[], tag: number, closed = false): void {
    for (let i = 0; i + 1 < line.length; i++) this.add(line[i]!, line[i + 1]!, tag);
    if (closed) this.add(line.at(-1)!, line[0]!, tag);
  }

  /** Segments whose cells meet a box, ascending, each once. */
  inBox(minX: number, minY: number, maxX: number, maxY: number): number[] {
    const c = this.#cell;
    const found = new Set<number>();
    for (let ix = Math.floor(minX / c); ix <= Math.floor(maxX / c); ix++) {
      for (let iy = Math.floor(minY / c); iy <= Math.floor(maxY / c); iy++) {
        for (const index of this.#cells.get(this.#key(ix, iy)) ?? []) found.add(index);
      }
    }
    return [...found].sort((p, q) => p - q);
  }

  /** The nearest segment within `reach` metres, or null. */
  nearest(
    x: number,
    y: number,
    reach: number,
    accept?: (index: number) => boolean,
  ): { index: number; distance: number } | null {
    const c = this.#cell;
    const ix = Math.floor(x / c);
    const iy = Math.floor(y / c);
    let best: { index: number; distance: number } | null = null;
    const rings = Math.ceil(reach / c);
    for (let r = 0; r <= rings; r++) {
      if (best && best.distance < (r - 1) * c) break;
      for (let dx = -r; dx <= r; dx++) {
        const step = Math.abs(dx) === r ? 1 : 2 * r;
        for (let dy = -r; dy <= r; dy += step || 1) {
          for (const index of this.#cells.get(this.#key(ix + dx, iy + dy)) ?? []) {
            const distance = segmentDistance(x, y, this.a[index]!, this.b[index]!);
            if (distance <= reach && (!best || distance < best.distance) && (!accept || accept(index))) {
              best = { index, distance };
            }
          }
        }
      }
    }
    return best;
  }
}
