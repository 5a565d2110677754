/** Light on surfaces, the same for buildings, components and whatever else stands in the city. */
import { Cartesian3, Cartesian4, Matrix4, TextureUniform, UniformType } from 'cesium';

/** A uniform of the engine's shaders; the engine reads `value` at each draw. */
export interface LightUniform {
  readonly type: UniformType;
  value: number | Cartesian3 | Cartesian4 | Matrix4 | TextureUniform;
}

const DARK = (): TextureUniform =>
  new TextureUniform({ typedArray: new Uint8Array(4), width: 1, height: 1, repeat: false });

/**
 * Gives the uniforms that LIGHT_GLSL reads. One set is shared by all shaders of a scene (`{...uniforms}`): who changes
 * its values changes the light on all of them. They start as the light of a pleasant afternoon.
 */
export function lightUniforms() {
  return {
    u_sunLight: { type: UniformType.VEC3, value: new Cartesian3(1.02, 0.92, 0.75) },
    u_skyLight: { type: UniformType.VEC3, value: new Cartesian3(0.47, 0.52, 0.6) },
    u_groundLight: { type: UniformType.VEC3, value: new Cartesian3(0.45, 0.41, 0.355) },
    u_bounceLight: { type: UniformType.VEC3, value: new Cartesian3(0.15, 0.125, 0.09) },
    /** What panes mirror, sRGB: low and high in the sky. */
    u_mirrorLow: { type: UniformType.VEC3, value: new Cartesian3(0.84, 0.9, 0.93) },
    u_mirrorHigh: { type: UniformType.VEC3, value: new Cartesian3(0.47, 0.66, 0.84) },
    /** Shares of lit windows: homes, offices, shops, others. */
    u_windows: { type: UniformType.VEC4, value: new Cartesian4() },
    /** How much artificial light shows, 0 by day to 1. */
    u_lamps: { type: UniformType.FLOAT, value: 0 },
    /** Level of lamps of which nothing is known, by the light of the sky. */
    u_wanted: { type: UniformType.FLOAT, value: 0 },
    /** Eye to the city's plane: metres east, north, up of its origin. */
    u_toPlane: { type: UniformType.MAT4, value: Matrix4.clone(Matrix4.IDENTITY) },
    /** Maps of lamp light: middle east, middle north, 1 / side; w 1: there is one. */
    u_cityLampsAt: { type: UniformType.VEC4, value: new Cartesian4() },
    u_nearLampsAt: { type: UniformType.VEC4, value: new Cartesian4() },
    u_cityLamps: { type: UniformType.SAMPLER_2D, value: DARK() },
    u_nearLamps: { type: UniformType.SAMPLER_2D, value: DARK() },
  } satisfies Record<string, LightUniform>;
}
export type LightUniforms = ReturnType<typeof lightUniforms>;

/** Reads the maps of lamp light; for shaders that name their uniforms as `lightUniforms` does. */
export const LAMP_MAP_GLSL = /* glsl */ `
// Light of the street lamps on level ground at a place of the city's plane, m; linear.
vec3 lampLightAt(vec2 place) {
  vec3 found = vec3(0.0);
  vec2 far = (place - u_cityLampsAt.xy) * u_cityLampsAt.z + 0.5;
  if (u_cityLampsAt.w > 0.5) found = texture(u_cityLamps, far).rgb;
  vec2 near = (place - u_nearLampsAt.xy) * u_nearLampsAt.z + 0.5;
  float inNear = u_nearLampsAt.w * (1.0 - smoothstep(0.42, 0.49, max(abs(near.x - 0.5), abs(near.y - 0.5))));
  if (inNear > 0.0) found = mix(found, texture(u_nearLamps, near).rgb, inNear);
  return found;
}

// The same, blurred over so many metres.
vec3 lampLightAbout(vec2 place, float metres) {
  if (u_cityLampsAt.w < 0.5) return vec3(0.0);
  float texels = metres * u_cityLampsAt.z * float(textureSize(u_cityLamps, 0).x);
  return textureLod(u_cityLamps, (place - u_cityLampsAt.xy) * u_cityLampsAt.z + 0.5, log2(max(1.0, texels))).rgb;
}
`;

/**
 * `lightOn(up, facing, away)`: linear light of sun, sky and ground on a surface; `lampLightOn(positionEC, above, up)`:
 * that of the street lamps.
 */
export const LIGHT_GLSL = /* glsl */ `
${LAMP_MAP_GLSL}
// up: the normal's share of straight up; facing: of the sun's direction; away: how much a wall's back is to the sun.
vec3 lightOn(float up, float facing, float away) {
  return mix(u_groundLight, u_skyLight, up * 0.5 + 0.5) + u_bounceLight * away * (1.0 - abs(up)) + u_sunLight * facing;
}

// above: m above the ground. Lamps hang some metres up and shine down and sideways.
vec3 lampLightOn(vec3 positionEC, float above, float up) {
  if (u_lamps <= 0.0) return vec3(0.0);
  vec2 place = (u_toPlane * vec4(positionEC, 1.0)).xy;
  float high = max(0.0, above - 4.0);
  float reach = exp(-high * high / 90.0);
  if (reach < 0.01) return vec3(0.0);
  float used = mix(0.45, 0.8, smoothstep(60.0, 1200.0, length(positionEC)));
  return lampLightAt(place) * (used * u_lamps * reach * mix(0.75, mix(1.0, 0.25, clamp(high / 6.0, 0.0, 1.0)), max(0.0, up)));
}
`;
