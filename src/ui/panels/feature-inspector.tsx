import { createMemo, For, Show } from 'solid-js';
import { isLampClass } from '#base/catalogue/lamp-classes.ts';
import { caseIdOf, readId, vehicleIdOf } from '#base/state/selectors.ts';
import { IconButton } from '../controls/icon-button.tsx';
import type { ShownFeature } from '../desk-store.ts';
import { useFrame } from '../frame-context.ts';
import { formatCount, formatMetres, formatYear } from '../numbers.ts';
import type { TextKey } from '../texts/en.ts';
import { addressOf, classOf, sourceOf, titleOf } from '../texts/feature-texts.ts';
import { layerTitle } from '../texts/layer-title.ts';
import { useText } from '../texts/use-text.ts';
import { CaseReading } from './case-reading.tsx';
import { LampControl } from './lamp-control.tsx';
import { LiveReading } from './live-reading.tsx';
import { VehicleReading } from './vehicle-reading.tsx';

const ORIGINS: Readonly<Record<string, TextKey>> = {
  height: 'given',
  levels: 'fromLevels',
  roof: 'fromRoof',
  parts: 'fromParts',
  surfaces: 'fromSurfaces',
  rule: 'estimated',
};

const CONDITIONS: Readonly<Record<string, TextKey>> = {
  intact: 'conditionIntact',
  damaged: 'conditionDamaged',
  lost: 'conditionLost',
  scrapped: 'conditionScrapped',
};

/** What was found is read here: the search hands the focus over. */
export const INSPECTOR_ID = 'inspector';

/** Tells what is known of what is selected; of several, lists them and reads the last one. */
export function FeatureInspector() {
  const { store, state, status, t, language } = useFrame();
  const shown = createMemo(() => {
    const id = readId(state());
    return status().features.find((feature) => feature.id === id) ?? null;
  });
  const several = () => state().selection.length > 1;
  const name = () => {
    if (isCase()) return t('caseTitle');
    if (isVehicle()) return vehicleIdOf(readId(state()) ?? '') ?? '';
    const feature = shown();
    return feature ? (titleOf(feature, language()) ?? t('unnamed')) : t('loading');
  };
  const isolated = () => state().isolated !== null;
  const isCase = () => caseIdOf(readId(state()) ?? '') !== null;
  const isVehicle = () => vehicleIdOf(readId(state()) ?? '') !== null;
  /** What the scene lays over the city is neither hidden nor isolated one by one. */
  const isOfCity = () => !isCase() && !isVehicle() && shown()?.layer !== 'geojson';
  /** Lamps among what is selected. */
  const lampIds = () => {
    const lamps = new Set(
      status()
        .features.filter(isLamp)
        .map(({ id }) => id),
    );
    return state().selection.filter((id) => lamps.has(id));
  };
  const lamp = () => {
    const feature = shown();
    return feature && isLamp(feature) && (status().feeds ?? []).length > 0 ? feature : null;
  };

  return (
    <Show when={state().selection.length > 0}>
      <section
        id={INSPECTOR_ID}
        class="panel inspector"
        tabIndex={-1}
        aria-label={t('inspector')}
        aria-describedby="inspector-name inspector-figure"
      >
        <header>
          <h2 id="inspector-name">
            {several() ? t('selected', { count: formatCount(state().selection.length, language()) }) : name()}
          </h2>
          <IconButton
            icon="close"
            label={t('close')}
            keys="Esc"
            onPress={() => store.dispatch({ type: 'select', ids: [] })}
          />
        </header>
        <div class="actions">
          <IconButton
            icon="fly"
            text={t('flyTo')}
            label={t('flyTo')}
            keys="F"
            onPress={() => store.dispatch({ type: 'flyTo', id: readId(state())! })}
          />
          <Show when={isOfCity()}>
            <IconButton
              icon="isolate"
              text={isolated() ? t('showAll') : t('isolate')}
              label={isolated() ? t('showAll') : t('isolate')}
              keys={isolated() ? 'U' : 'I'}
              pressed={isolated()}
              onPress={() =>
                store.dispatch({ type: 'isolate', ids: isolated() ? null : [...state().selection] })
              }
            />
            <IconButton
              icon="hide"
              text={t('hide')}
              label={t('hide')}
              keys="H"
              onPress={() => store.dispatch({ type: 'hide', ids: [...state().selection] })}
            />
          </Show>
        </div>
        <Show when={several()}>
          <SelectedList />
        </Show>
        <Show when={readId(state())} keyed>
          {(id) => {
            const [ofCase, vehicle] = [caseIdOf(id), vehicleIdOf(id)];
            if (ofCase !== null) return <CaseReading id={ofCase} />;
            return vehicle === null ? <LiveReading id={id} /> : <VehicleReading id={vehicle} />;
          }}
        </Show>
        <Show when={lamp()}>
          {(feature) => <LampControl ids={lampIds()} attributes={feature().attributes} />}
        </Show>
        <Show when={!isCase() && !isVehicle() && shown()}>
          {(feature) => <Reading feature={feature()} named={several()} />}
        </Show>
      </section>
    </Show>
  );
}

function isLamp({ component }: ShownFeature): boolean {
  return component !== undefined && isLampClass(component.class);
}

/** All that is selected; the one that is read is marked. */
function SelectedList() {
  const { store, state, status, t, language } = useFrame();
  const textOf = (id: string): string => {
    const feature = status().features.find((one) => one.id === id);
    return (feature && titleOf(feature, language())) ?? id;
  };
  return (
    <ul class="selected">
      <For each={state().selection}>
        {(id) => (
          <li>
            <button
              type="button"
              aria-current={readId(state()) === id}
              onClick={() => store.dispatch({ type: 'select', ids: [id], how: 'add' })}
            >
              {textOf(id)}
            </button>
            <IconButton
              icon="close"
              label={t('deselect')}
              onPress={() => store.dispatch({ type: 'select', ids: [id], how: 'remove' })}
            />
          </li>
        )}
      </For>
    </ul>
  );
}

const thisYear = new Date().getFullYear();

/** One feature: figures first, then names, then everything its source says. */
function Reading(props: { feature: ShownFeature; named: boolean }) {
  const frame = useFrame();
  const { state, status, t, language } = frame;
  /** The scene's layer that a shape belongs to. */
  const layer = (): string | null => {
    const { id, layer: kind } = props.feature;
    const own = status().layers.find((one) => kind === 'geojson' && id.startsWith(`${one.id}/`));
    return own ? layerTitle(frame, own) : null;
  };
  const attributes = () => Object.entries(props.feature.attributes);
  const rows = (): [string, string, boolean?][] => {
    const { feature } = props;
    const address = addressOf(feature, language());
    const level = feature.level ?? (state().levels.mode === 'auto' ? null : state().levels.mode);
    const { component } = feature;
    const all: [string, string | null, boolean?][] = [
      [t('use'), feature.layer === 'buildings' ? useText(t, feature.use) : null],
      [t('componentClass'), component ? classOf(component.class, language()) : null],
      [t('componentCode'), component?.code ?? null, true],
      [t('condition'), component ? t(CONDITIONS[component.condition] ?? 'unknown') : null],
      [t('owner'), component?.owner ?? null],
      [t('department'), component?.department ?? null],
      [t('grid'), component?.grid ?? null, true],
      [t('installed'), component?.installed ? formatYear(component.installed, language()) : null],
      [t('storeys'), feature.storeys ? formatCount(feature.storeys, language()) : null],
      [
        t((feature.built ?? 0) > thisYear ? 'planned' : 'built'),
        feature.built ? formatYear(feature.built, language()) : null,
      ],
      [t('demolished'), feature.demolished ? formatYear(feature.demolished, language()) : null],
      [t('address'), address],
      [t('levelShown'), level],
      [t('source'), layer() ?? sourceOf(feature.id)],
      [t('id'), feature.id, true],
      [t('gid'), feature.gid > 0 ? String(feature.gid) : null, true],
    ];
    return all.filter((row): row is [string, string, boolean?] => row[1] !== null);
  };
  return (
    <>
      <Show when={props.named}>
        <h3>{titleOf(props.feature, language()) ?? t('unnamed')}</h3>
      </Show>
      <Show when={props.feature.layer === 'buildings' && props.feature.height !== null}>
        <p class="figure" id="inspector-figure">
          {formatMetres(props.feature.height ?? 0, language())}
          <small classList={{ estimated: props.feature.heightFrom === 'rule' }}>
            {t('height')} · {t(ORIGINS[props.feature.heightFrom ?? ''] ?? 'unknown')}
          </small>
        </p>
      </Show>
      <dl>
        <For each={rows()}>
          {([term, value, code]) => (
            <>
              <dt>{term}</dt>
              <dd classList={{ code: code ?? false }}>{value}</dd>
            </>
          )}
        </For>
      </dl>
      <Show when={attributes().length > 0}>
        <details class="attributes" open={props.feature.layer === 'geojson'}>
          <summary>
            {t('attributes')} <small>{attributes().length}</small>
          </summary>
          <dl>
            <For each={attributes()}>
              {([key, value]) => (
                <>
                  <dt class="code">{key}</dt>
                  <dd class="code">{String(value)}</dd>
                </>
              )}
            </For>
          </dl>
        </details>
      </Show>
    </>
  );
}
