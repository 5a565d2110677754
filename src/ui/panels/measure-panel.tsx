import { For, Show } from 'solid-js';
import type { Measurement } from '#base/state/twin-state.ts';
import { Icon, type IconName } from '../controls/icon.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { Section } from '../controls/section.tsx';
import { useFrame } from '../frame-context.ts';
import { formatMetres, formatSquareMetres } from '../numbers.ts';
import type { TextKey } from '../texts/en.ts';

const KINDS: Readonly<Record<Measurement['kind'], readonly [TextKey, IconName]>> = {
  distance: ['toolDistance', 'distance'],
  area: ['toolArea', 'area'],
  height: ['toolHeight', 'height'],
};

/** What was measured, with its figures. */
export function MeasurePanel() {
  const { store, queries, state, language, t } = useFrame();
  function value({ kind, points }: Measurement): string {
    const figure = queries.measure(kind, points);
    return kind === 'area' ? formatSquareMetres(figure, language()) : formatMetres(figure, language());
  }
  return (
    <Show when={state().measurements.length > 0}>
      <Section title={t('measurements')} note={String(state().measurements.length)}>
        <ul class="measured">
          <For each={state().measurements}>
            {(measurement) => (
              <li>
                <Icon name={KINDS[measurement.kind][1]} />
                <span>{t(KINDS[measurement.kind][0])}</span>
                <strong>{value(measurement)}</strong>
                <IconButton
                  icon="close"
                  label={t('remove')}
                  onPress={() => store.dispatch({ type: 'removeMeasurement', id: measurement.id })}
                />
              </li>
            )}
          </For>
        </ul>
        <button type="button" class="wide" onClick={() => store.dispatch({ type: 'clearMeasurements' })}>
          {t('removeAll')}
        </button>
      </Section>
    </Show>
  );
}
