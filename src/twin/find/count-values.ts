import type { Counted, Histogram } from '#base/twin-queries.ts';
import { USES } from '#city/use.ts';
import { type AttributeColumns, HOLE } from './attribute-columns.ts';

/** A column of numbers in which NaN or 0 (by `isKnown`) stands for unknown. */
export interface NumberColumn {
  values: Float32Array | Int16Array | Uint16Array;
  isKnown(value: number): boolean;
}

/** Gives the column of an attribute that is a number. */
export function numberColumn(
  columns: AttributeColumns,
  attribute: 'height' | 'year' | 'storeys',
): NumberColumn {
  if (attribute === 'height') return { values: columns.height, isKnown: (value) => !Number.isNaN(value) };
  return { values: columns[attribute], isKnown: (value) => value !== 0 };
}

/**
 * Counts the buildings by an attribute.
 *
 * @param bins - how many bins numbers get; uses have one bin each, most frequent first.
 * @throws Error unless `bins` is a whole number from 1 to 1,000.
 */
export function countValues(columns: AttributeColumns, attribute: Counted, bins: number): Histogram {
  if (!Number.isInteger(bins) || bins < 1 || bins > 1_000) {
    throw new Error(`histogram "${attribute}": expected 1 to 1000 bins, got ${bins}`);
  }
  return attribute === 'use' ? countUses(columns) : countNumbers(columns, attribute, bins);
}

function countUses({ use }: AttributeColumns): Histogram {
  const counts = new Array<number>(256).fill(0);
  for (let row = 0; row < use.length; row++) counts[use[row]!]!++;
  // Index 0 is `unknown`.
  const present = USES.map(({ use: name }, index) => ({ name, count: counts[index]! }))
    .slice(1)
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  return {
    attribute: 'use',
    min: Number.NaN,
    max: Number.NaN,
    bins: present.map(({ name }) => name),
    counts: present.map(({ count }) => count),
    unknown: counts[0]!,
  };
}

function countNumbers(
  columns: AttributeColumns,
  attribute: 'height' | 'year' | 'storeys',
  bins: number,
): Histogram {
  const { values, isKnown } = numberColumn(columns, attribute);
  let [min, max, unknown] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let row = 0; row < values.length; row++) {
    if (columns.use[row] === HOLE) continue;
    const value = values[row]!;
    if (!isKnown(value)) {
      unknown++;
      continue;
    }
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) return { attribute, min: Number.NaN, max: Number.NaN, bins: [], counts: [], unknown };
  const wide = max > min ? (max - min) / bins : 1;
  const counts = new Array<number>(max > min ? bins : 1).fill(0);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (columns.use[row] === HOLE || !isKnown(value)) continue;
    counts[Math.min(counts.length - 1, Math.floor((value - min) / wide))]!++;
  }
  return { attribute, min, max, bins: counts.map((_, at) => min + at * wide), counts, unknown };
}
