/**
 * A folder that appears whole or not at all.
 *
 * Work goes on in `.NAME.tmp-PID` beside the target; `commit` swaps it in by two renames. A process killed between
 * the two leaves `.NAME.old-PID`, which the next build moves back. What dead processes left is removed.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

export interface AtomicFolder {
  /** Where to write. */
  readonly path: string;
  /** Puts the folder in the target's place. `alongside` files, best written in it, are renamed first: [from, to]. */
  commit(alongside?: [string, string][]): Promise<void>;
  /** Removes everything written, and the folders around it if they were made for it. */
  discard(): Promise<void>;
}

/** Opens a working folder for a target, after cleaning what earlier, killed builds left. */
export async function openAtomicFolder(target: string): Promise<AtomicFolder> {
  const whole = resolve(target);
  const parent = dirname(whole);
  const made = await mkdir(parent, { recursive: true });
  await recoverFolder(whole);
  const path = join(parent, `.${basename(whole)}.tmp-${process.pid}`);
  const old = join(parent, `.${basename(whole)}.old-${process.pid}`);
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
  return {
    path,
    async commit(alongside = []) {
      for (const [from, to] of alongside) await rename(from, to);
      await swap(path, whole, old);
      await rm(old, { recursive: true, force: true });
    },
    async discard() {
      await rm(path, { recursive: true, force: true });
      if (made) await removeEmpty(parent, made);
    },
  };
}

/** Removes a folder and those around it, up to the outermost that was made for it, as long as they are empty. */
async function removeEmpty(folder: string, outermost: string): Promise<void> {
  for (let at = folder; at.startsWith(outermost); at = dirname(at)) {
    const gone = await rmdir(at).then(
      () => true,
      () => false,
    );
    if (!gone) return;
  }
}

/** Two builds may end at once: who finds the place taken meanwhile sets that folder aside too. */
async function swap(path: string, whole: string, old: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await rm(old, { recursive: true, force: true });
    const aside = await rename(whole, old).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return false;
        throw error;
      },
    );
    try {
      return await rename(path, whole);
    } catch (error) {
      const taken = /^(ENOTEMPTY|EEXIST)$/.test((error as NodeJS.ErrnoException).code ?? '');
      if (taken && attempt < 5) continue;
      if (aside) await rename(old, whole);
      throw error;
    }
  }
}

/** Moves back a folder that a killed build had set aside, and removes what dead builds left half-done. */
export async function recoverFolder(target: string): Promise<void> {
  const whole = resolve(target);
  const parent = dirname(whole);
  if (!existsSync(parent)) return;
  const pattern = new RegExp(`^\\.${escapeRegExp(basename(whole))}\\.(tmp|old)-(\\d+)$`);
  for (const name of (await readdir(parent)).sort()) {
    const match = pattern.exec(name);
    if (!match || isAlive(Number(match[2]))) continue;
    if (match[1] === 'old' && !existsSync(whole)) await rename(join(parent, name), whole);
    else await rm(join(parent, name), { recursive: true, force: true });
  }
}

/**
 * Moves back folders that killed builds had set aside in a folder of cities, and touches nothing else: a server may
 * stand beside a build whose process it cannot see.
 *
 * @param places - city folders, or folders of city folders; what is not there is passed over.
 */
export async function restoreFolders(places: readonly string[]): Promise<void> {
  for (const place of places.map((path) => resolve(path))) {
    await restoreIn(dirname(place), basename(place));
    await restoreIn(place, null);
  }
}

async function restoreIn(parent: string, only: string | null): Promise<void> {
  const names = await readdir(parent).catch((): string[] => []);
  for (const name of names.sort()) {
    const [, target = '', pid] = /^\.(.+)\.old-(\d+)$/.exec(name) ?? [];
    if (target === '' || (only !== null && target !== only) || isAlive(Number(pid))) continue;
    const whole = join(parent, target);
    // A folder that cannot be moved (read-only, or another process was first) is served as if it were not there.
    if (!existsSync(whole)) await rename(join(parent, name), whole).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
