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

/** What the recipe calls the columns that hold a table's places: they are no attributes. */
const PLACES = new Set(['x', 'y', 'z', 'lon', 'lat', 'longitude', 'latitude', 'geometry', 'wkt']);

/**
 * Finds the columns of a mapping that no feature has: a slip that would otherwise pass in silence.
 *
 * @param samples - tags of some features.
 * @returns ours and theirs, in the mapping's order; none where there are no samples.
 */
export function missingColumns(
  samples: readonly Record<string, unknown>[],
  columns: Record<string, string> | undefined,
): [ours: string, theirs: string][] {
  if (samples.length === 0) return [];
  return Object.entries(columns ?? {}).filter(
    ([ours, theirs]) =>
      !PLACES.has(ours) && !samples.some((tags) => theirs in tags || sameName(tags, theirs) !== null),
  );
}
