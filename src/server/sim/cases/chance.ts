/** Chances of a simulated thing, from a stream of its own. */
import { createRandom } from '#base/random.ts';

/** Methods of a class, not closures: there is one of these for every open case. */
export class Chance {
  /** In [0, 1). */
  readonly number: () => number;

  constructor(seed: number) {
    this.number = createRandom(seed);
  }

  /** True with a probability. */
  happens(probability: number): boolean {
    return this.number() < probability;
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.number();
  }

  /** Lognormal: half of all lie below the median. */
  around(median: number, sigma: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.number()));
    return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * this.number()));
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -Math.log(1 - this.number());
  }
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
