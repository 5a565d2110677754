/** How many windows are lit, by use of the building and hour of the day. */

/** Shares of windows, 0 to 1. */
export interface WindowShares {
  readonly homes: number;
  readonly offices: number;
  readonly shops: number;
  /** Schools, halls, works. */
  readonly others: number;
}

type Course = readonly (readonly [hour: number, share: number])[];

/** Bedtimes spread over the night; nobody is up at four. */
const HOMES: Course = [
  [0, 0.24],
  [1, 0.12],
  [3, 0.04],
  [5, 0.06],
  [6.5, 0.24],
  [8, 0.14],
  [15, 0.12],
  [17.5, 0.38],
  [19.5, 0.6],
  [21.5, 0.58],
  [23, 0.36],
  [24, 0.24],
];
/** Cleaners, then those who work late. */
const OFFICES: Course = [
  [0, 0.1],
  [2, 0.06],
  [5, 0.07],
  [7.5, 0.4],
  [9, 0.7],
  [18, 0.7],
  [20, 0.48],
  [22, 0.26],
  [24, 0.1],
];
const SHOPS: Course = [
  [0, 0.14],
  [5, 0.1],
  [7, 0.4],
  [9.5, 0.9],
  [21.5, 0.9],
  [23, 0.3],
  [24, 0.14],
];
const OTHERS: Course = [
  [0, 0.08],
  [5, 0.06],
  [7, 0.3],
  [16, 0.5],
  [18, 0.4],
  [21, 0.2],
  [24, 0.08],
];

function at(course: Course, hour: number): number {
  for (let index = 1; index < course.length; index++) {
    const [until, share] = course[index]!;
    if (hour > until) continue;
    const [from, before] = course[index - 1]!;
    return before + ((share - before) * (hour - from)) / (until - from);
  }
  return course.at(-1)![1];
}

/**
 * Gives the shares of lit windows.
 *
 * @param hour - on the city's clocks, 0 to 24.
 * @param dark - 0 by day, when nobody sees them, to 1.
 */
export function windowShares(hour: number, dark: number): WindowShares {
  return {
    homes: at(HOMES, hour) * dark,
    offices: at(OFFICES, hour) * dark,
    shops: at(SHOPS, hour) * dark,
    others: at(OTHERS, hour) * dark,
  };
}
