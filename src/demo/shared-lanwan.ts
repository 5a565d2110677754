/** Lanwan for tests: made once a run, by whichever test file asks first; the others wait for it. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateLanwan, type Lanwan } from './lanwan.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the run (`.ci/test-scratch.mjs`). */
    scratch: string;
  }
}

export interface SharedLanwan {
  /** Folder of its files; only to be read. */
  readonly dir: string;
  readonly lanwan: Lanwan;
}

/** Gives the Lanwan of a run. `scratch`: `inject('scratch')`. */
export async function sharedLanwan(scratch: string): Promise<SharedLanwan> {
  const dir = join(scratch, 'lanwan');
  const told = `${dir}.json`;
  const isMine = await mkdir(dir).then(
    () => true,
    () => false,
  );
  if (isMine) {
    const made = await generateLanwan(dir).then(
      (lanwan) => ({ lanwan }),
      (error: Error) => ({ failure: error.message }),
    );
    await writeFile(`${told}.part`, JSON.stringify(made));
    await rename(`${told}.part`, told);
  }
  while (!existsSync(told)) await sleep(50);
  const { lanwan, failure } = JSON.parse(await readFile(told, 'utf8')) as {
    lanwan: Lanwan;
    failure?: string;
  };
  if (failure !== undefined) throw new Error(`Lanwan: ${failure}`);
  return { dir, lanwan };
}
