import { createEffect, onCleanup, onMount, Show } from 'solid-js';
import type { TwinStore } from '#twin/state/twin-store.ts';
import { LevelSwitch } from '../controls/level-switch.tsx';
import { createStoreSignal } from '../create-store-signal.ts';
import { FatalFault, FaultList } from '../panels/faults.tsx';
import { Inspector } from '../panels/inspector.tsx';
import { createTranslate, type Language, titleIn } from '../texts/texts.ts';
import './first-look.css';

/** The frame around the city: name, level, what is selected, what failed, sources. */
export function FirstLook(props: {
  store: TwinStore;
  language: Language;
  onContainer: (element: HTMLElement) => void;
}) {
  const { store, language } = props;
  const t = createTranslate(language);
  const status = createStoreSignal(store, (twin) => twin.status);
  const state = createStoreSignal(store, (twin) => twin.state);
  const fatal = () => status().faults.find((fault) => fault.fatal);
  const title = () => {
    const manifest = status().manifest;
    return manifest ? titleIn(manifest.title, language, manifest.name) : '';
  };
  const progress = () => {
    const { pending, pendingPeak, phase } = status();
    if (phase === 'opening') return 0.04;
    return pendingPeak === 0 ? 1 : Math.max(0.04, 1 - pending / pendingPeak);
  };
  const busy = () => status().phase !== 'failed' && (status().phase === 'opening' || status().pending > 0);
  let container: HTMLDivElement | undefined;

  createEffect(() => {
    document.title = title() === '' ? 'Spar' : `${title()} · Spar`;
  });
  onMount(() => {
    if (container) props.onContainer(container);
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') store.dispatch({ type: 'select', ids: [] });
      if (event.key === 'Home') store.dispatch({ type: 'setCamera', camera: null });
    };
    window.addEventListener('keydown', onKey);
    onCleanup(() => window.removeEventListener('keydown', onKey));
  });

  return (
    <>
      <div
        class="city"
        ref={(element) => {
          container = element;
        }}
      />
      <div class="progress" classList={{ busy: busy() }} role="progressbar" aria-label={t('loading')}>
        <div style={{ transform: `scaleX(${progress()})` }} />
      </div>
      <Show when={status().manifest}>
        {(manifest) => (
          <>
            <header class="bar panel">
              <h1>{title()}</h1>
              <LevelSwitch
                level={state().levels.mode}
                t={t}
                onChoose={(mode) => store.dispatch({ type: 'setLevel', mode })}
              />
              <button
                type="button"
                title={`${t('home')} (Home)`}
                onClick={() => store.dispatch({ type: 'setCamera', camera: null })}
              >
                {t('home')}
              </button>
            </header>
            <footer class="attribution panel">
              {[...new Set([...manifest().attribution, 'Natural Earth'])].join(' · ')}
            </footer>
          </>
        )}
      </Show>
      <div class="side">
        <Show when={status().features.at(-1)}>
          {(feature) => (
            <Inspector
              feature={feature()}
              t={t}
              onClose={() => store.dispatch({ type: 'select', ids: [] })}
            />
          )}
        </Show>
        <FaultList
          faults={status().faults.filter((fault) => !fault.fatal)}
          t={t}
          onClose={(part) => store.clearFault(part)}
        />
      </div>
      <Show when={fatal()}>
        {(fault) => (
          <FatalFault
            fault={fault()}
            cities={status().cities.map(({ name, title: titles }) => ({
              name,
              label: titleIn(titles, language, name),
            }))}
            t={t}
          />
        )}
      </Show>
    </>
  );
}
