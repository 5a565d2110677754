/** What every reader of payloads asks: is it there, of the right kind, as long as the others. */
import { show } from '../state/describe-issue.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A scope and a path in it, joined as messages want it: `topic "…": gid: expected …`. */
export function wrong(scope: string, path: string, expected: string, got: string): Error {
  return new Error(`${scope}: ${path === '' ? '' : `${path}: `}expected ${expected}, got ${got}`);
}

/** Tells of what kind a value is, for messages: typed arrays by name, others as they are written. */
export function kindOf(value: unknown): string {
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return show(value);
}

/** @throws Error unless it is an object with names. */
export function recordAt(value: unknown, scope: string, path: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)) {
    return value as Json;
  }
  throw wrong(scope, path, 'an object', kindOf(value));
}

/** @throws Error unless it is a number that is finite. */
export function numberAt(value: unknown, scope: string, path: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  // cbor-x gives 64-bit integers beyond 2^53 as bigint.
  if (typeof value === 'bigint') return Number(value);
  throw wrong(scope, path, 'a number', kindOf(value));
}

/** @throws Error unless it is a text. */
export function textAt(value: unknown, scope: string, path: string): string {
  if (typeof value === 'string') return value;
  throw wrong(scope, path, 'a text', kindOf(value));
}

/** @throws Error unless it is absent or a number above zero. */
export function secondsAt(value: unknown, scope: string, path: string): number | undefined {
  if (value === undefined) return undefined;
  const seconds = numberAt(value, scope, path);
  if (seconds > 0) return seconds;
  throw wrong(scope, path, 'seconds above 0', String(seconds));
}

const ARRAYS = { Uint8Array, Uint32Array, Float32Array, Float64Array } as const;
type ArrayName = keyof typeof ARRAYS;

/**
 * Gives a typed array of a kind.
 *
 * @param like - name and length of the array that it must be as long as; absent: any length.
 * @throws Error `…: on: expected as many as gid (500), got 499`.
 */
export function arrayAt<N extends ArrayName>(
  value: unknown,
  name: N,
  scope: string,
  path: string,
  like?: { readonly name: string; readonly length: number },
): InstanceType<(typeof ARRAYS)[N]> {
  const wanted = ARRAYS[name];
  if (!(value instanceof wanted)) throw wrong(scope, path, `a ${name}`, kindOf(value));
  if (like && value.length !== like.length) {
    throw wrong(scope, path, `as many as ${like.name} (${like.length})`, String(value.length));
  }
  return value as InstanceType<(typeof ARRAYS)[N]>;
}

/** Gives a list of texts as long as another array. @throws Error saying which it is not. */
export function textsAt(
  value: unknown,
  scope: string,
  path: string,
  like?: { readonly name: string; readonly length: number },
): readonly string[] {
  if (!Array.isArray(value)) throw wrong(scope, path, 'a list of texts', kindOf(value));
  if (like && value.length !== like.length) {
    throw wrong(scope, path, `as many as ${like.name} (${like.length})`, String(value.length));
  }
  for (let at = 0; at < value.length; at++) {
    if (typeof value[at] !== 'string') throw wrong(scope, `${path}[${at}]`, 'a text', kindOf(value[at]));
  }
  return value as string[];
}
