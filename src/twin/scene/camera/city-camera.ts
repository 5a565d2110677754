import { Cartesian3, PerspectiveFrustum, type Scene } from 'cesium';
import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import type { Command } from '#base/state/commands.ts';
import type { CameraPose, LonLatHeight, TwinState } from '#base/state/twin-state.ts';
import { builtUpArea } from '../../city/built-up-area.ts';
import type { City } from '../../city/load-city.ts';
import { GATHER_PX } from '../events/event-markers.ts';
import { homeView } from '../home-view.ts';
import { type Landmark, poseBefore } from './aim.ts';
import { type CameraControl, createCameraControl } from './camera-control.ts';
import { clusterRange } from './open-cluster.ts';

export interface CityCameraOptions {
  city: City;
  signal: AbortSignal;
  /** Where the picture opens; null: the home view. */
  camera: CameraPose | null;
  state(): TwinState;
  dispatch(command: Command): void;
  /** A person has moved the camera and let it rest. */
  onRest(pose: CameraPose): void;
}

export interface CityCamera extends Omit<CameraControl, 'featurePose' | 'refreshHome'> {
  /** Where it would stand to look at a feature; height in m above its foot. */
  featurePose(feature: Omit<Landmark, 'ground'>): CameraPose;
  /** Where it would stand to tell places apart that one marker gathers; null: nowhere. */
  clusterPose(places: readonly Place[]): CameraPose | null;
  /** The home view is as good as it gets: resolves once it is known where the buildings stand. */
  framed: Promise<void>;
}

interface Place {
  readonly lon: number;
  readonly lat: number;
}

/** Puts a city's camera in a person's hands: home is the whole city, keys speak in commands. */
export function createCityCamera(scene: Scene, options: CityCameraOptions): CityCamera {
  const { city, signal, dispatch } = options;
  const { manifest, base } = city;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  let built: LonLatHeight[] = [];
  const ground = manifest.origin[2];

  const control = createCameraControl(scene, {
    home: (aspect, fovY) =>
      homeView({
        extent: manifest.extent,
        ground,
        top: manifest.heights[1],
        fovY,
        aspect,
        built,
        covered: coveredLeft(scene.canvas),
      }),
    ground,
    onRest: options.onRest,
    onPreset(slot, how) {
      if (how === 'store') dispatch({ type: 'setPreset', slot, camera: control.pose() });
      else if (options.state().presets[slot]) dispatch({ type: 'goToPreset', slot });
    },
    onHome: () => dispatch({ type: 'setCamera', camera: null }),
    onNorthUp: () => dispatch({ type: 'northUp' }),
    reducedMotion: () => still.matches,
  });
  control.goTo(options.camera, 'jump');

  /** The boxes of the tiles say where the buildings stand; the tileset asks for the same file and finds it at hand. */
  async function frame(): Promise<void> {
    const path = manifest.levels.L3 ?? manifest.levels.L2;
    if (path === null) return;
    const response = await fetch(new URL(path, base), { signal });
    if (!response.ok) return;
    built = builtUpArea(await response.json());
    if (!signal.aborted) control.refreshHome();
  }

  return {
    ...control,
    featurePose: (feature) => control.featurePose({ ...feature, ground: control.groundAt(feature) }),
    clusterPose(places) {
      const [lons, lats] = [places.map(({ lon }) => lon), places.map(({ lat }) => lat)];
      const [west, east] = [Math.min(...lons), Math.max(...lons)];
      const [south, north] = [Math.min(...lats), Math.max(...lats)];
      const middle = { lon: (west + east) / 2, lat: (south + north) / 2 };
      const [metresEast, metresNorth] = metresPerDegree(middle.lat);
      const ground = control.groundAt(middle);
      const { camera, canvas } = scene;
      const target = Cartesian3.fromDegrees(middle.lon, middle.lat, ground);
      const range = clusterRange({
        extent: Math.hypot((east - west) * metresEast, (north - south) * metresNorth),
        away: Cartesian3.distance(camera.positionWC, target),
        fovY: camera.frustum instanceof PerspectiveFrustum ? (camera.frustum.fovy ?? FOV_Y) : FOV_Y,
        pictureHeight: canvas.clientHeight,
        gatherPx: GATHER_PX,
      });
      if (range === null) return null;
      return poseBefore({ ...middle, ground, height: 0 }, control.pose().headingDeg, range);
    },
    // What is wrong with the file, the tileset will tell.
    framed: frame().catch(() => {}),
  };
}

const MOST_COVERED = 0.5;
/** The engine's, where its frustum does not tell; rad. */
const FOV_Y = Math.PI / 3;

/** Share of the picture that the frame around it covers on the left; it says so by `--covered-left`, in px. */
function coveredLeft(canvas: HTMLCanvasElement): number {
  const px = Number.parseFloat(getComputedStyle(canvas).getPropertyValue('--covered-left'));
  return px > 0 ? Math.min(MOST_COVERED, px / Math.max(1, canvas.clientWidth)) : 0;
}
