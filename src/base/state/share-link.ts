/**
 * A state as text for a link: its difference from the default of its scene.
 *
 * `1.<base64url of: 4 bytes check, then deflate of the changes as JSON>`. The number is the version of this layout;
 * the check (FNV-1a of the JSON, big-endian) finds a link that was cut or retyped. The default is the empty text.
 */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import * as v from 'valibot';
import { describeIssue, showPath } from './describe-issue.ts';
import { applyDifference, type Change, difference, shared } from './difference.ts';
import { StateSchema } from './state-schema.ts';
import type { TwinState } from './twin-state.ts';

export const SHARE_VERSION = 1;

const CHECK_BYTES = 4;
const TEXT_AT_MOST = 1_000_000;
const JSON_AT_MOST = 8_000_000;
/** Deflate makes a byte of at most so many. */
const INFLATION = 1_032;
const CHUNK = 8_192;

export interface Shared {
  /** The base itself when the link says nothing or cannot be read. */
  readonly state: TwinState;
  /** What is wrong with the link, for the person who opened it. */
  readonly problems: readonly string[];
}

/** FNV-1a, 32 bits. Source: draft-eastlake-fnv. */
function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}

/**
 * Writes the difference of a state from its scene's default.
 *
 * @returns URL-safe text (`A–Z a–z 0–9 - _ .`); empty for the default itself.
 */
export function encodeShare(state: TwinState, base: TwinState): string {
  const changes = difference(base, state);
  if (changes.length === 0) return '';
  const json = strToU8(JSON.stringify(changes));
  const packed = deflateSync(json, { level: 9 });
  const bytes = new Uint8Array(CHECK_BYTES + packed.length);
  new DataView(bytes.buffer).setUint32(0, fnv1a(json));
  bytes.set(packed, CHECK_BYTES);
  return `${SHARE_VERSION}.${toBase64Url(bytes)}`;
}

const Key = v.union([v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))], 'a key');
const Place = v.array(Key, 'a place as a list of keys');
const Changes = v.array(
  v.union([v.strictTuple([Place]), v.strictTuple([Place, v.unknown()])], 'a place and what stands there'),
  'a list of changes',
);

const CUT = 'expected a whole link, got one that was cut short or altered';

function readChanges(text: string): Change[] {
  if (text.length > TEXT_AT_MOST) {
    throw new Error(`expected at most ${TEXT_AT_MOST} characters, got ${text.length}`);
  }
  // A newer layout may use other letters: its number alone is looked at first.
  const [, version, body] = /^(\d{1,6})\.(.*)$/s.exec(text) ?? [];
  if (version === undefined || body === undefined) throw new Error(CUT);
  if (Number(version) > SHARE_VERSION) {
    throw new Error(`expected version ${SHARE_VERSION}, got ${Number(version)}: it comes from a newer Spar`);
  }
  if (Number(version) !== SHARE_VERSION) {
    throw new Error(`expected version ${SHARE_VERSION}, got ${Number(version)}`);
  }
  const result = v.safeParse(Changes, unpack(body));
  if (!result.success) throw new Error(describeIssue(result.issues[0]));
  return result.output;
}

function unpack(body: string): unknown {
  if (!/^[\w-]*$/.test(body)) throw new Error(CUT);
  try {
    const bytes = fromBase64Url(body);
    const check = new DataView(bytes.buffer).getUint32(0);
    const packed = bytes.subarray(CHECK_BYTES);
    const room = Math.min(JSON_AT_MOST, (packed.length + 1) * INFLATION);
    const json = inflateSync(packed, { out: new Uint8Array(room) });
    if (fnv1a(json) === check) return JSON.parse(strFromU8(json));
  } catch {
    // Whatever went wrong, the text is not as it was written.
  }
  throw new Error(CUT);
}

/** Applies what has its place; a layer that the scene no longer has is told and left out. */
function applyKnown(base: TwinState, changes: readonly Change[]): Shared {
  const problems: string[] = [];
  let state = base;
  for (const change of changes) {
    const [path] = change;
    const key = path[0];
    if (key === undefined || !Object.hasOwn(base, key)) {
      throw new Error(`${showPath(path)}: expected a part of the state, got an unknown one`);
    }
    const next = applyDifference(state, [change]);
    if (next === state && change.length > 1) {
      problems.push(`share link: ${showPath(path)}: expected a place of this scene, got none; left out`);
    }
    state = next;
  }
  return { state, problems };
}

/**
 * Reads a link's text, whatever it is; never throws.
 *
 * @param base - default state of the scene that the link names.
 * @returns the state, or the base with a message `share link: expected what, got what`.
 */
export function decodeShare(text: string, base: TwinState): Shared {
  if (text === '') return { state: base, problems: [] };
  try {
    const { state, problems } = applyKnown(base, readChanges(text));
    const result = v.safeParse(StateSchema, state);
    if (result.success) return { state: shared(base, result.output), problems };
    return { state: base, problems: [`share link: ${describeIssue(result.issues[0])}`] };
  } catch (error) {
    return {
      state: base,
      problems: [`share link: ${error instanceof Error ? error.message : String(error)}`],
    };
  }
}
