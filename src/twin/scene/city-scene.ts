import {
  type Cartesian2,
  type CesiumWidget,
  KeyboardEventModifier,
  ScreenSpaceEventHandler,
  ScreenSpaceEventType,
} from 'cesium';
import type { Command } from '#base/state/commands.ts';
import type { SceneLayer } from '#base/state/scene-layers.ts';
import { layerOf } from '#base/state/selectors.ts';
import type { CameraPose, TwinState } from '#base/state/twin-state.ts';
import type { City } from '../city/load-city.ts';
import { mergeStyle, type StyledTheme, type StyleTexels, type StyleUpdate } from '../find/style-engine.ts';
import type { LiveView } from '../live/live-view.ts';
import type { CityTexels } from '../live/state-texels.ts';
import type { LayerStatus } from '../state/twin-store.ts';
import { createAnimation } from './animation.ts';
import { createBuildingsShader } from './buildings/buildings-shader.ts';
import { createFeatureStyle } from './buildings/feature-style.ts';
import { type CityCamera, createCityCamera } from './camera/city-camera.ts';
import { createComponentsShader } from './components/components-shader.ts';
import { createWidget } from './create-widget.ts';
import { createLights } from './environment/lights.ts';
import { createSceneEnvironment, type SceneClock } from './environment/scene-environment.ts';
import { createFarGlobe } from './far-globe.ts';
import { createFrameMeter, type FrameStats } from './frame-meter.ts';
import { createFrameTime } from './frame-time.ts';
import { createLayer } from './layers/create-layer.ts';
import { createImageryStack } from './layers/imagery-stack.ts';
import type { LayerContext, LayerView } from './layers/layer.ts';
import { createStateTextures, type StateTextures } from './live/state-textures.ts';
import { type Picked, pickGid } from './pick-gid.ts';
import { createQuality } from './quality/quality.ts';
import { createReconciler, type Wanted } from './reconcile.ts';
import { createHover } from './tools/hover.ts';
import { createSceneTools } from './tools/scene-tools.ts';

export interface CitySceneOptions {
  container: HTMLElement;
  city: City;
  /** What the scene's document says should be shown. */
  layers: readonly SceneLayer[];
  /** Where the document stands: addresses in it are relative to it. */
  sceneUrl: string;
  signal: AbortSignal;
  state: TwinState;
  /** What time the picture shows. */
  clock: SceneClock;
  /** Live states so far; their owner keeps them up to date. */
  texels: CityTexels;
  /** Cases and vehicles; absent without feeds. */
  live?: LiveView | null;
  /** How buildings and components are styled so far; the scene keeps it up to date. */
  styles: Readonly<Record<StyledTheme, StyleTexels>>;
  /** True while a style is on its way. */
  isStyling(): boolean;
  /** For the tools in the picture. */
  dispatch(command: Command): void;
  /** A part that failed; the others go on. */
  onFault(part: string, error: Error): void;
  /** A part that had failed is there. */
  onRecovered(part: string): void;
  onLayers(layers: LayerStatus[]): void;
  onProgress(pending: number): void;
  /** A click on the picture; `more` adds to the selection or takes away from it. */
  onPick(picked: Picked, more: boolean): void;
  onCameraRest(camera: CameraPose): void;
  currentState(): TwinState;
  /** The browser took the graphics away: what is drawn is gone for good. */
  onLost(): void;
}

export interface SceneStats extends FrameStats {
  /** Parts of the picture that are on their way. */
  pending: number;
}

/** The engine's side of an open city. */
export interface CityScene {
  /** Resolves with the first picture: coarse, but all of it is there. Then it sharpens by itself. */
  whole(): Promise<void>;
  /** Resolves when it is sharp, nothing is loading and the next frame would be the same. */
  settled(): Promise<void>;
  pick(x: number, y: number): Picked;
  /** Stops drawing, or goes on. */
  rest(resting: boolean): void;
  /** Takes over how the features of a theme are shown, by gid. */
  style(theme: StyledTheme, update: StyleUpdate): void;
  /** Live states on the graphics card. */
  readonly states: Pick<StateTextures, 'upload'>;
  /** Brings the layers in step with a state. */
  show(state: TwinState): void;
  /** Tries again what failed: the network is back. */
  retry(): void;
  readonly camera: CityCamera;
  setQuality(quality: TwinState['quality']): void;
  screenshot(): Promise<Blob>;
  stats(): SceneStats;
  dispose(): void;
}

/** Frames without anything on its way before the picture counts as settled. */
const QUIET_FRAMES = 4;
const WHOLE_FRAMES = 1;
const BELOW_ALL = -1;
/** Changes of many layers are told together. */
const TELL_AFTER_MS = 50;
const CITY_KINDS: readonly string[] = ['terrain', 'ground', 'buildings'];

/** Opens a city in a container: far globe, terrain, ground map, buildings. Parts load beside each other; each may fail alone. */
export function createCityScene(options: CitySceneOptions): CityScene {
  const widget = createWidget(options.container);
  try {
    return fillScene(widget, options);
  } catch (error) {
    release(widget);
    throw error;
  }
}

/** Destroys a widget and its context: the engine leaves that to the collector, and browsers keep no more than a few. */
function release(widget: CesiumWidget): void {
  const context = contextOf(widget.scene.canvas);
  widget.destroy();
  context?.getExtension('WEBGL_lose_context')?.loseContext();
}

function fillScene(widget: CesiumWidget, options: CitySceneOptions): CityScene {
  const { city, onFault } = options;
  const closed = new AbortController();
  const signal = AbortSignal.any([options.signal, closed.signal]);
  const { manifest } = city;
  const { scene } = widget;
  const disposers: (() => void)[] = [];
  const lights = createLights();
  const shader = createBuildingsShader(options.styles.buildings, lights);
  const imagery = createImageryStack(scene.imageryLayers);
  let opening = 0;

  const environment = createSceneEnvironment(scene, {
    origin: manifest.origin,
    timeZone: manifest.timeZone,
    clock: options.clock,
    lights,
  });
  disposers.push(() => environment.dispose());
  widget.camera.frustum.near = 1;
  const meter = createFrameMeter(scene);
  const camera = createCityCamera(scene, {
    city,
    signal,
    camera: options.state.camera,
    state: options.currentState,
    dispatch: options.dispatch,
    onRest: options.onCameraRest,
  });
  const quality = createQuality(widget, options.state.quality, camera.moving);
  disposers.push(meter.dispose, camera.dispose, quality.dispose);

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
  part('camera', () => camera.framed);
  part('globe', async () => {
    const layer = await createFarGlobe();
    if (signal.aborted) return;
    disposers.push(imagery.add(layer, BELOW_ALL));
  });

  const wantedOf = (state: TwinState): Wanted<SceneLayer, LayerView>[] =>
    options.layers.map((spec, order) => {
      const { visible, opacity = spec.opacity ?? 1, style } = layerOf(state, spec.id);
      const view = { visible, opacity, style: { ...spec.style, ...style }, level: state.levels.mode, order };
      return { spec, view };
    });
  const frameTime = createFrameTime(scene);
  disposers.push(() => frameTime.dispose());
  const states = createStateTextures(scene, options.texels, frameTime.ms);
  disposers.push(() => states.dispose());
  const components = createComponentsShader(options.styles.components, states, lights);
  disposers.push(() => components.dispose());
  const animation = createAnimation(scene, frameTime);
  disposers.push(() => animation.dispose());
  const context: LayerContext = {
    scene,
    city,
    imagery,
    shader,
    components,
    quality,
    environment,
    lights,
    states,
    live: options.live ?? null,
    animation,
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
        const { kind = '', title = null, style = null } = specs.get(id) ?? {};
        return { id, kind, title, style, phase: phase === 'waiting' ? 'ready' : phase, message };
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

  const pending = (): number =>
    opening + (scene.globe.tilesLoaded ? 0 : 1) + layers.pending() + (options.isStyling() ? 1 : 0);

  const onLost = (event: Event): void => {
    event.preventDefault();
    options.onLost();
  };
  scene.canvas.addEventListener('webglcontextlost', onLost);
  disposers.push(() => scene.canvas.removeEventListener('webglcontextlost', onLost));

  disposers.push(
    scene.postRender.addEventListener(() => options.onProgress(pending())),
    scene.renderError.addEventListener((_scene: unknown, error: Error) => {
      if (contextOf(scene.canvas)?.isContextLost()) return;
      onFault('graphics', error instanceof Error ? error : new Error(String(error)));
    }),
  );

  const style = createFeatureStyle(scene, shader, options.styles.buildings);
  const componentStyle = createFeatureStyle(scene, components, options.styles.components);
  const showGids = ({ layers: states }: TwinState): void => {
    const wanted = (one: StyledTheme): boolean =>
      options.layers.some(({ kind, id }) => kind === one && states[id]?.style?.gids === true);
    const [buildings, things] = [wanted('buildings'), wanted('components')];
    style.showGids(buildings || things);
    components.set('u_showGids', buildings || things ? 1 : 0);
  };
  showGids(options.state);
  const tools = createSceneTools(scene, options.state, options.dispatch);
  const pick = (x: number, y: number): Picked =>
    tools.aside(() => pickGid(scene, [shader, components], x, y));
  disposers.push(
    () => tools.dispose(),
    createHover({
      canvas: scene.canvas,
      isWanted: () => !tools.takesClicks(),
      pick: (x, y) => pick(x, y).gid,
      onHover(gid) {
        style.hover(gid);
        componentStyle.hover(gid);
      },
    }),
  );

  const clicks = new ScreenSpaceEventHandler(scene.canvas);
  const onClick =
    (more: boolean) =>
    ({ position }: { position: Cartesian2 }): void => {
      if (!tools.takesClicks()) options.onPick(pick(position.x, position.y), more);
    };
  clicks.setInputAction(onClick(false), ScreenSpaceEventType.LEFT_CLICK);
  clicks.setInputAction(onClick(true), ScreenSpaceEventType.LEFT_CLICK, KeyboardEventModifier.SHIFT);
  clicks.setInputAction(onClick(true), ScreenSpaceEventType.LEFT_CLICK, KeyboardEventModifier.CTRL);
  disposers.push(() => clicks.destroy());

  let resting = false;
  /** Draws until nothing is on its way for more than so many frames. */
  const quietFor = (frames: number): Promise<void> =>
    new Promise((resolve, reject) => {
      let quiet = 0;
      let seen = meter.frames();
      const watch = (): void => {
        if (signal.aborted || widget.isDestroyed()) {
          reject(new DOMException('closed', 'AbortError'));
          return;
        }
        const drawn = meter.frames() > seen || resting;
        seen = meter.frames();
        if (pending() > 0 || camera.moving()) quiet = 0;
        else if (drawn) quiet++;
        if (quiet > frames) {
          resolve();
        } else {
          scene.requestRender();
          requestAnimationFrame(watch);
        }
      };
      watch();
    });
  function sharpen(): void {
    style.showGids(false);
    shader.refine();
    environment.sharpen();
    quality.sharpen();
    showGids(options.currentState());
  }
  const whole = quietFor(WHOLE_FRAMES).then(() => {
    try {
      sharpen();
    } catch (error) {
      // The picture stays coarse: it is there all the same.
      onFault('graphics', error as Error);
    }
  });
  whole.catch(() => {});

  return {
    whole: () => whole,
    settled: () => whole.then(() => quietFor(QUIET_FRAMES)),
    pick,
    rest(next) {
      resting = next;
      widget.useDefaultRenderLoop = !resting;
      states.rest(resting);
      if (!resting) scene.requestRender();
    },
    style(theme, update) {
      mergeStyle(options.styles[theme], update);
      (theme === 'buildings' ? style : componentStyle).upload(update);
    },
    states,
    show(state) {
      layers.reconcile(wantedOf(state));
      showGids(state);
      tools.update(state);
    },
    retry: () => layers.retry(),
    camera,
    setQuality: quality.set,
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
      return { ...meter.stats(), pending: pending() };
    },
    dispose() {
      closed.abort();
      layers.dispose();
      for (const dispose of disposers.reverse()) dispose();
      release(widget);
    },
  };
}

const contextOf = (canvas: HTMLCanvasElement): WebGL2RenderingContext | null => canvas.getContext('webgl2');
