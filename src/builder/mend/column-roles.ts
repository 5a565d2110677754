/** Which columns of a source say what, by their names in several vocabularies. */

/** A column's parts in fields: field index × 256 + rank, the lower rank going before. */
export type ColumnRoles = (column: string) => readonly number[];

const NONE: readonly number[] = [];
/** Names of columns that are remembered; sources with more of them are asked anew. */
const MOST_KNOWN = 10_000;

/**
 * Creates the look-up for some fields.
 *
 * @param fields - their names; a role's field index is the position here.
 * @param synonyms - column names by field, divided by blanks, the first that has a value wins. Compared in lower case
 * without `_ : - .` and blanks; a name of more than ten letters also matches its first ten (DBF cuts there).
 */
export function createColumnRoles<Name extends string>(
  fields: readonly Name[],
  synonyms: Readonly<Record<Name, string>>,
): ColumnRoles {
  const table = new Map<string, number[]>();
  const add = (word: string, role: number): void => {
    const list = table.get(word);
    if (list) list.push(role);
    else table.set(word, [role]);
  };
  for (const [index, field] of fields.entries()) {
    for (const [rank, word] of synonyms[field].split(' ').entries()) {
      add(word, index * 256 + rank);
      if (word.length > 10 && /^[a-z]+$/u.test(word)) add(word.slice(0, 10), index * 256 + rank + 100);
    }
  }
  const known = new Map<string, readonly number[]>();
  return (column) => {
    let found = known.get(column);
    if (found === undefined) {
      found = table.get(column.toLowerCase().replace(/[\s_:.-]+/gu, '')) ?? NONE;
      if (known.size < MOST_KNOWN) known.set(column, found);
    }
    return found;
  };
}
