const WIDTH = 296;
const HEIGHT = 40;
const PAD = 2;

/**
 * A small curve of a value over time; its last value is a dot.
 *
 * @param points - [t, value] pairs, oldest first; t in ms.
 */
export function Sparkline(props: {
  label: string;
  points: readonly (readonly [number, number])[];
  format: (value: number) => string;
}) {
  const range = () => {
    const values = props.points.map(([, value]) => value);
    return { low: Math.min(...values), high: Math.max(...values) };
  };
  const places = () => {
    const { low, high } = range();
    const from = props.points[0]?.[0] ?? 0;
    const span = Math.max(1, (props.points.at(-1)?.[0] ?? 0) - from);
    // A steady value lies in the middle.
    const of = (value: number): number => (high > low ? (value - low) / (high - low) : 0.5);
    return props.points.map(([t, value]): [number, number] => [
      PAD + ((t - from) / span) * (WIDTH - 2 * PAD - 4),
      HEIGHT - PAD - of(value) * (HEIGHT - 2 * PAD),
    ]);
  };
  const last = () => places().at(-1) ?? [0, 0];
  return (
    <figure class="sparkline">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={props.label}>
        <polyline
          points={places()
            .map((place) => place.map((n) => n.toFixed(1)).join(','))
            .join(' ')}
        />
        <circle cx={last()[0]} cy={last()[1]} r="2.5" />
      </svg>
      <figcaption>
        {props.format(range().low)} – {props.format(range().high)}
      </figcaption>
    </figure>
  );
}
