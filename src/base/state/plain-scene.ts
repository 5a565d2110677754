import type { Scene } from './scene-document.ts';

/** Makes the scene of a city that has none of its own: its ground and its buildings. */
export function plainScene(city: string | null): Scene {
  const layer = (kind: 'terrain' | 'ground' | 'buildings') => ({ id: kind, kind });
  return {
    title: null,
    city,
    layers: [layer('terrain'), layer('ground'), layer('buildings')],
    feeds: [],
    start: {},
    tour: [],
    panels: [],
    rollup: null,
  };
}
