/** Runs all tests, prints the runner's output, then its count; leaves the count in dist/test-count.txt for .ci/run. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countRun, formatCounts } from './count.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const REPORT = join(ROOT, 'dist/test-report.json');
const COUNT = join(ROOT, 'dist/test-count.txt');

mkdirSync(dirname(REPORT), { recursive: true });
rmSync(REPORT, { force: true });
rmSync(COUNT, { force: true });
const { status } = spawnSync(
  process.execPath,
  [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORT}`,
    ...process.argv.slice(2),
  ],
  { cwd: ROOT, stdio: 'inherit' },
);
const counts = countRun(REPORT, status ?? 1);
writeFileSync(COUNT, `${formatCounts(counts)}\n`);
console.log(formatCounts(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
