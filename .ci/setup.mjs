/**
 * Makes the project ready to run: Node's version, node_modules, dist and (with --browser) Chromium.
 * Runs before anything is installed, so it uses Node alone. Quiet when there is nothing to do.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json', '.ci/build.mjs'];

function fail(message) {
  console.error(`spar: ${message}`);
  process.exit(1);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  if (!ok) fail(`Node: expected 20.19 or later, 22.12 or later, got ${process.versions.node}`);
}

/** Tells whether node_modules holds what package-lock.json wants. */
function isInstalled() {
  const marker = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(marker)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const found = JSON.parse(readFileSync(marker, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) =>
      path === '' || optional || (peer && !found[path]) || found[path]?.version === version,
  );
}

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isBuilt() {
  const outputs = ['dist/cli.js', 'dist/app/index.html'].map((path) => newest(join(ROOT, path)));
  return Math.min(...outputs) > Math.max(...SOURCES.map((path) => newest(join(ROOT, path))));
}

function run(command, args, output = 'inherit') {
  return spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', output, output],
    shell: process.platform === 'win32',
  });
}

function runOrFail(command, args, what) {
  const { status, error } = run(command, args);
  if (error || status !== 0) {
    fail(
      `${what} failed: ${command} ${args.join(' ')}${error ? `: ${error.message}` : ` ended with ${status}`}`,
    );
  }
}

/**
 * Installs what the lock file says. `npm ci` refuses a lock that lacks a package of another platform, as npm writes it
 * where a registry does not carry it; `npm install` keeps the lock's versions too and minds less.
 */
function installPackages() {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  console.error('spar: installing packages (npm ci)');
  if (run('npm', ['ci', ...quiet], 'ignore').status === 0) return;
  console.error('spar: npm ci did not do, installing by npm install');
  runOrFail('npm', ['install', '--no-save', ...quiet], 'installing packages');
}

function isDebianRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('apt-get', ['--version'], { stdio: 'ignore' });
    return /debian/i.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function requireChromium() {
  if (findChromium()) return;
  if (process.env.CHROMIUM_PATH) {
    fail(`CHROMIUM_PATH: expected the path of an executable, got "${process.env.CHROMIUM_PATH}"`);
  }
  if (isDebianRoot()) {
    console.error('spar: no Chromium found; installing Debian’s');
    const apt = (...args) => runOrFail('apt-get', args, 'installing Chromium');
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
    if (findChromium()) return;
  }
  fail(
    'the browser tests need Chromium or Chrome, and none was found. Install one ' +
      '(Debian: "apt-get install chromium"; Ubuntu: "snap install chromium"; macOS: "brew install --cask chromium") ' +
      'or set CHROMIUM_PATH to its executable.',
  );
}

/** One test runs beside mosquitto; it is skipped, and says so, where there is none. */
function offerMosquitto() {
  if (!spawnSync('mosquitto', ['-h'], { stdio: 'ignore' }).error || !isDebianRoot()) return;
  console.error('spar: no mosquitto found; installing Debian’s');
  // Installed, not started: its port is none of ours.
  const env = { ...process.env, RUNLEVEL: '1' };
  const options = { stdio: 'ignore', env };
  if (
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'mosquitto'], options).status ===
    0
  )
    return;
  spawnSync('apt-get', ['update', '-qq'], options);
  const { status } = spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'mosquitto'],
    options,
  );
  if (status !== 0) console.error('spar: mosquitto could not be installed; the test beside it is skipped');
}

requireNode();
if (!isInstalled()) {
  installPackages();
}
if (!isBuilt()) runOrFail(process.execPath, [join(ROOT, '.ci/build.mjs')], 'building');
if (process.argv.includes('--browser')) {
  requireChromium();
  offerMosquitto();
}
