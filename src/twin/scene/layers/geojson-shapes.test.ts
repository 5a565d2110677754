import { describe, expect, it } from 'vitest';
import { readShapes } from './geojson-shapes.ts';

const feature = (geometry: unknown) => ({ type: 'Feature', properties: {}, geometry });
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });
const RING = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 0],
];

describe('readShapes', () => {
  it('sorts every kind of geometry into points, lines and polygons, heights kept', () => {
    const shapes = readShapes(
      collection(
        feature({ type: 'Point', coordinates: [7, 43, 12] }),
        feature({
          type: 'MultiPoint',
          coordinates: [
            [7, 43],
            [8, 43],
          ],
        }),
        feature({
          type: 'MultiLineString',
          coordinates: [
            [
              [0, 0],
              [1, 1],
            ],
            [
              [2, 2],
              [3, 3],
            ],
          ],
        }),
        feature({ type: 'MultiPolygon', coordinates: [[RING], [RING, RING]] }),
        feature({ type: 'GeometryCollection', geometries: [{ type: 'Polygon', coordinates: [RING] }] }),
        feature(null),
      ),
      'layer "a"',
    );
    expect(shapes.points).toEqual([
      [7, 43, 12],
      [7, 43],
      [8, 43],
    ]);
    expect(shapes.lines).toHaveLength(2);
    expect(shapes.polygons.map((rings) => rings.length)).toEqual([1, 2, 1]);
    expect(shapes).toMatchObject({ dropped: 0, reason: null });
    expect(shapes.keys).toEqual({ points: ['0', '1', '1'], lines: ['2', '2'], polygons: ['3', '3', '4'] });
  });

  it('takes a bare feature and a bare geometry', () => {
    expect(readShapes({ type: 'Point', coordinates: [1, 2] }, 's').points).toEqual([[1, 2]]);
    expect(readShapes(feature({ type: 'Point', coordinates: [1, 2] }), 's').points).toEqual([[1, 2]]);
  });

  it('leaves out bad features, counts them and says why the first one was', () => {
    const shapes = readShapes(
      collection(
        feature({ type: 'Point', coordinates: [1, 2] }),
        feature({ type: 'Point', coordinates: [1, 91] }),
        feature({ type: 'Circle' }),
      ),
      'layer "a"',
    );
    expect(shapes.points).toHaveLength(1);
    expect(shapes.dropped).toBe(2);
    expect(shapes.reason).toBe('layer "a": features[1]: expected [lon, lat] in degrees, got [1,91]');
  });

  it.each([
    [null, 's: expected GeoJSON, got null'],
    [[], 's: expected GeoJSON, got []'],
    [{ type: 'FeatureCollection' }, 's: features: expected a list, got none'],
    [{ type: 'Topology' }, 's: features[0]: expected a geometry, got "Topology"'],
    [
      collection(feature({ type: 'LineString', coordinates: [[0, 0]] })),
      's: features[0]: expected at least 2 positions, got 1',
    ],
  ])('refuses %j', (json, message) => {
    expect(() => readShapes(json, 's')).toThrow(message);
  });
});
