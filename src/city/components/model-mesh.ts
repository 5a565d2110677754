import type { ComponentMesh } from '../component.ts';
import { meshOfParts } from './mesh-parts.ts';
import type { Detail, Model } from './model.ts';
import { MODELS, type ModelName } from './models.ts';

export type { ModelName } from './models.ts';

export const MODEL_NAMES = Object.keys(MODELS) as readonly ModelName[];

const made = new Map<string, ComponentMesh>();

/**
 * Gives the mesh of a model. It is made once, shared by all callers and not to be written to.
 *
 * @param detail - 0: near, at most 600 triangles; 1: coarse, at most 60.
 */
export function modelMesh(name: ModelName, detail: Detail): ComponentMesh {
  const key = `${name}/${detail}`;
  let mesh = made.get(key);
  if (mesh === undefined) {
    const model: Model = MODELS[name];
    mesh = meshOfParts((parts) => model.build(parts, detail));
    // Both details of an instance are scaled alike.
    if (detail === 1) mesh.height = modelMesh(name, 0).height;
    made.set(key, mesh);
  }
  return mesh;
}

/** Gives the colour of a model's dot: [red, green, blue], 0 to 255, sRGB. */
export function modelColour(name: ModelName): readonly [number, number, number] {
  const { dot } = MODELS[name];
  return [(dot >> 16) & 255, (dot >> 8) & 255, dot & 255];
}
