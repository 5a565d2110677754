/** Turns what a schema found wrong into a line: `path: expected what, got what`. */
import type * as v from 'valibot';

const LONGEST = 80;

type Issue = v.BaseIssue<unknown>;

/** Writes a value as found, cut where it gets long, without the name and password of an address. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  let text: string;
  try {
    text = JSON.stringify(value) ?? typeof value;
  } catch {
    text = typeof value;
  }
  if (typeof value === 'number') text = String(value);
  text = text.replace(/\/\/[^/?#\s"]*@/g, '//…@');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Writes a path as in code: `layers[2].kind`. */
export function showPath(path: readonly unknown[]): string {
  return path
    .map((key, at) => {
      if (typeof key === 'number') return `[${key}]`;
      if (!/^[\w$-]+$/.test(String(key))) return `[${JSON.stringify(key)}]`;
      return at === 0 ? String(key) : `.${String(key)}`;
    })
    .join('');
}

const keysOf = (issue: Issue): unknown[] => (issue.path ?? []).map(({ key }) => key);

/** Of a choice in which nothing fitted, the issue that got furthest says the most. */
function deepest(issue: Issue): Issue[] {
  const branches = (issue.issues ?? []).map((inner) => deepest(inner as Issue));
  const best = branches.sort((a, b) => b.flatMap(keysOf).length - a.flatMap(keysOf).length)[0];
  return best && best.flatMap(keysOf).length > 0 ? [issue, ...best] : [issue];
}

/** Default messages start with a capital, ours are what was expected: `a number from 0 to 1`. */
function expectation({ kind, type, expected, message, received }: Issue): string {
  if (expected === 'never') return 'no such key';
  if (kind === 'schema' && type.endsWith('object') && received === 'undefined' && expected?.startsWith('"')) {
    return 'a value';
  }
  return /^[A-Z]/.test(message) ? (expected ?? 'something else') : message;
}

/**
 * Describes one issue.
 *
 * @param before - path that leads to what the schema was given.
 * @returns `layers[2].opacity: expected a number from 0 to 1, got 7`; without a path, what follows the colon.
 *
 * The message of a schema of ours is the noun phrase that completes "expected".
 */
export function describeIssue(issue: Issue, before: readonly unknown[] = []): string {
  const chain = deepest(issue);
  const path = showPath([...before, ...chain.flatMap(keysOf)]);
  const last = chain.at(-1)!;
  // Of a key too many the schema's input is the key itself.
  const got = last.expected === 'never' && last.path ? last.path.at(-1)?.value : last.input;
  return `${path}${path && ': '}expected ${expectation(last)}, got ${show(got)}`;
}
