/**
 * Simulates a city's cases: pure, no clock and no broker. The same seed, places, faults and instants give the same cases.
 */
import type { CaseRecord } from '#base/cases/case.ts';
import type { LimitRules } from '#base/cases/limit.ts';
import type { WorkCalendar } from '#base/cases/work-calendar.ts';
import type { Fault } from '#base/live/live-columns.ts';

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
