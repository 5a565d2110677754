/**
 * What goes over the broker: topics and payloads. Everything that a message needs stands in its payload, so that it
 * works with MQTT 3.1.1 as with 5.
 *
 *     city/{division}/{domain}/{grid}/{type}/{id}/{state|event|cmd|ack|meta}     one thing, JSON
 *     city/{division}/{domain}/batch/{source}/state                              many things, CBOR (RFC 8746 arrays)
 *     city/{division}/clock/meta                                                 the published clock, JSON, retained
 *     city/{division}/{gateway}/availability                                     `online` or `offline`, retained, last will
 *
 * `division` is the six digits of the city's division, or the name of its folder where it has none.
 */
import type { Theme } from '../gid.ts';

/**
 * The published clock: at `at` (ms since 1970 of the server's clock) the city's time was `epoch` (ms since 1970), and it
 * goes `rate` times as fast.
 */
export interface PublishedClock {
  readonly epoch: number;
  readonly rate: number;
  readonly at: number;
}

/** The city's time at a wall time, both ms since 1970. */
export function cityTime(clock: PublishedClock, wall: number): number {
  return clock.epoch + (wall - clock.at) * clock.rate;
}

/** State of one thing, JSON. */
export interface StateMessage {
  /** Stable id or code of the feature. */
  readonly id: string;
  /** RFC 3339, UTC, of the city's time. */
  readonly observedAt: string;
  /** Values by FIWARE name, or by name of a live column. */
  readonly value: Readonly<Record<string, unknown>>;
  /** City seconds until the next one is due; absent: the feed's interval. */
  readonly ttl?: number;
  readonly seq?: number;
  readonly quality?: string;
}

/** States of many things of a theme, CBOR with typed arrays of equal length. */
export interface StateBatch {
  /** When all of it was observed, ms since 1970 of the city's time. */
  readonly t: number;
  /** Hash of the ledger (manifest.json) that the gids are of: another one is refused. */
  readonly ledger: string;
  readonly theme: Theme;
  readonly gid: Uint32Array;
  /** Number of the batch within its topic, for gaps. */
  readonly seq?: number;
  /** City seconds until the next one is due. */
  readonly ttl?: number;
  /** Server's wall clock when it was sent, ms since 1970: tells how long it was on its way. */
  readonly sentAt?: number;
  /** Columns by name of `LIVE_COLUMNS`; 255 in a `u8` and NaN in an `f32` say nothing of that row. */
  readonly columns: Readonly<Record<string, Uint8Array | Float32Array>>;
}

/** Where vehicles are, CBOR; one entry a vehicle in every array. */
export interface VehicleBatch {
  readonly t: number;
  readonly id: readonly string[];
  /** `inspection`, `sanitation`, `sprinkler`, `emergency` … */
  readonly kind: readonly string[];
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** From north clockwise. */
  readonly heading: Float32Array;
  /** km/h */
  readonly speed: Float32Array;
  readonly ttl?: number;
}

/** Asks for a level of light; JSON on `city/{division}/light/-/group/{correlation}/cmd`. */
export interface LampCommand {
  readonly correlation: string;
  /** Topic for the acknowledgements. */
  readonly replyTo: string;
  readonly observedAt: string;
  /** What is meant: ids of lamps, or a circuit's, or a cabinet's code. */
  readonly target:
    | { readonly ids: readonly string[] }
    | { readonly circuit: string }
    | { readonly cabinet: string };
  /** 0 (off) to 100; null: back to the schedule. */
  readonly level: number | null;
  /** Seconds. */
  readonly ramp?: number;
  /** Minutes until the schedule counts again; absent: until the next switching. */
  readonly minutes?: number;
}

/** Answer to a lamp command; more than one may come (a gateway each). */
export interface LampAck {
  readonly correlation: string;
  readonly observedAt: string;
  readonly accepted: number;
  /** Lamps that did not take it, and why. */
  readonly refused: readonly { readonly id: string; readonly why: string }[];
}

/**
 * The city's state as one answer of `GET /api/live/<city>/snapshot`, CBOR: what a client that joins takes after it has
 * subscribed; the newest `observedAt` a gid wins.
 */
export interface LiveSnapshot {
  /** Server's wall clock when it was made, ms since 1970. */
  readonly now: number;
  readonly clock: PublishedClock;
  readonly ledger: string;
  readonly tables: Readonly<Partial<Record<Theme, LiveSnapshotTable>>>;
  /** Cases that are open, and those closed within the last hours. */
  readonly cases: readonly unknown[];
  readonly vehicles: VehicleBatch | null;
}

export interface LiveSnapshotTable {
  readonly gid: Uint32Array;
  /** ms since 1970 of the city's time, a row each. */
  readonly observedAt: Float64Array;
  /** City seconds until the next one is due, a row each; 0: the feed's interval. */
  readonly ttl?: Float32Array;
  /** A value that nobody has told is NaN, or `UNTOLD` in `u8` columns: it says nothing of its row. */
  readonly columns: Readonly<Record<string, Uint8Array | Float32Array>>;
}
