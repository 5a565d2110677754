import { View, Viewport } from '@deck.gl/core';
import { Matrix4, PerspectiveFrustum, type Scene, Transforms } from 'cesium';

/** The engine's camera in the city's own frame: metres east, north, up of its origin. */
export interface EngineViewState {
  viewMatrix: number[];
  projectionMatrix: number[];
  /** From the camera to the point that is looked at, m. */
  focalDistance: number;
  zoom: number;
  /** None: the engine's camera moves by itself. */
  transitionDuration?: 0;
}

/** A view whose matrices come from the engine's camera. */
export class EngineView extends View<EngineViewState> {
  static displayName = 'EngineView';

  override getViewportType(): typeof Viewport {
    return Viewport;
  }

  protected override get ControllerType(): never {
    throw new Error('engine view: expected the engine to move the camera, got a controller asked for');
  }
}

const NEAR = 1;
const FAR = 1e6;
/** Sizes in pixels are reckoned at the point looked at; beyond the horizon a distance has to do. */
const LEAST_FOCUS = 10;
const MOST_FOCUS = 200_000;

/**
 * Gives the matrix from the Earth's frame to the city's.
 *
 * @param origin - degrees, degrees, m ellipsoidal.
 */
export function cityFrame(origin: Parameters<typeof Transforms.eastNorthUpToFixedFrame>[0]): Matrix4 {
  return Transforms.eastNorthUpToFixedFrame(origin);
}

/**
 * Gives the view of the engine's camera.
 *
 * Multiplied in doubles: the Earth's frame has too many digits for the graphics card. Without focal distance and zoom
 * sizes collapse.
 *
 * @param toEarth - from the city's frame (m east, north, up) to the Earth's.
 */
export function engineViewState(
  scene: Scene,
  toEarth: Matrix4,
  width: number,
  height: number,
): EngineViewState {
  const { camera } = scene;
  const viewMatrix = Matrix4.multiply(camera.viewMatrix, toEarth, new Matrix4());
  const fovy = camera.frustum instanceof PerspectiveFrustum ? (camera.frustum.fovy ?? 1) : 1;
  const projection = Matrix4.computePerspectiveFieldOfView(fovy, width / height, NEAR, FAR, new Matrix4());
  const back = Matrix4.inverseTransformation(viewMatrix, new Matrix4());
  const up = back[14] ?? 0;
  // Third column of the inverse: backwards; the sight line meets the ground where its height is nought.
  const down = back[10] ?? 0;
  const focalDistance = Math.min(MOST_FOCUS, Math.max(LEAST_FOCUS, down > 1e-3 ? up / down : MOST_FOCUS));
  return {
    viewMatrix: Matrix4.toArray(viewMatrix),
    projectionMatrix: Matrix4.toArray(projection),
    focalDistance,
    zoom: Math.log2(height / (2 * focalDistance * Math.tan(fovy / 2))),
  };
}
