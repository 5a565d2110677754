/** The command line: `spar build | demo | serve | up | inspect`. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cac } from 'cac';
import { parseManifest } from '#base/manifest.ts';
import { restoreFolders } from '#builder/atomic-folder.ts';
import { type BuildResult, buildCity } from '#builder/build.ts';
import { createJsonProgress, createTerminalProgress, type Progress } from '#builder/progress.ts';
import { parseRecipe, type Recipe } from '#builder/recipe.ts';
import { summarise } from '#builder/summary.ts';
import { type LiveFlags, parseLiveFlags } from '#server/live/live-options.ts';

interface BuildFlags {
  out?: string;
  name?: string;
  recipe?: string;
  json?: boolean;
  threads?: number;
}

interface ServeFlags extends LiveFlags {
  port: number;
  host: string;
}

const APP = fileURLToPath(new URL('./app', import.meta.url));
const SCENES = fileURLToPath(new URL('../scenes', import.meta.url));
const MOST_THREADS = 256;
const DEMO = join('tilesets', 'lanwan');

function progressFor(json: boolean | undefined): Progress {
  return json
    ? createJsonProgress((text) => process.stdout.write(text))
    : createTerminalProgress(process.stderr);
}

/** Ctrl-C aborts the work, which then tidies up after itself; a second one ends the process. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  process.once('SIGTERM', () => controller.abort());
  return controller.signal;
}

/** The parser takes a text of digits for a number. */
function textOf(value: string | number | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : String(value);
}

function threadsOf(flags: BuildFlags): { threads?: number } {
  if (flags.threads === undefined) return {};
  const threads = Number(flags.threads);
  if (Number.isInteger(threads) && threads >= 0 && threads <= MOST_THREADS) return { threads };
  throw new Error(
    `--threads: expected a whole number from 0 to ${MOST_THREADS}, got "${String(flags.threads)}"`,
  );
}

async function recipeOf(path: string | undefined): Promise<Recipe> {
  if (path === undefined) return {};
  const scope = `recipe "${path}"`;
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const got = error.code === 'ENOENT' ? 'nothing at this path' : error.code;
    throw new Error(`${scope}: expected a file that can be read, got ${got}`);
  });
  return parseRecipe(text, scope);
}

function stem(path: string): string {
  return basename(path)
    .replace(/\.(gz|zip)$/i, '')
    .replace(/\.[^.]+$/, '')
    .replace(/\.(osm|city)$/i, '');
}

async function runBuild(sources: string[], flags: BuildFlags): Promise<BuildResult> {
  if (sources.length === 0) throw new Error('spar build: expected at least one source file, got none');
  const threads = threadsOf(flags);
  const recipe = await recipeOf(textOf(flags.recipe));
  const folder = textOf(flags.out);
  const name = textOf(flags.name) ?? recipe.name ?? (folder ? basename(resolve(folder)) : stem(sources[0]!));
  const progress = progressFor(flags.json);
  const result = await buildCity({
    sources,
    out: folder ?? join('tilesets', name),
    name,
    recipe,
    progress,
    signal: interruptSignal(),
    ...threads,
  });
  progress.end();
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify({ event: 'done', out: result.out, peakMemory: process.resourceUsage().maxRSS * 1024, report: result.report })}\n`,
    );
  else process.stdout.write(summarise(result));
  return result;
}

/** Tells whether a city folder of this version is there, with components as the demo has them. */
async function isDemoBuilt(folder: string): Promise<boolean> {
  try {
    const { levels } = parseManifest(
      JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')),
      folder,
    );
    return Boolean(levels.L4);
  } catch {
    return false;
  }
}

async function runDemo(flags: BuildFlags & ServeFlags & { serve?: boolean; force?: boolean }): Promise<void> {
  const out = textOf(flags.out) ?? DEMO;
  parseLiveFlags(flags);
  if (flags.force || !(await isDemoBuilt(out))) {
    const signal = interruptSignal();
    const sources = await mkdtemp(join(tmpdir(), 'spar-lanwan-'));
    try {
      const progress = progressFor(flags.json);
      const { generateLanwan } = await import('#demo/lanwan.ts');
      const generated = await generateLanwan(sources, {
        onProgress: (done, total) => progress.step('generate', done, total),
      });
      progress.end();
      signal.throwIfAborted();
      await runBuild(generated.files, { ...flags, out, recipe: generated.recipe });
    } finally {
      await rm(sources, { recursive: true, force: true });
    }
  }
  if (!flags.serve) return;
  const { openingTime } = await import('#demo/opening-time.ts');
  await runServe([out], { ...flags, at: flags.at ?? openingTime(Date.now()) });
}

async function runServe(folders: string[], flags: ServeFlags): Promise<void> {
  const live = parseLiveFlags(flags);
  const { serve } = await import('#server/serve.ts');
  const places = folders.length > 0 ? folders : ['tilesets'];
  await restoreFolders(places);
  const server = await serve({
    folders: places,
    port: Number(flags.port),
    host: flags.host,
    app: APP,
    scenes: SCENES,
    live,
    say: (message) => process.stderr.write(`${message}\n`),
  });
  if (server.mqttPort !== null) process.stdout.write(`Devices: mqtt://${flags.host}:${server.mqttPort}\n`);
  process.stdout.write(`Spar is at ${server.url}  (Ctrl-C ends it)\n`);
  const stop = (): void => void server.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

async function runInspect(folder: string, flags: { json?: boolean }): Promise<void> {
  const { inspectCity } = await import('#builder/inspect/inspect-city.ts');
  const result = await inspectCity(folder);
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    for (const finding of result.findings) process.stdout.write(`✗ ${finding}\n`);
    for (const [what, count] of Object.entries(result.counts)) process.stdout.write(`  ${what}: ${count}\n`);
    process.stdout.write(result.findings.length === 0 ? 'clean\n' : `${result.findings.length} findings\n`);
  }
  if (result.findings.length > 0) process.exitCode = 1;
}

const cli = cac('spar');
const serverOptions = (command: ReturnType<typeof cli.command>): ReturnType<typeof cli.command> =>
  command
    .option('--port <port>', 'Port to listen on', { default: 8080 })
    .option('--host <host>', 'Address to listen on', { default: '127.0.0.1' })
    .option(
      '--broker <url>',
      'Another MQTT broker (mqtt://, mqtts://, ws://, wss://) instead of the embedded one',
    )
    .option('--mqtt-port <port>', 'Port of the embedded broker for devices over plain TCP (default: none)')
    .option('--no-sim', 'Do not simulate the life of the cities')
    .option('--seed <number>', 'What the simulated life follows from (default: 1)')
    .option('--rate <factor>', 'City seconds that pass in a second (default: 1)')
    .option(
      '--at <time>',
      "The city's time at the start, such as 2026-11-21T17:30 (default: now; the demo: before sunset)",
    );
const buildOptions = (command: ReturnType<typeof cli.command>): ReturnType<typeof cli.command> =>
  command
    .option('--out <dir>', 'City folder to write (default: tilesets/<name>)')
    .option('--name <name>', 'Name of the city')
    .option('--recipe <file>', 'What the files do not say: frames, columns, titles')
    .option('--threads <number>', 'Worker threads (default: one a core; 0: none)')
    .option('--json', 'Progress and result as JSON lines');

buildOptions(cli.command('build [...sources]', "Build a city folder from a city's own files")).action(
  async (sources: string[], flags: BuildFlags) => void (await runBuild(sources, flags)),
);
serverOptions(buildOptions(cli.command('up [...sources]', 'Build, then serve'))).action(
  async (sources: string[], flags: BuildFlags & ServeFlags) => {
    // What is wrong with the flags is said before the work, not after it.
    parseLiveFlags(flags);
    const { out } = await runBuild(sources, flags);
    await runServe([out], flags);
  },
);
serverOptions(buildOptions(cli.command('demo', 'Build the demo city Lanwan, if it is not built yet')))
  .option('--serve', 'Serve it afterwards')
  .option('--force', 'Build it again')
  .action(runDemo);
serverOptions(cli.command('serve [...dirs]', 'Serve the app and city folders (default: tilesets)')).action(
  runServe,
);
cli
  .command('inspect <dir>', 'Check a city folder; exits 1 when anything is wrong')
  .option('--json', 'Result as JSON')
  .action(runInspect);
cli.help();
cli.version(versionOf());

function versionOf(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function main(): Promise<void> {
  cli.parse(process.argv, { run: false });
  if (!cli.matchedCommand && !cli.options.help && !cli.options.version) {
    const word = cli.args[0];
    cli.outputHelp();
    if (word !== undefined) throw new Error(`spar: expected a command, got "${word}"`);
    return;
  }
  await cli.runMatchedCommand();
}

// A reader such as `head` may close early: the work goes on, and the exit code says how it ended.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `${(error as Error)?.name === 'AbortError' ? 'stopped; nothing was changed' : text}\n`,
  );
  if (process.env.SPAR_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
