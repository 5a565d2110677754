import { type Accessor, createSignal, onCleanup } from 'solid-js';

interface Store<S> {
  getState(): S;
  subscribe(listener: (state: S) => void): () => void;
}

/** Makes a signal of a part of a store; it changes when the part does. */
export function createStoreSignal<S, T>(store: Store<S>, select: (state: S) => T): Accessor<T> {
  const [value, setValue] = createSignal<T>(select(store.getState()));
  onCleanup(store.subscribe((state) => setValue(() => select(state))));
  return value;
}
