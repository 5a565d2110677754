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
    expect(reach).toBeGreaterThan(0.75);
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
