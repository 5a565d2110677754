/** The built command line in processes of its own: what it says, how it exits, what it leaves on the disk. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CLI = join(process.cwd(), 'dist/cli.js');
const root = mkdtempSync(join(tmpdir(), 'spar-cli-'));
const few = join(root, 'few.geojson');
const many = join(root, 'many.geojson');
const other = join(root, 'other.geojson');

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves when the text has come on the standard output. */
  said(text: string): Promise<void>;
}

/** None outlives the tests, stopped ones neither. */
const children = new Set<ChildProcess>();

function start(args: string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  children.add(child);
  let [out, err] = ['', ''];
  const waiting: { text: string; go: () => void }[] = [];
  child.stdout.on('data', (more: Buffer) => {
    out += more.toString();
    for (const { text, go } of waiting) if (out.includes(text)) go();
  });
  child.stderr.on('data', (more: Buffer) => {
    err += more.toString();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      children.delete(child);
      resolve({ code, signal, out, err });
    });
  });
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      if (out.includes(text)) return resolve();
      waiting.push({ text, go: resolve });
      void ended.then(() => reject(new Error(`expected "${text}", got the end: ${err}`)));
    });
  return { child, ended, said };
}

const run = (...args: string[]): Promise<Ended> => start(args).ended;

/** Square footprints of 10 m on a grid of 30 m, with heights. */
function writeFootprints(path: string, count: number, lat = 52): void {
  const columns = Math.ceil(Math.sqrt(count));
  const features = Array.from({ length: count }, (_, i) => {
    const w = 4.3 + (i % columns) * 0.00044;
    const s = lat + Math.floor(i / columns) * 0.00027;
    const [e, n] = [w + 0.00015, s + 0.00009];
    return `{"type":"Feature","id":${i + 1},"properties":{"height":${4 + (i % 40)}},"geometry":{"type":"Polygon","coordinates":[[[${w},${s}],[${e},${s}],[${e},${n}],[${w},${n}],[${w},${s}]]]}}`;
  });
  writeFileSync(path, `{"type":"FeatureCollection","features":[${features.join(',\n')}]}`);
}

/** SHA-256 of every file below a folder by path; of the report without its timings. */
function contents(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) continue;
    const bytes = name.endsWith('report.json') ? withoutTimings(path) : readFileSync(path);
    files[name] = createHash('sha256').update(bytes).digest('hex');
  }
  return files;
}

function withoutTimings(path: string): string {
  const report = JSON.parse(readFileSync(path, 'utf8')) as { timings?: object };
  if (!report.timings) throw new Error(`${path}: expected timings`);
  delete report.timings;
  return JSON.stringify(report);
}

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function count(folder: string): number {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    counts: { buildings: number };
  };
  return manifest.counts.buildings;
}

beforeAll(() => {
  if (!existsSync(CLI) || statSync(CLI).mtimeMs < newest(join(process.cwd(), 'src'))) {
    const { status, stderr } = spawnSync(process.execPath, ['.ci/build.mjs', '--cli'], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`expected dist/cli.js to build, got: ${stderr}`);
  }
  writeFootprints(few, 60);
  writeFootprints(other, 60, 53);
  writeFootprints(many, 5_000);
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

describe('arguments that mean nothing', () => {
  const cases: [string[], string][] = [
    [['nonsense'], 'spar: expected a command, got "nonsense"'],
    [['build'], 'spar build: expected at least one source file, got none'],
    [['build', 'none.geojson'], 'none.geojson: expected a file that can be read, got nothing at this path'],
    [['build', few, '--threads', 'many'], '--threads: expected a whole number from 0 to 256, got "many"'],
    [
      ['build', few, '--recipe', 'none.json'],
      'recipe "none.json": expected a file that can be read, got nothing',
    ],
    [['build', few, '--colour', 'red'], 'Unknown option `--colour`'],
    [
      ['build', few, '--out', root],
      `city folder "${root}": expected a city folder, an empty folder or nothing, got`,
    ],
    [['build', few, '--out', few], `city folder "${few}": expected a folder or nothing, got a file`],
    [['inspect'], 'missing required args for command `inspect <dir>`'],
    [['inspect', 'nowhere'], 'city folder "nowhere": expected a manifest.json, got none'],
    [['serve', 'nowhere'], 'expected a folder, got none'],
    [['serve', root, '--port', 'abc'], 'port: expected a number from 0 to 65535, got NaN'],
  ];
  it('are told in one line, with exit code 1, and nothing is written', async () => {
    const before = readdirSync(root).sort();
    for (let from = 0; from < cases.length; from += 4) {
      await Promise.all(
        cases.slice(from, from + 4).map(async ([args, message]) => {
          const { code, err } = await run(...args);
          expect({ args, code, err }).toMatchObject({ args, code: 1, err: expect.stringContaining(message) });
          expect(err.trim().split('\n'), `spar ${args.join(' ')}`).toHaveLength(1);
        }),
      );
    }
    expect(readdirSync(root).sort()).toEqual(before);
  });

  it('are not a name or a folder of digits', async () => {
    const { code } = await run('build', few, '--out', '2024', '--name', '7', '--threads', '0');
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(join(root, '2024/manifest.json'), 'utf8'))).toMatchObject({ name: '7' });
  });
});

describe('spar build', () => {
  it('writes the same bytes whatever the threads, and JSON lines that end with the result', async () => {
    const folders = await Promise.all(
      ['0', '1', '2'].map(async (threads) => {
        const out = join(root, `threads-${threads}`, 'city');
        const { code, out: text } = await run('build', few, '--out', out, '--threads', threads, '--json');
        expect(code).toBe(0);
        const events = text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { event: string; report?: { counts: object } });
        expect(events.length).toBeGreaterThan(2);
        expect(new Set(events.slice(0, -1).map(({ event }) => event))).toEqual(new Set(['progress']));
        expect(events.at(-1)).toMatchObject({ event: 'done', out, report: { counts: { buildings: 60 } } });
        return contents(join(root, `threads-${threads}`));
      }),
    );
    expect(Object.keys(folders[0]!)).toContain('city.ledger');
    expect(folders[1]).toEqual(folders[0]);
    expect(folders[2]).toEqual(folders[0]);
    const { code, out } = await run('inspect', join(root, 'threads-2/city'), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ findings: [], counts: { buildings: 60, dropped: 0 } });
  });

  it('goes on when whoever reads its output goes away', async () => {
    const out = join(root, 'unread/city');
    const { child, ended } = start(['build', few, '--out', out, '--json', '--threads', '0']);
    child.stdout!.destroy();
    expect(await ended).toMatchObject({ code: 0, err: '' });
    expect(count(out)).toBe(60);
  });

  it('killed in the middle of a rebuild leaves the old folder whole; the next build tidies up', async () => {
    const parent = join(root, 'killed');
    const out = join(parent, 'city');
    expect((await run('build', few, '--out', out)).code).toBe(0);
    const before = contents(parent);
    const { child, ended, said } = start(['build', many, '--out', out, '--json', '--threads', '1']);
    await said('"stage":"buildings"');
    child.kill('SIGKILL');
    expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL' });
    const left = readdirSync(parent).filter((name) => name.startsWith('.city.tmp-'));
    expect(left).toHaveLength(1);
    const after = contents(parent);
    for (const [path, hash] of Object.entries(before)) expect(after[path], path).toBe(hash);
    expect((await run('build', many, '--out', out)).code).toBe(0);
    expect(readdirSync(parent).sort()).toEqual(['city', 'city.ledger']);
    expect(count(out)).toBe(5_000);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stopped by %s says so and leaves nothing', async (signal) => {
    const parent = join(root, signal);
    const out = join(parent, 'city');
    const { child, ended, said } = start(['build', many, '--out', out, '--json']);
    await said('"stage":"buildings"');
    child.kill(signal);
    const { code, err } = await ended;
    expect({ code, err }).toEqual({ code: 1, err: 'stopped; nothing was changed\n' });
    expect(existsSync(parent)).toBe(false);
  });

  it('stopped while the demo city is made up leaves neither city nor sources', async () => {
    const temporary = join(root, 'temporary');
    await mkdir(temporary);
    const { child, ended, said } = start(['demo', '--out', join(root, 'demo/lanwan'), '--json'], {
      TMPDIR: temporary,
    });
    await said('"stage":"generate"');
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    expect({ code, err }).toEqual({ code: 1, err: 'stopped; nothing was changed\n' });
    expect(out).not.toContain('"stage":"read"');
    expect(readdirSync(temporary)).toEqual([]);
    expect(existsSync(join(root, 'demo'))).toBe(false);
  });

  it('refuses to end when another build of the city ended meanwhile', async () => {
    const parent = join(root, 'meanwhile');
    const out = join(parent, 'city');
    const slow = start(['build', many, '--out', out, '--json', '--threads', '1']);
    await slow.said('"stage":"buildings"');
    slow.child.kill('SIGSTOP');
    expect((await run('build', few, '--out', out)).code).toBe(0);
    const before = contents(out);
    slow.child.kill('SIGCONT');
    const { code, err } = await slow.ended;
    expect({ code, err }).toEqual({
      code: 1,
      err: `city folder "${out}": expected no other build of it meanwhile, got a ledger that another build wrote; build it again\n`,
    });
    expect(readdirSync(parent).sort()).toEqual(['city', 'city.ledger']);
    expect(contents(out)).toEqual(before);
  });

  it('twice at once into one folder ends with one whole city', async () => {
    const parent = join(root, 'twice');
    const out = join(parent, 'city');
    const ends = await Promise.all(
      [few, other].map((source) => run('build', source, '--out', out, '--threads', '1')),
    );
    for (const { code, err } of ends) if (code !== 0) expect(err).toContain('expected no other build');
    expect(ends.map(({ code }) => code)).toContain(0);
    expect(readdirSync(parent).sort()).toEqual(['city', 'city.ledger']);
    const { code, out: text } = await run('inspect', out);
    expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining('clean') });
  });
});

/** Runs a script of the shell in a namespace where it may mount; null where the system does not allow that. */
function inNamespace(script: string): { code: number | null; out: string; err: string } | null {
  const { status, stdout, stderr, error } = spawnSync('unshare', ['-rm', 'sh', '-c', script], {
    encoding: 'utf8',
    cwd: root,
  });
  return error ? null : { code: status, out: stdout, err: stderr };
}

const disk = join(root, 'disk');
const MOUNT = `mkdir -p ${disk} && mount -t tmpfs -o size=1500k tmpfs ${disk}`;
const mountable = inNamespace(MOUNT)?.code === 0;

describe('a disk that refuses', () => {
  it.skipIf(!mountable)('when it is full: one message, exit code 1, the old folder whole', () => {
    const build = (source: string): string =>
      `${process.execPath} ${CLI} build ${source} --out ${disk}/city --threads 2`;
    const result = inNamespace(
      `${MOUNT} && ${build(few)} >/dev/null 2>&1 && cp -r ${disk} ${root}/before; ` +
        `${build(many)}; echo "exit $?"; cp -r ${disk} ${root}/after`,
    )!;
    expect(result.out).toBe('exit 1\n');
    expect(result.err).toContain(
      `city folder "${disk}/city": expected room on the disk, got none left; nothing was changed\n`,
    );
    expect(readdirSync(join(root, 'after')).sort()).toEqual(['city', 'city.ledger']);
    expect(contents(join(root, 'after'))).toEqual(contents(join(root, 'before')));
  });

  it.skipIf(!mountable)('when it is read-only: the place and the code', () => {
    const { out, err } = inNamespace(
      `${MOUNT} && mount -o remount,ro ${disk} && ${process.execPath} ${CLI} build ${few} --out ${disk}/city; echo "exit $?"`,
    )!;
    expect(out).toBe('exit 1\n');
    expect(err).toContain(
      `city folder "${disk}/city": expected to be allowed to write, got EROFS at ${disk}/.city`,
    );
  });

  it.skipIf(process.getuid?.() === 0)('when the folder is not ours: the place and the code', async () => {
    const parent = join(root, 'locked');
    await mkdir(parent);
    await chmod(parent, 0o555);
    const { code, err } = await run('build', few, '--out', join(parent, 'city'));
    expect(code).toBe(1);
    expect(err).toContain('expected to be allowed to write, got EACCES');
    await chmod(parent, 0o755);
  });
});
