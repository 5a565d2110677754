import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseEvent, CaseRecord } from '#base/cases/case.ts';
import { caseAt } from '#base/live/case-message.ts';
import type { VehicleBatch } from '#base/live/wire.ts';
import { createCaseStore } from './case-store.ts';
import { createVehicleStore } from './vehicle-store.ts';

const T = Date.UTC(2026, 10, 21, 12);
const LIFE = ['report', 'accept', 'file', 'dispatch', 'finish', 'close'] as const;
const history: CaseEvent[] = LIFE.map((kind, at) => ({ kind, at: T + at * 1_000, by: 'operator' }));
const record = (id: string, steps: number, change: Partial<CaseRecord> = {}): CaseRecord => ({
  id,
  class: 'cjt214-event:0102',
  state: steps === LIFE.length ? 'CLOSED' : 'FILED',
  lon: 120,
  lat: 35,
  grid: null,
  component: null,
  road: null,
  department: null,
  source: 'inspector',
  title: '',
  reportedAt: T,
  filedAt: null,
  dueAt: null,
  handledAt: null,
  closedAt: steps === LIFE.length ? T + 5_000 : null,
  history: history.slice(0, steps),
  ...change,
});

describe('cases', () => {
  it('stand as their longest history says, in whatever order their records come', () => {
    const messages = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: LIFE.length })),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(messages, (told) => {
        const store = createCaseStore();
        for (const [id, steps] of told) store.put(record(id, steps));
        const longest = new Map<string, number>();
        for (const [id, steps] of told) longest.set(id, Math.max(steps, longest.get(id) ?? 0));
        expect(new Map(store.all().map((one) => [one.id, one.history.length]))).toEqual(longest);
      }),
    );
  });

  it('are handed over when they change, and not again', () => {
    const store = createCaseStore();
    expect(store.put(record('a', 2))).toBe('change');
    expect(store.put(record('a', 2))).toBe('duplicate');
    expect(store.put(record('a', 1))).toBe('older');
    store.put(record('b', 1));
    expect(store.takeChanges()).toEqual({ changed: [record('a', 2), record('b', 1)], removed: [] });
    expect(store.takeChanges()).toBeNull();
  });

  it('go six hours after their closing, and never grow without bounds: those closed longest go first', () => {
    const store = createCaseStore(10);
    store.put(record('closed', 6));
    store.put(record('open', 2));
    store.sweep(T + 6 * 3_600_000);
    expect(store.all()).toHaveLength(2);
    store.sweep(T + 6 * 3_600_000 + 5_001);
    expect(store.all().map(({ id }) => id)).toEqual(['open']);
    store.put(record('closed', 6));
    for (let n = 0; n < 9; n++) store.put(record(`n${n}`, 1, { reportedAt: T + n }));
    expect(store.all()).toHaveLength(10);
    expect(store.all().some(({ id }) => id === 'closed')).toBe(false);
    expect(store.takeChanges()?.removed).toContain('closed');
  });

  it.each<[object, string]>([
    [{ state: 'LOST' }, 'topic "c": case.state: expected one of REPORTED,'],
    [{ lon: 500 }, 'topic "c": case.lon: expected degrees from -180 to 180, got 500'],
    [{ history: 'long' }, 'topic "c": case.history: expected a list of at most 1000 events, got "long"'],
    [
      { history: [{ kind: 'sing', at: 1, by: 'x' }] },
      'topic "c": case.history[0].kind: expected one of report,',
    ],
    [{ title: 7 }, 'topic "c": case.title: expected a text, got 7'],
    [{ reportedAt: null }, 'topic "c": case.reportedAt: expected a number, got null'],
  ])('are refused with %j', (change, message) => {
    expect(() => caseAt({ ...record('a', 1), ...change }, 'topic "c"', 'case')).toThrow(message);
  });
});

describe('vehicles', () => {
  const batch = (t: number, lon: number, ttl?: number): VehicleBatch => ({
    t,
    id: ['v'],
    kind: ['sanitation'],
    lon: Float64Array.of(lon),
    lat: Float64Array.of(35),
    heading: Float32Array.of(0),
    speed: Float32Array.of(30),
    ...(ttl === undefined ? {} : { ttl }),
  });

  it('keep the last place and the one before; what comes late or twice changes nothing', () => {
    const store = createVehicleStore();
    expect(store.put(batch(T, 1))).toEqual({ changes: 1, older: 0, duplicate: 0 });
    expect(store.takeChanges()?.changed[0]).toMatchObject({ from: { t: T, lon: 1 }, to: { t: T, lon: 1 } });
    store.put(batch(T + 2_000, 2));
    expect(store.put(batch(T + 1_000, 9)).older).toBe(1);
    expect(store.put(batch(T + 2_000, 9)).duplicate).toBe(1);
    expect(store.takeChanges()?.changed).toMatchObject([{ from: { lon: 1 }, to: { lon: 2 } }]);
    expect(store.takeChanges()).toBeNull();
  });

  it('go when nobody has seen them for thirty intervals', () => {
    const store = createVehicleStore();
    store.put(batch(T, 1, 4));
    store.takeChanges();
    store.sweep(T + 120_000);
    expect(store.takeChanges()).toBeNull();
    store.sweep(T + 120_001);
    expect(store.takeChanges()).toEqual({ changed: [], removed: ['v'] });
  });
});
