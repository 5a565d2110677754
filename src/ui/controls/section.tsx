import type { JSX } from 'solid-js';

/** A part of a panel that folds away. */
export function Section(props: {
  title: string;
  note?: string | undefined;
  open?: boolean;
  children: JSX.Element;
}) {
  return (
    <details class="section" open={props.open ?? true}>
      <summary>
        <span>{props.title}</span>
        <span class="note">{props.note}</span>
      </summary>
      <div class="section-body">{props.children}</div>
    </details>
  );
}
