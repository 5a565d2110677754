import type { Scene } from './scene-document.ts';

/** Makes the scene of a city that has none of its own: its ground, its buildings, its components and their light. */
export function plainScene(city: string | null): Scene {
  const kinds = ['terrain', 'ground', 'buildings', 'components', 'streetlights'] as const;
  return {
    title: null,
    city,
    layers: kinds.map((kind) => ({ id: kind, kind })),
    feeds: [],
    start: {},
    tour: [],
    panels: [],
    rollup: null,
  };
}
