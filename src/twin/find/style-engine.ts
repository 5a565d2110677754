/**
 * How every feature of a theme is shown, as a texture by gid: computed beside the page, handed over as pages that changed.
 *
 * Texel (gid − start): x = at mod 1,024, y = at / 1,024; bytes: flags, class of colour (0 none), 0, 255.
 */
import type { Filter } from '#base/state/twin-state.ts';
import type { LegendEntry } from '#base/twin-queries.ts';
import { bytesOf } from './palettes.ts';

/** Themes whose features are styled one by one. */
export type StyledTheme = 'buildings' | 'components';

export const STYLE_WIDTH = 1_024;
export const ROWS_A_PAGE = 16;
export const HIDDEN = 1;
export const SELECTED = 2;
/** Colours of classes; the first is never read. */
export const PALETTE_WIDTH = 256;

/** Nothing but full alpha. Bytes are written one by one: the order of bytes in a word does not matter. */
const BLANK = new Uint32Array(new Uint8Array([0, 0, 0, 255]).buffer)[0]!;

/** What is wanted; features by gid. */
export interface StyleRequest {
  filter: Filter | null;
  /** By which attribute, in which colours. */
  colouring: { readonly attribute: string; readonly palette: string } | null;
  selected: readonly number[];
  hidden: readonly number[];
  isolated: readonly number[] | null;
}

export interface StylePage {
  /** First row of the texture. */
  row: number;
  /** RGBA of whole rows. */
  data: Uint8Array<ArrayBuffer>;
}

export interface StyleUpdate {
  /** Pages that differ from those given before. */
  pages: StylePage[];
  /** RGBA of `PALETTE_WIDTH` colours; null: as before. */
  palette: Uint8Array<ArrayBuffer> | null;
  legend: LegendEntry[];
  /** Features that show; null where no attribute was asked for. */
  shown: number | null;
}

/** The page's copy of the texture, from which a new picture starts. */
export interface StyleTexels {
  /** Gid of the first texel. */
  readonly start: number;
  readonly texels: Uint8Array<ArrayBuffer>;
  readonly palette: Uint8Array<ArrayBuffer>;
}

/** Makes texels of a city in which nothing is styled. */
export function createStyleTexels(start: number, count: number): StyleTexels {
  return {
    start,
    texels: new Uint8Array(styleRows(count) * STYLE_WIDTH * 4),
    palette: new Uint8Array(PALETTE_WIDTH * 4),
  };
}

/** Writes what changed into the texels. */
export function mergeStyle({ texels, palette }: StyleTexels, update: StyleUpdate): void {
  for (const { row, data } of update.pages) texels.set(data, row * STYLE_WIDTH * 4);
  if (update.palette) palette.set(update.palette);
}

/** Height of the texture for so many gids. */
export function styleRows(count: number): number {
  return Math.max(1, Math.ceil(count / STYLE_WIDTH));
}

/** Tells whether a request needs the attributes of all features. */
export function needsColumns({ filter, colouring }: StyleRequest): boolean {
  return filter !== null || colouring !== null;
}

/** What a theme's attributes say of its features. */
export interface StyleRules<C> {
  /** Sets `HIDDEN` in the first byte of the texels of what a filter leaves out. */
  hideUnmet(bytes: Uint8Array, columns: C, filter: Filter): void;
  /** Gives each feature its class of colour: 0 none, else the legend's entry, from 1 on. */
  classify(
    columns: C,
    colouring: NonNullable<StyleRequest['colouring']>,
  ): { classes: Uint8Array; legend: LegendEntry[] };
  /** Whether no feature has the row. */
  isHole(columns: C, at: number): boolean;
}

/**
 * Makes an engine that remembers what it gave.
 *
 * `update` takes columns where `needsColumns`, else null.
 *
 * @param unknown - what was given before is not known (another engine gave it): the first update gives all.
 */
export function createStyleEngine<C>(
  start: number,
  count: number,
  rules: StyleRules<C>,
  unknown = false,
): { update(request: StyleRequest, columns: C | null): StyleUpdate } {
  const rows = styleRows(count);
  // Alpha of none: no texel that was ever given.
  let given = new Uint32Array(rows * STYLE_WIDTH).fill(unknown ? 0 : BLANK);
  let next = new Uint32Array(rows * STYLE_WIDTH);
  let coloured: { attribute: string; palette: string; classes: Uint8Array; legend: LegendEntry[] } | null =
    null;

  return {
    update(request, columns) {
      const { filter, colouring, selected, hidden, isolated } = request;
      let palette: StyleUpdate['palette'] = null;
      if (!colouring || !columns) coloured = null;
      else if (coloured?.attribute !== colouring.attribute || coloured.palette !== colouring.palette) {
        coloured = { ...colouring, ...rules.classify(columns, colouring) };
        palette = paletteOf(coloured.legend);
      }
      const bytes = new Uint8Array(next.buffer);
      next.fill(BLANK);
      if (isolated) {
        for (let at = 0; at < count; at++) bytes[at * 4] = HIDDEN;
        for (const gid of isolated) if (isInside(gid - start, count)) bytes[(gid - start) * 4] = 0;
      }
      for (const gid of hidden) if (isInside(gid - start, count)) bytes[(gid - start) * 4]! |= HIDDEN;
      if (filter && columns) rules.hideUnmet(bytes, columns, filter);
      for (const gid of selected) if (isInside(gid - start, count)) bytes[(gid - start) * 4]! |= SELECTED;
      if (coloured) for (let at = 0; at < count; at++) bytes[at * 4 + 1] = coloured.classes[at]!;
      const pages = changedPages(given, next);
      [given, next] = [next, given];
      const shown = columns ? countShown(bytes, count, (at) => rules.isHole(columns, at)) : null;
      return { pages, palette, legend: coloured?.legend ?? [], shown };
    },
  };
}

const isInside = (at: number, count: number): boolean => at >= 0 && at < count;

function countShown(bytes: Uint8Array, count: number, isHole: (at: number) => boolean): number {
  let shown = 0;
  for (let at = 0; at < count; at++) if ((bytes[at * 4]! & HIDDEN) === 0 && !isHole(at)) shown++;
  return shown;
}

function changedPages(before: Uint32Array, after: Uint32Array): StylePage[] {
  const pages: StylePage[] = [];
  const size = ROWS_A_PAGE * STYLE_WIDTH;
  for (let from = 0; from < after.length; from += size) {
    const to = Math.min(after.length, from + size);
    let at = from;
    while (at < to && before[at] === after[at]) at++;
    if (at === to) continue;
    pages.push({ row: from / STYLE_WIDTH, data: new Uint8Array(after.slice(from, to).buffer) });
  }
  return pages;
}

function paletteOf(legend: readonly LegendEntry[]): Uint8Array<ArrayBuffer> {
  const palette = new Uint8Array(PALETTE_WIDTH * 4);
  legend.forEach(({ colour }, at) => {
    palette.set([...bytesOf(colour), 255], (at + 1) * 4);
  });
  return palette;
}
