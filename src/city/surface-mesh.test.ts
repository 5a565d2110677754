import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaVector, triangulateSurface } from './surface-mesh.ts';

/** Sum of the triangles' area vectors and of their plain areas. */
function meshArea(rings: Float64Array[], indices: Uint32Array): { vector: number[]; area: number } {
  const corners = rings.flatMap((ring) => [...ring]);
  const vector = [0, 0, 0];
  let area = 0;
  for (let i = 0; i < indices.length; i += 3) {
    const triangle = [indices[i]!, indices[i + 1]!, indices[i + 2]!].flatMap((k) =>
      corners.slice(k * 3, k * 3 + 3),
    );
    const part = areaVector(triangle);
    for (let k = 0; k < 3; k++) vector[k]! += part[k]!;
    area += Math.hypot(...part);
  }
  return { vector, area };
}

/** A star-shaped ring of `radii` about the origin of a plane. */
function star(radii: number[], scale = 1): [number, number][] {
  return radii.map((radius, i) => {
    const angle = (2 * Math.PI * i) / radii.length;
    return [scale * radius * Math.cos(angle), scale * radius * Math.sin(angle)];
  });
}

/** Places plane points in space: turned by two angles, moved far off. */
function placed(points: [number, number][], tilt: number, turn: number, offset: number): Float64Array {
  const out: number[] = [];
  for (const [x, y] of points) {
    const y1 = y * Math.cos(tilt);
    const z1 = y * Math.sin(tilt);
    out.push(x * Math.cos(turn) - y1 * Math.sin(turn) + offset);
    out.push(x * Math.sin(turn) + y1 * Math.cos(turn) - offset, z1 + offset / 10);
  }
  return Float64Array.from(out);
}

describe('triangulateSurface', () => {
  it('splits a rectangle of 4 m by 3 m into two triangles of 6 m² each, facing up', () => {
    const ring = Float64Array.of(0, 0, 5, 4, 0, 5, 4, 3, 5, 0, 3, 5);
    const indices = triangulateSurface([ring]);
    expect(indices).toHaveLength(6);
    expect(meshArea([ring], indices)).toEqual({ vector: [0, 0, 12], area: 12 });
  });

  it('keeps a face that looks down looking down', () => {
    const ring = Float64Array.of(0, 0, 5, 0, 3, 5, 4, 3, 5, 4, 0, 5);
    expect(meshArea([ring], triangulateSurface([ring])).vector[2]).toBe(-12);
  });

  it('cuts holes out whichever way round they run', () => {
    const outer = Float64Array.of(0, 0, 0, 10, 0, 0, 10, 0, 10, 0, 0, 10);
    const hole = [2, 0, 2, 4, 0, 2, 4, 0, 5, 2, 0, 5];
    const reversed = [2, 0, 5, 4, 0, 5, 4, 0, 2, 2, 0, 2];
    for (const ring of [hole, reversed]) {
      const rings = [outer, Float64Array.from(ring)];
      const { area, vector } = meshArea(rings, triangulateSurface(rings));
      expect(area).toBeCloseTo(94, 9);
      expect(vector[1]).toBeCloseTo(-94, 9);
    }
  });

  it('takes an arrow-shaped quadrilateral, which no diagonal may cross', () => {
    const ring = Float64Array.of(0, 0, 0, 4, 4, 0, 0, 1, 0, -4, 4, 0);
    expect(meshArea([ring], triangulateSurface([ring])).area).toBeCloseTo(4, 12);
  });

  it('takes a closed ring as it takes an open one', () => {
    const ring = Float64Array.of(0, 0, 0, 4, 0, 0, 4, 3, 0, 0, 3, 0, 0, 0, 0);
    expect(meshArea([ring], triangulateSurface([ring])).area).toBeCloseTo(12, 12);
  });

  it('gives nothing for a line, a point and an empty face', () => {
    expect(triangulateSurface([Float64Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2)])).toHaveLength(0);
    expect(triangulateSurface([Float64Array.of(7, 7, 7, 7, 7, 7, 7, 7, 7)])).toHaveLength(0);
    expect(triangulateSurface([Float64Array.of(1, 2, 3)])).toHaveLength(0);
    expect(triangulateSurface([])).toHaveLength(0);
  });

  it('keeps a sliver of 1 mm by 10 m', () => {
    const ring = Float64Array.of(0, 0, 0, 10, 0, 0, 10, 0, 0.001, 5, 0, 0.001, 0, 0, 0.001);
    expect(meshArea([ring], triangulateSurface([ring])).area).toBeCloseTo(0.01, 9);
  });

  it('passes over a hole of two corners without shifting the indices behind it', () => {
    const outer = Float64Array.of(0, 0, 0, 10, 0, 0, 10, 10, 0, 0, 10, 0);
    const stub = Float64Array.of(1, 1, 0, 2, 2, 0);
    const hole = Float64Array.of(4, 4, 0, 6, 4, 0, 6, 6, 0, 4, 6, 0);
    const rings = [outer, stub, hole];
    const indices = triangulateSurface(rings);
    expect(meshArea(rings, indices).area).toBeCloseTo(96, 9);
    expect([...indices]).not.toContain(4);
  });

  it('covers any star-shaped face with a hole, tilted and far from the origin, with its own area and side', () => {
    const radii = fc.array(fc.double({ min: 2, max: 9, noNaN: true }), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(
        radii,
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.constantFrom(0, 500, 20_000),
        fc.boolean(),
        (shape, tilt, turn, offset, holed) => {
          const rings = [placed(star(shape), tilt, turn, offset)];
          if (holed) rings.push(placed(star(shape, 0.5).reverse(), tilt, turn, offset));
          const indices = triangulateSurface(rings);
          const expected = areaVector(rings[0]!).map((value) => value * (holed ? 0.75 : 1));
          const { area, vector } = meshArea(rings, indices);
          const size = Math.hypot(...expected);
          expect(Math.abs(area - size) / size).toBeLessThan(1e-6);
          for (let k = 0; k < 3; k++) expect(Math.abs(vector[k]! - expected[k]!) / size).toBeLessThan(1e-6);
          const corners = rings.reduce((sum, ring) => sum + ring.length / 3, 0);
          for (const index of indices) expect(index).toBeLessThan(corners);
        },
      ),
      { numRuns: 300 },
    );
  });
});
