import { describe, expect, it } from 'vitest';
import { EN } from './en.ts';
import { chooseLanguage, createTranslate, titleIn } from './texts.ts';
import { ZH } from './zh.ts';

describe('texts', () => {
  it('has the same keys in Chinese and English, none of them empty', () => {
    expect(Object.keys(ZH).sort()).toEqual(Object.keys(EN).sort());
    for (const table of [EN, ZH]) {
      expect(Object.entries(table).filter(([, text]) => text.trim() === '')).toEqual([]);
    }
  });

  it('has the same values to fill in, in both languages', () => {
    const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const key of Object.keys(EN) as (keyof typeof EN)[]) {
      expect(holes(ZH[key]), key).toEqual(holes(EN[key]));
    }
  });

  it('fills in values and leaves what it has none for', () => {
    expect(createTranslate('en')('times', { count: 3 })).toBe('3 times');
    expect(createTranslate('zh')('times')).toBe('{count} 次');
  });

  it('takes the language asked for, then the browser’s, then English', () => {
    expect(chooseLanguage('zh', ['en-GB'])).toBe('zh');
    expect(chooseLanguage(null, ['fr', 'zh-Hans-CN', 'en'])).toBe('zh');
    expect(chooseLanguage('xx', ['en-US'])).toBe('en');
    expect(chooseLanguage(null, ['de'])).toBe('en');
  });

  it('chooses a title by language, else any, else the name', () => {
    expect(titleIn({ zh: '澜湾', en: 'Lanwan' }, 'zh', 'lanwan')).toBe('澜湾');
    expect(titleIn({ ja: '横須賀' }, 'en', 'yokosuka')).toBe('横須賀');
    expect(titleIn({}, 'en', 'monaco')).toBe('monaco');
  });
});
