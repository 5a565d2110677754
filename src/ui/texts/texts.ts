import { EN, type TextKey } from './en.ts';
import { ZH } from './zh.ts';

export type Language = 'zh' | 'en';
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

/** Chooses the language: the one asked for, else the first of the browser's that there is, else English. */
export function chooseLanguage(wanted: string | null, browser: readonly string[]): Language {
  const of = (tag: string): Language | null => (/^zh\b/i.test(tag) ? 'zh' : /^en\b/i.test(tag) ? 'en' : null);
  for (const tag of wanted === null ? browser : [wanted, ...browser]) {
    const language = of(tag);
    if (language) return language;
  }
  return 'en';
}

/** Gives the function that turns a key into text. */
export function createTranslate(language: Language): Translate {
  const table = language === 'zh' ? ZH : EN;
  return (key, values = {}) =>
    table[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Chooses a title of a record by language, else English, else any, else the name. */
export function titleIn(title: Record<string, string>, language: Language, name: string): string {
  return title[language] ?? title.en ?? Object.values(title)[0] ?? name;
}
