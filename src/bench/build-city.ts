import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Builds a city folder from one source with the built command line. @throws Error when that fails. */
export async function buildCity(source: string, out: string): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(process.cwd(), 'dist/cli.js'), 'build', source, '--out', out, '--json'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`bench: expected the build to succeed, got exit code ${code}`);
}
