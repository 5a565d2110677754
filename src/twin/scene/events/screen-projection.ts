import { Cartesian4, Cartographic, Matrix4, type Scene } from 'cesium';

const _matrix = new Matrix4();
const _place = new Cartesian4();

/**
 * Projects places to the screen, all at once.
 *
 * @param places - flat ECEF, m. @param xs - filled with CSS px from the left; NaN: behind the camera or off the screen by more than
 * `margin`. @param ys - likewise from the top.
 */
export function projectAll(
  scene: Scene,
  places: Float64Array,
  count: number,
  margin: number,
  xs: Float64Array,
  ys: Float64Array,
): void {
  const { camera, canvas } = scene;
  const { clientWidth: width, clientHeight: height } = canvas;
  Matrix4.multiply(camera.frustum.projectionMatrix, camera.viewMatrix, _matrix);
  for (let at = 0; at < count; at++) {
    const place = Cartesian4.fromElements(
      places[at * 3]!,
      places[at * 3 + 1]!,
      places[at * 3 + 2]!,
      1,
      _place,
    );
    Matrix4.multiplyByVector(_matrix, place, _place);
    const x = (0.5 + (0.5 * _place.x) / _place.w) * width;
    const y = (0.5 - (0.5 * _place.y) / _place.w) * height;
    const inside = _place.w > 0 && x > -margin && y > -margin && x < width + margin && y < height + margin;
    xs[at] = inside ? x : Number.NaN;
    ys[at] = inside ? y : Number.NaN;
  }
}

/** The ground's height at a place as it is drawn now, m ellipsoidal; `fallback` where no terrain is there yet. */
export function groundHeight(scene: Scene, lon: number, lat: number, fallback: number): number {
  _carto.longitude = (lon * Math.PI) / 180;
  _carto.latitude = (lat * Math.PI) / 180;
  return scene.globe.getHeight(_carto) ?? fallback;
}
const _carto = new Cartographic();
