import { decodeShare } from '#base/state/share-link.ts';
import type { TwinState } from '#base/state/twin-state.ts';
import type { TwinStore } from '../state/twin-store.ts';
import { type City, chooseCity, loadCities, loadCity } from './load-city.ts';
import { defaultState, type LoadedScene, loadScene, loadScenes } from './load-scene.ts';

/** What the page's address asks for. */
export interface TwinAddress {
  readonly scene: string | null;
  readonly city: string | null;
  /** Text of `#s=`; empty: the scene's default. */
  readonly share: string;
}

export interface Found {
  readonly loaded: LoadedScene;
  readonly base: TwinState;
  readonly city: City;
}

/**
 * Finds scene and city, and puts the state in place that they open with.
 *
 * `address` and `scene` start with the scene's default (an address with its link over it); `state` keeps the state.
 * Without a scene by name, a city opens with the scene of its name, or a plain one. What is wrong with scene or link
 * is told and the rest goes on.
 *
 * @param onOpen - told what is opened just before the state says so.
 * @throws Error when there is no such city, or it cannot be read.
 */
export async function openFrom(
  store: TwinStore,
  from: 'address' | 'scene' | 'state',
  address: TwinAddress,
  page: string,
  signal: AbortSignal,
  get: typeof fetch,
  onOpen: (opened: Pick<TwinState, 'scene' | 'city'>) => void,
): Promise<Found> {
  const [cities, scenes] = await Promise.all([loadCities(page, signal, get), loadScenes(page, signal, get)]);
  store.report({
    cities: cities.map(({ name, title }) => ({ name, title })),
    scenes: scenes.map(({ name, title }) => ({ name, title })),
  });
  const wanted = from === 'address' ? address : store.getState().state;
  let name = wanted.scene;
  if (name === null && from !== 'state') {
    const own = chooseCity(cities, wanted.city).name;
    name = scenes.some((scene) => scene.name === own) ? own : null;
  }
  const loaded = await loadScene(name, wanted.city, page, signal, get);
  const listed = chooseCity(cities, wanted.city ?? loaded.scene.city);
  if (loaded.problems.length > 0) store.fault('scene', loaded.problems.join('\n'));
  const base = defaultState(loaded, listed.name);
  const city = await loadCity(listed, page, signal, get);
  signal.throwIfAborted();

  const now = store.getState().state;
  let state: TwinState = base;
  if (from === 'address') {
    const shared = decodeShare(address.share, base);
    state = shared.state;
    if (shared.problems.length > 0) store.fault('link', shared.problems.join('\n'));
  } else if (from === 'state') {
    state = { ...now, scene: base.scene, city: base.city, layers: { ...base.layers, ...now.layers } };
  }
  onOpen({ scene: state.scene, city: state.city });
  store.dispatch({ type: 'setState', state }, 'twin');
  return { loaded, base, city };
}
