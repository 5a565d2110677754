import { describe, expect, it } from 'vitest';
import { VEHICLE_KINDS, vehicleMesh } from './vehicle-mesh.ts';

const extent = (position: Float32Array, axis: number): [number, number] => {
  const values = Array.from({ length: position.length / 3 }, (_, at) => position[at * 3 + axis]!);
  return [Math.min(...values), Math.max(...values)];
};

describe('meshes of vehicles', () => {
  it.each(VEHICLE_KINDS)(
    '%s stands on its wheels, is as large as such vehicles are, and looks to the front',
    (kind) => {
      const { position, index, colour } = vehicleMesh(kind);
      const [left, right] = extent(position, 0);
      const [back, front] = extent(position, 1);
      const [low, high] = extent(position, 2);
      expect(Math.abs(low)).toBeLessThan(0.02);
      expect(high).toBeGreaterThan(1.4);
      expect(high).toBeLessThan(3.3);
      expect(right - left).toBeGreaterThan(1.7);
      expect(right - left).toBeLessThan(2.6);
      expect(front - back).toBeGreaterThan(4.3);
      expect(front - back).toBeLessThan(8.2);
      expect(Math.max(...index)).toBe(position.length / 3 - 1);
      expect(colour.length).toBe((position.length / 3) * 4);
    },
  );

  it('takes a kind that is not known for a car', () => {
    expect(vehicleMesh('unicorn')).toEqual(vehicleMesh('inspection'));
  });
});
