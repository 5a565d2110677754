import { Cartesian3, Color, PostProcessStage, type Scene } from 'cesium';

/** Distance at which 2 % of the contrast is left near the ground, m. */
const VISIBILITY = 58_000;
/** Koschmieder: extinction = 3.912 / visibility. */
const EXTINCTION = 3.912 / VISIBILITY;
/** The air thins out with the camera's height: seen from far above, the globe is clear. m */
const SCALE_HEIGHT = 7_000;
/** How steeply the haze in the sky ends above the horizon, 1/rad. */
const SKY_STEEPNESS = 9;

const SHADER = /* glsl */ `
uniform sampler2D colorTexture;
uniform sampler2D depthTexture;
uniform vec3 u_colour;
uniform vec3 u_upEC;
uniform float u_extinction;
uniform float u_dip;
in vec2 v_textureCoordinates;

void main() {
  vec4 colour = texture(colorTexture, v_textureCoordinates);
  // A touch of depth before the air lies over it: colours a little fuller, shades a little darker.
  float grey = dot(colour.rgb, vec3(0.3, 0.59, 0.11));
  vec3 full = clamp(mix(vec3(grey), colour.rgb, 1.12), 0.0, 1.0);
  colour.rgb = mix(full, full * full * (3.0 - 2.0 * full), 0.22);
  // Logarithmic as it is: turned back into the usual kind, far ground could not be told from sky.
  float depth = texture(depthTexture, v_textureCoordinates).r;
  vec4 eye = czm_windowToEyeCoordinates(gl_FragCoord.xy, depth);
  vec3 place = eye.xyz / eye.w;
  float haze;
  if (depth >= 1.0) {
    // Above the horizon, which lies lower the higher the camera is.
    float elevation = dot(normalize(place), u_upEC) + u_dip;
    haze = exp(-max(0.0, elevation) * ${SKY_STEEPNESS.toFixed(1)}) * min(1.0, u_extinction * 30000.0);
  } else {
    haze = 1.0 - exp(-length(place) * u_extinction);
  }
  out_FragColor = vec4(mix(colour.rgb, u_colour, haze), colour.a);
}
`;

/** Adds haze that grows with distance and swallows the horizon, the same over ground, buildings and sky. */
export function createHaze(scene: Scene): { dispose(): void } {
  const colour = Color.fromCssColorString('#cfdce4');
  const up = new Cartesian3();
  const { camera } = scene;
  const heightOf = (): number => Math.max(0, camera.positionCartographic.height);
  const stage = new PostProcessStage({
    name: 'spar_haze',
    fragmentShader: SHADER,
    uniforms: {
      u_colour: new Cartesian3(colour.red, colour.green, colour.blue),
      u_upEC: () => {
        Cartesian3.normalize(camera.positionWC, up);
        return Cartesian3.fromElements(
          Cartesian3.dot(up, camera.rightWC),
          Cartesian3.dot(up, camera.upWC),
          -Cartesian3.dot(up, camera.directionWC),
        );
      },
      u_extinction: () => EXTINCTION * Math.exp(-heightOf() / SCALE_HEIGHT),
      u_dip: () => Math.sqrt((2 * heightOf()) / 6_371_000),
    },
  });
  scene.postProcessStages.add(stage);
  return {
    dispose() {
      scene.postProcessStages.remove(stage);
    },
  };
}
