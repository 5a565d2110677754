import { For, Show } from 'solid-js';
import type { Feature } from '#base/feature.ts';
import type { TextKey } from '../texts/en.ts';
import type { Translate } from '../texts/texts.ts';

const ORIGINS: Readonly<Record<string, TextKey>> = {
  height: 'given',
  levels: 'fromLevels',
  roof: 'fromRoof',
  parts: 'fromParts',
  surfaces: 'fromSurfaces',
  rule: 'estimated',
};

function useText(t: Translate, use: string | null): string {
  return use === null ? t('unknown') : t(`use${use[0]!.toUpperCase()}${use.slice(1)}` as TextKey);
}

/** Tells what is known of the selected building. */
export function Inspector(props: { feature: Feature; t: Translate; onClose: () => void }) {
  const t = props.t;
  const attributes = () => Object.entries(props.feature.attributes);
  const years = () =>
    [
      ['built', props.feature.built],
      ['demolished', props.feature.demolished],
    ] as const;
  return (
    <section class="panel inspector" aria-label={t('attributes')}>
      <header>
        <h2>{props.feature.name ?? t('unnamed')}</h2>
        <button
          type="button"
          onClick={() => props.onClose()}
          title={`${t('close')} (Esc)`}
          aria-label={t('close')}
        >
          ×
        </button>
      </header>
      <Show when={props.feature.height !== null}>
        <p class="figure">
          {t('metres', { value: (props.feature.height ?? 0).toFixed(1) })}
          <small classList={{ estimated: props.feature.heightFrom === 'rule' }}>
            {t('height')} · {t(ORIGINS[props.feature.heightFrom ?? ''] ?? 'unknown')}
          </small>
        </p>
      </Show>
      <dl>
        <dt>{t('use')}</dt>
        <dd>{useText(t, props.feature.use)}</dd>
        <Show when={props.feature.storeys}>
          <dt>{t('storeys')}</dt>
          <dd>{props.feature.storeys}</dd>
        </Show>
        <For each={years().filter(([, year]) => year)}>
          {([key, year]) => (
            <>
              <dt>{t(key)}</dt>
              <dd>{year}</dd>
            </>
          )}
        </For>
        <dt>{t('id')}</dt>
        <dd class="code">{props.feature.id}</dd>
        <dt>{t('gid')}</dt>
        <dd class="code">{props.feature.gid}</dd>
      </dl>
      <Show when={attributes().length > 0}>
        <details open={attributes().length <= 12}>
          <summary>
            {t('attributes')} ({attributes().length})
          </summary>
          <dl>
            <For each={attributes()}>
              {([key, value]) => (
                <>
                  <dt class="code">{key}</dt>
                  <dd>{String(value)}</dd>
                </>
              )}
            </For>
          </dl>
        </details>
      </Show>
    </section>
  );
}
