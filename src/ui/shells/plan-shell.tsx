import { createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import { QUALITIES } from '#base/state/twin-state.ts';
import { Select } from '../controls/choice.tsx';
import type { IconName } from '../controls/icon.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { Section } from '../controls/section.tsx';
import type { Choice } from '../desk-store.ts';
import { createFrame, FrameContext, useFrame } from '../frame-context.ts';
import { DESK_KEYS, type DeskActions, isTyping, keyName } from '../keys.ts';
import { Attribution } from '../panels/attribution.tsx';
import { ClockBar } from '../panels/clock-bar.tsx';
import { ColourPanel } from '../panels/colour-panel.tsx';
import { ComponentFilter } from '../panels/component-filter.tsx';
import { FeatureInspector } from '../panels/feature-inspector.tsx';
import { FeedsPanel } from '../panels/feeds-panel.tsx';
import { FilterPanel } from '../panels/filter-panel.tsx';
import { Help } from '../panels/help.tsx';
import { LayersPanel, LevelsPanel } from '../panels/levels-panel.tsx';
import { MeasurePanel } from '../panels/measure-panel.tsx';
import { NoCity } from '../panels/no-city.tsx';
import { Progress } from '../panels/progress.tsx';
import { SearchBox } from '../panels/search-box.tsx';
import { Toasts } from '../panels/toasts.tsx';
import type { TextKey } from '../texts/en.ts';
import { City } from './city.tsx';
import type { ShellProps } from './shell-props.ts';
import '../styles/frame.css';
import '../styles/panels.css';
import './plan-shell.css';

/** Narrower than this, panels are sheets at the foot. */
const NARROW = '(max-width: 720px)';

/** The desk: explore, find, measure, compare, send a link. */
export function PlanShell(props: ShellProps) {
  const frame = createFrame(props);
  const [help, setHelp] = createSignal(false);
  const [panel, setPanel] = createSignal(!window.matchMedia(NARROW).matches);
  let search: HTMLInputElement | undefined;

  const actions: DeskActions = {
    search: () => search?.focus(),
    help: () => setHelp(!help()),
    panel: () => setPanel(!panel()),
    share() {
      const link = props.link();
      const byHand = () => frame.say({ text: frame.t('linkByHand'), copy: link });
      if (!navigator.clipboard) byHand();
      else navigator.clipboard.writeText(link).then(() => frame.say({ text: frame.t('linkCopied') }), byHand);
    },
  };

  onMount(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const name = keyName(event);
      const binding = DESK_KEYS.find(({ keys }) => keys === name);
      if (!binding) return;
      event.preventDefault();
      binding.run(frame, actions);
    };
    window.addEventListener('keydown', onKey);
    onCleanup(() => window.removeEventListener('keydown', onKey));
  });

  return (
    <FrameContext.Provider value={frame}>
      <div class="plan" classList={{ 'with-panel': panel() }}>
        <City onContainer={props.onContainer} onRest={props.onRest} />
        <TopBar actions={actions} searchRef={(input) => (search = input)} />
        <Progress />
        <Tools panel={panel()} actions={actions} />
        <Show when={panel()}>
          <aside class="panel left" aria-label={frame.t('panel')}>
            <LevelsPanel />
            <LayersPanel />
            <MeasurePanel />
            <ColourPanel />
            <FilterPanel />
            <ComponentFilter />
            <FeedsPanel />
            <QualityPanel />
          </aside>
        </Show>
        <div class="right">
          <FeatureInspector />
          <Toasts />
        </div>
        <Show when={frame.status().manifest}>
          <ClockBar />
        </Show>
        <Attribution />
        <NoCity />
        <Show when={help()}>
          <Help onClose={() => setHelp(false)} />
        </Show>
      </div>
    </FrameContext.Provider>
  );
}

/** Name, search, scene and city, language, link, undo and redo, help. */
function TopBar(props: { actions: DeskActions; searchRef: (input: HTMLInputElement) => void }) {
  const { store, state, status, language, t, title } = useFrame();
  const city = () => status().manifest?.name ?? '';
  const name = () => {
    const { manifest } = status();
    return manifest ? title(manifest.title, manifest.name) : 'Spar';
  };
  const choices = (list: readonly Choice[]) =>
    list.map((one) => ({ value: one.name, label: title(one.title, one.name) }));
  return (
    <header class="top panel">
      <Show when={status().cities.length > 1 && city() !== ''} fallback={<h1>{name()}</h1>}>
        <h1 class="city-name">
          <Select
            label={t('city')}
            value={city()}
            options={choices(status().cities)}
            onChoose={(next) => store.dispatch({ type: 'openCity', city: next })}
          />
        </h1>
      </Show>
      <Show when={(status().scenes?.length ?? 0) > 1}>
        <Select
          label={t('scene')}
          value={state().scene ?? ''}
          options={choices(status().scenes ?? [])}
          onChoose={(next) => store.dispatch({ type: 'openScene', scene: next })}
        />
      </Show>
      <SearchBox ref={props.searchRef} />
      <div class="top-actions" role="toolbar" aria-label={t('page')}>
        <IconButton
          icon="undo"
          label={t('undo')}
          keys="Ctrl+Z"
          disabled={!status().canUndo}
          onPress={() => store.undo()}
        />
        <IconButton
          icon="redo"
          label={t('redo')}
          keys="Ctrl+Shift+Z"
          disabled={!status().canRedo}
          onPress={() => store.redo()}
        />
        <button
          type="button"
          class="icon-button language"
          aria-label={t('language')}
          aria-keyshortcuts="Y"
          data-tip={`${t('language')} (Y)`}
          onClick={() => store.dispatch({ type: 'setLanguage', language: language() === 'zh' ? 'en' : 'zh' })}
        >
          {t('otherLanguage')}
        </button>
        <IconButton icon="link" label={t('share')} keys="K" onPress={() => props.actions.share()} />
        <IconButton icon="help" label={t('help')} keys="?" onPress={() => props.actions.help()} />
      </div>
    </header>
  );
}

const TOOLS: readonly (readonly ['distance' | 'area' | 'height' | null, IconName, TextKey, string])[] = [
  [null, 'select', 'toolSelect', 'V'],
  ['distance', 'distance', 'toolDistance', 'M'],
  ['area', 'area', 'toolArea', 'P'],
  ['height', 'height', 'toolHeight', 'T'],
];

/** One tool in hand; beside them what moves the view. */
function Tools(props: { panel: boolean; actions: DeskActions }) {
  const { store, state, t } = useFrame();
  const hidden = () => state().hidden.length > 0 || state().isolated !== null;
  return (
    <div class="tools">
      <div class="panel row" role="toolbar" aria-label={t('tools')}>
        <IconButton
          icon="panel"
          label={t('panel')}
          keys="L"
          pressed={props.panel}
          onPress={() => props.actions.panel()}
        />
        <span class="rule" />
        <For each={TOOLS}>
          {([tool, icon, text, keys]) => (
            <IconButton
              icon={icon}
              label={t(text)}
              keys={keys}
              pressed={state().tool === tool}
              onPress={() => store.dispatch({ type: 'setTool', tool })}
            />
          )}
        </For>
        <span class="rule" />
        <IconButton
          icon="home"
          label={t('home')}
          keys="Home"
          onPress={() => store.dispatch({ type: 'setCamera', camera: null })}
        />
        <IconButton
          icon="north"
          label={t('north')}
          keys="N"
          onPress={() => store.dispatch({ type: 'northUp' })}
        />
      </div>
      <Show when={state().tool}>
        {(tool) => (
          <p class="panel hint" role="status">
            {t(tool() === 'height' ? 'hintHeight' : tool() === 'area' ? 'hintArea' : 'hintDistance')}
          </p>
        )}
      </Show>
      <Show when={hidden()}>
        <p class="panel hint" role="status">
          {state().isolated
            ? t('someIsolated', { count: state().isolated!.length })
            : t('someHidden', { count: state().hidden.length })}
          <button
            type="button"
            title={`${t('showAll')} (U)`}
            onClick={() => showAll(store.dispatch, state())}
          >
            {t('showAll')}
          </button>
        </p>
      </Show>
    </div>
  );
}

function showAll(
  dispatch: ShellProps['store']['dispatch'],
  { isolated, hidden }: { isolated: readonly string[] | null; hidden: readonly string[] },
): void {
  if (isolated !== null) dispatch({ type: 'isolate', ids: null });
  if (hidden.length > 0) dispatch({ type: 'unhide', ids: null });
}

const QUALITY_TEXTS: Readonly<Record<(typeof QUALITIES)[number], TextKey>> = {
  auto: 'levelAuto',
  low: 'qualityLow',
  medium: 'qualityMedium',
  high: 'qualityHigh',
};

/** How much the picture may cost. */
function QualityPanel() {
  const { store, state, t } = useFrame();
  return (
    <Section title={t('quality')} open={false} note={t(QUALITY_TEXTS[state().quality])}>
      <Select
        label={t('quality')}
        value={state().quality}
        options={QUALITIES.map((value) => ({ value, label: t(QUALITY_TEXTS[value]) }))}
        onChoose={(quality) => store.dispatch({ type: 'setQuality', quality })}
      />
    </Section>
  );
}
