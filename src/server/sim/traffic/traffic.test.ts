import { describe, expect, it } from 'vitest';
import type { RoadNetwork } from '#base/feature-table.ts';
import { createCityHours } from '../city-hours.ts';
import { fakeInventory, PLACE } from '../fake-city.ts';
import { createBins } from './bins.ts';
import { createGroundDistance } from './ground-distance.ts';
import { createNearestEdge } from './nearest-edge.ts';
import { createRoadGraph } from './road-graph.ts';
import { createRoadSpeeds } from './road-speeds.ts';
import { createVehicles, fleetSize } from './vehicles.ts';

const inventory = fakeInventory(8);
const graph = createRoadGraph(inventory.network);
const hours = createCityHours('Asia/Shanghai', PLACE.lon);
const stateOf = createRoadSpeeds(5, hours);
const byGid = new Map(inventory.roads.map((road) => [road.gid, road]));
const start = Date.parse('2026-11-23T08:00:00+08:00');
const distance = createGroundDistance(PLACE.lat);
const edge = (from: number, to: number, more: Partial<RoadNetwork['edges'][number]> = {}) => ({
  gid: 1,
  from,
  to,
  line: [from * 0.001, 0, to * 0.001, 0],
  oneway: 0 as const,
  class: 'residential',
  freeSpeed: 30,
  width: 7,
  ...more,
});

function fleet(seed = 5, passed: string[] = []) {
  return createVehicles({
    graph,
    seed,
    startAt: start,
    timeZone: 'Asia/Shanghai',
    speedOf: (gid, t) => stateOf(byGid.get(gid)!, t).speed,
    onPassed: (kind) => passed.push(kind),
  });
}
/** Metres from a place to the nearest line of the network. */
function offRoad(lon: number, lat: number): { metres: number; width: number } {
  let metres = Number.POSITIVE_INFINITY;
  let width = 0;
  for (const { line, width: w } of graph.edges) {
    const [a, b, c, d] = line as [number, number, number, number];
    const length = distance(a, b, c, d);
    const along =
      ((lon - a) * (c - a) * 0.6625 + (lat - b) * (d - b)) / ((c - a) ** 2 * 0.6625 + (d - b) ** 2);
    const share = Math.min(1, Math.max(0, along));
    const away = distance(lon, lat, a + (c - a) * share, b + (d - b) * share);
    if (length > 0 && away < metres) [metres, width] = [away, w];
  }
  return { metres, width };
}

describe('the road graph', () => {
  it('finds the quickest way, not the shortest', () => {
    // 0 → 3 directly over a track, or over a fast road by 1 and 2.
    const { route, fromOf, toOf } = createRoadGraph({
      nodes: [0, 0, 0.001, 0, 0.002, 0, 0.003, 0],
      edges: [
        edge(0, 3, { freeSpeed: 10 }),
        edge(0, 1, { freeSpeed: 60 }),
        edge(1, 2, { freeSpeed: 60 }),
        edge(2, 3, { freeSpeed: 60 }),
      ],
    });
    const arcs = [...route(0, 3)!];
    expect(arcs.map((arc) => [fromOf(arc), toOf(arc)])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(arcs.length).toBe(3);
    expect([...route(3, 0)!].map((arc) => [fromOf(arc), toOf(arc)])).toEqual([
      [3, 2],
      [2, 1],
      [1, 0],
    ]);
  });

  it('agrees with Dijkstra’s plain algorithm on the chequerboard', () => {
    const n = graph.nodes;
    const cost = Array.from({ length: n }, () => Number.POSITIVE_INFINITY);
    cost[0] = 0;
    for (let round = 0; round < n; round++) {
      graph.edges.forEach(({ from, to, freeSpeed }, e) => {
        const hours = graph.length[e]! / freeSpeed;
        cost[to] = Math.min(cost[to]!, cost[from]! + hours);
        cost[from] = Math.min(cost[from]!, cost[to]! + hours);
      });
    }
    for (let to = 1; to < n; to++) {
      const sum = [...graph.route(0, to)!].reduce(
        (total, arc) => total + graph.length[arc >> 1]! / graph.edges[arc >> 1]!.freeSpeed,
        0,
      );
      expect(sum).toBeCloseTo(cost[to]!, 6);
    }
  });

  it('keeps to one-way streets and off paths, and sets out only where there is a way back', () => {
    const { route, starts, edges } = createRoadGraph({
      nodes: [0, 0, 0.001, 0, 0.002, 0, 0.003, 0, 0.004, 0, 0.005, 0],
      edges: [
        edge(0, 1),
        edge(0, 5),
        edge(1, 2, { oneway: 1 }),
        edge(2, 1, { class: 'path' }),
        edge(3, 4),
        edge(0, 9),
        edge(0, 0, { line: [0, 0, 0, 0] }),
      ],
    });
    expect(edges).toHaveLength(4);
    expect(route(2, 1)).toBeNull();
    expect(route(1, 2)).toHaveLength(1);
    expect([...starts]).toEqual([0, 1, 5]);
  });

  it('has nobody drive where there are no roads', () => {
    const none = createRoadGraph({ nodes: [], edges: [] });
    expect(fleetSize(none)).toBe(0);
    const vehicles = createVehicles({ graph: none, seed: 1, startAt: 0, timeZone: null, speedOf: () => 30 });
    vehicles.update(1e6);
    expect(vehicles.places(1e6).id).toEqual([]);
  });
});

describe('vehicles', () => {
  it('stay on the roads, on the right, and under the speed of road and kind', () => {
    const vehicles = fleet();
    let moving = 0;
    for (let t = start; t < start + 20 * 60_000; t += 7_000) {
      vehicles.update(t);
      const { id, kind, lon, lat, speed } = vehicles.places(t);
      expect(id).toHaveLength(fleetSize(graph));
      for (let i = 0; i < id.length; i++) {
        const { metres, width } = offRoad(lon[i]!, lat[i]!);
        expect(metres).toBeLessThanOrEqual(width / 2);
        expect(speed[i]!).toBeLessThanOrEqual(
          kind[i] === 'sprinkler' ? 22 : kind[i] === 'sanitation' ? 28 : 60,
        );
        if (speed[i]! > 0) moving++;
      }
    }
    const looks = Math.ceil((20 * 60_000) / 7_000) * fleetSize(graph);
    expect(moving / looks).toBeGreaterThan(0.5);
  });

  it('move as fast as they say', () => {
    const vehicles = fleet();
    let compared = 0;
    for (let t = start; t < start + 10 * 60_000; t += 1_000) {
      vehicles.update(t);
      const before = vehicles.places(t);
      vehicles.update(t + 200);
      const after = vehicles.places(t + 200);
      for (let i = 0; i < before.id.length; i++) {
        if (
          before.speed[i] !== after.speed[i] ||
          before.heading[i] !== after.heading[i] ||
          before.speed[i] === 0
        )
          continue;
        const metres = distance(before.lon[i]!, before.lat[i]!, after.lon[i]!, after.lat[i]!);
        expect(metres).toBeCloseTo(before.speed[i]! / 3.6 / 5, 1);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(1_000);
  });

  it('are where they are however time is stepped, and elsewhere with another seed', () => {
    const [fine, coarse, other] = [fleet(), fleet(), fleet(6)];
    const end = start + 15 * 60_000;
    for (let t = start; t <= end; t += 1_000) fine.update(t);
    coarse.update(end);
    other.update(end);
    expect(coarse.places(end)).toEqual(fine.places(end));
    expect(other.places(end).lon).not.toEqual(fine.places(end).lon);
  });

  it('drive on the other side in Japan', () => {
    const make = (timeZone: string) => {
      const vehicles = createVehicles({ graph, seed: 5, startAt: start, timeZone, speedOf: () => 20 });
      vehicles.update(start + 300_000);
      return vehicles.places(start + 300_000);
    };
    const [right, left] = [make('Asia/Shanghai'), make('Asia/Tokyo')];
    const apart = right.id.map((_, i) => distance(right.lon[i]!, right.lat[i]!, left.lon[i]!, left.lat[i]!));
    // Half the width between the middles of the lanes: 3.5 m of streets, 7 m of the main ones.
    expect(apart.every((metres) => metres > 3.4 && metres < 7.1)).toBe(true);
  });
});

describe('speeds of roads', () => {
  const mean = (time: string): number => {
    const t = Date.parse(`${time}+08:00`);
    return (
      inventory.roads.reduce((sum, road) => sum + stateOf(road, t).speed / road.freeSpeed, 0) /
      inventory.roads.length
    );
  };

  it('fall in two peaks of a working day and hardly by night', () => {
    const [night, morning, noon, evening] = ['03:00', '08:00', '12:30', '17:45'].map((hour) =>
      mean(`2026-11-23T${hour}`),
    );
    expect(night!).toBeGreaterThan(0.95);
    expect(morning!).toBeLessThan(noon!);
    expect(evening!).toBeLessThan(noon!);
    expect(mean('2026-11-22T08:00')).toBeGreaterThan(morning!);
  });

  it('are alike nearby, change slowly, and never exceed the free speed', () => {
    const t = Date.parse('2026-11-23T18:00+08:00');
    for (const road of inventory.roads) {
      let before = stateOf(road, t);
      for (let minute = 1; minute < 120; minute++) {
        const now = stateOf(road, t + minute * 60_000);
        expect(now.speed).toBeLessThanOrEqual(road.freeSpeed);
        expect(now.closed ? now.speed : 1).toBe(now.closed ? 0 : 1);
        // But for incidents, which come at once.
        if (Math.abs(now.speed - before.speed) > road.freeSpeed * 0.15) {
          expect(Math.min(now.speed, before.speed)).toBeLessThanOrEqual(road.freeSpeed * 0.25);
        }
        before = now;
      }
    }
  });

  it('know roads that are closed for a while', () => {
    let closed = 0;
    for (let hour = 0; hour < 24 * 14; hour++) {
      for (const road of inventory.roads) if (stateOf(road, start + hour * 3_600_000).closed) closed++;
    }
    expect(closed).toBeGreaterThan(0);
    expect(closed / (24 * 14 * inventory.roads.length)).toBeLessThan(0.002);
  });
});

describe('bins', () => {
  it('fill by day and are emptied by a crew that comes along their road', () => {
    const bins = createBins(inventory.components, createNearestEdge(graph), 5, start, hours);
    expect(bins.bins).toHaveLength(inventory.roads.length);
    const later = start + 24 * 3_600_000;
    const full = [...bins.bins.keys()].filter((bin) => bins.fill(bin, later) >= 45);
    expect(full.length).toBeGreaterThan(bins.bins.length / 2);
    for (const at of graph.edges.keys()) bins.passed(at, later);
    for (const bin of full) expect(bins.fill(bin, later)).toBe(0);
    // By night little is thrown away.
    const night = Date.parse('2026-11-25T01:00+08:00');
    bins.empty(full[0]!, night);
    const byNight = bins.fill(full[0]!, night + 4 * 3_600_000);
    bins.empty(full[0]!, night + 12 * 3_600_000);
    expect(bins.fill(full[0]!, night + 16 * 3_600_000)).toBeGreaterThan(byNight * 3);
  });
});
