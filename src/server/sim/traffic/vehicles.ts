import { MEAN_DEGREE } from '#base/geo/degree.ts';
import type { VehicleBatch } from '#base/live/wire.ts';
import { hash01 } from '../hash.ts';
import { createGroundDistance } from './ground-distance.ts';
import type { RoadGraph } from './road-graph.ts';

export const VEHICLE_KINDS = ['inspection', 'sanitation', 'sprinkler', 'emergency'] as const;
export type VehicleKind = (typeof VEHICLE_KINDS)[number];

/** Share of the fleet, and km/h at the most. */
const KINDS: Readonly<Record<VehicleKind, readonly [share: number, speed: number]>> = {
  inspection: [0.5, 45],
  sanitation: [0.36, 28],
  sprinkler: [0.1, 22],
  emergency: [0.04, 70],
};
const KM_A_VEHICLE = 5;
const FEWEST = 8;
const MOST = 300;
/** A closed or jammed road is crept along, km/h. */
const CREEP = 4;
const DWELL_MS = 40_000;
/** Of so many places the nearest to home is the next: everybody has a beat. */
const CHOICES = 6;
const LEFT_DRIVING =
  /^(Asia\/(Tokyo|Hong_Kong|Macau|Singapore|Kolkata|Bangkok|Jakarta|Kuala_Lumpur|Colombo|Dhaka)|Europe\/(London|Dublin|Malta)|Australia\/|Pacific\/(Auckland|Fiji)|Africa\/(Johannesburg|Nairobi|Lagos))/;

interface Vehicle {
  readonly id: string;
  readonly kind: VehicleKind;
  readonly number: number;
  readonly home: number;
  node: number;
  trip: number;
  path: Uint32Array;
  /** Position in the path; at its end the vehicle stands until `leaveAt`. */
  at: number;
  enterAt: number;
  leaveAt: number;
}

export interface VehicleModel {
  /** Drives on to an instant; earlier ones change nothing. */
  update(t: number): void;
  places(t: number): Omit<VehicleBatch, 'ttl'>;
}

export interface VehicleOptions {
  readonly graph: RoadGraph;
  readonly seed: number;
  readonly startAt: number;
  readonly timeZone: string | null;
  /** Speed on a road at an instant, km/h. */
  speedOf(gid: number, t: number): number;
  /** Told whenever a vehicle has come to the end of an edge. */
  onPassed?(kind: VehicleKind, edge: number, t: number): void;
}

/** How many vehicles roads of such a length have; none where there is nothing to drive on. */
export function fleetSize(graph: RoadGraph): number {
  if (graph.starts.length === 0) return 0;
  let km = 0;
  for (const length of graph.length) km += length / 1_000;
  return Math.round(Math.min(MOST, Math.max(FEWEST, km / KM_A_VEHICLE)));
}

/**
 * Creates the fleet: each drives from place to place in its beat, the quickest way, as fast as roads and kind allow, and
 * stands for a little where it arrives. What it does follows from the seed and the start, however time is stepped.
 */
export function createVehicles({
  graph,
  seed,
  startAt,
  timeZone,
  speedOf,
  onPassed,
}: VehicleOptions): VehicleModel {
  const { edges, length, places, starts } = graph;
  const distance = createGroundDistance(places[1] ?? 0);
  const eastDegree = MEAN_DEGREE * Math.cos(((places[1] ?? 0) * Math.PI) / 180);
  const side = timeZone !== null && LEFT_DRIVING.test(timeZone) ? -1 : 1;
  const count = fleetSize(graph);
  const pick = (a: number, b: number, c: number): number =>
    starts[Math.floor(hash01(seed, a, b, c) * starts.length)]!;
  const vehicles = Array.from({ length: count }, (_, number): Vehicle => {
    const kind = kindOf(number, count);
    const home = pick(401, number, 0);
    const wait = startAt + Math.floor(hash01(seed, 402, number) * DWELL_MS);
    return {
      id: `${kind}-${String(number + 1).padStart(3, '0')}`,
      kind,
      number,
      home,
      node: home,
      trip: 0,
      path: new Uint32Array(0),
      at: 0,
      enterAt: startAt,
      leaveAt: wait,
    };
  });

  function setOut(vehicle: Vehicle): void {
    vehicle.trip++;
    let best = -1;
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < CHOICES; i++) {
      const node = pick(403 + i, vehicle.number, vehicle.trip);
      if (node === vehicle.node) continue;
      const away = between(node, vehicle.home);
      if (away < nearest) [best, nearest] = [node, away];
    }
    // Within the starts there is always a way; without another place it stays where it is.
    vehicle.path = (best < 0 ? null : graph.route(vehicle.node, best)) ?? new Uint32Array(0);
    vehicle.at = 0;
  }
  const between = (a: number, b: number): number =>
    distance(places[2 * a]!, places[2 * a + 1]!, places[2 * b]!, places[2 * b + 1]!);
  const arcOf = (vehicle: Vehicle): number => vehicle.path[vehicle.at] ?? -1;
  function enter(vehicle: Vehicle, t: number): void {
    vehicle.enterAt = t;
    const arc = arcOf(vehicle);
    if (arc < 0) {
      vehicle.leaveAt =
        t + Math.round(DWELL_MS * (0.5 + 2 * hash01(seed, 420, vehicle.number, vehicle.trip)));
      return;
    }
    const { gid, freeSpeed } = edges[arc >> 1]!;
    const most = Math.min(KINDS[vehicle.kind][1], freeSpeed);
    const speed = Math.min(most, Math.max(CREEP, speedOf(gid, t)));
    vehicle.leaveAt = t + Math.max(1, Math.ceil((length[arc >> 1]! / speed) * 3_600));
  }
  function update(t: number): void {
    for (const vehicle of vehicles) {
      while (vehicle.leaveAt <= t) {
        const now = vehicle.leaveAt;
        const arc = arcOf(vehicle);
        if (arc >= 0) {
          onPassed?.(vehicle.kind, arc >> 1, now);
          vehicle.node = graph.toOf(arc);
          vehicle.at++;
        } else setOut(vehicle);
        enter(vehicle, now);
      }
    }
  }

  const place = { lon: 0, lat: 0, heading: 0 };
  /** Sets `place` to a share of an arc, on its lane. */
  function along(arc: number, share: number): void {
    const { line, width, oneway } = edges[arc >> 1]!;
    let left = (arc & 1 ? 1 - share : share) * length[arc >> 1]!;
    let i = 2;
    for (; i + 3 < line.length; i += 2) {
      const leg = distance(line[i - 2]!, line[i - 1]!, line[i]!, line[i + 1]!);
      if (left <= leg) break;
      left -= leg;
    }
    const [lonA, latA, lonB, latB] = [line[i - 2]!, line[i - 1]!, line[i]!, line[i + 1]!];
    const leg = distance(lonA, latA, lonB, latB) || 1;
    const part = Math.min(1, left / leg);
    const turn = arc & 1 ? -1 : 1;
    const [east, north] = [
      ((lonB - lonA) * eastDegree * turn) / leg,
      ((latB - latA) * MEAN_DEGREE * turn) / leg,
    ];
    const aside = oneway ? 0 : (side * width) / 4;
    place.lon = lonA + (lonB - lonA) * part + (north * aside) / eastDegree;
    place.lat = latA + (latB - latA) * part - (east * aside) / MEAN_DEGREE;
    place.heading = ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
  }
  return {
    update,
    places(t) {
      const lon = new Float64Array(count);
      const lat = new Float64Array(count);
      const heading = new Float32Array(count);
      const speed = new Float32Array(count);
      vehicles.forEach((vehicle, i) => {
        const arc = arcOf(vehicle);
        const last = arc >= 0 ? arc : (vehicle.path.at(-1) ?? -1);
        if (last < 0) {
          lon[i] = places[2 * vehicle.node]!;
          lat[i] = places[2 * vehicle.node + 1]!;
          return;
        }
        const took = vehicle.leaveAt - vehicle.enterAt;
        along(last, arc < 0 ? 1 : Math.min(1, Math.max(0, (t - vehicle.enterAt) / took)));
        lon[i] = place.lon;
        lat[i] = place.lat;
        heading[i] = place.heading;
        speed[i] = arc < 0 ? 0 : (length[arc >> 1]! / took) * 3_600;
      });
      return {
        t,
        id: vehicles.map(({ id }) => id),
        kind: vehicles.map(({ kind }) => kind),
        lon,
        lat,
        heading,
        speed,
      };
    },
  };
}

function kindOf(number: number, count: number): VehicleKind {
  let sum = 0;
  for (const kind of VEHICLE_KINDS) {
    sum += KINDS[kind][0];
    if ((number + 0.5) / count < sum) return kind;
  }
  return 'inspection';
}
