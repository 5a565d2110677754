/**
 * Building 900,000 components from CSV with the built command line.
 *
 * Run by `npm run bench`; promise: 60 s and 2 GiB.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createRandom } from '#base/random.ts';
import type { Report } from './report.ts';

const COUNT = 900_000;
/** Streets of a city of 30 × 30 km, 100 m apart. */
const STREETS = 300;
const PITCH = 100;
const CLASSES = '0118 0102 0103 0104 0402 0209 0305 0136 0113 0107 0117 0210 0407 0203 0212 0123 0501'.split(
  ' ',
);
const OWNERS = ['市政公司', '供电局', '水务集团', '电信公司', '交警支队'];
const STATES = ['完好', '完好', '完好', '完好', '破损', '丢失'];

/** Writes components as CSV, along streets, of seventeen classes; the end of a code is its row. */
export async function writeInventory(path: string, count: number): Promise<void> {
  const random = createRandom(11);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)]!;
  const digits = (most: number, width: number): string =>
    String(1 + Math.floor(random() * most)).padStart(width, '0');
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  file.write('部件标识码,小类代码,经度,纬度,权属单位,状态,安装日期,所在网格\n');
  let lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const across = Math.floor(random() * STREETS) * PITCH + (random() - 0.5) * 16;
    const along = random() * STREETS * PITCH;
    const [east, north] = random() < 0.5 ? [across, along] : [along, across];
    const kind = pick(CLASSES);
    const place = `${(113.9 + east / 102_800).toFixed(8)},${(22.45 + north / 110_700).toFixed(8)}`;
    const grid = `440305${digits(12, 3)}${digits(20, 3)}${digits(99, 3)}`;
    const date = `${2000 + Math.floor(random() * 25)}-05-${digits(28, 2)}`;
    lines.push(
      `440305${kind}${String(i).padStart(6, '0')},${kind},${place},${pick(OWNERS)},${pick(STATES)},${date},${grid}\n`,
    );
    if (lines.length < 10_000 && i < count - 1) continue;
    if (!file.write(lines.join('')))
      await new Promise<void>((resolve) => file.once('drain', () => resolve()));
    lines = [];
  }
  await new Promise<void>((resolve) => file.end(() => resolve()));
}

/** Measures one build of 900,000 components. */
export async function bench(): Promise<void> {
  const cli = join(process.cwd(), 'dist/cli.js');
  if (!existsSync(cli))
    throw new Error(`bench: expected the built command line at ${cli}, got none: npm run build`);
  const dir = await mkdtemp(join(tmpdir(), 'spar-bench-'));
  try {
    const source = join(dir, 'components.csv');
    await writeInventory(source, COUNT);
    const from = performance.now();
    const child = spawn(process.execPath, [cli, 'build', source, '--out', join(dir, 'city'), '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let done: { report: Report; peakMemory: number } | null = null;
    for await (const line of createInterface({ input: child.stdout })) {
      const event = JSON.parse(line) as { event: string; report: Report; peakMemory: number };
      if (event.event === 'done') done = event;
    }
    if (done?.report.counts.components !== COUNT) {
      throw new Error(`bench: expected ${COUNT} components, got ${done?.report.counts.components}`);
    }
    const seconds = (performance.now() - from) / 1000;
    const { timings, sizes } = done.report;
    const stages = Object.entries(timings).map(([stage, time]) => `${stage} ${time.toFixed(1)}`);
    process.stdout.write(
      `${COUNT} components from ${((await stat(source)).size / 1e6).toFixed(0)} MB of CSV: ${seconds.toFixed(1)} s (promise 60), ` +
        `peak memory ${(done.peakMemory / 2 ** 30).toFixed(2)} GiB (promise 2)\n` +
        `  ${sizes.components!.files} tiles and tables, ${(sizes.components!.bytesGz / COUNT).toFixed(1)} bytes a component, gzipped; ` +
        `attributes ${(sizes.features!.bytesGz / COUNT).toFixed(1)}\n  ${stages.join(', ')}\n`,
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
