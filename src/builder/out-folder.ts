/** The folder that a build is told to write: whether it may be replaced, and what its disk's refusals mean. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes sure that what a build would replace is a city folder, an empty folder or nothing.
 *
 * @throws Error naming the folder: a slip in `--out` must not cost a person's files.
 */
export async function expectReplaceable(out: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(out);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    if (code === 'ENOTDIR') throw new Error(`city folder "${out}": expected a folder or nothing, got a file`);
    throw error;
  }
  if (names.length === 0 || (await holdsCity(out))) return;
  throw new Error(
    `city folder "${out}": expected a city folder, an empty folder or nothing, got a folder of ${names.length} other ` +
      `things; it is left as it is`,
  );
}

async function holdsCity(folder: string): Promise<boolean> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'spar' in manifest;
  } catch {
    return false;
  }
}

const NO_ROOM = /^(ENOSPC|EDQUOT)$/;
const NOT_ALLOWED = /^(EACCES|EROFS|EPERM)$/;

/** Says plainly what a full or read-only disk means; gives other errors back as they are. */
export function explainDisk(error: unknown, out: string): unknown {
  const { code, path } = codeOf(error);
  if (NO_ROOM.test(code)) {
    return new Error(`city folder "${out}": expected room on the disk, got none left; nothing was changed`, {
      cause: error,
    });
  }
  if (NOT_ALLOWED.test(code)) {
    return new Error(
      `city folder "${out}": expected to be allowed to write, got ${code} at ${path || out}; nothing was changed`,
      { cause: error },
    );
  }
  return error;
}

/** An error that comes from a worker thread has lost its code; its message begins with it. */
function codeOf(error: unknown): { code: string; path: string } {
  if (!(error instanceof Error)) return { code: '', path: '' };
  const { code, path, message } = error as NodeJS.ErrnoException;
  const [, first = '', place = ''] = /^(E[A-Z]+): [^']*(?:'([^']*)')?/.exec(message) ?? [];
  return { code: code ?? first, path: path ?? place };
}
