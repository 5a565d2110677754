import { For, onCleanup, onMount } from 'solid-js';
import { IconButton } from '../controls/icon-button.tsx';
import { useFrame } from '../frame-context.ts';
import { DESK_KEYS } from '../keys.ts';
import type { TextKey } from '../texts/en.ts';

/** What mouse and fingers do in the city, and the keys that the camera listens to. */
const HANDS: readonly (readonly [TextKey, TextKey])[] = [
  ['handLeft', 'doesPan'],
  ['handRight', 'doesTurn'],
  ['handWheel', 'doesZoom'],
  ['handClick', 'doesSelect'],
  ['handCtrlClick', 'doesAdd'],
  ['handArrows', 'doesPan'],
  ['handShiftArrows', 'doesTurn'],
  ['handSigns', 'doesZoom'],
  ['handDigits', 'doesPreset'],
];

/** All keys, in a dialog. */
export function Help(props: { onClose: () => void }) {
  const { t } = useFrame();
  let dialog: HTMLDialogElement | undefined;
  onMount(() => dialog?.showModal());
  onCleanup(() => dialog?.close());
  return (
    <dialog
      ref={(element) => {
        dialog = element;
      }}
      class="panel help"
      aria-label={t('help')}
      onClose={() => props.onClose()}
      onClick={(event) => event.target === dialog && dialog?.close()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Leaves the selection and the tool in hand as they are.
        event.stopPropagation();
        // At once: browsers wait for the next frame, and the keys until then would go to the dialog.
        event.preventDefault();
        dialog?.close();
        props.onClose();
      }}
    >
      <header>
        <h2>{t('help')}</h2>
        <IconButton icon="close" label={t('close')} keys="Esc" onPress={() => dialog?.close()} />
      </header>
      <div class="help-columns">
        <dl>
          <For each={DESK_KEYS}>
            {({ keys, text }) => (
              <>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{t(text)}</dd>
              </>
            )}
          </For>
        </dl>
        <dl>
          <For each={HANDS}>
            {([hand, does]) => (
              <>
                <dt>{t(hand)}</dt>
                <dd>{t(does)}</dd>
              </>
            )}
          </For>
        </dl>
      </div>
    </dialog>
  );
}
