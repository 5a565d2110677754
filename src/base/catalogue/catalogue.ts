/** The catalogue: classes of components and of events by scheme, with their names. */
import type { ClassScheme } from './class-scheme.ts';
import { CJT214 } from './schemes/cjt214.ts';
import { CJT214_EVENT } from './schemes/cjt214-event.ts';
import { GBT30428 } from './schemes/gbt30428.ts';
import { GBT30428_EVENT } from './schemes/gbt30428-event.ts';
import { LANWAN } from './schemes/lanwan.ts';
import { LOCAL } from './schemes/local.ts';
import { OSM } from './schemes/osm.ts';

export const SCHEMES: readonly ClassScheme[] = [
  CJT214,
  GBT30428,
  LOCAL,
  LANWAN,
  OSM,
  CJT214_EVENT,
  GBT30428_EVENT,
];

/** A major: `01` Public utilities. */
export interface MajorClass {
  readonly scheme: string;
  readonly major: string;
  readonly zh: string;
  readonly en: string;
}

interface CatalogueClass extends MajorClass {
  /** `<scheme>:<code>` */
  readonly key: string;
  /** Major and minor: `0118`; `01018` in schemes with minors of three digits. */
  readonly code: string;
}
export interface ComponentClass extends CatalogueClass {
  readonly kind: 'component';
}
export interface EventClass extends CatalogueClass {
  readonly kind: 'event';
}

const schemes = new Map(SCHEMES.map((scheme) => [scheme.id, scheme]));
const majors = new Map<string, MajorClass>();
const classes = new Map<string, ComponentClass | EventClass>();
for (const { id: scheme, kind, majors: names, classes: rows } of SCHEMES) {
  for (const [major, zh, en] of names) majors.set(`${scheme}:${major}`, { scheme, major, zh, en });
  for (const [code, zh, en, major = code.slice(0, 2)] of rows) {
    const key = `${scheme}:${code}`;
    classes.set(key, { key, kind, scheme, code, major, zh, en });
  }
}

/** Looks a key up in its scheme, then in those that the scheme is built upon. */
function find<T>(table: ReadonlyMap<string, T>, key: string, length: number): T | null {
  const colon = key.indexOf(':');
  const code = key.slice(colon + 1, length ? colon + 1 + length : undefined);
  for (let id: string | null = key.slice(0, colon); id; id = schemes.get(id)?.base ?? null) {
    const found = table.get(`${id}:${code}`);
    if (found) return found;
  }
  return null;
}

/** Gives a scheme by its id; null: none has it. */
export function schemeOf(id: string): ClassScheme | null {
  return schemes.get(id) ?? null;
}

/**
 * Gives the class of a component; null: no scheme knows the key.
 *
 * @param key - `<scheme>:<code>`. What a city took over from a standard is found under either: `lanwan:0118` gives
 * the class `cjt214:0118`.
 */
export function componentClass(key: string): ComponentClass | null {
  const found = find(classes, key, 0);
  return found?.kind === 'component' ? found : null;
}

/** Gives the class of an event, as `componentClass`; null: no scheme knows the key, or it is a component's. */
export function eventClass(key: string): EventClass | null {
  const found = find(classes, key, 0);
  return found?.kind === 'event' ? found : null;
}

/**
 * Gives the major that a class belongs to; null: its scheme has none.
 *
 * The class need not be known: a local extension in a known major still has its major's name.
 */
export function majorOf(key: string): MajorClass | null {
  const known = find(classes, key, 0);
  return find(majors, known ? `${known.scheme}:${known.major}` : key, 2);
}

/** Gives all classes of a scheme in its order, those of the scheme that it is built upon first. */
export function classesOf(scheme: string): (ComponentClass | EventClass)[] {
  const { base, classes: rows } = schemes.get(scheme) ?? { base: null, classes: [] };
  return [...(base ? classesOf(base) : []), ...rows.map(([code]) => classes.get(`${scheme}:${code}`)!)];
}

/** Gives all majors of a scheme in its order, those of the scheme that it is built upon first. */
export function majorsOf(scheme: string): MajorClass[] {
  const { base, majors: rows } = schemes.get(scheme) ?? { base: null, majors: [] };
  return [...(base ? majorsOf(base) : []), ...rows.map(([code]) => majors.get(`${scheme}:${code}`)!)];
}
