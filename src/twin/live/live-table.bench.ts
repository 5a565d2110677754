/**
 * A million live states: what decoding and merging cost, beside building the whole state anew for each batch.
 *
 * 200,000 changes a second as 20 batches of 10,000, and 5,000 single messages a second, ten seconds of each; hand-overs
 * four times a second. Run by `npm run bench`.
 */
import { decodeBatch } from '#base/live/batch.ts';
import { encodeBatch } from '#base/live/encode.ts';
import { decodeJson } from '#base/live/json.ts';
import { readState } from '#base/live/state-message.ts';
import { createRandom } from '#base/random.ts';
import { LiveTable } from './live-table.ts';
import { stateTick } from './state-texels.ts';

const THINGS = 1_000_000;
const BATCH = 10_000;
const BATCHES_A_SECOND = 20;
const SINGLES_A_SECOND = 5_000;
const SECONDS = 10;
const HAND_OVERS_A_SECOND = 4;
const T = Date.UTC(2026, 10, 21, 12);

const random = createRandom(7);
const now = (ms: number) => ({ city: T + ms, tick: stateTick(ms) });
const round = (ms: number): number => Math.round(100 * ms) / 100;

/** Times of one step, ms. */
class Times {
  readonly #ms: number[] = [];

  take<T>(run: () => T): T {
    const from = performance.now();
    const result = run();
    this.#ms.push(performance.now() - from);
    return result;
  }

  summary(): string {
    const sorted = this.#ms.sort((a, b) => a - b);
    const at = (share: number): number => round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
    const total = round(sorted.reduce((sum, ms) => sum + ms, 0));
    return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, together ${total} ms`;
  }
}

function batchBytes(t: number): Uint8Array {
  const gid = new Uint32Array(BATCH);
  const [on, dim, fault] = [new Uint8Array(BATCH), new Uint8Array(BATCH), new Uint8Array(BATCH)];
  const power = new Float32Array(BATCH);
  for (let at = 0; at < BATCH; at++) {
    gid[at] = 1 + Math.floor(random() * THINGS);
    on[at] = random() < 0.9 ? 1 : 0;
    dim[at] = Math.floor(random() * 101);
    fault[at] = random() < 0.01 ? 3 : 0;
    power[at] = 60 * random();
  }
  return encodeBatch({ t, ledger: 'bench', theme: 'components', gid, columns: { on, dim, fault, power } });
}

function singleBytes(t: number): Uint8Array {
  const message = {
    id: String(1 + Math.floor(random() * THINGS)),
    observedAt: new Date(t).toISOString(),
    value: {
      on: 1,
      dim: Math.floor(random() * 101),
      power: 60 * random(),
      voltage: 230,
      current: 0.3,
      fault: 0,
    },
    ttl: 300,
  };
  return new TextEncoder().encode(JSON.stringify(message));
}

function benchTable(): void {
  const table = new LiveTable('components', 1, THINGS);
  const into = new Uint8Array(table.texelBytes);
  const [decode, merge, single, sweep, handOver] = [
    new Times(),
    new Times(),
    new Times(),
    new Times(),
    new Times(),
  ];
  let [changes, kept, bytesHanded] = [0, 0, 0];
  for (let second = 0; second < SECONDS; second++) {
    for (let part = 0; part < BATCHES_A_SECOND; part++) {
      const ms = 1_000 * second + (1_000 / BATCHES_A_SECOND) * part;
      const bytes = batchBytes(T + ms);
      const batch = decode.take(() => decodeBatch(bytes, 'batch'));
      const merged = merge.take(() => table.merge(batch.gid, batch.t, batch.columns, 300, now(ms)));
      changes += BATCH;
      kept += merged.changes + merged.duplicate;
      if (part % (BATCHES_A_SECOND / HAND_OVERS_A_SECOND) === 0) {
        bytesHanded += handOver.take(() => table.takeDirty(into))?.bytes ?? 0;
      }
    }
    sweep.take(() => table.sweep(now(1_000 * second)));
  }
  const singles = Array.from({ length: SINGLES_A_SECOND }, (_, n) => singleBytes(T + 1e6 + n));
  for (let second = 0; second < SECONDS; second++) {
    single.take(() => {
      for (const bytes of singles) {
        const { key, t, values, ttl = 300 } = readState(decodeJson(bytes, 'message'), {}, 'message');
        table.mergeOne(Number(key), t + second, values, ttl, now(1e6 + 1_000 * second));
      }
    });
  }
  console.log(
    `  ${changes.toLocaleString('en')} changes of ${THINGS.toLocaleString('en')} things, ${kept.toLocaleString('en')} kept`,
  );
  console.log(`  decode a batch of ${BATCH}: ${decode.summary()}`);
  console.log(`  merge it:                ${merge.summary()}`);
  console.log(`  ${SINGLES_A_SECOND} single messages:    ${single.summary()}`);
  console.log(`  sweep for stale values:  ${sweep.summary()}`);
  console.log(
    `  hand over (${round(bytesHanded / SECONDS / HAND_OVERS_A_SECOND / 1e6)} MB):      ${handOver.summary()}`,
  );
}

/** The plain way: a record a thing, and all texels built anew for each batch. */
function benchRebuild(): void {
  const states = new Map<number, { on: number; dim: number; fault: number; power: number; t: number }>();
  const texels = new Uint8Array(4 * THINGS);
  const whole = new Times();
  for (let gid = 1; gid <= THINGS; gid++) states.set(gid, { on: 1, dim: 50, fault: 0, power: 60, t: T });
  for (let part = 0; part < BATCHES_A_SECOND; part++) {
    const { gid, t, columns } = decodeBatch(batchBytes(T + 50 * part), 'batch');
    whole.take(() => {
      for (let at = 0; at < gid.length; at++) {
        const { on, dim, fault, power } = columns as Record<string, Uint8Array | Float32Array>;
        states.set(gid[at]!, { on: on![at]!, dim: dim![at]!, fault: fault![at]!, power: power![at]!, t });
      }
      for (const [id, { on, dim, fault }] of states) {
        texels[4 * (id - 1)] = fault === 0 ? 1 : 3;
        texels[4 * (id - 1) + 1] = on * Math.round(2.55 * dim);
      }
    });
  }
  console.log(`  baseline, all anew for each batch of ${BATCH}: ${whole.summary()} for ${BATCHES_A_SECOND}`);
}

/** Runs both and prints what they took. */
export function bench(): void {
  benchTable();
  benchRebuild();
}
