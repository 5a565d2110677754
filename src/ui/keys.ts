/** Keys of the desk. One table: the page listens by it and the help page shows it. */

import { readId } from '#base/state/selectors.ts';
import { COLOUR_ATTRIBUTES, LEVEL_CHOICES } from '#base/state/twin-state.ts';
import type { Frame } from './frame-context.ts';
import type { TextKey } from './texts/en.ts';

/** What only the shell itself can do. */
export interface DeskActions {
  search(): void;
  help(): void;
  panel(): void;
  share(): void;
}

export interface KeyBinding {
  /** As people read it, and as the event names it when lower-cased. */
  readonly keys: string;
  readonly text: TextKey;
  readonly run: (frame: Frame, actions: DeskActions) => void;
}

const tool =
  (name: 'distance' | 'area' | 'height'): KeyBinding['run'] =>
  ({ store, state }) =>
    store.dispatch({ type: 'setTool', tool: state().tool === name ? null : name });

/** The next of a list, round and round. */
const after = <T>(list: readonly T[], now: T): T => list[(list.indexOf(now) + 1) % list.length]!;

export const DESK_KEYS: readonly KeyBinding[] = [
  { keys: '/', text: 'search', run: (_, { search }) => search() },
  { keys: '?', text: 'help', run: (_, { help }) => help() },
  { keys: 'L', text: 'panel', run: (_, { panel }) => panel() },
  { keys: 'K', text: 'share', run: (_, { share }) => share() },
  { keys: 'Ctrl+Z', text: 'undo', run: ({ store }) => store.undo() },
  { keys: 'Ctrl+Shift+Z', text: 'redo', run: ({ store }) => store.redo() },
  { keys: 'V', text: 'toolSelect', run: ({ store }) => store.dispatch({ type: 'setTool', tool: null }) },
  { keys: 'M', text: 'toolDistance', run: tool('distance') },
  { keys: 'P', text: 'toolArea', run: tool('area') },
  { keys: 'T', text: 'toolHeight', run: tool('height') },
  {
    keys: 'G',
    text: 'levelNext',
    run: ({ store, state }) =>
      store.dispatch({ type: 'setLevel', mode: after(LEVEL_CHOICES, state().levels.mode) }),
  },
  {
    keys: 'C',
    text: 'colourNext',
    run({ store, state }) {
      const now = state().colouring;
      const next = after([null, ...COLOUR_ATTRIBUTES], now?.attribute ?? null);
      const palette = now?.palette ?? 'auto';
      store.dispatch({ type: 'setColouring', colouring: next && { attribute: next, palette } });
    },
  },
  {
    keys: 'F',
    text: 'flyTo',
    run({ store, state }) {
      const id = readId(state());
      if (id !== null) store.dispatch({ type: 'flyTo', id });
    },
  },
  {
    keys: 'I',
    text: 'isolate',
    run({ store, state }) {
      const { selection } = state();
      if (selection.length > 0) store.dispatch({ type: 'isolate', ids: selection });
    },
  },
  {
    keys: 'H',
    text: 'hide',
    run({ store, state }) {
      const { selection } = state();
      if (selection.length > 0) store.dispatch({ type: 'hide', ids: selection });
    },
  },
  {
    keys: 'U',
    text: 'showAll',
    run({ store, state }) {
      if (state().isolated !== null) store.dispatch({ type: 'isolate', ids: null });
      if (state().hidden.length > 0) store.dispatch({ type: 'unhide', ids: null });
    },
  },
  {
    keys: 'Home',
    text: 'home',
    run: ({ store }) => store.dispatch({ type: 'setCamera', camera: null }),
  },
  { keys: 'N', text: 'north', run: ({ store }) => store.dispatch({ type: 'northUp' }) },
  {
    keys: 'Y',
    text: 'language',
    run: ({ store, language }) =>
      store.dispatch({ type: 'setLanguage', language: language() === 'zh' ? 'en' : 'zh' }),
  },
  {
    keys: 'Esc',
    text: 'leave',
    run({ store, state, notice, say }) {
      if (notice()) say(null);
      else if (state().tool !== null) store.dispatch({ type: 'setTool', tool: null });
      else if (state().selection.length > 0) store.dispatch({ type: 'select', ids: [] });
    },
  },
];

/** Gives a key's name as the table writes it. */
export function keyName({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string {
  const name = key === 'Escape' ? 'Esc' : key.length === 1 ? key.toUpperCase() : key;
  const held = ctrlKey || metaKey;
  if (altKey) return `Alt+${name}`;
  // Shift is part of the sign itself (`?`) unless it goes with Ctrl or a letter.
  return `${held ? 'Ctrl+' : ''}${shiftKey && (held || /^[A-Z]$/.test(name)) ? 'Shift+' : ''}${name}`;
}

const KEY_OF_CONTROL = /^(Arrow|Page|Home|End|Enter| )/;

/** Tells whether a key belongs to the control that has the focus rather than to the desk. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.defaultPrevented) return true;
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return false;
  if (target.closest('dialog')) return true;
  if (target.closest('textarea, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])')) {
    return event.key !== 'Escape';
  }
  // A list jumps to what is typed; sliders and radio buttons move by their keys alone.
  if (target.closest('select')) return event.key.length === 1 || KEY_OF_CONTROL.test(event.key);
  return target.closest('input') !== null && KEY_OF_CONTROL.test(event.key);
}
