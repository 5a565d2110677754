/**
 * How a component looks: its model's own colours under the city's light, marked by its live state; a dot far away.
 *
 * Everything that is the same for a whole component is read in the vertex stage: ids are exact only there. The fourth
 * byte of a corner's colour says what the corner is (`CORNER_ROLE`). Light is given in linear colours.
 */
import { CONDITION, FLAG } from '#base/live/live-columns.ts';
import { CORNER_ROLE } from '#city/component.ts';
import { STYLE_FRAGMENT, STYLE_VERTEX } from '../buildings/feature-style-glsl.ts';
import { LIGHT_GLSL } from '../environment/light-glsl.ts';
import { STATE_GLSL } from '../live/state-glsl.ts';

/** Sides of dots in CSS pixels: of trees, of other things that are well, of notices, of faults. */
const DOT = { tree: 3.5, normal: 2.6, notice: 5, fault: 6.5 };
const IS_LEAF = (paint: string): string => `abs(${paint}.a * 255.0 - ${CORNER_ROLE.foliage}.0) < 16.0`;

export const COMPONENTS_VERTEX = /* glsl */ `
${STATE_GLSL}
${STYLE_VERTEX}
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
#ifdef HAS_INSTANCING
  int gid = vsInput.featureIds.instanceFeatureId_1;
#else
  int gid = vsInput.featureIds.featureId_1;
#endif
  ivec4 texel = stateTexel(gid);
  int condition = texel.r & 15;
  v_paint = vsInput.attributes.color_0;
  // Of lamps that nobody has told of: by the light of the sky.
  v_level = condition == ${CONDITION.none} ? u_wanted : stateLevel(texel);
  bool stale = (texel.r & ${FLAG.stale}) != 0;
  v_state = condition == ${CONDITION.fault} ? 3.0 : (condition == ${CONDITION.notice} ? 2.0 : (condition == ${CONDITION.normal} ? 1.0 : (condition == ${CONDITION.off} ? 4.0 : 0.0)));
  v_stale = stale ? 1.0 : 0.0;
  styleOf(gid, vsOutput);
  bool gone = vsOutput.positionMC == vec3(0.0);
  if (u_only == 1 && condition != ${CONDITION.fault} && condition != ${CONDITION.notice}) gone = true;
#ifdef PRIMITIVE_TYPE_POINTS
  float side = v_state == 3.0 ? ${DOT.fault.toFixed(1)} : (v_state == 2.0 ? ${DOT.notice.toFixed(1)} : (${IS_LEAF('v_paint')} ? ${DOT.tree.toFixed(1)} : ${DOT.normal.toFixed(1)}));
  if (u_colourBy == 1 || v_tint.a > 0.5) side = max(side, ${DOT.tree.toFixed(1)});
  if (v_mark > 0.25) side = max(side, 7.0);
  vsOutput.pointSize = gone ? 0.0 : side * czm_pixelRatio;
  // A single corner has nothing to collapse into: it goes out of sight.
  if (gone) vsOutput.positionMC = vec3(3e8);
#else
  if (gone) vsOutput.positionMC = vec3(0.0);
#endif
}
`;

export const COMPONENTS_FRAGMENT = /* glsl */ `
const vec3 FAULT = vec3(0.80, 0.13, 0.045);
const vec3 NOTICE = vec3(0.85, 0.42, 0.035);
const vec3 WELL = vec3(0.20, 0.34, 0.34);
const vec3 UNKNOWN = vec3(0.30, 0.31, 0.32);
const vec3 LAMP = vec3(1.0, 0.74, 0.42);
${STYLE_FRAGMENT}
${LIGHT_GLSL}
vec3 linear(vec3 srgb) { return pow(srgb, vec3(2.2)); }

// What the state makes of a colour.
vec3 stated(vec3 albedo) {
  float grey = dot(albedo, vec3(0.25, 0.6, 0.15));
  if (u_colourBy == 1) {
    vec3 sign = v_state > 3.5 ? UNKNOWN * 0.6 : (v_state > 2.5 ? FAULT : (v_state > 1.5 ? NOTICE : (v_state > 0.5 ? WELL : UNKNOWN)));
    albedo = mix(vec3(grey), sign * mix(0.8, 1.25, grey), 0.86);
  } else if (v_state > 1.5 && v_state < 3.5) {
    albedo = mix(albedo, v_state > 2.5 ? FAULT : NOTICE, 0.78);
  } else if (v_state > 3.5) {
    albedo = mix(albedo, vec3(grey), 0.85) * 0.8;
  }
  return v_stale > 0.5 ? mix(albedo, mix(vec3(grey), vec3(0.3), 0.4), 0.8) : albedo;
}

void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  material.alpha = 1.0;
  vec3 albedo = tinted(stated(linear(v_paint.rgb)));
  int role = int(v_paint.a * 255.0 + 0.5);
#ifdef PRIMITIVE_TYPE_POINTS
  vec2 at = gl_PointCoord - 0.5;
  if (dot(at, at) > 0.26) discard;
  float bright = dot(u_skyLight, vec3(0.333)) + 0.5 * dot(u_sunLight, vec3(0.333));
  // Dots that are signs stay readable at night, and lamps that are on shine, where nothing else draws their glow; the
  // others fall asleep with the ground.
  bool sign_ = u_colourBy == 1 || v_state > 1.5 || v_tint.a > 0.5;
  // What is well keeps quiet: dots by the thousand are no confetti. Trees are as green as they are.
  if (!sign_ && !(${IS_LEAF('v_paint')})) albedo = mix(albedo, vec3(0.34, 0.33, 0.31), 0.5);
  vec3 colour = albedo * mix(sign_ ? 0.55 : 0.04, 1.0, sign_ ? min(1.0, bright) : min(1.0, bright * bright));
  colour += albedo * lampLightOn(fsInput.attributes.positionEC, 2.0, 0.5) * 0.7;
  if (role >= ${CORNER_ROLE.lightsource} - 16 && role < ${CORNER_ROLE.lightsource} + 16) colour = mix(colour, LAMP, u_lamps * v_level * (u_cityLampsAt.w > 0.5 ? 0.12 : 1.0));
  material.diffuse = orGid(marked(colour, 0.6, 0.5));
#else
  vec3 normalEC = normalize(fsInput.attributes.normalEC);
  // The model's axes: y is up.
  vec3 normal = normalize(transpose(mat3(czm_modelView)) * normalEC);
  vec3 sun = normalize(transpose(mat3(czm_modelView)) * normalize(czm_lightDirectionEC));
  float up = normal.y;
  float facing = max(0.0, dot(normal, sun));
  bool leaves = abs(role - ${CORNER_ROLE.foliage}) < 16;
  // Leaves let light through: the shaded side of a crown is no wall.
  if (leaves) facing = mix(facing, 0.5 + 0.5 * dot(normal, sun), 0.4) * 0.92;
  vec3 light = lightOn(up, facing, max(0.0, -dot(normal.xz, sun.xz)));
  vec3 colour = albedo * (light + lampLightOn(fsInput.attributes.positionEC, 2.0, up));
  if (abs(role - ${CORNER_ROLE.lightsource}) < 16) {
    // By day a lens that is lit is seen, too, though it lights nothing: it is a fault to be found.
    vec3 glow = LAMP * v_level * mix(0.9, 2.2, u_lamps);
    colour = v_state > 1.5 && v_level <= 0.0 ? colour : max(colour, glow);
  } else if (abs(role - ${CORNER_ROLE.screen}) < 32) {
    colour += linear(v_paint.rgb) * 0.85 * u_lamps * (v_state > 3.5 ? 0.0 : 1.0);
  }
  material.diffuse = orGid(marked(colour, facing, up));
#endif
}
`;
