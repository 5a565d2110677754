import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Feature } from '#base/feature.ts';
import type { Theme } from '#base/gid.ts';
import type { FeedStatus, LampCommandStatus, LiveCounts } from '#base/live/live-status.ts';
import type { PublishedClock } from '#base/live/wire.ts';
import type { Manifest } from '#base/manifest.ts';
import type { Command, Origin } from '#base/state/commands.ts';
import { createHistory, type History, redo, remember, undo } from '#base/state/history.ts';
import { reduce } from '#base/state/reduce.ts';
import type { Scene } from '#base/state/scene-document.ts';
import type { Title } from '#base/state/scene-layers.ts';
import { DEFAULT_STATE, type LayerStyle, type TwinState } from '#base/state/twin-state.ts';

/** Something that failed. A fatal one leaves nothing to be shown; the others are told beside the city. */
export interface Fault {
  /** What failed: `ground`, `terrain`, `buildings`, `features`, `page`, `layer <id>`. */
  part: string;
  message: string;
  fatal: boolean;
  /** How often the part has failed; the message is that of the first time. */
  count: number;
}

/** How one layer of the scene fares. */
export interface LayerStatus {
  id: string;
  kind: string;
  title: Title | null;
  /** As the scene has it; the state's stands over it. */
  style: LayerStyle | null;
  phase: 'loading' | 'ready' | 'failed';
  /** Why it failed, or null. */
  message: string | null;
}

/** What the twin tells the screen: never in a share link, never undone. */
export interface TwinStatus {
  phase: 'opening' | 'loading' | 'ready' | 'failed';
  /** Parts of the picture that are still on their way, and the most that there were. */
  pending: number;
  pendingPeak: number;
  /** The scene's document, once it is read. */
  scene: Scene | null;
  manifest: Manifest | null;
  /** Cities that the server lists, for a choice. */
  cities: { name: string; title: Record<string, string> }[];
  /** Scenes that the server lists, for a choice. */
  scenes: { name: string; title: Title }[];
  /** Of the scene's layers, in its order. */
  layers: LayerStatus[];
  /** Of the selection, in its order, as far as they are known. */
  features: Feature[];
  faults: Fault[];
  /** Of the scene's feeds, in its order. */
  feeds: readonly FeedStatus[];
  /** Lamp commands of this page, the last one last. */
  commands: readonly LampCommandStatus[];
  /** The published clock with `at` by this machine's wall clock; null before it is known. */
  clock: PublishedClock | null;
  /** Conditions of what feeds tell of, by theme. */
  counts: Readonly<Partial<Record<Theme, LiveCounts>>>;
  /** The graphics were lost and are being built anew. */
  recovering: boolean;
  canUndo: boolean;
  canRedo: boolean;
}

export interface Twin {
  state: TwinState;
  status: TwinStatus;
}

export type CommandListener = (command: Command, origin: Origin) => void;

export interface TwinStore extends Pick<StoreApi<Twin>, 'getState' | 'subscribe'> {
  /** Applies a command; one of a person can be undone. */
  dispatch(command: Command, origin?: Origin): void;
  /** Hears every command after it was applied, also those that ask and change nothing (`flyTo`, `northUp`). */
  onCommand(listener: CommandListener): () => void;
  undo(): void;
  redo(): void;
  /** For the twin itself: reports what happened. */
  report(change: Partial<TwinStatus>): void;
  fault(part: string, error: unknown, fatal?: boolean): void;
  clearFault(part: string): void;
}

const INITIAL_STATUS: TwinStatus = {
  phase: 'opening',
  pending: 0,
  pendingPeak: 0,
  scene: null,
  manifest: null,
  cities: [],
  scenes: [],
  layers: [],
  features: [],
  faults: [],
  feeds: [],
  commands: [],
  clock: null,
  counts: {},
  recovering: false,
  canUndo: false,
  canRedo: false,
};

/** Makes the one store of a page. `clock` gives ms that only go forward; it tells drags from single steps. */
export function createTwinStore(
  initial: Partial<TwinState> = {},
  clock: () => number = () => performance.now(),
): TwinStore {
  const store = createStore<Twin>(() => ({
    state: { ...DEFAULT_STATE, ...initial },
    status: INITIAL_STATUS,
  }));
  const listeners = new Set<CommandListener>();
  let history: History = createHistory();

  /** Puts a state and a history in place, in one change. */
  function put(state: TwinState, next: History): void {
    const before = store.getState();
    history = next;
    const canUndo = history.past.length > 0;
    const canRedo = history.future.length > 0;
    const told = before.status.canUndo === canUndo && before.status.canRedo === canRedo;
    if (told && state === before.state) return;
    store.setState({ state, ...(told ? {} : { status: { ...before.status, canUndo, canRedo } }) });
  }
  const report = (change: Partial<TwinStatus>): void =>
    store.setState(({ status }) => ({ status: { ...status, ...change } }));

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    report,
    dispatch(command, origin = 'person') {
      const before = store.getState().state;
      const after = reduce(before, command);
      put(after, remember(history, { before, after, command, origin, atMs: clock() }));
      for (const listener of [...listeners]) listener(command, origin);
    },
    onCommand(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    undo() {
      const done = undo(history, store.getState().state);
      put(done.state, done.history);
    },
    redo() {
      const done = redo(history, store.getState().state);
      put(done.state, done.history);
    },
    fault(part, error, fatal = false) {
      const { faults, phase } = store.getState().status;
      const known = faults.find((fault) => fault.part === part && fault.fatal === fatal);
      const message = error instanceof Error ? error.message : String(error);
      report({
        phase: fatal ? 'failed' : phase,
        faults: known
          ? faults.map((fault) => (fault === known ? { ...fault, count: fault.count + 1 } : fault))
          : [...faults, { part, message, fatal, count: 1 }],
      });
    },
    clearFault(part) {
      const { faults } = store.getState().status;
      if (faults.some((fault) => fault.part === part)) {
        report({ faults: faults.filter((fault) => fault.part !== part) });
      }
    },
  };
}
