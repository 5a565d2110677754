import { describe, expect, it } from 'vitest';
import { sunTimes } from '#base/environment/sun.ts';
import { createCityHours } from '../city-hours.ts';
import { fakeInventory, PLACE } from '../fake-city.ts';
import { buildLightNetwork } from './circuits.ts';
import { type CircuitEvent, createLightModel, FAULT, type LightModel } from './light-model.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(`${text}+08:00`);
const inventory = fakeInventory();
const network = buildLightNetwork(inventory.components, 7);
const hours = createCityHours('Asia/Shanghai', PLACE.lon);

function model(faults = new Map<number, number>(), events = new Map<number, CircuitEvent>()): LightModel {
  const faultOf = (component: number): number => faults.get(component) ?? 0;
  return createLightModel({ network, seed: 7, ...PLACE, hours, faultOf, events });
}
const lit = ({ on }: LightModel): number => on.reduce((sum, each) => sum + each, 0);
/** The first whole minute from which all lamps are lit, or dark. */
function allFrom(lights: LightModel, from: number, value: 0 | 1): number {
  for (let t = from; t < from + 24 * HOUR; t += 60_000) {
    lights.update(t);
    if (lit(lights) === value * lights.on.length) return t;
  }
  throw new Error('never');
}
/** A circuit whose lamps tell of themselves. */
const telling = network.circuits.findIndex(({ grouped }) => !grouped);
const grouped = network.circuits.findIndex((circuit) => circuit.grouped);

describe('the network of the lamps', () => {
  it('has the circuits and cabinets of the inventory', () => {
    expect(network.circuits).toHaveLength(60);
    expect(network.cabinets).toHaveLength(30);
    expect(network.lamps).toHaveLength(300);
    for (const { circuits, component } of network.cabinets) {
      expect(circuits).toHaveLength(2);
      expect(inventory.components[component]?.kind).toBe('cabinet');
    }
  });

  it('hangs lamps along the cable, each beside the next', () => {
    for (const { lamps } of network.circuits) {
      for (let i = 1; i < lamps.length; i++) {
        const [a, b] = [lamps[i - 1]!, lamps[i]!].map((lamp) => inventory.components[network.lamps[lamp]!]!);
        expect(Math.hypot((a!.lon - b!.lon) * 90_500, (a!.lat - b!.lat) * 111_195)).toBeLessThan(31);
      }
    }
  });

  it('gives lamps without a circuit one by where they stand, and a city without lamps no gateway', () => {
    const bare = inventory.components.map((row) => ({ ...row, circuit: null, cabinet: null, grouped: null }));
    const made = buildLightNetwork(bare, 7);
    expect(made.circuits.reduce((sum, { lamps }) => sum + lamps.length, 0)).toBe(300);
    expect(made.circuits.length).toBeGreaterThan(2);
    expect(buildLightNetwork([], 7)).toMatchObject({ circuits: [], cabinets: [], gateways: 0 });
  });
});

/** Minutes after midnight UTC of sunrise and sunset. Source: NOAA, General Solar Position Calculations. */
function noaaSun(dayOfYear: number, lon: number, lat: number): [rise: number, set: number] {
  const radian = Math.PI / 180;
  const g = ((2 * Math.PI) / 365) * (dayOfYear - 1);
  const equation =
    229.18 *
    (0.000075 +
      0.001868 * Math.cos(g) -
      0.032077 * Math.sin(g) -
      0.014615 * Math.cos(2 * g) -
      0.040849 * Math.sin(2 * g));
  const declination =
    0.006918 -
    0.399912 * Math.cos(g) +
    0.070257 * Math.sin(g) -
    0.006758 * Math.cos(2 * g) +
    0.000907 * Math.sin(2 * g) -
    0.002697 * Math.cos(3 * g) +
    0.00148 * Math.sin(3 * g);
  const angle = Math.acos(
    Math.cos(90.833 * radian) / (Math.cos(lat * radian) * Math.cos(declination)) -
      Math.tan(lat * radian) * Math.tan(declination),
  );
  return [720 - 4 * (lon + angle / radian) - equation, 720 - 4 * (lon - angle / radian) - equation];
}

describe('the lamps of Lanwan', () => {
  const { sunset, sunrise } = sunTimes(at('2026-11-21T12:00'), PLACE.lon, PLACE.lat);

  it('stand where the sun sets and rises as published formulas have it', () => {
    // 21 November is day 325.
    const [, set] = noaaSun(325, PLACE.lon, PLACE.lat);
    const [rise] = noaaSun(326, PLACE.lon, PLACE.lat);
    expect(Math.abs((sunset! - Date.parse('2026-11-21T00:00Z')) / 60_000 - set)).toBeLessThan(1.5);
    expect(Math.abs((sunrise! - Date.parse('2026-11-22T00:00Z')) / 60_000 - rise)).toBeLessThan(1.5);
  });

  it('come on a quarter of an hour after sunset and go off as long before sunrise', () => {
    const lights = model();
    lights.update(sunset!);
    expect(lit(lights)).toBe(0);
    const on = allFrom(lights, sunset!, 1);
    // 20 to 30 lx are reached 3.5° to 4° below the horizon: 15 to 20 minutes here; photocells differ.
    expect((on - sunset!) / 60_000).toBeGreaterThan(13);
    expect((on - sunset!) / 60_000).toBeLessThan(22);
    const off = allFrom(lights, at('2026-11-22T05:30'), 0);
    expect((sunrise! - off) / 60_000).toBeGreaterThan(8);
    expect((sunrise! - off) / 60_000).toBeLessThan(18);
    lights.update(at('2026-11-22T12:00'));
    expect(lit(lights)).toBe(0);
  });

  it('do not all switch at once', () => {
    const lights = model();
    const counts = new Set<number>();
    for (let t = sunset!; t < sunset! + HOUR / 2; t += 10_000) {
      lights.update(t);
      counts.add(lit(lights));
    }
    expect(counts.size).toBeGreaterThan(10);
  });

  it('give less light from eleven to five, main roads more than others', () => {
    const lights = model();
    lights.update(at('2026-11-21T22:30'));
    expect(new Set(lights.dim)).toEqual(new Set([100]));
    lights.update(at('2026-11-22T00:30'));
    expect(new Set(lights.dim)).toEqual(new Set([70, 60]));
    lights.update(at('2026-11-22T05:30'));
    expect(new Set(lights.dim)).toEqual(new Set([100]));
  });

  it('are the same whatever was asked before', () => {
    const [straight, about] = [model(), model()];
    straight.update(at('2026-11-21T17:04'));
    for (const t of ['2026-11-22T03:00', '2026-11-21T09:00', '2026-11-21T17:04']) about.update(at(t));
    expect(about.on).toEqual(straight.on);
  });
});

describe('a lamp with a fault', () => {
  const lamp = network.circuits[telling]!.lamps[2]!;
  const component = network.lamps[lamp]!;
  const night = at('2026-11-21T21:00');
  const noon = at('2026-11-22T12:00');
  const state = (fault: number, t: number): [on: number, dim: number, fault: number] => {
    const lights = model(new Map([[component, fault]]));
    lights.update(t);
    return [lights.on[lamp]!, lights.dim[lamp]!, lights.fault[lamp]!];
  };

  it('is dark where it has failed, and lit by day where it sticks', () => {
    expect(state(FAULT.lampFailure, night)).toEqual([0, 0, FAULT.lampFailure]);
    expect(state(FAULT.lampUnexpectedOn, noon)).toEqual([1, 100, FAULT.lampUnexpectedOn]);
    expect(state(FAULT.lampUnexpectedOn, night)).toEqual([1, 100, 0]);
    expect(state(FAULT.dimmingFailure, at('2026-11-22T02:00'))).toEqual([1, 100, FAULT.dimmingFailure]);
    expect(state(0, noon)).toEqual([0, 0, 0]);
  });

  it('is inferred where its circuit alone reports, unless somebody has seen it', () => {
    const [first, second] = network.circuits[grouped]!.lamps;
    const lights = model(
      new Map([
        [network.lamps[first!]!, FAULT.leakageDetected],
        [network.lamps[second!]!, FAULT.lampFailure],
      ]),
    );
    lights.update(night);
    expect([lights.fault[first!], lights.inferred[first!], lights.on[first!]]).toEqual([0, 1, 1]);
    expect([lights.fault[second!], lights.inferred[second!], lights.on[second!]]).toEqual([
      FAULT.lampFailure,
      0,
      0,
    ]);
    expect(lights.inferred[lamp]).toBe(0);
  });

  it('has no supply while the breaker of its circuit is out, as all that hang there', () => {
    const events = new Map<number, CircuitEvent>([[telling, { kind: 'breaker', at: night }]]);
    const lights = model(new Map(), events);
    const dark = (): number => network.circuits[telling]!.lamps.filter((each) => !lights.on[each]).length;
    lights.update(night - 1_000);
    expect(dark()).toBe(0);
    lights.update(night);
    expect(dark()).toBe(network.circuits[telling]!.lamps.length);
    expect(lights.fault[lamp]).toBe(FAULT.supplyLoss);
    events.clear();
    lights.update(night + 1_000);
    expect(dark()).toBe(0);
  });
});
