import { DAY_MS } from '#base/cases/time-zone.ts';
import { cityZone } from '../city-zone.ts';

/** What a person may say of a city's life on the command line. */
export interface LiveOptions {
  /** Address of another broker; absent: the embedded one. */
  readonly broker?: string | undefined;
  /** Whether cities are simulated. */
  readonly simulate: boolean;
  readonly seed: number;
  /** City seconds that pass in a second. */
  readonly rate: number;
  /** The city's time at the start: RFC 3339, or without offset by the city's own clocks; absent: now. */
  readonly at?: string | undefined;
  /** Port for devices over plain TCP; absent: none. */
  readonly mqttPort?: number | undefined;
}

const FASTEST = 10_000;

/** What `cac` makes of the flags: numbers where they look like some. */
export interface LiveFlags {
  broker?: string | number;
  sim?: boolean;
  seed?: string | number;
  rate?: string | number;
  at?: string | number;
  mqttPort?: string | number;
}

/**
 * Reads the flags.
 *
 * @throws Error `--rate: expected a number from 0 to 10000, got "fast"`.
 */
export function parseLiveFlags(flags: LiveFlags): LiveOptions {
  const number = (
    name: keyof LiveFlags,
    flag: string,
    fallback: number,
    low: number,
    high: number,
    whole: boolean,
  ) => {
    const given = flags[name];
    if (given === undefined) return fallback;
    const value = given === '' ? Number.NaN : Number(given);
    if (value >= low && value <= high && (!whole || Number.isInteger(value))) return value;
    throw new Error(
      `--${flag}: expected a ${whole ? 'whole ' : ''}number from ${low} to ${high}, got "${given}"`,
    );
  };
  const mqttPort = number('mqttPort', 'mqtt-port', -1, 0, 65_535, true);
  const at = flags.at === undefined ? undefined : String(flags.at);
  if (at !== undefined) instantOf(at, null, 0);
  const broker = flags.broker === undefined ? undefined : String(flags.broker);
  if (broker !== undefined && mqttPort >= 0) {
    throw new Error('--mqtt-port: expected it without --broker, which has its own');
  }
  return {
    broker,
    simulate: flags.sim !== false,
    seed: number('seed', 'seed', 1, 0, 0xffff_ffff, true),
    rate: number('rate', 'rate', 1, 0, FASTEST, false),
    at,
    mqttPort: mqttPort < 0 ? undefined : mqttPort,
  };
}

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/;

/**
 * Gives the instant that a text means.
 *
 * @param timeZone - IANA name that a text without an offset is in; null: the zone of the longitude, 15° each.
 * @param lon - degrees.
 * @returns ms since 1970.
 * @throws Error naming the flag.
 */
export function instantOf(text: string, timeZone: string | null, lon: number): number {
  const wrong = new Error(`--at: expected a time such as 2026-11-21T17:30, got "${text}"`);
  const local = LOCAL.exec(text);
  if (!local) {
    const instant = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(instant)) throw wrong;
    return instant;
  }
  const [year, month, day, hour, minute, second] = local
    .slice(1)
    .map((part) => Number(part ?? 0)) as number[];
  const asUtc = Date.UTC(year!, month! - 1, day!, hour, minute, second);
  // 2026-02-30 is taken for March otherwise.
  if (new Date(asUtc).getUTCDate() !== day || hour! > 23 || minute! > 59 || second! > 59) throw wrong;
  const days = Math.floor(asUtc / DAY_MS);
  return cityZone(timeZone, lon).instant(days, asUtc - days * DAY_MS);
}
