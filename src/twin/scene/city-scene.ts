import {
  buildModuleUrl,
  type Cartesian2,
  Cartesian3,
  Math as CesiumMath,
  CesiumTerrainProvider,
  type CesiumWidget,
  EllipsoidTerrainProvider,
  ImageryLayer,
  PerspectiveFrustum,
  ScreenSpaceEventHandler,
  ScreenSpaceEventType,
  TileMapServiceImageryProvider,
} from 'cesium';
import type { CameraPose, LevelChoice } from '#base/state/twin-state.ts';
import type { City } from '../city/load-city.ts';
import { type BuildingsLayer, createBuildingsLayer } from './buildings/buildings-layer.ts';
import { createBuildingsShader } from './buildings/buildings-shader.ts';
import { createWidget, setSun } from './create-widget.ts';
import { createBareGround, type GroundImagery, loadGroundImagery } from './ground/ground-imagery.ts';
import { createHaze } from './haze.ts';
import { homeView } from './home-view.ts';
import { pickGid } from './pick-gid.ts';

export interface CitySceneOptions {
  container: HTMLElement;
  city: City;
  signal: AbortSignal;
  level: LevelChoice;
  /** A part that failed; the others go on. */
  onFault(part: string, error: Error): void;
  onProgress(pending: number): void;
  /** A click on the picture: the gid there, or 0. */
  onPick(gid: number): void;
  onCameraRest(camera: CameraPose): void;
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
  pick(x: number, y: number): number;
  /** Highlights a building; 0 none. */
  highlight(gid: number): void;
  setLevel(level: LevelChoice): void;
  /** null: the home view. */
  flyTo(camera: CameraPose | null, seconds: number): void;
  camera(): CameraPose;
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

/** Opens a city in a container: far globe, terrain, ground map, buildings. Parts load beside each other; each may fail alone. */
export function createCityScene(options: CitySceneOptions): CityScene {
  const { container, city, signal, onFault } = options;
  const { manifest, base } = city;
  const widget: CesiumWidget = createWidget(container);
  const { scene } = widget;
  const disposers: (() => void)[] = [];
  const shader = createBuildingsShader();
  let ground: GroundImagery | null = null;
  let buildings: BuildingsLayer | null = null;
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
  const addImagery = (layer: ImageryLayer, index: number): void => {
    scene.imageryLayers.add(layer, Math.min(index, scene.imageryLayers.length));
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
    addImagery(layer, 0);
  });
  const { terrain, ground: groundPath } = manifest.levels.L1;
  if (terrain !== null) {
    part('terrain', async () => {
      const provider = await CesiumTerrainProvider.fromUrl(new URL(folderOf(terrain), base).href, {
        requestVertexNormals: true,
      });
      if (signal.aborted) return;
      disposers.push(
        provider.errorEvent.addEventListener((error: { message: string }) =>
          onFault('terrain', new Error(`terrain: ${error.message}`)),
        ),
      );
      scene.terrainProvider = provider;
    });
  } else scene.terrainProvider = new EllipsoidTerrainProvider();
  part('ground', async () => {
    ground =
      groundPath === null
        ? createBareGround(manifest.extent)
        : await loadGroundImagery(new URL(groundPath, base).href, signal);
    if (signal.aborted) {
      ground.dispose();
      return;
    }
    disposers.push(
      ground.provider.errorEvent.addEventListener((error: { message: string; error?: Error }) =>
        onFault('ground', error.error ?? new Error(error.message)),
      ),
    );
    addImagery(new ImageryLayer(ground.provider), 1);
  });

  let levelWanted: LevelChoice = options.level;
  let levelAborter = new AbortController();
  function openBuildings(): void {
    const { L2, L3 } = manifest.levels;
    const path = levelWanted === 'L2' ? (L2 ?? L3) : (L3 ?? L2);
    shader.setUniform('u_white', levelWanted === 'L2' ? 1 : 0);
    scene.requestRender();
    const url = path === null ? null : new URL(path, base).href;
    if (buildings?.url === url) return;
    levelAborter.abort();
    levelAborter = new AbortController();
    const mine = AbortSignal.any([signal, levelAborter.signal]);
    const before = buildings;
    buildings = null;
    if (url === null) {
      before?.dispose();
      return;
    }
    part('buildings', async () => {
      const onTileFault = (error: Error): void => onFault('buildings', error);
      buildings = await createBuildingsLayer({ scene, url, shader, signal: mine, onFault: onTileFault });
      before?.dispose();
    });
  }
  openBuildings();

  const pending = (): number => {
    const globeQueue = scene.globe.tilesLoaded ? 0 : 1;
    const tiles = buildings && !buildings.isLoaded() ? Math.max(1, buildings.pending()) : 0;
    return opening + globeQueue + tiles + (ground?.pending() ?? 0);
  };

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
    scene.renderError.addEventListener((_scene: unknown, error: Error) =>
      onFault('graphics', error instanceof Error ? error : new Error(String(error))),
    ),
    widget.camera.moveEnd.addEventListener(() => options.onCameraRest(readCamera())),
  );

  const clicks = new ScreenSpaceEventHandler(scene.canvas);
  clicks.setInputAction(({ position }: { position: Cartesian2 }) => {
    options.onPick(pickGid(scene, position.x, position.y));
  }, ScreenSpaceEventType.LEFT_CLICK);
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
  function flyTo(camera: CameraPose | null, seconds: number): void {
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
    setLevel(level) {
      levelWanted = level;
      openBuildings();
    },
    flyTo,
    camera: readCamera,
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
      levelAborter.abort();
      for (const dispose of disposers.reverse()) dispose();
      buildings?.dispose();
      ground?.dispose();
      widget.destroy();
    },
  };
}

/** The folder of `terrain/layer.json`, or `terrain/` as it is. */
function folderOf(path: string): string {
  return path.replace(/layer\.json$/, '');
}
