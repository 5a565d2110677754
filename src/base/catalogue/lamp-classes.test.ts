import { expect, it } from 'vitest';
import { isLampClass } from './lamp-classes.ts';

it('knows lamps by their class, under any scheme that is built upon the standard', () => {
  const keys = [
    'cjt214:0118',
    'lanwan:0118',
    'osm:0120',
    'gbt30428:01018',
    'lanwan:2101',
    'cjt214-event:0118',
    '',
  ];
  expect(keys.map(isLampClass)).toEqual([true, true, true, true, false, false, false]);
});
