import { measure } from '#base/geo/measure.ts';
import type { ShownFeature, Stats } from '#base/spar.ts';
import { encodeShare } from '#base/state/share-link.ts';
import type { CameraPose, TwinState } from '#base/state/twin-state.ts';
import type { TwinQueries } from '#base/twin-queries.ts';
import { createFeatureSource, type FeatureSource } from '../city/feature-source.ts';
import { withGeojsonFeatures } from '../city/geojson-features.ts';
import type { City } from '../city/load-city.ts';
import type { LoadedScene } from '../city/load-scene.ts';
import { openFrom, type TwinAddress } from '../city/open-from.ts';
import { createQueries } from '../find/create-queries.ts';
import { createFindClient, type FindClient } from '../find/find-client.ts';
import { createStyleTexels, mergeStyle, type StyledTheme, type StyleTexels } from '../find/style-engine.ts';
import { createStyleSync, type StyleSync } from '../find/style-sync.ts';
import { createCityClock } from '../live/city-clock.ts';
import { withLiveFeatures } from '../live/live-features.ts';
import { type LiveSession, liveStats, openLiveSession } from '../live/live-session.ts';
import { type CityTexels, createCityTexels } from '../live/state-texels.ts';
import type { TwinStore } from '../state/twin-store.ts';
import { type CityScene, createCityScene, type SceneStats } from './city-scene.ts';
import { countCases } from './events/count-cases.ts';
import { createSelecting, shownFeature } from './selecting.ts';

export type TwinStats = SceneStats & Stats;

export interface Twin {
  /** Draws the city in an element; called once. */
  mount(container: HTMLElement): void;
  /** What the frame may ask; each waits for the city that is being opened. */
  readonly queries: TwinQueries;
  /** Resolves with the first complete picture, coarse as it is (after lost graphics, the next one's); rejects when the city cannot be opened. */
  ready(): Promise<void>;
  settled(): Promise<void>;
  /** x, y: CSS px from the upper left of the city's picture. */
  pick(x: number, y: number): Promise<ShownFeature | null>;
  feature(id: string): Promise<ShownFeature | null>;
  screenshot(): Promise<Blob>;
  stats(): TwinStats;
  link(): string;
  /** Draws nothing while nobody can see it. */
  rest(resting: boolean): void;
  /** Hears clicks on the picture. @returns the remover. */
  onPick(listener: (feature: ShownFeature | null) => void): () => void;
  dispose(): void;
}

/** An open city. */
interface Session {
  readonly aborter: AbortController;
  readonly loaded: LoadedScene;
  readonly base: TwinState;
  readonly city: City;
  readonly features: FeatureSource;
  readonly finder: FindClient;
  readonly styles: Readonly<Record<StyledTheme, StyleSync>>;
  readonly texels: Readonly<Record<StyledTheme, StyleTexels>>;
  readonly liveTexels: CityTexels;
  readonly live: LiveSession;
  readonly queries: TwinQueries;
}

const STYLED: readonly StyledTheme[] = ['buildings', 'components'];
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 60_000;
const NO_SCENE: SceneStats = {
  frames: 0,
  frameMs: { p50: 0, p95: 0 },
  tiles: 0,
  triangles: 0,
  features: 0,
  gpuBytes: 0,
  reasons: {},
  pending: 0,
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const heapBytes = (): number | null =>
  (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? null;

/** Opens the scene of an address, and keeps picture and store in step. */
export function createTwin(store: TwinStore, address: TwinAddress): Twin {
  const aborter = new AbortController();
  const clock = createCityClock(store);
  const get = fetch.bind(window);
  const page = document.baseURI;
  const pickListeners = new Set<(feature: ShownFeature | null) => void>();
  let container: HTMLElement | null = null;
  let mounted: () => void = () => {};
  const whenMounted = new Promise<void>((resolve) => {
    mounted = resolve;
  });
  let session: Session | null = null;
  let scene: CityScene | null = null;
  let recovery: Promise<void> | null = null;
  /** What the picture was opened for; another one in the state opens anew. */
  let opened: Pick<TwinState, 'scene' | 'city'> = { scene: null, city: null };
  let restedCamera: CameraPose | null = null;
  let framesBefore = 0;
  let recovered = 0;
  let resting = false;

  function report(pending: number): void {
    const { status } = store.getState();
    if (pending === status.pending) return;
    const pendingPeak = pending === 0 ? 0 : Math.max(pending, status.pendingPeak);
    store.report({ pending, pendingPeak });
  }

  const selecting = createSelecting({
    store,
    session: () => session,
    scene: () => scene,
    onPick(picked) {
      for (const listener of [...pickListeners]) listener(picked);
    },
  });

  function build({ city, loaded, styles, texels, liveTexels, live, aborter: mine }: Session): void {
    const { state } = store.getState();
    scene = createCityScene({
      container: container!,
      city,
      layers: loaded.scene.layers,
      sceneUrl: loaded.url,
      signal: mine.signal,
      state,
      clock,
      styles: texels,
      texels: liveTexels,
      live: live.view,
      isStyling: () => STYLED.some((theme) => styles[theme].pending()),
      dispatch: (command) => store.dispatch(command),
      onFault: (part, error) => store.fault(part, error),
      onRecovered: (part) => store.clearFault(part),
      onLayers: (layers) => store.report({ layers }),
      onProgress: report,
      onPick: (picked, more) => void selecting.pick(picked, more),
      currentState: () => store.getState().state,
      onCameraRest(camera) {
        restedCamera = camera;
        store.dispatch({ type: 'setCamera', camera });
      },
      onLost() {
        recovery ??= recover().finally(() => {
          recovery = null;
        });
      },
    });
    scene.rest(resting);
    restedCamera = state.camera;
    if (state.selection.length > 0) void selecting.show(state.selection);
  }

  function closeScene(): void {
    framesBefore += scene?.stats().frames ?? 0;
    scene?.dispose();
    scene = null;
  }

  function closeSession(): void {
    session?.aborter.abort();
    session?.live.dispose();
    session?.finder.dispose();
    session = null;
    closeScene();
  }

  /** Builds the picture anew after the graphics were lost: same state, camera as it was. */
  async function recover(): Promise<void> {
    store.report({ recovering: true });
    // The event has to end before its canvas is taken away.
    await sleep(0);
    if (!session || !scene) return;
    const mine = session;
    if (!scene.camera.isAt(store.getState().state.camera)) {
      restedCamera = scene.camera.pose();
      store.dispatch({ type: 'setCamera', camera: restedCamera }, 'twin');
    }
    closeScene();
    // What fails again is told again.
    const lasting = store.getState().status.faults.filter(({ part }) => part === 'scene' || part === 'link');
    store.report({ faults: lasting });
    for (let delay = FIRST_DELAY_MS; !scene; delay = Math.min(2 * delay, LONGEST_DELAY_MS)) {
      if (mine.aborter.signal.aborted) return;
      try {
        build(mine);
      } catch (error) {
        store.fault('graphics', error);
        await sleep(delay);
      }
    }
    recovered++;
    // Not waited for: they may be lost again before the picture is complete.
    const rebuilt: CityScene = scene;
    const tell = (): void => {
      if (rebuilt === scene) store.report({ recovering: false });
    };
    rebuilt.whole().then(tell, tell);
  }

  /** Opens what the address, a scene just chosen or the state says. */
  async function open(from: 'address' | 'scene' | 'state'): Promise<void> {
    closeSession();
    const mine = new AbortController();
    const signal = AbortSignal.any([aborter.signal, mine.signal]);
    openings.push(mine);
    for (const other of openings.splice(0, openings.length - 1)) other.abort();
    store.report({
      phase: 'opening',
      manifest: null,
      scene: null,
      layers: [],
      features: [],
      faults: [],
      recovering: false,
    });
    const found = await openFrom(store, from, address, page, signal, get, (next) => {
      opened = next;
    });
    const features = withLiveFeatures(
      withGeojsonFeatures(createFeatureSource(found.city, get), found.loaded, get),
      () => live.view,
      () => live.ready(),
    );
    await whenMounted;
    signal.throwIfAborted();
    const finder = createFindClient(found.city);
    const texelsOf = (theme: StyledTheme): StyleTexels => {
      const { start: firstGid, count } = found.city.manifest.gids[theme] ?? { start: 0, count: 0 };
      return createStyleTexels(firstGid, count);
    };
    const texels = { buildings: texelsOf('buildings'), components: texelsOf('components') };
    const syncOf = (theme: StyledTheme): StyleSync => {
      const layer = found.loaded.scene.layers.find(({ kind }) => kind === theme);
      return createStyleSync({
        theme,
        layer: layer?.id ?? theme,
        style: layer?.style,
        features,
        finder,
        signal,
        onUpdate: (update) => (scene ? scene.style(theme, update) : mergeStyle(texels[theme], update)),
        onFault: (error) => store.fault('features', error),
      });
    };
    const styles = { buildings: syncOf('buildings'), components: syncOf('components') };
    const queries = createQueries({
      city: found.city,
      features,
      finder,
      legend: () => styles.buildings.legend(),
      shown: (theme) => styles[theme].shown(),
      live: (id) => live.read(id),
      caseOf: (id) => live.caseOf(id),
      caseCounts: () => live.view && countCases(live.view, found.city.manifest),
      lampCounts: (target) => live.lampCounts(target),
      get,
      signal,
    });
    const liveTexels = createCityTexels(found.city.manifest.gids);
    const live = openLiveSession({
      store,
      city: found.city,
      scene: found.loaded.scene,
      sceneUrl: found.loaded.url,
      texels: liveTexels,
      clock,
      onPages: (theme, pages, quiet, done) =>
        scene ? scene.states.upload(theme, pages, quiet, done) : done(),
    });
    session = { ...found, features, finder, styles, texels, liveTexels, live, queries, aborter: mine };
    store.report({ manifest: found.city.manifest, scene: found.loaded.scene, phase: 'loading' });
    build(session);
    for (const theme of STYLED) session.styles[theme].update(store.getState().state);
    await reached('whole');
    store.report({ phase: 'ready' });
  }
  const openings: AbortController[] = [];

  function start(from: 'address' | 'scene' | 'state'): Promise<void> {
    const opening = open(from);
    // Whoever waits for it hears of it; when nobody does, the screen tells.
    opening.catch((error: Error) => {
      if (opening === current && !aborter.signal.aborted && error.name !== 'AbortError') {
        store.fault('city', error, true);
      }
    });
    current = opening;
    return opening;
  }
  let current: Promise<void>;
  let freshScene = false;

  /** Waits for a state of the picture; when it is built anew meanwhile, for that of the new one. */
  async function reached(how: 'whole' | 'settled'): Promise<void> {
    for (;;) {
      const one = scene;
      if (recovery) await recovery;
      else if (!one) throw new Error('twin: expected an open city');
      else {
        const done = await one[how]().then(
          () => true,
          (error: Error) => {
            if (one === scene && !recovery) throw error;
            return false;
          },
        );
        if (done && one === scene && !recovery) return;
      }
    }
  }

  const unsubscribe = store.subscribe(({ state }, before) => {
    if (state === before.state) return;
    if (state.scene !== opened.scene || state.city !== opened.city) {
      opened = { scene: state.scene, city: state.city };
      queueMicrotask(() => {
        void start(freshScene ? 'scene' : 'state').catch(() => {});
        freshScene = false;
      });
      return;
    }
    scene?.show(state);
    if (state.quality !== before.state.quality) scene?.setQuality(state.quality);
    for (const theme of STYLED) session?.styles[theme].update(state);
    if (state.selection !== before.state.selection) void selecting.show(state.selection);
    if (state.camera !== before.state.camera && state.camera !== restedCamera) {
      restedCamera = state.camera;
      scene?.camera.goTo(state.camera);
    }
  });
  const removeCommands = store.onCommand((command, origin) => {
    if (command.type === 'openScene') freshScene = true;
    if (command.type === 'commandLamps') session?.live.command(command);
    if (command.type === 'flyTo') void selecting.flyTo(command.id, origin);
    if (command.type === 'northUp' && scene) {
      store.dispatch({ type: 'setCamera', camera: scene.camera.northUpPose() }, origin);
    }
  });
  const onOnline = (): void => {
    scene?.retry();
    session?.live.retry();
  };
  window.addEventListener('online', onOnline);
  start('address').catch(() => {});

  const sceneNow = async (): Promise<CityScene> => {
    await current;
    await recovery;
    if (!scene) throw new Error('twin: expected an open city');
    return scene;
  };

  const queriesNow = async (): Promise<TwinQueries> => {
    // A city that is open answers before its picture is complete.
    if (!session) await current;
    if (!session) throw new Error('twin: expected an open city');
    return session.queries;
  };
  const queries: TwinQueries = {
    search: async (text, limit, signal) => (await queriesNow()).search(text, limit, signal),
    feature: async (id) => (await queriesNow()).feature(id),
    histogram: async (attribute, bins) => (await queriesNow()).histogram(attribute, bins),
    legend: async () => (await queriesNow()).legend(),
    levelCounts: async () => (await queriesNow()).levelCounts(),
    live: async (id) => (await queriesNow()).live(id),
    componentClasses: async () => (await queriesNow()).componentClasses(),
    componentValues: async (attribute) => (await queriesNow()).componentValues(attribute),
    caseOf: async (id) => (await queriesNow()).caseOf(id),
    caseCounts: async () => (await queriesNow()).caseCounts(),
    lampCounts: async (target) => (await queriesNow()).lampCounts(target),
    measure,
  };

  return {
    queries,
    mount(element) {
      container = element;
      mounted();
    },
    async ready() {
      await current;
      await Promise.all([reached('whole'), session?.live.ready()]);
    },
    async settled() {
      await current;
      await reached('settled');
    },
    async pick(x, y) {
      const picked = (await sceneNow()).pick(x, y);
      return session && selecting.pickedFeature(picked, session);
    },
    async feature(id) {
      await current;
      const mine = session;
      return mine && shownFeature(await mine.features.byId(id, mine.aborter.signal), null, mine.live);
    },
    screenshot: async () => (await sceneNow()).screenshot(),
    stats() {
      const stats = scene?.stats() ?? NO_SCENE;
      return {
        ...stats,
        frames: stats.frames + framesBefore,
        heapBytes: heapBytes(),
        recovered,
        live: liveStats(store),
      };
    },
    link() {
      const { state } = store.getState();
      const url = new URL(location.href);
      const share = session ? encodeShare(state, session.base) : '';
      for (const name of ['scene', 'city'] as const) {
        const value = state[name];
        if (value === null) url.searchParams.delete(name);
        else url.searchParams.set(name, value);
      }
      url.hash = share === '' ? '' : `s=${share}`;
      return url.href;
    },
    rest(next) {
      resting = next;
      scene?.rest(next);
    },
    onPick(listener) {
      pickListeners.add(listener);
      return () => pickListeners.delete(listener);
    },
    dispose() {
      aborter.abort();
      unsubscribe();
      clock.dispose();
      removeCommands();
      window.removeEventListener('online', onOnline);
      closeSession();
    },
  };
}
