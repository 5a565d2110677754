/** The view that a city opens with: oblique, the whole of it in the picture. */
import type { CameraPose } from '#base/state/twin-state.ts';

export interface HomeViewOptions {
  /** West, south, east, north; degrees. */
  extent: readonly [number, number, number, number];
  /** Ground at the middle, m ellipsoidal. */
  ground: number;
  /** Highest roof, m ellipsoidal. */
  top: number;
  /** Vertical opening of the camera, rad. */
  fovY: number;
  /** Width by height. */
  aspect: number;
  headingDeg?: number;
  pitchDeg?: number;
}

const RADIUS = 6_371_000;
const DEGREE = Math.PI / 180;
/** Share of the picture that the city's box may fill. */
const FILL = 0.92;
const RIM_POINTS = 24;
/** Few buildings of the rim are as high as the highest one. */
const ROOF_SHARE = 0.3;

/** Bends a circle out towards its square. */
const bulged = (value: number): number => Math.sign(value) * Math.abs(value) ** 0.6;

/**
 * Finds the camera from which a city just fits the picture.
 *
 * It is taken in a plane at the city's middle (cities are small beside the globe): east x, north y, up z.
 */
export function homeView(options: HomeViewOptions): CameraPose {
  const { extent, ground, top, fovY, aspect } = options;
  const pitchDeg = options.pitchDeg ?? -28;
  const [west, south, east, north] = extent;
  const lon = (west + east) / 2;
  const lat = (south + north) / 2;
  const metresEast = RADIUS * DEGREE * Math.cos(lat * DEGREE);
  const halfX = Math.max(150, ((east - west) / 2) * metresEast);
  const halfY = Math.max(150, ((north - south) / 2) * RADIUS * DEGREE);
  // The longer side lies across a wide picture; seen from the south or the east, with the afternoon sun aside.
  const across = halfX >= halfY === aspect >= 1;
  const headingDeg = options.headingDeg ?? (across ? 16 : 304);
  const roof = Math.max(0, top - ground) * ROOF_SHARE;

  const heading = headingDeg * DEGREE;
  const pitch = pitchDeg * DEGREE;
  const forward = [Math.sin(heading) * Math.cos(pitch), Math.cos(heading) * Math.cos(pitch), Math.sin(pitch)];
  const right = [Math.cos(heading), -Math.sin(heading), 0];
  const up = [-Math.sin(heading) * Math.sin(pitch), -Math.cos(heading) * Math.sin(pitch), Math.cos(pitch)];
  const along = (axis: number[], x: number, y: number, z: number): number =>
    axis[0]! * x + axis[1]! * y + axis[2]! * z;

  // Few cities fill the corners of their box: what must fit is the rounded box, on the ground and at roof height.
  const rim = Array.from({ length: RIM_POINTS }, (_, at) => (at / RIM_POINTS) * 2 * Math.PI);
  const corners = rim.flatMap((angle) =>
    [0, roof].map((z) => [halfX * bulged(Math.cos(angle)), halfY * bulged(Math.sin(angle)), z] as const),
  );
  const tanY = Math.tan(fovY / 2) * FILL;
  const tanX = Math.tan(fovY / 2) * aspect * FILL;
  // The camera looks along `forward` past a point `lift` above the middle on its `up` axis: corners need
  // |side| ≤ tan · (distance + depth). Top and bottom bind unequally, so the lift that evens them is sought.
  const distanceFor = (lift: number): number =>
    Math.max(
      ...corners.map(([x, y, z]) => {
        const depth = along(forward, x, y, z);
        const sideways = Math.abs(along(right, x, y, z));
        return Math.max(sideways / tanX, Math.abs(along(up, x, y, z) - lift) / tanY) - depth;
      }),
    );
  const reach = Math.max(...corners.map(([x, y, z]) => Math.abs(along(up, x, y, z))));
  let lift = 0;
  for (let step = reach / 2; step > reach / 1000; step /= 2) {
    const here = distanceFor(lift);
    if (distanceFor(lift + step) < here) lift += step;
    else if (distanceFor(lift - step) < here) lift -= step;
  }
  const distance = distanceFor(lift);
  const at = [0, 1, 2].map((axis) => up[axis]! * lift - forward[axis]! * distance);
  // Down from the plane to the round ground, where it matters for wide cities.
  const drop = (at[0]! ** 2 + at[1]! ** 2) / (2 * RADIUS);
  return {
    lon: lon + at[0]! / metresEast,
    lat: lat + at[1]! / (RADIUS * DEGREE),
    height: ground + at[2]! + drop,
    headingDeg,
    pitchDeg,
  };
}
