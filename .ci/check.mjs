/** Runs every code check, one after the other, named and timed; exits with 1 if any fails. Names given run those alone. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(ROOT, 'node_modules/.bin', name);
const node = process.execPath;
const CHECKS = {
  biome: [bin('biome'), 'ci', '--error-on-warnings', '--colors=off'],
  tsc: [bin('tsc'), '--noEmit'],
  oxlint: [bin('oxlint'), '--type-aware', '--deny-warnings', 'src'],
  knip: [bin('knip'), '--no-progress'],
  layers: [node, join(ROOT, '.ci/layers.mjs')],
  build: [node, join(ROOT, '.ci/build.mjs')],
};

const wanted = process.argv.slice(2);
const failed = [];
for (const [name, [command, ...args]] of Object.entries(CHECKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const start = performance.now();
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (status !== 0) failed.push(name);
  const end = error ? `failed: ${error.message}` : status === 0 ? 'ok' : `failed (${status})`;
  console.log(`check ${name}: ${end}, ${seconds} s`);
}
console.log(failed.length === 0 ? 'all checks passed' : `failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
