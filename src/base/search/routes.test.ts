import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRanges, routeOf, routesTo, toRanges } from './routes.ts';

describe('routes of a name search', () => {
  it('are the beginnings of a word, four characters at most, whatever their planes', () => {
    expect(routesTo('opera')).toEqual(['o', 'op', 'ope', 'oper']);
    expect(routesTo('海大')).toEqual(['海', '海大']);
    expect(routesTo('𠮷野家')).toEqual(['𠮷', '𠮷野', '𠮷野家']);
    expect(routeOf('opera', false)).toBe('oper');
    expect(routeOf('opera', true)).toBe('op');
  });

  it('lead from every beginning of a word to it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.nat(9), (word, length) => {
        const typed = [...word].slice(0, length + 1).join('');
        expect(routesTo(word)).toContain(routeOf(typed, false));
        expect(routesTo(word)).toContain(routeOf(typed, true));
      }),
    );
  });

  it('keep their shards as ranges that read back', () => {
    expect(toRanges([0, 1, 2, 3, 7])).toBe('0-3,7');
    expect(fromRanges('0-3,7')).toEqual([0, 1, 2, 3, 7]);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(300)), (numbers) => {
        const ascending = numbers.sort((a, b) => a - b);
        expect(fromRanges(toRanges(ascending))).toEqual(ascending);
      }),
    );
  });
});
