import { type Cartesian2, Cartographic, Math as CesiumMath, type Scene } from 'cesium';
import type { LonLatHeight } from '#base/state/twin-state.ts';

const CENTIMETRE = 100;
const DEGREES = 1e8;

/** Gives the place of the ground or building that is drawn at a point of the canvas (CSS px); null for the sky. */
export function placeAt(scene: Scene, point: Cartesian2): LonLatHeight | null {
  const seen = scene.pickPositionSupported ? scene.pickPosition(point) : undefined;
  const ray = seen ? undefined : scene.camera.getPickRay(point);
  const place = seen ?? (ray ? scene.globe.pick(ray, scene) : undefined);
  if (!place) return null;
  const { longitude, latitude, height } = Cartographic.fromCartesian(place);
  return [
    Math.round(CesiumMath.toDegrees(longitude) * DEGREES) / DEGREES,
    Math.round(CesiumMath.toDegrees(latitude) * DEGREES) / DEGREES,
    Math.round(height * CENTIMETRE) / CENTIMETRE,
  ];
}
