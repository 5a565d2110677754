import type { Scene } from 'cesium';

const REASONS = new WeakMap<Scene, Map<string, number>>();

/** Asks for one more frame and keeps count of why. */
export function requestFrame(scene: Scene, reason: string): void {
  const reasons = REASONS.get(scene) ?? new Map<string, number>();
  REASONS.set(scene, reasons);
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  scene.requestRender();
}

/** Gives how often frames were asked for, by reason. */
export function frameReasons(scene: Scene): Record<string, number> {
  return Object.fromEntries(REASONS.get(scene) ?? []);
}
