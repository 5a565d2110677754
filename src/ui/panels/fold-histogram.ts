/** Figures that are read off a histogram's bins. */
import type { Histogram } from '#base/twin-queries.ts';

/** Years. */
export const DECADE = 10;

export const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** Folds bins of numbers into decades; the bins' middles decide. */
export function byDecade({ min, max, counts }: Histogram): { first: number; counts: number[] } {
  const decade = (year: number): number => Math.floor(year / DECADE);
  const first = decade(min);
  const folded = new Array<number>(decade(max) - first + 1).fill(0);
  counts.forEach((count, at) => {
    const middle = min + ((at + 0.5) / counts.length) * (max - min);
    const index = decade(middle) - first;
    folded[index] = (folded[index] ?? 0) + count;
  });
  return { first: first * DECADE, counts: folded };
}

/** Folds bins into classes: below the first limit, between each two, above the last. */
export function byClass({ min, max, counts }: Histogram, limits: readonly number[]): number[] {
  const folded = new Array<number>(limits.length + 1).fill(0);
  counts.forEach((count, at) => {
    const middle = min + ((at + 0.5) / counts.length) * (max - min);
    const index = limits.filter((limit) => limit <= middle).length;
    folded[index] = (folded[index] ?? 0) + count;
  });
  return folded;
}

/** The middle value that the bins allow: half of all lie below it. */
export function medianOf({ min, max, counts }: Histogram): number {
  const half = sum(counts) / 2;
  let below = 0;
  for (const [at, count] of counts.entries()) {
    if (below + count >= half && count > 0) {
      return min + ((at + (half - below) / count) / counts.length) * (max - min);
    }
    below += count;
  }
  return Number.NaN;
}
