import { expect, it } from 'vitest';
import { CONDITION, FLAG } from '#base/live/live-columns.ts';
import { countLamps } from './count-lamps.ts';

it('counts lamps by their texels: lit, faulty, stale; what nobody has told of is not known', () => {
  const texels = new Uint8Array(8 * 4);
  const put = (at: number, red: number, level: number): void => texels.set([red, level, level, 0], at * 4);
  put(0, CONDITION.normal, 255);
  put(1, CONDITION.normal, 0);
  put(2, CONDITION.fault, 0);
  put(3, CONDITION.fault | FLAG.stale, 120);
  put(4, CONDITION.notice | FLAG.inferred, 90);
  put(6, CONDITION.normal, 255);
  const gids = [100, 101, 102, 103, 104, 105];
  expect(countLamps(gids, { start: 100, texels })).toEqual({
    lamps: 6,
    known: 5,
    lit: 3,
    faults: 2,
    stale: 1,
  });
  expect(countLamps(gids, null)).toEqual({ lamps: 6, known: 0, lit: 0, faults: 0, stale: 0 });
  expect(countLamps([900], { start: 100, texels })).toMatchObject({ lamps: 1, known: 0 });
});
