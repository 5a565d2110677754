import type { Scene } from './scene-document.ts';

/** Makes the scene of a city that has none of its own: its ground, its buildings, its components. */
export function plainScene(city: string | null): Scene {
  const layer = (kind: 'terrain' | 'ground' | 'buildings' | 'components') => ({ id: kind, kind });
  return {
    title: null,
    city,
    layers: [layer('terrain'), layer('ground'), layer('buildings'), layer('components')],
    feeds: [],
    start: {},
    tour: [],
    panels: [],
    rollup: null,
  };
}
