/** What the page and the live worker say to each other. */
import type { CaseRecord } from '#base/cases/case.ts';
import type { Theme } from '#base/gid.ts';
import type { FeedStatus, LampCommandStatus, LiveCounts, LiveReading } from '#base/live/live-status.ts';
import type { PublishedClock } from '#base/live/wire.ts';
import type { CommandOf, LampTarget } from '#base/state/commands.ts';
import type { SceneFeed } from '#base/state/scene-feeds.ts';
import type { City } from '../city/load-city.ts';
import type { LiveVehicle } from './live-view.ts';

export type ToLiveWorker =
  | {
      type: 'setup';
      city: City;
      feeds: readonly SceneFeed[];
      /** What addresses of feeds are relative to. */
      sceneUrl: string;
      clock: PublishedClock | null;
    }
  /** The time that the picture shows, as a clock by this machine's; null: the hour is left to the picture. */
  | { type: 'time'; clock: PublishedClock | null }
  /** Pages lie on the graphics card; the buffer comes back. */
  | { type: 'uploaded'; theme: Theme; buffer: ArrayBuffer; at: number }
  /** What is known of a feature, by id or gid. */
  | { type: 'ask'; key: number; id: string | number }
  /** Which lamps a target means; null: all. */
  | { type: 'lamps'; key: number; target: LampTarget | null }
  | { type: 'command'; command: CommandOf<'commandLamps'> }
  /** The network is back. */
  | { type: 'retry' };

export interface LiveStatusMessage {
  type: 'status';
  feeds: readonly FeedStatus[];
  commands: readonly LampCommandStatus[];
  counts: Readonly<Partial<Record<Theme, LiveCounts>>>;
  /** The published clock by this machine's wall clock; null before it is known. */
  clock: PublishedClock | null;
  /** Every feed has brought its first states, or said why not. */
  settled: boolean;
}

export type FromLiveWorker =
  /** Rows of texels one after the other in `buffer`; `runs`: [row, rows, row, rows …]. */
  | { type: 'pages'; theme: Theme; buffer: ArrayBuffer; runs: number[]; quiet: boolean }
  | { type: 'cases'; changed: CaseRecord[]; removed: string[] }
  | { type: 'vehicles'; changed: LiveVehicle[]; removed: string[] }
  | LiveStatusMessage
  | { type: 'answer'; key: number; reading: LiveReading | null }
  | { type: 'lampGids'; key: number; gids: readonly number[] };
