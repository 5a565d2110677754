/**
 * Live state by gid in a vertex shader, beside the uniforms of `createStateTextures`.
 *
 * `stateTexel` gives R, G, B, A as in `live-columns.ts`, 0 to 255, all 0 of what nothing is known. `stateLevel` gives
 * the level from 0 to 1, on its way from the one before for three quarters of a second.
 */
import { STATE_WIDTH } from '#base/live/live-columns.ts';

export const STATE_GLSL = /* glsl */ `
ivec4 stateTexel(int gid) {
  int at = gid - u_stateStart;
  ivec2 place = ivec2(at % ${STATE_WIDTH}, at / ${STATE_WIDTH});
  bool known = at >= 0 && place.y < textureSize(u_state, 0).y;
  return known ? ivec4(texelFetch(u_state, place, 0) * 255.0 + 0.5) : ivec4(0);
}

float stateLevel(ivec4 texel) {
  float age = mod(u_stateTick - float(texel.a) + 256.0, 256.0) / 8.0;
  // Just after the turn of the ticks a change may lie a little ahead.
  float done = age > 31.0 ? 0.0 : smoothstep(0.0, 0.75, age);
  return mix(float(texel.b), float(texel.g), done) / 255.0;
}
`;
