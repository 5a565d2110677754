/** Aggregates of places as layers of deck.gl, in metres east, north and up of the city's origin. */
import { HexagonLayer } from '@deck.gl/aggregation-layers';
import { COORDINATE_SYSTEM, type Color, type Layer } from '@deck.gl/core';
import { BitmapLayer } from '@deck.gl/layers';
import { densityOf, heatPixels } from './density.ts';

export const AGGREGATES = ['hexagons', 'heat'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** From few to many; told apart by lightness as well. */
const COLOURS: Color[] = [
  [38, 84, 110, 215],
  [45, 122, 138, 220],
  [86, 163, 150, 225],
  [196, 190, 104, 230],
  [232, 145, 62, 235],
  [208, 64, 42, 240],
];
const RAISED = 2;

/**
 * Makes the layers of an aggregate.
 *
 * @param places - flat [east, north, …], m. @param radius - of a hexagon, or reach of a place, m.
 * @param extruded - hexagons stand as high as they count.
 */
export function aggregateLayers(
  kind: Aggregate,
  places: Float64Array,
  radius: number,
  opacity: number,
  extruded: boolean,
): Layer[] {
  if (places.length === 0) return [];
  if (kind === 'heat') {
    const density = densityOf(places, radius * 2, radius / 6);
    const [west, south, east, north] = density.bounds;
    return [
      new BitmapLayer({
        id: 'heat',
        image: new ImageData(heatPixels(density), density.columns, density.rows),
        bounds: [
          [west, south, RAISED],
          [west, north, RAISED],
          [east, north, RAISED],
          [east, south, RAISED],
        ],
        coordinateSystem: COORDINATE_SYSTEM.CARTESIAN,
        opacity,
        parameters: { depthCompare: 'always' },
      }),
    ];
  }
  return [
    new HexagonLayer<number>({
      id: 'hexagons',
      data: Array.from({ length: places.length / 2 }, (_, at) => at),
      getPosition: (at) => [places[at * 2]!, places[at * 2 + 1]!],
      coordinateSystem: COORDINATE_SYSTEM.CARTESIAN,
      gpuAggregation: false,
      radius,
      coverage: 0.92,
      extruded,
      elevationRange: [radius * 0.2, radius * 3],
      colorRange: COLOURS,
      colorScaleType: 'quantize',
      opacity,
      material: { ambient: 0.65, diffuse: 0.45, shininess: 8 },
    }),
  ];
}
