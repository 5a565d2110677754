import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatArea2 } from '#city/clip-flat.ts';
import { contours } from './contours.ts';

describe('contours', () => {
  it('rounds a disc counter-clockwise and its hole clockwise, where the field crosses the level', () => {
    const field = Float32Array.from({ length: 81 * 81 }, (_, i) => {
      const d = Math.hypot((i % 81) - 40, Math.floor(i / 81) - 40);
      return Math.max(d - 30, 10 - d);
    });
    const rings = contours(field, 81, 81, 0);
    const areas = rings.map((ring) => flatArea2(ring) / 2).sort((a, b) => a - b);
    expect(areas).toHaveLength(2);
    expect(areas[0]! / (-Math.PI * 100)).toBeCloseTo(1, 2);
    expect(areas[1]! / (Math.PI * 900)).toBeCloseTo(1, 2);
  });

  it('keeps two nodes that touch across a diagonal apart', () => {
    const rings = contours([-1, 1, 1, -1], 2, 2, 0);
    expect(rings.map((ring) => flatArea2(ring) / 2)).toEqual([0.5, 0.5]);
  });

  it('closes an area that reaches the border outside of the grid', () => {
    const [ring] = contours([-1, -1, -1, -1], 2, 2, 0);
    // A square of side 2 less its corners.
    expect(flatArea2(ring!) / 2).toBe(3.5);
  });

  it('surrounds every node below the level and no other, whatever the field', () => {
    const fields = fc.array(fc.constantFrom(-1, 1, 3), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(fields, (field) => {
        const rings = contours(field, 6, 5, 0.5);
        field.forEach((value, i) => {
          let winding = 0;
          for (const ring of rings) winding += windings(ring, i % 6, Math.floor(i / 6));
          expect(winding).toBe(value < 0.5 ? 1 : 0);
        });
      }),
    );
  });
});

/** How many times a ring winds around a place that is not on it. */
function windings(ring: Float64Array, x: number, y: number): number {
  let count = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [ring[j]!, ring[j + 1]!, ring[i]!, ring[i + 1]!];
    if (ay > y === by > y || x >= ((bx - ax) * (y - ay)) / (by - ay) + ax) continue;
    count += by > ay ? 1 : -1;
  }
  return count;
}
