import { describe, expect, it } from 'vitest';
import { searchTokens } from './tokens.ts';

describe('search tokens', () => {
  it('splits Latin text into lower-case words without accents', () => {
    expect(searchTokens('Café de Paris, 12b')).toEqual(['cafe', 'de', 'paris', '12b']);
  });

  it('gives every Chinese character and every pair of neighbours', () => {
    expect(searchTokens('外滩18号')).toEqual(['外', '外滩', '滩', '18', '号']);
  });

  it('finds a word inside a longer Chinese name', () => {
    const name = new Set(searchTokens('上海国际会议中心'));
    expect(searchTokens('会议').every((token) => name.has(token))).toBe(true);
  });
});
