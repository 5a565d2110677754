/** Worker: feeds are heard, decoded and merged here, so that the page only uploads. */
// Bundled for browsers it has a default export alone.
import mqtt from 'mqtt';
import { createLiveEngine, type LiveEngine } from './live-engine.ts';
import type { FromLiveWorker, ToLiveWorker } from './live-protocol.ts';

let engine: LiveEngine | null = null;

self.addEventListener('message', ({ data }: MessageEvent<ToLiveWorker>) => {
  if (data.type !== 'setup') {
    engine?.take(data);
    return;
  }
  engine?.dispose();
  engine = createLiveEngine({
    city: data.city,
    feeds: data.feeds,
    sceneUrl: data.sceneUrl,
    clock: data.clock,
    connect: mqtt.connect,
    get: fetch.bind(self),
    wall: Date.now,
    random: Math.random,
    newId: () =>
      [...crypto.getRandomValues(new Uint8Array(16))]
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join(''),
    post: (message: FromLiveWorker, transfer: Transferable[] = []) => self.postMessage(message, { transfer }),
  });
});
