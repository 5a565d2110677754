/**
 * Simulates a city's cases: pure, no clock and no broker. The same seed, places, faults and instants give the same cases.
 */
import { advance, type CaseReport, openCase } from '#base/cases/advance-case.ts';
import type { CaseEvent, CaseRecord } from '#base/cases/case.ts';
import { isEnded } from '#base/cases/case-transitions.ts';
import { handlingLimit, type LimitRules } from '#base/cases/limit.ts';
import { COMMON_LIMITS } from '#base/cases/limit-rules.ts';
import type { WorkCalendar } from '#base/cases/work-calendar.ts';
import { componentClass, eventClass } from '#base/catalogue/catalogue.ts';
import type { Fault } from '#base/live/live-columns.ts';
import { hashText } from '../hash.ts';
import { createArrivals } from './arrivals.ts';
import { type CaseCourse, createHabits, drawCourse, type NextEvent, nextEvent, onBeat } from './case-life.ts';
import { Chance } from './chance.ts';
import { departmentOf, isDaily } from './departments.ts';
import { createEventQueue } from './event-queue.ts';
import { FAULT_REPORTS } from './fault-reports.ts';
import { createPlaceChooser } from './place-chooser.ts';

/** A unit grid, or any other small area. */
export interface CaseGrid {
  readonly code: string | null;
  /** Middle, degrees. */
  readonly lon: number;
  readonly lat: number;
  /** Cases lie within so many metres of the middle; absent: 45. */
  readonly radius?: number;
  /** Share of the cases that it gets; absent: 1. */
  readonly weight?: number;
}

/** A managed road segment, or a part of one. */
export interface CaseRoad {
  readonly id: string;
  readonly name: string | null;
  /** Unit grid that it lies in. */
  readonly grid: string | null;
  /** Flat [lon, lat, …], degrees. */
  readonly line: readonly number[];
}

/** Where cases can be; without grids those that are about no road lie along roads, too. */
export interface CasePlaces {
  readonly grids: readonly CaseGrid[];
  readonly roads: readonly CaseRoad[];
}

/** A component that has a fault. */
export interface FaultyComponent {
  readonly id: string;
  /** `<scheme>:<code>` */
  readonly class: string;
  readonly lon: number;
  readonly lat: number;
  readonly grid: string | null;
  /** Id of the road that it stands at. */
  readonly road: string | null;
  /** Who cares for it; null: by its class. */
  readonly department: string | null;
}

export interface CaseSimulationOptions {
  readonly seed: number;
  /** ms since 1970 of the city's time; cases of the days before are there already at the first step. */
  readonly startAt: number;
  readonly places: CasePlaces;
  /** Cases a day besides those of components: 8,000 of a city of 900,000 components. */
  readonly perDay: number;
  readonly calendar: WorkCalendar;
  /** Absent: common practice. */
  readonly rules?: LimitRules;
  /** Of titles and departments; absent: zh. */
  readonly language?: 'zh' | 'en';
  /** Hours that ended cases are kept; absent: 4. */
  readonly keepHours?: number;
  /** Days before the start from which cases are there; absent: 3. */
  readonly warmUpDays?: number;
}

export interface CaseChanges {
  /** Cases that changed, each once, as they stand now. */
  readonly records: CaseRecord[];
  /** Ids of components whose case was closed: they are in order again. */
  readonly restored: string[];
}

export interface CaseSimulation {
  /**
   * Says that a component has a fault from an instant on: it is noticed after a while and reported. While a case of the
   * component is open, and while a fault waits to be noticed, nothing new comes of it.
   *
   * @returns whether a case comes of it.
   */
  fault(component: FaultyComponent, fault: Fault, at: number): boolean;
  /** Goes on to an instant, however far; one that has passed already changes nothing. */
  step(at: number): CaseChanges;
  /** Cases that are open, oldest first. */
  open(): CaseRecord[];
  /** Those, and the ones that ended within the last hours. */
  snapshot(): CaseRecord[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

interface Held {
  record: CaseRecord;
  readonly course: CaseCourse;
}

/** Who says that there is something, by the source that it came from. */
const REPORTERS: Readonly<Record<string, string>> = {
  inspector: 'inspector',
  hotline: 'public',
  video: 'sensor',
  sensor: 'sensor',
};

/** Makes a city's cases, those of the days before the start included. */
export function createCaseSimulation({
  seed,
  startAt,
  places,
  perDay,
  calendar,
  rules = COMMON_LIMITS,
  language = 'zh',
  keepHours = 4,
  warmUpDays = 3,
}: CaseSimulationOptions): CaseSimulation {
  const habits = createHabits(calendar, language);
  const { work, zone } = habits;
  const arrivals = createArrivals(perDay, calendar.timeZone, work);
  const arrivalChance = new Chance(seed);
  const choosePlace = createPlaceChooser(places, seed ^ 0x5a17);
  const queue = createEventQueue<() => void>();
  /** Open ones, and those that ended within the last hours. */
  const held = new Map<string, Held>();
  /** Components whose fault is known or will be. */
  const faulty = new Set<string>();
  let changed = new Map<string, CaseRecord>();
  let restored: string[] = [];
  let [serial, serialDay] = [0, ''];

  const nextId = (at: number): string => {
    const day = new Date(at + zone.offset(at)).toISOString().slice(0, 10).replaceAll('-', '');
    if (day !== serialDay) [serial, serialDay] = [0, day];
    serial++;
    return `${day}-${String(serial).padStart(5, '0')}`;
  };

  const put = (one: Held): void => {
    held.set(one.record.id, one);
    changed.set(one.record.id, one.record);
    const next = nextEvent(one.record, one.course, habits);
    if (next) queue.push(next.event.at, () => happen(one, next));
    if (isEnded(one.record.state) && one.record.history.at(-1)!.kind !== 'rate') {
      const { id } = one.record;
      queue.push(one.record.history.at(-1)!.at + keepHours * HOUR_MS, () => held.delete(id));
    }
  };

  const happen = (one: Held, { event, change }: NextEvent): void => {
    if (!held.has(one.record.id)) return;
    one.record = advance(one.record, event, change);
    const { component } = one.record;
    if (event.kind === 'close' && component !== null) {
      faulty.delete(component);
      restored.push(component);
    }
    put(one);
  };

  const open = (at: number, report: Omit<CaseReport, 'id'>, course: CaseCourse): void => {
    const event: CaseEvent = { kind: 'report', at, by: REPORTERS[report.source]! };
    put({ record: openCase({ id: nextId(at), ...report }, event), course });
  };

  const arrive = (at: number): void => {
    const kind = arrivals.classAt(at, arrivalChance);
    const chance = new Chance(Math.floor(arrivalChance.number() * 4_294_967_296));
    const place = choosePlace(kind.where, chance);
    scheduleArrival(at);
    if (!place) return;
    const who = chance.number();
    const source = who < kind.hotline ? 'hotline' : who < kind.hotline + kind.video ? 'video' : 'inspector';
    const name = eventClass(kind.class)![language];
    const { roadName, ...where } = place;
    const title =
      roadName === null ? name : language === 'zh' ? `${roadName}${name}` : `${name}, ${roadName}`;
    const course = drawCourse(chance, {
      limit: handlingLimit(rules, kind.class),
      department: departmentOf(kind.class, language),
      daily: isDaily(kind.class),
      source,
      self: kind.self,
      sure: false,
    });
    open(at, { class: kind.class, ...where, component: null, source, title }, course);
  };

  const scheduleArrival = (after: number): void => {
    const at = Math.ceil(arrivals.next(after, arrivalChance));
    if (Number.isFinite(at)) queue.push(at, () => arrive(at));
  };

  const run = (until: number): void => {
    while (queue.first <= until) queue.pop()();
  };

  const records = (wanted: (record: CaseRecord) => boolean): CaseRecord[] => {
    const list: CaseRecord[] = [];
    for (const { record } of held.values()) if (wanted(record)) list.push(record);
    return list;
  };
  const all = (): CaseRecord[] => records(() => true);

  scheduleArrival(startAt - warmUpDays * DAY_MS);
  run(startAt);
  // Of what went before only what is still there is told.
  changed = new Map(all().map((record) => [record.id, record]));
  let now = startAt;

  return {
    fault: (component, fault, at) => {
      if (fault === 'none' || faulty.has(component.id)) return false;
      faulty.add(component.id);
      const how = FAULT_REPORTS[fault];
      const from = Math.max(at, now);
      const chance = new Chance(
        hashText(component.id) ^ seed ^ Math.imul(Math.floor(from / 1_000), 0x9e3779b1),
      );
      const noticed = from + chance.around(how.noticed, 0.6) * MINUTE_MS;
      const reported = Math.ceil(how.source === 'inspector' ? onBeat(noticed, habits, chance) : noticed);
      const { id, class: key, department, ...where } = component;
      const known = componentClass(key);
      const name = known?.[language];
      const course = drawCourse(chance, {
        limit: how.limit ?? handlingLimit(rules, key),
        department: department ?? departmentOf(known?.key ?? key, language),
        daily: isDaily(known?.key ?? key),
        source: how.source,
        self: 0,
        sure: true,
      });
      const title = language === 'zh' ? `${name ?? '部件'}${how.zh}` : `${name ?? 'Component'}: ${how.en}`;
      queue.push(reported, () =>
        open(reported, { class: key, ...where, component: id, source: how.source, title }, course),
      );
      return true;
    },
    step: (at) => {
      now = Math.max(now, at);
      run(now);
      const changes: CaseChanges = { records: [...changed.values()], restored };
      changed = new Map();
      restored = [];
      return changes;
    },
    open: () => records(({ state }) => !isEnded(state)),
    snapshot: all,
  };
}
