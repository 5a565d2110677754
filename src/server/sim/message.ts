/** What a part of the fleet sends. */
export interface SimMessage {
  /** Position in the simulation's sources: whose connection it goes over. */
  readonly source: number;
  readonly topic: string;
  readonly payload: Uint8Array | string;
  readonly retain: boolean;
  readonly qos: 0 | 1;
}

/** A part of the fleet. */
export interface Reporter {
  /**
   * Gives what has changed since it was last told, and what is due again.
   *
   * @param all - a source of which everything is told, and of the others nothing; absent: none.
   */
  report(t: number, all?: number): SimMessage[];
}

/** How often everything is told again. */
export interface Cadence {
  /** City ms within which every state is told at least once. */
  readonly cycleMs: number;
  /** Seconds of the city's time until a value's next one is due, with room for what is late. */
  readonly ttl: number;
}

const CYCLE_MS = 300_000;
const LEAST_WALL_MS = 10_000;

/** Five minutes of the city's time; ten seconds of the wall's where time flies, so that a fast city is no flood. */
export function cadenceOf(rate: number): Cadence {
  const cycleMs = Math.max(CYCLE_MS, LEAST_WALL_MS * rate);
  return { cycleMs, ttl: Math.ceil((cycleMs * 1.2) / 1_000) };
}
