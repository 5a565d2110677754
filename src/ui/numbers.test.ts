import { describe, expect, it } from 'vitest';
import { formatCount, formatMetres, formatSquareMetres, formatTime, formatYear } from './numbers.ts';

describe('figures', () => {
  it('has a unit in the language with every figure', () => {
    expect(formatMetres(27, 'en')).toBe('27.0 m');
    expect(formatMetres(1_234.4, 'en')).toBe('1,234 m');
    expect(formatMetres(12_345, 'en')).toBe('12.35 km');
    expect(formatMetres(27, 'zh')).toBe('27.0 米');
    expect(formatSquareMetres(1_240, 'en')).toBe('1,240 m²');
    expect(formatSquareMetres(123_400, 'zh')).toBe('12.3 公顷');
  });

  it('writes counts with separators, years without', () => {
    expect(formatCount(12_435, 'zh')).toBe('12,435');
    expect(formatYear(1926, 'en')).toBe('1926');
    expect(formatYear(1926, 'zh')).toBe('1926 年');
  });

  it('writes a dash where there is no figure', () => {
    expect(formatMetres(Number.NaN, 'en')).toBe('–');
    expect(formatCount(Number.NaN, 'zh')).toBe('–');
  });

  it('writes hours with two digits', () => {
    expect(formatTime(new Date(2026, 10, 21, 4, 5, 9).getTime())).toBe('04:05:09');
  });
});
