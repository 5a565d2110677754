import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { Twin, TwinStore } from '#twin/state/twin-store.ts';

/** Makes a signal of a part of the store; it changes when the part does. */
export function createStoreSignal<T>(store: TwinStore, select: (twin: Twin) => T): Accessor<T> {
  const [value, setValue] = createSignal<T>(select(store.getState()));
  onCleanup(store.subscribe((twin) => setValue(() => select(twin))));
  return value;
}
