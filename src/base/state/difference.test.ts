import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDifference, difference, shared } from './difference.ts';

const anyJson = fc
  .jsonValue({ maxDepth: 4 })
  .map((value) =>
    JSON.parse(JSON.stringify(value, (key, inner) => (key in {} ? undefined : inner)) ?? 'null'),
  );

describe('the difference of two documents', () => {
  it('turns one into the other, through JSON too', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (from, to) => {
        const changes = JSON.parse(JSON.stringify(difference(from, to)));
        expect(applyDifference(from, changes)).toEqual(to);
        expect(shared(from, to)).toEqual(to);
      }),
      { numRuns: 1000 },
    );
  });

  it('is empty for the same, whatever the order of the keys', () => {
    expect(difference({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 })).toEqual([]);
  });

  it('names the places that differ', () => {
    const from = { a: { x: 1, y: 2 }, list: [{ n: 1 }, { n: 2 }], gone: true };
    const to = { a: { x: 1, y: 3 }, list: [{ n: 1 }, { n: 5 }], come: [1, 2] };
    expect(difference(from, to)).toEqual([
      [['gone']],
      [['a', 'y'], 3],
      [['list', 1, 'n'], 5],
      [['come'], [1, 2]],
    ]);
  });

  it('takes a camera pose whole', () => {
    const pose = { lon: 1, lat: 2, height: 3, headingDeg: 4, pitchDeg: 5 };
    expect(difference({ camera: pose }, { camera: { ...pose, lat: 7 } })).toEqual([
      [['camera'], { ...pose, lat: 7 }],
    ]);
  });

  it('leaves out what has no place, and never reaches what every object has', () => {
    const document = { a: { b: 1 }, list: [{ n: 1 }] };
    for (const path of [
      ['x', 'y'],
      ['list', 4, 'n'],
      ['list', 'length'],
      ['__proto__', 'bad'],
      ['constructor'],
    ]) {
      expect(applyDifference(document, [[path, true]])).toBe(document);
    }
    expect(applyDifference(document, [[['a', 'x']]])).toBe(document);
    expect(({} as { bad?: boolean }).bad).toBeUndefined();
  });
});
