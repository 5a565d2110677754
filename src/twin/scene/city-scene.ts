import {
  buildModuleUrl,
  type Cartesian2,
  Cartesian3,
  Math as CesiumMath,
  type CesiumWidget,
  ImageryLayer,
  KeyboardEventModifier,
  PerspectiveFrustum,
  ScreenSpaceEventHandler,
  ScreenSpaceEventType,
  TileMapServiceImageryProvider,
} from 'cesium';
import type { SceneLayer } from '#base/state/scene-layers.ts';
import { layerOf } from '#base/state/selectors.ts';
import type { CameraPose, TwinState } from '#base/state/twin-state.ts';
import type { City } from '../city/load-city.ts';
import type { LayerStatus } from '../state/twin-store.ts';
import { createBuildingsShader } from './buildings/buildings-shader.ts';
import { createWidget, setSun } from './create-widget.ts';
import { createHaze } from './haze.ts';
import { homeView } from './home-view.ts';
import { createLayer } from './layers/create-layer.ts';
import { createImageryStack } from './layers/imagery-stack.ts';
import type { LayerContext, LayerView } from './layers/layer.ts';
import { type Picked, pickGid } from './pick-gid.ts';
import { createReconciler, type Wanted } from './reconcile.ts';

export interface CitySceneOptions {
  container: HTMLElement;
  city: City;
  /** What the scene's document says should be shown. */
  layers: readonly SceneLayer[];
  /** Where the document stands: addresses in it are relative to it. */
  sceneUrl: string;
  signal: AbortSignal;
  state: TwinState;
  /** A part that failed; the others go on. */
  onFault(part: string, error: Error): void;
  /** A part that had failed is there. */
  onRecovered(part: string): void;
  onLayers(layers: LayerStatus[]): void;
  onProgress(pending: number): void;
  /** A click on the picture; `more` adds to the selection or takes away from it. */
  onPick(picked: Picked, more: boolean): void;
  onCameraRest(camera: CameraPose): void;
  /** The browser took the graphics away: what is drawn is gone for good. */
  onLost(): void;
}

export interface SceneStats {
  frames: number;
  /** Main-thread milliseconds a frame. */
  frameMs: { p50: number; p95: number };
  pending: number;
}

/** The engine's side of an open city. */
export interface CityScene {
  /** Resolves when nothing is loading and the next frame would be the same. */
  settled(): Promise<void>;
  pick(x: number, y: number): Picked;
  /** Highlights a building; 0 none. */
  highlight(gid: number): void;
  /** Brings the layers in step with a state. */
  show(state: TwinState): void;
  /** Tries again what failed: the network is back. */
  retry(): void;
  /** null: the home view. */
  flyTo(camera: CameraPose | null, seconds: number): void;
  camera(): CameraPose;
  /** Tells whether the camera stands there; null: at the home view. */
  isAt(camera: CameraPose | null): boolean;
  screenshot(): Promise<Blob>;
  stats(): SceneStats;
  dispose(): void;
}

/** A fixed afternoon sun, low enough to model façades. */
const SUN_AZIMUTH_DEG = 242;
const SUN_ALTITUDE_DEG = 43;
const FRAMES_KEPT = 240;
/** Frames without anything on its way before the picture counts as settled. */
const QUIET_FRAMES = 4;
const BELOW_ALL = -1;
/** Changes of many layers are told together. */
const TELL_AFTER_MS = 50;
const CITY_KINDS: readonly string[] = ['terrain', 'ground', 'buildings'];

/** Opens a city in a container: far globe, terrain, ground map, buildings. Parts load beside each other; each may fail alone. */
export function createCityScene(options: CitySceneOptions): CityScene {
  const { container, city, signal, onFault } = options;
  const { manifest } = city;
  const widget: CesiumWidget = createWidget(container);
  const { scene } = widget;
  const disposers: (() => void)[] = [];
  const shader = createBuildingsShader();
  const imagery = createImageryStack(scene.imageryLayers);
  let opening = 0;
  let frames = 0;
  const frameMs: number[] = [];

  setSun(scene, manifest.origin[0], manifest.origin[1], SUN_AZIMUTH_DEG, SUN_ALTITUDE_DEG);
  const haze = createHaze(scene);
  disposers.push(() => haze.dispose());
  widget.camera.frustum.near = 1;

  const part = (name: string, open: () => Promise<void>): void => {
    opening++;
    open()
      .catch((error: Error) => {
        if (!signal.aborted) onFault(name, error);
      })
      .finally(() => {
        opening--;
        if (!widget.isDestroyed()) scene.requestRender();
      });
  };
  part('globe', async () => {
    const url = buildModuleUrl('Assets/Textures/NaturalEarthII');
    const provider = await TileMapServiceImageryProvider.fromUrl(url);
    if (signal.aborted) return;
    const layer = new ImageryLayer(provider, {
      saturation: 0.5,
      brightness: 1.4,
      contrast: 0.85,
      hue: 0.09,
    });
    disposers.push(imagery.add(layer, BELOW_ALL));
  });

  const wantedOf = (state: TwinState): Wanted<SceneLayer, LayerView>[] =>
    options.layers.map((spec, order) => {
      const { visible, opacity = spec.opacity ?? 1, style } = layerOf(state, spec.id);
      const view = { visible, opacity, style: { ...spec.style, ...style }, level: state.levels.mode, order };
      return { spec, view };
    });
  const context: LayerContext = {
    scene,
    city,
    imagery,
    shader,
    resolve: (url) => new URL(url, options.sceneUrl).href.replace(/%7B/gi, '{').replace(/%7D/gi, '}'),
  };
  const specs = new Map(options.layers.map((spec) => [spec.id, spec]));
  const partOf = (id: string): string => {
    const kind = specs.get(id)?.kind ?? '';
    return CITY_KINDS.includes(kind) ? kind : `layer ${id}`;
  };
  let telling = 0;
  const tellLayers = (): void => {
    telling = 0;
    options.onLayers(
      layers.reports().map(({ id, phase, message }) => {
        const { kind = '', title = null } = specs.get(id) ?? {};
        return { id, kind, title, phase: phase === 'waiting' ? 'ready' : phase, message };
      }),
    );
  };
  const layers = createReconciler<SceneLayer, LayerView>({
    create: (spec, view, mine, onPartFault) =>
      createLayer(spec, view, context, AbortSignal.any([signal, mine]), onPartFault),
    onFault: (id, error) => onFault(partOf(id), error),
    onRecovered: (id) => options.onRecovered(partOf(id)),
    onChange() {
      telling ||= window.setTimeout(tellLayers, TELL_AFTER_MS);
    },
    wait(run, delayMs) {
      const timer = window.setTimeout(run, delayMs);
      return () => window.clearTimeout(timer);
    },
  });
  disposers.push(() => window.clearTimeout(telling));
  layers.reconcile(wantedOf(options.state));
  tellLayers();

  const pending = (): number => opening + (scene.globe.tilesLoaded ? 0 : 1) + layers.pending();

  const onLost = (event: Event): void => {
    event.preventDefault();
    options.onLost();
  };
  scene.canvas.addEventListener('webglcontextlost', onLost);
  disposers.push(() => scene.canvas.removeEventListener('webglcontextlost', onLost));

  let frameStart = 0;
  disposers.push(
    scene.preRender.addEventListener(() => {
      frameStart = performance.now();
    }),
    scene.postRender.addEventListener(() => {
      frames++;
      frameMs.push(performance.now() - frameStart);
      if (frameMs.length > FRAMES_KEPT) frameMs.shift();
      options.onProgress(pending());
    }),
    scene.renderError.addEventListener((_scene: unknown, error: Error) => {
      if (contextOf(scene.canvas)?.isContextLost()) return;
      onFault('graphics', error instanceof Error ? error : new Error(String(error)));
    }),
    widget.camera.moveEnd.addEventListener(() => {
      if (!isAt(target)) options.onCameraRest(readCamera());
    }),
  );

  const clicks = new ScreenSpaceEventHandler(scene.canvas);
  const onClick =
    (more: boolean) =>
    ({ position }: { position: Cartesian2 }): void =>
      options.onPick(pickGid(scene, position.x, position.y), more);
  clicks.setInputAction(onClick(false), ScreenSpaceEventType.LEFT_CLICK);
  clicks.setInputAction(onClick(true), ScreenSpaceEventType.LEFT_CLICK, KeyboardEventModifier.SHIFT);
  clicks.setInputAction(onClick(true), ScreenSpaceEventType.LEFT_CLICK, KeyboardEventModifier.CTRL);
  disposers.push(() => clicks.destroy());

  function home(): CameraPose {
    const { frustum } = widget.camera;
    const canvas = scene.canvas;
    return homeView({
      extent: manifest.extent,
      ground: manifest.origin[2],
      top: manifest.heights[1],
      fovY: frustum instanceof PerspectiveFrustum && frustum.fovy ? frustum.fovy : CesiumMath.toRadians(40),
      aspect: canvas.clientWidth / Math.max(1, canvas.clientHeight),
    });
  }
  function readCamera(): CameraPose {
    const { positionCartographic, heading, pitch } = widget.camera;
    return {
      lon: CesiumMath.toDegrees(positionCartographic.longitude),
      lat: CesiumMath.toDegrees(positionCartographic.latitude),
      height: positionCartographic.height,
      headingDeg: CesiumMath.toDegrees(heading),
      pitchDeg: CesiumMath.toDegrees(pitch),
    };
  }
  let target: CameraPose | null = null;
  function isAt(camera: CameraPose | null): boolean {
    return samePose(camera ?? home(), readCamera());
  }
  function flyTo(camera: CameraPose | null, seconds: number): void {
    target = camera;
    const { lon, lat, height, headingDeg, pitchDeg } = camera ?? home();
    const destination = Cartesian3.fromDegrees(lon, lat, height);
    const orientation = {
      heading: CesiumMath.toRadians(headingDeg),
      pitch: CesiumMath.toRadians(pitchDeg),
      roll: 0,
    };
    if (seconds > 0) widget.camera.flyTo({ destination, orientation, duration: seconds });
    else widget.camera.setView({ destination, orientation });
    scene.requestRender();
  }
  flyTo(null, 0);

  return {
    settled: () =>
      new Promise((resolve, reject) => {
        let quiet = 0;
        const watch = (): void => {
          quiet = pending() === 0 ? quiet + 1 : 0;
          if (signal.aborted || widget.isDestroyed()) {
            reject(new DOMException('closed', 'AbortError'));
          } else if (quiet > QUIET_FRAMES) {
            resolve();
          } else {
            scene.requestRender();
            requestAnimationFrame(watch);
          }
        };
        watch();
      }),
    pick: (x, y) => pickGid(scene, x, y),
    highlight(gid) {
      shader.setUniform('u_selected', gid);
      scene.requestRender();
    },
    show: (state) => layers.reconcile(wantedOf(state)),
    retry: () => layers.retry(),
    flyTo,
    camera: readCamera,
    isAt,
    screenshot: () =>
      new Promise((resolve, reject) => {
        // The picture is there only until the task ends, so it is drawn anew and read at once.
        scene.requestRender();
        scene.render(widget.clock.currentTime);
        scene.canvas.toBlob(
          (blob) => (blob ? resolve(blob) : reject(new Error('screenshot: expected a picture, got none'))),
          'image/png',
        );
      }),
    stats() {
      const sorted = [...frameMs].sort((a, b) => a - b);
      const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
      return { frames, frameMs: { p50: at(0.5), p95: at(0.95) }, pending: pending() };
    },
    dispose() {
      layers.dispose();
      for (const dispose of disposers.reverse()) dispose();
      const context3d = contextOf(scene.canvas);
      widget.destroy();
      // The engine leaves its context to the garbage collector, and browsers keep no more than a few.
      context3d?.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

/** Whether two poses give the same picture: a centimetre, a hundredth of a degree. */
function samePose(a: CameraPose, b: CameraPose): boolean {
  const turn = Math.abs(((a.headingDeg - b.headingDeg + 540) % 360) - 180);
  return (
    Math.abs(a.lon - b.lon) < 1e-7 &&
    Math.abs(a.lat - b.lat) < 1e-7 &&
    Math.abs(a.height - b.height) < 0.01 &&
    turn < 0.01 &&
    Math.abs(a.pitchDeg - b.pitchDeg) < 0.01
  );
}

const contextOf = (canvas: HTMLCanvasElement): WebGL2RenderingContext | null => canvas.getContext('webgl2');
