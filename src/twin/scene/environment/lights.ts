/** The one light of a scene, shared by all shaders of what stands in the city. */
import type { CustomShader, Texture } from 'cesium';
import { type LightUniforms, lightUniforms } from './light-glsl.ts';

/** Light of the street lamps as pictures seen from above; `null`: none. */
export interface LampTextures {
  city: Texture | null;
  near: Texture | null;
}

export interface Lights {
  /** To be spread into a shader's uniforms. */
  readonly uniforms: LightUniforms;
  /** Filled by who draws the lamps. */
  readonly lamps: LampTextures;
  /** Gives a shader with those uniforms the lamps' pictures, too, before it draws for the first time. */
  bind(shader: CustomShader): CustomShader;
}

export function createLights(): Lights {
  const lamps: LampTextures = { city: null, near: null };
  return {
    uniforms: lightUniforms(),
    lamps,
    bind(shader) {
      // The engine takes textures of its own making only from addresses and arrays; this map is private. Without it,
      // the black pixel that stands there stays, and lamps light no walls.
      const { uniformMap } = shader as unknown as { uniformMap?: Record<string, () => unknown> };
      for (const [name, which] of [
        ['u_cityLamps', 'city'],
        ['u_nearLamps', 'near'],
      ] as const) {
        const dark = uniformMap?.[name];
        if (uniformMap && dark) uniformMap[name] = () => lamps[which] ?? dark();
      }
      return shader;
    },
  };
}
