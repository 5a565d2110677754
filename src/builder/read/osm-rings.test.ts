import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nestRings } from './osm-nest.ts';
import { closeGaps, joinRings, type RingWay } from './osm-rings.ts';

const way = (id: number, nodes: number[]): RingWay => ({ id, nodes: Int32Array.from(nodes) });

/** Undirected edges of rings, sorted. */
function edges(rings: readonly (readonly number[])[]): string[] {
  return rings
    .flatMap((ring) => ring.slice(1).map((b, i) => [Math.min(ring[i]!, b), Math.max(ring[i]!, b)].join('-')))
    .sort();
}

describe('joinRings', () => {
  it('gives back rings that were cut into ways, shuffled and reversed, whatever nodes they share', () => {
    const cuts = fc.array(fc.record({ at: fc.integer({ min: 1, max: 9 }), flip: fc.boolean() }), {
      maxLength: 5,
    });
    const rings = fc.array(fc.record({ size: fc.integer({ min: 3, max: 10 }), cuts }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(rings, fc.integer(), (list, seed) => {
        const ways: RingWay[] = [];
        const whole: number[][] = [];
        list.forEach(({ size, cuts: places }, r) => {
          // All rings touch in node 0; their other nodes are their own.
          const ring = [0, ...Array.from({ length: size - 1 }, (_, i) => 100 * (r + 1) + i), 0];
          whole.push(ring);
          const at = [...new Set(places.map((cut) => cut.at).filter((cut) => cut < size))].sort(
            (a, b) => a - b,
          );
          [0, ...at].forEach((from, i) => {
            const piece = ring.slice(from, (at[i] ?? size) + 1);
            ways.push(way(ways.length, places[i]?.flip ? piece.reverse() : piece));
          });
        });
        const shuffled = ways
          .map((entry, i) => ({ entry, key: Math.sin(seed + i * 7919) }))
          .sort((a, b) => a.key - b.key);
        const joined = joinRings(shuffled.map(({ entry }) => entry));
        expect(joined.open).toEqual([]);
        expect(joined.rings.length).toBe(list.length);
        expect(edges(joined.rings)).toEqual(edges(whole));
      }),
    );
  });

  it('closes a ring that has a spur, and gives the spur as an open chain', () => {
    const { rings, open } = joinRings([way(1, [1, 2, 3]), way(2, [3, 9, 8]), way(3, [3, 4, 1])]);
    expect(edges(rings)).toEqual(['1-2', '1-4', '2-3', '3-4']);
    expect(open).toEqual([{ wayIds: [2], nodes: [3, 9, 8] }]);
  });
});

describe('closeGaps', () => {
  const distance = (a: number, b: number) => Math.abs(a - b);

  it('joins chains whose ends are near and leaves the others open', () => {
    const chains = [
      { wayIds: [1], nodes: [10, 50, 90] },
      { wayIds: [2], nodes: [10.5, 70, 90.5] },
      { wayIds: [3], nodes: [200, 300] },
    ];
    const { closed, open } = closeGaps(chains, 1, distance);
    expect(closed).toEqual([{ wayIds: [1, 2], nodes: [10, 50, 90, 90.5, 70, 10.5, 10], gap: 0.5 }]);
    expect(open.map(({ wayIds }) => wayIds)).toEqual([[3]]);
  });
});

describe('nestRings', () => {
  const square = (x: number, r: number): [number, number][] => [
    [x - r, -r],
    [x + r, -r],
    [x + r, r],
    [x - r, r],
    [x - r, -r],
  ];

  it('takes roles at their word and tells rings whose place contradicts them', () => {
    const { polygons, faults } = nestRings([
      { ring: square(0, 2), role: 'inner' },
      { ring: square(0, 10), role: 'outer' },
      { ring: square(0, 1), role: 'inner' },
      { ring: square(5, 1), role: 'outer' },
      { ring: square(50, 1), role: 'inner' },
    ]);
    expect(polygons.map((rings) => rings.length)).toEqual([2]);
    expect(faults.sort()).toEqual(['inner-in-inner', 'inner-outside', 'outer-in-outer']);
  });

  it('takes a hole that touches its outer ring in corners for a hole', () => {
    const diamond: [number, number][] = [
      [10, 0],
      [0, 10],
      [-10, 0],
      [0, -10],
      [10, 0],
    ];
    const outer: [number, number][] = [
      [-10, -10],
      [0, -10],
      [10, -10],
      [10, 0],
      [10, 10],
      [0, 10],
      [-10, 10],
      [-10, 0],
      [-10, -10],
    ];
    const { polygons, faults } = nestRings([
      { ring: diamond, role: '' },
      { ring: outer, role: '' },
    ]);
    expect([polygons.length, polygons[0]?.length, faults.length]).toEqual([1, 2, 0]);
  });
});
