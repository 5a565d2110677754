/** Lamps as points: their glow in the picture, and their light on the ground as seen from above. */
import { CONDITION, FLAG } from '#base/live/live-columns.ts';
import { STATE_GLSL } from '../live/state-glsl.ts';

const STATE = /* glsl */ `
in vec3 position;
// gid, height of the lantern, strength, warm
in vec4 lamp;
in float circuit;
uniform highp sampler2D u_state;
uniform int u_stateStart;
uniform float u_stateTick;
// Level of lamps of which nothing is known: by the light of the sky.
uniform float u_wanted;
${STATE_GLSL}
float lampLevel(ivec4 texel) {
  if ((texel.r & ${FLAG.hidden}) != 0) return 0.0;
  return (texel.r & 15) == ${CONDITION.none} ? u_wanted : stateLevel(texel);
}
`;

export const GLOW_VERTEX = /* glsl */ `
${STATE}
uniform float u_show;
uniform float u_faults;
// Position of the circuit that stands out, or below zero.
uniform float u_circuit;
out vec4 v_light;
out float v_shape;
out float v_small;

// Halo of a usual lamp, m; smallest and largest point, px.
const float HALO = 5.2;
const float LEAST = 2.3;
const float MOST = 110.0;

void main() {
  ivec4 texel = stateTexel(int(lamp.x + 0.5));
  float level = lampLevel(texel);
  vec4 eye = czm_modelView * vec4(position, 1.0);
  float away = length(eye.xyz);
  float perMetre = czm_projection[1][1] * 0.5 * czm_viewport.w / max(away, 1.0);
  bool marked_ = u_circuit >= 0.0 && abs(circuit - u_circuit) < 0.5;
  bool faulty = u_faults > 0.5 && (texel.r & 15) == ${CONDITION.fault};
  float size = perMetre * HALO * sqrt(lamp.z);
  float least = LEAST * czm_pixelRatio;
  // Smaller than a pixel it grows fainter, slowly: roads stay strings of light.
  float power = level * u_show * clamp(pow(size / least, 0.55), 0.22, 1.0) * mix(0.75, 1.0, lamp.z / 3.0);
  if (u_circuit >= 0.0) power *= marked_ ? 1.0 : 0.3;
  vec3 colour = mix(vec3(1.0, 0.90, 0.74), vec3(1.0, 0.68, 0.36), lamp.w);
  v_shape = 0.0;
  size = clamp(size, least, MOST * czm_pixelRatio);
  if (marked_) {
    colour = mix(colour, vec3(0.30, 0.85, 0.93), 0.75);
    size = max(size, 6.0 * czm_pixelRatio);
    power = max(power, 0.6);
  }
  if (faulty) {
    v_shape = 1.0;
    size = clamp(perMetre * 3.0, 7.0 * czm_pixelRatio, 16.0 * czm_pixelRatio);
    power = 1.0;
  }
  v_light = vec4(colour, power);
  v_small = 1.0 - smoothstep(3.0, 9.0, size / czm_pixelRatio);
  // A little nearer than its own lantern, which would hide it.
  eye.xyz *= 1.0 - min(0.3, (faulty ? 2.5 : 1.1) / max(away, 1.0));
  gl_Position = czm_projection * eye;
  gl_PointSize = size;
  if (power <= 0.004) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const GLOW_FRAGMENT = /* glsl */ `
in vec4 v_light;
in float v_shape;
in float v_small;
const vec3 FAULT = vec3(1.0, 0.40, 0.20);

void main() {
  vec2 at = (gl_PointCoord - 0.5) * 2.0;
  if (v_shape > 0.5) {
    // A diamond with a dark rim: told by its shape, too.
    float edge = abs(at.x) + abs(at.y);
    if (edge > 1.0) discard;
    out_FragColor = vec4(mix(FAULT, vec3(0.10, 0.05, 0.04), smoothstep(0.62, 0.72, edge)), 1.0);
    return;
  }
  float away = length(at);
  if (away >= 1.0) discard;
  float halo = pow(1.0 - away, 2.6) * 0.34;
  float core = exp(-away * away * 70.0);
  float dot_ = exp(-away * away * 2.4) * 0.8;
  float light = mix(halo + core, dot_, v_small) * v_light.a;
  // The heart of a light is white to the eye, whatever its colour.
  out_FragColor = vec4(mix(v_light.rgb, vec3(1.0), 0.6 * core) * light, 0.0);
}
`;

/** Light on level ground as seen from above, linear. */
export const POOL_VERTEX = /* glsl */ `
${STATE}
uniform vec2 u_middle;
// Of the map: middle east, middle north, 1 / side; w side in px.
uniform vec4 u_map;
out vec4 v_pool;

void main() {
  float level = lampLevel(stateTexel(int(lamp.x + 0.5)));
  float height = max(lamp.y, 0.6);
  float reach = clamp(2.6 * height + 3.0, 4.0, 45.0);
  v_pool = vec4(level * lamp.z, lamp.w, reach / height, 0.0);
  gl_Position = vec4((u_middle + position.xy - u_map.xy) * u_map.z * 2.0, 0.0, 1.0);
  gl_PointSize = max(2.0, 2.0 * reach * u_map.z * u_map.w);
  if (level <= 0.004) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const POOL_FRAGMENT = /* glsl */ `
in vec4 v_pool;
const vec3 WARM_LIGHT = vec3(1.0, 0.52, 0.19);
const vec3 WHITE_LIGHT = vec3(1.0, 0.80, 0.57);

void main() {
  float away = length(gl_PointCoord - 0.5) * 2.0;
  if (away >= 1.0) discard;
  // A lantern over level ground: the cube of the cosine, cut off softly at its reach.
  float tangent = away * v_pool.z;
  float light = v_pool.x * pow(1.0 + tangent * tangent, -1.5) * (1.0 - smoothstep(0.55, 1.0, away));
  out_FragColor = vec4(mix(WHITE_LIGHT, WARM_LIGHT, v_pool.y) * light, 1.0);
}
`;
