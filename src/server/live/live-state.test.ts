import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseRecord, CaseState } from '#base/cases/case.ts';
import { encodeBatch, encodeSnapshot, encodeVehicles } from '#base/live/encode.ts';
import { UNTOLD } from '#base/live/live-columns.ts';
import { decodeSnapshot } from '#base/live/snapshot.ts';
import type { StateBatch } from '#base/live/wire.ts';
import type { IdResolver } from '#base/search/id-resolver.ts';
import { createFakeCity, LEDGER } from '../sim/fake-city.ts';
import { createLiveState, type LiveState } from './live-state.ts';

const { manifest } = createFakeCity(3);
const NOW = Date.parse('2026-11-21T09:30:00Z');
const WALL = 5_000_000;
const clock = { epoch: NOW, rate: 1, at: WALL };
const TOPIC = 'city/370299/light/batch/gateway-01/state';

/** Knows the components of the city. */
const ids: IdResolver = {
  find(id, block, then) {
    const row = /^fake:(\d+)$/.exec(id)?.[1];
    then(row !== undefined && Number(row) < block.count ? block.start + Number(row) : null);
    return true;
  },
};
let refused: string[] = [];
const create = (): LiveState => {
  refused = [];
  return createLiveState(manifest, clock, ids, (why) => refused.push(why));
};
function batch(more: Partial<StateBatch>): Uint8Array {
  return encodeBatch({
    t: NOW,
    ledger: LEDGER,
    theme: 'components',
    gid: new Uint32Array(),
    columns: {},
    ...more,
  });
}
const snapshotOf = (state: LiveState) => decodeSnapshot(encodeSnapshot(state.snapshot(WALL)), 'snapshot');
function caseMessage(id: string, state: CaseState, observedAt: number): Uint8Array {
  const record: CaseRecord = {
    id,
    state,
    class: 'cjt214-event:0102',
    lon: 1,
    lat: 2,
    grid: null,
    component: null,
    road: null,
    department: null,
    source: 'inspector',
    title: 'Refuse',
    reportedAt: 0,
    filedAt: null,
    dueAt: null,
    handledAt: null,
    closedAt: null,
    history: [
      { kind: 'report', at: 0, by: 'inspector' },
      ...(state === 'CLOSED' ? [{ kind: 'close', at: observedAt, by: 'supervisor' } as const] : []),
    ],
  };
  return Buffer.from(JSON.stringify({ observedAt: new Date(observedAt).toISOString(), case: record }));
}

describe('the state of a city', () => {
  it('is in the snapshot what was published last of everything', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            t: fc.integer({ min: NOW - 60_000, max: NOW }),
            rows: fc.uniqueArray(
              fc.tuple(
                fc.integer({ min: 1, max: 20 }),
                fc.nat(100),
                fc.float({ min: 0, max: 400, noNaN: true }),
              ),
              {
                selector: ([gid]) => gid,
              },
            ),
          }),
          { maxLength: 30 },
        ),
        (batches) => {
          const state = create();
          const expected = new Map<number, [t: number, dim: number, power: number]>();
          for (const { t, rows } of batches) {
            const gid = Uint32Array.from(rows, ([one]) => one);
            const dim = Uint8Array.from(rows, ([, value]) => value);
            const power = Float32Array.from(rows, ([, , value]) => value);
            state.take(TOPIC, batch({ t, gid, columns: { dim, power } }), WALL);
            rows.forEach(([one], i) => {
              if ((expected.get(one)?.[0] ?? 0) <= t) expected.set(one, [t, dim[i]!, power[i]!]);
            });
          }
          const table = snapshotOf(state).tables.components;
          const found = [...(table?.gid ?? [])].map((one, i) => [
            one,
            [table!.observedAt[i], table!.columns.dim![i], table!.columns.power![i]],
          ]);
          expect(found).toEqual([...expected].sort(([a], [b]) => a - b));
        },
      ),
    );
  });

  it('says what nobody has told', () => {
    const state = create();
    state.take(TOPIC, batch({ gid: Uint32Array.of(1), columns: { on: Uint8Array.of(1) } }), WALL);
    state.take(TOPIC, batch({ gid: Uint32Array.of(2), columns: { power: Float32Array.of(80) } }), WALL);
    const { on, power } = snapshotOf(state).tables.components!.columns;
    expect([...on!]).toEqual([1, UNTOLD]);
    expect([...power!]).toEqual([Number.NaN, 80]);
  });

  it('keeps places of vehicles, and forgets those that have long been silent', () => {
    const state = create();
    const vehicles = (t: number, ids: string[]): Uint8Array =>
      encodeVehicles({
        t,
        id: ids,
        kind: ids.map(() => 'inspection'),
        lon: Float64Array.from(ids, (_, i) => 120 + i),
        lat: new Float64Array(ids.length),
        heading: new Float32Array(ids.length),
        speed: new Float32Array(ids.length),
        ttl: 10,
      });
    const topic = 'city/370299/vehicle/batch/fleet/state';
    state.take(topic, vehicles(NOW - 40_000, ['a', 'b', 'c']), WALL);
    state.take(topic, vehicles(NOW - 20_000, ['b']), WALL);
    state.take(topic, vehicles(NOW, ['c']), WALL);
    const found = snapshotOf(state).vehicles!;
    expect([found.id, [...found.lon]]).toEqual([
      ['b', 'c'],
      [120, 120],
    ]);
  });

  it('keeps open cases, and closed ones for six hours', () => {
    const state = create();
    const take = (id: string, caseState: CaseState, hoursAgo: number): void =>
      state.take(
        `city/370299/case/-/case/${id}/event`,
        caseMessage(id, caseState, NOW - hoursAgo * 3_600_000),
        WALL,
      );
    take('old-open', 'IN_PROGRESS', 100);
    take('old-closed', 'CLOSED', 7);
    take('closed', 'CLOSED', 5);
    take('late', 'CLOSED', 2);
    take('late', 'ASSIGNED', 3);
    const cases = snapshotOf(state).cases as CaseRecord[];
    expect(cases.map(({ id, state: caseState }) => [id, caseState])).toEqual([
      ['old-open', 'IN_PROGRESS'],
      ['closed', 'CLOSED'],
      ['late', 'CLOSED'],
    ]);
  });

  it('takes what things say for themselves, under names of FIWARE, too', () => {
    const state = create();
    const say = (id: string, t: number, value: object): void => {
      const message = { id, observedAt: new Date(t).toISOString(), value };
      const topic = `city/370299/light/-/streetlight/${encodeURIComponent(id)}/state`;
      state.take(topic, Buffer.from(JSON.stringify(message)), WALL);
    };
    say('fake:3', NOW - 1_000, { on: 1, dim: 60, power: 54.5 });
    say('fake:3', NOW - 2_000, { on: 0 });
    say('fake:4', NOW, { powerState: 'on' });
    say('fake:999', NOW, { on: 1 });
    say('fake:5', NOW, { dim: 300 });
    const { gid, observedAt, columns } = snapshotOf(state).tables.components!;
    expect([[...gid], [...observedAt], [...columns.on!], [...columns.dim!]]).toEqual([
      [4, 5],
      [NOW - 1_000, NOW],
      [1, 1],
      [60, UNTOLD],
    ]);
    expect(columns.power![0]).toBe(54.5);
    expect(refused).toHaveLength(2);
  });

  it('goes by the clock that was published last', () => {
    const state = create();
    const other = { epoch: NOW + 7_000, rate: 60, at: WALL };
    state.take('city/370299/clock/meta', Buffer.from(JSON.stringify(other)), WALL);
    expect(state.clock()).toEqual(other);
    expect(snapshotOf(state)).toMatchObject({ clock: other, now: WALL, ledger: LEDGER });
  });

  it.each([
    ['no CBOR', TOPIC, Buffer.from([0xff, 0]), /expected CBOR/],
    ['another ledger', TOPIC, batch({ ledger: 'b' }), `expected gids of ledger ${LEDGER}, got b`],
    [
      'a gid that the city has not',
      TOPIC,
      batch({ gid: Uint32Array.of(99_999), columns: { on: Uint8Array.of(1) } }),
      'expected gids of the city, got 1 others',
    ],
    [
      'columns of other lengths',
      TOPIC,
      batch({ gid: Uint32Array.of(1, 2), columns: { on: Uint8Array.of(1) } }),
      'columns.on: expected as many as gid (2), got 1',
    ],
    [
      'a time to come',
      TOPIC,
      batch({ t: NOW + 600_000 }),
      'expected a time up to 2026-11-21T09:35:00.000Z, got 2026-11-21T09:40:00.000Z',
    ],
    [
      'a theme that the city has not',
      TOPIC,
      batch({ theme: 'rooms' }),
      'expected a theme of the city, got rooms',
    ],
    ['no JSON', 'city/370299/case/-/case/1/event', Buffer.from('{'), 'expected JSON, got "{"'],
    [
      'a case without state',
      'city/370299/case/-/case/1/event',
      Buffer.from('{"case":{"id":"1"}}'),
      'case.history: expected a list of at most 1000 events, got nothing',
    ],
    [
      'a clock that runs wild',
      'city/370299/clock/meta',
      Buffer.from('{"epoch":1,"at":1,"rate":1e9}'),
      /rate: expected a number from/,
    ],
  ])('counts %s, and stays as it was', (_what, topic, payload, message) => {
    const state = create();
    state.take(topic, payload, WALL);
    const [example, ...more] = refused;
    expect(more).toEqual([]);
    if (message instanceof RegExp) expect(example).toMatch(message);
    else expect(example).toContain(message);
    expect(example!.startsWith(`topic "${topic}": `)).toBe(true);
    expect(snapshotOf(state)).toMatchObject({ cases: [], vehicles: null, clock });
    expect(snapshotOf(state).tables.components?.gid.length ?? 0).toBe(0);
  });
});
