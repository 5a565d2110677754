import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUnitGrid, gridLevel, gridPath, parseUnitGrid } from './unit-grid.ts';

describe('codes of unit grids', () => {
  it('reads fifteen digits, and the older fourteen', () => {
    expect(parseUnitGrid('110101001002017')).toEqual({
      district: '110101',
      street: '001',
      community: '002',
      sequence: 17,
      digits: 15,
    });
    expect(parseUnitGrid('11010100100217')).toMatchObject({ community: '002', sequence: 17, digits: 14 });
  });

  it('writes what it reads', () => {
    const code = fc
      .constantFrom(14, 15)
      .chain((length) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }));
    fc.assert(
      fc.property(code, (list) => {
        expect(formatUnitGrid(parseUnitGrid(list.join('')))).toBe(list.join(''));
      }),
    );
  });

  it('gives the five levels from the city down', () => {
    expect(gridPath('110101001002017')).toEqual([
      { level: 'city', code: '1101' },
      { level: 'district', code: '110101' },
      { level: 'street', code: '110101001' },
      { level: 'community', code: '110101001002' },
      { level: 'grid', code: '110101001002017' },
    ]);
    expect(gridPath('110101001').map(({ level }) => level)).toEqual(['city', 'district', 'street']);
    expect(gridPath('11010100100217').at(-1)).toEqual({ level: 'grid', code: '11010100100217' });
  });

  it.each([
    ['1101', 'city'],
    ['110101', 'district'],
    ['110101001', 'street'],
    ['110101001002', 'community'],
    ['11010100100217', 'grid'],
    ['110101001002017', 'grid'],
    ['11010', null],
    ['MC-0101', null],
    ['', null],
  ])('takes %j for the code of a %s', (code, level) => {
    expect(gridLevel(code)).toBe(level);
    expect(gridPath(code).at(-1)?.level ?? null).toBe(level);
  });

  it.each([
    ['1101', 'grid code "1101": expected 15 digits (14 in the older standard), got 4'],
    ['1101010010020170', 'got 16'],
    ['11010100100201x', 'got other characters'],
  ])('refuses %j', (text, message) => {
    expect(() => parseUnitGrid(text)).toThrow(message);
  });

  it.each([
    [{ district: '1101' }, 'grid code "1101001002": expected a district of 6 digits, got "1101"'],
    [{ street: '1' }, 'expected a street of 3 digits, got "1"'],
    [{ community: 'abc' }, 'expected a community of 3 digits, got "abc"'],
    [{ sequence: 1000 }, 'expected a sequence from 0 to 999, got 1000'],
    [{ digits: 14 as const, sequence: 100 }, 'expected a sequence from 0 to 99, got 100'],
  ])('does not write %j', (change, message) => {
    const grid = { district: '110101', street: '001', community: '002', sequence: 17, digits: 15 as const };
    expect(() => formatUnitGrid({ ...grid, ...change })).toThrow(message);
  });
});
