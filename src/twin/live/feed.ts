/** What every feed is given, and what it can do. */
import type { FeedHealth } from './feed-health.ts';

export interface FeedSink {
  readonly health: FeedHealth;
  /** A message of a topic, `retained` if the broker had kept it; the payload is the feed's only while it runs. */
  receive(topic: string, payload: Uint8Array, retained?: boolean): void;
  /** An answer that holds all states. @throws Error when it is none. */
  snapshot(payload: Uint8Array, askedAt: number): void;
  /** The feed has what it can have for now: states, or the reason why there are none. */
  settled(): void;
  /** Nothing that came before counts any more: a recording begins anew. */
  restart(): void;
  /** City's time that the feed goes by, ms since 1970. */
  cityNow(): number;
  /** City seconds in a second. */
  cityRate(): number;
}

/** The world around feeds, handed in. */
export interface FeedWorld {
  /** ms since 1970. */
  wall(): number;
  /** From 0 to 1. */
  random(): number;
  get: typeof fetch;
  /** Turns an address of the scene's document into a whole one. */
  resolve(url: string): string;
}

export interface Feed {
  /** The network is back: tries at once. */
  retry(): void;
  /** Sends a message. @returns false when the feed cannot now. */
  publish?(topic: string, payload: string): boolean;
  dispose(): void;
}
