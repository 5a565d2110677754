import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBatch, decodeVehicles } from './batch.ts';
import { PAYLOAD_AT_MOST } from './cbor.ts';
import { encodeBatch, encodeSnapshot, encodeVehicles } from './encode.ts';
import { decodeSnapshot } from './snapshot.ts';
import type { LiveSnapshot, StateBatch, VehicleBatch } from './wire.ts';

const SCOPE = 'topic "city/990001/light/batch/sim/state"';
const BATCH: StateBatch = {
  t: 1_795_000_000_123,
  ledger: 'a'.repeat(64),
  theme: 'components',
  gid: new Uint32Array([1, 70_000, 4_194_303]),
  columns: { on: new Uint8Array([0, 1, 255]), power: new Float32Array([0, 120.5, Number.NaN]) },
};
const VEHICLES: VehicleBatch = {
  t: 1_795_000_000_000,
  id: ['a', 'b'],
  kind: ['sanitation', 'inspection'],
  lon: new Float64Array([120.1, 120.2]),
  lat: new Float64Array([35.1, 35.2]),
  heading: new Float32Array([90, 270]),
  speed: new Float32Array([20, 0]),
};

describe('decodeBatch', () => {
  it('gives back what encodeBatch wrote, whatever the values and however the frame lies in memory', () => {
    const row = fc.record({
      gid: fc.integer({ min: 0, max: 0xffff_ffff }),
      on: fc.integer({ min: 0, max: 255 }),
      power: fc.float(),
    });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 300 }),
        fc.integer({ min: 0, max: 4_102_444_800_000 }),
        fc.option(fc.integer({ min: 1, max: 86_400 }), { nil: undefined }),
        fc.integer({ min: 0, max: 7 }),
        (rows, t, ttl, shift) => {
          const batch: StateBatch = {
            t,
            ledger: 'abc',
            theme: 'components',
            gid: Uint32Array.from(rows, ({ gid }) => gid),
            columns: {
              on: Uint8Array.from(rows, ({ on }) => on),
              power: Float32Array.from(rows, ({ power }) => power),
            },
            ...(ttl === undefined ? {} : { ttl }),
          };
          const bytes = encodeBatch(batch);
          const frame = new Uint8Array(bytes.length + shift);
          frame.set(bytes, shift);
          expect(decodeBatch(frame.subarray(shift), SCOPE)).toEqual(batch);
        },
      ),
    );
  });

  it('reads arrays as RFC 8746 writes them: tag 70 for little-endian uint32, 66 for big-endian', () => {
    const frame = (tag: string, gid: string): Uint8Array =>
      Uint8Array.from(
        // {t: 1, ledger: "x", theme: "roads", gid: [1], columns: {}}
        Buffer.from(
          `a5 6174 01 666c6564676572 6178 657468656d65 65726f616473 63676964 ${tag} 44${gid} 67636f6c756d6e73 a0`.replaceAll(
            ' ',
            '',
          ),
          'hex',
        ),
      );
    expect([...decodeBatch(frame('d846', '01000000'), SCOPE).gid]).toEqual([1]);
    expect([...decodeBatch(frame('d842', '00000001'), SCOPE).gid]).toEqual([1]);
  });

  it.each<[string, unknown, string]>([
    [
      'arrays of different lengths',
      { ...BATCH, columns: { on: new Uint8Array(2) } },
      'columns.on: expected as many as gid (3), got 2',
    ],
    [
      'a column of another type',
      { ...BATCH, columns: { on: new Float32Array(3) } },
      'columns.on: expected a Uint8Array, got Float32Array',
    ],
    [
      'a list where an array belongs',
      { ...BATCH, gid: [1, 2, 3] },
      'gid: expected a Uint32Array, got a list of 3',
    ],
    [
      'a column that nobody knows',
      { ...BATCH, columns: { colour: new Uint8Array(3) } },
      'columns: expected columns of components (on, dim, fault, inferred, power, voltage, current, leakage, fill), got "colour"',
    ],
    [
      'a column of every object',
      { ...BATCH, columns: { constructor: new Uint8Array(3) } },
      'got "constructor"',
    ],
    ['no time', { ...BATCH, t: 'now' }, 't: expected a number, got "now"'],
    ['no ledger', { ...BATCH, ledger: undefined }, 'ledger: expected a text, got nothing'],
    [
      'a theme that nobody knows',
      { ...BATCH, theme: 'trees' },
      'theme: expected one of components, buildings, roads, pipes, rooms, got "trees"',
    ],
    ['a time to live of nothing', { ...BATCH, ttl: 0 }, 'ttl: expected seconds above 0, got 0'],
    ['a list', [1, 2], 'expected an object, got a list of 2'],
  ])('refuses %s', (_, value, message) => {
    const decode = (): StateBatch => decodeBatch(encodeBatch(value as StateBatch), SCOPE);
    expect(decode).toThrow(message);
    expect(decode).toThrow(SCOPE);
  });

  it('refuses what is no CBOR, what is cut, and what is too long, before it reads it', () => {
    const bytes = encodeBatch(BATCH);
    expect(() => decodeBatch(bytes.subarray(0, bytes.length - 3), SCOPE)).toThrow(
      /expected CBOR, got \d+ bytes that begin/,
    );
    expect(() => decodeBatch(new TextEncoder().encode('hello world'), SCOPE)).toThrow(
      `${SCOPE}: expected CBOR, got 11 bytes that begin 68 65 6c 6c 6f 20 77 6f`,
    );
    expect(() => decodeBatch(new Uint8Array(0), SCOPE)).toThrow('expected CBOR, got nothing');
    expect(() => decodeBatch(new Uint8Array(PAYLOAD_AT_MOST + 1), SCOPE)).toThrow(
      `expected at most ${PAYLOAD_AT_MOST} bytes, got ${PAYLOAD_AT_MOST + 1}`,
    );
  });

  it('refuses a header that claims a billion items without taking the memory', () => {
    expect(() => decodeBatch(Uint8Array.from([0x9a, 0x3b, 0x9a, 0xca, 0x00]), SCOPE)).toThrow(
      'expected CBOR',
    );
  });

  it('never gives anything but a batch or a message with its scope, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeBatch(bytes, SCOPE);
        } catch (error) {
          expect((error as Error).message.startsWith(`${SCOPE}: `)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('decodeVehicles', () => {
  it('gives back what encodeVehicles wrote', () => {
    expect(decodeVehicles(encodeVehicles(VEHICLES), SCOPE)).toEqual(VEHICLES);
  });

  it('says which array is shorter', () => {
    const short = { ...VEHICLES, lat: new Float64Array(1) };
    expect(() => decodeVehicles(encodeVehicles(short), SCOPE)).toThrow(
      'lat: expected as many as id (2), got 1',
    );
    const kinds = { ...VEHICLES, kind: ['a', 1] as unknown as string[] };
    expect(() => decodeVehicles(encodeVehicles(kinds), SCOPE)).toThrow('kind[1]: expected a text, got 1');
  });
});

describe('decodeSnapshot', () => {
  const snapshot: LiveSnapshot = {
    now: 1_795_000_000_500,
    clock: { epoch: 1_795_000_000_000, rate: 60, at: 1_795_000_000_400 },
    ledger: 'abc',
    tables: {
      components: {
        gid: new Uint32Array([1, 2]),
        observedAt: new Float64Array([1_795_000_000_000, 1_794_999_999_000.5]),
        ttl: new Float32Array([360, 0]),
        columns: { on: new Uint8Array([1, 0]) },
      },
    },
    cases: [{ id: 'c1' }],
    vehicles: VEHICLES,
  };

  it('gives back what encodeSnapshot wrote', () => {
    expect(decodeSnapshot(encodeSnapshot(snapshot), 'snapshot')).toEqual(snapshot);
    const none = { ...snapshot, vehicles: null, cases: [], tables: {} };
    expect(decodeSnapshot(encodeSnapshot(none), 'snapshot')).toEqual(none);
  });

  it('says where it is wrong', () => {
    const bad = (change: object) => () =>
      decodeSnapshot(encodeSnapshot({ ...snapshot, ...change }), 'snapshot');
    expect(bad({ clock: { epoch: 1, rate: 'fast', at: 1 } })).toThrow(
      'snapshot: clock.rate: expected a number, got "fast"',
    );
    expect(bad({ tables: { trees: {} } })).toThrow('tables: expected one of components');
    const components = { ...snapshot.tables.components, observedAt: new Float64Array(3) };
    expect(bad({ tables: { components } })).toThrow(
      'tables.components.observedAt: expected as many as gid (2), got 3',
    );
  });
});
