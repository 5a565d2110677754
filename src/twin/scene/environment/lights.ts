/** The one light of a scene, shared by all shaders of what stands in the city. */
import type { CustomShader, Material, Texture } from 'cesium';
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
  /** The same for a material with uniforms of those names, before it is given to the globe. */
  bindMaterial(material: Material): Material;
}

const PICTURES = { u_cityLamps: 'city', u_nearLamps: 'near' } as const;

export function createLights(): Lights {
  const lamps: LampTextures = { city: null, near: null };
  return {
    uniforms: lightUniforms(),
    lamps,
    bind(shader) {
      // The engine takes textures of its own making only from addresses and arrays; this map is private. Without it,
      // the black pixel that stands there stays, and lamps light no walls.
      take((shader as unknown as { uniformMap?: UniformMap }).uniformMap, lamps);
      return shader;
    },
    bindMaterial(material) {
      // A material destroys the textures that it is given; and it puts a number after the names of its uniforms.
      take((material as unknown as { _uniforms?: UniformMap })._uniforms, lamps);
      return material;
    },
  };
}

type UniformMap = Record<string, () => unknown>;

function take(map: UniformMap | undefined, lamps: LampTextures): void {
  for (const [name, dark] of Object.entries(map ?? {})) {
    const which = PICTURES[name.replace(/_\d+$/, '') as keyof typeof PICTURES];
    if (map && which) map[name] = () => lamps[which] ?? dark();
  }
}
