import { describe, expect, it } from 'vitest';
import { type HomeViewOptions, homeView } from './home-view.ts';

const MONACO: HomeViewOptions = {
  extent: [7.4, 43.72, 7.44, 43.75],
  ground: 45,
  top: 250,
  fovY: Math.PI / 3,
  aspect: 16 / 9,
};

/** Projects a place on the picture by spherical geometry of its own: −1 … 1 both ways. */
function project(
  pose: ReturnType<typeof homeView>,
  options: HomeViewOptions,
  lon: number,
  lat: number,
  h: number,
) {
  const degree = Math.PI / 180;
  const ecef = (lo: number, la: number, height: number): number[] => {
    const r = 6_371_000 + height;
    return [
      r * Math.cos(la * degree) * Math.cos(lo * degree),
      r * Math.cos(la * degree) * Math.sin(lo * degree),
      r * Math.sin(la * degree),
    ];
  };
  const dot = (a: number[], b: number[]): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
  const eye = ecef(pose.lon, pose.lat, pose.height);
  const at = ecef(lon, lat, h).map((value, axis) => value - eye[axis]!);
  const [lo, la] = [pose.lon * degree, pose.lat * degree];
  const east = dot(at, [-Math.sin(lo), Math.cos(lo), 0]);
  const north = dot(at, [-Math.sin(la) * Math.cos(lo), -Math.sin(la) * Math.sin(lo), Math.cos(la)]);
  const up = dot(at, [Math.cos(la) * Math.cos(lo), Math.cos(la) * Math.sin(lo), Math.sin(la)]);
  const [heading, pitch] = [pose.headingDeg * degree, pose.pitchDeg * degree];
  const level = east * Math.sin(heading) + north * Math.cos(heading);
  const right = east * Math.cos(heading) - north * Math.sin(heading);
  const depth = level * Math.cos(pitch) + up * Math.sin(pitch);
  const above = -level * Math.sin(pitch) + up * Math.cos(pitch);
  const tan = Math.tan(options.fovY / 2);
  return { x: right / depth / tan / options.aspect, y: above / depth / tan, depth };
}

/** Manifests and the boxes of the buildings' tiles of four cities, as built. */
const CITIES: Record<string, Omit<HomeViewOptions, 'fovY' | 'aspect'>> = {
  Lanwan: { extent: [120.9097661, 35.5230051, 120.9921567, 35.5746911], ground: 9.66, top: 334.26 },
  Monaco: {
    extent: [7.4089529, 43.7232362, 7.4394207, 43.7516559],
    ground: 82.2,
    top: 301.97,
    built: monacoShore(),
  },
  'Den Haag': { extent: [4.2682869, 52.1016806, 4.278233, 52.1071753], ground: 47.7, top: 80.88 },
  Yokosuka: { extent: [139.7372437, 35.2582973, 139.7405549, 35.261544], ground: 39.54, top: 57.05 },
};

/** A strip along the diagonal from south-west to north-east, 50 m high at the shore and 200 m at the back. */
function monacoShore(): [number, number, number][] {
  const places: [number, number, number][] = [];
  for (let along = 0; along <= 1; along += 0.1) {
    for (const back of [0, 0.5, 1]) {
      const [lon, lat] = [7.4095 + along * 0.029, 43.7235 + along * 0.0275];
      places.push([lon - back * 0.006, lat + back * 0.004, 50 + back * 150]);
    }
  }
  return places;
}

const SHAPES: [string, number][] = [
  ['16:9', 16 / 9],
  ['32:9', 32 / 9],
  ['4:3', 4 / 3],
  ['a telephone upright', 9 / 19],
];

describe.each(Object.entries(CITIES))('the home view of %s', (_name, city) => {
  it.each(SHAPES)('holds the whole city in the middle of a picture of %s, and fills it', (_shape, aspect) => {
    // The engine opens 60° along the longer side.
    const fovY = aspect > 1 ? 2 * Math.atan(Math.tan(Math.PI / 6) / aspect) : Math.PI / 3;
    const options = { ...city, fovY, aspect };
    const pose = homeView(options);
    const [west, south, east, north] = city.extent;
    const [lon, lat] = [(west + east) / 2, (south + north) / 2];
    const places = city.built ?? [
      [west, lat, city.ground],
      [east, lat, city.ground],
      [lon, south, city.ground],
      [lon, north, city.ground],
    ];
    const seen = places.map((place) => project(pose, options, ...place));
    const [xs, ys] = [seen.map(({ x }) => x), seen.map(({ y }) => y)];
    for (const value of [...xs, ...ys]) expect(Math.abs(value)).toBeLessThan(0.96);
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [low, high] = [Math.min(...ys), Math.max(...ys)];
    expect(Math.max(right - left, high - low) / 2).toBeGreaterThan(0.55);
    expect(Math.abs(left + right) / 2).toBeLessThan(0.2);
    expect(Math.abs(low + high) / 2).toBeLessThan(0.2);
  });
});

describe('homeView', () => {
  it.each([
    ['a wide screen', 16 / 9],
    ['a wall', 32 / 9],
    ['a telephone', 9 / 16],
  ])('puts the city in the picture of %s, and fills it', (_name, aspect) => {
    const options = { ...MONACO, aspect };
    const pose = homeView(options);
    const [west, south, east, north] = options.extent;
    const [lon, lat] = [(west + east) / 2, (south + north) / 2];
    const ends = [
      [west, lat],
      [east, lat],
      [lon, south],
      [lon, north],
    ] as const;
    const corners = ends.map((end) => project(pose, options, ...end, 45));
    for (const { x, y, depth } of corners) {
      expect(depth).toBeGreaterThan(0);
      expect(Math.abs(x)).toBeLessThan(0.95);
      expect(Math.abs(y)).toBeLessThan(0.95);
    }
    const reach = Math.max(...corners.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]));
    expect(reach).toBeGreaterThan(0.7);
  });

  it.each([0.17, 0.33, 0.5])('stands beside what covers %f of the picture on the left', (covered) => {
    const { built = [], ...city } = CITIES.Monaco!;
    const options = { ...city, built, fovY: 2 * Math.atan(Math.tan(Math.PI / 6) / (16 / 9)), aspect: 16 / 9 };
    const pose = homeView({ ...options, covered });
    const xs = built.map((place) => project(pose, options, ...place).x);
    const edge = 2 * covered - 1;
    expect(Math.min(...xs)).toBeGreaterThan(edge);
    expect(Math.max(...xs)).toBeLessThan(0.97);
    // As much room on both sides.
    expect(Math.abs(Math.min(...xs) - edge - (1 - Math.max(...xs)))).toBeLessThan(0.08);
  });

  it('stands above the ground, farther from a larger city', () => {
    const small = homeView(MONACO);
    const large = homeView({ ...MONACO, extent: [7.2, 43.6, 7.6, 43.9] });
    expect(small.height).toBeGreaterThan(500);
    expect(large.height).toBeGreaterThan(5 * small.height);
  });

  it('does not come nearer than a block for a city of one building', () => {
    const pose = homeView({ ...MONACO, extent: [7.42, 43.73, 7.42, 43.73], top: 60 });
    expect(pose.height).toBeGreaterThan(100);
    expect(Number.isFinite(pose.lon + pose.lat)).toBe(true);
  });
});
