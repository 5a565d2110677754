import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { anyCommand, anyState } from './arbitrary-state.ts';
import type { Command } from './commands.ts';
import { reduce } from './reduce.ts';
import { StateSchema } from './state-schema.ts';
import { DEFAULT_STATE, type TwinState } from './twin-state.ts';

const camera = { lon: 120.95, lat: 35.55, height: 900, headingDeg: 16, pitchDeg: -28 };
const given = (...commands: Command[]): TwinState => commands.reduce(reduce, DEFAULT_STATE);

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

describe('the reducer', () => {
  it('turns any state by any command into a valid state, and touches neither', () => {
    fc.assert(
      fc.property(anyState, anyCommand, (state, command) => {
        const next = reduce(freeze(state), freeze(command));
        expect(v.safeParse(StateSchema, next).success).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same object when a command that is not about the old value is repeated', () => {
    const relative = ['setState', 'select', 'setCompare'];
    fc.assert(
      fc.property(
        anyState,
        anyCommand.filter((command) => !relative.includes(command.type)),
        (state, command) => {
          const once = reduce(state, command);
          expect(reduce(once, structuredClone(command))).toBe(once);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('gives the same object when a whole state says nothing new', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(reduce(state, { type: 'setState', state: structuredClone(state) })).toBe(state);
      }),
    );
  });

  it('keeps every part that did not change the very same', () => {
    const before = given(
      { type: 'setLayer', id: 'ground', visible: true },
      { type: 'setLayer', id: 'buildings', visible: true },
      { type: 'select', ids: ['a'] },
    );
    const next = reduce(before, { type: 'setLayer', id: 'ground', visible: false });
    expect(next.layers).not.toBe(before.layers);
    expect(next.layers.buildings).toBe(before.layers.buildings);
    expect(next.selection).toBe(before.selection);
    expect(next.moments).toBe(before.moments);
  });

  it('selects in place of, besides, without and alternately', () => {
    const { selection } = given({ type: 'select', ids: ['a', 'b', 'a'] });
    expect(selection).toEqual(['a', 'b']);
    const then = (how: 'add' | 'remove' | 'toggle', ids: string[]) =>
      reduce({ ...DEFAULT_STATE, selection }, { type: 'select', ids, how }).selection;
    expect(then('add', ['c', 'a'])).toEqual(['b', 'c', 'a']);
    expect(then('remove', ['a', 'x'])).toEqual(['b']);
    expect(then('toggle', ['b', 'c', 'c'])).toEqual(['a', 'c']);
  });

  it('hides, takes back some, takes back all', () => {
    const hidden = given({ type: 'hide', ids: ['a', 'b'] }, { type: 'hide', ids: ['b', 'c'] });
    expect(hidden.hidden).toEqual(['a', 'b', 'c']);
    expect(reduce(hidden, { type: 'unhide', ids: ['b'] }).hidden).toEqual(['a', 'c']);
    expect(reduce(hidden, { type: 'unhide', ids: null }).hidden).toEqual([]);
  });

  it('changes of a layer what is said, and gives the scene its style back', () => {
    const styled = given(
      { type: 'setLayer', id: 'ground', opacity: 0.5 },
      { type: 'setLayer', id: 'ground', style: { road: '#fff' } },
      { type: 'setLayer', id: 'ground', visible: false },
    );
    expect(styled.layers).toEqual({ ground: { visible: false, opacity: 0.5, style: { road: '#fff' } } });
    const plain = reduce(styled, { type: 'setLayer', id: 'ground', style: null });
    expect(plain.layers).toEqual({ ground: { visible: false, opacity: 0.5 } });
  });

  it('starts the clock anew when instant, rate or mode change without an anchor', () => {
    const [{ clock }] = given(
      { type: 'setTime', mode: 'played', instant: 1000, rate: 60, anchor: 5000 },
      { type: 'setTime', rate: 600 },
    ).moments;
    expect(clock).toEqual({ mode: 'played', instant: 1000, rate: 600, anchor: null });
  });

  it('compares two moments and drops the second', () => {
    const two = given({ type: 'setCompare', compare: true }, { type: 'setYear', moment: 1, year: 1985 });
    expect(two.moments.map(({ year }) => year)).toEqual([null, 1985]);
    expect(reduce(two, { type: 'setCompare', compare: false }).moments).toEqual(DEFAULT_STATE.moments);
    expect(reduce(DEFAULT_STATE, { type: 'setYear', moment: 1, year: 1985 })).toBe(DEFAULT_STATE);
  });

  it('keeps views under keys and goes to them; a key without one does nothing', () => {
    const kept = given({ type: 'setPreset', slot: '3', camera });
    expect(reduce(kept, { type: 'goToPreset', slot: '3' }).camera).toEqual(camera);
    expect(reduce(kept, { type: 'goToPreset', slot: '4' })).toBe(kept);
    expect(reduce(kept, { type: 'setPreset', slot: '3', camera: null }).presets).toEqual({});
  });

  it('puts a measurement in the place of the one with its id', () => {
    const measurement = { id: 'm1', kind: 'distance', points: [[1, 2, 3]] } as const;
    const longer = {
      ...measurement,
      points: [...measurement.points, [1, 2, 4]] as [number, number, number][],
    };
    const state = given(
      { type: 'setMeasurement', measurement },
      { type: 'setMeasurement', measurement: longer },
    );
    expect(state.measurements).toEqual([longer]);
    expect(reduce(state, { type: 'removeMeasurement', id: 'm1' }).measurements).toEqual([]);
  });

  it('puts away what belongs to a city when another one opens, and nothing else', () => {
    const state = given(
      { type: 'setCamera', camera },
      { type: 'select', ids: ['a'] },
      { type: 'setLevel', mode: 'L2' },
      { type: 'openCity', city: 'monaco' },
    );
    expect(state).toEqual({ ...DEFAULT_STATE, city: 'monaco', levels: { mode: 'L2' } });
  });
});
