/** Chances of a simulated thing, from a stream of its own. */
import { createRandom } from '#base/random.ts';

export interface Chance {
  /** In [0, 1). */
  number(): number;
  /** True with a probability. */
  happens(probability: number): boolean;
  between(least: number, most: number): number;
  /** Lognormal: half of all lie below the median. */
  around(median: number, sigma: number): number;
  /** Exponential with mean 1. */
  exponential(): number;
}

/** Makes the chances of a seed. */
export function createChance(seed: number): Chance {
  const number = createRandom(seed);
  return {
    number,
    happens: (probability) => number() < probability,
    between: (least, most) => least + (most - least) * number(),
    around: (median, sigma) =>
      median * Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - number())) * Math.cos(2 * Math.PI * number())),
    exponential: () => -Math.log(1 - number()),
  };
}

/** Picks by summed weights: the first entry that lies above a share of the last. */
export function pickBySum(sums: ArrayLike<number>, share: number): number {
  const wanted = share * (sums[sums.length - 1] ?? 0);
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
