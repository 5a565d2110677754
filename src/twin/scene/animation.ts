import type { Scene } from 'cesium';
import type { FrameTime } from './frame-time.ts';
import { requestFrame } from './request-frame.ts';

/** Fastest, ms between frames that are asked for. */
const SHORTEST_MS = 33;
/** Share of the time that moving things may take: what is slow to draw moves less often, and leaves time for hands. */
const SHARE = 0.5;
const LOOK_AGAIN_MS = 500;

export interface Animation {
  /**
   * Asks for frames while something moves.
   *
   * @param isMoving - asked before every frame; must be cheap.
   * @returns the remover.
   */
  add(reason: string, isMoving: () => boolean): () => void;
  dispose(): void;
}

/** Keeps what moves moving, at a rate that the machine can draw; nothing moves, no frames. */
export function createAnimation(scene: Scene, frameTime: FrameTime): Animation {
  const moving = new Map<symbol, { reason: string; isMoving: () => boolean }>();
  let timer = 0;
  const tick = (): void => {
    let asked = false;
    for (const { reason, isMoving } of moving.values()) {
      if (!isMoving()) continue;
      requestFrame(scene, reason);
      asked = true;
      break;
    }
    const pause = asked ? Math.max(SHORTEST_MS, frameTime.ms() / SHARE) : LOOK_AGAIN_MS;
    timer = moving.size > 0 ? window.setTimeout(tick, pause) : 0;
  };
  return {
    add(reason, isMoving) {
      const key = Symbol(reason);
      moving.set(key, { reason, isMoving });
      if (timer === 0) timer = window.setTimeout(tick, 0);
      return () => {
        moving.delete(key);
      };
    },
    dispose() {
      window.clearTimeout(timer);
      moving.clear();
    },
  };
}
