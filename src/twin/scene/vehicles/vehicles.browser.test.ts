import {
  Cartesian2,
  Cartesian3,
  Math as CesiumMath,
  CesiumWidget,
  Model,
  PointPrimitiveCollection,
  PrimitiveCollection,
  type Scene,
} from 'cesium';
import 'cesium/Build/Cesium/Widgets/CesiumWidget/CesiumWidget.css';
import { afterEach, describe, expect, it } from 'vitest';
import type { LiveVehicle, LiveView } from '../../live/live-view.ts';
import { type Animation, createAnimation } from '../animation.ts';
import type { FrameTime } from '../frame-time.ts';
import { createVehicles, type Vehicles } from './vehicles.ts';

const ORIGIN = [120.95, 35.54] as const;
const METRE_NORTH = 1 / 110_950;

const FRAME_TIME: FrameTime = { ms: () => 0, dispose() {} };

let widget: CesiumWidget | null = null;
let vehicles: Vehicles | null = null;
let animation: Animation | null = null;

afterEach(() => {
  vehicles?.dispose();
  animation?.dispose();
  widget?.destroy();
  vehicles = null;
  animation = null;
  widget = null;
  document.body.replaceChildren();
});

/** Looks north from so many metres south of the origin, from so high. */
function open(south: number, height: number, pitchDeg: number): Scene {
  const container = document.createElement('div');
  Object.assign(container.style, { position: 'absolute', inset: '0', width: '400px', height: '300px' });
  document.body.append(container);
  widget = new CesiumWidget(container, { baseLayer: false, skyBox: false });
  widget.useDefaultRenderLoop = false;
  widget.camera.setView({
    destination: Cartesian3.fromDegrees(ORIGIN[0], ORIGIN[1] - south * METRE_NORTH, height),
    orientation: { heading: 0, pitch: CesiumMath.toRadians(pitchDeg), roll: 0 },
  });
  return widget.scene;
}

const at = (id: string, lat: number, heading = 0, t = 0): LiveVehicle => {
  const place = { t, lon: ORIGIN[0], lat, heading, speed: 0 };
  return { id, kind: 'inspection', from: place, to: place };
};

function liveOf(all: Map<string, LiveVehicle>, now = { city: 0 }): LiveView & { tell(): void } {
  const listeners = new Set<() => void>();
  return {
    cases: { all: () => new Map(), onChange: () => () => {} },
    vehicles: {
      all: () => all,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    cityNow: () => now.city,
    cityRate: () => 1,
    tell() {
      for (const listener of listeners) listener();
    },
  };
}

function drive(scene: Scene, live: LiveView): void {
  animation = createAnimation(scene, FRAME_TIME);
  vehicles = createVehicles(scene, live, animation, 0, (error) => {
    throw error;
  });
}

/** Models and dots that show. */
function shown(scene: Scene): { models: string[]; dots: string[] } {
  const found = { models: [] as string[], dots: [] as string[] };
  const idOf = (id: unknown): string => (id as { vehicle: string }).vehicle;
  for (let index = 0; index < scene.primitives.length; index++) {
    const all: unknown = scene.primitives.get(index);
    if (!(all instanceof PrimitiveCollection)) continue;
    for (let one = 0; one < all.length; one++) {
      const primitive: unknown = all.get(one);
      if (primitive instanceof Model && primitive.show) found.models.push(idOf(primitive.id));
      if (!(primitive instanceof PointPrimitiveCollection)) continue;
      for (let dot = 0; dot < primitive.length; dot++) {
        if (primitive.get(dot).show) found.dots.push(idOf(primitive.get(dot).id));
      }
    }
  }
  return found;
}

async function until(scene: Scene, wanted: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400; turn++) {
    scene.render();
    if (wanted()) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`vehicles: expected them to come to that within 10 s, got ${JSON.stringify(shown(scene))}`);
}

describe('vehicles in the picture', () => {
  it('are models near by and dots far off, and are picked as what they are', async () => {
    const scene = open(40, 25, -32);
    const all = new Map([
      ['near', at('near', ORIGIN[1])],
      ['far', at('far', ORIGIN[1] + 3_000 * METRE_NORTH)],
    ]);
    drive(scene, liveOf(all));
    await until(scene, () => shown(scene).models.length === 1);
    expect(shown(scene)).toEqual({ models: ['near'], dots: ['far'] });
    await until(scene, () => scene.pick(new Cartesian2(200, 150), 5, 5) !== undefined);
    expect((scene.pick(new Cartesian2(200, 150), 5, 5) as { id?: unknown }).id).toEqual({ vehicle: 'near' });
  });

  it('glide by the city’s time, go with what is heard no more, and leave the scene as it was', async () => {
    const scene = open(40, 25, -32);
    const before = [scene.primitives.length, scene.preUpdate.numberOfListeners];
    const now = { city: 10_000 };
    const from = { t: 0, lon: ORIGIN[0], lat: ORIGIN[1], heading: 0, speed: 10 };
    const to = { ...from, t: 10_000, lat: ORIGIN[1] + 100 * METRE_NORTH };
    const all = new Map<string, LiveVehicle>([['v', { id: 'v', kind: 'sanitation', from, to }]]);
    const live = liveOf(all, now);
    drive(scene, live);
    const northOfOrigin = (): number => {
      const point = scene.primitives
        .get(scene.primitives.length - 1)
        .get(0)
        .get(0).position as Cartesian3;
      return (
        (CesiumMath.toDegrees(scene.ellipsoid.cartesianToCartographic(point).latitude) - ORIGIN[1]) /
        METRE_NORTH
      );
    };
    scene.render();
    expect(northOfOrigin()).toBeCloseTo(0, 1);
    now.city = 15_000;
    scene.render();
    expect(northOfOrigin()).toBeCloseTo(50, 1);
    await until(scene, () => shown(scene).models.length === 1);
    all.delete('v');
    live.tell();
    scene.render();
    expect(shown(scene)).toEqual({ models: [], dots: [] });
    vehicles?.dispose();
    animation?.dispose();
    vehicles = null;
    expect([scene.primitives.length, scene.preUpdate.numberOfListeners]).toEqual(before);
  });
});
