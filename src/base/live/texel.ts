/** What a feature's values look like: its condition and its level (`live-columns.ts`). */
import type { Theme } from '../gid.ts';
import { CONDITION, FAULTS, type Fault, UNTOLD } from './live-columns.ts';

/** Faults that want to be known but keep nothing from working. */
const NOTICES: readonly Fault[] = [
  'dimmingFailure',
  'lampPowerTooHigh',
  'lampPowerTooLow',
  'cabinetDoorOpen',
  'overfull',
];

const CONDITION_OF_FAULT = Uint8Array.from(FAULTS, (fault) => {
  if (fault === 'none') return CONDITION.normal;
  if (fault === 'offline') return CONDITION.off;
  return NOTICES.includes(fault) ? CONDITION.notice : CONDITION.fault;
});

/** Speed of roads of which no free speed is known, km/h. */
const FREE_SPEED = 50;

/** Values of one row; `UNTOLD` and NaN say nothing. */
export interface RowValues {
  readonly on: number;
  readonly dim: number;
  readonly fault: number;
  readonly fill: number;
  readonly speed: number;
  readonly closed: number;
}

/** Gives the condition of what is known: a value without a fault is normal, a closed road is off. */
export function conditionOf(theme: Theme, { fault, closed }: RowValues): number {
  if (theme === 'roads') return closed === 1 ? CONDITION.off : CONDITION.normal;
  if (fault === UNTOLD) return CONDITION.normal;
  return CONDITION_OF_FAULT[fault] ?? CONDITION.fault;
}

/**
 * Gives the level, 0 to 255: light of lamps (on × dim; a lamp that only says "on" shines fully), else what fills a bin;
 * speed of roads as a share of free flow.
 *
 * @param freeSpeed - of the road, km/h; 0 unknown.
 */
export function levelOf(theme: Theme, { on, dim, fill, speed }: RowValues, freeSpeed: number): number {
  if (theme === 'roads') {
    if (Number.isNaN(speed)) return 0;
    return Math.round(255 * Math.min(1, Math.max(0, speed / (freeSpeed || FREE_SPEED))));
  }
  if (on !== UNTOLD || dim !== UNTOLD) {
    if (on === 0) return 0;
    return Math.round(2.55 * (dim === UNTOLD ? 100 : Math.min(100, dim)));
  }
  return fill === UNTOLD ? 0 : Math.round(2.55 * Math.min(100, fill));
}
