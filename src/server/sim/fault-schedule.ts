import type { Fault } from '#base/live/live-columns.ts';
import type { CityHours } from './city-hours.ts';
import { hash01 } from './hash.ts';
import type { ComponentRow } from './inventory.ts';
import type { LightNetwork } from './light/circuits.ts';

/** Something that befalls a component. */
export interface FaultEvent {
  /** ms since 1970 of the city's time. */
  readonly at: number;
  /** Position in the components. */
  readonly component: number;
  readonly fault: Fault;
  /** Circuit that is dark by it; absent: none. */
  readonly circuit?: number;
  /** Of a theft: positions of lamps in the order in which they lose supply, and when. */
  readonly lamps?: Uint32Array;
  readonly lostAt?: Float64Array;
}

/** Share of a kind that fails in a day, and of what. */
const RATES = {
  lamp: 0.003,
  cabinet: 0.004,
  bin: 0.008,
  cover: 0.0006,
  signal: 0.002,
  tree: 0.0003,
  other: 0.0007,
} as const;
const LAMP_FAULTS: readonly (readonly [Fault, number])[] = [
  ['lampFailure', 0.52],
  ['dimmingFailure', 0.1],
  ['lampPowerTooLow', 0.1],
  ['controlGearCommFailure', 0.1],
  ['lampUnexpectedOn', 0.07],
  ['leakageDetected', 0.06],
  ['lampPowerTooHigh', 0.05],
];
const BREAKERS_A_DAY = 0.003;
/** Thefts in a night of a city of ten thousand lamps. */
const THEFTS_A_NIGHT = 0.4;
const LEAST_FOR_THEFT = 8;
const DAY_MS = 86_400_000;
const TREES = /^(cjt214:0401|cjt214:0402|gbt30428:0400[12])$/;
const COVERS = /:01(0?0[1-9]|0?1[0-24]|0?2[7-9]|0?30)$/;
const SIGNALS = /:02(0?10|0?14)$/;

function rateOf({ kind, class: key }: ComponentRow): number {
  if (kind !== 'other') return RATES[kind];
  if (TREES.test(key)) return RATES.tree;
  if (COVERS.test(key)) return RATES.cover;
  return SIGNALS.test(key) ? RATES.signal : RATES.other;
}

function faultOf({ kind }: ComponentRow, chance: number): Fault {
  if (kind === 'cabinet') return 'cabinetDoorOpen';
  if (kind === 'bin' && chance < 0.8) return 'overfull';
  if (kind !== 'lamp') return chance < 0.88 ? 'damaged' : 'lost';
  let sum = 0;
  for (const [fault, share] of LAMP_FAULTS) {
    sum += share;
    if (chance < sum) return fault;
  }
  return 'lampFailure';
}

/**
 * Gives all that befalls a city's components in a day, in order; it follows from the seed and the day alone.
 *
 * @param day - days since 1970 by the city's clocks.
 */
export function faultsOfDay(
  day: number,
  components: readonly ComponentRow[],
  network: LightNetwork,
  seed: number,
  hours: CityHours,
): FaultEvent[] {
  const start = hours.startOf(day);
  const events: FaultEvent[] = [];
  for (let i = 0; i < components.length; i++) {
    if (hash01(seed, 201, i, day) >= rateOf(components[i]!)) continue;
    const at = Math.floor(start + hash01(seed, 202, i, day) * DAY_MS);
    events.push({ at, component: i, fault: faultOf(components[i]!, hash01(seed, 203, i, day)) });
  }
  const { circuits, cabinets, lamps } = network;
  /** Who tells of a circuit: its cabinet, or its first lamp. */
  const tellerOf = (circuit: number): number => {
    const { component } = cabinets[circuits[circuit]!.cabinet]!;
    return component >= 0 ? component : lamps[circuits[circuit]!.lamps[0]!]!;
  };
  for (let c = 0; c < circuits.length; c++) {
    if (hash01(seed, 204, c, day) >= BREAKERS_A_DAY) continue;
    const at = Math.floor(start + hash01(seed, 205, c, day) * DAY_MS);
    events.push({ at, component: tellerOf(c), fault: 'circuitBreakerTripped', circuit: c });
  }
  if (hash01(seed, 206, day) < THEFTS_A_NIGHT * Math.min(2, lamps.length / 10_000)) {
    const event = theftOf(day, start, network, seed, tellerOf);
    if (event) events.push(event);
  }
  return events.sort((a, b) => a.at - b.at || a.component - b.component);
}

/** Between one and four at night somebody cuts a cable and pulls it out, lamp by lamp. */
function theftOf(
  day: number,
  start: number,
  { circuits }: LightNetwork,
  seed: number,
  tellerOf: (circuit: number) => number,
): FaultEvent | null {
  const long = circuits.flatMap(({ lamps }, at) => (lamps.length >= LEAST_FOR_THEFT ? [at] : []));
  const circuit = long[Math.floor(hash01(seed, 207, day) * long.length)];
  if (circuit === undefined) return null;
  const all = circuits[circuit]!.lamps;
  const count = 3 + Math.floor(hash01(seed, 208, day) * 4);
  const first = Math.floor(hash01(seed, 209, day) * (all.length - count));
  const lamps = all.slice(first, first + count);
  const at = Math.floor(start + (1 + 3 * hash01(seed, 210, day)) * 3_600_000);
  const lostAt = new Float64Array(count);
  // All within a minute of the first, 5 to 10 s apart.
  for (let i = 1; i < count; i++)
    lostAt[i] = lostAt[i - 1]! + 5_000 + Math.floor(5_000 * hash01(seed, 211, day, i));
  for (let i = 0; i < count; i++) lostAt[i]! += at;
  return { at, component: tellerOf(circuit), fault: 'cableTheft', circuit, lamps, lostAt };
}
