import { CustomShader, CustomShaderTranslucencyMode, LightingModel, UniformType, VaryingType } from 'cesium';
import type { StyleTexels } from '../../find/style-engine.ts';
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
export function createBuildingsShader(style: StyleTexels): BuildingsShader {
  const listeners = new Set<() => void>();
  const set = new Map<string, unknown>();
  let shader = coarseShader(style);
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
      shader = fineShader(style);
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

function coarseShader(style: StyleTexels): CustomShader {
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    translucencyMode: CustomShaderTranslucencyMode.OPAQUE,
    uniforms: { ...styleUniforms(style), u_white: { type: UniformType.FLOAT, value: 0 } },
    varyings: { v_place: VaryingType.VEC3, v_above: VaryingType.FLOAT, ...STYLE_VARYINGS },
    vertexShaderText: COARSE_BUILDINGS_VERTEX,
    fragmentShaderText: COARSE_BUILDINGS_FRAGMENT,
  });
}

function fineShader(style: StyleTexels): CustomShader {
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
