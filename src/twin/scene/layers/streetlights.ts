import {
  ArcType,
  Cartesian3,
  Cartesian4,
  Color,
  Ellipsoid,
  Material,
  Matrix4,
  PolylineCollection,
  Transforms,
} from 'cesium';
import type { LampsSceneLayer } from '#base/state/scene-layers.ts';
import { circuitCables } from '../lamps/circuit-cables.ts';
import { chunkLamps } from '../lamps/lamp-chunks.ts';
import type { LampMap } from '../lamps/lamp-map.ts';
import { LampPrimitive, type LampView } from '../lamps/lamp-primitive.ts';
import { createLampStates } from '../lamps/lamp-states.ts';
import { readLamps } from '../lamps/lamps-client.ts';
import { cityFrame, nearFrame } from '../lamps/map-frames.ts';
import { requestFrame } from '../request-frame.ts';
import type { LayerFactory, LayerView } from './layer.ts';

const ACCENT = Color.fromCssColorString('#39c2d7');
const NO_CIRCUIT = -1;

/**
 * The city's street lamps: their glow, and their light on ground, water and walls, by live state; where nothing is
 * known of a lamp, it burns while the sky is dark. A city without components has nothing to show.
 *
 * Style: `faults: true` marks faulty lamps by a diamond; `circuit: 'K012-3'` makes a circuit stand out, with lines
 * from its cabinet to its lamps.
 */
export const createStreetlightsLayer: LayerFactory<LampsSceneLayer> = async (
  _spec,
  first,
  { scene, city, states, environment, lights, quality },
  signal,
) => {
  const { manifest, base } = city;
  const folder = manifest.features.components;
  const block = manifest.gids.components;
  if (!folder || !block) return { update() {}, pending: () => 0, dispose() {} };
  const lamps = await readLamps(
    {
      folder: new URL(`${folder}/`, base).href.replace(/\/+$/, '/'),
      count: block.count,
      origin: manifest.origin,
    },
    signal,
  );
  signal.throwIfAborted();

  const frame = Transforms.eastNorthUpToFixedFrame(
    Cartesian3.fromDegrees(...manifest.origin),
    Ellipsoid.WGS84,
  );
  const toPlane = Matrix4.inverseTransformation(frame, new Matrix4());
  const all = cityFrame(lamps);
  const view: LampView = {
    visible: true,
    opacity: 1,
    show: 0,
    wanted: 0,
    faults: false,
    circuit: NO_CIRCUIT,
  };
  const eye = new Cartesian3();
  const ray = new Cartesian3();
  const { uniforms, lamps: pictures } = lights;
  const tellFrame = (uniform: { value: Cartesian4 }, map: LampMap | null): void => {
    const shown = map?.frame();
    uniform.value = shown
      ? Cartesian4.fromElements(shown.east, shown.north, 1 / shown.side, 1, uniform.value)
      : Cartesian4.fromElements(0, 0, 0, 0, uniform.value);
  };
  const lampStates = createLampStates(
    states,
    () => view.visible,
    () => primitive.touch(),
  );
  const primitive: LampPrimitive = new LampPrimitive({
    chunks: chunkLamps(lamps),
    frame,
    states: lampStates,
    view,
    cityMap: () => all,
    nearMap() {
      // The map of a small city is as fine.
      if (quality.step() === 'low' || !all || all.side <= 1_536) return null;
      Matrix4.multiplyByPoint(toPlane, scene.camera.positionWC, eye);
      Matrix4.multiplyByPointAsVector(toPlane, scene.camera.directionWC, ray);
      return nearFrame([eye.x, eye.y, eye.z], [ray.x, ray.y, ray.z]);
    },
    onMaps(cityMap, nearMap) {
      pictures.city = cityMap?.texture ?? null;
      pictures.near = nearMap?.texture ?? null;
      tellFrame(uniforms.u_cityLampsAt, cityMap);
      tellFrame(uniforms.u_nearLampsAt, nearMap);
    },
  });
  scene.primitives.add(primitive);

  const follow = (): void => {
    view.show = environment.look().lamps;
    view.wanted = uniforms.u_wanted.value;
  };
  const removeEnvironment = environment.onChange(follow);
  follow();

  let line: PolylineCollection | null = null;
  let lined = NO_CIRCUIT;
  function showLine(index: number): void {
    if (index === lined) return;
    lined = index;
    if (line) scene.primitives.remove(line);
    line = null;
    if (index === NO_CIRCUIT) return;
    line = new PolylineCollection();
    const toEcef = (place: readonly [number, number, number]): Cartesian3 =>
      Matrix4.multiplyByPoint(frame, Cartesian3.fromElements(...place), new Cartesian3());
    for (const piece of circuitCables(lamps, index)) {
      line.add({
        positions: piece.map(toEcef),
        width: 2,
        arcType: ArcType.NONE,
        // One each: every line destroys its own.
        material: Material.fromType('Color', { color: ACCENT }),
      } as Parameters<PolylineCollection['add']>[0]);
    }
    scene.primitives.add(line);
  }

  const update = ({ visible, opacity, style }: LayerView): void => {
    view.visible = visible;
    view.opacity = opacity;
    view.faults = style.faults === true;
    view.circuit =
      typeof style.circuit === 'string'
        ? lamps.circuits.findIndex(({ name }) => name === style.circuit)
        : NO_CIRCUIT;
    showLine(visible ? view.circuit : NO_CIRCUIT);
    primitive.touch();
    requestFrame(scene, 'lamps');
  };
  update(first);
  return {
    update,
    pending: () => 0,
    dispose() {
      removeEnvironment();
      showLine(NO_CIRCUIT);
      scene.primitives.remove(primitive);
      lampStates.dispose();
      requestFrame(scene, 'lamps');
    },
  };
};
