import type { Fault } from '#base/live/live-columns.ts';
import type { CaseSimulation, FaultyComponent } from './cases/case-simulation.ts';
import type { CityHours } from './city-hours.ts';
import { type FaultEvent, faultsOfDay } from './fault-schedule.ts';
import type { ComponentRow } from './inventory.ts';
import type { LightNetwork } from './light/circuits.ts';
import { type CircuitEvent, FAULT } from './light/light-model.ts';

/** Faults are found and mended on whole minutes, so that nothing depends on how time is stepped. */
export const MINUTE_MS = 60_000;
/** A fault that no case comes of is mended by itself. */
const UNHANDLED_MS = 8 * 3_600_000;

/** What ails the components. */
export interface FaultState {
  /** Position in `FAULTS`, a component each. */
  readonly code: Uint8Array;
  /** Positions of those that changed since they were last taken. */
  readonly changed: Set<number>;
  /** Goes to the next whole minute. @param cases - told of faults. */
  minute(t: number): void;
  /** Takes over what the cases have put in order. */
  restore(ids: readonly string[]): void;
  /** Position of a component by its id; −1: none. */
  indexOf(id: string): number;
}

export interface FaultOptions {
  readonly components: readonly ComponentRow[];
  readonly network: LightNetwork;
  readonly seed: number;
  readonly hours: CityHours;
  readonly cases: Pick<CaseSimulation, 'fault'>;
  /** Circuits in trouble: written here, read by the lamps. */
  readonly circuits: Map<number, CircuitEvent>;
  roadOf(component: ComponentRow): string | null;
  onRestored?(component: number, t: number): void;
}

/** Creates the state, with nothing wrong. */
export function createFaults(options: FaultOptions): FaultState {
  const { components, network, seed, hours, cases, circuits } = options;
  const code = new Uint8Array(components.length);
  const changed = new Set<number>();
  const byId = new Map(components.map(({ id }, at) => [id, at]));
  const circuitOf = new Map<number, number>();
  const unhandled = new Map<number, number>();
  let coming: { at: number; component: number; fault: Fault }[] = [];
  let day = Number.NaN;
  let events: FaultEvent[] = [];
  let next = 0;
  let now = 0;

  const describe = (row: ComponentRow): FaultyComponent => ({
    id: row.id,
    class: row.class,
    lon: row.lon,
    lat: row.lat,
    grid: row.grid,
    road: options.roadOf(row),
    department: row.department,
  });
  /** Sets a fault of a component that is sound; a case comes of it. */
  function set(component: number, fault: Fault, at: number): void {
    if (code[component] !== 0) return;
    code[component] = FAULT[fault];
    changed.add(component);
    if (!cases.fault(describe(components[component]!), fault, at))
      unhandled.set(component, at + UNHANDLED_MS);
  }
  function clear(component: number): void {
    const circuit = circuitOf.get(component);
    if (circuit !== undefined) {
      circuits.delete(circuit);
      circuitOf.delete(component);
    }
    unhandled.delete(component);
    if (code[component] === 0) return;
    code[component] = 0;
    changed.add(component);
    options.onRestored?.(component, now);
  }
  /** A circuit's trouble is laid ready a minute ahead: the lamps follow it to the second. */
  function announce({ at, component, fault, circuit, lamps, lostAt }: FaultEvent): void {
    if (circuit !== undefined) {
      if (code[component] !== 0 || circuits.has(circuit)) return;
      circuitOf.set(component, circuit);
      circuits.set(circuit, lamps && lostAt ? { kind: 'theft', at, lamps, lostAt } : { kind: 'breaker', at });
    }
    // It takes three lamps within a minute for a theft to be known as one.
    coming.push({ at: lostAt?.[2] ?? at, component, fault });
  }
  return {
    code,
    changed,
    minute(t) {
      now = t;
      for (;;) {
        if (hours.day(t + MINUTE_MS) !== day && next >= events.length) {
          // Days that were slept through are left out.
          day = hours.day(t + MINUTE_MS);
          events = faultsOfDay(day, components, network, seed, hours).filter(({ at }) => at > t);
          next = 0;
        }
        const event = events[next];
        if (!event || event.at > t + MINUTE_MS) break;
        next++;
        announce(event);
      }
      const due = coming.filter(({ at }) => at <= t);
      if (due.length > 0) coming = coming.filter(({ at }) => at > t);
      for (const { component, fault, at } of due) set(component, fault, at);
      for (const [component, at] of unhandled) if (at <= t) clear(component);
    },
    restore(ids) {
      for (const id of ids) {
        const component = byId.get(id);
        if (component !== undefined) clear(component);
      }
    },
    indexOf: (id) => byId.get(id) ?? -1,
  };
}
