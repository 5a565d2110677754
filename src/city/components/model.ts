import type { Parts } from './mesh-parts.ts';

/** Near (0) or coarse (1). */
export type Detail = 0 | 1;

/** How a model is made. */
export interface Model {
  /** Colour that stands for it where it is a dot, 0xrrggbb in sRGB. */
  dot: number;
  build(parts: Parts, detail: Detail): void;
}
