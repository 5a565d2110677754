import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONDITION, FAULTS, FLAG, STATE_WIDTH, UNTOLD } from '#base/live/live-columns.ts';
import { LiveTable } from './live-table.ts';
import { ROW_BYTES } from './state-texels.ts';

const T = Date.UTC(2026, 10, 21, 12);
const NOW = { city: T, tick: 40 };
const START = 100;
const lampFailure = FAULTS.indexOf('lampFailure');

/** Red, green, blue and alpha of a gid, read from what is handed over. */
function texelOf(table: LiveTable, gid: number): number[] {
  const into = new Uint8Array(table.texelBytes);
  table.touchAll();
  table.takeDirty(into);
  const at = (gid - table.start) * 4;
  return [...into.subarray(at, at + 4)];
}

const gids = (...values: number[]): Uint32Array => Uint32Array.from(values);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('a live table', () => {
  const message = fc.record({
    t: fc.integer({ min: T - 5_000, max: T + 5_000 }),
    ttl: fc.integer({ min: 1, max: 600 }),
    rows: fc.uniqueArray(
      fc.record({
        gid: fc.integer({ min: START - 2, max: START + 12 }),
        on: fc.constantFrom(0, 1, UNTOLD),
        dim: fc.constantFrom(0, 40, 100, UNTOLD),
        fault: fc.constantFrom(0, 1, 3, UNTOLD),
        power: fc.constantFrom(0, 60.5, Number.NaN),
      }),
      { selector: ({ gid }) => gid, minLength: 1, maxLength: 6 },
    ),
    /** Parts come alone, too. */
    columns: fc.subarray(['on', 'dim', 'fault', 'power'] as const, { minLength: 1 }),
  });
  type Message = typeof message extends fc.Arbitrary<infer M> ? M : never;
  const take = (table: LiveTable, { t, ttl, rows, columns }: Message): void => {
    const values = columns.map((name): [string, Uint8Array | Float32Array] => [
      name,
      name === 'power'
        ? Float32Array.from(rows, ({ power }) => power)
        : Uint8Array.from(rows, (row) => row[name]),
    ]);
    table.merge(
      Uint32Array.from(rows, ({ gid }) => gid),
      t,
      Object.fromEntries(values),
      ttl,
      NOW,
    );
  };
  const tableOf = (messages: readonly Message[]): unknown => {
    const table = new LiveTable('components', START, 10);
    for (const one of messages) take(table, one);
    const dump = table.dump() as { columns: [string, unknown, unknown][] };
    return { ...dump, counts: table.counts() };
  };

  it('is the same whatever the order in which messages come, and however often', () => {
    const shuffled = fc
      .array(message, { minLength: 1, maxLength: 12 })
      .chain((messages) =>
        fc.tuple(
          fc.constant(messages),
          fc.shuffledSubarray([...messages, ...messages], { minLength: 2 * messages.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([messages, mixed]) => {
        expect(tableOf(mixed)).toEqual(tableOf(messages));
      }),
      { numRuns: 500 },
    );
  });

  it('is the same whether a batch or single messages tell it', () => {
    const [batch, single] = [new LiveTable('components', START, 10), new LiveTable('components', START, 10)];
    batch.merge(gids(100, 101, 105), T, { on: bytes(1, 0, 1), dim: bytes(40, 100, UNTOLD) }, 60, NOW);
    single.mergeOne(100, T, { on: 1, dim: 40 }, 60, NOW);
    single.mergeOne(101, T, { on: 0, dim: 100 }, 60, NOW);
    single.mergeOne(105, T, { on: 1 }, 60, NOW);
    expect(single.dump()).toEqual(batch.dump());
  });

  it('drops what is older, and counts it, duplicates and gids that are none of its own', () => {
    const table = new LiveTable('components', START, 10);
    expect(table.merge(gids(100, 101), T, { on: bytes(1, 1) }, 60, NOW)).toMatchObject({ changes: 2 });
    expect(table.merge(gids(100, 101), T, { on: bytes(1, 1) }, 60, NOW)).toMatchObject({
      changes: 0,
      duplicate: 2,
    });
    const late = table.merge(gids(100, 99, 110, 4_000_000), T - 1, { on: bytes(0, 1, 1, 1) }, 60, NOW);
    expect(late).toEqual({ changes: 0, older: 1, duplicate: 0, unknown: 3, unknownGid: 4_000_000 });
    expect(table.valueOf('on', 100)).toBe(1);
    expect(table.read(110)).toBeNull();
  });

  it('shows light as on times level, a fault as such, and a plain "on" as full light', () => {
    const table = new LiveTable('components', START, 10);
    table.merge(
      gids(100, 101, 102, 103),
      T,
      {
        on: bytes(1, 0, 1, UNTOLD),
        dim: bytes(40, 100, UNTOLD, UNTOLD),
        fault: bytes(0, 0, lampFailure, FAULTS.indexOf('overfull')),
        fill: bytes(UNTOLD, UNTOLD, UNTOLD, 90),
      },
      60,
      NOW,
    );
    expect(texelOf(table, 100).slice(0, 2)).toEqual([CONDITION.normal, 102]);
    expect(texelOf(table, 101).slice(0, 2)).toEqual([CONDITION.normal, 0]);
    expect(texelOf(table, 102).slice(0, 2)).toEqual([CONDITION.fault, 255]);
    expect(texelOf(table, 103).slice(0, 2)).toEqual([CONDITION.notice, 229]);
    expect(texelOf(table, 104)).toEqual([0, 0, 0, 0]);
    expect(table.counts()).toEqual({ known: 4, normal: 2, notice: 1, fault: 1, off: 0, stale: 0, lit: 3 });
  });

  it('shows a road’s speed against its free speed, and a closed one as off', () => {
    const table = new LiveTable('roads', START, 3);
    table.setFreeSpeeds(Float32Array.from([60, 0, 80]), NOW);
    table.merge(
      gids(100, 101, 102),
      T,
      { speed: Float32Array.from([30, 25, 200]), closed: bytes(0, UNTOLD, 1) },
      60,
      NOW,
    );
    expect([100, 101, 102].map((gid) => texelOf(table, gid).slice(0, 2))).toEqual([
      [CONDITION.normal, 128],
      [CONDITION.normal, 128],
      [CONDITION.off, 255],
    ]);
    table.setFreeSpeeds(Float32Array.from([120, 0, 80]), NOW);
    expect(texelOf(table, 100)[1]).toBe(64);
  });

  it('keeps the level before and when it changed, and lets it rest after two seconds', () => {
    const table = new LiveTable('components', START, 10);
    table.mergeOne(100, T, { on: 1, dim: 100 }, 60, { city: T, tick: 250 });
    expect(texelOf(table, 100)).toEqual([CONDITION.normal, 255, 255, 250]);
    table.mergeOne(100, T + 1, { on: 0 }, 60, { city: T, tick: 254 });
    expect(texelOf(table, 100)).toEqual([CONDITION.normal, 0, 255, 254]);
    table.sweep({ city: T, tick: 12 });
    expect(texelOf(table, 100)).toEqual([CONDITION.normal, 0, 255, 254]);
    table.sweep({ city: T, tick: 14 });
    expect(texelOf(table, 100)).toEqual([CONDITION.normal, 0, 0, 254]);
  });

  it('is stale after three intervals of the city’s time, and fresh again with the next value', () => {
    const table = new LiveTable('components', START, 10);
    table.mergeOne(100, T, { on: 1 }, 60, NOW);
    table.sweep({ city: T + 180_000, tick: 0 });
    expect(texelOf(table, 100)[0]).toBe(CONDITION.normal);
    table.sweep({ city: T + 180_001, tick: 0 });
    expect(texelOf(table, 100)[0]).toBe(CONDITION.normal | FLAG.stale);
    expect(table.counts().stale).toBe(1);
    table.mergeOne(100, T + 170_000, { on: 1 }, 60, { city: T + 190_000, tick: 0 });
    expect(texelOf(table, 100)[0]).toBe(CONDITION.normal);
    // What is old already when it comes never looks fresh.
    table.mergeOne(101, T, { on: 1 }, 60, { city: T + 3_600_000, tick: 0 });
    expect(texelOf(table, 101)[0]).toBe(CONDITION.normal | FLAG.stale);
  });

  it('takes each row’s own interval from a snapshot, and the feed’s where it has none', () => {
    const table = new LiveTable('components', START, 10);
    const ttl = Float32Array.of(0, 600);
    table.merge(gids(100, 101), Float64Array.of(T, T), { on: bytes(1, 1) }, ttl, NOW, 60);
    expect([table.read(100)?.ttl, table.read(101)?.ttl]).toEqual([60, 600]);
    table.sweep({ city: T + 200_000, tick: 0 });
    expect(texelOf(table, 100)[0]).toBe(CONDITION.normal | FLAG.stale);
    expect(texelOf(table, 101)[0]).toBe(CONDITION.normal);
  });

  it('hands over the rows that changed and no others, and nothing twice', () => {
    const table = new LiveTable('components', 1, 5 * STATE_WIDTH);
    const into = new Uint8Array(table.texelBytes);
    table.merge(gids(1, 2 * STATE_WIDTH + 1, 3 * STATE_WIDTH + 7), T, { on: bytes(1, 1, 1) }, 60, NOW);
    expect(table.takeDirty(into)).toEqual({ runs: [0, 1, 2, 2], bytes: 3 * ROW_BYTES, quiet: false });
    // The third texel row was copied right behind the first.
    expect([...into.subarray(ROW_BYTES, ROW_BYTES + 2)]).toEqual([CONDITION.normal, 255]);
    expect(table.takeDirty(into)).toBeNull();
    table.merge(gids(1), T + 1, { power: Float32Array.of(60) }, 60, NOW);
    expect(table.isDirty()).toBe(false);
    table.merge(gids(1), T + 2, { on: bytes(0) }, 60, NOW);
    table.takeDirty(into);
    table.sweep({ city: T, tick: NOW.tick + 20 });
    expect(table.takeDirty(into)).toEqual({ runs: [0, 1], bytes: ROW_BYTES, quiet: true });
  });

  it('marks what a command asks for, and unmarks it', () => {
    const table = new LiveTable('components', START, 10);
    table.mergeOne(100, T, { on: 1 }, 60, NOW);
    table.markCommanded([100, 3], true);
    expect(texelOf(table, 100)[0]).toBe(CONDITION.normal | FLAG.commanded);
    table.mergeOne(100, T + 1, { on: 0 }, 60, NOW);
    expect(texelOf(table, 100)[0]).toBe(CONDITION.normal | FLAG.commanded);
    table.markCommanded([100], false);
    expect(texelOf(table, 100)[0]).toBe(CONDITION.normal);
  });

  it('tells what it knows of a gid, and those that watch', () => {
    const table = new LiveTable('components', START, 10);
    const seen: number[] = [];
    table.watch(101, (gid) => seen.push(gid));
    table.merge(gids(100, 101), T, { on: bytes(1, 1), power: Float32Array.of(60.5, Number.NaN) }, 60, NOW);
    expect(table.read(100)).toEqual({
      values: { on: 1, power: 60.5 },
      observedAt: T,
      ttl: 60,
      red: CONDITION.normal,
    });
    expect(table.read(101)?.values).toEqual({ on: 1 });
    expect(table.read(102)).toBeNull();
    expect(seen).toEqual([101]);
  });
});
