/**
 * Routes of a name search: which name shards hold a word that begins so.
 *
 * A route is the beginning of a word, four characters at most; a search asks the shards that all its words lead to. Near
 * words (one letter wrong) are led to by their first two characters.
 */

/** A city with no more name shards than this has no routes: all are asked. */
export const UNROUTED_SHARDS = 4;
/** Characters of the longest route, and of those that near words take. */
const LONGEST = 4;
const LONGEST_NEAR = 2;

/** Routes of a city, sorted, in shards themselves. */
export interface RouteTable {
  /** Beginnings of words, ascending by code unit. */
  routes: string[];
  /** Of each: numbers of the name shards, as ascending ranges: `0-3,7`. */
  shards: string[];
}

/** Gives the route that a word of a search takes. `near`: a letter after the first two may be wrong. */
export function routeOf(word: string, near: boolean): string {
  return [...word].slice(0, near ? LONGEST_NEAR : LONGEST).join('');
}

/** Gives every route that leads to a word: its beginnings. */
export function routesTo(word: string): string[] {
  const characters = [...word].slice(0, LONGEST);
  return characters.map((_, at) => characters.slice(0, at + 1).join(''));
}

/** Writes ascending numbers as ranges: [0, 1, 2, 3, 7] → `0-3,7`. */
export function toRanges(numbers: readonly number[]): string {
  const ranges: string[] = [];
  for (let at = 0; at < numbers.length; ) {
    let end = at;
    while (end + 1 < numbers.length && numbers[end + 1] === numbers[end]! + 1) end++;
    ranges.push(at === end ? `${numbers[at]}` : `${numbers[at]}-${numbers[end]}`);
    at = end + 1;
  }
  return ranges.join(',');
}

/** Reads what `toRanges` wrote. */
export function fromRanges(ranges: string): number[] {
  if (ranges === '') return [];
  return ranges.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number) as [number, number?];
    return Array.from({ length: last! - first + 1 }, (_, at) => first + at);
  });
}
