import { createGroundPainter } from './ground-painter.ts';
import type { FromGroundWorker, GroundSetup, ToGroundWorker } from './ground-protocol.ts';
import type { GroundStyle } from './ground-style.ts';
import type { TileAddress } from './tile-window.ts';

export interface GroundClient {
  paint(tile: TileAddress): Promise<ImageBitmap>;
  restyle(style: GroundStyle): void;
  dispose(): void;
}

/** Draws the ground map in a worker; where none can be started, on the page itself. */
export function createGroundClient(setup: GroundSetup): GroundClient {
  const waiting = new Map<number, { resolve(picture: ImageBitmap): void; reject(error: Error): void }>();
  const onPage = (): GroundClient => ({ ...createGroundPainter(setup, fetch.bind(window)), dispose() {} });
  let fallback: GroundClient | null = null;
  let lastStyle: GroundStyle | null = null;
  let worker: Worker;
  try {
    worker = new Worker(new URL('./ground-worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return onPage();
  }
  const tiles = new Map<number, TileAddress>();
  const send = (message: ToGroundWorker): void => worker.postMessage(message);
  const settle = (
    key: number,
  ): { resolve(picture: ImageBitmap): void; reject(error: Error): void } | undefined => {
    const one = waiting.get(key);
    waiting.delete(key);
    tiles.delete(key);
    return one;
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromGroundWorker>) => {
    if ('picture' in data) settle(data.key)?.resolve(data.picture);
    else settle(data.key)?.reject(new Error(data.error));
  });
  worker.addEventListener('error', () => {
    if (!fallback) {
      fallback = onPage();
      if (lastStyle) fallback.restyle(lastStyle);
    }
    for (const [key, tile] of [...tiles]) {
      const one = settle(key);
      if (one) fallback.paint(tile).then(one.resolve, one.reject);
    }
  });
  send(setup);
  let next = 0;
  return {
    paint(tile) {
      if (fallback) return fallback.paint(tile);
      return new Promise((resolve, reject) => {
        const key = next++;
        waiting.set(key, { resolve, reject });
        tiles.set(key, tile);
        send({ type: 'draw', key, tile });
      });
    },
    restyle(style) {
      lastStyle = style;
      fallback?.restyle(style);
      send({ type: 'restyle', style });
    },
    dispose() {
      worker.terminate();
      for (const key of [...waiting.keys()]) settle(key)?.reject(new DOMException('disposed', 'AbortError'));
    },
  };
}
