/** Reads the published clock. */
import { numberAt, recordAt, wrong } from './check.ts';
import { decodeJson } from './json.ts';
import type { PublishedClock } from './wire.ts';

const FASTEST = 100_000;

/** Checks a clock that has been read. @throws Error naming what is wrong. */
export function clockAt(value: unknown, scope: string, path: string): PublishedClock {
  const record = recordAt(value, scope, path);
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const rate = numberAt(record.rate, scope, at('rate'));
  if (Math.abs(rate) > FASTEST) {
    throw wrong(scope, at('rate'), `a number from -${FASTEST} to ${FASTEST}`, String(rate));
  }
  return {
    epoch: numberAt(record.epoch, scope, at('epoch')),
    rate,
    at: numberAt(record.at, scope, at('at')),
  };
}

/** Reads a clock from JSON. @throws Error `topic "…/clock/meta": rate: expected a number, got "fast"`. */
export function parseClock(bytes: Uint8Array, scope: string): PublishedClock {
  return clockAt(decodeJson(bytes, scope), scope, '');
}
