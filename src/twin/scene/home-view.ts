/** The view that a city opens with: oblique, its buildings in the middle of the picture and filling it. */
import type { CameraPose, LonLatHeight } from '#base/state/twin-state.ts';

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
  /** Where the buildings stand, if it is known: degrees, m ellipsoidal. Else they are taken to fill the extent. */
  built?: readonly LonLatHeight[];
  headingDeg?: number;
  pitchDeg?: number;
  /** Share of the picture's width, from the left, that something else covers: the city stands beside it. */
  covered?: number;
}

const RADIUS = 6_371_000;
const DEGREE = Math.PI / 180;
/** Share of the picture that the city may fill. */
const FILL = 0.92;
const RIM_POINTS = 24;
/** Few buildings of the rim are as high as the highest one. */
const ROOF_SHARE = 0.3;
/** Half a side of the smallest city, m. */
const SMALLEST = 150;
/** From the south or the east, with the afternoon sun aside; the first is the usual one. */
const HEADINGS = [16, 340, 304];
/** How much nearer another heading must bring the camera to be taken. */
const WORTH = 0.88;

type Place = readonly [east: number, north: number, up: number];

/** Bends a circle out towards its square. */
const bulged = (value: number): number => Math.sign(value) * Math.abs(value) ** 0.6;

/**
 * Finds the camera from which a city just fits the picture.
 *
 * It is taken in a plane at the city's middle (cities are small beside the globe): east x, north y, up z.
 */
export function homeView(options: HomeViewOptions): CameraPose {
  const { extent, ground } = options;
  const [west, south, east, north] = extent;
  const [lon, lat] = [(west + east) / 2, (south + north) / 2];
  const metresEast = RADIUS * DEGREE * Math.cos(lat * DEGREE);
  const metresNorth = RADIUS * DEGREE;
  const inPlane = ([x, y, height]: LonLatHeight): Place => [
    (x - lon) * metresEast,
    (y - lat) * metresNorth,
    height - ground,
  ];
  const places =
    options.built && options.built.length > 0
      ? roomy(options.built.map(inPlane))
      : rimOf(options, ((east - west) / 2) * metresEast, ((north - south) / 2) * metresNorth);

  const pitchDeg = options.pitchDeg ?? -28;
  const headings = options.headingDeg === undefined ? HEADINGS : [options.headingDeg];
  const views = headings.map((headingDeg) => frameAlong(places, headingDeg, pitchDeg, options));
  const best = views.reduce((one, other) =>
    other.distance < one.distance * (one === views[0] ? WORTH : 1) ? other : one,
  );
  const [x, y, z] = best.eye;
  // Down from the plane to the round ground, where it matters for wide cities.
  const drop = (x ** 2 + y ** 2) / (2 * RADIUS);
  return {
    lon: lon + x / metresEast,
    lat: lat + y / metresNorth,
    height: ground + z + drop,
    headingDeg: best.headingDeg,
    pitchDeg,
  };
}

/** Few cities fill the corners of their box: what must fit is the rounded box, on the ground and at roof height. */
function rimOf({ top, ground }: HomeViewOptions, wide: number, deep: number): Place[] {
  const [halfX, halfY] = [Math.max(SMALLEST, wide), Math.max(SMALLEST, deep)];
  const roof = Math.max(0, top - ground) * ROOF_SHARE;
  return Array.from({ length: RIM_POINTS }, (_, at) => (at / RIM_POINTS) * 2 * Math.PI).flatMap((angle) =>
    [0, roof].map((z): Place => [halfX * bulged(Math.cos(angle)), halfY * bulged(Math.sin(angle)), z]),
  );
}

/** A city of one house is shown with the block about it. */
function roomy(places: Place[]): Place[] {
  const middle = [0, 1, 2].map((axis) => {
    const values = places.map((place) => place[axis]!);
    return (Math.min(...values) + Math.max(...values)) / 2;
  });
  const reach = Math.max(
    ...places.map(([x, y]) => Math.max(Math.abs(x - middle[0]!), Math.abs(y - middle[1]!))),
  );
  if (reach >= SMALLEST) return places;
  const [x, y, z] = middle as [number, number, number];
  const around: Place[] = [
    [x - SMALLEST, y, z],
    [x + SMALLEST, y, z],
    [x, y - SMALLEST, z],
    [x, y + SMALLEST, z],
  ];
  return [...places, ...around];
}

interface Fit {
  headingDeg: number;
  distance: number;
  eye: Place;
}

/**
 * Finds the nearest eye of a heading and pitch that sees all places within the share of the picture.
 *
 * In the eye's axes (side, rise, depth) a place p is inside when |p·side − s − m·(d + p·depth)| ≤ tanX·(d + p·depth)
 * with m the middle of what is seen, and likewise up:
 * the nearest d and the best s are where the two outermost places touch both edges.
 */
function frameAlong(
  places: readonly Place[],
  headingDeg: number,
  pitchDeg: number,
  { fovY, aspect, covered = 0 }: HomeViewOptions,
): Fit {
  const [heading, pitch] = [headingDeg * DEGREE, pitchDeg * DEGREE];
  const forward: Place = [
    Math.sin(heading) * Math.cos(pitch),
    Math.cos(heading) * Math.cos(pitch),
    Math.sin(pitch),
  ];
  const right: Place = [Math.cos(heading), -Math.sin(heading), 0];
  const up: Place = [
    -Math.sin(heading) * Math.sin(pitch),
    -Math.cos(heading) * Math.sin(pitch),
    Math.cos(pitch),
  ];
  const dot = (a: Place, b: Place): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const tanY = Math.tan(fovY / 2) * FILL;
  const wide = Math.tan(fovY / 2) * aspect;
  const tanX = wide * (1 - covered) * FILL;
  /** `middle`: where the middle of what is seen lies, as a tangent. */
  const spanOf = (axis: Place, tan: number, middle: number): [distance: number, shift: number] => {
    let [low, high] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const place of places) {
      const depth = dot(place, forward);
      high = Math.max(high, dot(place, axis) - (tan + middle) * depth);
      low = Math.max(low, -dot(place, axis) - (tan - middle) * depth);
    }
    return [(high + low) / (2 * tan), (high - low) / 2];
  };
  const aside = wide * covered;
  const [forWidth, side] = spanOf(right, tanX, aside);
  const [forHeight, rise] = spanOf(up, tanY, 0);
  const distance = Math.max(forWidth, forHeight);
  // With room to spare, what is seen lies in the middle all the same: the shift that evens both edges is sought.
  const centred = (axis: Place, shift: number, tan: number, middle: number): number => {
    let best = shift - middle * distance;
    for (let step = tan * distance; step > distance / 4096; step /= 2) {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const place of places) {
        const at = (dot(place, axis) - best) / (distance + dot(place, forward)) - middle;
        low = Math.min(low, at);
        high = Math.max(high, at);
      }
      best += low + high > 0 ? step / 2 : -step / 2;
    }
    return best;
  };
  const [s, r] = [centred(right, side, tanX, aside), centred(up, rise, tanY, 0)];
  const eye = [0, 1, 2].map((axis) => right[axis]! * s + up[axis]! * r - forward[axis]! * distance);
  return { headingDeg, distance, eye: eye as unknown as Place };
}
