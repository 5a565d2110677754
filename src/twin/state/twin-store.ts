import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Feature } from '#base/feature.ts';
import type { Manifest } from '#base/manifest.ts';
import { applyCommand, type Command, INITIAL_STATE, type TwinState } from '#base/twin-state.ts';

/** Something that failed. A fatal one leaves nothing to be shown; the others are told beside the city. */
export interface Fault {
  /** What failed: `ground`, `terrain`, `buildings`, `features`, `page`. */
  part: string;
  message: string;
  fatal: boolean;
  /** How often the part has failed; the message is that of the first time. */
  count: number;
}

/** What the twin tells the screen: never in a share link, never undone. */
export interface TwinStatus {
  phase: 'opening' | 'loading' | 'ready' | 'failed';
  /** Parts of the picture that are still on their way, and the most that there were. */
  pending: number;
  pendingPeak: number;
  manifest: Manifest | null;
  /** Cities that the server lists, for a choice. */
  cities: { name: string; title: Record<string, string> }[];
  feature: Feature | null;
  faults: Fault[];
}

export interface Twin {
  state: TwinState;
  status: TwinStatus;
}

export interface TwinStore extends Pick<StoreApi<Twin>, 'getState' | 'subscribe'> {
  dispatch(command: Command): void;
  /** For the twin itself: reports what happened. */
  report(change: Partial<TwinStatus>): void;
  fault(part: string, error: unknown, fatal?: boolean): void;
  clearFault(part: string): void;
}

/** Makes the one store of a page. */
export function createTwinStore(initial: Partial<TwinState> = {}): TwinStore {
  const store = createStore<Twin>(() => ({
    state: { ...INITIAL_STATE, ...initial },
    status: {
      phase: 'opening',
      pending: 0,
      pendingPeak: 0,
      manifest: null,
      cities: [],
      feature: null,
      faults: [],
    },
  }));
  const report = (change: Partial<TwinStatus>): void =>
    store.setState(({ status }) => ({ status: { ...status, ...change } }));
  return {
    getState: store.getState,
    subscribe: store.subscribe,
    report,
    dispatch(command) {
      const state = applyCommand(store.getState().state, command);
      if (state !== store.getState().state) store.setState({ state });
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
      report({ faults: store.getState().status.faults.filter((fault) => fault.part !== part) });
    },
  };
}
