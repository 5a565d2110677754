import { Cartesian2, type Scene, ScreenSpaceEventHandler, ScreenSpaceEventType } from 'cesium';
import type { Command } from '#base/state/commands.ts';
import type { TwinState } from '#base/state/twin-state.ts';
import { createMeasureDraft, measureKind } from './measure-draft.ts';
import { createMeasurementLayer } from './measurement-layer.ts';
import { placeAt } from './place-at.ts';

/** A second click so close and so soon ends a line. */
const SAME_PLACE_PX = 5;
const SAME_TIME_MS = 450;
const PREVIEW_AFTER_MS = 50;

export interface SceneTools {
  /** True while clicks are the tool's and nothing is to be picked. */
  takesClicks(): boolean;
  /** Runs something with nothing of the tools in the picture. */
  aside<T>(run: () => T): T;
  update(state: TwinState): void;
  dispose(): void;
}

/** Lets a person measure in the picture, and draws what the state holds of it. */
export function createSceneTools(
  scene: Scene,
  first: TwinState,
  dispatch: (command: Command) => void,
): SceneTools {
  let state = first;
  const layer = createMeasurementLayer(scene);
  const draft = createMeasureDraft(() => state, dispatch);
  const kind = () => measureKind(state.tool);
  const input = new ScreenSpaceEventHandler(scene.canvas);
  let clicked = { x: Number.NaN, y: Number.NaN, at: 0 };
  let timer = 0;

  const place = (point: Cartesian2) => aside(() => placeAt(scene, point));
  input.setInputAction(({ position }: { position: Cartesian2 }) => {
    if (!kind()) return;
    const { x, y } = position;
    const again =
      Math.hypot(x - clicked.x, y - clicked.y) < SAME_PLACE_PX &&
      performance.now() - clicked.at < SAME_TIME_MS;
    clicked = { x, y, at: performance.now() };
    if (again) return draft.finish();
    const point = place(position);
    if (point) draft.add(point);
  }, ScreenSpaceEventType.LEFT_CLICK);
  input.setInputAction(({ endPosition }: { endPosition: Cartesian2 }) => {
    if (!kind() || timer !== 0) return;
    const at = Cartesian2.clone(endPosition);
    timer = window.setTimeout(() => {
      timer = 0;
      const point = kind() ? place(at) : null;
      layer.show(state.measurements, point && draft.withPoint(point));
    }, PREVIEW_AFTER_MS);
  }, ScreenSpaceEventType.MOUSE_MOVE);

  const onKey = (event: KeyboardEvent): void => {
    if (!kind() || event.defaultPrevented || isTyping(event.target)) return;
    if (event.key === 'Escape') draft.leave();
    else if (event.key === 'Backspace') draft.removeLast();
    else if (event.key === 'Enter' && !isPressing(event.target)) draft.finish();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // Before the frame's own keys: Escape leaves the tool first, the selection later.
  window.addEventListener('keydown', onKey, { capture: true });

  function aside<T>(run: () => T): T {
    layer.overlay.show = false;
    try {
      return run();
    } finally {
      layer.overlay.show = true;
    }
  }
  layer.show(state.measurements, null);
  return {
    takesClicks: () => kind() !== null,
    aside,
    update(next) {
      const before = state;
      state = next;
      if (next.tool !== before.tool) {
        if (measureKind(before.tool)) draft.finish();
        scene.canvas.style.cursor = kind() ? 'crosshair' : '';
      }
      // Finishing may have changed the state once more.
      if (state.measurements !== before.measurements || state.tool !== before.tool) {
        layer.show(state.measurements, null);
      }
    },
    dispose() {
      window.clearTimeout(timer);
      window.removeEventListener('keydown', onKey, { capture: true });
      scene.canvas.style.cursor = '';
      input.destroy();
      layer.dispose();
    },
  };
}

/** Whether Enter belongs to what has the focus. */
function isPressing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, [role=button]') !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], dialog, [role=listbox]') !== null
  );
}
