import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cityZone } from '../city-zone.ts';
import { instantOf, parseLiveFlags } from './live-options.ts';

describe('the flags of a city’s life', () => {
  it('have defaults: the embedded broker, simulated, in real time', () => {
    expect(parseLiveFlags({})).toEqual({
      broker: undefined,
      simulate: true,
      seed: 1,
      rate: 1,
      at: undefined,
      mqttPort: undefined,
    });
    expect(
      parseLiveFlags({ sim: false, seed: 7, rate: '60', at: '2026-11-21T17:30', mqttPort: 0 }),
    ).toMatchObject({
      simulate: false,
      seed: 7,
      rate: 60,
      at: '2026-11-21T17:30',
      mqttPort: 0,
    });
  });

  it.each([
    [{ rate: 'fast' }, '--rate: expected a number from 0 to 10000, got "fast"'],
    [{ rate: -1 }, '--rate: expected a number from 0 to 10000, got "-1"'],
    [{ rate: '' }, '--rate: expected a number from 0 to 10000, got ""'],
    [{ seed: 1.5 }, '--seed: expected a whole number from 0 to 4294967295, got "1.5"'],
    [{ mqttPort: 70_000 }, '--mqtt-port: expected a whole number from 0 to 65535, got "70000"'],
    [{ at: 'tomorrow' }, '--at: expected a time such as 2026-11-21T17:30, got "tomorrow"'],
    [{ at: '2026-02-30' }, '--at: expected a time such as 2026-11-21T17:30, got "2026-02-30"'],
    [{ at: 1730 }, '--at: expected a time such as 2026-11-21T17:30, got "1730"'],
    [
      { broker: 'ws://broker.example', mqttPort: 1883 },
      '--mqtt-port: expected it without --broker, which has its own',
    ],
  ])('%j gets a message', (flags, message) => {
    expect(() => parseLiveFlags(flags)).toThrow(message);
  });
});

describe('a city’s time', () => {
  it('is that of its clocks, unless the text has an offset', () => {
    expect(instantOf('2026-11-21T17:30', 'Asia/Shanghai', 120.9)).toBe(Date.parse('2026-11-21T09:30Z'));
    expect(instantOf('2026-07-01T17:30', 'Europe/Paris', 7.4)).toBe(Date.parse('2026-07-01T15:30Z'));
    expect(instantOf('2026-11-21', null, -118.2)).toBe(Date.parse('2026-11-21T08:00Z'));
    expect(instantOf('2026-11-21T17:30:00+08:00', 'Europe/Paris', 7.4)).toBe(Date.parse('2026-11-21T09:30Z'));
    expect(instantOf('2026-11-21T17:30Z', 'Europe/Paris', 7.4)).toBe(Date.parse('2026-11-21T17:30Z'));
  });

  it('is found back on the city’s clocks, on both sides of a change', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Asia/Shanghai', 'Europe/Paris', 'America/New_York', 'Pacific/Auckland'),
        fc.integer({ min: 1_600_000_000, max: 2_000_000_000 }),
        (zone, seconds) => {
          const local = new Date(seconds * 1_000 + cityZone(zone, 0).offset(seconds * 1_000))
            .toISOString()
            .slice(0, 19);
          const found = instantOf(local, zone, 0);
          // The hour that clocks show twice is either of the two.
          expect([0, 3_600_000]).toContain(Math.abs(found - seconds * 1_000));
        },
      ),
    );
  });
});
