/** The layer of managed roads on the engine, over one road that is made here. */
import { Cartesian3, Math as CesiumMath, CesiumWidget, type Scene, Transforms } from 'cesium';
import 'cesium/Build/Cesium/Widgets/CesiumWidget/CesiumWidget.css';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CONDITION, FLAG } from '#base/live/live-columns.ts';
import type { LiveView } from '../../live/live-view.ts';
import { type CityTexels, createCityTexels, ROW_BYTES } from '../../live/state-texels.ts';
import { type Animation, createAnimation } from '../animation.ts';
import type { FrameTime } from '../frame-time.ts';
import { createStateTextures, type StateTextures } from '../live/state-textures.ts';
import type { LayerContext, LayerView, LiveLayer } from './layer.ts';
import { createRoadsLayer } from './roads.ts';

const ORIGIN = [120.95, 35.54] as const;
const GID = 6_291_456 + 3;
/** Half the length of the road, and half its width, m. */
const REACH = 150;
const HALF = 6;
const VIEW: LayerView = { visible: true, opacity: 1, style: {}, level: 'auto', order: 0 };

/** A ribbon from west to east, with u along it, v across; y up, 2 m above the frame's origin. */
function roadGlb(): Blob {
  const corners = [
    [-REACH, -HALF, 0, 0],
    [REACH, -HALF, 2 * REACH, 0],
    [REACH, HALF, 2 * REACH, 1],
    [-REACH, HALF, 0, 1],
  ];
  const position = new Float32Array(corners.flatMap(([east, north]) => [east!, 2, -north!]));
  const uv = new Float32Array(corners.flatMap(([, , u, v]) => [u!, v!]));
  const ids = new Float32Array(4);
  const index = new Uint16Array([0, 1, 2, 0, 2, 3]);
  const gids = new Uint32Array([GID]);
  const parts = [position, uv, ids, index, gids];
  const sizes = parts.map(({ byteLength }) => (byteLength + 7) & ~7);
  const offsets = sizes.map((_, at) => sizes.slice(0, at).reduce((sum, size) => sum + size, 0));
  const binary = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  for (const [at, part] of parts.entries()) {
    binary.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), offsets[at]);
  }
  const accessor = (bufferView: number, componentType: number, count: number, type: string, more = {}) => ({
    bufferView,
    componentType,
    count,
    type,
    ...more,
  });
  const json = JSON.stringify({
    asset: { version: '2.0' },
    extensionsUsed: ['EXT_mesh_features', 'EXT_structural_metadata'],
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    materials: [{ alphaMode: 'BLEND', doubleSided: true }],
    meshes: [
      {
        primitives: [
          {
            attributes: { POSITION: 0, TEXCOORD_0: 1, _FEATURE_ID_0: 2 },
            indices: 3,
            material: 0,
            extensions: {
              EXT_mesh_features: { featureIds: [{ featureCount: 1, attribute: 0, propertyTable: 0 }] },
            },
          },
        ],
      },
    ],
    accessors: [
      accessor(0, 5126, 4, 'VEC3', { min: [-REACH, 2, -HALF], max: [REACH, 2, HALF] }),
      accessor(1, 5126, 4, 'VEC2'),
      accessor(2, 5126, 4, 'SCALAR'),
      accessor(3, 5123, 6, 'SCALAR'),
    ],
    bufferViews: parts.map((part, at) => ({
      buffer: 0,
      byteOffset: offsets[at],
      byteLength: part.byteLength,
    })),
    buffers: [{ byteLength: binary.length }],
    extensions: {
      EXT_structural_metadata: {
        schema: {
          id: 'roads',
          classes: { road: { properties: { gid: { type: 'SCALAR', componentType: 'UINT32' } } } },
        },
        propertyTables: [{ class: 'road', count: 1, properties: { gid: { values: 4 } } }],
      },
    },
  });
  const text = new TextEncoder().encode(json.padEnd((json.length + 3) & ~3));
  const head = new DataView(new ArrayBuffer(20));
  const total = 20 + text.length + 8 + binary.length;
  [0x46546c67, 2, total, text.length, 0x4e4f534a].forEach((value, at) => {
    head.setUint32(at * 4, value, true);
  });
  const second = new DataView(new ArrayBuffer(8));
  second.setUint32(0, binary.length, true);
  second.setUint32(4, 0x004e4942, true);
  return new Blob([head, text, second, binary], { type: 'model/gltf-binary' });
}

const urls: string[] = [];
const urlOf = (blob: Blob): string => {
  const url = URL.createObjectURL(blob);
  urls.push(url);
  return url;
};

function tilesetUrl(content: string): string {
  const transform = Array.from({ length: 16 }, (_, at) => {
    const frame = Transforms.eastNorthUpToFixedFrame(Cartesian3.fromDegrees(ORIGIN[0], ORIGIN[1], 20));
    return frame[at as 0];
  });
  const root = {
    transform,
    boundingVolume: { box: [0, 0, 0, 200, 0, 0, 0, 50, 0, 0, 0, 30] },
    geometricError: 0,
    refine: 'REPLACE',
    content: { uri: content },
  };
  const json = { asset: { version: '1.1' }, geometricError: 100, root };
  return urlOf(new Blob([JSON.stringify(json)], { type: 'application/json' }));
}

const FRAME_TIME: FrameTime = { ms: () => 0, dispose() {} };

let widget: CesiumWidget | null = null;
let states: StateTextures | null = null;
let animation: Animation | null = null;
let layer: LiveLayer | null = null;

afterEach(() => {
  vi.restoreAllMocks();
  layer?.dispose();
  animation?.dispose();
  states?.dispose();
  widget?.destroy();
  [layer, animation, states, widget] = [null, null, null, null];
  for (const url of urls.splice(0)) URL.revokeObjectURL(url);
  document.body.replaceChildren();
});

interface Opened {
  scene: Scene;
  texels: CityTexels;
  /** Puts a condition with flags, and a level, and sends it. */
  put(red: number, level: number): Promise<void>;
}

/** Looks straight down on the road, north up. */
async function open(content = urlOf(roadGlb()), faults: Error[] = []): Promise<Opened> {
  const container = document.createElement('div');
  Object.assign(container.style, { position: 'absolute', inset: '0', width: '400px', height: '300px' });
  document.body.append(container);
  widget = new CesiumWidget(container, { baseLayer: false, skyBox: false, globe: false });
  widget.useDefaultRenderLoop = false;
  const { scene } = widget;
  scene.postProcessStages.fxaa.enabled = false;
  widget.camera.setView({
    destination: Cartesian3.fromDegrees(ORIGIN[0], ORIGIN[1], 170),
    orientation: { heading: 0, pitch: CesiumMath.toRadians(-90), roll: 0 },
  });
  const texels = createCityTexels({ roads: { start: GID - 3, count: 10 } });
  const mine = createStateTextures(scene, texels);
  states = mine;
  animation = createAnimation(scene, FRAME_TIME);
  const live: LiveView = {
    cases: { all: () => new Map(), onChange: () => () => {} },
    vehicles: { all: () => new Map(), onChange: () => () => {} },
    cityNow: () => 0,
    cityRate: () => 1,
  };
  const city = {
    base: 'http://city.invalid/',
    manifest: { roads: { tileset: tilesetUrl(content), network: '' } },
  };
  layer = await createRoadsLayer(
    { id: 'roads', kind: 'roads' },
    VIEW,
    { scene, city, states: mine, animation, live } as unknown as LayerContext,
    new AbortController().signal,
    (error) => {
      if (error) faults.push(error);
    },
  );
  return {
    scene,
    texels,
    put: (red, level) =>
      new Promise((resolve) => {
        const own = texels.roads!.texels;
        own.set([red, level, level, 0], 3 * 4);
        mine.upload('roads', [{ row: 0, data: own.subarray(0, ROW_BYTES) }], false, resolve);
        scene.render();
      }),
  };
}

/** Red, green and blue of the row of pixels through a place across the road (0 south, 1 north), 0 to 255 each. */
function rowOf(scene: Scene, across = 0.25): number[][] {
  scene.render();
  const { canvas } = scene;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d')!;
  context.drawImage(canvas, 0, 0);
  const pxPerMetre =
    canvas.height / (2 * 148 * Math.tan((widget!.camera.frustum as { fovy: number }).fovy / 2));
  const y = Math.round(canvas.height / 2 - (across - 0.5) * 2 * HALF * pxPerMetre);
  const { data } = context.getImageData(0, y, canvas.width, 1);
  return Array.from({ length: canvas.width }, (_, x) => [data[x * 4]!, data[x * 4 + 1]!, data[x * 4 + 2]!]);
}

function middleOf(scene: Scene): number[] {
  const row = rowOf(scene).slice(100, 300);
  return [0, 1, 2].map((channel) => row.reduce((sum, pixel) => sum + pixel[channel]!, 0) / row.length);
}

async function loaded({ scene }: Opened): Promise<void> {
  for (let turn = 0; turn < 400; turn++) {
    scene.render();
    if (layer!.pending() === 0 && turn > 3) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error('roads: expected the tile within 10 s, got nothing');
}

describe('managed roads in the picture', () => {
  it('are not drawn while nobody tells of them, then take the colour of their speed at once', async () => {
    const opened = await open();
    await loaded(opened);
    const nothing = middleOf(opened.scene);
    await opened.put(CONDITION.normal, 255);
    const free = middleOf(opened.scene);
    expect(free[1]! - nothing[1]!).toBeGreaterThan(40);
    expect(free[1]!).toBeGreaterThan(free[0]! * 1.2);
    await opened.put(CONDITION.normal, 60);
    const jammed = middleOf(opened.scene);
    expect(jammed[0]!).toBeGreaterThan(jammed[1]! * 1.5);
    await opened.put(CONDITION.normal | FLAG.stale, 60);
    const [red, green, blue] = middleOf(opened.scene);
    expect(Math.abs(red! - green!)).toBeLessThan(25);
    expect(Math.abs(green! - blue!)).toBeLessThan(25);
  });

  it('show what was told before their tile had come', async () => {
    const opened = await open();
    await opened.put(CONDITION.normal, 60);
    await loaded(opened);
    const [red, green] = middleOf(opened.scene);
    expect(red!).toBeGreaterThan(green! * 1.5);
  });

  it('flow the way of the traffic: eastwards, where u grows', async () => {
    const opened = await open();
    await loaded(opened);
    await opened.put(CONDITION.normal, 255);
    const clock = vi.spyOn(performance, 'now');
    const start = 1e7;
    const lightAt = (ms: number): number[] => {
      clock.mockReturnValue(start + ms);
      return rowOf(opened.scene, 0.5).map(([red]) => red!);
    };
    lightAt(0);
    const [before, after] = [lightAt(1_000), lightAt(1_500)];
    // Half a second at 14 m/s is 7 m of a pitch of 36 m.
    const matches = Array.from({ length: 41 }, (_, at) => {
      const shift = at - 20;
      let difference = 0;
      for (let x = 60; x < 340; x++) difference += Math.abs(after[x]! - before[x - shift]!);
      return { shift, difference };
    });
    const best = matches.reduce((least, one) => (one.difference < least.difference ? one : least));
    const metresPerPx = (2 * 148 * Math.tan((widget!.camera.frustum as { fovy: number }).fovy / 2)) / 300;
    expect(Math.abs(best.shift * metresPerPx - 7)).toBeLessThan(1.5);
  });

  it('hide, and leave the scene as it was', async () => {
    const opened = await open();
    const { scene } = opened;
    await loaded(opened);
    await opened.put(CONDITION.normal, 255);
    const listeners = scene.preUpdate.numberOfListeners;
    const [, shown] = middleOf(scene);
    layer!.update({ ...VIEW, visible: false });
    const [, hidden] = middleOf(scene);
    expect(shown! - hidden!).toBeGreaterThan(40);
    layer!.dispose();
    layer = null;
    expect(scene.primitives.length).toBe(0);
    expect(scene.preUpdate.numberOfListeners).toBe(listeners - 1);
  });

  it('tell of a tile that is no tile, and go on', async () => {
    const faults: Error[] = [];
    const opened = await open(urlOf(new Blob(['rubbish'])), faults);
    await loaded(opened);
    expect(faults[0]?.message).toMatch(/^layer "roads": tile "blob:.*": expected a tile, got /);
  });
});
