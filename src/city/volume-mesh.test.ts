import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeshSink } from './mesh-sink.ts';
import type { Roof } from './model.ts';
import { polygonArea } from './polygon.ts';
import { ROOF_SHAPES, type RoofShape } from './roof-shape.ts';
import { DOME_RISES, DOME_SCALES } from './roofs/dome.ts';
import { meshVolume } from './volume-mesh.ts';

class Mesh implements MeshSink {
  readonly points: [number, number, number][] = [];
  readonly faces: [number, number, number][] = [];
  vertex(e: number, n: number, u: number): number {
    return this.points.push([e, n, u]) - 1;
  }
  triangle(a: number, b: number, c: number): void {
    this.faces.push([a, b, c]);
  }
  /** Signed volume above the plane `bottom` by the divergence theorem; the open underside adds nothing. */
  volume(bottom: number): number {
    let six = 0;
    for (const [a, b, c] of this.faces) {
      const [p, q, r] = [this.points[a]!, this.points[b]!, this.points[c]!].map(([x, y, z]) => [
        x,
        y,
        z - bottom,
      ]);
      six +=
        p![0]! * (q![1]! * r![2]! - q![2]! * r![1]!) -
        p![1]! * (q![0]! * r![2]! - q![2]! * r![0]!) +
        p![2]! * (q![0]! * r![1]! - q![1]! * r![0]!);
    }
    return six / 6;
  }
  /** Directed edges that no face runs through the other way. */
  open(): [number, number][] {
    const edges = new Map<string, number>();
    for (const [a, b, c] of this.faces) {
      for (const [i, j] of [
        [a, b],
        [b, c],
        [c, a],
      ]) {
        const key = `${i} ${j}`;
        edges.set(key, (edges.get(key) ?? 0) + 1);
      }
    }
    const open: [number, number][] = [];
    for (const [key, count] of edges) {
      expect(count, `edge ${key} used once each way`).toBe(1);
      const [i, j] = key.split(' ').map(Number) as [number, number];
      if (!edges.has(`${j} ${i}`)) open.push([i, j]);
    }
    return open;
  }
}

const roofOf = (shape: RoofShape, height: number, more: Partial<Roof> = {}): Roof => ({
  shape,
  height,
  directionDeg: null,
  orientation: 'along',
  colour: null,
  material: null,
  ...more,
});

const ring = (...xy: number[]) => Float64Array.from(xy);
const rectangle = (w: number, d: number, turnDeg = 0, e = 0, n = 0): Float64Array => {
  const c = Math.cos((turnDeg * Math.PI) / 180);
  const s = Math.sin((turnDeg * Math.PI) / 180);
  return Float64Array.from(
    [-w / 2, -d / 2, w / 2, -d / 2, w / 2, d / 2, -w / 2, d / 2].flatMap((_, i, all) =>
      i % 2 ? [] : [e + all[i]! * c - all[i + 1]! * s, n + all[i]! * s + all[i + 1]! * c],
    ),
  );
};
const SHAPE_L = ring(0, 0, 20, 0, 20, 8, 8, 8, 8, 20, 0, 20);
const SHAPE_U = ring(0, 0, 30, 0, 30, 20, 20, 20, 20, 8, 10, 8, 10, 20, 0, 20);

function mesh(polygon: Float64Array[], bottom: number, top: number, roof: Roof, floor = false) {
  const out = new Mesh();
  const refused = meshVolume(polygon, bottom, top, roof, out, floor);
  return { out, refused };
}

function expectOpenOnlyBelow(out: Mesh, bottom: number): void {
  for (const [i, j] of out.open()) {
    expect(out.points[i]![2]).toBeCloseTo(bottom, 6);
    expect(out.points[j]![2]).toBeCloseTo(bottom, 6);
  }
}

describe('meshVolume', () => {
  it('gives a flat prism two corners a footprint corner', () => {
    const { out, refused } = mesh([SHAPE_L], 3, 15, roofOf('flat', 0));
    expect(refused).toBeNull();
    expect(out.points).toHaveLength(12);
    expect(out.points.slice(0, 6).every((p) => p[2] === 3)).toBe(true);
    expect(out.points.slice(6).every((p) => p[2] === 15)).toBe(true);
    expect(out.faces).toHaveLength(2 * 6 + 4);
    expectOpenOnlyBelow(out, 3);
    expect(out.volume(3)).toBeCloseTo((20 * 8 + 8 * 12) * 12, 9);
  });

  it('cuts courtyards out and closes the underside when asked', () => {
    const hole = ring(2, 2, 2, 6, 6, 6, 6, 2);
    const { out } = mesh([SHAPE_L, hole], 5, 9, roofOf('flat', 0), true);
    expect(out.open()).toEqual([]);
    expect(out.points).toHaveLength(20);
    expect(out.volume(0)).toBeCloseTo((256 - 16) * 4, 9);
  });

  it('shares edges of walls and roof at corners in the middle of a straight side', () => {
    const straight = ring(0, 0, 5, 0, 10, 0, 15, 0, 15, 5, 8, 5, 8, 9, 4, 9, 0, 9, 0, 4);
    const { out } = mesh([straight], 0, 3, roofOf('flat', 0), true);
    expect(out.open()).toEqual([]);
    expect(out.volume(0)).toBeCloseTo(3 * polygonArea([straight]), 9);
  });

  const w = 12;
  const l = 20;
  const closedForm: Record<RoofShape, number> = {
    flat: w * l * 9,
    gabled: w * l * 6 + (w * l * 3) / 2,
    hipped: w * l * 6 + 3 * ((w * (l - w)) / 2 + (w * w) / 3),
    pyramidal: w * l * 6 + w * l * 1,
    skillion: w * l * 6 + (w * l * 3) / 2,
    dome:
      w * l * 6 +
      w *
        l *
        3 *
        [1, ...DOME_SCALES].reduce((sum, s, i) => {
          const t = [...DOME_SCALES, 0][i]!;
          const rise = [...DOME_RISES, 1][i]! - [0, ...DOME_RISES][i]!;
          return sum + (rise * (s * s + s * t + t * t)) / 3;
        }, 0),
  };
  it.each(ROOF_SHAPES)('meshes a %s roof over a turned rectangle to its closed form', (shape) => {
    for (const turn of [0, 33, 90, 211]) {
      const { out, refused } = mesh([rectangle(l, w, turn, 400, -300)], 2, 11, roofOf(shape, 3));
      expect(refused).toBeNull();
      expectOpenOnlyBelow(out, 2);
      expect(out.volume(2)).toBeCloseTo(closedForm[shape], 6);
      expect(Math.max(...out.points.map((p) => p[2]))).toBeCloseTo(11, 9);
      const closed = mesh([rectangle(l, w, turn, 400, -300)], 2, 11, roofOf(shape, 3), true).out;
      expect(closed.open()).toEqual([]);
      expect(closed.volume(2)).toBeCloseTo(closedForm[shape], 6);
    }
  });

  it.each(ROOF_SHAPES)('lets a %s roof come down to the ground', (shape) => {
    const { out } = mesh([rectangle(l, w)], 0, 4, roofOf(shape, 10), true);
    expect(out.open()).toEqual([]);
    expect(out.points.every((p) => p[2] >= -1e-9 && p[2] <= 4 + 1e-9)).toBe(true);
  });

  it('runs the ridge along the longer side, across when said, and square to a direction', () => {
    const ridge = (roof: Roof) => {
      const points = mesh([rectangle(l, w)], 0, 8, roof).out.points.filter((p) => p[2] > 7.999);
      return [
        Math.max(...points.map((p) => p[0])) - Math.min(...points.map((p) => p[0])),
        Math.max(...points.map((p) => p[1])) - Math.min(...points.map((p) => p[1])),
      ];
    };
    expect(ridge(roofOf('gabled', 2))).toEqual([20, 0]);
    expect(ridge(roofOf('gabled', 2, { orientation: 'across' }))).toEqual([0, 12]);
    expect(ridge(roofOf('gabled', 2, { directionDeg: 97 })).map(Math.round)).toEqual([0, 12]);
    expect(ridge(roofOf('gabled', 2, { directionDeg: 180 })).map(Math.round)).toEqual([20, 0]);
    expect(ridge(roofOf('hipped', 2)).map(Math.round)).toEqual([8, 0]);
  });

  it.each([
    [90, [10, 0]],
    [0, [0, 6]],
    [180, [0, -6]],
    [270, [-10, 0]],
    [45, [10, 6]],
  ])('lets a skillion roof fall towards azimuth %d', (directionDeg, [e, n]) => {
    const { out } = mesh([rectangle(l, w)], 0, 8, roofOf('skillion', 2, { directionDeg }));
    const low = out.points.filter((p) => p[2] > 5.9 && p[2] < 6.001);
    const far = out.points.filter((p) => p[2] > 7.999);
    expect(
      low.every(
        (p) =>
          (e === 0 || p[0] === e || Math.abs(p[0] - e!) < 1e-9) && (n === 0 || Math.abs(p[1] - n!) < 1e-9),
      ),
    ).toBe(true);
    expect(low.length).toBeGreaterThan(0);
    expect(far.length).toBeGreaterThan(0);
  });

  it('moves the apex to a point that sees the whole outline', () => {
    const arrow = ring(0, 0, 10, -10, 3, 0, 10, 10);
    const { out, refused } = mesh([arrow], 0, 9, roofOf('pyramidal', 4), true);
    expect(refused).toBeNull();
    expect(out.open()).toEqual([]);
    expect(out.volume(0)).toBeCloseTo(polygonArea([arrow]) * (5 + 4 / 3), 6);
  });

  it('says why a roof became flat', () => {
    const hole = ring(2, 2, 2, 6, 6, 6, 6, 2);
    expect(mesh([SHAPE_L, hole], 0, 9, roofOf('gabled', 2)).refused).toBe(
      'a gabled roof needs a footprint without holes',
    );
    const { out, refused } = mesh([SHAPE_U], 0, 9, roofOf('dome', 2));
    expect(refused).toBe('a roof with one apex needs a point that sees the whole outline');
    expect(out.volume(0)).toBeCloseTo(9 * polygonArea([SHAPE_U]), 6);
  });

  it.each(['gabled', 'hipped', 'skillion'] as const)(
    'closes %s roofs over footprints of any shape',
    (shape) => {
      for (const outline of [SHAPE_L, SHAPE_U]) {
        const { out, refused } = mesh([outline], 0, 9, roofOf(shape, 3), true);
        expect(refused).toBeNull();
        expect(out.open()).toEqual([]);
        const area = polygonArea([outline]);
        expect(out.volume(0)).toBeGreaterThan(6 * area);
        expect(out.volume(0)).toBeLessThan(9 * area);
      }
    },
  );

  it('closes every roof over random outlines, normals outward', () => {
    const outlines = fc
      .array(fc.double({ min: 3, max: 20, noNaN: true }), { minLength: 3, maxLength: 14 })
      .map((radii) =>
        Float64Array.from(
          radii.flatMap((r, i) => {
            const angle = (2 * Math.PI * i) / radii.length;
            return [100 + r * Math.cos(angle), r * Math.sin(angle) - 50];
          }),
        ),
      );
    fc.assert(
      fc.property(
        outlines,
        fc.constantFrom(...ROOF_SHAPES),
        fc.integer({ min: 0, max: 359 }),
        (outline, shape, deg) => {
          const { out } = mesh([outline], 10, 22, roofOf(shape, 4, { directionDeg: deg }), true);
          expect(out.open()).toEqual([]);
          const area = polygonArea([outline]);
          expect(out.volume(10)).toBeGreaterThan(7.9 * area);
          expect(out.volume(10)).toBeLessThan(12.1 * area);
          expect(Math.min(...out.points.map((p) => p[2]))).toBe(10);
        },
      ),
      { numRuns: 300 },
    );
  });
});
