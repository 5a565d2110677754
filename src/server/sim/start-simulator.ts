import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { runSimulator, type SimulatorInput } from './run-simulator.ts';

const FIRST_RESTART_MS = 5_000;
const LAST_RESTART_MS = 300_000;
const END_WITHIN_MS = 2_000;

export interface Simulator {
  close(): Promise<void>;
}

/** The built thread beside the built command line; absent when the sources run unbuilt. */
function builtWorker(): string | null {
  const path = fileURLToPath(new URL('./simulator.js', import.meta.url));
  return existsSync(path) ? path : null;
}

/**
 * Starts a city's simulator in a thread of its own, so that serving stays quick; one that fails is started again. Without
 * the built thread it runs here.
 */
export async function startSimulator(
  input: SimulatorInput,
  say: (message: string) => void,
): Promise<Simulator> {
  const file = builtWorker();
  if (file === null) return runSimulator(input, say);
  let open = true;
  let worker: Worker;
  let timer: NodeJS.Timeout | undefined;
  let wait = FIRST_RESTART_MS;
  const start = (): void => {
    worker = new Worker(file, { workerData: input });
    worker.on('message', (message: string) => say(message));
    worker.on('error', (error) => say(`simulator of "${input.folderName}": ${(error as Error).message}`));
    worker.on('exit', () => {
      if (!open) return;
      timer = setTimeout(start, wait);
      wait = Math.min(2 * wait, LAST_RESTART_MS);
    });
  };
  start();
  return {
    async close() {
      open = false;
      clearTimeout(timer);
      const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      worker.postMessage('close');
      const late = setTimeout(() => void worker.terminate(), END_WITHIN_MS);
      if (worker.threadId !== -1) await ended;
      clearTimeout(late);
    },
  };
}
