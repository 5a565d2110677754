/**
 * How a building looks: faces lit by their own slope, façades of storeys and bays from use, height and a number of
 * the building's own, without textures or texture coordinates.
 *
 * Frame of a tile: x east, y up, z south (glTF); `v_place` is in metres in it. `metadata.base` is the ground's y.
 * Comments in the shaders are of one line: the engine fails on block comments without a line break.
 */

import { LIGHT_GLSL } from '../environment/light-glsl.ts';
import { FACADE_GLSL } from './facade-glsl.ts';
import { STYLE_FRAGMENT, STYLE_VERTEX } from './feature-style-glsl.ts';
import { ROOF_GLSL } from './roof-glsl.ts';

export const BUILDINGS_VERTEX = /* glsl */ `
// RGB565 to sRGB; a colour that is not known is -1.
vec3 unpack565(uint packed) {
  if (packed == 0u) return vec3(-1.0);
  return vec3(float(packed >> 11u) / 31.0, float((packed >> 5u) & 63u) / 63.0, float(packed & 31u) / 31.0);
}
${STYLE_VERTEX}
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  float metres = length(czm_model[1].xyz);
  v_place = vsInput.attributes.positionMC * metres;
  v_above = v_place.y - vsInput.metadata.base;
  v_height = vsInput.metadata.height;
  v_use = float(vsInput.metadata.use) + 0.5;
  v_storeys = float(vsInput.metadata.storeys);
  v_built = float(vsInput.metadata.built);
  v_flags = float(vsInput.metadata.flags) + 0.5;
  v_wallColour = unpack565(uint(vsInput.metadata.wallColour));
  v_roofColour = unpack565(uint(vsInput.metadata.roofColour));
  uint gid = uint(vsInput.metadata.gid);
  styleOf(int(gid), vsOutput);
  uint mixed = gid * 747796405u + 2891336453u;
  mixed = ((mixed >> ((mixed >> 28u) + 4u)) ^ mixed) * 277803737u;
  mixed = (mixed >> 22u) ^ mixed;
  v_seed = vec3(float(mixed & 1023u), float((mixed >> 10u) & 1023u), float((mixed >> 20u) & 1023u)) / 1024.0;
}
`;

export const BUILDINGS_FRAGMENT = /* glsl */ `
const vec3 WHITE = vec3(0.949, 0.945, 0.933);
const int HAS_ROOF = 8;
const vec3 EDGE_LIGHT = vec3(0.05, 0.085, 0.125);
// 7.5 degrees: right angles and octagons lie in the middle of a step.
const float SNAP = 0.1308996939;

vec3 linear(vec3 srgb) { return pow(srgb, vec3(2.2)); }

// Share of a pixel (filter wide) inside [low, high] of a pattern that repeats at 1.
float band(float at, float low, float high, float filterWidth) {
  float half_ = max(filterWidth, 1e-4) * 0.5;
  float from = at - half_;
  float to = at + half_;
  float span = high - low;
  float inside = (floor(to - low) - floor(from - low)) * span
    + clamp(fract(to - low), 0.0, span) - clamp(fract(from - low), 0.0, span);
  return clamp(inside / (2.0 * half_), 0.0, 1.0);
}

// Share of a pixel inside [low, high], once.
float strip(float at, float low, float high, float filterWidth) {
  float wide = max(filterWidth, 1e-4);
  return clamp((min(at + 0.5 * wide, high) - max(at - 0.5 * wide, low)) / wide, 0.0, 1.0);
}
${STYLE_FRAGMENT}
${LIGHT_GLSL}
${FACADE_GLSL}
${ROOF_GLSL}
// Colours of the data are drawn as weathered ones: never saturated, never black.
vec3 muted(vec3 colour) {
  float grey = dot(colour, vec3(0.3, 0.59, 0.11));
  return mix(vec3(0.72), mix(vec3(grey), colour, 0.76), 0.88);
}

// The sky as panes see it: a pale band over the roofs, deeper above; streets and other houses below.
vec3 mirroredSky(float upward) {
  vec3 sky = linear(mix(u_mirrorLow, u_mirrorHigh, smoothstep(0.05, 0.75, upward)));
  return mix(vec3(0.61, 0.62, 0.62) * u_groundLight, sky, smoothstep(-0.10, 0.10, upward));
}

void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  // From the place in the tile, which is small: derivatives of far numbers are coarse.
  vec3 placeX = dFdx(v_place);
  vec3 placeY = dFdy(v_place);
  vec3 normal = normalize(cross(placeX, placeY));
  vec3 normalEC = normalize(mat3(czm_modelView) * normal);
  vec3 viewEC = -normalize(fsInput.attributes.positionEC);
  float metres = length(czm_modelView[1].xyz);
  vec3 sun = transpose(mat3(czm_modelView)) * normalize(czm_lightDirectionEC) / metres;
  float up = normal.y;
  int use = int(v_use);

  vec3 albedo = linear(WHITE) * (0.97 + 0.05 * v_seed.x);
  float mirror = 0.0;
  float pane = 0.0;
  vec3 glow = vec3(0.0);
  vec2 cell = vec2(0.0);
#ifdef HAS_BASE_COLOR_TEXTURE
  if (u_white < 0.5) albedo = material.diffuse;
#else
  if (u_white < 0.5) {
    float slope = 1.0 - up;
    if (up > 0.2) {
      vec3 chosen = slope > 0.012 ? pitchedRoof(use, v_built, v_seed) : flatRoof(use, v_height, v_seed);
      vec3 base = v_roofColour.r >= 0.0 ? muted(v_roofColour) : chosen;
      vec2 downhill = normal.xz / max(1e-4, length(normal.xz));
      float wide = max(length(placeX), length(placeY));
      albedo = paintRoof(base, slope, v_place, downhill, wide, use, v_seed);
    } else {
      // Under a pitched roof the wall ends at the eaves, which are not told: a guess keeps windows out of gables.
      bool roofed = (int(v_flags) & HAS_ROOF) != 0;
      float wallTop = roofed ? max(2.6, v_height - clamp(0.28 * v_height, 1.2, 3.6)) : v_height;
      Facade f = chooseFacade(use, v_height, v_storeys, v_built, wallTop, v_seed);
      if (v_wallColour.r >= 0.0) f.wall = muted(v_wallColour);
      // Directions are snapped: a tangent that trembles would be multiplied by the place, and windows fray.
      float turn = round(atan(-normal.x, normal.z) / SNAP) * SNAP;
      vec2 tangent = vec2(cos(turn), sin(turn));
      float along = dot(v_place.xz, tangent);
      // Derivatives of the place, not of the pattern: those jump where the wall turns.
      float wideAlong = length(vec2(dot(placeX.xz, tangent), dot(placeY.xz, tangent)));
      float wideUp = length(vec2(placeX.y, placeY.y));
      vec4 painted = paintFacade(f, along, v_above, wideAlong, wideUp, wallTop, v_seed, pane, glow);
      albedo = painted.rgb;
      mirror = painted.a;
      cell = floor(vec2(along / f.bay, v_above / f.storey));
      cell *= 1.0 - smoothstep(0.25, 0.7, max(wideAlong / f.bay, wideUp / f.storey));
    }
  }
#endif

  albedo = tinted(albedo);
  float facing = max(0.0, dot(normal, sun));
  vec3 light = lightOn(up, facing, max(0.0, -dot(normal.xz, sun.xz)));
#ifdef HAS_BASE_COLOR_TEXTURE
  // Photographs carry the light of their day.
  if (u_white < 0.5) light = mix(vec3(0.92) * min(1.0, (u_skyLight + 0.6 * u_sunLight) / 1.0), light, 0.4);
#endif
  // The street hides the sky from the foot of a wall, and a little from all of it but the top.
  float foot = mix(0.66, 1.0, smoothstep(-1.5, 7.0, v_above)) * mix(0.93, 1.0, smoothstep(0.0, 30.0, v_above));
  if (up > 0.2) foot = mix(foot, 1.0, 0.75);
  vec3 colour = albedo * (light * foot + lampLightOn(fsInput.attributes.positionEC, v_above, up));
  if (mirror > 0.0 && v_tint.a < 0.5) {
    // Panes hang a little askew, each its own way.
    vec2 askew = (vec2(random(cell, v_seed.y), random(cell, v_seed.z)) - 0.5) * 0.10 * step(0.5, abs(cell.x) + abs(cell.y));
    vec3 pane3 = normalize(normalEC + mat3(czm_modelView) * vec3(askew.x, askew.y, askew.x) / metres);
    vec3 mirrored = reflect(-viewEC, pane3);
    float upward = (transpose(mat3(czm_modelView)) * mirrored).y / metres;
    float fresnel = 0.22 + 0.78 * pow(1.0 - max(0.0, dot(viewEC, normalEC)), 4.0);
    vec3 sky = mirroredSky(upward);
    float glint = pow(max(0.0, dot(mirrored, normalize(czm_lightDirectionEC))), 60.0);
    colour = mix(colour, sky, clamp(mirror * fresnel * 1.9, 0.0, 0.82));
    colour += u_sunLight * glint * mirror * 0.5;
  }
  if (v_tint.a < 0.5) colour += glow;
  // White models by night: a faint line along the top of the walls.
  if (u_white > 0.5 && u_lamps > 0.0 && up < 0.2) {
    float wideUp = length(vec2(placeX.y, placeY.y));
    colour += u_lamps * EDGE_LIGHT * strip(v_above, v_height - 0.8, v_height + 0.2, wideUp);
  }
  material.diffuse = orGid(marked(colour, facing, up));
}
`;

export const COARSE_BUILDINGS_VERTEX = /* glsl */ `
${STYLE_VERTEX}
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  v_place = vsInput.attributes.positionMC * length(czm_model[1].xyz);
  v_above = v_place.y - vsInput.metadata.base;
  styleOf(int(vsInput.metadata.gid), vsOutput);
}
`;

/** Bodies under the same light, in one pale colour. */
export const COARSE_BUILDINGS_FRAGMENT = /* glsl */ `
${STYLE_FRAGMENT}
${LIGHT_GLSL}
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 normal = normalize(cross(dFdx(v_place), dFdy(v_place)));
  vec3 sun = transpose(mat3(czm_modelView)) * normalize(czm_lightDirectionEC) / length(czm_modelView[1].xyz);
  float up = normal.y;
  float facing = max(0.0, dot(normal, sun));
  vec3 albedo = tinted(mix(vec3(0.60, 0.57, 0.52), vec3(0.70, 0.67, 0.63), max(up, u_white)));
  vec3 light = lightOn(up, facing, 0.0);
  float foot = mix(0.62, 1.0, smoothstep(-1.5, 20.0, v_above));
  material.diffuse = orGid(marked(albedo * light * mix(foot, 1.0, step(0.2, up) * 0.75), facing, up));
}
`;
