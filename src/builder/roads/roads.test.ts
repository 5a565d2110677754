import { describe, expect, it } from 'vitest';
import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import type { GroundFeature } from '#city/model.ts';
import { createLedger } from '../ledger.ts';
import { createRibbonMesh, hasRibbon, meshRoad } from '../write/roads/ribbon-mesh.ts';
import { type ManagedRoad, managedRoads as managedRoadsIn, numberRoads } from './managed-roads.ts';
import { createRoadIndex } from './road-index.ts';
import { roadNetwork } from './road-network.ts';

const [LON, LAT] = [7.42, 43.73];
const [PER_LON, PER_LAT] = metresPerDegree(LAT);
const at = (east: number, north: number): number[] => [LON + east / PER_LON, LAT + north / PER_LAT];

function road(id: string, line: number[][], more: Partial<GroundFeature> = {}): GroundFeature {
  return {
    id: `osm:${id}`,
    theme: 'road',
    class: 'residential',
    geometry: { type: 'LineString', coordinates: line },
    name: null,
    width: 0,
    lanes: 0,
    layer: 0,
    bridge: false,
    tunnel: false,
    attributes: {},
    ...more,
  };
}

const EXTENT: [number, number, number, number] = [7.4, 43.7, 7.5, 43.8];
const managedRoads = (features: GroundFeature[]): ManagedRoad[] => managedRoadsIn(features, EXTENT);

function one(feature: GroundFeature): ManagedRoad {
  return managedRoads([feature])[0]!;
}

describe('managed roads', () => {
  it('have length, width, speed and what an authority says of them', () => {
    const attributes = { maxspeed: '40', owner: '市政', 养护等级: 'I', 保洁等级: '一级', permit: 'D-17' };
    expect(one(road('1', [at(0, 0), at(30, 40)], { lanes: 2, attributes }))).toMatchObject({
      id: 'osm:1',
      width: 6,
      freeSpeed: 40,
      oneway: false,
      owner: '市政',
      maintenance: 'I',
      cleaning: '一级',
      attributes: { permit: 'D-17' },
    });
    expect(one(road('1', [at(0, 0), at(30, 40)])).length).toBeCloseTo(50, 3);
  });

  it.each([
    [{ oneway: 'yes' }, 'residential', true, 0],
    [{ oneway: '-1' }, 'residential', true, 100],
    [{ oneway: 'no' }, 'motorway', false, 0],
    [{}, 'motorway', true, 0],
    [{ junction: 'roundabout' }, 'residential', true, 0],
    [{}, 'residential', false, 0],
  ] as const)('with %o of class %s are one way: %s', (attributes, kind, oneway, start) => {
    const made = one(road('1', [at(0, 0), at(100, 0)], { class: kind, attributes: { ...attributes } }));
    expect(made.oneway).toBe(oneway);
    expect((made.lines[0]![0]! - LON) * PER_LON).toBeCloseTo(start, 3);
  });

  it('leave areas to the ground map, and keep the lines of a multiline together', () => {
    const ring = [at(0, 0), at(9, 0), at(9, 9), at(0, 0)];
    const roads = managedRoads([
      road('1', [], { geometry: { type: 'Polygon', coordinates: [ring] } }),
      road('2', [], { geometry: { type: 'MultiLineString', coordinates: [ring, [at(50, 0), at(80, 0)]] } }),
    ]);
    expect(roads.map(({ id, lines }) => [id, lines.length])).toEqual([['osm:2', 2]]);
  });

  it('are one road where pieces share an id, and many where an id is none', () => {
    const [made, ...none] = managedRoads([
      road('1', [at(0, 0), at(10, 0)]),
      road('1', [at(10, 0), at(40, 0)]),
    ]);
    expect(none).toEqual([]);
    expect(made!.length).toBeCloseTo(40, 3);
    expect(made!.lines).toHaveLength(2);
    const all = managedRoads(Array.from({ length: 501 }, (_, i) => road('0', [at(i, 0), at(i, 9)])));
    expect(new Set(all.map(({ id }) => id)).size).toBe(501);
  });

  it('end where the city ends', () => {
    const [made] = managedRoads([road('1', [at(0, 0), [0, 0]])]);
    expect(made!.lines).toHaveLength(1);
    expect(made!.length).toBeLessThan(5_000);
    expect(
      managedRoads([
        road('1', [
          [0, 0],
          [1, 1],
        ]),
      ]),
    ).toEqual([]);
  });

  it('get gids that stay, a hole where one is gone', () => {
    const ledger = createLedger();
    const make = (...ids: string[]) =>
      managedRoads(ids.map((id, i) => road(id, [at(i * 50, 0), at(i * 50 + 20, 0)])));
    const extent: [number, number, number, number] = [7.4, 43.7, 7.5, 43.8];
    const first = make('a', 'b', 'c');
    numberRoads(first, extent, ledger);
    const second = make('c', 'a', 'd');
    const byGid = numberRoads(second, extent, ledger);
    const gids = new Map([...first, ...second].map(({ id, gid }) => [id, gid]));
    expect(second[0]!.gid).toBe(first[2]!.gid);
    expect(gids.get('osm:d')).toBe(0x60_0003);
    expect(byGid.map((made) => made?.id ?? null)).toEqual(['osm:a', null, 'osm:c', 'osm:d']);
  });
});

describe('the graph of roads', () => {
  it('is cut where lines share a corner, and not where a bridge crosses', () => {
    const network = roadNetwork(
      managedRoads([
        road('main', [at(0, 0), at(100, 0), at(200, 0)]),
        road('side', [at(100.2, 0.2), at(100, 80)]),
        road('bridge', [at(150, -50), at(150, 50)], { bridge: true }),
        road('path', [at(0, 0), at(0, 50)], { class: 'path' }),
      ]),
    );
    expect(network.nodes.length / 2).toBe(6);
    expect(network.edges.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
      [1, 3],
      [4, 5],
    ]);
    const [lon, lat] = at(100, 0);
    expect(network.nodes[2]).toBeCloseTo(lon!, 6);
    expect(network.edges[2]!.line.slice(0, 2)).toEqual(network.nodes.slice(2, 4));
    expect(network.nodes[3]).toBeCloseTo(lat!, 6);
  });

  it('runs from an end to the same end along a ring', () => {
    const { nodes, edges } = roadNetwork(
      managedRoads([road('ring', [at(0, 0), at(50, 0), at(50, 50), at(0, 0)])]),
    );
    expect(nodes.length / 2).toBe(1);
    expect(edges.map(({ from, to, line }) => [from, to, line.length / 2])).toEqual([[0, 0, 4]]);
  });
});

describe('the nearest road', () => {
  const roads = managedRoads([
    road('1', [at(0, 0), at(100, 0)]),
    road('far', [at(0, 500), at(2_000, 900)], { lanes: 4 }),
    road('under', [at(50, 12), at(90, 12)], { tunnel: true }),
    road('foot', [at(50, 6), at(90, 6)], { class: 'path' }),
  ]);
  const index = createRoadIndex(roads);
  it.each([
    [50, 8, 8, 180],
    [50, -8, 8, 0],
    [-3, 4, 5, 143.13],
    [103, 0, 3, 270],
  ])('of %d m east, %d m north is %d m off at %d°', (east, north, distance, azimuth) => {
    const [lon, lat] = at(east, north);
    const found = index.nearest(lon!, lat!)!;
    expect(found.distance).toBeCloseTo(distance, 3);
    expect(found.azimuthDeg).toBeCloseTo(azimuth, 1);
    expect(found.bearingDeg).toBeCloseTo(90, 3);
  });

  it('is none beyond its reach, and is found along all of a long slanting one', () => {
    const [lon, lat] = at(50, 60);
    expect(index.nearest(lon!, lat!)).toBeNull();
    for (let t = 0; t <= 1; t += 0.01) {
      const [x, y] = at(2_000 * t - 4, 500 + 400 * t + 20);
      expect(index.nearest(x!, y!)?.distance, String(t)).toBeLessThan(22);
    }
  });
});

describe('ribbons', () => {
  const heightAt = (lon: number): number => 20 + (lon - LON) * PER_LON * 0.1;
  function mesh(feature: GroundFeature, step = 10) {
    const made = createRibbonMesh();
    meshRoad(made, one(feature), 3, step, heightAt);
    const corners = made.features.map((_, i) => ({
      east: (made.places[i * 3]! - LON) * PER_LON,
      north: (made.places[i * 3 + 1]! - LAT) * PER_LAT,
      above: made.places[i * 3 + 2]! - heightAt(made.places[i * 3]!),
      along: made.uv[i * 2]!,
      across: made.uv[i * 2 + 1]!,
    }));
    return { ...made, corners };
  }

  it('have two halves, each along its own direction of travel, on the right', () => {
    const { corners, features } = mesh(road('1', [at(0, 0), at(40, 0)], { width: 8 }));
    expect(features.every((feature) => feature === 3)).toBe(true);
    const south = corners.filter(({ north }) => north < 0);
    const northern = corners.filter(({ north }) => north > 0);
    expect(south.length).toBe(northern.length);
    // Eastwards one drives in the south, westwards in the north.
    for (const { along, east } of south) expect(along).toBeCloseTo(east, 3);
    for (const { along, east } of northern) expect(along).toBeCloseTo(40 - east, 3);
    // Across grows to the right of whoever drives there: to the kerb.
    expect(
      south.filter(({ across }) => across === 1).every(({ north }) => Math.abs(north + 3.75) < 0.01),
    ).toBe(true);
    expect(
      northern.filter(({ across }) => across === 1).every(({ north }) => Math.abs(north - 3.75) < 0.01),
    ).toBe(true);
  });

  it('follow the ground 0.3 m above it, with a corner every 10 m at the least', () => {
    const { corners } = mesh(road('1', [at(0, 0), at(95, 0)], { attributes: { oneway: 'yes' } }));
    for (const { above } of corners) expect(above).toBeCloseTo(0.3, 6);
    const stations = [...new Set(corners.map(({ along }) => along))].sort((a, b) => a - b);
    expect(stations.length).toBe(11);
    expect(Math.max(...stations.slice(1).map((along, i) => along - stations[i]!))).toBeLessThanOrEqual(10);
  });

  it('are none of a road that is a point', () => {
    expect(hasRibbon(one(road('1', [at(0, 0), at(0.02, 0), at(0.01, 0)])))).toBe(false);
    expect(hasRibbon(one(road('1', [at(0, 0), at(0.02, 0), at(0.07, 0)])))).toBe(true);
  });

  it('face upwards, corners mitred', () => {
    const { corners, indices } = mesh(road('1', [at(0, 0), at(40, 0), at(40, 40), at(0, 45)]));
    for (let i = 0; i < indices.length; i += 3) {
      const [a, b, c] = indices.slice(i, i + 3).map((index) => corners[index]!);
      const area = (b!.east - a!.east) * (c!.north - a!.north) - (c!.east - a!.east) * (b!.north - a!.north);
      expect(area).toBeGreaterThan(0);
    }
  });
});
