import { STEPS, type Step } from './quality-steps.ts';

export interface AutoStep {
  step(): Step;
  /**
   * Takes the time between two frames that followed each other while the camera moved.
   *
   * @param now - ms of any clock that only goes forward.
   * @returns the step from here on.
   */
  take(intervalMs: number, now: number): Step;
}

/** Slower than 25 a second is too slow; a step up is tried only where there is room to spare. */
const TOO_SLOW_MS = 40;
const FAST_MS = 19;
/** Frames that one judgement needs. */
const SLOW_FRAMES = 24;
const FAST_FRAMES = 180;
/** Longer pauses are no frames that followed each other. */
const PAUSE_MS = 1_000;
/** A step up that had to be taken back is not tried again for so long; each time twice as long. */
const FIRST_WAIT_MS = 30_000;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Chooses a step by the time that frames take, slow to rise, quick to fall and never to and fro. */
export function createAutoStep(start: Step = 'high'): AutoStep {
  let at: number = STEPS.indexOf(start);
  let times: number[] = [];
  let rose = false;
  let waitMs = FIRST_WAIT_MS;
  let notBefore = Number.NEGATIVE_INFINITY;

  const change = (by: 1 | -1, now: number): void => {
    if (by < 0 && rose) {
      notBefore = now + waitMs;
      waitMs *= 2;
    }
    rose = by > 0;
    at += by;
    times = [];
  };
  return {
    step: () => STEPS[at]!,
    take(intervalMs, now) {
      if (intervalMs > PAUSE_MS) return STEPS[at]!;
      times.push(intervalMs);
      if (times.length > FAST_FRAMES) times.shift();
      const recent = times.slice(-SLOW_FRAMES);
      if (at > 0 && recent.length === SLOW_FRAMES && median(recent) > TOO_SLOW_MS) change(-1, now);
      else if (
        at < STEPS.length - 1 &&
        times.length === FAST_FRAMES &&
        now >= notBefore &&
        median(times) < FAST_MS
      ) {
        change(1, now);
      }
      return STEPS[at]!;
    },
  };
}
