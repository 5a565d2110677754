import { describe, expect, it } from 'vitest';
import { createCityHours } from './city-hours.ts';
import { fakeInventory } from './fake-city.ts';
import { type FaultEvent, faultsOfDay } from './fault-schedule.ts';
import { buildLightNetwork } from './light/circuits.ts';

const { components, timeZone, lon } = fakeInventory(12);
// Circuits of five lamps are too short to be worth a thief's while: a street's two ends are one here.
const long = components.map((row) =>
  row.circuit ? { ...row, circuit: row.circuit.replace(/-\d$/, '-1') } : row,
);
const network = buildLightNetwork(long, 3);
const hours = createCityHours(timeZone, lon);
const FIRST_DAY = 20_778;
const days = Array.from({ length: 200 }, (_, i) => faultsOfDay(FIRST_DAY + i, long, network, 3, hours));
const all = days.flat();
const thefts = all.filter(({ fault }) => fault === 'cableTheft') as Required<FaultEvent>[];

describe('what befalls a city in two hundred days', () => {
  it('follows from seed and day, in order, within the day', () => {
    expect(faultsOfDay(FIRST_DAY, long, network, 3, hours)).toEqual(days[0]);
    expect(faultsOfDay(FIRST_DAY, long, network, 4, hours)).not.toEqual(days[0]);
    days.forEach((events, i) => {
      expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort((a, b) => a - b));
      for (const { at } of events) expect(hours.day(at)).toBe(FIRST_DAY + i);
    });
  });

  it('is about three lamps in a thousand a day, of all kinds', () => {
    const lampFaults = all.filter(
      ({ component, circuit }) => long[component]!.kind === 'lamp' && circuit === undefined,
    );
    const perDay = lampFaults.length / 200 / network.lamps.length;
    expect(perDay).toBeGreaterThan(0.0025);
    expect(perDay).toBeLessThan(0.0035);
    expect(new Set(lampFaults.map(({ fault }) => fault))).toEqual(
      new Set([
        'lampFailure',
        'dimmingFailure',
        'lampPowerTooLow',
        'lampPowerTooHigh',
        'controlGearCommFailure',
        'lampUnexpectedOn',
        'leakageDetected',
      ]),
    );
  });

  it('holds breakers that trip, told by their cabinets', () => {
    const breakers = all.filter(({ fault }) => fault === 'circuitBreakerTripped');
    expect(breakers.length).toBeGreaterThan(20);
    for (const { component, circuit, lamps } of breakers) {
      expect(long[component]!.kind).toBe('cabinet');
      expect([typeof circuit, lamps]).toEqual(['number', undefined]);
    }
  });

  it('holds thefts by night: neighbours on one cable, at least three of them within a minute', () => {
    expect(thefts.length).toBeGreaterThan(3);
    for (const { at, circuit, lamps, lostAt } of thefts) {
      expect(hours.hour(at)).toBeGreaterThanOrEqual(1);
      expect(hours.hour(at)).toBeLessThan(4);
      const cable = network.circuits[circuit]!.lamps;
      const first = cable.indexOf(lamps[0]!);
      expect([...lamps]).toEqual([...cable.slice(first, first + lamps.length)]);
      expect(lamps.length).toBeGreaterThanOrEqual(3);
      expect(lostAt[0]).toBe(at);
      expect(lostAt.at(-1)! - at).toBeLessThanOrEqual(60_000);
      for (let i = 1; i < lostAt.length; i++) expect(lostAt[i]).toBeGreaterThan(lostAt[i - 1]!);
    }
  });
});
