import {
  Axis,
  Cartesian3,
  Color,
  HeadingPitchRoll,
  type Matrix4,
  Model,
  type PointPrimitive,
  PointPrimitiveCollection,
  PrimitiveCollection,
  type Scene,
  Transforms,
} from 'cesium';
import type { LiveView } from '../../live/live-view.ts';
import type { Animation } from '../animation.ts';
import { groundHeight } from '../events/screen-projection.ts';
import { meshGlb } from '../mesh-glb.ts';
import { requestFrame } from '../request-frame.ts';
import { type DrawnPlace, drawnPlace } from './vehicle-motion.ts';

export interface Vehicles {
  show(visible: boolean): void;
  dispose(): void;
}

/** What a pick of a vehicle gives. */
export interface VehicleId {
  readonly vehicle: string;
}

/** Nearer than this a vehicle is a model, farther a dot; m. */
const NEAR = 1_200;
/** Models at a time: each is a draw call of its own. */
const MOST_MODELS = 80;
const DOT: Readonly<Record<string, string>> = {
  inspection: '#4f8fd6',
  sanitation: '#4fae7a',
  sprinkler: '#67b7cf',
  emergency: '#e0492f',
};
const GREY = '#8d969c';
/** A dot's eye height over the road, so that kerbs do not swallow it; m. */
const RAISED = 1.2;

interface Shown {
  readonly dot: PointPrimitive;
  model: Model | null;
  /** Being made. */
  wanted: boolean;
  position: Cartesian3;
}

/** Draws the city's vehicles where they are between the places that were heard of: models near by, dots farther off. */
export function createVehicles(
  scene: Scene,
  live: LiveView,
  animation: Animation,
  baseHeight: number,
  onError: (error: Error) => void,
): Vehicles {
  const all = new PrimitiveCollection();
  const dots = all.add(new PointPrimitiveCollection()) as PointPrimitiveCollection;
  scene.primitives.add(all);
  const shown = new Map<string, Shown>();
  const meshes = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  let disposed = false;
  let models = 0;
  const place: DrawnPlace = { lon: 0, lat: 0, heading: 0, stale: false };
  const turn = new HeadingPitchRoll();

  function meshOf(kind: string): Promise<Uint8Array<ArrayBuffer>> {
    const known = meshes.get(kind);
    if (known) return known;
    // With its geometry classes only once a vehicle is near.
    const made = import('#city/vehicles/vehicle-mesh.ts').then(({ vehicleMesh }) =>
      meshGlb(vehicleMesh(kind)),
    );
    meshes.set(kind, made);
    return made;
  }

  async function makeModel(id: string, kind: string, one: Shown): Promise<void> {
    one.wanted = true;
    models++;
    try {
      const glb = await meshOf(kind);
      // A copy: the engine keeps what it is given.
      const url = URL.createObjectURL(new Blob([glb], { type: 'model/gltf-binary' }));
      try {
        const model = await Model.fromGltfAsync({
          url,
          upAxis: Axis.Y,
          forwardAxis: Axis.X,
          id: { vehicle: id } satisfies VehicleId,
        });
        if (disposed || shown.get(id) !== one) model.destroy();
        else one.model = all.add(model) as Model;
      } finally {
        URL.revokeObjectURL(url);
      }
    } catch (error) {
      onError(error as Error);
    }
  }

  function drop(one: Shown): void {
    dots.remove(one.dot);
    if (one.wanted) models--;
    if (one.model) all.remove(one.model);
  }

  function read(): void {
    const now = live.vehicles.all();
    for (const [id, one] of shown) {
      if (now.has(id)) continue;
      drop(one);
      shown.delete(id);
    }
    for (const [id, { kind }] of now) {
      if (shown.has(id)) continue;
      const dot = dots.add({
        position: Cartesian3.ZERO,
        pixelSize: 7,
        color: Color.fromCssColorString(DOT[kind] ?? GREY),
        outlineColor: Color.fromCssColorString('#0c121a'),
        outlineWidth: 1.5,
        id: { vehicle: id } satisfies VehicleId,
      });
      shown.set(id, { dot, model: null, wanted: false, position: new Cartesian3() });
    }
  }

  function move(): void {
    if (!all.show) return;
    const now = live.cityNow();
    const eye = scene.camera.positionWC;
    for (const [id, vehicle] of live.vehicles.all()) {
      const one = shown.get(id);
      if (!one) continue;
      drawnPlace(vehicle, now, place);
      const { lon, lat, heading, stale } = place;
      Cartesian3.fromDegrees(lon, lat, groundHeight(scene, lon, lat, baseHeight), undefined, one.position);
      const near = Cartesian3.distance(eye, one.position) < NEAR;
      if (near && !one.wanted && models < MOST_MODELS) void makeModel(id, vehicle.kind, one);
      const asModel = near && one.model !== null;
      one.dot.show = !asModel;
      if (one.model) one.model.show = asModel;
      if (asModel && one.model) {
        turn.heading = (heading * Math.PI) / 180;
        one.model.modelMatrix = frameOf(one.position, turn, one.model.modelMatrix);
        one.model.color = stale ? Color.fromCssColorString(GREY) : Color.WHITE;
      } else {
        one.dot.position = Cartesian3.fromDegrees(
          lon,
          lat,
          groundHeight(scene, lon, lat, baseHeight) + RAISED,
        );
        one.dot.color = Color.fromCssColorString(stale ? GREY : (DOT[vehicle.kind] ?? GREY));
      }
    }
  }

  const removers = [
    live.vehicles.onChange(read),
    scene.preUpdate.addEventListener(move),
    animation.add('vehicles', () => all.show && live.cityRate() !== 0 && live.vehicles.all().size > 0),
  ];
  read();
  return {
    show(visible) {
      all.show = visible;
      requestFrame(scene, 'vehicles');
    },
    dispose() {
      disposed = true;
      for (const remove of removers) remove();
      scene.primitives.remove(all);
      requestFrame(scene, 'vehicles');
    },
  };
}

/** Heading clockwise from north to the engine's frame, whose models look along y here. */
function frameOf(position: Cartesian3, turn: HeadingPitchRoll, result: Matrix4): Matrix4 {
  return Transforms.headingPitchRollToFixedFrame(position, turn, undefined, undefined, result);
}
