/**
 * The difference of two plain JSON documents, as a list of places and what stands there.
 *
 * Records are compared key by key, lists of the same length item by item when every item is a record; all else is
 * replaced whole, so that a camera pose or a list of ids never comes out half old and half new.
 */

export type Path = readonly (string | number)[];

/** One place that differs: with a value, what stands there now; without, nothing does any more. */
export type Change = readonly [path: Path] | readonly [path: Path, value: unknown];

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a record is one value rather than a set of entries: a camera pose. */
const isWhole = (value: Json): boolean => 'headingDeg' in value;

const isRecordList = (value: unknown): value is readonly Json[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRecord);

/** Tells whether two JSON values say the same, whatever the order of their keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => sameJson(item, b[at]));
  }
  if (!isRecord(a) || !isRecord(b)) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}

/** Lists what turns `from` into `to`; empty when they say the same. */
export function difference(from: unknown, to: unknown, path: Path = []): Change[] {
  if (sameJson(from, to)) return [];
  if (isRecordList(from) && isRecordList(to) && from.length === to.length) {
    return to.flatMap((item, at) => difference(from[at], item, [...path, at]));
  }
  if (!isRecord(from) || !isRecord(to) || isWhole(from) || isWhole(to)) return [[path, to]];
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  return [
    ...gone.map((key): Change => [[...path, key]]),
    ...Object.keys(to).flatMap((key): Change[] =>
      Object.hasOwn(from, key) ? difference(from[key], to[key], [...path, key]) : [[[...path, key], to[key]]],
    ),
  ];
}

function changed(value: unknown, path: Path, at: number, change: Change): unknown {
  if (at === path.length) return change[1];
  const key = path[at]!;
  const last = at === path.length - 1;
  if (Array.isArray(value)) {
    if (typeof key !== 'number' || !(key in value)) return value;
    return value.map((item, index) => (index === key ? changed(item, path, at + 1, change) : item));
  }
  if (!isRecord(value) || typeof key !== 'string' || key in {}) return value;
  if (last && change.length === 1) {
    if (!Object.hasOwn(value, key)) return value;
    const { [key]: _, ...rest } = value;
    return rest;
  }
  if (!last && !Object.hasOwn(value, key)) return value;
  const before = value[key];
  const after = changed(before, path, at + 1, change);
  return last || after !== before ? { ...value, [key]: after } : value;
}

/**
 * Applies a difference.
 *
 * @returns a document that shares every part that did not change; a change whose place does not exist is left out.
 */
export function applyDifference<T>(document: T, changes: readonly Change[]): T {
  return changes.reduce<unknown>((value, change) => changed(value, change[0], 0, change), document) as T;
}

/** Gives a document that says what `to` says and shares with `from` every part that they have in common. */
export function shared<T>(from: T, to: T): T {
  return applyDifference(from, difference(from, to));
}
