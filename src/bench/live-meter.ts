/**
 * Measures what live state takes of a page's main thread, and when it is sent to the graphics card, from outside: the
 * page itself knows nothing of it. Runs in the page before its own scripts; must not use anything of this module.
 */

import type { FeedStatus } from '#base/live/live-status.ts';

/** Things that carry numbers count through these levels of light: as many as can be told apart. */
export const MARKS = 101;

/** A thing that carries numbers: its row in the state texture and place in it. */
export interface Marker {
  readonly row: number;
  readonly column: number;
}

/** What is measured, as `window.liveMeter`. */
export interface LiveMeter {
  /** Main-thread ms between one drawn picture and the next. */
  frames: number[];
  /** Main-thread ms between one frame of the browser and the next, pictures or not. */
  ticks: number[];
  /** Wall clock and level of each marker, in turn, for each time that it was sent: [at, level, at, level …]. */
  seen: number[][];
  /** Longest single piece of work, ms. */
  longest: number;
  /** Times that rows were sent, and rows. */
  uploads: number;
  rows: number;
  /** ms by part: messages of the worker by type, uploads in turns, uploads while drawing. */
  parts: Record<string, number>;
  /** The last that the worker said of feeds. */
  feeds: readonly FeedStatus[];
  /** Begins anew, but for `seen`. */
  reset(): void;
}

/** Begins to measure. `markers`: in the state texture, `width` texels a row. */
export function meterLive({ markers, width }: { markers: readonly Marker[]; width: number }): void {
  const meter: LiveMeter = {
    frames: [],
    ticks: [],
    seen: markers.map(() => []),
    longest: 0,
    uploads: 0,
    rows: 0,
    parts: {},
    feeds: [],
    reset() {
      Object.assign(meter, { frames: [], ticks: [], longest: 0, uploads: 0, rows: 0, parts: {} });
    },
  };
  Object.assign(window, { liveMeter: meter });
  let [frame, tick] = [0, 0];
  let drawn = false;
  /** Inside of work that is measured as a whole. */
  let inside = false;
  let touched = false;

  const add = (part: string, took: number): void => {
    frame += took;
    tick += took;
    meter.parts[part] = (meter.parts[part] ?? 0) + took;
    meter.longest = Math.max(meter.longest, took);
  };
  /** Runs work of which all counts if `counts` says so afterwards. */
  const measured = (part: string, counts: () => boolean, work: () => void): void => {
    const start = performance.now();
    const before = inside;
    inside = true;
    try {
      work();
    } finally {
      inside = before;
      if (!before && counts()) add(part, performance.now() - start);
    }
  };

  const Plain = window.Worker;
  window.Worker = class extends Plain {
    readonly #isLive: boolean;
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.#isLive = String(url).includes('live-worker');
    }
    override addEventListener(type: string, listener: unknown, ...rest: unknown[]): void {
      const call = listener as (event: MessageEvent) => void;
      const wrapped = (event: MessageEvent): void => {
        const { type: kind, feeds } = event.data as { type: string; feeds?: LiveMeter['feeds'] };
        if (feeds) meter.feeds = feeds;
        measured(
          kind,
          () => true,
          () => call(event),
        );
      };
      const given = this.#isLive && type === 'message' ? wrapped : listener;
      super.addEventListener(type, given as EventListener, ...(rest as []));
    }
  };

  const later = window.setTimeout.bind(window);
  window.setTimeout = ((callback: unknown, delay?: number, ...rest: unknown[]) => {
    if (typeof callback !== 'function') return later(callback as string, delay);
    return later(() => {
      touched = false;
      measured(
        'turns',
        () => touched,
        () => callback(...rest),
      );
    }, delay);
  }) as typeof window.setTimeout;

  const gl = WebGL2RenderingContext.prototype;
  const send = gl.texSubImage2D as (...all: unknown[]) => void;
  gl.texSubImage2D = function (this: WebGL2RenderingContext, ...all: unknown[]): void {
    const [, , x, y, w, h, , , data] = all as number[];
    if (w !== width || x !== 0 || !((data as unknown) instanceof Uint8Array)) {
      send.apply(this, all);
      return;
    }
    const start = performance.now();
    send.apply(this, all);
    if (!inside) add('drawing', performance.now() - start);
    touched = true;
    meter.uploads++;
    meter.rows += h!;
    const texels = data as unknown as Uint8Array;
    for (let n = 0; n < markers.length; n++) {
      const { row, column } = markers[n]!;
      if (row < y! || row >= y! + h!) continue;
      meter.seen[n]!.push(Date.now(), texels[((row - y!) * width + column) * 4 + 1]!);
    }
  } as typeof gl.texSubImage2D;
  const clear = gl.clear;
  gl.clear = function (this: WebGL2RenderingContext, mask: number): void {
    drawn = true;
    clear.call(this, mask);
  };

  const loop = (): void => {
    meter.ticks.push(tick);
    tick = 0;
    if (drawn) {
      meter.frames.push(frame);
      frame = 0;
      drawn = false;
    }
    requestAnimationFrame(loop);
  };
  requestAnimationFrame(loop);
}

/**
 * Gives how long each number was on its way until it was first sent to the graphics card, ms.
 *
 * @param seen - of the meter.
 * @param sentAt - wall clock by number.
 * @param levels - texel's level by number modulo their count; all different.
 * @returns by number; numbers that never came are NaN.
 */
export function delays(
  seen: readonly number[],
  sentAt: Float64Array,
  levels: readonly number[],
): Float64Array {
  const out = new Float64Array(sentAt.length).fill(Number.NaN);
  let next = 0;
  for (let at = 0; at < seen.length; at += 2) {
    const [wall, level] = [seen[at]!, seen[at + 1]!];
    // What was sent later cannot be meant: the newest that shows this level.
    let newest = -1;
    for (let number = next; number < sentAt.length && sentAt[number]! <= wall; number++) {
      if (levels[number % levels.length] === level) newest = number;
    }
    for (; next <= newest; next++) out[next] = wall - sentAt[next]!;
  }
  return out;
}
