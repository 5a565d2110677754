import type { Point } from '../plane.ts';
import { lengthOf } from '../plane.ts';
import type { Road } from '../roads.ts';
import { azimuth } from './thing.ts';

/** Right (1) or left (-1) of a line's direction. */
export type Side = 1 | -1;
export const SIDES: readonly Side[] = [1, -1];

/** A place beside a road. */
export interface Stop {
  at: Point;
  /** Towards the carriageway, degrees from north. */
  facing: number;
  /** Towards what comes on this side: traffic keeps to the right. */
  oncoming: number;
}

/** A road to walk along, measured from its start. */
export class Track {
  readonly road: Road;
  readonly half: number;
  readonly length: number;
  readonly #stations: number[] = [0];

  constructor(road: Road) {
    this.road = road;
    this.half = road.width / 2;
    this.length = lengthOf(road.points);
    for (let i = 1; i < road.points.length; i++) {
      const [a, b] = [road.points[i - 1]!, road.points[i]!];
      this.#stations.push(this.#stations[i - 1]! + Math.hypot(b[0] - a[0], b[1] - a[1]));
    }
  }

  get name(): string | undefined {
    return this.road.name?.zh;
  }

  /** The place `off` metres to the right of the middle line, and the line's direction there. */
  place(station: number, off: number): { at: Point; ux: number; uy: number } {
    const { points } = this.road;
    let low = 0;
    let high = points.length - 2;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if (this.#stations[mid]! <= station) low = mid;
      else high = mid - 1;
    }
    const [a, b] = [points[low]!, points[low + 1]!];
    const length = this.#stations[low + 1]! - this.#stations[low]!;
    const ux = (b[0] - a[0]) / length;
    const uy = (b[1] - a[1]) / length;
    const along = station - this.#stations[low]!;
    return { at: [a[0] + ux * along + uy * off, a[1] + uy * along - ux * off], ux, uy };
  }

  /** The place `behind` metres behind the kerb of a side. */
  stop(station: number, side: Side, behind: number): Stop {
    const { at, ux, uy } = this.place(station, side * (this.half + behind));
    const against = this.road.oneway ? 1 : side;
    return { at, facing: azimuth(-uy * side, ux * side), oncoming: azimuth(-ux * against, -uy * against) };
  }

  /** Stations at about equal steps, half a step off both ends. */
  stations(step: number, shift = 0): number[] {
    const count = Math.floor(this.length / step);
    if (count === 0) return this.length > step * 0.6 ? [this.length / 2] : [];
    const even = this.length / count;
    return Array.from({ length: count }, (_, i) => Math.min(this.length, (i + 0.5) * even + shift));
  }
}
