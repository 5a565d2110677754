import type { LonLatPolygon } from '#city/model.ts';
import type { LocalPolygon } from './clipping.ts';
import { METRES_A_DEGREE } from './mend-polygon.ts';

/** A plane in metres about a place, for measuring and clipping footprints: x east, y north. */
export interface LocalPlane {
  toLocal(polygon: LonLatPolygon): LocalPolygon;
  toLonLat(polygon: LocalPolygon): LonLatPolygon;
}

/** Lays a plane about the first corner of a polygon; the degree is taken as 111,320 m. */
export function localPlane(about: LonLatPolygon): LocalPlane {
  const lon = about[0]![0]!;
  const lat = about[0]![1]!;
  const my = METRES_A_DEGREE;
  const mx = my * Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return {
    toLocal: (polygon) =>
      polygon.map((ring) => ring.map((value, i) => (i % 2 ? (value - lat) * my : (value - lon) * mx))),
    toLonLat: (polygon) =>
      polygon.map((ring) => ring.map((value, i) => (i % 2 ? lat + value / my : lon + value / mx))),
  };
}
