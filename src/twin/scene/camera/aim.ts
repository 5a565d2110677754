import type { CameraPose } from '#base/state/twin-state.ts';
import {
  anglesOf,
  axesAtEcef,
  directionOf,
  poseToView,
  toEcef,
  toLonLatHeight,
  viewToPose,
} from './pose-view.ts';
import { add, scale, type Vector } from './vector.ts';

/** A camera told by what it looks at: the place, how far off it stands, and from where (rad, in the place's frame). */
export interface Aim {
  /** ecef, m */
  readonly target: Vector;
  /** m */
  readonly range: number;
  readonly heading: number;
  readonly pitch: number;
}

/** Flatter lines of sight meet the ground too far away to be what somebody looks at. */
const FLATTEST = Math.sin((6 * Math.PI) / 180);
const LONGEST = 30_000;

/** Gives what a pose looks at: where its line of sight meets level ground of a height (m ellipsoidal). */
export function aimOfPose(pose: CameraPose, ground: number): Aim {
  const view = poseToView(pose);
  const down = -Math.sin((pose.pitchDeg * Math.PI) / 180);
  const above = Math.max(2, pose.height - ground);
  const range = Math.min(above / Math.max(FLATTEST, down), Math.max(LONGEST, above));
  const target = add(view.position, scale(view.direction, range));
  return { target, range, ...anglesOf(axesAtEcef(target), view.direction, view.up) };
}

export function poseOfAim({ target, range, heading, pitch }: Aim): CameraPose {
  const axes = axesAtEcef(target);
  const direction = directionOf(axes, heading, pitch);
  return viewToPose({
    position: add(target, scale(direction, -range)),
    direction,
    up: directionOf(axes, heading, pitch + Math.PI / 2),
  });
}

/** What a flight to a feature needs to know of it. */
export interface Landmark {
  lon: number;
  lat: number;
  /** Foot, m ellipsoidal. */
  ground: number;
  /** m above its foot. */
  height: number;
}

const OBLIQUE = (-32 * Math.PI) / 180;
const NEAREST_VIEW = 140;

/** Gives a pose that shows a feature whole, or from a distance (m); obliquely, from the side that the camera is on already. */
export function poseBefore(
  { lon, lat, ground, height }: Landmark,
  headingDeg: number,
  range = Math.max(NEAREST_VIEW, height * 2.6),
): CameraPose {
  const heading = (headingDeg * Math.PI) / 180;
  return poseOfAim({ target: toEcef(lon, lat, ground + height / 2), range, heading, pitch: OBLIQUE });
}

/** Gives longitude, latitude (degrees) and height of what is aimed at. */
export const placeOf = ({ target }: Aim): Vector => toLonLatHeight(target);
