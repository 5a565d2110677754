import type { Page } from 'playwright-core';

/** Heap of a page and of its live worker, after collection; bytes, typed arrays and the like included. */
export interface HeapProbe {
  sample(): Promise<{ page: number; worker: number }>;
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
  const all = ({ usedSize, backingStorageSize = 0 }: Usage): number => usedSize + backingStorageSize;
  return {
    async sample() {
      await ask('HeapProfiler.collectGarbage');
      await session.send('HeapProfiler.collectGarbage');
      return {
        page: all(await session.send('Runtime.getHeapUsage')),
        worker: all(await ask('Runtime.getHeapUsage')),
      };
    },
    close: () => session.detach(),
  };
}
