import { describe, expect, it } from 'vitest';
import { parseColour } from './colours.ts';
import { isSet, parseCount, parseDirectionDeg, parseLength } from './measures.ts';
import { parseYear } from './years.ts';

describe('parseLength', () => {
  it.each([
    [12, 12],
    ['12.5', 12.5],
    ['12,5 m', 12.5],
    ['1.2e1', 12],
    ['~30m', 30],
    ['12 米', 12],
    ['350 cm', 3.5],
    ['12 ft', 3.6576],
    ['12\'6"', 3.81],
    ["12'", 3.6576],
    ['40 ft 6 in', 12.3444],
    ['39.4 feet', 12.00912],
    ['12;15', 12],
    ['-5', -5],
  ])('reads %s as %d m', (value, metres) => {
    expect(parseLength(value)).toBeCloseTo(metres, 9);
  });

  it.each(['', 'high', '12-15', '5 storeys', null, undefined, true])('takes %s for no length', (value) => {
    expect(parseLength(value)).toBeNaN();
  });
});

describe('parseCount', () => {
  it.each([
    [5, 5],
    ['5', 5],
    ['5.5', 5.5],
    ['5层', 5],
    ['12 storeys', 12],
    ['3F', 3],
    ['5;6', 5],
  ])('reads %s as %d', (value, count) => {
    expect(parseCount(value)).toBe(count);
  });
  it('takes words for no count', () => {
    expect(parseCount('many')).toBeNaN();
  });
});

describe('parseYear', () => {
  it.each([
    [1920, 1920],
    ['1920-05-03', 1920],
    ['20190501', 2019],
    [20_190_501, 2019],
    ['1998年', 1998],
    ['~1890', 1890],
    ['1920s', 1920],
    ['C19', 1850],
    ['late C19', 1885],
    ['19th century', 1850],
    ['1914..1918', 1914],
    ['before 1950', 1950],
    ['03/05/2021', 2021],
    ['2035', 2035],
    ['', 0],
    [0, 0],
    [undefined, 0],
  ])('reads %s as %d', (value, year) => {
    expect(parseYear(value)).toBe(year);
  });
  it.each(['soon', '12', 1920.5, -300, '9999'])('takes %s for no year', (value) => {
    expect(parseYear(value)).toBeNaN();
  });
});

describe('parseDirectionDeg', () => {
  it.each([
    ['N', 0],
    ['NNE', 22.5],
    ['south', 180],
    ['90°', 90],
    [-90, 270],
    ['370', 10],
    ['up', null],
    [undefined, null],
  ])('reads %s as %s', (value, degrees) => {
    expect(parseDirectionDeg(value)).toBe(degrees);
  });
});

describe('parseColour', () => {
  it.each([
    ['#c0ffee', 0xc0ffee],
    ['#abc', 0xaabbcc],
    ['Light_Grey', 0xd3d3d3],
    ['red;white', 0xff0000],
    ['brick', null],
    [7, null],
  ])('reads %s', (value, colour) => {
    expect(parseColour(value)).toBe(colour);
  });
});

describe('isSet', () => {
  it('takes anything but no, false, 0 and nothing for yes', () => {
    expect(['yes', true, 1, 'viaduct', 'T'].map(isSet)).toEqual([true, true, true, true, true]);
    expect(['no', false, 0, '', 'F', undefined].map(isSet)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
