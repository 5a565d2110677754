import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatCityDate,
  formatCityTime,
  formatCount,
  formatDate,
  formatMetres,
  formatSquareMetres,
  formatTime,
  formatValue,
  formatYear,
} from './numbers.ts';

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

  it('writes live values with their units, and their age', () => {
    expect(formatValue(96, 'W', 'en')).toBe('96 W');
    expect(formatValue(31.44, 'km/h', 'zh')).toBe('31.4 公里/时');
    expect(formatValue(3, '', 'en')).toBe('3');
    expect(formatValue(Number.NaN, 'W', 'en')).toBe('–');
    expect([0, 59.4, 60, 3_599, 7_200, 200_000].map((age) => formatAge(age, 'en'))).toEqual([
      '0 s ago',
      '59 s ago',
      '1 min ago',
      '59 min ago',
      '2 h ago',
      '2 d ago',
    ]);
    expect(formatAge(90, 'zh')).toBe('1 分钟前');
  });

  it('writes the time of the city’s own zone', () => {
    const instant = Date.UTC(2026, 10, 21, 16, 30);
    expect(formatCityTime(instant, 'Asia/Shanghai')).toBe('00:30');
    expect(formatCityDate(instant, 'Asia/Shanghai', 'en')).toMatch(/^Sun,? 22 Nov$/);
    expect(formatCityTime(instant, 'Europe/Monaco')).toBe('17:30');
  });

  it('writes hours with two digits', () => {
    expect(formatTime(Date.UTC(2026, 10, 20, 20, 5, 9), 'Asia/Shanghai')).toBe('04:05:09');
    expect(formatDate(Date.UTC(2026, 10, 20, 20, 5, 9), 'en', 'Asia/Shanghai')).toMatch(
      /^Sat,? 21 November 2026$/,
    );
  });
});
