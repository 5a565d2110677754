/**
 * What is known of a theme's features from moment to moment: typed-array columns by gid, and the texels that follow.
 *
 * Every column keeps the time of each value, so that messages may come in any order, twice, and in parts, and the table
 * is the same. Nothing is allocated a change.
 */
import type { Theme } from '#base/gid.ts';
import { columnsOf } from '#base/live/batch.ts';
import { CONDITION, FLAG, STATE_WIDTH, UNTOLD } from '#base/live/live-columns.ts';
import type { LiveCounts } from '#base/live/live-status.ts';
import { conditionOf, levelOf } from '#base/live/texel.ts';
import { createColumn, type LiveColumnData, putValue, putValues } from './live-column.ts';
import { ROW_BYTES } from './state-texels.ts';

/** Missed intervals after which a value is stale. */
const INTERVALS = 3;
/** Eighths of a second after which a change has been played. */
const PLAYED = 16;
const CONDITION_BITS = 0x0f;
const QUIET = 1;
const LOUD = 2;

/** What became of the rows of a batch. */
export interface Merged {
  changes: number;
  older: number;
  duplicate: number;
  unknown: number;
  /** A gid of the unknown ones. */
  unknownGid: number;
}

/** Times of now that a merge needs. */
export interface TableTime {
  /** ms since 1970 of the city's time. */
  readonly city: number;
  /** Eighths of a second, modulo 256. */
  readonly tick: number;
}

type Seen = Record<
  'on' | 'dim' | 'fault' | 'fill' | 'inferred' | 'speed' | 'closed',
  LiveColumnData['values'] | undefined
>;

export class LiveTable {
  readonly theme: Theme;
  readonly start: number;
  readonly count: number;
  readonly #columns = new Map<string, LiveColumnData>();
  /** Newest time of any value, ms of the city's time; 0: nothing is known. */
  readonly #observedAt: Float64Array;
  /** City seconds between values. */
  readonly #ttl: Float32Array;
  readonly #texels: Uint8Array;
  /** By texel row: 0, QUIET or LOUD. */
  readonly #dirty: Uint8Array;
  /** By texel row: 1 when a level in it is on its way. */
  readonly #moving: Uint8Array;
  /** Things by condition; then stale ones; then lit ones. */
  readonly #counts = new Int32Array(7);
  /** Columns that decide the texel; looked up by name they would cost more than all the rest. */
  readonly #seen: Seen = {
    on: undefined,
    dim: undefined,
    fault: undefined,
    fill: undefined,
    inferred: undefined,
    speed: undefined,
    closed: undefined,
  };
  #freeSpeed: Float32Array | null = null;
  readonly #watched = new Map<number, (gid: number) => void>();
  readonly #merged: Merged = { changes: 0, older: 0, duplicate: 0, unknown: 0, unknownGid: 0 };
  readonly #values = { on: 0, dim: 0, fault: 0, fill: 0, speed: 0, closed: 0 };

  constructor(theme: Theme, start: number, count: number) {
    this.theme = theme;
    this.start = start;
    this.count = count;
    const rows = Math.ceil(count / STATE_WIDTH);
    this.#observedAt = new Float64Array(count);
    this.#ttl = new Float32Array(count);
    this.#texels = new Uint8Array(rows * ROW_BYTES);
    this.#dirty = new Uint8Array(rows);
    this.#moving = new Uint8Array(rows);
  }

  /** Bytes of all texels, for buffers that hold them. */
  get texelBytes(): number {
    return this.#texels.length;
  }

  #column(name: string): LiveColumnData {
    const known = this.#columns.get(name);
    if (known) return known;
    const made = createColumn(columnsOf(this.theme)[name]!.type, this.count);
    this.#columns.set(name, made);
    if (name in this.#seen) this.#seen[name as keyof Seen] = made.values;
    return made;
  }

  /**
   * Takes states of many rows.
   *
   * @param t - time of all, or one each; ms of the city's time. Already checked.
   * @param ttl - city seconds until the next are due, of all or one each; 0 in such a list: `interval`.
   * @returns what became of them; the table's own, until the next call.
   */
  merge(
    gids: Uint32Array,
    t: number | Float64Array,
    columns: Readonly<Record<string, Uint8Array | Float32Array>>,
    ttl: number | Float32Array,
    now: TableTime,
    interval = 0,
  ): Readonly<Merged> {
    for (const name of Object.keys(columns)) {
      putValues(this.#column(name), this.start, gids, t, columns[name]!);
    }
    const merged = this.#forget();
    for (let at = 0; at < gids.length; at++) {
      const due = typeof ttl === 'number' ? ttl : ttl[at]! || interval;
      this.#see(gids[at]!, typeof t === 'number' ? t : t[at]!, due, now);
    }
    return merged;
  }

  /** Takes the state of one row, as `merge`. */
  mergeOne(
    gid: number,
    t: number,
    values: Readonly<Record<string, number>>,
    ttl: number,
    now: TableTime,
  ): Readonly<Merged> {
    const merged = this.#forget();
    const row = gid - this.start;
    if (row >= 0 && row < this.count) {
      for (const name of Object.keys(values)) putValue(this.#column(name), row, t, values[name]!);
    }
    this.#see(gid, t, ttl, now);
    return merged;
  }

  #forget(): Merged {
    return Object.assign(this.#merged, { changes: 0, older: 0, duplicate: 0, unknown: 0, unknownGid: 0 });
  }

  /** Takes note of a row whose columns have just been told. */
  #see(gid: number, t: number, ttl: number, now: TableTime): void {
    const row = gid - this.start;
    const merged = this.#merged;
    if (row < 0 || row >= this.count) {
      merged.unknown++;
      merged.unknownGid = gid;
      return;
    }
    const before = this.#observedAt[row]!;
    if (t > before) {
      merged.changes++;
      this.#observedAt[row] = t;
      this.#ttl[row] = ttl;
    } else if (t < before) {
      merged.older++;
    } else {
      merged.duplicate++;
      if (ttl > this.#ttl[row]!) this.#ttl[row] = ttl;
    }
    this.#derive(row, now);
    if (this.#watched.size > 0) this.#watched.get(gid)?.(gid);
  }

  /** Brings a row's texel in step with its values. */
  #derive(row: number, { city, tick }: TableTime): void {
    const values = this.#values;
    const seen = this.#seen;
    if (this.theme === 'roads') {
      values.speed = seen.speed?.[row] ?? Number.NaN;
      values.closed = seen.closed?.[row] ?? UNTOLD;
    } else {
      values.on = seen.on?.[row] ?? UNTOLD;
      values.dim = seen.dim?.[row] ?? UNTOLD;
      values.fault = seen.fault?.[row] ?? UNTOLD;
      values.fill = seen.fill?.[row] ?? UNTOLD;
    }
    const at = row * 4;
    const texels = this.#texels;
    let red = conditionOf(this.theme, values) | (texels[at]! & FLAG.commanded);
    if (this.#isStale(row, city)) red |= FLAG.stale;
    if (seen.inferred?.[row] === 1) red |= FLAG.inferred;
    this.#paint(row, red, levelOf(this.theme, values, this.#freeSpeed?.[row] ?? 0), tick);
  }

  #paint(row: number, red: number, level: number, tick: number): void {
    const texels = this.#texels;
    const at = row * 4;
    const [redBefore, before] = [texels[at]!, texels[at + 1]!];
    if (red === redBefore && level === before) return;
    const line = (row / STATE_WIDTH) | 0;
    const first = (redBefore & CONDITION_BITS) === CONDITION.none;
    this.#count(redBefore, before, -1);
    this.#count(red, level, 1);
    texels[at] = red;
    if (level !== before) {
      texels[at + 1] = level;
      // What is told for the first time stands there at once.
      texels[at + 2] = first ? level : before;
      texels[at + 3] = tick & 0xff;
      if (!first) this.#moving[line] = 1;
    }
    this.#dirty[line] = LOUD;
  }

  #count(red: number, level: number, by: number): void {
    const condition = red & CONDITION_BITS;
    if (condition === CONDITION.none) return;
    const counts = this.#counts;
    counts[condition] = counts[condition]! + by;
    if (red & FLAG.stale) counts[5] = counts[5]! + by;
    if (level > 0) counts[6] = counts[6]! + by;
  }

  #isStale(row: number, city: number): boolean {
    return city - this.#observedAt[row]! > INTERVALS * 1_000 * this.#ttl[row]!;
  }

  /** Marks what has become stale, and lets what has been played rest. Once a second is enough. */
  sweep({ city, tick }: TableTime): void {
    const texels = this.#texels;
    for (let row = 0; row < this.count; row++) {
      if (this.#observedAt[row] === 0) continue;
      const red = texels[row * 4]!;
      const stale = this.#isStale(row, city);
      if (stale === ((red & FLAG.stale) !== 0)) continue;
      this.#paint(row, stale ? red | FLAG.stale : red & ~FLAG.stale, texels[row * 4 + 1]!, tick);
    }
    for (let line = 0; line < this.#moving.length; line++)
      if (this.#moving[line] === 1) this.#settle(line, tick);
  }

  #settle(line: number, tick: number): void {
    const texels = this.#texels;
    let moving = 0;
    for (let at = line * ROW_BYTES; at < (line + 1) * ROW_BYTES; at += 4) {
      if (texels[at + 1] === texels[at + 2]) continue;
      if (((tick & 0xff) - texels[at + 3]! + 256) % 256 < PLAYED) {
        moving = 1;
        continue;
      }
      texels[at + 2] = texels[at + 1]!;
      if (this.#dirty[line] === 0) this.#dirty[line] = QUIET;
    }
    this.#moving[line] = moving;
  }

  /** Marks or unmarks rows as asked for by a command. */
  markCommanded(gids: Iterable<number>, on: boolean): void {
    for (const gid of gids) {
      const row = gid - this.start;
      if (row < 0 || row >= this.count) continue;
      const red = this.#texels[row * 4]!;
      const next = on ? red | FLAG.commanded : red & ~FLAG.commanded;
      if (next === red) continue;
      this.#texels[row * 4] = next;
      this.#dirty[(row / STATE_WIDTH) | 0] = LOUD;
    }
  }

  /** Takes over speeds without traffic, km/h by row; what is known is seen against them. */
  setFreeSpeeds(speeds: Float32Array, now: TableTime): void {
    this.#freeSpeed = speeds;
    for (let row = 0; row < this.count; row++) if (this.#observedAt[row] !== 0) this.#derive(row, now);
  }

  /**
   * Copies the texel rows that have changed, one after the other.
   *
   * @param into - at least `texelBytes` long.
   * @returns rows as [row, rows, row, rows …], or null when nothing has changed; `quiet`: nothing looks different.
   */
  takeDirty(into: Uint8Array): { runs: number[]; bytes: number; quiet: boolean } | null {
    const dirty = this.#dirty;
    const runs: number[] = [];
    let bytes = 0;
    let quiet = true;
    for (let row = 0; row < dirty.length; row++) {
      if (dirty[row] === 0) continue;
      const first = row;
      for (; row < dirty.length && dirty[row] !== 0; row++) {
        if (dirty[row] === LOUD) quiet = false;
        dirty[row] = 0;
      }
      const size = (row - first) * ROW_BYTES;
      into.set(this.#texels.subarray(first * ROW_BYTES, first * ROW_BYTES + size), bytes);
      bytes += size;
      runs.push(first, row - first);
    }
    return runs.length === 0 ? null : { runs, bytes, quiet };
  }

  /** Tells whether anything has changed since `takeDirty`. */
  isDirty(): boolean {
    return this.#dirty.some((row) => row !== 0);
  }

  /** Marks all of it as changed: somebody has lost what was handed over. */
  touchAll(): void {
    this.#dirty.fill(LOUD);
  }

  counts(): LiveCounts {
    const [, normal = 0, notice = 0, fault = 0, off = 0, stale = 0, lit = 0] = this.#counts;
    return { known: normal + notice + fault + off, normal, notice, fault, off, stale, lit };
  }

  /** Gives what is known of a gid, or null. Values are in the order of the theme's columns. */
  read(gid: number): { values: Record<string, number>; observedAt: number; ttl: number; red: number } | null {
    const row = gid - this.start;
    const observedAt = this.#observedAt[row] ?? 0;
    if (observedAt === 0) return null;
    const values: Record<string, number> = {};
    for (const name of Object.keys(columnsOf(this.theme))) {
      const column = this.#columns.get(name);
      if (column && column.stamps[row] !== 0) values[name] = column.values[row]!;
    }
    return { values, observedAt, ttl: this.#ttl[row]!, red: this.#texels[row * 4]! };
  }

  /** Gives a column's value of a gid, or NaN. */
  valueOf(name: string, gid: number): number {
    const column = this.#columns.get(name);
    const row = gid - this.start;
    return column && (column.stamps[row] ?? 0) !== 0 ? column.values[row]! : Number.NaN;
  }

  /** Gives the newest time of a gid, ms of the city's time; 0 when nothing is known. */
  observedAt(gid: number): number {
    return this.#observedAt[gid - this.start] ?? 0;
  }

  /** Calls back after every message about a gid; one listener a gid. */
  watch(gid: number, listener: ((gid: number) => void) | null): void {
    if (listener) this.#watched.set(gid, listener);
    else this.#watched.delete(gid);
  }

  /** All that decides what is shown, for tests: columns with their times, and texels without how they came there. */
  dump(): unknown {
    const columns = [...this.#columns].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      columns: columns.map(([name, { values, stamps }]) => [name, [...values], [...stamps]]),
      observedAt: [...this.#observedAt],
      ttl: [...this.#ttl],
      texels: this.#texels.filter((_, at) => at % 4 < 2),
    };
  }
}
