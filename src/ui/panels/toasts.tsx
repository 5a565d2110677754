import { createMemo, For, Show } from 'solid-js';
import { IconButton } from '../controls/icon-button.tsx';
import { useFrame } from '../frame-context.ts';
import type { TextKey } from '../texts/en.ts';
import { layerTitle } from '../texts/layer-title.ts';

const PARTS: Readonly<Record<string, TextKey>> = {
  terrain: 'partTerrain',
  ground: 'partGround',
  buildings: 'partBuildings',
  features: 'partFeatures',
  feeds: 'partFeeds',
  globe: 'partGlobe',
  graphics: 'partGraphics',
  city: 'partCity',
  scene: 'partScene',
  link: 'partLink',
  page: 'partPage',
};

/** More would hide the city. */
const SHOWN = 3;

/** What failed while the rest is shown, and what was said in passing. */
export function Toasts() {
  const frame = useFrame();
  const { store, status, notice, say, t } = frame;
  const faults = createMemo(() => status().faults.filter((fault) => !fault.fatal));
  const newest = () => faults().slice(-SHOWN).reverse();
  function partName(part: string): string {
    const layer = status().layers.find(({ id }) => id === part || `layer ${id}` === part);
    if (layer) return layerTitle(frame, layer);
    const key = PARTS[part];
    return key ? t(key) : part;
  }
  return (
    <div class="toasts">
      <ul aria-live="polite">
        <For each={newest()}>
          {(fault) => (
            <li class="panel fault" role="alert">
              <strong>
                <span aria-hidden="true">◆ </span>
                {t('partFailed', { part: partName(fault.part) })}
                <Show when={fault.count > 1}> · {t('times', { count: fault.count })}</Show>
              </strong>
              <IconButton icon="close" label={t('close')} onPress={() => store.clearFault(fault.part)} />
              <p>{fault.message}</p>
            </li>
          )}
        </For>
        <Show when={faults().length > SHOWN}>
          <li class="panel more">{t('moreFaults', { count: faults().length - SHOWN })}</li>
        </Show>
      </ul>
      <div role="status">
        <Show when={notice()}>
          {(now) => (
            <div class="panel notice">
              <p>{now().text}</p>
              <Show when={now().copy}>
                {(copy) => (
                  <input
                    type="text"
                    readonly
                    aria-label={t('link')}
                    value={copy()}
                    ref={(input) => queueMicrotask(() => input.select())}
                  />
                )}
              </Show>
              <IconButton icon="close" label={t('close')} keys="Esc" onPress={() => say(null)} />
            </div>
          )}
        </Show>
      </div>
    </div>
  );
}
