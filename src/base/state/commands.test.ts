import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCommand } from './arbitrary-state.ts';
import { COMMAND_TYPES, parseCommand } from './commands.ts';

const camera = { lon: 120.95, lat: 35.55, height: 900, headingDeg: 16, pitchDeg: -28 };
const refused = (command: unknown): string => {
  try {
    return `passed: ${JSON.stringify(parseCommand(command, 'spar.dispatch'))}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('commands from outside', () => {
  it('pass unchanged when they are well formed, through JSON too', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyCommand, (command) => {
        seen.add(command.type);
        expect(parseCommand(JSON.parse(JSON.stringify(command)), 'test')).toEqual(command);
      }),
      { numRuns: 600 },
    );
    expect([...seen].sort()).toEqual([...COMMAND_TYPES].sort());
  });

  it('may give a time as ISO 8601 with its zone', () => {
    expect(parseCommand({ type: 'setTime', instant: '2026-06-21T18:30:00+08:00' }, 'test')).toEqual({
      type: 'setTime',
      instant: 1_782_037_800_000,
    });
  });

  it.each([
    [
      { type: 'setCamera', camera: { ...camera, lat: 91 } },
      'camera.lat: expected degrees of latitude from -90 to 90, got 91',
    ],
    [
      { type: 'setCamera', camera: { ...camera, lat: Number.NaN } },
      'camera.lat: expected degrees of latitude from -90 to 90, got NaN',
    ],
    [{ type: 'setCamera', camera: { lon: 1 } }, 'camera.lat: expected a value, got nothing'],
    [{ type: 'setCamera' }, 'camera: expected a value, got nothing'],
    [{ type: 'setCamera', camera, speed: 3 }, 'speed: expected no such key, got 3'],
    [{ type: 'setLevel', mode: 'L9' }, 'mode: expected one of "auto", "L1", "L2", "L3", got "L9"'],
    [{ type: 'select', ids: ['a', ''] }, 'ids[1]: expected an id of 1 to 1024 characters, got ""'],
    [{ type: 'select', ids: 'a' }, 'ids: expected a list of at most 20000 ids, got "a"'],
    [
      { type: 'setLayer', id: 'constructor', visible: false },
      'id: expected a name of letters, digits, hyphens, dots and underscores, at most 64, got "constructor"',
    ],
    [
      { type: 'setFilter', layer: 'buildings', filter: { height: [30, 10] } },
      'filter.height: expected [min, max], both from -1000 to 10000 and in order, got [30,10]',
    ],
    [
      { type: 'setTime', instant: 'tomorrow' },
      'instant: expected a time of the years 1800 to 2200, as ms since 1970 or ISO 8601 with its zone, got "tomorrow"',
    ],
    [
      { type: 'setTime', instant: '2026-06-21T18:30:00' },
      'instant: expected a time of the years 1800 to 2200, as ms since 1970 or ISO 8601 with its zone, got "2026-06-21T18:30:00"',
    ],
    [
      { type: 'setTime', instant: '2201-01-01' },
      'instant: expected a time of the years 1800 to 2200, as ms since 1970 or ISO 8601 with its zone, got 7289654400000',
    ],
    [{ type: 'setTime', moment: 2, rate: 60 }, 'moment: expected 0 or 1, got 2'],
    [
      { type: 'setWeather', weather: { rainMmPerHour: -1 } },
      'weather.rainMmPerHour: expected mm/h from 0 to 500, got -1',
    ],
    [{ type: 'setWeather', weather: 'nice' }, 'weather: expected "feed" or weather as an object, got "nice"'],
    [
      { type: 'setMeasurement', measurement: { id: 'm1', kind: 'distance', points: [[1, 2]] } },
      'measurement.points[0][2]: expected metres from -20000 to 100000000, got nothing',
    ],
    [{ type: 'commandLamps', target: { ids: [] }, level: 0 }, 'target.ids: expected an id or more, got []'],
    [{ type: 'commandLamps', target: { pole: '7' }, level: 0 }, 'target.ids: expected a value, got nothing'],
    [
      { type: 'commandLamps', target: { circuit: 'C-1' }, level: 101 },
      'level: expected a level from 0 to 100, got 101',
    ],
    [{ type: 'commandLamps', target: { circuit: 'C-1' } }, 'level: expected a value, got nothing'],
    [{ type: 'setState', state: { scene: 'x' } }, 'state.city: expected a value, got nothing'],
    [
      { type: 'teleport' },
      `type: expected one of ${COMMAND_TYPES.map((type) => `"${type}"`).join(', ')}, got "teleport"`,
    ],
    [null, `type: expected one of ${COMMAND_TYPES.map((type) => `"${type}"`).join(', ')}, got nothing`],
  ])('are refused with path, expectation and value: %j', (command, message) => {
    expect(refused(command)).toBe(`spar.dispatch: ${message}`);
  });

  it('never get past the check as anything but a command, whatever they are', () => {
    fc.assert(
      fc.property(fc.anything(), (garbage) => {
        expect(refused(garbage)).toMatch(/^spar\.dispatch: .*expected .*, got /s);
      }),
    );
  });
});
