/** Every model by name. Nothing here needs a mesh: those are made by `modelMesh`. */
import { ADDITIONS } from './additions.ts';
import { BARRIERS } from './barriers.ts';
import { BOARDS } from './boards.ts';
import { BUILDINGS } from './buildings.ts';
import { COVERS } from './covers.ts';
import { FURNITURE } from './furniture.ts';
import { GREENERY } from './greenery.ts';
import { LAMPS } from './lamps.ts';
import { MARKERS } from './markers.ts';
import type { Model } from './model.ts';
import { SIGNS } from './signs.ts';
import { TREES } from './trees.ts';
import { UTILITIES } from './utilities.ts';

export const MODELS = {
  ...LAMPS,
  ...COVERS,
  ...SIGNS,
  ...FURNITURE,
  ...UTILITIES,
  ...BUILDINGS,
  ...BOARDS,
  ...BARRIERS,
  ...GREENERY,
  ...TREES,
  ...ADDITIONS,
  ...MARKERS,
} as const satisfies Record<string, Model>;

/** Name of a component's model. */
export type ModelName = keyof typeof MODELS;
