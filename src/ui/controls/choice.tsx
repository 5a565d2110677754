import { For } from 'solid-js';

export interface Option<T extends string> {
  value: T;
  label: string;
  note?: string;
}

/** One of a few, side by side; arrows move between them. */
export function Choice<T extends string>(props: {
  label: string;
  /** Name of the group: its own on the page. */
  name: string;
  options: readonly Option<T>[];
  value: T;
  tip?: string;
  onChoose: (value: T) => void;
}) {
  return (
    <fieldset class="choice" aria-label={props.label} title={props.tip}>
      <For each={props.options}>
        {(option) => (
          <label>
            <input
              type="radio"
              name={props.name}
              value={option.value}
              checked={props.value === option.value}
              onChange={() => props.onChoose(option.value)}
            />
            <span>
              {option.label}
              <small>{option.note}</small>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}

/** One of many, in a list that opens. */
export function Select<T extends string>(props: {
  label: string;
  options: readonly Option<T>[];
  value: T;
  tip?: string;
  onChoose: (value: T) => void;
}) {
  return (
    <select
      aria-label={props.label}
      title={props.tip ?? props.label}
      value={props.value}
      onChange={(event) => props.onChoose(event.currentTarget.value as T)}
    >
      <For each={props.options}>
        {(option) => (
          <option value={option.value} selected={option.value === props.value}>
            {option.label}
          </option>
        )}
      </For>
    </select>
  );
}
