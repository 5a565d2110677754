import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CameraPose } from '#base/state/twin-state.ts';
import { aimOfPose, poseBefore, poseOfAim } from './aim.ts';
import { planArc, planFlight } from './flight.ts';
import { canGrip, look, moveSpeed, orbit, pan, rayThrough, walk, zoom } from './gestures.ts';
import { axesAtEcef, poseToView, toEcef, toLonLatHeight, viewToPose } from './pose-view.ts';
import { add, cross, dot, length, scale, subtract, unit, type Vector } from './vector.ts';

const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const poses: fc.Arbitrary<CameraPose> = fc.record({
  lon: degrees(-179.9, 179.9),
  lat: degrees(-85, 85),
  height: degrees(2, 200_000),
  headingDeg: degrees(0, 359.99),
  pitchDeg: degrees(-89.5, 75),
});
/** Poses over a city, looking down on it. */
const oblique = fc.record({
  lon: degrees(-179, 179),
  lat: degrees(-70, 70),
  height: degrees(50, 5_000),
  headingDeg: degrees(0, 359.99),
  pitchDeg: degrees(-80, -20),
});
const turnBetween = (a: number, b: number): number => Math.abs(((((a - b) % 360) + 540) % 360) - 180);

function expectSame(actual: CameraPose, wanted: CameraPose, metres: number, deg: number): void {
  const apart = subtract(
    toEcef(actual.lon, actual.lat, actual.height),
    toEcef(wanted.lon, wanted.lat, wanted.height),
  );
  expect(length(apart)).toBeLessThan(metres);
  expect(turnBetween(actual.headingDeg, wanted.headingDeg)).toBeLessThan(deg);
  expect(Math.abs(actual.pitchDeg - wanted.pitchDeg)).toBeLessThan(deg);
}

/** Where a place lies in a picture of 1600 × 900 at 60°, px. */
function pixelOf(pose: CameraPose, place: Vector): [number, number] {
  const view = poseToView(pose);
  const offset = subtract(place, view.position);
  const depth = dot(offset, view.direction);
  const unitPx = 450 / Math.tan(Math.PI / 6) / depth;
  const right = cross(view.direction, view.up);
  return [800 + dot(offset, right) * unitPx, 450 - dot(offset, view.up) * unitPx];
}
const rayAt = (pose: CameraPose, x: number, y: number): Vector =>
  rayThrough(poseToView(pose), x, y, 1600, 900, Math.PI / 3);
const groundAt = (pose: CameraPose, x: number, y: number): Vector => {
  const view = poseToView(pose);
  const ray = rayAt(pose, x, y);
  const { up } = axesAtEcef(view.position);
  return add(view.position, scale(ray, pose.height / -dot(ray, up)));
};

describe('poses and views', () => {
  it('turn into each other and back', () => {
    fc.assert(fc.property(poses, (pose) => expectSame(viewToPose(poseToView(pose)), pose, 1e-4, 1e-6)));
  });

  it('keep the heading straight down, where the line of sight has none', () => {
    fc.assert(
      fc.property(poses, (pose) => {
        const down = { ...pose, pitchDeg: -90 };
        expectSame(viewToPose(poseToView(down)), down, 1e-4, 1e-4);
      }),
    );
  });

  it('look north and level over the equator along the axis of the earth', () => {
    const { direction, up, position } = poseToView({ lon: 0, lat: 0, height: 0, headingDeg: 0, pitchDeg: 0 });
    expect(position[0]).toBeCloseTo(6_378_137, 6);
    expect(direction[2]).toBeCloseTo(1, 12);
    expect(up[0]).toBeCloseTo(1, 12);
  });
});

describe('aims', () => {
  it('are another way to tell the same pose', () => {
    fc.assert(fc.property(poses, (pose) => expectSame(poseOfAim(aimOfPose(pose, 0)), pose, 0.01, 0.02)));
  });

  it('put a feature in the middle of the picture, whole, from the side one is on', () => {
    const tower = { lon: 121.5, lat: 31.24, ground: 12, height: 632 };
    const pose = poseBefore(tower, 40);
    expect(turnBetween(pose.headingDeg, 40)).toBeLessThan(0.1);
    const middle = pixelOf(pose, toEcef(tower.lon, tower.lat, 12 + 316));
    expect(middle[0]).toBeCloseTo(800, 1);
    expect(middle[1]).toBeCloseTo(450, 1);
    for (const h of [12, 644]) {
      const [x, y] = pixelOf(pose, toEcef(tower.lon, tower.lat, h));
      expect(x).toBeCloseTo(800, 0);
      expect(y).toBeGreaterThan(50);
      expect(y).toBeLessThan(850);
    }
  });
});

describe('gestures', () => {
  it('pan: the ground sticks to the cursor', () => {
    fc.assert(
      fc.property(oblique, degrees(200, 1400), degrees(300, 800), (pose, x, y) => {
        const held = groundAt(pose, 800, 500);
        const view = pan(poseToView(pose), held, rayAt(pose, x, y));
        const [px, py] = pixelOf({ ...viewToPose(view), height: pose.height }, held);
        expect(Math.hypot(px - x, py - y)).toBeLessThan(8);
      }),
    );
  });

  it('orbit: what is circled keeps its place in the picture and its distance', () => {
    fc.assert(
      fc.property(oblique, degrees(-3, 3), degrees(-0.3, 0.1), (pose, yaw, tilt) => {
        const held = groundAt(pose, 800, 450);
        const before = poseToView(pose);
        const after = orbit(before, held, yaw, tilt);
        expect(length(subtract(after.position, held))).toBeCloseTo(
          length(subtract(before.position, held)),
          4,
        );
        const [x, y] = pixelOf(viewToPose(after), held);
        expect(Math.hypot(x - 800, y - 450)).toBeLessThan(1);
      }),
    );
  });

  it('orbit: never under what is circled, nor past straight down or 75° up', () => {
    fc.assert(
      fc.property(oblique, degrees(-3, 3), (pose, tilt) => {
        const held = groundAt(pose, 800, 450);
        const after = viewToPose(orbit(poseToView(pose), held, 0, tilt));
        expect(after.height).toBeGreaterThan(0);
        expect(after.pitchDeg).toBeLessThan(75.2);
        expect(after.pitchDeg).toBeGreaterThanOrEqual(-90);
      }),
    );
  });

  it('zoom: what is under the cursor stays there', () => {
    fc.assert(
      fc.property(oblique, degrees(0.8, 1.25), (pose, factor) => {
        const held = groundAt(pose, 1100, 600);
        const after = viewToPose(zoom(poseToView(pose), held, factor, pose.height));
        const [x, y] = pixelOf(after, held);
        expect(Math.hypot(x - 1100, y - 600)).toBeLessThan(3);
      }),
    );
  });

  it('zoom: comes no nearer than 3 m, and goes at a walker’s pace at eye height', () => {
    const pose = { lon: 7.42, lat: 43.74, height: 2, headingDeg: 0, pitchDeg: -0.5 };
    const far = groundAt(pose, 800, 455);
    expect(length(subtract(far, poseToView(pose).position))).toBeGreaterThan(100);
    const stepped = zoom(poseToView(pose), far, 0.5, 2);
    expect(length(subtract(stepped.position, poseToView(pose).position))).toBeCloseTo(4, 6);
    let view = poseToView({ ...pose, height: 500, pitchDeg: -60 });
    const held = groundAt({ ...pose, height: 500, pitchDeg: -60 }, 800, 450);
    for (let i = 0; i < 200; i++) view = zoom(view, held, 0.8, 500);
    expect(length(subtract(view.position, held))).toBeCloseTo(3, 6);
  });

  it('look: what was under the cursor is under it again', () => {
    const pose = { lon: 7.42, lat: 43.74, height: 60, headingDeg: 350, pitchDeg: 2 };
    const held = rayAt(pose, 800, 450);
    const after = viewToPose(look(poseToView(pose), held, rayAt(pose, 1000, 450)));
    expect(unit(subtract(rayAt(after, 1000, 450), held)).every(Number.isFinite)).toBe(true);
    expect(length(subtract(rayAt(after, 1000, 450), held))).toBeLessThan(0.01);
    expect(after.lon).toBeCloseTo(pose.lon, 9);
  });

  it('hold the ground before one’s feet, not the horizon', () => {
    const pose = { lon: 0, lat: 45, height: 100, headingDeg: 0, pitchDeg: -20 };
    expect(canGrip(poseToView(pose), groundAt(pose, 800, 450))).toBe(true);
    expect(
      canGrip(poseToView({ ...pose, pitchDeg: -1 }), groundAt({ ...pose, pitchDeg: -1 }, 800, 450)),
    ).toBe(false);
  });

  it('walk: metres ahead and aside over the ground', () => {
    const pose = { lon: 7.42, lat: 43.74, height: 60, headingDeg: 90, pitchDeg: -10 };
    const after = walk(pose, 100, 50);
    const axes = axesAtEcef(toEcef(pose.lon, pose.lat, 0));
    const moved = subtract(toEcef(after.lon, after.lat, 0), toEcef(pose.lon, pose.lat, 0));
    expect(dot(moved, axes.east)).toBeCloseTo(100, 1);
    expect(dot(moved, axes.north)).toBeCloseTo(-50, 1);
    expect(moveSpeed(1.7)).toBe(2.5);
    expect(moveSpeed(1000)).toBe(800);
  });
});

describe('flights', () => {
  it('begin and end where they should, 1.2 to 2.5 s long, never lower than both ends', () => {
    fc.assert(
      fc.property(oblique, degrees(-0.05, 0.05), degrees(-0.05, 0.05), oblique, (from, dLon, dLat, other) => {
        const to = { ...other, lon: from.lon + dLon, lat: from.lat + dLat };
        const flight = planFlight(from, to, 0);
        expect(flight.seconds).toBeGreaterThanOrEqual(1.2);
        expect(flight.seconds).toBeLessThanOrEqual(2.5);
        expect(flight.at(0)).toEqual(from);
        expect(flight.at(1)).toEqual(to);
        expectSame(flight.at(1e-6), from, 1, 0.1);
        expectSame(flight.at(1 - 1e-6), to, 1, 0.1);
        for (const share of [0.25, 0.5, 0.75]) {
          expect(flight.at(share).height).toBeGreaterThan(0.2 * Math.min(from.height, to.height));
        }
      }),
    );
  });

  it('rise over a long way and do not over a short one', () => {
    const range = (distance: number): number => planArc(distance, 500, 500).at(0.5).range;
    expect(range(50)).toBeLessThan(510);
    expect(range(10_000)).toBeGreaterThan(3_000);
    expect(planArc(10_000, 500, 500).at(0.5).along).toBeCloseTo(0.5, 9);
    expect(planArc(10_000, 500, 900).at(1).along).toBeCloseTo(1, 9);
    expect(planArc(10_000, 500, 900).at(1).range).toBeCloseTo(900, 6);
  });

  it('turn the shorter way round', () => {
    const from = { lon: 7, lat: 43, height: 500, headingDeg: 350, pitchDeg: -40 };
    const middle = planFlight(from, { ...from, headingDeg: 20 }, 0).at(0.5);
    expect(turnBetween(middle.headingDeg, 5)).toBeLessThan(0.5);
  });

  it('cross the date line without going round the earth', () => {
    const from = { lon: 179.99, lat: 10, height: 900, headingDeg: 0, pitchDeg: -60 };
    const middle = planFlight(from, { ...from, lon: -179.99 }, 0).at(0.5);
    expect(Math.abs(middle.lon)).toBeGreaterThan(179.9);
    expect(toLonLatHeight(poseToView(middle).position)[1]).toBeCloseTo(10, 1);
  });
});
