import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCHEMES } from './catalogue.ts';
import { classOfCode, formatComponentCode, isExtension, parseComponentCode } from './component-code.ts';

const coding = SCHEMES.filter(({ digits }) => digits !== null).map(({ id }) => id);
const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join(''));

describe('identification codes of components', () => {
  it('reads the first streetlight of 110101 in the older and in the newer layout', () => {
    const older = parseComponentCode('1101010118000001', 'cjt214');
    expect(older).toEqual({ scheme: 'cjt214', division: '110101', major: '01', minor: '18', sequence: 1 });
    expect(classOfCode(older)).toBe('cjt214:0118');
    const newer = parseComponentCode('1101010101800001', 'gbt30428');
    expect(newer).toEqual({ scheme: 'gbt30428', division: '110101', major: '01', minor: '018', sequence: 1 });
    expect(classOfCode(newer)).toBe('gbt30428:01018');
  });

  it('reads the same sixteen digits differently by scheme', () => {
    expect(classOfCode(parseComponentCode('1101010101800001', 'cjt214'))).toBe('cjt214:0101');
  });

  it('gives the standard class of what a city took over, and its own of what it added', () => {
    expect(classOfCode(parseComponentCode('9901010118000042', 'lanwan'))).toBe('cjt214:0118');
    expect(classOfCode(parseComponentCode('9901012101000042', 'lanwan'))).toBe('lanwan:2101');
    expect(classOfCode(parseComponentCode('9901010777000042', 'lanwan'))).toBe('lanwan:0777');
  });

  it.each([
    ['1101010107900001', 'gbt30428', false],
    ['1101010108000001', 'gbt30428', true],
    ['1101010199900001', 'gbt30428', true],
    ['1101010118000001', 'cjt214', false],
    ['1101010295000001', 'local', true],
    ['1101012104000001', 'local', true],
  ])('tells whether %s of %s is an extension: %s', (code, scheme, extension) => {
    expect(isExtension(parseComponentCode(code, scheme))).toBe(extension);
  });

  it('writes what it reads, in every scheme', () => {
    fc.assert(
      fc.property(fc.constantFrom(...coding), digits(16), (scheme, code) => {
        expect(formatComponentCode(parseComponentCode(code, scheme))).toBe(code);
      }),
    );
  });

  it('overlooks spaces', () => {
    expect(parseComponentCode(' 110101 01 18 000001\n', 'cjt214').sequence).toBe(1);
  });

  it.each([
    ['', 'cjt214', 'component code "": expected 16 digits, got 0'],
    ['110101011800001', 'cjt214', 'component code "110101011800001": expected 16 digits, got 15'],
    ['11010101180000011', 'cjt214', 'component code "11010101180000011": expected 16 digits, got 17'],
    [
      '11010101l8000001',
      'cjt214',
      'component code "11010101l8000001": expected 16 digits, got other characters',
    ],
    [
      '1101010118000001',
      'iso',
      'component code "1101010118000001": expected a scheme that codes components, got "iso"',
    ],
    [
      '1101010118000001',
      'osm',
      'component code "1101010118000001": expected a scheme that codes components, got "osm"',
    ],
  ])('refuses %j of %s', (text, scheme, message) => {
    expect(() => parseComponentCode(text, scheme)).toThrow(message);
  });

  it.each([
    [{ division: '1101' }, 'expected a division of 6 digits, got "1101"'],
    [{ major: '1' }, 'expected a major of 2 digits, got "1"'],
    [{ minor: '018' }, 'expected a minor of 2 digits, got "018"'],
    [{ sequence: 1_000_000 }, 'expected a sequence from 0 to 999999, got 1000000'],
    [{ sequence: 1.5 }, 'expected a sequence from 0 to 999999, got 1.5'],
    [{ sequence: -1 }, 'expected a sequence from 0 to 999999, got -1'],
  ])('does not write %j', (change, message) => {
    const code = { scheme: 'cjt214', division: '110101', major: '01', minor: '18', sequence: 1, ...change };
    expect(() => formatComponentCode(code)).toThrow(message);
  });
});
