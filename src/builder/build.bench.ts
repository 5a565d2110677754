/**
 * Building a city end to end with the built command line, against parsing the same file alone.
 *
 * Run by `npm run bench`; prints what was measured on what.
 */

import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createRandom } from '#base/random.ts';
import type { Report } from './report.ts';

interface Done {
  report: Report;
  peakMemory: number;
}

/** One footprint of 5–12 corners with a height, on a grid of 40 m. */
function footprint(index: number, columns: number, random: () => number): string {
  const east = (index % columns) * 40;
  const north = Math.floor(index / columns) * 40;
  const corners = 5 + Math.floor(random() * 8);
  const radius = 6 + random() * 10;
  const turn = random() * Math.PI;
  const ring: string[] = [];
  for (let i = 0; i < corners; i++) {
    const angle = turn + (i / corners) * 2 * Math.PI;
    const reach = radius * (0.75 + random() * 0.25);
    const lon = 4.3 + (east + Math.cos(angle) * reach) / 68_000;
    const lat = 52 + (north + Math.sin(angle) * reach) / 111_320;
    ring.push(`[${lon.toFixed(7)},${lat.toFixed(7)}]`);
  }
  ring.push(ring[0]!);
  const height = (3 + random() * 40).toFixed(1);
  return `{"type":"Feature","id":${index + 1},"properties":{"height":${height}},"geometry":{"type":"Polygon","coordinates":[[${ring.join(',')}]]}}`;
}

async function writeFootprints(path: string, count: number, sequence: boolean): Promise<void> {
  const random = createRandom(7);
  const columns = Math.ceil(Math.sqrt(count));
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  const put = async (text: string): Promise<void> => {
    if (!file.write(text)) await new Promise<void>((resolve) => file.once('drain', () => resolve()));
  };
  if (!sequence) await put('{"type":"FeatureCollection","features":[\n');
  for (let from = 0; from < count; from += 1_000) {
    const lines: string[] = [];
    for (let i = from; i < Math.min(count, from + 1_000); i++) lines.push(footprint(i, columns, random));
    const last = from + 1_000 >= count;
    await put(sequence ? `${lines.join('\n')}\n` : `${lines.join(',\n')}${last ? '\n]}\n' : ',\n'}`);
  }
  await new Promise<void>((resolve) => file.end(() => resolve()));
}

/** Builds with the command line in a process of its own. */
async function build(source: string, out: string): Promise<Done & { seconds: number }> {
  const cli = join(process.cwd(), 'dist/cli.js');
  if (!existsSync(cli))
    throw new Error(`bench: expected the built command line at ${cli}, got none: npm run build`);
  const from = performance.now();
  const child = spawn(process.execPath, [cli, 'build', source, '--out', out, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let done: Done | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as { event: string } & Done;
    if (event.event === 'done') done = event;
  }
  if (!done) throw new Error(`bench: expected a result of building ${source}, got none`);
  return { ...done, seconds: (performance.now() - from) / 1000 };
}

/** Parses line by line, nothing else: the baseline of a text sequence. */
async function parseLines(path: string): Promise<number> {
  const from = performance.now();
  let corners = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    corners += (JSON.parse(line) as { geometry: { coordinates: unknown[][] } }).geometry.coordinates[0]!
      .length;
  }
  if (corners === 0) throw new Error('bench: expected corners');
  return (performance.now() - from) / 1000;
}

function print(
  what: string,
  count: number,
  parse: number,
  result: Done & { seconds: number },
  size: number,
): void {
  const { report } = result;
  const bytes = report.sizes.buildings?.bytesGz ?? 0;
  const stages = Object.entries(report.timings).map(([stage, seconds]) => `${stage} ${seconds.toFixed(2)}`);
  process.stdout.write(
    `${what}: ${count} footprints, ${(size / 1e6).toFixed(0)} MB\n` +
      `  parse alone ${parse.toFixed(2)} s; build ${result.seconds.toFixed(2)} s = ${(result.seconds / parse).toFixed(1)} × parse; ` +
      `${Math.round(count / result.seconds)} buildings/s end to end\n` +
      `  ${(bytes / count).toFixed(1)} bytes a building, gzipped, all building levels; peak memory ${(result.peakMemory / 2 ** 30).toFixed(2)} GiB\n` +
      `  ${stages.join(', ')}\n`,
  );
}

/** Measures 100,000 footprints as one GeoJSON, then 1,000,000 as a text sequence. */
export async function bench(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'spar-bench-'));
  try {
    const whole = join(dir, 'footprints.geojson');
    await writeFootprints(whole, 100_000, false);
    const from = performance.now();
    const parsed = JSON.parse(await readFile(whole, 'utf8')) as { features: unknown[] };
    if (parsed.features.length !== 100_000) throw new Error('bench: expected 100,000 features');
    const parse = (performance.now() - from) / 1000;
    for (let run = 0; run < 2; run++) {
      const result = await build(whole, join(dir, `whole-${run}`));
      print(`GeoJSON, run ${run + 1}`, 100_000, parse, result, (await stat(whole)).size);
    }
    const sequence = join(dir, 'footprints.geojsons');
    await writeFootprints(sequence, 1_000_000, true);
    const million = await build(sequence, join(dir, 'million'));
    print(
      'GeoJSON text sequence',
      1_000_000,
      await parseLines(sequence),
      million,
      (await stat(sequence)).size,
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
