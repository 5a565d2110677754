import { For, Show } from 'solid-js';
import { layerOf } from '#base/state/selectors.ts';
import type { LayerStyle } from '#base/state/twin-state.ts';
import { Choice, Select } from '../controls/choice.tsx';
import type { LayerStatus } from '../desk-store.ts';
import { useFrame } from '../frame-context.ts';
import { formatWholeMetres } from '../numbers.ts';
import type { TextKey } from '../texts/en.ts';
import './layer-style.css';

const COLOUR_BY = ['own', 'state', 'class'] as const;
const COLOUR_TEXTS: Readonly<Record<(typeof COLOUR_BY)[number], TextKey>> = {
  own: 'byOwn',
  state: 'byState',
  class: 'byClass',
};
const AGGREGATES = ['hexagons', 'heat'] as const;
/** m */
const RADII = ['75', '150', '300', '600'] as const;
const RADIUS = '150';
/** What the colours of states stand for, as the picture has them; each with a shape of its own. */
const STATES: readonly (readonly [name: string, text: TextKey])[] = [
  ['well', 'stateWell'],
  ['notice', 'stateNotice'],
  ['fault', 'stateFault'],
  ['unknown', 'unknown'],
];

/** How a layer that is shown is drawn, for the kinds that let one choose. */
export function LayerStyleControl(props: { layer: LayerStatus }) {
  const { store, state, language, t } = useFrame();
  const style = (): LayerStyle => ({ ...props.layer.style, ...layerOf(state(), props.layer.id).style });
  const set = (change: LayerStyle): void =>
    store.dispatch({
      type: 'setLayer',
      id: props.layer.id,
      style: { ...layerOf(state(), props.layer.id).style, ...change },
    });
  const chosen = <T extends string>(values: readonly T[], name: string, otherwise: T): T =>
    values.find((value) => value === String(style()[name])) ?? otherwise;
  return (
    <>
      <Show when={props.layer.kind === 'components'}>
        <div class="layer-style">
          <Choice
            label={t('componentColour')}
            name={`colour-${props.layer.id}`}
            value={chosen(COLOUR_BY, 'colourBy', 'own')}
            options={COLOUR_BY.map((value) => ({ value, label: t(COLOUR_TEXTS[value]) }))}
            onChoose={(colourBy) => set({ colourBy })}
          />
          <Show when={style().colourBy === 'state'}>
            <ul class="state-legend" aria-label={t('legend')}>
              <For each={STATES}>
                {([name, text]) => (
                  <li>
                    <span class={`mark ${name}`} aria-hidden="true" />
                    {t(text)}
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </div>
      </Show>
      <Show when={props.layer.kind === 'aggregate'}>
        <div class="layer-style">
          <Choice
            label={t('aggregateAs')}
            name={`as-${props.layer.id}`}
            value={chosen(AGGREGATES, 'as', 'hexagons')}
            options={AGGREGATES.map((value) => ({ value, label: t(value) }))}
            onChoose={(as) => set({ as })}
          />
          <Select
            label={t('aggregateRadius')}
            value={chosen(RADII, 'radius', RADIUS)}
            options={RADII.map((value) => ({ value, label: formatWholeMetres(Number(value), language()) }))}
            onChoose={(radius) => set({ radius: Number(radius) })}
          />
        </div>
      </Show>
    </>
  );
}
