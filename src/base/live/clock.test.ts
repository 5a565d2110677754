import { describe, expect, it } from 'vitest';
import { parseClock } from './clock.ts';
import { cityTime } from './wire.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('parseClock', () => {
  it('reads a clock whose time goes sixty times as fast', () => {
    const clock = parseClock(bytes('{"epoch":1000000,"rate":60,"at":5000}'), 'topic "c"');
    expect(cityTime(clock, 6_000)).toBe(1_060_000);
  });

  it.each([
    ['{"epoch":1,"rate":"fast","at":1}', 'topic "c": rate: expected a number, got "fast"'],
    [
      '{"epoch":1,"rate":1e9,"at":1}',
      'topic "c": rate: expected a number from -100000 to 100000, got 1000000000',
    ],
    ['[1]', 'topic "c": expected an object, got a list of 1'],
    ['{', 'topic "c": expected JSON, got "{"'],
    ['{"rate":1,"at":1}', 'topic "c": epoch: expected a number, got nothing'],
  ])('refuses %s', (text, message) => {
    expect(() => parseClock(bytes(text), 'topic "c"')).toThrow(message);
  });

  it('refuses what is no UTF-8', () => {
    expect(() => parseClock(Uint8Array.from([0xff, 0xfe]), 'topic "c"')).toThrow(
      'topic "c": expected UTF-8, got 2 bytes of something else',
    );
  });
});
