/** Brings the picture under the light of an environment: sun, sky, haze, ground, water, and what stands in the city. */
import {
  Cartesian3,
  Cartesian4,
  Color,
  DirectionalLight,
  Ellipsoid,
  Matrix4,
  type Scene,
  Transforms,
} from 'cesium';
import { lampsWanted } from '#base/environment/daylight.ts';
import { type Environment, environmentAt, PLEASANT } from '#base/environment/environment.ts';
import { createHaze } from '../haze.ts';
import { requestFrame } from '../request-frame.ts';
import { createWater, type Water } from '../water.ts';
import type { Lights } from './lights.ts';
import { type Look, lookOf, type Rgb } from './look.ts';

/** The time that the picture shows; null: the hour that shows the city well. */
export interface SceneClock {
  instant(): number | null;
  /** @returns the remover. */
  onChange(listener: (instant: number | null) => void): () => void;
}

export interface SceneEnvironment {
  /** What the picture shows now. */
  now(): Environment;
  look(): Look;
  /** Hears of every change that is drawn. @returns the remover. */
  onChange(listener: () => void): () => void;
  /** The first picture is whole: sky, water and the map by night come in. */
  sharpen(): void;
  dispose(): void;
}

export interface EnvironmentOptions {
  /** Degrees, degrees, m. */
  readonly origin: readonly [number, number, number];
  readonly timeZone: string | null;
  readonly clock: SceneClock;
  readonly lights: Lights;
}

/** What moves less is not drawn: rad of the sun's altitude, hours. */
const LEAST_SUN = (0.05 * Math.PI) / 180;
const LEAST_HOURS = 1 / 60;

/** Makes the scene follow its clock; while time stands still, nothing is done. */
export function createSceneEnvironment(scene: Scene, options: EnvironmentOptions): SceneEnvironment {
  const { origin, clock, lights } = options;
  const { uniforms } = lights;
  const frame = Transforms.eastNorthUpToFixedFrame(Cartesian3.fromDegrees(...origin), Ellipsoid.WGS84);
  const toPlane = Matrix4.inverseTransformation(frame, new Matrix4());
  const listeners = new Set<() => void>();
  const at = (instant: number | null): Environment =>
    instant === null ? PLEASANT : environmentAt(instant, origin[0], origin[1], options.timeZone);

  let environment = at(clock.instant());
  let look = lookOf(environment);
  const haze = createHaze(scene, look);
  let water: Water | null = null;
  const sky = scene.skyAtmosphere;
  if (sky) sky.show = false;

  function apply(): void {
    setSun(scene, frame, environment, look);
    const vec = (name: keyof typeof uniforms, value: Rgb): void => {
      Cartesian3.fromElements(...value, uniforms[name].value as Cartesian3);
    };
    vec('u_sunLight', look.sunLight);
    vec('u_skyLight', look.skyLight);
    vec('u_groundLight', look.groundLight);
    vec('u_bounceLight', look.bounceLight);
    const { ownSky, windows } = look;
    vec('u_mirrorLow', mixed([0.84, 0.9, 0.93], look.horizon, ownSky));
    vec('u_mirrorHigh', mixed([0.47, 0.66, 0.84], look.zenith, ownSky));
    uniforms.u_windows.value = new Cartesian4(windows.homes, windows.offices, windows.shops, windows.others);
    uniforms.u_lamps.value = look.lamps;
    uniforms.u_wanted.value = lampsWanted(environment.illuminance, uniforms.u_wanted.value > 0) ? 1 : 0;
    scene.backgroundColor = new Color(...mixed([0.788, 0.839, 0.871], look.horizon, ownSky), 1);
    haze.apply(look);
    water?.apply(look);
    // Where the haze is left out to save time, so is our sky: its plain colour then stands behind.
    if (sky && water) sky.show = ownSky < 0.5;
    for (const listener of [...listeners]) listener();
    requestFrame(scene, 'environment');
  }
  apply();

  const removeFrame = scene.preRender.addEventListener(() => {
    Matrix4.multiplyTransformation(toPlane, scene.camera.inverseViewMatrix, uniforms.u_toPlane.value);
  });
  const removeClock = clock.onChange((instant) => {
    const next = at(instant);
    const moved =
      Math.abs(next.sun.altitude - environment.sun.altitude) > LEAST_SUN ||
      Math.abs(next.hour - environment.hour) > LEAST_HOURS ||
      (next.instantMs === null) !== (environment.instantMs === null);
    if (!moved) return;
    environment = next;
    look = lookOf(environment);
    apply();
  });

  return {
    now: () => environment,
    look: () => look,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sharpen() {
      water ??= createWater(scene, origin, lights);
      apply();
    },
    dispose() {
      removeClock();
      removeFrame();
      listeners.clear();
      water?.dispose();
      haze.dispose();
    },
  };
}

const mixed = (from: Rgb, to: Rgb, share: number): Rgb => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

const DAY_LIGHT: Rgb = [1, 0.98, 0.957];
/** What the ground is multiplied by at night while the map's own night is not there yet. */
const NIGHT_LIGHT: Rgb = [0.12, 0.155, 0.2];

/** Sets the scene's light: towards the sun to the engine's own precision, from below the horizon too. */
function setSun(scene: Scene, frame: Matrix4, { sun }: Environment, look: Look): void {
  const toSun = new Cartesian3(
    Math.sin(sun.azimuth) * Math.cos(sun.altitude),
    Math.cos(sun.azimuth) * Math.cos(sun.altitude),
    Math.sin(sun.altitude),
  );
  const direction = Matrix4.multiplyByPointAsVector(frame, Cartesian3.negate(toSun, toSun), new Cartesian3());
  const tone = look.groundTone.map((share) => Math.min(1, share) ** (1 / 2.2)) as unknown as Rgb;
  const lit = mixed(tone, NIGHT_LIGHT, look.nightGround);
  const color = new Color(lit[0] * DAY_LIGHT[0], lit[1] * DAY_LIGHT[1], lit[2] * DAY_LIGHT[2]);
  scene.light = new DirectionalLight({ direction, color, intensity: look.ownSky === 0 ? 2 : 1 });
  // Level ground keeps its colour; slopes are modelled by the sun.
  const { globe } = scene;
  globe.lambertDiffuseMultiplier = look.relief;
  globe.vertexShadowDarkness = Math.min(1, 0.995 - look.relief * Math.max(0, Math.sin(sun.altitude)));
}
