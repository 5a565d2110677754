import { For } from 'solid-js';
import type { Range } from '#base/state/twin-state.ts';
import type { Histogram } from '#base/twin-queries.ts';

/**
 * How many there are of each value, and two thumbs that say from where to where.
 *
 * Each thumb is a slider of its own: arrows move it, Home and End go to its ends. Both at the ends: no filter.
 */
export function RangeFilter(props: {
  label: string;
  fromLabel: string;
  toLabel: string;
  histogram: Histogram;
  step: number;
  value: Range | undefined;
  format: (value: number) => string;
  onChange: (range: Range | undefined) => void;
}) {
  const min = () => Math.floor(props.histogram.min / props.step) * props.step;
  const max = () => Math.max(Math.ceil(props.histogram.max / props.step) * props.step, min() + props.step);
  const from = () => Math.min(Math.max(props.value?.[0] ?? min(), min()), max());
  const to = () => Math.min(Math.max(props.value?.[1] ?? max(), min()), max());
  const share = (value: number): number => (value - min()) / (max() - min());
  const most = () => Math.max(1, ...props.histogram.counts);

  function change(low: number, high: number): void {
    props.onChange(low <= min() && high >= max() ? undefined : [low, high]);
  }
  /** Whether a bin's middle is let through. */
  const inside = (at: number): boolean => {
    const { min: low, max: high, counts } = props.histogram;
    const middle = low + ((at + 0.5) / counts.length) * (high - low);
    return middle >= from() && middle <= to();
  };

  return (
    <fieldset class="range" aria-label={props.label}>
      <div class="range-head">
        <span>{props.label}</span>
        <output>
          {props.format(from())} – {props.format(to())}
        </output>
      </div>
      <div class="bars" aria-hidden="true">
        <For each={props.histogram.counts}>
          {(count, at) => (
            <i
              classList={{ outside: !inside(at()) }}
              style={{
                height: count === 0 ? '0' : `${Math.max(6, (Math.sqrt(count) / Math.sqrt(most())) * 100)}%`,
              }}
            />
          )}
        </For>
      </div>
      <div class="thumbs" style={{ '--from': share(from()), '--to': share(to()) }}>
        <input
          type="range"
          aria-label={`${props.label} ${props.fromLabel}`}
          aria-valuetext={props.format(from())}
          min={min()}
          max={max()}
          step={props.step}
          value={from()}
          onInput={(event) => {
            const low = Math.min(event.currentTarget.valueAsNumber, to());
            event.currentTarget.value = String(low);
            change(low, to());
          }}
        />
        <input
          type="range"
          aria-label={`${props.label} ${props.toLabel}`}
          aria-valuetext={props.format(to())}
          min={min()}
          max={max()}
          step={props.step}
          value={to()}
          onInput={(event) => {
            const high = Math.max(event.currentTarget.valueAsNumber, from());
            event.currentTarget.value = String(high);
            change(from(), high);
          }}
        />
      </div>
    </fieldset>
  );
}
