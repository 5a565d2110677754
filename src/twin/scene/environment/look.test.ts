import { describe, expect, it } from 'vitest';
import { environmentAt, PLEASANT } from '#base/environment/environment.ts';
import { lookOf, type Rgb } from './look.ts';
import { windowShares } from './window-hours.ts';

const LANWAN = [120.95, 35.54] as const;
const at = (time: string) => lookOf(environmentAt(Date.parse(`2026-05-15T${time}+08:00`), ...LANWAN));
const luma = ([r, g, b]: Rgb): number => 0.3 * r + 0.59 * g + 0.11 * b;

describe('how an environment looks', () => {
  it('is the plain afternoon without a clock: the engine’s sky, the map as it is, no lamps', () => {
    const look = lookOf(PLEASANT);
    expect([look.ownSky, look.nightGround, look.lamps, look.stars]).toEqual([0, 0, 0, 0]);
    for (const share of look.groundTone) expect(share).toBeCloseTo(1, 6);
    expect(look.sunLight).toEqual([1.02, 0.92, 0.75]);
  });

  it('grows darker from noon over the golden and the blue hour into the night, and never black', () => {
    const course = ['12:00', '18:15', '19:20', '22:00'].map((time) => at(time));
    const sky = course.map(({ zenith, skyLight }) => luma(zenith) + luma(skyLight));
    const ground = course.map(({ groundTone, nightGround }) => luma(groundTone) * (1 - 0.7 * nightGround));
    expect(sky).toEqual(sky.toSorted((a, b) => b - a));
    expect(ground).toEqual(ground.toSorted((a, b) => b - a));
    const night = course.at(-1)!;
    expect(luma(night.skyLight)).toBeGreaterThan(0.03);
    expect(luma(night.horizon)).toBeGreaterThan(0.1);
  });

  it('has a sun that grows redder as it sinks, and none at night', () => {
    const red = (look: ReturnType<typeof at>): number => look.sunLight[0] / look.sunLight[2];
    expect(red(at('18:15'))).toBeGreaterThan(1.5 * red(at('15:00')));
    expect(red(at('18:45'))).toBeGreaterThan(red(at('18:15')));
    expect(at('22:00').sunLight).toEqual([0, 0, 0]);
  });

  it('changes little from one minute to the next', () => {
    const start = Date.parse('2026-05-15T17:00+08:00');
    let before = lookOf(environmentAt(start, ...LANWAN));
    for (let minute = 1; minute < 240; minute++) {
      const now = lookOf(environmentAt(start + minute * 60_000, ...LANWAN));
      for (const name of ['zenith', 'horizon', 'haze', 'skyLight', 'sunLight', 'groundTone'] as const) {
        now[name].forEach((value, index) => {
          expect(Math.abs(value - before[name][index]!), `${name} at minute ${minute}`).toBeLessThan(0.035);
        });
      }
      before = now;
    }
  });
});

describe('lit windows', () => {
  it('are more at 20:00 than at 03:00, of every use', () => {
    const evening = windowShares(20, 1);
    const night = windowShares(3, 1);
    for (const use of ['homes', 'offices', 'shops', 'others'] as const) {
      expect(evening[use]).toBeGreaterThan(2.5 * night[use]);
    }
    expect(evening.homes).toBeGreaterThan(evening.offices);
    expect(windowShares(18, 1).offices).toBeGreaterThan(windowShares(18, 1).homes);
  });

  it('are not seen by day, and midnight joins the day before', () => {
    expect(windowShares(12, 0)).toEqual({ homes: 0, offices: 0, shops: 0, others: 0 });
    expect(windowShares(24, 1)).toEqual(windowShares(0, 1));
  });
});
