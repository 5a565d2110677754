import { describe, expect, it } from 'vitest';
import { FAULTS } from './live-columns.ts';
import { readState } from './state-message.ts';

const SCOPE = 'topic "lamps/7"';
const T = Date.UTC(2026, 10, 21, 10, 0, 0);
const own = (value: unknown, more: object = {}) => ({
  id: 'lanwan:1',
  observedAt: '2026-11-21T10:00:00Z',
  value,
  ...more,
});

describe('readState', () => {
  it('reads our own message, by name of column or FIWARE’s', () => {
    expect(readState(own({ dim: 40, on: true }, { ttl: 60 }), {}, SCOPE)).toEqual({
      key: 'lanwan:1',
      t: T,
      ttl: 60,
      values: { on: 1, dim: 40 },
    });
    const fiware = {
      powerState: 'low',
      illuminanceLevel: 0.4,
      status: 'defectiveLamp',
      powerConsumption: 61.5,
      address: 'x',
    };
    expect(readState(own(fiware), {}, SCOPE).values).toEqual({
      on: 1,
      dim: 40,
      fault: FAULTS.indexOf('lampFailure'),
      power: 61.5,
    });
    expect(readState(own({ speed: 31.5, closed: 'closed' }), { theme: 'roads' }, SCOPE).values).toEqual({
      speed: 31.5,
      closed: 1,
    });
  });

  it('reads what others send by paths, with scales and words of their own', () => {
    const payload = { lamp: { code: '3799010118000001', state: 'EIN', level: [0.25] }, at: T + 5, n: 12 };
    const mapping = {
      key: 'code',
      id: 'lamp.code',
      time: 'at',
      columns: {
        on: { path: 'lamp.state', values: { EIN: 1, AUS: 0 } },
        dim: { path: 'lamp.level.0', scale: 100 },
        power: 'n',
        voltage: 'u',
      },
    } as const;
    expect(readState(payload, mapping, SCOPE)).toEqual({
      key: '3799010118000001',
      t: T + 5,
      values: { on: 1, dim: 25, power: 12 },
    });
    expect(
      readState({ gid: 7, observedAt: T, value: { on: 0 } }, { key: 'gid', id: 'gid' }, SCOPE),
    ).toMatchObject({ key: 7 });
  });

  it('takes the time that is given for a message without one, and none else', () => {
    const { observedAt: _, ...timeless } = own({ on: 1 });
    expect(readState(timeless, {}, SCOPE, 5).t).toBe(5);
    expect(() => readState(timeless, {}, SCOPE)).toThrow(
      'observedAt: expected a time as RFC 3339 with its zone, or ms since 1970, got nothing',
    );
  });

  it.each<[unknown, object, string]>([
    [7, {}, 'expected an object, got 7'],
    [null, {}, 'expected an object, got null'],
    [{ ...own({ on: 1 }), id: 7 }, {}, 'id: expected a text, got 7'],
    [own({ on: 1 }), { key: 'gid' }, 'id: expected a gid, got "lanwan:1"'],
    [
      { ...own({ on: 1 }), observedAt: 'yesterday' },
      {},
      'observedAt: expected a time as RFC 3339 with its zone, or ms since 1970, got "yesterday"',
    ],
    [{ ...own({ on: 1 }), observedAt: '2026-11-21T10:00:00' }, {}, 'got "2026-11-21T10:00:00"'],
    [own({ dim: 300 }), {}, 'value.dim: expected a number from 0 to 100, got 300'],
    [own({ on: 'maybe' }), {}, 'value.on: expected true, false, 1 or 0, got "maybe"'],
    [own({ fault: 'gremlins' }), {}, 'value.fault: expected the name of a fault, or a number from 0 to'],
    [own({ power: Number.NaN }), {}, 'value.power: expected a number from 0 on, got NaN'],
    [
      own({ colour: 1 }),
      {},
      'expected a value of on, dim, fault, inferred, power, voltage, current, leakage, fill, got none',
    ],
    [own(3), {}, 'value: expected an object, got 3'],
    [own({ on: 1 }, { ttl: -5 }), {}, 'ttl: expected seconds above 0, got -5'],
    [own({ on: 1 }), { columns: { on: '__proto__.on' } }, 'expected a value of on, got none'],
  ])('%#: refuses %j', (json, mapping, message) => {
    expect(() => readState(json, mapping, SCOPE)).toThrow(message);
    expect(() => readState(json, mapping, SCOPE)).toThrow(SCOPE);
  });
});
