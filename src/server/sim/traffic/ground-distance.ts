import { MEAN_DEGREE } from '#base/geo/degree.ts';

/**
 * Makes a measure of distances over a city, m: degrees on a plane, which is true to a thousandth within 100 km.
 *
 * @param lat - of the city, degrees.
 */
export function createGroundDistance(
  lat: number,
): (lonA: number, latA: number, lonB: number, latB: number) => number {
  const east = MEAN_DEGREE * Math.cos((lat * Math.PI) / 180);
  return (lonA, latA, lonB, latB) => Math.hypot((lonB - lonA) * east, (latB - latA) * MEAN_DEGREE);
}
