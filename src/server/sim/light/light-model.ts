import { FAULTS, type Fault } from '#base/live/live-columns.ts';
import type { CityHours } from '../city-hours.ts';
import { hash01 } from '../hash.ts';
import type { LightNetwork } from './circuits.ts';
import { type Override, overriddenLevel } from './overrides.ts';
import { lampSky, scheduledLevel } from './schedule.ts';

export const FAULT = Object.fromEntries(FAULTS.map((name, code) => [name, code])) as Readonly<
  Record<Fault, number>
>;

/** What has befallen a circuit. */
export interface CircuitEvent {
  readonly kind: 'breaker' | 'theft';
  readonly at: number;
  /** Of a theft: lamps in the order in which they went dark, and when. */
  readonly lamps?: Uint32Array;
  readonly lostAt?: Float64Array;
}

/** Lamps as they stand at an instant; positions are those of the network's lamps. */
export interface LightModel {
  readonly on: Uint8Array;
  readonly dim: Uint8Array;
  readonly fault: Uint8Array;
  readonly inferred: Uint8Array;
  readonly events: ReadonlyMap<number, CircuitEvent>;
  /** Levels that were asked for, by lamp. */
  readonly overrides: Map<number, Override>;
  /** Goes to an instant. Closed in itself: where it was before does not count. */
  update(t: number): void;
  /** Whether the circuit's schedule wanted light at the last update. */
  wanted(circuit: number): boolean;
  /** Whether a cabinet answers. */
  isReachable(cabinet: number, t: number): boolean;
  /** Whether people are at work on a circuit, which is locked then. */
  isLocked(circuit: number, t: number): boolean;
}

export interface LightModelOptions {
  readonly network: LightNetwork;
  readonly seed: number;
  readonly lon: number;
  readonly lat: number;
  readonly hours: CityHours;
  /** Fault code of a component, as it was found. */
  faultOf(component: number): number;
  /** Circuits in trouble, by position. */
  readonly events: ReadonlyMap<number, CircuitEvent>;
}

const OUTAGE_SLOT_MS = 4 * 3_600_000;
const OUTAGE_SHARE = 0.006;
const LOCKED_SHARE = 0.01;

/** Faults that leave a lamp dark. */
const DARK = new Set<number>([FAULT.lampFailure, FAULT.damaged, FAULT.lost]);

/** Creates the model of a city's lamps. */
export function createLightModel(options: LightModelOptions): LightModel {
  const { network, seed, hours, events } = options;
  const { lamps, circuits } = network;
  const on = new Uint8Array(lamps.length);
  const dim = new Uint8Array(lamps.length);
  const fault = new Uint8Array(lamps.length);
  const inferred = new Uint8Array(lamps.length);
  const wanted = new Uint8Array(circuits.length);
  const overrides = new Map<number, Override>();

  const isReachable = (cabinet: number, t: number): boolean => {
    const slot = Math.floor(t / OUTAGE_SLOT_MS);
    if (hash01(seed, 101, cabinet, slot) >= OUTAGE_SHARE) return true;
    const start = slot * OUTAGE_SLOT_MS + hash01(seed, 102, cabinet, slot) * OUTAGE_SLOT_MS * 0.7;
    const length = (10 + 30 * hash01(seed, 103, cabinet, slot)) * 60_000;
    return t < start || t >= start + length;
  };
  const isLocked = (circuit: number, t: number): boolean => {
    const hour = hours.hour(t);
    return hour >= 9 && hour < 11 && hash01(seed, 104, circuit, hours.day(t)) < LOCKED_SHARE;
  };

  function update(t: number): void {
    const sky = lampSky(t, options.lon, options.lat);
    for (let c = 0; c < circuits.length; c++) {
      const circuit = circuits[c]!;
      const scheduled = scheduledLevel(circuit, sky, t, hours);
      wanted[c] = scheduled > 0 ? 1 : 0;
      const event = events.get(c);
      const tripped = event?.kind === 'breaker' && t >= event.at;
      const away = !isReachable(circuit.cabinet, t);
      const members = circuit.lamps;
      for (let i = 0; i < members.length; i++) {
        const lamp = members[i]!;
        let level = scheduled;
        const override = overrides.size > 0 ? overrides.get(lamp) : undefined;
        if (override) {
          const asked = overriddenLevel(override, t, scheduled > 0);
          if (asked === null) overrides.delete(lamp);
          else level = asked;
        }
        let code = options.faultOf(lamps[lamp]!);
        // A lamp that does not tell of itself has faults only when somebody has seen them.
        if (circuit.grouped && !DARK.has(code)) code = 0;
        if (tripped) {
          level = 0;
          code = FAULT.supplyLoss;
        } else if (DARK.has(code)) level = 0;
        else if (code === FAULT.dimmingFailure && level > 0) level = 100;
        else if (code === FAULT.lampUnexpectedOn) {
          // It burns day and night; by night there is nothing wrong to be seen.
          if (scheduled > 0) code = 0;
          else level = 100;
        }
        if (away && code === 0) code = FAULT.offline;
        dim[lamp] = level;
        on[lamp] = level > 0 ? 1 : 0;
        fault[lamp] = code;
        // Nobody hears of lamps whose cabinet is silent: what they do is what their schedule says.
        inferred[lamp] = (circuit.grouped && code === 0) || code === FAULT.offline ? 1 : 0;
      }
      if (event?.lamps && event.lostAt) {
        for (let i = 0; i < event.lamps.length; i++) {
          if (t < event.lostAt[i]!) break;
          const lamp = event.lamps[i]!;
          on[lamp] = 0;
          dim[lamp] = 0;
          fault[lamp] = FAULT.supplyLoss;
          inferred[lamp] = 0;
        }
      }
    }
  }
  return {
    on,
    dim,
    fault,
    inferred,
    events,
    overrides,
    update,
    wanted: (circuit) => wanted[circuit] === 1,
    isReachable,
    isLocked,
  };
}
