import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroundFeature, Position } from '#city/model.ts';
import { osmPbfReader } from '../read/osm-pbf.ts';
import { assembleSea } from './sea.ts';

type Extent = [number, number, number, number];
type Point = [number, number];

const MONACO = join(process.env.SPAR_DATA ?? '../shared/data', 'osm/monaco.osm.pbf');

const BOX: Extent = [0, 0, 10, 10];

function coast(id: string, points: readonly Position[]): GroundFeature {
  const geometry = { type: 'LineString' as const, coordinates: [...points] };
  const rest = { name: null, width: 0, lanes: 0, layer: 0, bridge: false, tunnel: false, attributes: {} };
  return { id, theme: 'coastline', class: '', geometry, ...rest };
}

/** Even-odd over all rings. */
function isSea(sea: GroundFeature | null, [x, y]: Point): boolean {
  if (sea?.geometry.type !== 'MultiPolygon') return false;
  let inside = false;
  for (const ring of sea.geometry.coordinates.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1] as Point;
      const [bx, by] = ring[i] as Point;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

function seaOf(lines: Record<string, Point[]>, extent: Extent = BOX) {
  return assembleSea(
    Object.entries(lines).map(([id, points]) => coast(id, points)),
    extent,
  );
}

function area(sea: GroundFeature | null): number {
  if (sea?.geometry.type !== 'MultiPolygon') return 0;
  let sum = 0;
  for (const ring of sea.geometry.coordinates.flat()) {
    for (let i = 1; i < ring.length; i++)
      sum += (ring[i - 1]![0]! * ring[i]![1]! - ring[i]![0]! * ring[i - 1]![1]!) / 2;
  }
  return sum;
}

const square = (x: number, y: number, r: number): Point[] => [
  [x - r, y - r],
  [x + r, y - r],
  [x + r, y + r],
  [x - r, y + r],
  [x - r, y - r],
];

describe('assembleSea', () => {
  it('takes a coast of 200,000 points from border to border', () => {
    const count = 200_000;
    const wavy = Array.from({ length: count + 1 }, (_, i): Point => {
      const x = -1 + (12 * i) / count;
      return [x, 5 + Math.sin(x) / 10];
    });
    const { sea, problems } = seaOf({ c: wavy });
    expect(problems).toEqual([]);
    expect(isSea(sea, [5, 1])).toBe(true);
    expect(isSea(sea, [5, 9])).toBe(false);
    // The integral of sin x / 10 from 0 to 10 over the half of the box.
    expect(area(sea)).toBeCloseTo(50 + (1 - Math.cos(10)) / 10, 6);
  });

  it('puts the water on the right of a coast that crosses the extent, in either direction', () => {
    const north = seaOf({
      a: [
        [4, -1],
        [4, 11],
      ],
    });
    expect(area(north.sea)).toBe(60);
    expect([isSea(north.sea, [9, 5]), isSea(north.sea, [1, 5])]).toEqual([true, false]);
    const south = seaOf({
      a: [
        [4, 11],
        [4, -1],
      ],
    });
    expect(area(south.sea)).toBe(40);
    expect(isSea(south.sea, [1, 5])).toBe(true);
    expect([...north.problems, ...south.problems]).toEqual([]);
    expect(north.sea).toMatchObject({ id: 'sea', theme: 'sea', class: '' });
  });

  it('makes a bay of a coast that comes in and leaves on the same side', () => {
    const bay = seaOf({
      a: [
        [3, -1],
        [3, 5],
        [7, 5],
        [7, -1],
      ],
    });
    expect([isSea(bay.sea, [5, 2]), isSea(bay.sea, [1, 2]), isSea(bay.sea, [5, 8])]).toEqual([
      true,
      false,
      false,
    ]);
    expect(area(bay.sea)).toBe(20);
    const cape = seaOf({
      a: [
        [7, -1],
        [7, 5],
        [3, 5],
        [3, -1],
      ],
    });
    expect([isSea(cape.sea, [5, 2]), isSea(cape.sea, [1, 2]), isSea(cape.sea, [5, 8])]).toEqual([
      false,
      true,
      true,
    ]);
    expect(area(cape.sea)).toBe(80);
  });

  it('joins ways in any order, and takes one that is given twice once', () => {
    const { sea, problems } = seaOf({
      c: [
        [4, 7],
        [4, 11],
      ],
      a: [
        [4, 3],
        [4, 7],
      ],
      b: [
        [4, -1],
        [4, 3],
      ],
      d: [
        [4, 3],
        [4, 7],
      ],
    });
    expect(area(sea)).toBe(60);
    expect(problems).toEqual([]);
  });

  it('turns a short way round that runs against its neighbours, and says so', () => {
    const { sea, problems } = seaOf({
      a: [
        [4, -1],
        [4, 1],
        [4, 3],
      ],
      b: [
        [4, 7],
        [4, 3],
      ],
      c: [
        [4, 7],
        [4, 9],
        [4, 11],
      ],
    });
    expect(area(sea)).toBe(60);
    expect(problems).toEqual([
      {
        action: 'mended',
        reason: 'coastline-reversed',
        file: 'coastline',
        place: 'b',
        detail:
          'expected land on the left and water on the right, its neighbours run the other way: turned round',
      },
    ]);
  });

  it('keeps islands as holes, wound the other way than the sea', () => {
    const { sea } = seaOf({
      a: [
        [4, -1],
        [4, 11],
      ],
      island: square(7, 5, 1),
    });
    expect(area(sea)).toBe(56);
    expect(isSea(sea, [7, 5])).toBe(false);
    expect(
      sea?.geometry.type === 'MultiPolygon' && sea.geometry.coordinates.map((rings) => rings.length),
    ).toEqual([2]);
  });

  it('takes an extent with nothing but an island for sea, and one with nothing but an inner sea for land', () => {
    expect(area(seaOf({ a: square(5, 5, 2) }).sea)).toBe(84);
    expect(area(seaOf({ a: square(5, 5, 2).reverse() }).sea)).toBe(16);
  });

  it('puts a lake of sea water on an island, and an island in that', () => {
    const { sea } = seaOf({ a: square(5, 5, 4), b: square(5, 5, 3).reverse(), c: square(5, 5, 1) });
    expect(area(sea)).toBe(100 - 64 + 36 - 4);
  });

  it('cuts an island by the border of the extent', () => {
    const { sea, problems } = seaOf({ a: square(0, 5, 2) });
    expect(area(sea)).toBe(92);
    expect(isSea(sea, [1, 5])).toBe(false);
    expect(problems).toEqual([]);
  });

  it('knows all sea from all land when the coast lies outside', () => {
    expect(assembleSea([], BOX)).toMatchObject({ sea: null, problems: [] });
    expect(
      area(
        seaOf({
          a: [
            [-5, -100],
            [-5, 100],
          ],
        }).sea,
      ),
    ).toBe(100);
    expect(
      seaOf({
        a: [
          [-5, 100],
          [-5, -100],
        ],
      }).sea,
    ).toBeNull();
    // Beyond the corner of an island, where the nearest coast is a point.
    expect(area(seaOf({ a: square(-30, -30, 4) }).sea)).toBe(100);
    expect(area(seaOf({ a: square(5, 5, 40).reverse() }).sea)).toBe(100);
    expect(seaOf({ a: square(5, 5, 40) }).sea).toBeNull();
  });

  it('leads a coast that breaks off to the nearest border, and says where', () => {
    const { sea, problems } = seaOf({
      a: [
        [4, -1],
        [4, 8],
      ],
    });
    expect(area(sea)).toBe(60);
    expect(problems).toMatchObject([
      {
        action: 'mended',
        reason: 'coastline-dangling',
        place: 'a',
        detail:
          'expected a coast that goes on to the border, it ends at 4.00000 8.00000: led 222390 m to the nearest',
      },
    ]);
  });

  it('joins two coasts over a gap of some metres', () => {
    const { sea, problems } = seaOf({
      a: [
        [4, -1],
        [4, 5],
      ],
      b: [
        [4, 5.001],
        [4, 11],
      ],
    });
    expect(area(sea)).toBe(60);
    expect(problems.map(({ action, reason }) => `${action} ${reason}`)).toEqual(['mended coastline-gap']);
  });

  it('closes an island of which a piece is missing', () => {
    const { sea, problems } = seaOf({
      a: [
        [3, 3],
        [7, 3],
        [7, 7],
        [3, 7],
        [3, 4],
      ],
    });
    expect(area(sea)).toBe(84);
    expect(problems.map(({ action, reason }) => `${action} ${reason}`)).toEqual(['mended coastline-gap']);
  });

  it('drops a coast whose every way out crosses another', () => {
    const { sea, problems } = seaOf({
      a: square(5, 5, 3),
      b: [
        [4.5, 5],
        [5, 5],
      ],
    });
    expect(area(sea)).toBe(64);
    expect(problems.map(({ action, reason, place }) => `${action} ${reason} ${place}`)).toEqual([
      'dropped coastline-dangling b',
    ]);
  });

  it('drops the shorter of two coasts that contradict each other on the border', () => {
    const { sea, problems } = seaOf({
      a: [
        [4, -1],
        [4, 5],
        [4, 11],
      ],
      b: [
        [7, -1],
        [7, 11],
      ],
    });
    expect(area(sea)).toBe(60);
    expect(problems.map(({ action, reason, place }) => `${action} ${reason} ${place}`)).toEqual([
      'dropped coastline-contradicts b',
    ]);
  });

  it('gives sea and land the right places for strips of land and water, in any cut of the ways', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        cuts,
        fc.boolean(),
        fc.array(fc.integer({ min: 0, max: 10 }), { maxLength: 6 }),
        (columns, seaFirst, splits) => {
          const lines: Record<string, Point[]> = {};
          [...columns]
            .sort((a, b) => a - b)
            .forEach((x, i) => {
              // Coasts alternate: water on the west of one, on the east of the next.
              const seaWest = (i % 2 === 0) === seaFirst;
              const ys = [-1, ...[...new Set(splits)].sort((a, b) => a - b).map((s) => s + 0.5), 12];
              const points = ys.map((y): Point => [x, y]);
              if (seaWest) points.reverse();
              for (let j = 1; j < points.length; j++) lines[`${x} ${j}`] = [points[j - 1]!, points[j]!];
            });
          const { sea, problems } = seaOf(lines);
          expect(problems).toEqual([]);
          const edges = [...columns].sort((a, b) => a - b);
          for (let x = 0; x < 10; x++) {
            const crossed = edges.filter((edge) => edge <= x).length;
            expect(isSea(sea, [x + 0.5, 4.2])).toBe((crossed % 2 === 0) === seaFirst);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it.skipIf(!existsSync(MONACO))(
    `has harbour and open water of Monaco as sea and its streets as land (${MONACO})`,
    async () => {
      const reading = await osmPbfReader.read(
        { path: MONACO, name: 'monaco.osm.pbf', options: {} },
        new AbortController().signal,
      );
      const coastlines: GroundFeature[] = [];
      for await (const batch of reading.features) {
        for (const { id, tags, geometry } of batch) {
          if (tags.natural === 'coastline' && geometry?.type === 'LineString')
            coastlines.push(coast(id!, geometry.coordinates));
        }
      }
      expect(coastlines.length).toBe(20);
      for (const margin of [0, 0.01, 0.04]) {
        const extent: Extent = [7.405 - margin, 43.72 - margin, 7.44 + margin, 43.752 + margin];
        const { sea, problems } = assembleSea(coastlines, extent);
        const at = {
          harbour: [7.4258, 43.7346],
          open: [7.436, 43.73],
          casino: [7.4275, 43.7396],
          palace: [7.4203, 43.7314],
        };
        const found = Object.entries(at).map(([name, place]) => [name, isSea(sea, place as Point)]);
        expect(Object.fromEntries(found)).toEqual({
          harbour: true,
          open: true,
          casino: false,
          palace: false,
        });
        expect(problems.filter(({ action }) => action === 'dropped')).toEqual([]);
      }
    },
  );
});
