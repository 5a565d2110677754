import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives the tests of a run one folder for what is dear to make and wanted by several; it goes when they end. */
export default async function setup(project) {
  const scratch = await mkdtemp(join(tmpdir(), 'spar-tests-'));
  project.provide('scratch', scratch);
  // While watching, what is tested may have changed.
  project.onTestsRerun(async () => {
    await rm(scratch, { recursive: true, force: true });
    await mkdir(scratch);
  });
  return () => rm(scratch, { recursive: true, force: true });
}
