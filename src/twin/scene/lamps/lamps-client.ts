import type { LampColumns } from './lamp-columns.ts';
import { type LampAnswer, type LampRequest, loadLamps } from './load-lamps.ts';

/** Reads a city's lamps in a worker; where none can be started, on the page itself. Rejects with the table that failed. */
export async function readLamps(request: LampRequest, signal: AbortSignal): Promise<LampColumns> {
  signal.throwIfAborted();
  const onPage = (): Promise<LampColumns> => loadLamps(request, fetch.bind(window), signal);
  let worker: Worker;
  try {
    worker = new Worker(new URL('./lamps-worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return onPage();
  }
  const stop = (): void => worker.terminate();
  try {
    return await new Promise<LampColumns>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')), {
        once: true,
      });
      worker.addEventListener('message', ({ data }: MessageEvent<LampAnswer>) => {
        if ('lamps' in data) resolve(data.lamps);
        else reject(new Error(data.error));
      });
      worker.addEventListener('error', () => resolve(onPage()));
      worker.postMessage(request);
    });
  } finally {
    stop();
  }
}
