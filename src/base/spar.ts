/** `window.spar`: what scripts, tests and host pages may ask of the twin. Documented in `docs/api.md`. */
import type { Feature } from './feature.ts';
import type { Command } from './state/commands.ts';
import type { TwinState } from './state/twin-state.ts';

/** A feature as it is shown. */
export interface ShownFeature extends Feature {
  /** Level that is drawn of it where it was picked; null when it was asked for by its id. */
  level: 'L2' | 'L3' | 'L4' | null;
  /** Live values; null without a feed. */
  live: Readonly<Record<string, string | number | boolean>> | null;
}

export interface Stats {
  /** Frames drawn since the page opened, over lost graphics too. */
  frames: number;
  /** Main-thread milliseconds a frame. */
  frameMs: { p50: number; p95: number };
  /** Parts of the picture that are on their way. */
  pending: number;
  /** Bytes of the JavaScript heap; null where the browser does not tell. */
  heapBytes: number | null;
  /** How often the graphics were lost and built anew. */
  recovered: number;
  /** What feeds bring, of the last seconds; latency of the slowest feed, from publishing to the graphics card. */
  live: {
    messagesPerSecond: number;
    changesPerSecond: number;
    latencyMs: { p50: number; p99: number } | null;
  };
}

/** What an event brings. `alarm` belongs to feeds; nothing raises one without. */
export interface SparEvents {
  /** A click on the picture; null: on nothing that is a feature. */
  pick: ShownFeature | null;
  state: TwinState;
  alarm: { readonly id: string; readonly message: string };
  error: { readonly part: string; readonly message: string };
}

export interface Spar<S extends Stats = Stats> {
  /** Resolves with the first complete picture; rejects when the city cannot be opened. */
  ready(): Promise<void>;
  state(): TwinState;
  /** @throws Error with the path, what was expected and what came; an `error` event tells it too. */
  dispatch(command: Command): void;
  /** @returns the remover. */
  on<T extends keyof SparEvents>(type: T, listener: (event: SparEvents[T]) => void): () => void;
  /** x, y: CSS px from the upper left of the city's picture. */
  pick(x: number, y: number): Promise<ShownFeature | null>;
  feature(id: string): Promise<ShownFeature | null>;
  stats(): S;
  /** Resolves when nothing is loading and the next frame would be the same. */
  settled(): Promise<void>;
  /** The picture as PNG. */
  screenshot(): Promise<Blob>;
  /** Address that opens the same state. */
  link(): string;
}
