/** Where a case is: places near a city's trouble spots come more often than others. */
import { MEAN_DEGREE } from '#base/geo/degree.ts';
import type { CaseGrid, CasePlaces, CaseRoad } from './case-simulation.ts';
import { Chance, pickBySum } from './chance.ts';

/** Where a case is. */
export interface CasePlace {
  readonly lon: number;
  readonly lat: number;
  readonly grid: string | null;
  readonly road: string | null;
  readonly roadName: string | null;
}

const RADIUS_M = 45;
/** Trouble spots: one for so many places, how far they reach, how much more happens there. */
const PLACES_A_SPOT = 150;
const SPOTS_AT_MOST = 40;
const REACH_M = 350;
const MORE = 6;

type Point = readonly [lon: number, lat: number];

/** Sums of weights, so that a place can be picked by a number. */
function sumWeights(
  points: readonly Point[],
  weights: readonly number[],
  spots: readonly Point[],
): Float64Array {
  const sums = new Float64Array(points.length);
  let sum = 0;
  points.forEach(([lon, lat], i) => {
    const metresLon = MEAN_DEGREE * Math.cos((lat * Math.PI) / 180);
    let more = 0;
    for (const spot of spots) {
      const [x, y] = [(lon - spot[0]) * metresLon, (lat - spot[1]) * MEAN_DEGREE];
      more += Math.exp((-x * x - y * y) / (2 * REACH_M * REACH_M));
    }
    sum += weights[i]! * (1 + MORE * more);
    sums[i] = sum;
  });
  return sums;
}

function alongLine({ line, ...road }: CaseRoad, chance: Chance): CasePlace {
  const segment = Math.floor(chance.number() * Math.max(1, line.length / 2 - 1)) * 2;
  const share = chance.number();
  const [lonA = 0, latA = 0, lonB = lonA, latB = latA] = line.slice(segment, segment + 4);
  return {
    lon: lonA + (lonB - lonA) * share,
    lat: latA + (latB - latA) * share,
    grid: road.grid,
    road: road.id,
    roadName: road.name,
  };
}

function withinGrid({ lon, lat, code, radius = RADIUS_M }: CaseGrid, chance: Chance): CasePlace {
  const metresLon = MEAN_DEGREE * Math.cos((lat * Math.PI) / 180);
  return {
    lon: lon + (chance.between(-1, 1) * radius) / metresLon,
    lat: lat + (chance.between(-1, 1) * radius) / MEAN_DEGREE,
    grid: code,
    road: null,
    roadName: null,
  };
}

/** Gives a place to a case, on a road or anywhere in a grid; null: the city has no places. */
export type PlaceChooser = (where: 'grid' | 'road', chance: Chance) => CasePlace | null;

/** Makes the choice of places of a city. */
export function createPlaceChooser({ grids, roads: all }: CasePlaces, seed: number): PlaceChooser {
  const roads = all.filter(({ line }) => line.length >= 2);
  const gridPoints = grids.map(({ lon, lat }): Point => [lon, lat]);
  const roadPoints = roads.map(({ line }): Point => [line[0]!, line[1]!]);
  const chance = new Chance(seed);
  const candidates = gridPoints.length ? gridPoints : roadPoints;
  const count = candidates.length ? Math.min(SPOTS_AT_MOST, Math.ceil(candidates.length / PLACES_A_SPOT)) : 0;
  const spots = Array.from(
    { length: count },
    () => candidates[Math.floor(chance.number() * candidates.length)]!,
  );
  const gridSums = sumWeights(
    gridPoints,
    grids.map(({ weight = 1 }) => weight),
    spots,
  );
  const roadSums = sumWeights(
    roadPoints,
    roads.map(({ line }) => line.length),
    spots,
  );
  return (where, own) => {
    const onRoad = roads.length > 0 && (where === 'road' || grids.length === 0);
    if (onRoad) return alongLine(roads[pickBySum(roadSums, own.number())]!, own);
    return grids.length ? withinGrid(grids[pickBySum(gridSums, own.number())]!, own) : null;
  };
}
