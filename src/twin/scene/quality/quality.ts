import { Cesium3DTileset, type CesiumWidget } from 'cesium';
import type { TwinState } from '#base/state/twin-state.ts';
import { requestFrame } from '../request-frame.ts';
import { createAutoStep } from './auto-step.ts';
import { FIRST_SETTINGS, pixelScale, STEP_SETTINGS, type Step, type StepSettings } from './quality-steps.ts';

export interface Quality {
  set(choice: TwinState['quality']): void;
  step(): Step;
  /** The first picture is whole: from here on as fine as was chosen. */
  sharpen(): void;
  dispose(): void;
}

const HAZE_STAGE = 'spar_haze';

/**
 * Keeps the picture coarse until it is told to sharpen it, then as fine as was chosen, or as the machine manages.
 *
 * @param isMoving - whether the camera moves: only then frames follow each other, and their time says something.
 */
export function createQuality(
  widget: CesiumWidget,
  choice: TwinState['quality'],
  isMoving: () => boolean,
): Quality {
  const { scene } = widget;
  const { globe, canvas } = scene;
  const globeError = globe.maximumScreenSpaceError;
  const gl = canvas.getContext('webgl2');
  const gpuSide = gl
    ? Math.min(gl.getParameter(gl.MAX_RENDERBUFFER_SIZE), gl.getParameter(gl.MAX_TEXTURE_SIZE))
    : 4096;
  /** What each tileset was made with. */
  const made = new WeakMap<Cesium3DTileset, number>();
  let chosen = choice;
  let auto = createAutoStep();
  let lastFrame = 0;
  let first = true;

  const step = (): Step => (chosen === 'auto' ? auto.step() : chosen);
  const settings = (): StepSettings => (first ? FIRST_SETTINGS : STEP_SETTINGS[step()]);

  function applyTo(primitive: unknown): void {
    if (!(primitive instanceof Cesium3DTileset)) return;
    const { errorFactor, cacheBytes } = settings();
    const error = made.get(primitive) ?? primitive.maximumScreenSpaceError;
    made.set(primitive, error);
    primitive.maximumScreenSpaceError = error * errorFactor;
    primitive.cacheBytes = cacheBytes;
    primitive.maximumCacheOverflowBytes = cacheBytes;
  }
  function resize(): void {
    const { clientWidth, clientHeight } = widget.container;
    const scale = pixelScale(clientWidth, clientHeight, window.devicePixelRatio || 1, gpuSide, settings());
    if (Math.abs(widget.resolutionScale - scale) < 1e-4) return;
    widget.resolutionScale = scale;
    requestFrame(scene, 'size');
  }
  function apply(): void {
    const { samples, haze, errorFactor } = settings();
    scene.msaaSamples = samples;
    scene.postProcessStages.fxaa.enabled = samples === 1 && !first;
    globe.maximumScreenSpaceError = globeError * errorFactor;
    for (let at = 0; at < scene.primitives.length; at++) applyTo(scene.primitives.get(at));
    for (let at = 0; at < scene.postProcessStages.length; at++) {
      const stage = scene.postProcessStages.get(at);
      if (stage.name === HAZE_STAGE) stage.enabled = haze;
    }
    resize();
    requestFrame(scene, 'quality');
  }

  widget.useBrowserRecommendedResolution = true;
  const observer = new ResizeObserver(resize);
  observer.observe(widget.container);
  const removers = [
    scene.primitives.primitiveAdded.addEventListener(applyTo),
    scene.postRender.addEventListener(() => {
      const now = performance.now();
      const interval = now - lastFrame;
      lastFrame = now;
      if (chosen !== 'auto' || !isMoving()) return;
      const before = auto.step();
      if (auto.take(interval, now) !== before) apply();
    }),
  ];
  apply();
  return {
    set(next) {
      if (next === chosen) return;
      const before = step();
      chosen = next;
      // A machine is judged anew from where it is.
      if (next === 'auto') auto = createAutoStep(before);
      apply();
    },
    step,
    sharpen() {
      first = false;
      apply();
    },
    dispose() {
      observer.disconnect();
      for (const remove of removers.reverse()) remove();
    },
  };
}
