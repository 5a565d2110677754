import type { CaseRecord } from '#base/cases/case.ts';
import { componentClass, eventClass } from '#base/catalogue/catalogue.ts';
import type { Feature } from '#base/feature.ts';
import type { Language } from './texts.ts';

/** Gives a feature's name in the language where its source has one, else its name. */
export function nameOf(
  { attributes, name }: Pick<Feature, 'attributes' | 'name'>,
  language: Language,
): string | null {
  const translated = attributes[`name:${language}`];
  return translated === undefined ? name : String(translated);
}

/** Gives what a class of components is called; one that no scheme knows by what stands after its colon. */
export function classOf(key: string, language: Language): string {
  const known = componentClass(key);
  return known ? known[language] : key.slice(key.indexOf(':') + 1);
}

/** Gives what a case is about, by the catalogue; its own title where the class is unknown. */
export function caseName(
  { class: key, title }: Pick<CaseRecord, 'class' | 'title'>,
  language: Language,
): string {
  const known = eventClass(key) ?? componentClass(key);
  return known ? known[language] : title || key;
}

/** Gives what a feature is called: its name, else that of its kind; null for a building without. */
export function titleOf(
  feature: Pick<Feature, 'attributes' | 'name' | 'component' | 'case'>,
  language: Language,
): string | null {
  if (feature.case) return caseName(feature.case, language);
  const name = nameOf(feature, language);
  return name ?? (feature.component ? classOf(feature.component.class, language) : null);
}

/** Gives street and number from a feature's attributes, in the order of the language; null without a street. */
export function addressOf({ attributes }: Pick<Feature, 'attributes'>, language: Language): string | null {
  const full = attributes['addr:full'];
  if (full !== undefined) return String(full);
  const street = attributes[`addr:street:${language}`] ?? attributes['addr:street'];
  const number = attributes['addr:housenumber'];
  if (street === undefined) return null;
  if (number === undefined) return String(street);
  return /\p{Script=Han}/u.test(String(street)) ? `${street} ${number} 号` : `${number} ${street}`;
}

const SOURCES: Readonly<Record<string, string>> = { osm: 'OpenStreetMap' };

/** Gives where a feature comes from: what stands before the colon of its id. */
export function sourceOf(id: string): string | null {
  const colon = id.indexOf(':');
  if (colon <= 0) return null;
  const source = id.slice(0, colon);
  return SOURCES[source] ?? source;
}
