import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipLine, clipRing, flatArea2, simplify } from './clip-flat.ts';

const whole = fc.integer({ min: -20, max: 20 });
const points = (min: number) =>
  fc
    .array(fc.tuple(whole, whole), { minLength: min, maxLength: 12 })
    .map((list) => Float64Array.from(list.flat()));

function lengthOf(line: Float64Array): number {
  let sum = 0;
  for (let i = 2; i < line.length; i += 2)
    sum += Math.hypot(line[i]! - line[i - 2]!, line[i + 1]! - line[i - 1]!);
  return sum;
}

describe('flatArea2', () => {
  it('is twice the area, positive where x turns to y', () => {
    expect(flatArea2([0, 0, 4, 0, 4, 3, 0, 3])).toBe(24);
    expect(flatArea2([0, 0, 0, 3, 4, 3, 4, 0])).toBe(-24);
    expect(flatArea2([0, 0, 4, 0])).toBe(0);
  });
});

describe('clipRing', () => {
  it('cuts a triangle at both sides of a strip', () => {
    const triangle = Float64Array.of(0, 0, 10, 0, 0, 10);
    expect(flatArea2(clipRing(triangle, 2, 5, 0)) / 2).toBe((8 * 8) / 2 - (5 * 5) / 2);
    expect(clipRing(triangle, 11, 12, 0).length).toBe(0);
    expect(clipRing(triangle, -1, 11, 1)).toBe(triangle);
  });

  it('loses no area: the halves on both sides of a cut add up to the whole', () => {
    fc.assert(
      fc.property(points(3), whole, fc.constantFrom(0 as const, 1 as const), (ring, at, axis) => {
        const below = flatArea2(clipRing(ring, -100, at, axis));
        const above = flatArea2(clipRing(ring, at, 100, axis));
        expect(below + above).toBeCloseTo(flatArea2(ring), 6);
      }),
    );
  });
});

describe('clipLine', () => {
  it('makes two pieces of a line that leaves and comes back, and keeps one that spans the strip', () => {
    expect(clipLine(Float64Array.of(0, 0, 10, 0, 10, 5, 0, 5), -1, 6, 0).map((piece) => [...piece])).toEqual([
      [0, 0, 6, 0],
      [6, 5, 0, 5],
    ]);
    expect(clipLine(Float64Array.of(-10, 0, 10, 20), 0, 5, 0).map((piece) => [...piece])).toEqual([
      [0, 10, 5, 15],
    ]);
    expect(clipLine(Float64Array.of(7, 0, 10, 20), 0, 5, 0)).toEqual([]);
  });

  it('loses no length: the pieces of neighbouring strips add up to the whole', () => {
    fc.assert(
      fc.property(points(2), whole, fc.constantFrom(0 as const, 1 as const), (line, k, axis) => {
        // Between whole numbers: no segment lies in the cut itself and is counted twice.
        const at = k + 0.5;
        const pieces = [...clipLine(line, -100, at, axis), ...clipLine(line, at, 100, axis)];
        expect(pieces.reduce((sum, piece) => sum + lengthOf(piece), 0)).toBeCloseTo(lengthOf(line), 6);
      }),
    );
  });
});

describe('simplify', () => {
  it('leaves out what lies on the way, and keeps corners', () => {
    expect([...simplify(Float64Array.of(0, 0, 5, 0.1, 10, 0, 10, 10), 0.2, false)]).toEqual([
      0, 0, 10, 0, 10, 10,
    ]);
    const square = Float64Array.of(0, 0, 5, 0, 10, 0, 10, 10, 0, 10);
    expect([...simplify(square, 0.2, true)]).toEqual([0, 0, 10, 0, 10, 10, 0, 10]);
    expect(simplify(square, 0, true)).toBe(square);
  });

  it('moves no point farther than the tolerance', () => {
    fc.assert(
      fc.property(points(3), fc.double({ min: 0.1, max: 5, noNaN: true }), (line, tolerance) => {
        const kept = simplify(line, tolerance, false);
        for (let i = 0; i < line.length; i += 2) {
          let nearest = Infinity;
          for (let j = 0; j + 3 < kept.length; j += 2) {
            const [ax, ay] = [kept[j]!, kept[j + 1]!];
            const [dx, dy] = [kept[j + 2]! - ax, kept[j + 3]! - ay];
            const square = dx * dx + dy * dy;
            const t = square === 0 ? 0 : ((line[i]! - ax) * dx + (line[i + 1]! - ay) * dy) / square;
            const k = Math.max(0, Math.min(1, t));
            nearest = Math.min(nearest, Math.hypot(line[i]! - ax - k * dx, line[i + 1]! - ay - k * dy));
          }
          expect(nearest).toBeLessThanOrEqual(tolerance + 1e-9);
        }
      }),
    );
  });
});
