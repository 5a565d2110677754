/**
 * Brings what is in the scene in step with what the state says should be: creates, updates, disposes by id.
 *
 * A layer that cannot be made is told and tried again after 1, 2, 4 … 60 s; the others go on. Hidden layers are not
 * loaded before they are first shown, and few are made at once, so that hundreds do not stop the page.
 */
import { sameJson } from '#base/state/difference.ts';

/** A thing in the scene. */
export interface Live<V> {
  update(view: V): void;
  pending(): number;
  dispose(): void;
}

export interface Wanted<S, V> {
  readonly spec: S;
  readonly view: V;
}

/** `waiting`: hidden and not loaded yet. */
export type LayerPhase = 'waiting' | 'loading' | 'ready' | 'failed';

export interface LayerReport {
  readonly id: string;
  readonly phase: LayerPhase;
  /** Why it failed, or null. */
  readonly message: string | null;
}

export interface ReconcilerOptions<S, V> {
  /** Makes a layer; throws when nothing of it can be shown. */
  create(spec: S, view: V, signal: AbortSignal, onPartFault: (error: Error | null) => void): Promise<Live<V>>;
  onFault(id: string, error: Error): void;
  /** A layer that had failed is there. */
  onRecovered(id: string): void;
  /** Some layer's phase has changed. */
  onChange(): void;
  /** Calls back after ms; returns what cancels it. */
  wait(run: () => void, delayMs: number): () => void;
}

export interface Reconciler<S, V> {
  /** Layers that should be, in their order. */
  reconcile(wanted: readonly Wanted<S, V>[]): void;
  /** Makes anew what failed, in whole or in part: the network is back, say. */
  retry(): void;
  pending(): number;
  reports(): LayerReport[];
  dispose(): void;
}

const AT_ONCE = 6;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

interface Entry<S, V> {
  readonly id: string;
  readonly spec: S;
  view: V;
  phase: LayerPhase;
  message: string | null;
  live: Live<V> | null;
  aborter: AbortController;
  attempts: number;
  /** A part failed; the layer itself is there. */
  faulty: boolean;
  cancelWait: (() => void) | null;
}

/** Makes a reconciler of layers that have an id and can be hidden. */
export function createReconciler<S extends { readonly id: string }, V extends { readonly visible: boolean }>(
  options: ReconcilerOptions<S, V>,
): Reconciler<S, V> {
  const entries = new Map<string, Entry<S, V>>();
  const queue = new Set<Entry<S, V>>();
  let making = 0;
  let disposed = false;

  function setPhase(entry: Entry<S, V>, phase: LayerPhase, message: string | null = null): void {
    if (entry.phase === phase && entry.message === message) return;
    entry.phase = phase;
    entry.message = message;
    options.onChange();
  }

  function enqueue(entry: Entry<S, V>): void {
    setPhase(entry, 'loading', entry.message);
    queue.add(entry);
    pump();
  }

  function pump(): void {
    for (const entry of queue) {
      if (making >= AT_ONCE || disposed) return;
      queue.delete(entry);
      making++;
      void make(entry).finally(() => {
        making--;
        pump();
      });
    }
  }

  async function make(entry: Entry<S, V>): Promise<void> {
    const { signal } = entry.aborter;
    const view = entry.view;
    const onPartFault = (error: Error | null): void => {
      if (signal.aborted) return;
      entry.faulty = error !== null;
      if (error === null) {
        options.onRecovered(entry.id);
        return;
      }
      options.onFault(entry.id, error);
    };
    try {
      const live = await options.create(entry.spec, view, signal, onPartFault);
      if (signal.aborted) {
        live.dispose();
        return;
      }
      entry.live = live;
      if (entry.attempts > 0) options.onRecovered(entry.id);
      entry.attempts = 0;
      setPhase(entry, 'ready');
      if (entry.view !== view) change(entry, entry.view);
    } catch (error) {
      if (!signal.aborted) fail(entry, error instanceof Error ? error : new Error(String(error)));
    }
  }

  function fail(entry: Entry<S, V>, error: Error): void {
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** entry.attempts, LONGEST_DELAY_MS);
    entry.attempts++;
    options.onFault(entry.id, error);
    setPhase(entry, 'failed', error.message);
    entry.cancelWait = options.wait(() => {
      entry.cancelWait = null;
      if (entry.view.visible) enqueue(entry);
      else setPhase(entry, 'waiting');
    }, delayMs);
  }

  function change(entry: Entry<S, V>, view: V): void {
    entry.view = view;
    if (!entry.live) {
      if (entry.phase === 'waiting' && view.visible) enqueue(entry);
      return;
    }
    try {
      entry.live.update(view);
    } catch (error) {
      options.onFault(entry.id, error as Error);
    }
  }

  /** Takes an entry's work and thing away. */
  function clear(entry: Entry<S, V>): void {
    entry.aborter.abort();
    entry.cancelWait?.();
    entry.cancelWait = null;
    queue.delete(entry);
    const { live } = entry;
    entry.live = null;
    try {
      live?.dispose();
    } catch (error) {
      options.onFault(entry.id, error as Error);
    }
  }

  function add({ spec, view }: Wanted<S, V>): void {
    const entry: Entry<S, V> = {
      id: spec.id,
      spec,
      view,
      phase: 'waiting',
      message: null,
      live: null,
      aborter: new AbortController(),
      attempts: 0,
      faulty: false,
      cancelWait: null,
    };
    entries.set(spec.id, entry);
    if (view.visible) enqueue(entry);
    else options.onChange();
  }

  return {
    reconcile(wanted) {
      const ids = new Set(wanted.map(({ spec }) => spec.id));
      for (const entry of [...entries.values()].reverse()) {
        if (ids.has(entry.id)) continue;
        entries.delete(entry.id);
        clear(entry);
        options.onChange();
      }
      for (const one of wanted) {
        const entry = entries.get(one.spec.id);
        if (entry && sameJson(entry.spec, one.spec)) {
          if (!sameJson(entry.view, one.view)) change(entry, one.view);
          continue;
        }
        if (entry) clear(entry);
        add(one);
      }
    },
    retry() {
      for (const entry of entries.values()) {
        if (entry.phase !== 'failed' && !entry.faulty) continue;
        clear(entry);
        options.onRecovered(entry.id);
        entry.aborter = new AbortController();
        entry.faulty = false;
        entry.attempts = 0;
        entry.phase = 'waiting';
        if (entry.view.visible) enqueue(entry);
      }
    },
    pending() {
      let pending = making + queue.size;
      for (const { live, view } of entries.values()) if (live && view.visible) pending += live.pending();
      return pending;
    },
    reports: () => [...entries.values()].map(({ id, phase, message }) => ({ id, phase, message })),
    dispose() {
      disposed = true;
      for (const entry of [...entries.values()].reverse()) clear(entry);
      entries.clear();
    },
  };
}
