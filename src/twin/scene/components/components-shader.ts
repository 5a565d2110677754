import { CustomShader, CustomShaderTranslucencyMode, LightingModel, UniformType, VaryingType } from 'cesium';
import type { StyleTexels } from '../../find/style-engine.ts';
import { STYLE_VARYINGS, styleUniforms } from '../buildings/feature-style.ts';
import { compactGlsl } from '../compact-glsl.ts';
import { createLights, type Lights } from '../environment/lights.ts';
import type { StateTextures } from '../live/state-textures.ts';
import { COMPONENTS_FRAGMENT, COMPONENTS_VERTEX } from './components-glsl.ts';

/** Draws every component of a city. */
export interface ComponentsShader {
  engine(): CustomShader;
  set(name: string, value: unknown): void;
  dispose(): void;
}

/** Makes the one shader of all components, of models near and far and of dots. */
export function createComponentsShader(
  style: StyleTexels,
  states: Pick<StateTextures, 'uniforms'>,
  lights: Lights = createLights(),
): ComponentsShader {
  const shader = new CustomShader({
    lightingModel: LightingModel.UNLIT,
    translucencyMode: CustomShaderTranslucencyMode.OPAQUE,
    uniforms: {
      ...styleUniforms(style),
      ...states.uniforms('components'),
      ...lights.uniforms,
      /** 0: own colours, faults and notices marked; 1: by state. */
      u_colourBy: { type: UniformType.INT, value: 0 },
      /** 1: only what has a fault or a notice. */
      u_only: { type: UniformType.INT, value: 0 },
    },
    varyings: {
      v_paint: VaryingType.VEC4,
      v_level: VaryingType.FLOAT,
      v_state: VaryingType.FLOAT,
      v_stale: VaryingType.FLOAT,
      ...STYLE_VARYINGS,
    },
    vertexShaderText: compactGlsl(COMPONENTS_VERTEX),
    fragmentShaderText: compactGlsl(COMPONENTS_FRAGMENT),
  });
  lights.bind(shader);
  return {
    engine: () => shader,
    set: (name, value) => shader.setUniform(name, value as number),
    dispose: () => shader.destroy(),
  };
}
