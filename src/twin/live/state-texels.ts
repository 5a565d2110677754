/** Texels of live state as the page keeps them: by theme, whole rows, ready for the graphics card. */

import { THEMES, type Theme } from '#base/gid.ts';
import { STATE_WIDTH } from '#base/live/live-columns.ts';
import type { Manifest } from '#base/manifest.ts';

/** Texels of a theme: RGBA8 as in `live-columns.ts`, `STATE_WIDTH` a row. */
export interface StateTexels {
  /** Gid of the first texel. */
  readonly start: number;
  readonly rows: number;
  readonly texels: Uint8Array;
}

export type CityTexels = Readonly<Partial<Record<Theme, StateTexels>>>;

/** Whole rows that have changed, from `row` on. */
export interface StatePage {
  readonly row: number;
  readonly data: Uint8Array;
}

export const ROW_BYTES = STATE_WIDTH * 4;

/** Makes the texels of the themes that a city has, all unknown. */
export function createCityTexels(gids: Manifest['gids']): CityTexels {
  const texels: Partial<Record<Theme, StateTexels>> = {};
  for (const theme of THEMES) {
    const block = gids[theme];
    if (!block || block.count === 0) continue;
    const rows = Math.ceil(block.count / STATE_WIDTH);
    texels[theme] = { start: block.start, rows, texels: new Uint8Array(rows * ROW_BYTES) };
  }
  return texels;
}

/** Takes changed rows over. Pages beyond the texels are left out. */
export function mergePages({ texels }: StateTexels, pages: readonly StatePage[]): void {
  for (const { row, data } of pages) {
    const at = row * ROW_BYTES;
    if (at + data.length <= texels.length) texels.set(data, at);
  }
}

/** Eighths of a second modulo 256 of a wall time, as texels keep it: worker and page read the same clock. */
export function stateTick(wallMs: number): number {
  return (wallMs / 125) % 256;
}
