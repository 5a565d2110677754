import { CustomShader, CustomShaderTranslucencyMode, LightingModel, UniformType, VaryingType } from 'cesium';
import type { StyleTexels } from '../../find/style-engine.ts';
import { BUILDINGS_FRAGMENT, BUILDINGS_VERTEX } from './buildings-glsl.ts';
import { STYLE_VARYINGS, styleUniforms } from './feature-style.ts';

/** Makes the one shader that draws every building of every level. */
export function createBuildingsShader(style: StyleTexels): CustomShader {
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    translucencyMode: CustomShaderTranslucencyMode.OPAQUE,
    uniforms: {
      ...styleUniforms(style),
      /** 1: white models without façades. */
      u_white: { type: UniformType.FLOAT, value: 0 },
    },
    varyings: {
      v_place: VaryingType.VEC3,
      v_above: VaryingType.FLOAT,
      v_height: VaryingType.FLOAT,
      v_use: VaryingType.FLOAT,
      v_storeys: VaryingType.FLOAT,
      v_built: VaryingType.FLOAT,
      v_flags: VaryingType.FLOAT,
      v_wallColour: VaryingType.VEC3,
      v_roofColour: VaryingType.VEC3,
      ...STYLE_VARYINGS,
      v_seed: VaryingType.VEC3,
    },
    vertexShaderText: BUILDINGS_VERTEX,
    fragmentShaderText: BUILDINGS_FRAGMENT,
  });
}
