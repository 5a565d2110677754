import type { Feature } from '#base/feature.ts';
import type { Command } from '#base/state/commands.ts';
import { readId } from '#base/state/selectors.ts';
import type { TwinState } from '#base/state/twin-state.ts';
import { createFeatureSource, type FeatureSource, type PlacedFeature } from '../city/feature-source.ts';
import { chooseCity, loadCities, loadCity } from '../city/load-city.ts';
import type { TwinStore } from '../state/twin-store.ts';
import { type CityScene, createCityScene, type SceneStats } from './city-scene.ts';

export interface Twin {
  /** Resolves with the first complete picture; rejects when the city cannot be opened. */
  ready(): Promise<void>;
  settled(): Promise<void>;
  state(): TwinState;
  dispatch(command: Command): void;
  /** x, y: CSS px from the upper left of the city's picture. */
  pick(x: number, y: number): Promise<Feature | null>;
  feature(id: string): Promise<Feature | null>;
  screenshot(): Promise<Blob>;
  stats(): SceneStats;
  dispose(): void;
}

declare global {
  interface Window {
    /** The twin's interface for scripts, tests and hosts. */
    spar: Twin;
  }
}

const FLIGHT_SECONDS = 1.6;

/** Opens the city of the store's state in a container, and keeps picture and store in step. */
export function createTwin(container: HTMLElement, store: TwinStore): Twin {
  const aborter = new AbortController();
  const { signal } = aborter;
  const get = fetch.bind(window);
  let scene: CityScene | null = null;
  let features: FeatureSource | null = null;
  let restedCamera = store.getState().state.camera;

  const reduced = window.matchMedia('(prefers-reduced-motion: reduce)').matches;

  function report(pending: number): void {
    const { status } = store.getState();
    if (pending === status.pending) return;
    const pendingPeak = pending === 0 ? 0 : Math.max(pending, status.pendingPeak);
    store.report({ pending, pendingPeak });
  }

  /** Selects what was found, highlighted at once; its attributes follow. */
  async function select(gid: number): Promise<void> {
    if (gid === 0 || !features) {
      store.dispatch({ type: 'select', ids: [] });
      return;
    }
    scene?.highlight(gid);
    try {
      const feature = await features.byGid(gid, signal);
      store.report({ feature });
      store.dispatch({ type: 'select', ids: feature ? [feature.id] : [] });
    } catch (error) {
      if (!signal.aborted) store.fault('features', error);
    }
  }

  async function showSelection(id: string | null): Promise<void> {
    if (store.getState().status.feature?.id === id) return;
    if (id === null) {
      scene?.highlight(0);
      store.report({ feature: null });
      return;
    }
    try {
      const feature: PlacedFeature | null = (await features?.byId(id, signal)) ?? null;
      if (readId(store.getState().state) !== id) return;
      scene?.highlight(feature?.gid ?? 0);
      store.report({ feature });
      if (!feature) store.fault('features', `feature "${id}": expected one of this city, got none`);
    } catch (error) {
      if (!signal.aborted) store.fault('features', error);
    }
  }

  const unsubscribe = store.subscribe(({ state }, before) => {
    if (state === before.state) return;
    if (state.selection !== before.state.selection) void showSelection(readId(state));
    if (state.levels !== before.state.levels) scene?.setLevel(state.levels.mode);
    if (state.camera !== before.state.camera && state.camera !== restedCamera) {
      restedCamera = state.camera;
      scene?.flyTo(state.camera, reduced ? 0 : FLIGHT_SECONDS);
    }
  });

  async function open(): Promise<void> {
    const cities = await loadCities(document.baseURI, signal, get);
    store.report({ cities: cities.map(({ name, title }) => ({ name, title })) });
    const city = await loadCity(
      chooseCity(cities, store.getState().state.city),
      document.baseURI,
      signal,
      get,
    );
    signal.throwIfAborted();
    features = createFeatureSource(city, get);
    store.report({ manifest: city.manifest, phase: 'loading' });
    const { state } = store.getState();
    scene = createCityScene({
      container,
      city,
      signal,
      level: state.levels.mode,
      onFault: (part, error) => store.fault(part, error),
      onProgress: report,
      onPick: (gid) => void select(gid),
      onCameraRest(camera) {
        restedCamera = camera;
        store.dispatch({ type: 'setCamera', camera });
      },
    });
    if (state.camera) scene.flyTo(state.camera, 0);
    if (state.selection.length > 0) void showSelection(readId(state));
    await scene.settled();
    store.report({ phase: 'ready' });
  }

  const opened = open().catch((error: Error) => {
    if (!signal.aborted) store.fault('city', error, true);
    throw error;
  });
  // Whoever waits for it hears of it; when nobody does, the screen tells.
  opened.catch(() => {});

  const sceneNow = async (): Promise<CityScene> => {
    await opened;
    if (!scene) throw new Error('twin: expected an open city');
    return scene;
  };

  return {
    ready: () => opened,
    settled: async () => (await sceneNow()).settled(),
    state: () => store.getState().state,
    dispatch: store.dispatch,
    async pick(x, y) {
      const gid = (await sceneNow()).pick(x, y);
      return gid === 0 ? null : ((await features?.byGid(gid, signal)) ?? null);
    },
    async feature(id) {
      await opened;
      return (await features?.byId(id, signal)) ?? null;
    },
    screenshot: async () => (await sceneNow()).screenshot(),
    stats: () => scene?.stats() ?? { frames: 0, frameMs: { p50: 0, p95: 0 }, pending: 0 },
    dispose() {
      aborter.abort();
      unsubscribe();
      scene?.dispose();
    },
  };
}
