import { PRESET_SLOTS, type PresetSlot } from '#base/state/twin-state.ts';

/** What held keys want, each from −1 to 1. */
export interface HeldKeys {
  ahead: number;
  aside: number;
  /** Circling to the right, tilting up. */
  yaw: number;
  tilt: number;
  /** Out. */
  zoom: number;
}

export interface KeyHands {
  /** Keys went down or up; all zero: none is held. */
  hold(keys: HeldKeys): void;
  goToPreset(slot: PresetSlot): void;
  storePreset(slot: PresetSlot): void;
  home(): void;
  northUp(): void;
}

const ARROWS: Readonly<Record<string, readonly [aside: number, ahead: number]>> = {
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
const ZOOMS: Readonly<Record<string, number>> = { '+': -1, '=': -1, '-': 1, _: 1 };
/** Controls that have a use of their own for arrows, digits and signs. */
const CONTROLS =
  'input, textarea, select, [contenteditable], dialog, [role=listbox], [role=menu], [role=slider], [role=tree], [role=radiogroup], [role=tablist]';

function slotOf({ code }: KeyboardEvent): PresetSlot | null {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  return PRESET_SLOTS.find((slot) => slot === digit) ?? null;
}

/** Listens for the camera's keys wherever no control has a use for them; returns what ends it. */
export function listenToKeys(hands: KeyHands): () => void {
  const held = new Map<string, Partial<HeldKeys>>();
  const tell = (): void => {
    const sum: HeldKeys = { ahead: 0, aside: 0, yaw: 0, tilt: 0, zoom: 0 };
    for (const one of held.values()) {
      for (const name of Object.keys(one) as (keyof HeldKeys)[]) sum[name] += one[name] ?? 0;
    }
    hands.hold(sum);
  };

  function onDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(CONTROLS)) return;
    const arrow = ARROWS[event.key];
    const zoom = ZOOMS[event.key];
    const slot = slotOf(event);
    if (arrow) {
      const [aside, ahead] = arrow;
      held.set(event.code, event.shiftKey ? { yaw: aside, tilt: ahead } : { aside, ahead });
      tell();
    } else if (zoom !== undefined) {
      held.set(event.code, { zoom });
      tell();
    } else if (event.repeat) return;
    else if (slot && event.shiftKey) hands.storePreset(slot);
    else if (slot) hands.goToPreset(slot);
    else if (event.key === 'Home') hands.home();
    else if (event.key === 'n' || event.key === 'N') hands.northUp();
    else return;
    event.preventDefault();
  }
  function onUp(event: KeyboardEvent): void {
    // With the Shift key let go first, nothing may stay held.
    const gone = event.key === 'Shift' ? held.size > 0 : held.has(event.code);
    if (event.key === 'Shift') held.clear();
    else held.delete(event.code);
    if (gone) tell();
  }
  function onBlur(): void {
    if (held.size === 0) return;
    held.clear();
    tell();
  }

  const aborter = new AbortController();
  const { signal } = aborter;
  window.addEventListener('keydown', onDown, { signal });
  window.addEventListener('keyup', onUp, { signal });
  window.addEventListener('blur', onBlur, { signal });
  return () => aborter.abort();
}
