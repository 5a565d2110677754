/** What filters and colours of components go by, of all of a city, as typed columns by gid. */
import type { ComponentTable } from '#base/feature-table.ts';
import type { CountedValue, ListedAttribute } from '#base/twin-queries.ts';

export interface ComponentColumns {
  /** Gid of row 0. */
  readonly start: number;
  readonly count: number;
  /** Positions in `words`; 0 nothing. A row without a class is a hole. */
  readonly class: Uint32Array;
  readonly condition: Uint32Array;
  readonly owner: Uint32Array;
  readonly grid: Uint32Array;
  /** Year; 0 unknown. */
  readonly installed: Uint16Array;
  /** Every text once; the first is empty. */
  readonly words: string[];
  readonly numbers: Map<string, number>;
}

/** Makes columns in which every row is a hole. */
export function createComponentColumns(start: number, count: number): ComponentColumns {
  return {
    start,
    count,
    class: new Uint32Array(count),
    condition: new Uint32Array(count),
    owner: new Uint32Array(count),
    grid: new Uint32Array(count),
    installed: new Uint16Array(count),
    words: [''],
    numbers: new Map([['', 0]]),
  };
}

/** Writes the rows of a chunk into the columns; rows outside them are left out. */
export function fillComponentColumns(into: ComponentColumns, table: ComponentTable): void {
  const { columns } = table;
  const numberOf = (word: string | null | undefined): number => {
    let number = into.numbers.get(word ?? '');
    if (number === undefined) {
      number = into.words.push(word!) - 1;
      into.numbers.set(word!, number);
    }
    return number;
  };
  for (let row = 0; row < table.count; row++) {
    const at = table.start + row - into.start;
    if (at < 0 || at >= into.count || (columns.id[row] ?? null) === null) continue;
    into.class[at] = numberOf(columns.class[row] ?? 'other:unknown');
    into.condition[at] = numberOf(columns.condition[row]);
    into.owner[at] = numberOf(columns.owner[row]);
    into.grid[at] = numberOf(columns.grid[row]);
    into.installed[at] = columns.installed[row] ?? 0;
  }
}

/** Gives the values that components have of an attribute, most frequent first; those without one are left out. */
export function listValues(columns: ComponentColumns, attribute: ListedAttribute): CountedValue[] {
  const counts = new Uint32Array(columns.words.length);
  const { [attribute]: words } = columns;
  for (let at = 0; at < columns.count; at++) {
    if (columns.class[at] !== 0) counts[words[at]!]!++;
  }
  return columns.words
    .map((value, word) => ({ value, count: counts[word]! }))
    .filter(({ value, count }) => value !== '' && count > 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
