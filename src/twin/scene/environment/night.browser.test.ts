import { Cartesian3, Math as CesiumMath, type CesiumWidget } from 'cesium';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ComponentTable } from '#base/feature-table.ts';
import { CONDITION } from '#base/live/live-columns.ts';
import type { City } from '../../city/load-city.ts';
import { createCityTexels, ROW_BYTES } from '../../live/state-texels.ts';
import { createWidget } from '../create-widget.ts';
import type { LayerContext, LayerView } from '../layers/layer.ts';
import { createStreetlightsLayer } from '../layers/streetlights.ts';
import { createStateTextures } from '../live/state-textures.ts';
import { createLights } from './lights.ts';
import { createSceneEnvironment } from './scene-environment.ts';

const ORIGIN = [120.95, 35.54, 0] as const;
const at = (time: string): number => Date.parse(`2026-05-15T${time}+08:00`);
const LAMPS = 25;

let widget: CesiumWidget | null = null;
const disposers: (() => void)[] = [];

/** A bare globe under a clock that is set by hand. */
function open(instant: number | null) {
  const container = document.createElement('div');
  Object.assign(container.style, { position: 'absolute', inset: '0', width: '200px', height: '150px' });
  document.body.append(container);
  widget = createWidget(container);
  widget.useDefaultRenderLoop = false;
  const { scene } = widget;
  scene.msaaSamples = 1;
  scene.rethrowRenderErrors = true;
  let now = instant;
  const listeners = new Set<(instant: number | null) => void>();
  const lights = createLights();
  const environment = createSceneEnvironment(scene, {
    origin: ORIGIN,
    timeZone: null,
    lights,
    clock: {
      instant: () => now,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  environment.sharpen();
  widget.camera.setView({
    destination: Cartesian3.fromDegrees(ORIGIN[0], ORIGIN[1], 260),
    orientation: { heading: 0, pitch: CesiumMath.toRadians(-90), roll: 0 },
  });
  return {
    scene,
    lights,
    environment,
    listeners,
    set(next: number | null) {
      now = next;
      for (const listener of listeners) listener(next);
    },
  };
}

/** Draws until the globe is there, and gives the picture, RGBA. */
async function draw(): Promise<ImageData> {
  const { scene } = widget!;
  const { canvas } = scene;
  for (let frame = 0; frame < 80 && (!scene.globe.tilesLoaded || frame < 8); frame++) {
    scene.requestRender();
    scene.render();
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  scene.requestRender();
  scene.render();
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
  copy.drawImage(canvas, 0, 0);
  return copy.getImageData(0, 0, canvas.width, canvas.height);
}

/** Mean brightness, 0 to 255. */
function brightness({ data }: ImageData): number {
  let sum = 0;
  for (let pixel = 0; pixel < data.length; pixel += 4) {
    sum += 0.3 * data[pixel]! + 0.59 * data[pixel + 1]! + 0.11 * data[pixel + 2]!;
  }
  return sum / (data.length / 4);
}

/** Pixels of the colour of a fault: red-orange. */
function orange({ data }: ImageData): number {
  let count = 0;
  for (let pixel = 0; pixel < data.length; pixel += 4) {
    if (data[pixel]! > 200 && data[pixel + 1]! < 140 && data[pixel + 2]! < 90) count++;
  }
  return count;
}

function lampTable(): ComponentTable {
  const rows = Array.from({ length: LAMPS }, (_, row) => row);
  const fill = <T>(value: T): T[] => rows.map(() => value);
  return {
    start: 1,
    count: LAMPS,
    columns: {
      id: rows.map((row) => `x:${row}`),
      class: fill('cjt214:0118'),
      code: fill(null),
      name: fill(null),
      model: fill(null),
      condition: fill(null),
      owner: fill(null),
      department: fill(null),
      grid: fill(null),
      installed: fill(null),
      lon: rows.map((row) => ORIGIN[0] + ((row % 5) - 2) * 0.0003),
      lat: rows.map((row) => ORIGIN[1] + (Math.floor(row / 5) - 2) * 0.00025),
      ground: fill(0),
      height: fill(9),
      azimuth: fill(null),
      attributes: fill({ circuit: 'K1' }),
    },
  };
}

const view = (style: LayerView['style'] = {}): LayerView => ({
  visible: true,
  opacity: 1,
  style,
  level: 'auto',
  order: 0,
});

async function withLamps(page: ReturnType<typeof open>) {
  const texels = createCityTexels({ components: { start: 1, count: LAMPS } });
  const states = createStateTextures(page.scene, texels);
  disposers.push(states.dispose);
  vi.stubGlobal('Worker', function none() {
    throw new Error('no workers here');
  });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(lampTable()))));
  const city = {
    base: 'http://city/',
    manifest: {
      name: 'x',
      origin: ORIGIN,
      features: { components: 'features/components' },
      gids: { components: { start: 1, count: LAMPS } },
    },
  } as unknown as City;
  const quality = { step: () => 'medium' };
  const context = { ...page, city, states, quality } as unknown as LayerContext;
  const layer = await createStreetlightsLayer(
    { id: 'lamps', kind: 'streetlights' },
    view(),
    context,
    new AbortController().signal,
    () => {},
  );
  vi.unstubAllGlobals();
  return {
    layer,
    states,
    /** Sets the texels of all lamps. */
    tell(condition: number, level: number) {
      const { texels: data } = texels.components!;
      for (let gid = 0; gid < LAMPS; gid++) data.set([condition, level, level, 0], gid * 4);
      states.upload('components', [{ row: 0, data: data.subarray(0, ROW_BYTES) }], false);
    },
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
  for (const dispose of disposers.splice(0)) dispose();
  widget?.destroy();
  widget = null;
  document.body.replaceChildren();
});

describe('the picture by the clock', () => {
  it('is bright by day, dim in the blue hour, dark at night, and never black', async () => {
    const page = open(at('12:00'));
    const noon = brightness(await draw());
    page.set(at('19:20'));
    const dusk = brightness(await draw());
    page.set(at('22:00'));
    const night = brightness(await draw());
    expect(noon).toBeGreaterThan(170);
    expect(dusk).toBeGreaterThan(35);
    expect(dusk).toBeLessThan(110);
    expect(night).toBeGreaterThan(14);
    expect(night).toBeLessThan(45);
    // Without a clock: the afternoon again.
    page.set(null);
    expect(brightness(await draw())).toBeGreaterThan(170);
  });

  it('sets the light towards the sun to 0.01 degrees, and asks for frames only when the sun has moved', async () => {
    const page = open(at('09:00'));
    await draw();
    const { scene, environment } = page;
    const light = scene.light as unknown as { direction: Cartesian3 };
    const up = Cartesian3.normalize(Cartesian3.fromDegrees(...ORIGIN), new Cartesian3());
    // The ellipsoid's normal, not the way from its middle.
    scene.globe.ellipsoid.geodeticSurfaceNormal(Cartesian3.fromDegrees(...ORIGIN), up);
    const altitude = Math.asin(-Cartesian3.dot(light.direction, up));
    expect(CesiumMath.toDegrees(Math.abs(altitude - environment.now().sun.altitude))).toBeLessThan(0.01);
    let heard = 0;
    environment.onChange(() => heard++);
    page.set(at('09:00') + 1_000);
    expect(heard).toBe(0);
    page.set(at('09:02'));
    expect(heard).toBe(1);
  });

  it('leaves nothing behind', async () => {
    const page = open(at('22:00'));
    await draw();
    const { scene, environment, listeners } = page;
    expect(scene.globe.material).toBeDefined();
    environment.dispose();
    expect(scene.globe.material).toBeUndefined();
    expect(scene.postProcessStages.length).toBe(0);
    expect(listeners.size).toBe(0);
  });
});

describe('street lamps', () => {
  it('light the ground at night while nothing is known of them, go dark when they are told off, and not by day', async () => {
    const page = open(at('22:00'));
    const dark = brightness(await draw());
    const { tell } = await withLamps(page);
    const lit = brightness(await draw());
    expect(lit).toBeGreaterThan(dark + 6);
    tell(CONDITION.off, 0);
    expect(brightness(await draw())).toBeCloseTo(dark, 0);
    tell(CONDITION.normal, 255);
    expect(brightness(await draw())).toBeCloseTo(lit, 0);
    tell(CONDITION.normal, 90);
    const dimmed = brightness(await draw());
    expect(dimmed).toBeGreaterThan(dark + 2);
    expect(dimmed).toBeLessThan(lit - 2);
  });

  it('mark faulty ones by red-orange diamonds when asked, by day, too', async () => {
    const page = open(at('12:00'));
    const { tell, layer } = await withLamps(page);
    tell(CONDITION.fault, 0);
    expect(orange(await draw())).toBe(0);
    layer.update(view({ faults: true }));
    const marked = orange(await draw());
    // 25 diamonds of some dozens of pixels each.
    expect(marked).toBeGreaterThan(25 * 8);
    tell(CONDITION.normal, 0);
    expect(orange(await draw())).toBe(0);
  });

  it('leave the scene as it was, walls and ground without their light', async () => {
    const page = open(at('22:00'));
    const before = brightness(await draw());
    const primitives = page.scene.primitives.length;
    const { layer, states } = await withLamps(page);
    layer.update(view({ circuit: 'K1' }));
    expect(page.scene.primitives.length).toBe(primitives + 2);
    await draw();
    expect(page.lights.lamps.city).not.toBeNull();
    layer.dispose();
    states.dispose();
    expect(page.scene.primitives.length).toBe(primitives);
    expect(page.lights.lamps).toEqual({ city: null, near: null });
    expect(brightness(await draw())).toBeCloseTo(before, 0);
  });
});
