/** What hands do to the camera: pure steps from one view to the next. All vectors in ecef, m; angles in rad. */
import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import type { CameraPose } from '#base/state/twin-state.ts';
import { anglesOf, axesAtEcef, rightOf, type View } from './pose-view.ts';
import { add, dot, length, scale, subtract, turn, unit, type Vector } from './vector.ts';

const DEGREE = Math.PI / 180;
/** Lowest that a camera may come over the horizon of what it circles. */
const LOWEST_CIRCLE = 1.5 * DEGREE;
const HIGHEST_LOOK = 75 * DEGREE;
const STRAIGHT_DOWN = -Math.PI / 2;
/** Rays flatter than this on the ground do not hold it: a pixel would be kilometres. */
const FLATTEST_GRIP = 0.06;
/** m/s, and m above ground at which it begins to grow. */
const WALK_SPEED = 2.5;
const SPEED_BY_HEIGHT = 0.8;
/** Share of the height above ground that one step of the wheel may go. */
const STEP_BY_HEIGHT = 2;
const SHORTEST_STEP = 2.5;
const NEAREST = 3;

/** Gives the unit vector from the camera through a place of the picture (px from its upper left). */
export function rayThrough(
  view: View,
  x: number,
  y: number,
  width: number,
  height: number,
  fovY: number,
): Vector {
  const tan = Math.tan(fovY / 2);
  const side = ((2 * x) / width - 1) * tan * (width / height);
  const rise = (1 - (2 * y) / height) * tan;
  return unit(add(view.direction, add(scale(rightOf(view), side), scale(view.up, rise))));
}

/** How fast keys move the camera, m/s: walking pace at eye height, faster the higher it is. */
export function moveSpeed(aboveGround: number): number {
  return Math.max(WALK_SPEED, aboveGround * SPEED_BY_HEIGHT);
}

/** Circles a place by `yaw` (anticlockwise seen from above) and tilts by `tilt`; what would go below it looks up instead. */
export function orbit(view: View, anchor: Vector, yaw: number, tilt: number): View {
  const { up } = axesAtEcef(anchor);
  const offset = subtract(view.position, anchor);
  const pitch = Math.asin(Math.max(-1, Math.min(1, dot(view.direction, up))));
  const wanted = Math.max(STRAIGHT_DOWN, Math.min(HIGHEST_LOOK, pitch + tilt)) - pitch;
  const elevation = Math.asin(Math.max(-1, Math.min(1, dot(offset, up) / Math.max(1e-6, length(offset)))));
  // The camera sinks as it tilts up: only as far as it stays over the place it circles.
  const about = Math.min(wanted, Math.max(0, elevation - LOWEST_CIRCLE));
  const right = rightOf(view);
  const whole = (v: Vector): Vector => turn(turn(v, right, wanted), up, yaw);
  return {
    position: add(anchor, turn(turn(offset, right, about), up, yaw)),
    direction: whole(view.direction),
    up: whole(view.up),
  };
}

/** Tells whether a drag that begins on a place can hold it, or is better a look around. */
export function canGrip(view: View, anchor: Vector): boolean {
  const { up } = axesAtEcef(anchor);
  return -dot(unit(subtract(anchor, view.position)), up) > FLATTEST_GRIP;
}

/** Moves level so that the place held lies on the ray again; the same view when the ray goes over the horizon. */
export function pan(view: View, anchor: Vector, ray: Vector): View {
  const { up } = axesAtEcef(anchor);
  const down = -dot(ray, up);
  const depth = dot(subtract(view.position, anchor), up);
  if (depth <= 0) return view;
  // Towards the horizon the ground runs away: there the hand drags the flattest ray that still holds.
  const hit = add(view.position, scale(ray, depth / Math.max(down, FLATTEST_GRIP / 2)));
  const move = subtract(anchor, hit);
  return { ...view, position: add(view.position, subtract(move, scale(up, dot(move, up)))) };
}

/** Turns on the spot so that `held` (a direction) lies on the ray again. */
export function look(view: View, held: Vector, ray: Vector): View {
  const axes = axesAtEcef(view.position);
  const [from, to] = [anglesOf(axes, ray, view.up), anglesOf(axes, held, view.up)];
  const { pitch } = anglesOf(axes, view.direction, view.up);
  const tilt = Math.max(STRAIGHT_DOWN, Math.min(HIGHEST_LOOK, pitch + to.pitch - from.pitch)) - pitch;
  const right = rightOf(view);
  const whole = (v: Vector): Vector => turn(turn(v, right, tilt), axes.up, from.heading - to.heading);
  return { position: view.position, direction: whole(view.direction), up: whole(view.up) };
}

/**
 * Moves towards a place (`factor` < 1) or away from it; it keeps its place in the picture.
 *
 * @param aboveGround - of the camera, m: near the ground the steps are those of a walker.
 */
export function zoom(view: View, anchor: Vector, factor: number, aboveGround: number): View {
  const offset = subtract(view.position, anchor);
  const distance = length(offset);
  if (distance < 1e-6) return view;
  const longest = Math.max(SHORTEST_STEP, aboveGround * STEP_BY_HEIGHT);
  const wanted = distance * (factor - 1);
  const least = Math.sign(wanted) * Math.max(Math.abs(wanted), Math.abs(factor - 1) * SHORTEST_STEP * 2);
  const step = Math.max(Math.min(NEAREST - distance, 0), Math.max(-longest, least));
  return { ...view, position: add(anchor, scale(offset, (distance + step) / distance)) };
}

/** Moves over the ground by metres ahead and to the right; height and angles stay. */
export function walk(pose: CameraPose, ahead: number, aside: number): CameraPose {
  const heading = pose.headingDeg * DEGREE;
  const [eastMetres, northMetres] = metresPerDegree(pose.lat);
  const east = Math.sin(heading) * ahead + Math.cos(heading) * aside;
  const north = Math.cos(heading) * ahead - Math.sin(heading) * aside;
  const lat = Math.max(-89.9, Math.min(89.9, pose.lat + north / northMetres));
  const lon = ((pose.lon + east / eastMetres + 540) % 360) - 180;
  return { ...pose, lon, lat };
}

/** Turns on the spot. */
export function turnPose(pose: CameraPose, yaw: number, tilt: number): CameraPose {
  const pitchDeg = Math.max(-90, Math.min(HIGHEST_LOOK / DEGREE, pose.pitchDeg + tilt / DEGREE));
  return { ...pose, headingDeg: (pose.headingDeg - yaw / DEGREE + 720) % 360, pitchDeg };
}
