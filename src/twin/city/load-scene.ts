import { plainScene } from '#base/state/plain-scene.ts';
import { reduce } from '#base/state/reduce.ts';
import { parseScene, type Scene, startState } from '#base/state/scene-document.ts';
import type { Title } from '#base/state/scene-layers.ts';
import type { TwinState } from '#base/state/twin-state.ts';
import { loadJson } from './load-city.ts';

export interface ListedScene {
  name: string;
  title: Title;
  city: string | null;
  problem?: string;
}

export interface LoadedScene {
  scene: Scene;
  /** null: the plain scene of a city. */
  name: string | null;
  /** Address of its document; what it names is relative to it. */
  url: string;
  /** What was left out and why. */
  problems: readonly string[];
}

type Fetch = typeof fetch;

/** Loads the list of scenes that the server has; a server of plain files has none. */
export async function loadScenes(page: string, signal: AbortSignal, get: Fetch): Promise<ListedScene[]> {
  try {
    const list = await loadJson(new URL('api/scenes', page).href, signal, get);
    return Array.isArray(list) ? (list as ListedScene[]) : [];
  } catch (error) {
    if (signal.aborted) throw error;
    return [];
  }
}

/**
 * Loads a scene's document.
 *
 * A document that is missing, or no scene at all, gives the plain scene of `city` and the reason; a bad part of it is
 * left out and told.
 */
export async function loadScene(
  name: string | null,
  city: string | null,
  page: string,
  signal: AbortSignal,
  get: Fetch,
): Promise<LoadedScene> {
  const plain = { scene: plainScene(city), name: null, url: page, problems: [] };
  if (name === null) return plain;
  const file = `scenes/${name}.json`;
  const url = new URL(`scenes/${encodeURIComponent(name)}.json`, page).href;
  try {
    return { ...parseScene(await loadJson(url, signal, get), file), name, url };
  } catch (error) {
    if (signal.aborted) throw error;
    const { message } = error as Error;
    const problem = message.startsWith(file) ? message : `${file}: ${message}`;
    return { ...plain, problems: [problem] };
  }
}

/** Gives the state that a scene opens with in a city; links hold the difference from it. */
export function defaultState({ scene, name }: LoadedScene, city: string): TwinState {
  const start = { ...startState(scene, name ?? ''), scene: name };
  // What a scene says of its own city (views, selections) is put away in another.
  const own = scene.city === null || scene.city === city;
  return own ? { ...start, city } : reduce(start, { type: 'openCity', city });
}
