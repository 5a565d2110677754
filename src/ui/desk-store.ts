/** What the frame needs of the twin's store. It reads state and status, and gives commands; nothing else. */
import type { Feature } from '#base/feature.ts';
import type { FeedStatus, LampCommandStatus } from '#base/live/live-status.ts';
import type { PublishedClock } from '#base/live/wire.ts';
import type { Manifest } from '#base/manifest.ts';
import type { Command } from '#base/state/commands.ts';
import type { LayerStyle, TwinState } from '#base/state/twin-state.ts';

/** A text, or one for each language. */
export type Title = string | Readonly<Record<string, string>>;

/** Something that may be chosen by name: a city or a scene. */
export interface Choice {
  readonly name: string;
  readonly title: Title;
}

/** How one layer of the scene fares. */
export interface LayerStatus {
  readonly id: string;
  /** `buildings`, `ground`, `terrain`, `imagery` … */
  readonly kind: string;
  readonly title?: Title | null;
  /** As the scene has it; the state's stands over it. */
  readonly style?: LayerStyle | null;
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Why it failed. */
  readonly message?: string | null;
}

export interface DeskFault {
  readonly part: string;
  readonly message: string;
  readonly fatal: boolean;
  readonly count: number;
}

/** A feature as it is read: with the level that is drawn of it, when that is known. */
export type ShownFeature = Feature & { readonly level?: string | null };

export interface DeskStatus {
  readonly phase: 'opening' | 'loading' | 'ready' | 'failed';
  readonly pending: number;
  readonly pendingPeak: number;
  readonly manifest: Manifest | null;
  readonly cities: readonly Choice[];
  /** Absent or empty: there is nothing to choose. */
  readonly scenes?: readonly Choice[];
  /** Of the scene's layers, in its order. */
  readonly layers: readonly LayerStatus[];
  /** Of the selection, as far as they are known. */
  readonly features: readonly ShownFeature[];
  readonly faults: readonly DeskFault[];
  /** The graphics were lost and are being built anew. */
  readonly recovering?: boolean;
  /** Of the scene's feeds, in its order. */
  readonly feeds?: readonly FeedStatus[];
  /** Lamp commands of this page, the last one last. */
  readonly commands?: readonly LampCommandStatus[];
  /** The published clock by this machine's wall clock; null before it is known. */
  readonly clock?: PublishedClock | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface Desk {
  readonly state: TwinState;
  readonly status: DeskStatus;
}

export interface DeskStore {
  getState(): Desk;
  /** @returns the remover. */
  subscribe(listener: (desk: Desk, before: Desk) => void): () => void;
  dispatch(command: Command): void;
  undo(): void;
  redo(): void;
  clearFault(part: string): void;
}
