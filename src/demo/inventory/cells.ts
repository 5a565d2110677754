import type { Box } from '../plane.ts';

/** Lists of things by square cells of the plane. */
export class Cells<T> {
  readonly #size: number;
  readonly #lists = new Map<number, T[]>();

  /** @param size - side of a cell, m. */
  constructor(size: number) {
    this.#size = size;
  }

  #key(ix: number, iy: number): number {
    return (ix + 32_768) * 65_536 + iy + 32_768;
  }

  /** Puts a thing into every cell that its box, grown by `margin`, meets. */
  add(item: T, box: Box, margin = 0): void {
    const s = this.#size;
    for (let ix = Math.floor((box.minX - margin) / s); ix <= Math.floor((box.maxX + margin) / s); ix++) {
      for (let iy = Math.floor((box.minY - margin) / s); iy <= Math.floor((box.maxY + margin) / s); iy++) {
        const key = this.#key(ix, iy);
        const list = this.#lists.get(key);
        if (list) list.push(item);
        else this.#lists.set(key, [item]);
      }
    }
  }

  /** What was put into the cell of a place. */
  at(x: number, y: number): readonly T[] {
    return this.#lists.get(this.#key(Math.floor(x / this.#size), Math.floor(y / this.#size))) ?? [];
  }
}
