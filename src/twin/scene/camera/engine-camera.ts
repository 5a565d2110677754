/** The engine's camera and ground, asked and told in our own terms. */
import {
  Cartesian2,
  Cartesian3,
  Cartographic,
  Math as CesiumMath,
  PerspectiveFrustum,
  Ray,
  type Scene,
} from 'cesium';
import type { CameraPose } from '#base/state/twin-state.ts';
import type { View } from './pose-view.ts';
import type { Vector } from './vector.ts';

export interface EngineCamera {
  view(): View;
  place(pose: CameraPose): void;
  /** Vertical opening, rad. */
  fovY(): number;
  /** CSS px. */
  size(): [width: number, height: number];
  /** Height of the ground as far as it is loaded, m ellipsoidal; null where nothing is. */
  groundAt(lonDeg: number, latDeg: number): number | null;
  /** What is drawn there: building or ground, ecef; null for the sky. */
  pick(x: number, y: number, ray: Vector): Vector | null;
}

const DEFAULT_FOV_Y = CesiumMath.toRadians(40);
const _place = new Cartographic();
const _window = new Cartesian2();
const _ray = new Ray();

const toVector = ({ x, y, z }: Cartesian3): Vector => [x, y, z];

export function createEngineCamera(scene: Scene): EngineCamera {
  const { camera, canvas, globe } = scene;
  const isPlace = (found: Cartesian3 | undefined): found is Cartesian3 =>
    found !== undefined && Number.isFinite(found.x) && Cartesian3.magnitude(found) > 6_000_000;

  return {
    view: () => ({
      position: toVector(camera.positionWC),
      direction: toVector(camera.directionWC),
      up: toVector(camera.upWC),
    }),
    place({ lon, lat, height, headingDeg, pitchDeg }) {
      camera.setView({
        destination: Cartesian3.fromDegrees(lon, lat, height),
        orientation: {
          heading: CesiumMath.toRadians(headingDeg),
          pitch: CesiumMath.toRadians(pitchDeg),
          roll: 0,
        },
      });
    },
    fovY() {
      const { frustum } = camera;
      return (frustum instanceof PerspectiveFrustum && frustum.fovy) || DEFAULT_FOV_Y;
    },
    size: () => [Math.max(1, canvas.clientWidth), Math.max(1, canvas.clientHeight)],
    groundAt(lonDeg, latDeg) {
      Cartographic.fromDegrees(lonDeg, latDeg, 0, _place);
      return globe.getHeight(_place) ?? null;
    },
    pick(x, y, ray) {
      _window.x = x;
      _window.y = y;
      const drawn = scene.pickPositionSupported ? scene.pickPosition(_window) : undefined;
      if (isPlace(drawn)) return toVector(drawn);
      Cartesian3.clone(camera.positionWC, _ray.origin);
      Cartesian3.fromElements(ray[0], ray[1], ray[2], _ray.direction);
      const ground = globe.pick(_ray, scene);
      return isPlace(ground) ? toVector(ground) : null;
    },
  };
}
