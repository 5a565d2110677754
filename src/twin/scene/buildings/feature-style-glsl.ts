/**
 * Style of a building by its gid, read once a corner: hidden, selected, hovered, coloured.
 *
 * Varyings: `v_tint` rgb (sRGB) and in w 0 none, 1 coloured, 2 the gid itself; `v_mark` 0 none, 0.5 hovered, 1 selected.
 */
import { HIDDEN, SELECTED, STYLE_WIDTH } from '../../find/style-engine.ts';

export const STYLE_VERTEX = /* glsl */ `
void styleOf(int gid, inout czm_modelVertexOutput vsOutput) {
  int at = gid - u_styleStart;
  ivec2 place = ivec2(at % ${STYLE_WIDTH}, at / ${STYLE_WIDTH});
  bool known = at >= 0 && place.y < textureSize(u_style, 0).y;
  ivec4 texel = known ? ivec4(texelFetch(u_style, place, 0) * 255.0 + 0.5) : ivec4(0);
  v_mark = (texel.r & ${SELECTED}) != 0 ? 1.0 : (gid == u_hovered ? 0.5 : 0.0);
  v_tint = texel.g == 0 ? vec4(0.0) : vec4(texelFetch(u_stylePalette, ivec2(texel.g, 0), 0).rgb, 1.0);
  if (u_showGids == 1) v_tint = vec4(vec3(gid & 255, (gid >> 8) & 255, (gid >> 16) & 255) / 255.0, 2.0);
  // All corners in one place: nothing is left to be drawn, nor to be picked.
  if ((texel.r & ${HIDDEN}) != 0) vsOutput.positionMC = vec3(0.0);
}
`;

export const STYLE_FRAGMENT = /* glsl */ `
const vec3 ACCENT = vec3(0.037, 0.548, 0.687);

// Own colour of a surface, linear, with the class's colour over it.
vec3 tinted(vec3 albedo) {
  float detail = clamp(dot(albedo, vec3(0.333)) / 0.6, 0.0, 1.0);
  return v_tint.a > 0.5 ? pow(v_tint.rgb, vec3(2.2)) * mix(1.0, detail, 0.12) : albedo;
}

// Lit colour, linear, with the mark of what is selected or under the pointer.
vec3 marked(vec3 colour, float facing, float up) {
  vec3 lit = ACCENT * (0.45 + 0.75 * facing + 0.25 * up);
  return mix(colour, lit, v_mark > 0.75 ? 0.72 : v_mark * 0.56);
}

// What is written when gids are shown: exact bytes after the engine's turn to sRGB.
vec3 orGid(vec3 colour) {
  return v_tint.a > 1.5 ? pow(round(v_tint.rgb * 255.0) / 255.0, vec3(2.2)) : colour;
}
`;
