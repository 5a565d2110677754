/**
 * Ribbons of the managed roads: coloured by speed, with chevrons that go the way of the traffic.
 *
 * Texture coordinates of a ribbon: x along the lane in the direction of travel, m; y across, 0 to 1 from the inner edge.
 * The level of a road is its speed as a share of that without traffic.
 * Far away a ribbon is a full coat; nearby, from the street, a thin line along the lane's middle, so that asphalt and
 * markings read.
 */
import { STATE_GLSL } from '../live/state-glsl.ts';

export const ROAD_RIBBON_VERTEX = /* glsl */ `
${STATE_GLSL}
// From how far away and from how high above it a ribbon is a full coat, and where it is a line alone, m.
const float FULL_FROM = 400.0;
const float LINE_WITHIN = 60.0;
const float FULL_ABOVE = 100.0;
const float LINE_BELOW = 25.0;
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  int gid = int(vsInput.metadata.gid);
  ivec4 state = stateTexel(gid);
  v_road = vec4(vsInput.attributes.texCoord_0, stateLevel(state), float(state.r) + 0.5);
  // Terrain far away is coarser than the road: the farther, the higher it is lifted, by what that may differ.
  vec3 seen = (czm_modelView * vec4(vsOutput.positionMC, 1.0)).xyz;
  float away = length(seen);
  float above = -dot(seen, normalize((czm_modelView * vec4(0.0, 1.0, 0.0, 0.0)).xyz));
  v_coat = max(smoothstep(LINE_WITHIN, FULL_FROM, away), smoothstep(LINE_BELOW, FULL_ABOVE, above));
  vsOutput.positionMC += vec3(0.0, 1.0, 0.0) * clamp(away * 0.004 - 0.2, 0.0, 30.0) / length(czm_model[1].xyz);
}
`;

export const ROAD_RIBBON_FRAGMENT = /* glsl */ `
const vec3 FREE = vec3(0.247, 0.682, 0.600);
const vec3 SLOW = vec3(0.898, 0.659, 0.137);
const vec3 JAM = vec3(0.878, 0.286, 0.184);
const vec3 STANDING = vec3(0.451, 0.094, 0.239);
const vec3 GREY = vec3(0.552, 0.588, 0.611);
// Half of the line's breadth, as a share of the band's: half a metre in all on a lane of 3.5 m.
const float LINE_HALF = 0.07;
const float LINE_ALPHA = 0.55;
const int STALE = 0x10;
const int FAULT = 3;

vec3 colourOfSpeed(float share) {
  vec3 colour = mix(STANDING, JAM, smoothstep(0.08, 0.30, share));
  colour = mix(colour, SLOW, smoothstep(0.32, 0.52, share));
  return mix(colour, FREE, smoothstep(0.58, 0.78, share));
}

void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  int flags = int(v_road.w);
  int condition = flags & 15;
  float along = v_road.x;
  float across = v_road.y;
  float wide = max(1e-4, fwidth(across));
  float edge = smoothstep(0.0, wide * 1.5, across) * smoothstep(0.0, wide * 1.5, 1.0 - across);
  bool stale = (flags & STALE) != 0;
  vec3 colour = condition == 0 || stale ? GREY : colourOfSpeed(v_road.z);
  float aside = abs(across - 0.5);
  float reach = max(LINE_HALF, wide);
  float line = 1.0 - smoothstep(reach - wide * 0.75, reach + wide * 0.75, aside);
  float cover = mix(line * LINE_ALPHA, 1.0, v_coat);
  float alpha = condition == 0 ? 0.0 : u_opacity * (stale ? 0.45 : 0.82) * cover;
  // Chevrons: what is faster has longer gaps and goes faster; a road that stands has none that move.
  float metresWide = fwidth(along);
  float pitch = 36.0;
  float at = (along - aside * -7.0 - u_flow * mix(2.0, 14.0, v_road.z)) / pitch;
  float chevron = smoothstep(0.30, 0.36, fract(at)) * (1.0 - smoothstep(0.52, 0.60, fract(at)));
  float near = 1.0 - smoothstep(0.10, 0.32, metresWide / pitch);
  if (condition != 0 && !stale) {
    // White on the coat, dark on the line: roads are light.
    vec3 mark = mix(colour * 0.5, vec3(1.0), v_coat);
    colour = mix(colour, mark, chevron * near * mix(0.7, 0.34, v_coat));
  }
  if (condition == FAULT) {
    // Closed: hatched.
    float hatch = step(0.5, fract((along + across * 8.0) / 12.0));
    colour = mix(STANDING, vec3(0.93), hatch * near);
    alpha = u_opacity * 0.9 * max(cover, 0.35 * hatch);
  }
  material.diffuse = pow(colour, vec3(2.2));
  material.alpha = alpha * edge;
}
`;
