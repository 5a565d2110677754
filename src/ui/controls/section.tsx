import type { JSX } from 'solid-js';

/** A part of a panel that folds away. */
export function Section(props: {
  title: string;
  note?: string | undefined;
  open?: boolean;
  /** Is told each time that it is unfolded. */
  onOpen?: () => void;
  children: JSX.Element;
}) {
  return (
    <details
      class="section"
      open={props.open ?? true}
      onToggle={(event) => {
        if (event.currentTarget.open) props.onOpen?.();
      }}
    >
      <summary>
        <span>{props.title}</span>
        <span class="note">{props.note}</span>
      </summary>
      <div class="section-body">{props.children}</div>
    </details>
  );
}
