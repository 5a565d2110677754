import { Show } from 'solid-js';
import { Icon, type IconName } from './icon.tsx';

/** A button of one icon; its tooltip says what it does and which key does the same. */
export function IconButton(props: {
  icon: IconName;
  label: string;
  /** As people read it: `Ctrl+Z`. */
  keys?: string | undefined;
  /** Shown beside the icon where there is room. */
  text?: string | undefined;
  pressed?: boolean | undefined;
  disabled?: boolean | undefined;
  onPress: () => void;
}) {
  const tip = () => (props.keys ? `${props.label} (${props.keys})` : props.label);
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={props.label}
      aria-keyshortcuts={props.keys?.replace('Ctrl', 'Control').replace('Esc', 'Escape')}
      aria-pressed={props.pressed}
      data-tip={tip()}
      disabled={props.disabled}
      onClick={() => props.onPress()}
    >
      <Icon name={props.icon} />
      <Show when={props.text}>
        <span>{props.text}</span>
      </Show>
    </button>
  );
}
