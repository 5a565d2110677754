/** Column mapping of the recipe: names of the file's columns to Spar's attributes. */

/**
 * Adds the attributes that a mapping names; the file's own columns stay.
 *
 * @param columns - key: ours, value: the file's, compared exactly, else without regard to case.
 * @returns a new object; `tags` itself where nothing is mapped.
 */
export function mapColumns(
  tags: Record<string, unknown>,
  columns: Record<string, string> | undefined,
): Record<string, unknown> {
  if (!columns) return tags;
  const out = { ...tags };
  for (const [ours, theirs] of Object.entries(columns)) {
    const column = theirs in tags ? theirs : sameName(tags, theirs);
    if (column !== null && tags[column] !== null && tags[column] !== undefined) out[ours] = tags[column];
  }
  return out;
}

function sameName(tags: Record<string, unknown>, name: string): string | null {
  const lower = name.toLowerCase();
  for (const key of Object.keys(tags)) if (key.toLowerCase() === lower) return key;
  return null;
}
