/**
 * Identification codes of components (部件标识码), 16 digits:
 *
 *     older:  division 6 + major 2 + minor 2 + sequence 6    110101 01 18  000001
 *     newer:  division 6 + major 2 + minor 3 + sequence 5    110101 01 018 00001
 *
 * Both have 16 digits: length alone cannot tell them apart, so a code is only read together with its scheme.
 */
import { componentClass, schemeOf } from './catalogue.ts';
import type { ClassScheme } from './class-scheme.ts';

export interface ComponentCode {
  /** Scheme that the code was given by. */
  readonly scheme: string;
  /** County-level division, six digits. */
  readonly division: string;
  /** Two digits. */
  readonly major: string;
  /** Two or three digits, by scheme. */
  readonly minor: string;
  /** Number within division and class, from 0. */
  readonly sequence: number;
}

const DIVISION = 6;
const DIGITS = 16;
/** Major of what cities add. */
const EXTENSION_MAJOR = '21';

function digitsOf(id: string, scope: string): NonNullable<ClassScheme['digits']> {
  const digits = schemeOf(id)?.digits;
  if (!digits) throw new Error(`${scope}: expected a scheme that codes components, got "${id}"`);
  return digits;
}

/**
 * Reads an identification code.
 *
 * @param text - sixteen digits, spaces around or between them do not matter.
 * @throws Error `component code "12": expected 16 digits, got 2`.
 */
export function parseComponentCode(text: string, scheme: string): ComponentCode {
  const scope = `component code "${text.slice(0, 40)}"`;
  const { minor } = digitsOf(scheme, scope);
  const code = text.replace(/\s/g, '');
  if (!/^\d*$/.test(code)) throw new Error(`${scope}: expected 16 digits, got other characters`);
  if (code.length !== DIGITS) throw new Error(`${scope}: expected 16 digits, got ${code.length}`);
  const end = DIVISION + 2 + minor;
  return {
    scheme,
    division: code.slice(0, DIVISION),
    major: code.slice(DIVISION, DIVISION + 2),
    minor: code.slice(DIVISION + 2, end),
    sequence: Number(code.slice(end)),
  };
}

/**
 * Writes an identification code, sixteen digits.
 *
 * @throws Error naming the part that does not fit the scheme.
 */
export function formatComponentCode({ scheme, division, major, minor, sequence }: ComponentCode): string {
  const scope = `component code "${scheme}:${major}${minor}"`;
  const digits = digitsOf(scheme, scope);
  for (const [name, part, length] of [
    ['division', division, DIVISION],
    ['major', major, 2],
    ['minor', minor, digits.minor],
  ] as const) {
    if (part.length !== length || !/^\d+$/.test(part)) {
      throw new Error(`${scope}: expected a ${name} of ${length} digits, got "${part}"`);
    }
  }
  const most = 10 ** digits.sequence - 1;
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > most) {
    throw new Error(`${scope}: expected a sequence from 0 to ${most}, got ${sequence}`);
  }
  return `${division}${major}${minor}${String(sequence).padStart(digits.sequence, '0')}`;
}

/**
 * Gives the key of the class that a code names: that of the standard where the scheme took it over, else of the scheme
 * itself, whether the catalogue knows it or not.
 */
export function classOfCode({ scheme, major, minor }: ComponentCode): string {
  const key = `${scheme}:${major}${minor}`;
  return componentClass(key)?.key ?? key;
}

/** Tells whether a code's class is a city's own: by its minor, or because its major is none of the standard's. */
export function isExtension(code: ComponentCode): boolean {
  const { extension } = digitsOf(code.scheme, `scheme "${code.scheme}"`);
  return Number(code.minor) >= extension || code.major === EXTENSION_MAJOR;
}
