import type { CameraPose } from '#base/state/twin-state.ts';
import { type Aim, aimOfPose, placeOf, poseOfAim } from './aim.ts';
import { toEcef } from './pose-view.ts';
import { length, subtract } from './vector.ts';

export interface Flight {
  readonly seconds: number;
  /** @param share - of the time, 0 to 1. */
  at(share: number): CameraPose;
}

const SHORTEST_SECONDS = 1.2;
const LONGEST_SECONDS = 2.5;
const SECONDS_BY_LENGTH = 0.3;
/** How readily a flight rises before it travels: 1.4 is what people liked in the source's study. */
const RHO = 1.2;

const easeInOut = (t: number): number => t * t * (3 - 2 * t);
const between = (a: number, b: number, t: number): number => a + (b - a) * t;
/** From one angle to another the shorter way round. */
const betweenAngles = (a: number, b: number, t: number): number =>
  a + (((((b - a) % (2 * Math.PI)) + 3 * Math.PI) % (2 * Math.PI)) - Math.PI) * t;

interface Arc {
  /** In screenfuls, however far: what it takes to fly it. */
  readonly length: number;
  /** @returns share of the way over ground, and the range, m. */
  at(share: number): { along: number; range: number };
}

/**
 * Plans range over way so that the picture flows evenly: rising, travelling, sinking.
 *
 * Source: van Wijk and Nuij, Smooth and efficient zooming and panning, 2003, equations 9 and 10.
 */
export function planArc(distance: number, from: number, to: number): Arc {
  const zoom = Math.log(to / from);
  if (distance < Math.min(from, to) * 0.01) {
    return {
      length: Math.abs(zoom) / RHO,
      at: (share) => ({ along: share, range: from * Math.exp(zoom * share) }),
    };
  }
  const square = RHO * RHO;
  const b = (end: 0 | 1): number =>
    (to * to - from * from + (end === 0 ? 1 : -1) * square * square * distance * distance) /
    (2 * (end === 0 ? from : to) * square * distance);
  // asinh is ln(√(b² + 1) − b) without its loss of digits.
  const [r0, r1] = [-Math.asinh(b(0)), -Math.asinh(b(1))];
  const whole = (r1 - r0) / RHO;
  return {
    length: whole,
    at(share) {
      const s = share * whole;
      const way = (from / square) * (Math.cosh(r0) * Math.tanh(RHO * s + r0) - Math.sinh(r0));
      return { along: way / distance, range: (from * Math.cosh(r0)) / Math.cosh(RHO * s + r0) };
    },
  };
}

/**
 * Plans a gentle arc from one pose to another, 1.2 to 2.5 s long.
 *
 * @param ground - height of the ground about, m ellipsoidal.
 */
export function planFlight(from: CameraPose, to: CameraPose, ground: number): Flight {
  const [start, end]: [Aim, Aim] = [aimOfPose(from, ground), aimOfPose(to, ground)];
  const [a, b] = [placeOf(start), placeOf(end)];
  const arc = planArc(length(subtract(start.target, end.target)), start.range, end.range);
  const lonTo = a[0] + ((((b[0] - a[0]) % 360) + 540) % 360) - 180;
  return {
    seconds: Math.min(LONGEST_SECONDS, SHORTEST_SECONDS + arc.length * SECONDS_BY_LENGTH),
    at(share) {
      if (share <= 0) return from;
      if (share >= 1) return to;
      const eased = easeInOut(share);
      const { along, range } = arc.at(eased);
      const target = toEcef(
        between(a[0], lonTo, along),
        between(a[1], b[1], along),
        between(a[2], b[2], along),
      );
      return poseOfAim({
        target,
        range,
        heading: betweenAngles(start.heading, end.heading, eased),
        pitch: between(start.pitch, end.pitch, eased),
      });
    },
  };
}
