/** Thread: devices and gateways of a bench, that publish states at a steady rate over plain TCP. */
import { parentPort, workerData } from 'node:worker_threads';
import { connectAsync } from 'mqtt';
import { encodeBatch } from '#base/live/encode.ts';
import { cityTopics } from '#base/live/topics.ts';
import { MARKS } from './live-meter.ts';

export interface PublisherSetup {
  /** Address of the broker. */
  readonly url: string;
  readonly division: string;
  readonly ledger: string;
  /** Gids of the components. */
  readonly start: number;
  readonly count: number;
  /** Things that speak for themselves, by code, and their gids; gateways speak for all others. */
  readonly codes: readonly string[];
  readonly gids: Uint32Array;
  /** A thing that is told of with each batch, and one with the last message of a step: they carry numbers. */
  readonly batchMarker: number;
  readonly singleMarker: { readonly code: string; readonly gid: number };
  readonly batchRows: number;
  readonly batchesPerSecond: number;
  readonly singlesPerSecond: number;
}

export interface PublisherResult {
  readonly batches: number;
  readonly singles: number;
  readonly changes: number;
  /** Wall clock by number of the batch, and of the step of single messages; ms since 1970. */
  readonly batchAt: Float64Array;
  readonly singleAt: Float64Array;
  /** Level of light last sent by row, 255 where none was. */
  readonly last: Uint8Array;
  /** How far it fell behind its timetable at most, ms. */
  readonly lateMs: number;
}

/** Steps of single messages a second. */
const STEPS = 20;
/** Share of rows with a fault. */
const FAULTY = 50;
const FAREWELL_MS = 2_000;

const setup = workerData as PublisherSetup;
const { start, count, batchRows, batchesPerSecond, singlesPerSecond } = setup;
const topics = cityTopics(setup.division);
const batchTopic = topics.batch('component', 'bench');
const client = await connectAsync(setup.url, { protocolVersion: 4 });
const last = new Uint8Array(count).fill(255);
const own = new Uint8Array(count);
for (const gid of setup.gids) own[gid - start] = 1;
own[setup.batchMarker - start] = 1;
own[setup.singleMarker.gid - start] = 1;
const batchAt: number[] = [];
const singleAt: number[] = [];
let [batches, singles, changes, lateMs] = [0, 0, 0, 0];
// Through all rows without a pattern: neighbours in the table are told of far apart.
let walk = 0;
const stride = strideOf(count);

function strideOf(rows: number): number {
  const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b));
  let step = Math.floor(rows * 0.618034) | 1;
  while (common(step, rows) > 1) step += 2;
  return step;
}

/** The time now, later than the one before: what was observed at the same time counts as the same. */
function next(times: number[]): number {
  times.push(Math.max(Date.now(), 1 + (times.at(-1) ?? 0)));
  return times.at(-1)!;
}

function sendBatch(): void {
  const gid = new Uint32Array(batchRows);
  const [on, dim, fault] = [new Uint8Array(batchRows), new Uint8Array(batchRows), new Uint8Array(batchRows)];
  for (let at = 0; at < batchRows; at++) {
    let row = setup.batchMarker - start;
    let level = batches % MARKS;
    if (at > 0) {
      do {
        walk = (walk + stride) % count;
        row = walk;
      } while (own[row] === 1);
      level = (row + 37 * batches) % MARKS;
    }
    gid[at] = start + row;
    on[at] = 1;
    dim[at] = level;
    fault[at] = (row + batches) % FAULTY === 0 ? 1 : 0;
    last[row] = level;
  }
  const sentAt = next(batchAt);
  const batch = { t: sentAt, sentAt, ledger: setup.ledger, theme: 'components' as const, seq: batches, gid };
  client.publish(batchTopic, Buffer.from(encodeBatch({ ...batch, columns: { on, dim, fault } })));
  batches++;
  changes += batchRows;
}

function sendSingle(code: string, gid: number, level: number, observedAt: string): void {
  client.publish(
    topics.thing('light', '-', 'streetlight', code, 'state'),
    JSON.stringify({ id: code, observedAt, seq: singles, value: { on: 1, dim: level } }),
  );
  last[gid - start] = level;
  singles++;
}

function sendSingles(number: number): void {
  const observedAt = new Date().toISOString();
  for (let n = 1; n < number; n++) {
    const at = singles % setup.codes.length;
    sendSingle(setup.codes[at]!, setup.gids[at]!, (at + singles) % MARKS, observedAt);
  }
  const markedAt = new Date(next(singleAt)).toISOString();
  sendSingle(setup.singleMarker.code, setup.singleMarker.gid, (singleAt.length - 1) % MARKS, markedAt);
}

const begun = performance.now();
let ended = false;
function tick(): void {
  const seconds = (performance.now() - begun) / 1_000;
  while (!ended && (batches + 1) / batchesPerSecond <= seconds) {
    lateMs = Math.max(lateMs, (seconds - (batches + 1) / batchesPerSecond) * 1_000);
    sendBatch();
  }
  while (!ended && (singleAt.length + 1) / STEPS <= seconds) sendSingles(singlesPerSecond / STEPS);
  if (!ended) setTimeout(tick, 5);
}
tick();

async function leave(): Promise<void> {
  ended = true;
  // What is told once and not acknowledged may be lost with the farewell.
  await new Promise((resolve) => setTimeout(resolve, FAREWELL_MS));
  await client.endAsync();
  const result: PublisherResult = {
    batches,
    singles,
    changes,
    batchAt: Float64Array.from(batchAt),
    singleAt: Float64Array.from(singleAt),
    last,
    lateMs,
  };
  parentPort!.postMessage(result);
}
parentPort!.once('message', () => void leave());
