import { Cartesian3, Cartesian4, PostProcessStage, type Scene } from 'cesium';
import type { Look } from './environment/look.ts';

/** Koschmieder: 2 % of the contrast are left at the visibility. */
const CONTRAST = 3.912;
/** The air thins out with the camera's height: seen from far above, the globe is clear. m */
const SCALE_HEIGHT = 7_000;
/** How steeply the haze in the sky ends above the horizon, 1/rad. */
const SKY_STEEPNESS = 9;

const SHADER = /* glsl */ `
uniform sampler2D colorTexture;
uniform sampler2D depthTexture;
uniform vec3 u_colour;
uniform vec3 u_upEC;
uniform vec3 u_glow;
uniform vec3 u_zenith;
uniform vec3 u_horizon;
uniform vec3 u_background;
// x our own sky, y stars, z contrast, w the sun's disc
uniform vec4 u_sky;
uniform float u_extinction;
uniform float u_dip;
in vec2 v_textureCoordinates;

float starAt(vec3 ray) {
  // Cells of two thirds of a degree on the faces of a cube, fixed to the earth.
  vec3 size = abs(ray);
  float longest = max(size.x, max(size.y, size.z));
  vec3 onCube = ray / longest * 86.0;
  vec3 cell = floor(onCube + 0.5);
  float own = fract(sin(dot(cell, vec3(12.9898, 78.233, 37.719))) * 43758.5453);
  if (own < 0.972) return 0.0;
  vec3 off = onCube - cell;
  return (own - 0.972) / 0.028 * (1.0 - smoothstep(0.04, 0.16, length(off)));
}

// The sky along a ray of the eye; toSun: how near its azimuth is to the sun's, -1 to 1.
vec3 ownSky(vec3 ray, float elevation, float toSun) {
  float high = 1.0 - exp(-max(0.0, elevation) * 3.4);
  vec3 colour = mix(u_horizon, u_zenith, high);
  float around = pow(0.5 + 0.5 * toSun, 3.0);
  colour = mix(colour, u_glow, around * exp(-max(0.0, elevation) * 5.0) * 0.85);
  float disc = dot(ray, normalize(czm_lightDirectionEC));
  colour += u_glow * u_sky.w * (0.35 * pow(max(0.0, disc), 60.0) + smoothstep(0.99988, 0.99996, disc));
  if (u_sky.y > 0.0 && elevation > 0.02) {
    colour += vec3(0.85, 0.90, 1.0) * starAt((czm_inverseView * vec4(ray, 0.0)).xyz) * u_sky.y * 0.42 * smoothstep(0.02, 0.35, elevation);
  }
  return colour;
}

void main() {
  vec4 colour = texture(colorTexture, v_textureCoordinates);
  // A touch of depth before the air lies over it: colours a little fuller, shades a little darker.
  float grey = dot(colour.rgb, vec3(0.3, 0.59, 0.11));
  vec3 full = clamp(mix(vec3(grey), colour.rgb, 1.12), 0.0, 1.0);
  colour.rgb = mix(full, full * full * (3.0 - 2.0 * full), u_sky.z);
  // Logarithmic as it is: turned back into the usual kind, far ground could not be told from sky.
  float depth = texture(depthTexture, v_textureCoordinates).r;
  vec4 eye = czm_windowToEyeCoordinates(gl_FragCoord.xy, depth);
  vec3 place = eye.xyz / eye.w;
  float haze;
  vec3 lights = vec3(0.0);
  vec3 ray = normalize(place);
  float up = dot(ray, u_upEC);
  vec3 sun = normalize(czm_lightDirectionEC);
  vec3 flatRay = ray - up * u_upEC;
  vec3 flatSun = sun - dot(sun, u_upEC) * u_upEC;
  float toSun = dot(flatRay, flatSun) / max(1e-4, length(flatRay) * length(flatSun));
  if (depth >= 1.0) {
    // Above the horizon, which lies lower the higher the camera is.
    float elevation = up + u_dip;
    // Lights before the sky leave no depth: what is brighter than the plain background is theirs.
    if (u_sky.x >= 0.5) lights = max(colour.rgb - u_background, 0.0) * u_sky.x;
    if (u_sky.x > 0.0) colour.rgb = mix(colour.rgb, ownSky(ray, elevation, toSun), u_sky.x);
    haze = exp(-max(0.0, elevation) * ${SKY_STEEPNESS.toFixed(1)}) * min(1.0, u_extinction * 30000.0);
  } else {
    haze = 1.0 - exp(-length(place) * u_extinction);
  }
  // Towards a low sun the air itself glows.
  vec3 air = mix(u_colour, u_glow, 0.6 * pow(0.5 + 0.5 * toSun, 3.0) * u_sky.x);
  out_FragColor = vec4(mix(colour.rgb, air, haze) + lights * (1.0 - 0.5 * haze), colour.a);
}
`;

export interface Haze {
  /** Takes over how an environment looks. */
  apply(look: Look): void;
  dispose(): void;
}

/**
 * Adds haze that grows with distance and swallows the horizon, the same over ground, buildings and sky; the sky itself
 * is painted here while the sun is low or down.
 */
export function createHaze(scene: Scene, first: Look): Haze {
  let look = first;
  const up = new Cartesian3();
  const [colour, glow, zenith, horizon] = [1, 2, 3, 4].map(() => new Cartesian3()) as [
    Cartesian3,
    Cartesian3,
    Cartesian3,
    Cartesian3,
  ];
  const sky = new Cartesian4();
  const background = new Cartesian3();
  const { camera } = scene;
  const heightOf = (): number => Math.max(0, camera.positionCartographic.height);
  const stage = new PostProcessStage({
    name: 'spar_haze',
    fragmentShader: SHADER,
    uniforms: {
      u_colour: () => Cartesian3.fromElements(...look.haze, colour),
      u_glow: () => Cartesian3.fromElements(...look.glow, glow),
      u_zenith: () => Cartesian3.fromElements(...look.zenith, zenith),
      u_horizon: () => Cartesian3.fromElements(...look.horizon, horizon),
      u_background: () => {
        const { red, green, blue } = scene.backgroundColor;
        return Cartesian3.fromElements(red, green, blue, background);
      },
      u_sky: () =>
        Cartesian4.fromElements(
          look.ownSky,
          look.stars,
          0.22 * (1 - 0.8 * look.nightGround),
          look.sunLight[0] > 0 ? look.ownSky : 0,
          sky,
        ),
      u_upEC: () => {
        Cartesian3.normalize(camera.positionWC, up);
        return Cartesian3.fromElements(
          Cartesian3.dot(up, camera.rightWC),
          Cartesian3.dot(up, camera.upWC),
          -Cartesian3.dot(up, camera.directionWC),
        );
      },
      u_extinction: () => (CONTRAST / look.visibility) * Math.exp(-heightOf() / SCALE_HEIGHT),
      u_dip: () => Math.sqrt((2 * heightOf()) / 6_371_000),
    },
  });
  scene.postProcessStages.add(stage);
  return {
    apply(next) {
      look = next;
    },
    dispose() {
      scene.postProcessStages.remove(stage);
    },
  };
}
