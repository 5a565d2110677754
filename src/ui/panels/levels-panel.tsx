import { createMemo, createResource, Index, Show } from 'solid-js';
import { layerOf } from '#base/state/selectors.ts';
import { LEVEL_CHOICES, type LevelChoice } from '#base/state/twin-state.ts';
import { Choice } from '../controls/choice.tsx';
import { Section } from '../controls/section.tsx';
import type { LayerStatus } from '../desk-store.ts';
import { useFrame } from '../frame-context.ts';
import { formatCount } from '../numbers.ts';
import type { TextKey } from '../texts/en.ts';
import { layerTitle } from '../texts/layer-title.ts';
import { LayerStyleControl } from './layer-style.tsx';

const LEVELS: Readonly<Record<LevelChoice, TextKey>> = {
  auto: 'levelAuto',
  L1: 'levelL1',
  L2: 'levelL2',
  L3: 'levelL3',
};

/** Which level is shown, with how many there are of each. */
export function LevelsPanel() {
  const { store, queries, state, status, language, t } = useFrame();
  const [counts] = createResource(
    () => {
      const { phase, manifest } = status();
      // The numbers follow the filter.
      return (phase === 'ready' || phase === 'loading') && manifest && [manifest.name, state().filters];
    },
    () => queries.levelCounts().catch(() => null),
  );
  const note = (level: LevelChoice): string => {
    const of = level === 'auto' ? undefined : counts()?.[level];
    return of === undefined ? '' : formatCount(of, language());
  };
  return (
    <Section title={t('level')}>
      <Choice
        label={t('level')}
        name="level"
        tip={`${t('level')} (G)`}
        value={state().levels.mode}
        options={LEVEL_CHOICES.map((value) => ({ value, label: t(LEVELS[value]), note: note(value) }))}
        onChoose={(mode) => store.dispatch({ type: 'setLevel', mode })}
      />
      <Show when={(counts()?.L4 ?? 0) > 0}>
        <p class="level-more">
          <span>{t('levelL4')}</span>
          <small>{formatCount(counts()?.L4 ?? 0, language())}</small>
        </p>
      </Show>
    </Section>
  );
}

/** The scene's layers: shown or not; a failed one says why. */
export function LayersPanel() {
  const { status, t } = useFrame();
  // Of hundreds of layers none is looked at again because something else has changed.
  const layers = createMemo(() => status().layers);
  return (
    <Show when={layers().length > 0}>
      <Section title={t('layers')} note={String(layers().length)}>
        <ul class="layers">
          <Index each={layers()}>{(layer) => <LayerRow layer={layer()} />}</Index>
        </ul>
      </Section>
    </Show>
  );
}

function LayerRow(props: { layer: LayerStatus }) {
  const frame = useFrame();
  const { store, state, t } = frame;
  const visible = () => layerOf(state(), props.layer.id).visible;
  return (
    <li>
      <label title={t('layerToggle')}>
        <input
          type="checkbox"
          checked={visible()}
          onChange={(event) =>
            store.dispatch({ type: 'setLayer', id: props.layer.id, visible: event.currentTarget.checked })
          }
        />
        <span>{layerTitle(frame, props.layer)}</span>
        <Show when={props.layer.phase === 'loading' && visible()}>
          <small>{t('loading')}</small>
        </Show>
      </label>
      <Show when={visible() && props.layer.phase !== 'failed'}>
        <LayerStyleControl layer={props.layer} />
      </Show>
      <Show when={props.layer.phase === 'failed'}>
        <p class="failed">
          <span aria-hidden="true">◆ </span>
          {t('layerFailed')} {props.layer.message}
        </p>
      </Show>
    </li>
  );
}
