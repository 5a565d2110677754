import { EN, type TextKey } from './en.ts';
import type { Translate } from './texts.ts';

/** Gives the name of a use; one that has none is written as it is. */
export function useText(t: Translate, use: string | null): string {
  if (use === null || use === '') return t('unknown');
  const key = `use${use[0]!.toUpperCase()}${use.slice(1)}`;
  return key in EN ? t(key as TextKey) : use;
}
