import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTwinStore } from '../state/twin-store.ts';
import { type CityClock, createCityClock } from './city-clock.ts';

const WALL = Date.UTC(2026, 10, 21, 12);
const NOON = Date.UTC(2026, 5, 21, 4);

let clock: CityClock | null = null;
beforeEach(() => {
  vi.useFakeTimers({ now: WALL });
});
afterEach(() => {
  clock?.dispose();
  vi.useRealTimers();
});

function open() {
  const store = createTwinStore();
  clock = createCityClock(store);
  const heard: (number | null)[] = [];
  clock.onChange((instant) => heard.push(instant));
  return { store, clock, heard };
}

describe('the city’s clock', () => {
  it('leaves the hour to the picture until somebody says one', () => {
    const { clock: one, heard, store } = open();
    expect([one.instant(), one.rate()]).toEqual([null, 0]);
    store.dispatch({ type: 'setTime', instant: NOON });
    expect(heard).toEqual([NOON]);
    vi.advanceTimersByTime(3_600_000);
    expect([one.instant(), heard.length]).toEqual([NOON, 1]);
  });

  it('goes with the wall clock while live, and with the published one once that is known', () => {
    const { clock: one, heard, store } = open();
    store.dispatch({ type: 'setTime', mode: 'live' });
    expect([one.instant(), one.rate()]).toEqual([WALL, 1]);
    store.report({ clock: { epoch: NOON, rate: 60, at: WALL } });
    vi.advanceTimersByTime(1_000);
    expect([one.instant(), one.rate()]).toEqual([NOON + 60_000, 60]);
    expect(heard.slice(0, 2)).toEqual([WALL, NOON]);
  });

  it('tells every ten city seconds, at most four times a second', () => {
    const { heard, store } = open();
    store.dispatch({ type: 'setTime', mode: 'live' });
    heard.length = 0;
    vi.advanceTimersByTime(60_000);
    expect(heard).toHaveLength(6);
    store.report({ clock: { epoch: NOON, rate: 3_600, at: WALL } });
    heard.length = 0;
    vi.advanceTimersByTime(10_000);
    expect(heard).toHaveLength(40);
  });

  it('plays from where it was told, backwards too, and from its start where no anchor is given', () => {
    const { clock: one, store } = open();
    store.dispatch({ type: 'setTime', mode: 'played', instant: NOON, rate: -60, anchor: WALL });
    vi.advanceTimersByTime(10_000);
    expect(one.instant()).toBe(NOON - 600_000);
    store.dispatch({ type: 'setTime', rate: 10, instant: NOON });
    vi.advanceTimersByTime(10_000);
    expect(one.instant()).toBe(NOON + 100_000);
  });

  it('is silent once nobody listens, and leaves no timer behind', () => {
    const { clock: one, store } = open();
    store.dispatch({ type: 'setTime', mode: 'live' });
    expect(vi.getTimerCount()).toBe(1);
    one.dispose();
    expect(vi.getTimerCount()).toBe(0);
  });
});
