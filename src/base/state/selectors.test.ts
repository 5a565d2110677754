import { describe, expect, it } from 'vitest';
import { instantAt, isShown, layerOf, readId } from './selectors.ts';
import { DEFAULT_STATE } from './twin-state.ts';

describe('what is read off a state', () => {
  it('is the present while live, the instant while paused, and moves on while played', () => {
    const clock = { instant: 1_000_000, rate: 60, anchor: 5_000 };
    expect(instantAt({ ...clock, mode: 'live' }, 7_000)).toBe(7_000);
    expect(instantAt({ ...clock, mode: 'paused' }, 7_000)).toBe(1_000_000);
    expect(instantAt({ ...clock, mode: 'played' }, 7_000)).toBe(1_120_000);
    expect(instantAt({ ...clock, mode: 'played', rate: -60 }, 7_000)).toBe(880_000);
    expect(instantAt({ ...clock, mode: 'played', anchor: null }, 7_000, 6_500)).toBe(1_030_000);
    expect(instantAt({ ...clock, mode: 'played', instant: null }, 7_000)).toBeNull();
  });

  it('is the last one selected', () => {
    expect(readId(DEFAULT_STATE)).toBeNull();
    expect(readId({ ...DEFAULT_STATE, selection: ['a', 'b'] })).toBe('b');
  });

  it('shows a layer that is not named, and hides what is hidden or not isolated', () => {
    expect(layerOf(DEFAULT_STATE, 'trees')).toEqual({ visible: true });
    const state = { ...DEFAULT_STATE, isolated: ['a', 'b'], hidden: ['b'] };
    expect(['a', 'b', 'c'].filter((id) => isShown(state, id))).toEqual(['a']);
    expect(isShown(DEFAULT_STATE, 'c')).toBe(true);
  });
});
