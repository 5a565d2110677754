import { encodeVehicles } from '#base/live/encode.ts';
import { cityTopics } from '#base/live/topics.ts';
import { createBatchList } from '../batch-list.ts';
import type { Inventory, RoadRow } from '../inventory.ts';
import type { Cadence, Reporter } from '../message.ts';
import { NOT_DRIVABLE } from './road-graph.ts';
import type { RoadState } from './road-speeds.ts';
import type { VehicleModel } from './vehicles.ts';

const LOOK_MS = 60_000;
const PARTS = 20;
/** A change of so many km/h is told at once. */
const STEP = 3;
const VEHICLES_MS = 2_000;

/** Tells of roads: looked at once a minute, changes then, everything once a cycle. */
export function createRoadReporter(
  { roads: all, division, ledger }: Inventory,
  stateOf: (road: RoadRow, t: number) => RoadState,
  source: number,
  { cycleMs, ttl }: Cadence,
): Reporter {
  const topics = cityTopics(division);
  const roads = all.filter((road) => !NOT_DRIVABLE.test(road.class));
  const list = createBatchList('roads', ledger, ['speed', 'flow', 'closed']);
  const told = new Float32Array(roads.length).fill(Number.NaN);
  const slots = new Float64Array(PARTS).fill(Number.NaN);
  let look = Number.NaN;
  return {
    report(t, all) {
      if (all !== undefined && all !== source) return [];
      const looks = Math.floor(t / LOOK_MS) !== look;
      look = Math.floor(t / LOOK_MS);
      for (let part = 0; part < PARTS; part++) {
        const slot = Math.floor(t / cycleMs + part / PARTS);
        const due = all === source || slot !== slots[part];
        slots[part] = slot;
        if (!due && !looks) continue;
        for (let i = part; i < roads.length; i += PARTS) {
          const { speed, flow, closed } = stateOf(roads[i]!, t);
          if (!due && Math.abs(speed - told[i]!) < STEP) continue;
          told[i] = speed;
          list.add(roads[i]!.gid, speed, flow, closed ? 1 : 0);
        }
      }
      return list.take(t, ttl).map((payload) => ({
        source,
        topic: topics.batch('road', 'detectors'),
        payload,
        retain: false,
        qos: 0,
      }));
    },
  };
}

/** Tells where the vehicles are, every two seconds of the city's time. */
export function createVehicleReporter(
  { division }: Inventory,
  vehicles: VehicleModel,
  source: number,
  rate: number,
): Reporter {
  const topic = cityTopics(division).batch('vehicle', 'fleet');
  // At least as long as a tick of the wall's time brings the city on.
  const ttl = Math.max(10, Math.ceil(rate * 2));
  let slot = Number.NaN;
  return {
    report(t, all) {
      if (all !== undefined && all !== source) return [];
      const now = Math.floor(t / VEHICLES_MS);
      if (now === slot && all !== source) return [];
      slot = now;
      const places = vehicles.places(t);
      if (places.id.length === 0) return [];
      return [{ source, topic, payload: encodeVehicles({ ...places, ttl }), retain: false, qos: 0 }];
    },
  };
}
