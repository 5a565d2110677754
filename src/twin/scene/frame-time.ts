import type { Scene } from 'cesium';

export interface FrameTime {
  /** How long a picture takes lately, the graphics card's share and all, ms; 0 before the first. */
  ms(): number;
  dispose(): void;
}

/** Weight of the last picture among those before. */
const WEIGHT = 0.3;

/** Watches how long pictures take: what asks for them of itself is not to ask faster than they can be drawn. */
export function createFrameTime(scene: Pick<Scene, 'preUpdate' | 'postRender'>): FrameTime {
  let started = 0;
  let ms = 0;
  const removers = [
    scene.preUpdate.addEventListener(() => {
      started = performance.now();
    }),
    scene.postRender.addEventListener(() => {
      // The graphics card's share shows in how long the browser waits with the next frame.
      requestAnimationFrame(() => {
        ms += (performance.now() - started - ms) * WEIGHT;
      });
    }),
  ];
  return {
    ms: () => ms,
    dispose() {
      for (const remove of removers) remove();
    },
  };
}
