/** Worker: draws tiles of the ground map. */
import { createGroundPainter, type GroundPainter } from './ground-painter.ts';
import type { FromGroundWorker, ToGroundWorker } from './ground-protocol.ts';

let painter: GroundPainter | null = null;

const post = (message: FromGroundWorker, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

self.addEventListener('message', ({ data }: MessageEvent<ToGroundWorker>) => {
  if (data.type === 'setup') {
    painter = createGroundPainter(data, fetch);
    return;
  }
  if (data.type === 'restyle') {
    painter?.restyle(data.style);
    return;
  }
  const { key, tile } = data;
  if (!painter) return post({ key, error: 'ground map: expected setup before the first tile' });
  painter.paint(tile).then(
    (picture) => post({ key, picture }, [picture]),
    (error: Error) => post({ key, error: error.message }),
  );
});
