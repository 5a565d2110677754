/** Poses (degrees, as the state keeps them) and views (vectors, as the picture needs them), each from the other. */
import { ecefToLonLatHeight, enuToEcefMatrix, lonLatHeightToEcef } from '#base/geo/ellipsoid.ts';
import type { CameraPose } from '#base/state/twin-state.ts';
import { add, cross, dot, scale, type Vector } from './vector.ts';

/** Where a camera stands and looks; ecef, m. `direction` and `up` are unit vectors at right angles. */
export interface View {
  readonly position: Vector;
  readonly direction: Vector;
  readonly up: Vector;
}

/** East, north and up at a place, unit vectors in ecef. */
export interface Axes {
  readonly east: Vector;
  readonly north: Vector;
  readonly up: Vector;
}

const DEGREE = Math.PI / 180;
/** Nearer to straight down or up than this, the heading is read off the upper edge of the picture. */
const STEEP = 0.99999;

export function axesAt(lonDeg: number, latDeg: number): Axes {
  const m = enuToEcefMatrix(lonDeg, latDeg, 0);
  const column = (at: number): Vector => [m[at]!, m[at + 1]!, m[at + 2]!];
  return { east: column(0), north: column(4), up: column(8) };
}

/** Gives the axes at a place in ecef. */
export function axesAtEcef(place: Vector): Axes {
  const [lon, lat] = toLonLatHeight(place);
  return axesAt(lon, lat);
}

export function toEcef(lonDeg: number, latDeg: number, height: number): Vector {
  const [x, y, z] = lonLatHeightToEcef(lonDeg, latDeg, height, [0, 0, 0]);
  return [x!, y!, z!];
}

/** @returns longitude and latitude in degrees, m above the ellipsoid. */
export function toLonLatHeight(ecef: Vector): Vector {
  const [lon, lat, height] = ecefToLonLatHeight(ecef[0], ecef[1], ecef[2], [0, 0, 0]);
  return [lon!, lat!, height!];
}

/** Gives the unit vector of a heading (from north clockwise) and a pitch (up from the horizon), rad. */
export function directionOf({ east, north, up }: Axes, heading: number, pitch: number): Vector {
  const level = add(scale(east, Math.sin(heading)), scale(north, Math.cos(heading)));
  return add(scale(level, Math.cos(pitch)), scale(up, Math.sin(pitch)));
}

export interface Angles {
  heading: number;
  pitch: number;
}

/**
 * Reads heading and pitch of a direction, rad; heading from 0 to 2π.
 *
 * @param edge - the picture's upper edge, for directions straight down or up.
 */
export function anglesOf(axes: Axes, direction: Vector, edge: Vector): Angles {
  const rise = dot(direction, axes.up);
  const level = Math.abs(rise) < STEEP ? direction : scale(edge, -Math.sign(rise));
  const heading = Math.atan2(dot(level, axes.east), dot(level, axes.north));
  return {
    heading: (heading + 2 * Math.PI) % (2 * Math.PI),
    pitch: Math.asin(Math.max(-1, Math.min(1, rise))),
  };
}

export function poseToView(pose: CameraPose): View {
  const axes = axesAt(pose.lon, pose.lat);
  const [heading, pitch] = [pose.headingDeg * DEGREE, pose.pitchDeg * DEGREE];
  return {
    position: toEcef(pose.lon, pose.lat, pose.height),
    direction: directionOf(axes, heading, pitch),
    up: directionOf(axes, heading, pitch + Math.PI / 2),
  };
}

/** A view's lean to the side is dropped: poses stand upright. */
export function viewToPose({ position, direction, up }: View): CameraPose {
  const [lon, lat, height] = toLonLatHeight(position);
  const { heading, pitch } = anglesOf(axesAt(lon, lat), direction, up);
  return { lon, lat, height, headingDeg: heading / DEGREE, pitchDeg: pitch / DEGREE };
}

export const rightOf = ({ direction, up }: View): Vector => cross(direction, up);
