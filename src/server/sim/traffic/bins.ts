import type { CityHours } from '../city-hours.ts';
import { hash01 } from '../hash.ts';
import type { ComponentRow } from '../inventory.ts';
import type { NearestEdge } from './nearest-edge.ts';

/** How much is thrown away, by the hour of the day. */
const BY_HOUR = [1, 0.5, 0.3, 0.3, 0.5, 1, 3, 5, 6, 5, 5, 6, 8, 7, 5, 5, 6, 8, 9, 8, 6, 5, 4, 2];
const A_DAY = BY_HOUR.reduce((sum, each) => sum + each, 0);
const SUMS = BY_HOUR.map((_, hour) => BY_HOUR.slice(0, hour).reduce((sum, each) => sum + each, 0));
const FULL = 95;
/** Below that a crew does not bother, %. */
const WORTH_EMPTYING = 45;

export interface BinModel {
  /** Positions of the bins in the components. */
  readonly bins: Uint32Array;
  /** 0 to 95: one that is overfull has a fault. */
  fill(bin: number, t: number): number;
  empty(bin: number, t: number): void;
  /** A crew has come along an edge. */
  passed(edge: number, t: number): void;
}

/** Creates the model; a bin is emptied by the crews that come along the road that it stands at. */
export function createBins(
  components: readonly ComponentRow[],
  nearestEdge: NearestEdge,
  seed: number,
  startAt: number,
  hours: CityHours,
): BinModel {
  const bins = Uint32Array.from(components.flatMap((row, at) => (row.kind === 'bin' ? [at] : [])));
  const days = (t: number): number => {
    const hour = hours.hour(t);
    const whole = Math.floor(hour);
    return hours.day(t) + (SUMS[whole]! + BY_HOUR[whole]! * (hour - whole)) / A_DAY;
  };
  const emptied = Float64Array.from(bins, (_, i) => days(startAt) - 0.5 * hash01(seed, 501, i));
  const perDay = Float64Array.from(bins, (_, i) => 60 + 170 * hash01(seed, 502, i));
  const atEdge = new Map<number, number[]>();
  bins.forEach((at, bin) => {
    const edge = nearestEdge(components[at]!.lon, components[at]!.lat);
    const list = atEdge.get(edge);
    if (list) list.push(bin);
    else if (edge >= 0) atEdge.set(edge, [bin]);
  });
  const fill = (bin: number, t: number): number =>
    Math.min(FULL, Math.max(0, Math.floor((days(t) - emptied[bin]!) * perDay[bin]!)));
  const empty = (bin: number, t: number): void => {
    emptied[bin] = days(t);
  };
  return {
    bins,
    fill,
    empty,
    passed(edge, t) {
      for (const bin of atEdge.get(edge) ?? []) if (fill(bin, t) >= WORTH_EMPTYING) empty(bin, t);
    },
  };
}
