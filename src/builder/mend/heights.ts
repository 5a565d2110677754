/** How high a building is, by what its source says of it, else by the rule of its use. */
import type { HeightOrigin } from '#city/model.ts';
import { storeyHeightOf, USES, type Use, useIndex } from '#city/use.ts';
import { type Fields, field } from './fields.ts';
import { parseCount, parseLength } from './measures.ts';

/** Nothing built is higher, m. */
export const HIGHEST = 1_000;
const MOST_LEVELS = 250;
/** A footprint below this, m², without any word about its use is an outbuilding. */
const OUTBUILDING_AREA = 25;
const OUTBUILDING_HEIGHT = 3;

export interface Heights {
  minHeight: number;
  height: number;
  heightFrom: HeightOrigin;
  /** Storeys above ground as given; 0 unknown. */
  storeys: number;
  /** What was wrong with the values given. */
  remarks: { reason: string; detail: string }[];
}

/**
 * Derives the heights of a building or part: from a height, else levels, else the roof's height on a usual body, else
 * the rule by use.
 *
 * @param area - of the footprint, m².
 * @param roofHeight - given height of the roof, m; NaN unknown.
 */
export function heightsOf(fields: Fields, use: Use, area: number, roofHeight: number): Heights {
  const remarks: Heights['remarks'] = [];
  const storeyHeight = storeyHeightOf(use);
  const levelsTag = field(fields, 'levels');
  let levels = 0;
  if (levelsTag !== undefined && levelsTag !== 0 && levelsTag !== '0') {
    levels = parseCount(levelsTag);
    if (!(levels > 0 && levels <= MOST_LEVELS)) {
      remarks.push({
        reason: 'bad-levels',
        detail: `expected 1 to ${MOST_LEVELS} storeys, got ${said(levelsTag)}`,
      });
      levels = 0;
    }
  }
  let height = given(fields, remarks);
  let heightFrom: HeightOrigin = 'height';
  const roof = Number.isNaN(roofHeight) ? 0 : roofHeight;
  if (!(height > 0)) {
    if (levels > 0) {
      height = levels * storeyHeight + roof;
      heightFrom = 'levels';
    } else {
      const rule = USES[useIndex(use)]!;
      height =
        use === 'unknown' && area < OUTBUILDING_AREA ? OUTBUILDING_HEIGHT : rule.storeys * rule.storeyHeight;
      heightFrom = roof > 0 ? 'roof' : 'rule';
      height += roof;
    }
  }
  let minHeight = underside(fields, storeyHeight, remarks);
  if (heightFrom !== 'height' && heightFrom !== 'levels' && minHeight > 0) height += minHeight;
  if (minHeight >= height) {
    remarks.push({
      reason: 'bad-min-height',
      detail: `expected an underside below the top at ${round(height)} m, got ${round(minHeight)} m: set to 0`,
    });
    minHeight = 0;
  }
  return { minHeight, height, heightFrom, storeys: Math.round(levels), remarks };
}

const HEIGHT_COLUMNS = [
  ['height', 1],
  ['heightFeet', 0.3048],
  ['relativeHeight', 1],
] as const;

function given(fields: Fields, remarks: Heights['remarks']): number {
  let value: unknown;
  let height = Number.NaN;
  for (const [name, unit] of HEIGHT_COLUMNS) {
    value = field(fields, name);
    if (value === undefined) continue;
    height = parseLength(value) * unit;
    break;
  }
  if (value === undefined) return Number.NaN;
  if (height > 0 && height <= HIGHEST) return height;
  remarks.push({
    reason: 'bad-height',
    detail: `expected a height above 0 and up to ${HIGHEST} m, got ${said(value)}`,
  });
  return Number.NaN;
}

function underside(fields: Fields, storeyHeight: number, remarks: Heights['remarks']): number {
  const value = field(fields, 'minHeight');
  if (value !== undefined) {
    const minHeight = parseLength(value);
    if (minHeight >= 0 && minHeight < HIGHEST) return minHeight;
    remarks.push({
      reason: 'bad-min-height',
      detail: `expected an underside of 0 to ${HIGHEST} m, got ${said(value)}: set to 0`,
    });
    return 0;
  }
  const level = parseCount(field(fields, 'minLevel'));
  return level > 0 && level < MOST_LEVELS ? level * storeyHeight : 0;
}

function said(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function round(metres: number): number {
  return Math.round(metres * 100) / 100;
}
