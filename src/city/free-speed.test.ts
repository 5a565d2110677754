import { expect, it } from 'vitest';
import { freeSpeed } from './free-speed.ts';

it.each([
  ['primary', undefined, 60],
  ['primary', '70', 70],
  ['primary', 80, 80],
  ['residential', '20 mph', 32],
  ['motorway', 'none', 100],
  ['motorway', '130 km/h', 130],
  ['service', '999', 20],
  ['never heard of', undefined, 30],
] as const)('a road of class %s with a limit of %s is driven at %d km/h', (kind, limit, speed) => {
  expect(freeSpeed(kind, limit)).toBe(speed);
});
