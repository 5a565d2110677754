import type { Spar, SparEvents, Stats } from '#base/spar.ts';
import { parseCommand } from '#base/state/commands.ts';
import type { Fault, TwinStore } from './twin-store.ts';

/** What the interface asks of the picture. */
export interface SparSource<S extends Stats>
  extends Pick<Spar<S>, 'ready' | 'pick' | 'feature' | 'stats' | 'settled' | 'screenshot' | 'link'> {
  onPick(listener: (feature: SparEvents['pick']) => void): () => void;
}

/** Makes `window.spar`: checked commands, events, and what the picture can answer. */
export function createSpar<S extends Stats>(store: TwinStore, source: SparSource<S>): Spar<S> {
  const listeners: { [T in keyof SparEvents]: Set<(event: SparEvents[T]) => void> } = {
    pick: new Set(),
    state: new Set(),
    alarm: new Set(),
    error: new Set(),
  };
  function emit<T extends keyof SparEvents>(type: T, event: SparEvents[T]): void {
    for (const listener of [...listeners[type]]) {
      try {
        listener(event);
      } catch (error) {
        // A host's mistake is the host's: it is told, and the twin goes on.
        reportError(error);
      }
    }
  }
  source.onPick((feature) => emit('pick', feature));
  store.subscribe((now, before) => {
    if (now.state !== before.state) emit('state', now.state);
    const known = new Map<string, Fault>(before.status.faults.map((fault) => [fault.part, fault]));
    for (const { part, message } of now.status.faults) {
      if (known.get(part)?.message !== message) emit('error', { part, message });
    }
  });
  return {
    ready: () => source.ready(),
    state: () => store.getState().state,
    dispatch(command) {
      let checked: ReturnType<typeof parseCommand>;
      try {
        checked = parseCommand(command, 'spar.dispatch');
      } catch (error) {
        emit('error', { part: 'dispatch', message: (error as Error).message });
        throw error;
      }
      store.dispatch(checked, 'remote');
    },
    on(type, listener) {
      if (!Object.hasOwn(listeners, type)) {
        const known = Object.keys(listeners).join(', ');
        throw new Error(`spar.on: type: expected one of ${known}, got ${JSON.stringify(type)}`);
      }
      listeners[type].add(listener);
      return () => {
        listeners[type].delete(listener);
      };
    },
    pick: (x, y) => source.pick(x, y),
    feature: (id) => source.feature(id),
    stats: () => source.stats(),
    settled: () => source.settled(),
    screenshot: () => source.screenshot(),
    link: () => source.link(),
  };
}
