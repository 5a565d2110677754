import type { FeedPhase, FeedStatus, Refusal } from '#base/live/live-status.ts';

const LATENCIES_KEPT = 4_096;
/** Publishing times that are kept of a hand-over, evenly over its messages: 16 hand-overs fill the latencies. */
const WAITING_KEPT = 256;
/** Seconds over which rates are taken. */
const RATE_SECONDS = 5;
const EXAMPLE = 200;

/** Keeps count of how a feed fares. */
export class FeedHealth {
  readonly name: string;
  readonly kind: string;
  #phase: FeedPhase = 'connecting';
  #since: number;
  #message: string | null = null;
  protocol: 4 | 5 | null = null;
  #messages = 0;
  #changes = 0;
  readonly #refused = new Map<Refusal, { count: number; example: string }>();
  lastObservedAt: number | null = null;
  /** Wall clock of the newest message, ms. */
  lastMessageAt = 0;
  readonly offline = new Set<string>();
  readonly #perSecond = new Float64Array(2 * (RATE_SECONDS + 1));
  #second = 0;
  /** Publishing times of what has come since the last hand-over, and of what is being handed over. */
  #waiting = new Float64Array(WAITING_KEPT);
  #waits = 0;
  /** Of so many messages one is kept, and so many have come since the last of them. */
  #stride = 1;
  #skipped = 0;
  #handed = new Float64Array(WAITING_KEPT);
  #hands = 0;
  readonly #latencies = new Float64Array(LATENCIES_KEPT);
  #measured = 0;

  constructor(name: string, kind: string, wall: number) {
    this.name = name;
    this.kind = kind;
    this.#since = wall;
  }

  get phase(): FeedPhase {
    return this.#phase;
  }

  to(phase: FeedPhase, wall: number, message: string | null = null): void {
    if (phase !== this.#phase) this.#since = wall;
    this.#phase = phase;
    this.#message = message;
  }

  /** A message has come. `publishedAt`: wall clock of its publishing by this machine's clock, or NaN. */
  came(wall: number, publishedAt: number): void {
    this.#messages++;
    this.lastMessageAt = wall;
    this.#tick(wall);
    this.#perSecond[2 * (this.#second % (RATE_SECONDS + 1))]!++;
    if (!Number.isNaN(publishedAt)) this.#wait(publishedAt);
  }

  #wait(publishedAt: number): void {
    this.#skipped++;
    if (this.#skipped < this.#stride) return;
    this.#skipped = 0;
    if (this.#waits === WAITING_KEPT) {
      // Every second one makes room, and only every second one is kept from now on.
      for (let at = 0; 2 * at < WAITING_KEPT; at++) this.#waiting[at] = this.#waiting[2 * at]!;
      this.#waits = WAITING_KEPT / 2;
      this.#stride *= 2;
    }
    this.#waiting[this.#waits++] = publishedAt;
  }

  changed(count: number, wall: number): void {
    this.#changes += count;
    this.#tick(wall);
    const at = 2 * (this.#second % (RATE_SECONDS + 1)) + 1;
    this.#perSecond[at] = this.#perSecond[at]! + count;
  }

  observed(t: number): void {
    if (this.lastObservedAt === null || t > this.lastObservedAt) this.lastObservedAt = t;
  }

  refuse(why: Refusal, example: string, count = 1): void {
    const known = this.#refused.get(why);
    if (known) known.count += count;
    else this.#refused.set(why, { count, example: example.slice(0, EXAMPLE) });
  }

  /** What has come so far is on its way to the graphics card. */
  handOver(): void {
    if (this.#hands > 0) return;
    [this.#waiting, this.#handed] = [this.#handed, this.#waiting];
    [this.#hands, this.#waits] = [this.#waits, 0];
    [this.#stride, this.#skipped] = [1, 0];
  }

  /** It has come there. */
  arrived(wall: number): void {
    for (let at = 0; at < this.#hands; at++) {
      this.#latencies[this.#measured % LATENCIES_KEPT] = Math.max(0, wall - this.#handed[at]!);
      this.#measured++;
    }
    this.#hands = 0;
  }

  /** Empties the seconds that have passed without anything. */
  #tick(wall: number): void {
    const second = Math.floor(wall / 1_000);
    const gone = Math.min(second - this.#second, RATE_SECONDS + 1);
    for (let n = 0; n < gone; n++) {
      const at = 2 * ((second - n) % (RATE_SECONDS + 1));
      this.#perSecond[at] = 0;
      this.#perSecond[at + 1] = 0;
    }
    if (second > this.#second) this.#second = second;
  }

  status(wall: number): FeedStatus {
    this.#tick(wall);
    let [messages, changes] = [0, 0];
    for (let second = 0; second <= RATE_SECONDS; second++) {
      // The second that is not over yet would pull rates down.
      if (second === this.#second % (RATE_SECONDS + 1)) continue;
      messages += this.#perSecond[2 * second]!;
      changes += this.#perSecond[2 * second + 1]!;
    }
    return {
      name: this.name,
      kind: this.kind,
      phase: this.#phase,
      since: this.#since,
      message: this.#message,
      protocol: this.protocol,
      messages: this.#messages,
      changes: this.#changes,
      messagesPerSecond: messages / RATE_SECONDS,
      changesPerSecond: changes / RATE_SECONDS,
      refused: [...this.#refused].map(([why, { count, example }]) => ({ why, count, example })),
      lastObservedAt: this.lastObservedAt,
      latencyMs: this.#latency(),
      offline: [...this.offline].sort(),
    };
  }

  #latency(): FeedStatus['latencyMs'] {
    const count = Math.min(this.#measured, LATENCIES_KEPT);
    if (count === 0) return null;
    const sorted = this.#latencies.slice(0, count).sort();
    const at = (share: number): number => sorted[Math.floor(share * (count - 1))]!;
    return { p50: at(0.5), p99: at(0.99) };
  }
}
