/** Worker: search, counts and styles of a whole city, so that the page stays free. */

import type { FromFindWorker, ToFindWorker } from './find-protocol.ts';
import { createFinder, type Finder } from './finder.ts';
import type { StyleUpdate } from './style-engine.ts';

let finder: Finder | null = null;
const running = new Map<number, AbortController>();

const post = (message: FromFindWorker, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

self.addEventListener('message', ({ data }: MessageEvent<ToFindWorker>) => {
  if (data.type === 'setup') {
    finder = createFinder(data.city, fetch.bind(self));
    return;
  }
  const { key } = data;
  if (data.type === 'drop') {
    running.get(key)?.abort();
    return;
  }
  if (!finder) return post({ key, error: 'finder: expected setup before the first question' });
  const aborter = new AbortController();
  running.set(key, aborter);
  finder
    .answer(data.question, aborter.signal)
    .then(
      (answer) => {
        const pages = (answer as Partial<StyleUpdate>).pages ?? [];
        post(
          { key, answer },
          pages.map(({ data: bytes }) => bytes.buffer),
        );
      },
      (error: Error) => post({ key, error: error.message }),
    )
    .finally(() => running.delete(key));
});
