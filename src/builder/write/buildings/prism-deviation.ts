/** How far prisms are from the exteriors that replace them. */
import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import { forEachVolume, type TileBuildings, topOf } from './volumes.ts';

/** Least error of prisms whose exteriors carry pictures, m: geometry may agree, the looks do not. */
const TEXTURE_ERROR = 4;

/** Least error of prisms that detailed faces replace, m. */
const FACES_ERROR = 0.1;

/** Index of `roof` among the kinds of surfaces. */
const ROOF = 1;

/**
 * Measures how far building `i`'s prisms are from its exterior, m; 0 when they are the same.
 *
 * Roofs: the roof's own height, but no more than half the footprint's diagonal, since at every height the roof stands
 * over the footprint's middle. Detailed faces: how far the lowest point of a roof lies under the prism's top, but no
 * more than the footprint's diagonal.
 */
export function prismDeviation(tile: TileBuildings, i: number): number {
  const { surfaceStart } = tile.buildings;
  return surfaceStart[i] === surfaceStart[i + 1] ? ofRoofs(tile, i) : ofFaces(tile, i);
}

function ofRoofs(tile: TileBuildings, i: number): number {
  let worst = 0;
  forEachVolume(tile, i, (polygons, polygon, columns, row, minHeight, top) => {
    if (columns.roofShape[row] === 0 || !(columns.roofHeight[row]! > 0)) return;
    const height = Math.min(columns.roofHeight[row]!, top - tile.grounds[i]! - minHeight);
    const ring = polygons.polygonStart[polygon]!;
    const from = polygons.ringStart[ring]! * 2;
    const to = polygons.ringStart[ring + 1]! * 2;
    worst = Math.max(worst, Math.min(height, diagonal(polygons.lonLat, from, to, 2) / 2));
  });
  return worst;
}

function ofFaces(tile: TileBuildings, i: number): number {
  const { surfaces, surfaceStart } = tile.buildings;
  const top = topOf(tile, i);
  const from = surfaceStart[i]!;
  const to = surfaceStart[i + 1]!;
  let below = 0;
  let least = FACES_ERROR;
  for (let s = from; s < to; s++) {
    if (surfaces.texture[s]! >= 0) least = TEXTURE_ERROR;
    if (surfaces.kind[s] !== ROOF) continue;
    const first = surfaces.ringStart[surfaces.ringsStart[s]!]!;
    const last = surfaces.ringStart[surfaces.ringsStart[s + 1]!]!;
    for (let v = first; v < last; v++) below = Math.max(below, top - surfaces.lonLatHeight[v * 3 + 2]!);
  }
  const first = surfaces.ringStart[surfaces.ringsStart[from]!]! * 3;
  const last = surfaces.ringStart[surfaces.ringsStart[to]!]! * 3;
  return Math.max(least, Math.min(below, diagonal(surfaces.lonLatHeight, first, last, 3)));
}

/** Diagonal of the bounds of places, m. */
function diagonal(places: Float64Array, from: number, to: number, stride: number): number {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = from; at < to; at += stride) {
    west = Math.min(west, places[at]!);
    east = Math.max(east, places[at]!);
    south = Math.min(south, places[at + 1]!);
    north = Math.max(north, places[at + 1]!);
  }
  const [perLon, perLat] = metresPerDegree((south + north) / 2);
  return Math.hypot((east - west) * perLon, (north - south) * perLat);
}
