/** Worker: reads the lamps out of a city's tables, whose parsing would hold up the page. */
import { type LampAnswer, type LampRequest, loadLamps } from './load-lamps.ts';

const post = (message: LampAnswer, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

self.addEventListener('message', ({ data }: MessageEvent<LampRequest>) => {
  loadLamps(data, fetch.bind(self), new AbortController().signal).then(
    (lamps) => {
      const { gid, place, height, strength, warm, circuit } = lamps;
      post(
        { lamps },
        [gid, place, height, strength, warm, circuit].map(({ buffer }) => buffer as ArrayBuffer),
      );
    },
    (error: Error) => post({ error: error.message }),
  );
});
