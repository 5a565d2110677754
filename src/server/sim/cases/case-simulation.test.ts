import { describe, expect, it } from 'vitest';
import type { CaseRecord } from '#base/cases/case.ts';
import { CASE_PASSES, CASE_TRANSITIONS, type CaseRole, isEnded } from '#base/cases/case-transitions.ts';
import { CHINA_CALENDAR } from '#base/cases/china-calendar.ts';
import { limitUsed } from '#base/cases/due.ts';
import { createWorkTime } from '#base/cases/work-time.ts';
import { componentClass, eventClass } from '#base/catalogue/catalogue.ts';
import { caseAt } from '#base/live/case-message.ts';
import {
  type CasePlaces,
  type CaseSimulationOptions,
  createCaseSimulation,
  type FaultyComponent,
} from './case-simulation.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday, eight in the morning. */
const START = Date.parse('2026-11-16T08:00+08:00');
const work = createWorkTime(CHINA_CALENDAR);

/** Twenty by twenty unit grids of a hundred metres, a road along each row. */
const places: CasePlaces = {
  grids: Array.from({ length: 400 }, (_, i) => ({
    code: `990101001001${String(i + 1).padStart(3, '0')}`,
    lon: 113 + (i % 20) * 0.001,
    lat: 22 + Math.floor(i / 20) * 0.0009,
  })),
  roads: Array.from({ length: 20 }, (_, i) => ({
    id: `r${i}`,
    name: `第${i + 1}路`,
    grid: `990101001001${String(i * 20 + 1).padStart(3, '0')}`,
    line: [113, 22 + i * 0.0009, 113.01, 22 + i * 0.0009, 113.02, 22 + i * 0.0009],
  })),
};
const options: CaseSimulationOptions = {
  seed: 7,
  startAt: START,
  places,
  perDay: 500,
  calendar: CHINA_CALENDAR,
};

const lamp: FaultyComponent = {
  id: 'lanwan:9901010118000001',
  class: 'cjt214:0118',
  lon: 113.001,
  lat: 22.001,
  grid: '990101001001001',
  road: 'r3',
  department: null,
};

/** Goes on for some days, an hour at a time; gives every case as it was last told. */
function run(days: number, change: Partial<CaseSimulationOptions> = {}): CaseRecord[] {
  const simulation = createCaseSimulation({ ...options, ...change });
  const last = new Map<string, CaseRecord>();
  for (let at = START; at <= START + days * DAY; at += HOUR) {
    for (const record of simulation.step(at).records) last.set(record.id, record);
  }
  return [...last.values()];
}

/** Goes through a history by the table; gives the first step that it does not have. */
function wrongStep({ id, history, state }: CaseRecord): string | null {
  let at: CaseRecord['state'] | null = null;
  let time = Number.NEGATIVE_INFINITY;
  for (const { kind, by, at: when } of history) {
    const { from, to, by: roles } = CASE_TRANSITIONS[kind];
    const allowed = at === null ? from.length === 0 : from.includes(at);
    if (!allowed || !roles.includes(by as CaseRole) || when < time) return `${id}: ${kind} of ${at} by ${by}`;
    time = when;
    at = to === null ? at : (CASE_PASSES[to] ?? to);
  }
  return at === state ? null : `${id}: ${at}, not ${state}`;
}

describe('simulated cases', () => {
  const week = run(14);

  it('are the same for the same seed, and others for another', () => {
    expect(run(1)).toEqual(run(1));
    expect(run(1, { seed: 8 }).map(({ lon }) => lon)).not.toEqual(run(1).map(({ lon }) => lon));
  });

  it('do not depend on how far each step goes', () => {
    const [fine, coarse] = [createCaseSimulation(options), createCaseSimulation(options)];
    for (let at = START; at < START + 30 * HOUR; at += 7 * 60_000) fine.step(at);
    fine.step(START + 30 * HOUR);
    coarse.step(START + 30 * HOUR);
    expect(coarse.snapshot()).toEqual(fine.snapshot());
  });

  it('only ever take steps that the table allows, by those who may', () => {
    expect(week.length).toBeGreaterThan(7_000);
    expect(week.map(wrongStep).filter((wrong) => wrong !== null)).toEqual([]);
  });

  it('live every kind of life', () => {
    const kinds = new Set(week.flatMap(({ history }) => history.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(Object.keys(CASE_TRANSITIONS).sort());
    const share = (kind: string) =>
      week.filter(({ history }) => history.some((event) => event.kind === kind)).length / week.length;
    expect(share('rework')).toBeGreaterThan(0.02);
    expect(share('rework')).toBeLessThan(0.1);
    expect(share('return')).toBeGreaterThan(0.02);
    expect(share('self-handle')).toBeGreaterThan(0.03);
    expect(share('self-handle')).toBeLessThan(0.2);
  });

  it('are late as often as in a city that works well', () => {
    const handled = week.filter(({ handledAt, dueAt }) => handledAt !== null && dueAt !== null);
    const late = handled.filter(({ handledAt, dueAt }) => handledAt! > dueAt!);
    expect(late.length / handled.length).toBeGreaterThan(0.05);
    expect(late.length / handled.length).toBeLessThan(0.2);
    for (const record of handled.slice(0, 500)) {
      expect(limitUsed(record, START + 99 * DAY, work)! > 1, record.id).toBe(
        record.handledAt! > record.dueAt!,
      );
    }
  });

  it('are mostly closed after a fortnight, none of the first week’s left that is not put off or late', () => {
    const old = week.filter(({ reportedAt }) => reportedAt < START + 4 * DAY);
    const ended = old.filter(({ state }) => isEnded(state));
    expect(ended.length / old.length).toBeGreaterThan(0.97);
  });

  it('have limits of the rules, in working time', () => {
    const refuse = week.find(
      ({ class: key, limit, filedAt }) => key === 'cjt214-event:0102' && limit && filedAt,
    )!;
    expect(refuse.limit?.unit).toBe('hour');
    expect(work.between(refuse.filedAt!, refuse.dueAt!)).toBeGreaterThanOrEqual(4 * HOUR - 1);
  });

  it('come as many a day as were asked for, more by day than by night', () => {
    const simulation = createCaseSimulation({ ...options, perDay: 8_000, warmUpDays: 0 });
    const reported = new Map<string, number>();
    for (let at = START; at <= START + 7 * DAY; at += 12 * HOUR) {
      for (const { id, reportedAt } of simulation.step(at).records) reported.set(id, reportedAt);
    }
    // Poisson: 56,000 with a deviation of 237.
    expect(Math.abs(reported.size - 56_000)).toBeLessThan(4 * 237);
    const hour = (at: number) => new Date(at + 8 * HOUR).getUTCHours();
    const at = (wanted: number) => [...reported.values()].filter((when) => hour(when) === wanted).length;
    expect(at(9)).toBeGreaterThan(4 * at(3));
  });

  it('lie in their grids and on their roads, thicker in some places than in others', () => {
    const counts = new Map<string, number>();
    const grids = new Map(places.grids.map((grid) => [grid.code, grid]));
    const roads = new Map(places.roads.map((road) => [road.id, road]));
    const astray = week.filter(({ grid, road, lon, lat, title }) => {
      if (road !== null) return Math.abs(lat - roads.get(road)!.line[1]!) > 1e-9 || !/^第\d+路/.test(title);
      counts.set(grid!, (counts.get(grid!) ?? 0) + 1);
      const middle = grids.get(grid)!;
      return Math.abs(lat - middle.lat) > 0.00045 || Math.abs(lon - middle.lon) > 0.0005;
    });
    expect(astray).toEqual([]);
    const sorted = [...counts.values()].sort((a, b) => b - a);
    expect(sorted[0]!).toBeGreaterThan(2.5 * sorted[200]!);
  });

  it('are known to the catalogue, each with a department and a source', () => {
    const classes = new Set(week.map(({ class: key }) => key));
    expect(classes.size).toBeGreaterThan(35);
    for (const key of classes) expect(eventClass(key), key).not.toBeNull();
    expect(new Set(week.map(({ source }) => source))).toEqual(new Set(['inspector', 'hotline', 'video']));
    const handled = week.filter(({ state }) => state === 'IN_PROGRESS' || state === 'CLOSED');
    const selfHandled = handled.filter(({ filedAt }) => filedAt === null);
    expect(handled.filter(({ department }) => department === null)).toEqual(selfHandled);
  });

  it('are read from the wire as they were sent', () => {
    const sent = week.filter(({ limit }) => limit !== undefined).slice(0, 200);
    expect(sent.map((record) => caseAt(JSON.parse(JSON.stringify(record)), 'topic', 'case'))).toEqual(sent);
    expect(() => caseAt({ ...sent[0], limit: { amount: 0, unit: 'hour' } }, 'topic "x"', 'case')).toThrow(
      'topic "x": case.limit.amount: expected a number above 0, got 0',
    );
  });

  it('are there at the start already, begun in the days before', () => {
    const simulation = createCaseSimulation(options);
    const open = simulation.open();
    expect(open.length).toBeGreaterThan(100);
    expect(open.every(({ reportedAt }) => reportedAt <= START)).toBe(true);
    expect(open[0]!.reportedAt).toBeLessThan(START - DAY);
    const first = simulation.step(START);
    expect(first.records).toEqual(simulation.snapshot());
    expect(simulation.step(START)).toEqual({ records: [], restored: [] });
    expect(simulation.step(START - DAY)).toEqual({ records: [], restored: [] });
  });

  it('are forgotten some hours after they have ended', () => {
    const simulation = createCaseSimulation(options);
    const sizes: number[] = [];
    for (let at = START; at <= START + 28 * DAY; at += 6 * HOUR) {
      simulation.step(at);
      sizes.push(simulation.snapshot().length);
      const old = simulation.snapshot().filter(({ state, closedAt, history }) => {
        return isEnded(state) && (closedAt ?? history.at(-1)!.at) <= at - 4 * HOUR;
      });
      expect(old).toEqual([]);
    }
    const [second, fourth] = [sizes.slice(28, 56), sizes.slice(84, 112)].map((list) => Math.max(...list));
    expect(fourth!).toBeLessThan(1.3 * second!);
    expect(fourth!).toBeLessThan(2_500);
  });

  it('speak English where they are asked to', () => {
    const titles = run(1, { language: 'en' }).map(({ title, department }) => `${title} ${department}`);
    expect(titles.every((title) => !/\p{Script=Han}/u.test(title.replace(/第\d+路/, '')))).toBe(true);
  });

  it('are none in a city without places, or without cases', () => {
    expect(run(1, { places: { grids: [], roads: [] } })).toEqual([]);
    expect(run(1, { perDay: 0 })).toEqual([]);
  });

  it('lie along roads where a city has no grids', () => {
    expect(run(1, { places: { grids: [], roads: places.roads } }).every(({ road }) => road !== null)).toBe(
      true,
    );
  });
});

describe('a component’s fault', () => {
  const quiet = { ...options, perDay: 0 };

  it('opens one case with component, grid and road, and the closing restores the component', () => {
    const simulation = createCaseSimulation(quiet);
    expect(simulation.fault(lamp, 'lampFailure', START)).toBe(true);
    expect(simulation.fault(lamp, 'lampFailure', START + HOUR)).toBe(false);
    const { records } = simulation.step(START + 2 * HOUR);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      class: 'cjt214:0118',
      component: lamp.id,
      grid: lamp.grid,
      road: 'r3',
      source: 'sensor',
      title: '路灯灯不亮',
    });
    expect(records[0]!.reportedAt).toBeGreaterThan(START);
    expect(simulation.fault(lamp, 'offline', START + 2 * HOUR)).toBe(false);
    const later = simulation.step(START + 20 * DAY);
    expect(later.restored).toEqual([lamp.id]);
    expect(later.records).toHaveLength(1);
    expect(later.records[0]).toMatchObject({ state: 'CLOSED', department: '路灯管理所' });
    expect(wrongStep(later.records[0]!)).toBeNull();
    expect(simulation.step(START + 21 * DAY)).toEqual({ records: [], restored: [] });
  });

  it('can come again once the component is restored', () => {
    const simulation = createCaseSimulation(quiet);
    simulation.fault(lamp, 'lampFailure', START);
    const [first] = simulation.step(START + 20 * DAY).records;
    expect(simulation.fault(lamp, 'lampFailure', START + 20 * DAY)).toBe(true);
    const [second] = simulation.step(START + 21 * DAY).records;
    expect(second!.id).not.toBe(first!.id);
  });

  it('is never thrown away: of a thousand faults a thousand are put right', () => {
    const simulation = createCaseSimulation(quiet);
    const faults = ['damaged', 'lost', 'lampFailure', 'leakageDetected', 'overfull'] as const;
    for (let i = 0; i < 1_000; i++)
      simulation.fault({ ...lamp, id: `c${i}` }, faults[i % 5]!, START + i * 60_000);
    const restored = new Set<string>();
    let most = 0;
    for (let at = START; at < START + 60 * DAY; at += 6 * HOUR) {
      const { restored: now, records } = simulation.step(at);
      for (const id of now) {
        expect(restored.has(id), id).toBe(false);
        restored.add(id);
        expect(records.find(({ component }) => component === id)?.state).toBe('CLOSED');
      }
      most = Math.max(most, simulation.open().length);
    }
    expect(restored.size).toBe(1_000);
    expect(most).toBeGreaterThan(100);
    expect(simulation.snapshot()).toEqual([]);
  });

  it('that is dangerous has a shorter limit than the class', () => {
    const simulation = createCaseSimulation(quiet);
    simulation.fault(lamp, 'leakageDetected', START);
    simulation.fault({ ...lamp, id: 'other', department: '某公司' }, 'dimmingFailure', START);
    const records = simulation.step(START + 8 * HOUR).records;
    expect(records.find(({ component }) => component === lamp.id)!.limit).toEqual({
      amount: 2,
      unit: 'urgent-hour',
    });
    expect(records.find(({ component }) => component === 'other')!.limit).toEqual({ amount: 2, unit: 'day' });
  });

  it('of a class that no catalogue knows is a case all the same', () => {
    const simulation = createCaseSimulation(quiet);
    expect(componentClass('other:水马')).toBeNull();
    simulation.fault({ ...lamp, class: 'other:水马' }, 'damaged', START);
    expect(simulation.step(START + DAY).records[0]).toMatchObject({ class: 'other:水马', title: '部件破损' });
  });

  it('that is none, is none', () => {
    const simulation = createCaseSimulation(quiet);
    expect(simulation.fault(lamp, 'none', START)).toBe(false);
    expect(simulation.step(START + DAY).records).toEqual([]);
  });
});
