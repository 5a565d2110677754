/** Roof shapes that are meshed in closed form; the index is what tiles carry. */
export const ROOF_SHAPES = ['flat', 'gabled', 'hipped', 'pyramidal', 'skillion', 'dome'] as const;
export type RoofShape = (typeof ROOF_SHAPES)[number];
