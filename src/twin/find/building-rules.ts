import type { Colouring, Filter } from '#base/state/twin-state.ts';
import { USES } from '#city/use.ts';
import { type AttributeColumns, HOLE } from './attribute-columns.ts';
import { classify } from './colour-classes.ts';
import { HIDDEN, type StyleRules } from './style-engine.ts';

/** How buildings are filtered and coloured. */
export const BUILDING_RULES: StyleRules<AttributeColumns> = {
  hideUnmet,
  classify: (columns, colouring) => classify(columns, colouring as Colouring),
  isHole: ({ use }, at) => use[at] === HOLE,
};

function hideUnmet(bytes: Uint8Array, columns: AttributeColumns, { use, height, year }: Filter): void {
  const wanted = new Uint8Array(256).fill(use ? 0 : 1);
  for (const name of use ?? []) {
    const index = USES.findIndex((one) => one.use === name);
    if (index >= 0) wanted[index] = 1;
  }
  const [low, high] = height ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const [first, last] = year ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let at = 0; at < columns.count; at++) {
    const tall = columns.height[at]!;
    const built = columns.year[at]!;
    const met =
      wanted[columns.use[at]!] === 1 &&
      (!height || (tall >= low && tall <= high)) &&
      // A building of unknown year meets no range of years.
      (!year || (built !== 0 && built >= first && built <= last));
    if (!met) bytes[at * 4]! |= HIDDEN;
  }
}
