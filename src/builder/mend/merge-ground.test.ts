import { describe, expect, it } from 'vitest';
import type { GroundFeature, Position } from '#city/model.ts';
import { mergeGround } from './merge-ground.ts';

function area(id: string, west: number, east: number): GroundFeature {
  const ring: Position[] = [
    [west, 31],
    [east, 31],
    [east, 31.001],
    [west, 31.001],
    [west, 31],
  ];
  return {
    id,
    theme: 'water',
    class: 'river',
    geometry: { type: 'Polygon', coordinates: [ring] },
    name: null,
    width: 0,
    lanes: 0,
    layer: 0,
    bridge: false,
    tunnel: false,
    attributes: {},
  };
}

describe('merging of ground features', () => {
  it('joins the pieces of a river that tile edges had cut', () => {
    const { features, merged } = mergeGround([
      area('r', 121, 121.001),
      area('p', 122, 122.001),
      area('r', 121.001, 121.002),
    ]);
    expect(features.map(({ id }) => id)).toEqual(['r', 'p']);
    expect(merged).toBe(1);
    const { geometry } = features[0]!;
    expect(geometry.type).toBe('Polygon');
    const lons = (geometry.coordinates[0] as Position[]).map(([lon]) => lon!);
    expect(Math.min(...lons)).toBeCloseTo(121, 6);
    expect(Math.max(...lons)).toBeCloseTo(121.002, 6);
  });

  it('drops a double, and keeps pieces that lie apart in one feature', () => {
    expect(mergeGround([area('r', 121, 121.001), area('r', 121, 121.001)]).features).toHaveLength(1);
    const apart = mergeGround([area('r', 121, 121.001), area('r', 121.003, 121.004)]).features;
    expect(apart).toHaveLength(1);
    expect(apart[0]!.geometry.type).toBe('MultiPolygon');
  });
});
