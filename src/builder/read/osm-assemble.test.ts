import { describe, expect, it } from 'vitest';
import type { Problem } from '../problem.ts';
import { assembleOsm } from './osm-assemble.ts';
import { createOsmStore, type OsmKind, type OsmTags } from './osm-store.ts';
import type { RawFeature } from './source.ts';

/** A little world: nodes on a grid of 1e-3 degrees (about 111 m), ways by node numbers, relations by [way, role]. */
async function world(spec: {
  nodes: Record<number, [number, number]>;
  ways?: Record<number, { nodes: number[]; tags?: OsmTags }>;
  relations?: Record<number, { members: [number, string, OsmKind?][]; tags: OsmTags }>;
  nodeTags?: Record<number, OsmTags>;
}): Promise<{ features: Map<string, RawFeature>; problems: Problem[] }> {
  const store = createOsmStore();
  // Backwards: the store must sort.
  for (const [id, [x, y]] of Object.entries(spec.nodes).reverse()) {
    store.addNode(Number(id), x * 10_000, y * 10_000, spec.nodeTags?.[Number(id)] ?? null);
  }
  for (const [id, { nodes, tags }] of Object.entries(spec.ways ?? {}).reverse()) {
    store.addWay(Number(id), nodes, nodes.length, tags ?? null);
  }
  for (const [id, { members, tags }] of Object.entries(spec.relations ?? {})) {
    const list = members.map(([ref, role, kind]) => ({ ref, role, kind: kind ?? ('way' as const) }));
    store.addRelation({ id: Number(id), tags, members: list });
  }
  const problems: Problem[] = [];
  const features = new Map<string, RawFeature>();
  for await (const batch of assembleOsm(store.finish(), 'a.osm', problems, new AbortController().signal)) {
    for (const feature of batch) features.set(feature.id!, feature);
  }
  return { features, problems };
}

const SQUARE = { 1: [0, 0], 2: [10, 0], 3: [10, 10], 4: [0, 10] } as Record<number, [number, number]>;
const HOLE = { 5: [2, 2], 6: [4, 2], 7: [4, 4], 8: [2, 4] } as Record<number, [number, number]>;

/** Area of a polygon or multipolygon in squares of the grid. */
function area(feature: RawFeature | undefined): number {
  const geometry = feature?.geometry;
  const polygons =
    geometry?.type === 'Polygon'
      ? [geometry.coordinates]
      : geometry?.type === 'MultiPolygon'
        ? geometry.coordinates
        : [];
  let sum = 0;
  for (const ring of polygons.flat()) {
    for (let i = 1; i < ring.length; i++)
      sum += (ring[i - 1]![0]! * ring[i]![1]! - ring[i]![0]! * ring[i - 1]![1]!) / 2;
  }
  return Math.round(sum * 1e12) / 1e6;
}

describe('assembleOsm', () => {
  it('makes polygons of closed ways that are areas and lines of those that are not', async () => {
    const round = [1, 2, 3, 4, 1];
    const kinds: [OsmTags, string][] = [
      [{ building: 'yes' }, 'Polygon'],
      [{ landuse: 'grass', barrier: 'fence' }, 'Polygon'],
      [{ natural: 'water' }, 'Polygon'],
      [{ natural: 'coastline' }, 'LineString'],
      [{ leisure: 'park' }, 'Polygon'],
      [{ leisure: 'track' }, 'LineString'],
      [{ highway: 'residential', name: 'ring' }, 'LineString'],
      [{ highway: 'pedestrian', area: 'yes' }, 'Polygon'],
      [{ highway: 'service', amenity: 'parking' }, 'LineString'],
      [{ barrier: 'fence' }, 'LineString'],
      [{ railway: 'rail' }, 'LineString'],
      [{ railway: 'platform' }, 'Polygon'],
      [{ building: 'train_station', railway: 'station' }, 'Polygon'],
      [{ building: 'no', highway: 'footway' }, 'LineString'],
      [{ man_made: 'pier' }, 'Polygon'],
      [{ amenity: 'school', area: 'no' }, 'LineString'],
    ];
    const ways = Object.fromEntries(kinds.map(([tags], i) => [i + 1, { nodes: round, tags }]));
    const { features, problems } = await world({ nodes: SQUARE, ways });
    expect(problems).toEqual([]);
    kinds.forEach(([tags, type], i) => {
      expect(`${JSON.stringify(tags)} ${features.get(`way/${i + 1}`)?.geometry?.type}`).toBe(
        `${JSON.stringify(tags)} ${type}`,
      );
    });
  });

  it('is silent about ways and nodes without telling tags and yields nodes that have them', async () => {
    const { features, problems } = await world({
      nodes: SQUARE,
      nodeTags: { 1: { created_by: 'JOSM' }, 2: { natural: 'tree' } },
      ways: { 1: { nodes: [1, 2] }, 2: { nodes: [1, 2], tags: { source: 'survey', 'source:date': '2020' } } },
    });
    expect([...features.keys()]).toEqual(['node/2']);
    expect(features.get('node/2')?.geometry).toEqual({ type: 'Point', coordinates: [0.01, 0] });
    expect(problems).toEqual([]);
  });

  it('joins unordered and reversed member ways to one ring with a hole', async () => {
    const { features, problems } = await world({
      nodes: { ...SQUARE, ...HOLE },
      ways: {
        1: { nodes: [3, 2] },
        2: { nodes: [3, 4, 1] },
        3: { nodes: [1, 2] },
        4: { nodes: [5, 6, 7] },
        5: { nodes: [5, 8, 7] },
      },
      relations: {
        9: {
          members: [
            [1, 'outer'],
            [4, 'inner'],
            [2, 'outer'],
            [5, 'inner'],
            [3, 'outer'],
          ],
          tags: { type: 'multipolygon', building: 'yes' },
        },
      },
    });
    expect(problems).toEqual([]);
    expect(area(features.get('relation/9'))).toBe(96);
    expect(features.get('relation/9')?.tags).toEqual({ type: 'multipolygon', building: 'yes' });
  });

  it('keeps rings apart that touch in one node, and many outers as one multipolygon', async () => {
    const { features, problems } = await world({
      nodes: { ...SQUARE, 11: [20, 10], 12: [20, 20], 13: [10, 20] },
      ways: {
        1: { nodes: [3, 4, 1] },
        2: { nodes: [3, 11, 12] },
        3: { nodes: [1, 2, 3] },
        4: { nodes: [12, 13, 3] },
      },
      relations: {
        9: {
          members: [
            [1, ''],
            [2, ''],
            [3, ''],
            [4, ''],
          ],
          tags: { type: 'multipolygon', landuse: 'forest' },
        },
      },
    });
    expect(problems).toEqual([]);
    const geometry = features.get('relation/9')?.geometry;
    expect(geometry?.type).toBe('MultiPolygon');
    expect(area(features.get('relation/9'))).toBe(200);
  });

  it('nests an island in a lake on an island, and keeps an inner building as a building of its own', async () => {
    const { features } = await world({
      nodes: { ...SQUARE, ...HOLE, 21: [2.5, 2.5], 22: [3.5, 2.5], 23: [3.5, 3.5], 24: [2.5, 3.5] },
      ways: {
        1: { nodes: [1, 2, 3, 4, 1] },
        2: { nodes: [5, 6, 7, 8, 5], tags: { building: 'yes' } },
        3: { nodes: [21, 22, 23, 24, 21] },
      },
      relations: {
        9: {
          members: [
            [1, 'outer'],
            [2, 'inner'],
            [3, 'outer'],
          ],
          tags: { type: 'multipolygon', landuse: 'grass' },
        },
      },
    });
    expect(area(features.get('relation/9'))).toBe(97);
    expect(area(features.get('way/2'))).toBe(4);
  });

  it('takes the tags of the outer way when the relation has none, and does not give the way a second time', async () => {
    const { features, problems } = await world({
      nodes: { ...SQUARE, ...HOLE },
      ways: { 1: { nodes: [1, 2, 3, 4, 1], tags: { building: 'school' } }, 2: { nodes: [5, 6, 7, 8, 5] } },
      relations: {
        9: {
          members: [
            [1, 'outer'],
            [2, 'inner'],
          ],
          tags: { type: 'multipolygon' },
        },
      },
    });
    expect([...features.keys()]).toEqual(['relation/9']);
    expect(features.get('relation/9')?.tags.building).toBe('school');
    expect(problems).toEqual([
      {
        action: 'mended',
        reason: 'part-of-relation',
        file: 'a.osm',
        place: 'way/1',
        detail: 'expected one feature for the thing, relation/9 is the same: merged into it',
      },
    ]);
  });

  it('drops an open building with the gap between its ends and closes one that misses by less than a metre', async () => {
    const { features, problems } = await world({
      nodes: { ...SQUARE, 5: [0, 0.005] },
      ways: {
        1: { nodes: [1, 2, 3, 4], tags: { building: 'yes' } },
        2: { nodes: [1, 2, 3, 5], tags: { building: 'yes' } },
      },
    });
    expect([...features.keys()]).toEqual(['way/2']);
    expect(
      problems.map(({ place, action, reason, detail }) => `${place} ${action} ${reason}: ${detail}`),
    ).toEqual([
      'way/1 dropped unclosed-ring: expected a closed way, its ends lie 1112.0 m apart',
      'way/2 mended ring-closed: expected a closed way, its ends lie 0.56 m apart: closed',
    ]);
  });

  it('drops a multipolygon whose ring does not close, naming way and gap', async () => {
    const { features, problems } = await world({
      nodes: SQUARE,
      ways: { 1: { nodes: [1, 2, 3] }, 2: { nodes: [3, 4] } },
      relations: {
        9: {
          members: [
            [1, 'outer'],
            [2, 'outer'],
          ],
          tags: { type: 'multipolygon', natural: 'water' },
        },
      },
    });
    expect(features.size).toBe(0);
    expect(problems[0]).toMatchObject({
      action: 'dropped',
      reason: 'unclosed-ring',
      detail: 'expected a closed ring, the ends of way/1, way/2 lie 1112.0 m apart',
    });
  });

  it('keeps the closed rings of a wood cut by the extract, and drops a boundary that is cut', async () => {
    const members: [number, string][] = [
      [1, 'outer'],
      [77, 'outer'],
    ];
    const { features, problems } = await world({
      nodes: SQUARE,
      ways: { 1: { nodes: [1, 2, 3, 4, 1] } },
      relations: {
        8: { members, tags: { type: 'boundary', boundary: 'administrative', admin_level: '8' } },
        9: { members, tags: { type: 'multipolygon', natural: 'wood' } },
      },
    });
    expect([...features.keys()]).toEqual(['relation/9']);
    expect(problems.map(({ place, action, detail }) => `${place} ${action} ${detail}`)).toEqual([
      'relation/8 dropped expected every member way and node, got way/77 not in the file',
      'relation/9 mended expected every member way and node, got way/77 not in the file: the closed rings are kept',
    ]);
  });

  it('cuts a road where its nodes are not in the file, and drops a building there', async () => {
    const { features, problems } = await world({
      nodes: { ...SQUARE, 5: [30, 0], 6: [40, 0] },
      ways: {
        1: { nodes: [1, 2, 99, 5, 6], tags: { highway: 'primary' } },
        2: { nodes: [1, 2, 99, 1], tags: { building: 'yes' } },
      },
    });
    expect(features.get('way/1')?.geometry).toEqual({
      type: 'MultiLineString',
      coordinates: [
        [
          [0, 0],
          [0.01, 0],
        ],
        [
          [0.03, 0],
          [0.04, 0],
        ],
      ],
    });
    expect(features.has('way/2')).toBe(false);
    expect(problems.map(({ place, action, reason }) => `${place} ${action} ${reason}`)).toEqual([
      'way/1 mended missing-nodes',
      'way/2 dropped missing-nodes',
    ]);
  });

  it('ties the parts of a building relation to its outline, and passes relations that have no shape', async () => {
    const { features, problems } = await world({
      nodes: { ...SQUARE, ...HOLE },
      ways: {
        1: { nodes: [1, 2, 3, 4, 1], tags: { building: 'yes' } },
        2: { nodes: [5, 6, 7, 8, 5], tags: { 'building:part': 'yes' } },
      },
      relations: {
        5: {
          members: [
            [1, 'outline'],
            [2, 'part'],
          ],
          tags: { type: 'building' },
        },
        6: { members: [[1, '']], tags: { type: 'route', route: 'bus' } },
      },
    });
    expect(features.get('way/2')?.tags._outline).toBe('way/1');
    expect(features.get('way/1')?.tags).toEqual({ building: 'yes' });
    expect(problems.map(({ place, action, reason }) => `${place} ${action} ${reason}`)).toEqual([
      'relation/5 passed building-relation',
      'relation/6 passed relation-kind',
    ]);
  });
});
