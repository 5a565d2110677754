/** Runs every bench (`*.bench.ts` under src), bundled like the command line, one after the other. A name given runs those that contain it. */
import { readdirSync, rmSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUT = join(ROOT, 'dist/bench');
const wanted = process.argv[2] ?? '';
const benches = readdirSync(join(ROOT, 'src'), { recursive: true })
  .filter((path) => path.endsWith('.bench.ts') && path.includes(wanted))
  .sort();
if (benches.length === 0) {
  console.error(`bench: expected at least one bench "${wanted}" under src, got none`);
  process.exit(1);
}
rmSync(OUT, { recursive: true, force: true });
let failed = 0;
for (const path of benches) {
  console.log(`\n${path}`);
  try {
    const bundle = await rolldown({
      cwd: ROOT,
      input: {
        bench: join(ROOT, 'src', path),
        worker: join(ROOT, 'src/builder/worker.ts'),
        publisher: join(ROOT, 'src/bench/publisher-worker.ts'),
      },
      platform: 'node',
      external: (id) => !id.startsWith('.') && !id.startsWith('#') && !isAbsolute(id),
      logLevel: 'warn',
    });
    const dir = join(OUT, relative('.', path).replace(/\W+/g, '-'));
    await bundle.write({
      dir,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'part-[name]-[hash].js',
    });
    await bundle.close();
    const { bench } = await import(pathToFileURL(join(dir, 'bench.js')).href);
    await bench();
  } catch (error) {
    failed++;
    console.error(error);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
