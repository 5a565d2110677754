import type { Page } from 'playwright-core';

/** Heaps of a page and of its live worker after collection, and their typed arrays beside them; bytes. */
export interface Heaps {
  readonly page: number;
  readonly worker: number;
  /** Of both: some are on their way from one to the other. */
  readonly arrays: number;
}

export interface HeapProbe {
  sample(): Promise<Heaps>;
  close(): Promise<void>;
}

interface Usage {
  usedSize: number;
  backingStorageSize?: number;
}

/** Watches the heaps of a page that is open. @throws Error when its live worker is not found. */
export async function probeHeaps(page: Page): Promise<HeapProbe> {
  const session = await page.context().newCDPSession(page);
  const waiting = new Map<number, (result: Usage) => void>();
  let worker: string | null = null;
  let next = 0;
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.url.includes('live-worker')) worker = sessionId;
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result: Usage };
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const sessionId = worker as string | null;
  if (sessionId === null) throw new Error('bench: expected a live worker in the page, got none');
  const ask = (method: string): Promise<Usage> =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, resolve);
      session
        .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
        .catch(reject);
    });
  return {
    async sample() {
      await ask('HeapProfiler.collectGarbage');
      await session.send('HeapProfiler.collectGarbage');
      const page: Usage = await session.send('Runtime.getHeapUsage');
      const worker = await ask('Runtime.getHeapUsage');
      const arrays = (page.backingStorageSize ?? 0) + (worker.backingStorageSize ?? 0);
      return { page: page.usedSize, worker: worker.usedSize, arrays };
    },
    close: () => session.detach(),
  };
}
