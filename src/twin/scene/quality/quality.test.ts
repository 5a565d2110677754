import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAutoStep } from './auto-step.ts';
import { pixelScale, STEP_SETTINGS, STEPS } from './quality-steps.ts';

describe('pixelScale', () => {
  const { high, medium, low } = STEP_SETTINGS;
  it('draws the screen’s own pixels, up to two by CSS pixel', () => {
    expect(pixelScale(1280, 720, 1, 16384, high)).toBe(1);
    expect(pixelScale(1280, 720, 3, 16384, high)).toBe(2);
    expect(pixelScale(1280, 720, 2, 16384, medium)).toBe(1);
    expect(pixelScale(1280, 720, 2, 16384, low)).toBe(0.75);
    expect(pixelScale(320, 240, 1, 16384, high)).toBe(1);
  });

  it('draws a wall of 15,360 px smaller, in its own shape', () => {
    const scale = pixelScale(15_360, 3_240, 1, 16_384, high);
    expect(15_360 * scale).toBeCloseTo(5000, 6);
    expect(pixelScale(15_360, 3_240, 1, 4096, medium) * 15_360).toBeCloseTo(4096, 6);
  });

  it('never draws more than the graphics and the step allow, for any window', () => {
    const side = fc.integer({ min: 1, max: 40_000 });
    fc.assert(
      fc.property(side, side, fc.double({ min: 0.5, max: 4, noNaN: true }), (width, height, ratio) => {
        for (const step of STEPS) {
          const settings = STEP_SETTINGS[step];
          const scale = pixelScale(width, height, ratio, 8192, settings);
          expect(scale).toBeGreaterThan(0);
          expect(Math.max(width, height) * scale).toBeLessThanOrEqual(settings.longestSide * 1.0001);
          expect(width * height * scale * scale).toBeLessThanOrEqual(settings.mostPixels * 1.0001);
        }
      }),
    );
  });
});

describe('createAutoStep', () => {
  /** Runs frames of one length; gives the step and how often it changed. */
  function run(
    auto: ReturnType<typeof createAutoStep>,
    ms: number,
    frames: number,
    from = 0,
  ): [string, number] {
    let changes = 0;
    let before = auto.step();
    for (let i = 0; i < frames; i++) {
      const step = auto.take(ms, from + i * ms);
      if (step !== before) changes++;
      before = step;
    }
    return [before, changes];
  }

  it('falls while frames are too slow, to the lowest and no further', () => {
    expect(run(createAutoStep(), 60, 30)).toEqual(['medium', 1]);
    expect(run(createAutoStep(), 60, 500)).toEqual(['low', 2]);
  });

  it('stays where it is between slow and fast', () => {
    expect(run(createAutoStep('medium'), 30, 5000)).toEqual(['medium', 0]);
  });

  it('does not mind single slow frames, nor pauses', () => {
    const auto = createAutoStep();
    for (let i = 0; i < 1000; i++) auto.take(i % 4 === 0 ? 300 : i % 4 === 1 ? 60_000 : 16, i * 50);
    expect(auto.step()).toBe('high');
  });

  it('rises when there is room, and does not swing when the higher step is too slow', () => {
    const auto = createAutoStep('low');
    let [now, changes, before] = [0, 0, auto.step()];
    // Medium is too slow here, low is fast: ten minutes of it.
    while (now < 600_000) {
      const ms = auto.step() === 'low' ? 12 : 55;
      now += ms;
      const step = auto.take(ms, now);
      if (step !== before) changes++;
      before = step;
    }
    expect(changes).toBeGreaterThan(1);
    expect(changes).toBeLessThan(14);
  });
});
