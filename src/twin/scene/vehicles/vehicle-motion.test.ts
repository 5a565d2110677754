import { describe, expect, it } from 'vitest';
import type { LiveVehicle, VehiclePlace } from '../../live/live-view.ts';
import { type DrawnPlace, drawnPlace, mixHeading } from './vehicle-motion.ts';

const place = (t: number, lon: number, heading: number): VehiclePlace => ({
  t,
  lon,
  lat: 35.5,
  heading,
  speed: 30,
});
const vehicle = (from: VehiclePlace, to: VehiclePlace): LiveVehicle => ({
  id: 'v1',
  kind: 'inspection',
  from,
  to,
});
const out = (): DrawnPlace => ({ lon: 0, lat: 0, heading: 0, stale: false });

describe('the way of a vehicle', () => {
  const going = vehicle(place(0, 120, 350), place(2_000, 120.001, 10));

  it('glides from the last place to the one just heard of, and turns by the shorter way', () => {
    expect(drawnPlace(going, 2_000, out())).toMatchObject({ lon: 120, heading: 350, stale: false });
    const half = drawnPlace(going, 3_000, out());
    expect(half.lon).toBeCloseTo(120.0005, 9);
    expect(half.heading).toBeCloseTo(0, 9);
    expect(drawnPlace(going, 4_000, out())).toMatchObject({ lon: 120.001, heading: 10 });
  });

  it('goes on for half an interval when news is late, then waits, then counts as lost', () => {
    expect(drawnPlace(going, 5_000, out()).lon).toBeCloseTo(120.0015, 9);
    expect(drawnPlace(going, 60_000, out()).lon).toBeCloseTo(120.0015, 9);
    expect(drawnPlace(going, 8_000, out()).stale).toBe(false);
    expect(drawnPlace(going, 8_001, out()).stale).toBe(true);
  });

  it('stands where it was first seen', () => {
    const seen = place(5_000, 120.5, 90);
    expect(drawnPlace(vehicle(seen, seen), 5_100, out())).toEqual({
      lon: 120.5,
      lat: 35.5,
      heading: 90,
      stale: false,
    });
  });

  it.each([
    [10, 350, 0.5, 0],
    [350, 10, 0.5, 0],
    [0, 180, 0.25, 315],
    [90, 100, 0.5, 95],
  ])('mixes %i° and %i° at %d to %i°', (from, to, share, expected) => {
    expect(mixHeading(from, to, share)).toBeCloseTo(expected, 9);
  });
});
