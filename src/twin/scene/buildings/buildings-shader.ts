import { CustomShader, CustomShaderTranslucencyMode, LightingModel, UniformType, VaryingType } from 'cesium';
import type { StyleTexels } from '../../find/style-engine.ts';
import { compactGlsl } from '../compact-glsl.ts';
import { createLights, type Lights } from '../environment/lights.ts';
import {
  BUILDINGS_FRAGMENT,
  BUILDINGS_VERTEX,
  COARSE_BUILDINGS_FRAGMENT,
  COARSE_BUILDINGS_VERTEX,
} from './buildings-glsl.ts';
import { STYLE_VARYINGS, styleUniforms } from './feature-style.ts';

/** Draws every building of every level: plain lit bodies at first, façades once the picture is whole. */
export interface BuildingsShader {
  /** The engine's shader as it is now. */
  engine(): CustomShader;
  /** Sets a uniform, now and after refinement. */
  set(name: string, value: unknown): void;
  /** Goes over to façades; once. */
  refine(): void;
  /** Hears that `engine()` is another one. @returns the remover. */
  onRefined(listener: () => void): () => void;
  dispose(): void;
}

/** Makes the one shader of all buildings. Façades take long to compile, so the first picture goes without. */
export function createBuildingsShader(style: StyleTexels, lights: Lights = createLights()): BuildingsShader {
  const listeners = new Set<() => void>();
  const set = new Map<string, unknown>();
  let shader = coarseShader(style, lights);
  let fine = false;
  return {
    engine: () => shader,
    set(name, value) {
      set.set(name, value);
      shader.setUniform(name, value as number);
    },
    refine() {
      if (fine) return;
      fine = true;
      const before = shader;
      shader = fineShader(style, lights);
      for (const [name, value] of set) shader.setUniform(name, value as number);
      for (const listener of [...listeners]) listener();
      before.destroy();
    },
    onRefined(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => shader.destroy(),
  };
}

function coarseShader(style: StyleTexels, lights: Lights): CustomShader {
  const shader = new CustomShader({
    lightingModel: LightingModel.UNLIT,
    translucencyMode: CustomShaderTranslucencyMode.OPAQUE,
    uniforms: { ...styleUniforms(style), ...lights.uniforms, u_white: { type: UniformType.FLOAT, value: 0 } },
    varyings: { v_place: VaryingType.VEC3, v_above: VaryingType.FLOAT, ...STYLE_VARYINGS },
    vertexShaderText: compactGlsl(COARSE_BUILDINGS_VERTEX),
    fragmentShaderText: compactGlsl(COARSE_BUILDINGS_FRAGMENT),
  });
  return lights.bind(shader);
}

function fineShader(style: StyleTexels, lights: Lights): CustomShader {
  const shader = new CustomShader({
    lightingModel: LightingModel.UNLIT,
    translucencyMode: CustomShaderTranslucencyMode.OPAQUE,
    uniforms: {
      ...styleUniforms(style),
      ...lights.uniforms,
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
    vertexShaderText: compactGlsl(BUILDINGS_VERTEX),
    fragmentShaderText: compactGlsl(BUILDINGS_FRAGMENT),
  });
  return lights.bind(shader);
}
