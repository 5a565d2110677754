/** The city's time as the picture shows it: the state's clock over the published one. */
import { cityTime, type PublishedClock } from '#base/live/wire.ts';
import { instantAt } from '#base/state/selectors.ts';
import type { Clock } from '#base/state/twin-state.ts';
import type { TwinStore } from '../state/twin-store.ts';

export interface CityClock {
  /** ms since 1970 of the city's time now; null: the hour is left to the picture. */
  instant(): number | null;
  /** City seconds that pass in a second now; 0 when it stands. */
  rate(): number;
  /**
   * Tells when the time has jumped or gone on far enough for the sun to stand elsewhere: every ten city seconds, at
   * most four times a second; never while it stands.
   *
   * @returns the remover.
   */
  onChange(listener: (instant: number | null) => void): () => void;
  dispose(): void;
}

/** The sun moves by a twelfth of its own width in this time. */
const STEP_MS = 10_000;
const FASTEST_MS = 250;

/** Gives the time now by a published clock, or the wall clock's without one. */
export function publishedTime(clock: PublishedClock | null, wallMs: number): number {
  return clock ? cityTime(clock, wallMs) : wallMs;
}

/** Makes the clock of the first moment. `wall` gives ms since 1970. */
export function createCityClock(store: TwinStore, wall: () => number = Date.now): CityClock {
  const listeners = new Set<(instant: number | null) => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const clockOf = (): Clock => store.getState().state.moments[0].clock;
  let clock = clockOf();
  /** When the picture began to play a clock without an anchor. */
  let startMs = wall();

  function instant(): number | null {
    const now = wall();
    const live = publishedTime(store.getState().status.clock, now);
    return instantAt(clock, clock.mode === 'live' ? live : now, startMs);
  }
  function rate(): number {
    if (clock.mode === 'paused' || (clock.mode === 'played' && clock.instant === null)) return 0;
    return clock.mode === 'played' ? clock.rate : (store.getState().status.clock?.rate ?? 1);
  }
  function tell(): void {
    const now = instant();
    for (const listener of [...listeners]) listener(now);
  }
  function schedule(): void {
    clearTimeout(timer);
    timer = undefined;
    const speed = Math.abs(rate());
    if (speed === 0 || listeners.size === 0) return;
    timer = setTimeout(
      () => {
        tell();
        schedule();
      },
      Math.max(FASTEST_MS, STEP_MS / speed),
    );
  }
  const unsubscribe = store.subscribe((now, before) => {
    const next = now.state.moments[0].clock;
    const published = now.status.clock !== before.status.clock && next.mode === 'live';
    if (next === clock && !published) return;
    if (next !== clock) startMs = wall();
    clock = next;
    tell();
    schedule();
  });
  return {
    instant,
    rate,
    onChange(listener) {
      listeners.add(listener);
      if (timer === undefined) schedule();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) schedule();
      };
    },
    dispose() {
      clearTimeout(timer);
      listeners.clear();
      unsubscribe();
    },
  };
}
