import { createEffect, createResource, createSignal, For, Show } from 'solid-js';
import { majorOf } from '#base/catalogue/catalogue.ts';
import type { Filter } from '#base/state/twin-state.ts';
import type { CountedValue } from '#base/twin-queries.ts';
import { Section } from '../controls/section.tsx';
import { useFrame } from '../frame-context.ts';
import { formatCount } from '../numbers.ts';
import type { TextKey } from '../texts/en.ts';
import { classOf } from '../texts/feature-texts.ts';
import './component-filter.css';

const CONDITIONS: Readonly<Record<string, TextKey>> = {
  intact: 'conditionIntact',
  damaged: 'conditionDamaged',
  lost: 'conditionLost',
  scrapped: 'conditionScrapped',
};
/** Of a unit grid's code: its first digits are those of district, street and community. */
const GRID = /^\d{1,15}$/;

interface Major {
  readonly name: string;
  readonly count: number;
  readonly classes: readonly CountedValue[];
}

/** Which components show: by class, condition, owner and grid. */
export function ComponentFilter() {
  const { store, queries, state, status, language, t } = useFrame();
  const [opened, setOpened] = createSignal(false);
  const city = () => status().phase !== 'failed' && status().phase !== 'opening' && status().manifest?.name;
  /** Nothing is read before somebody looks. */
  const wanted = () => opened() && city();
  const [classes] = createResource(wanted, () => queries.componentClasses().catch(() => []));
  const [conditions] = createResource(wanted, () => queries.componentValues('condition').catch(() => []));
  const [owners] = createResource(wanted, () => queries.componentValues('owner').catch(() => []));
  const layer = () => status().layers.find(({ kind }) => kind === 'components');
  const filter = (): Filter => state().filters[layer()?.id ?? ''] ?? {};
  const isOn = () => Object.keys(filter()).length > 0;

  function change(
    part: 'class' | 'condition' | 'owner' | 'grid',
    values: readonly string[] | undefined,
  ): void {
    const { [part]: _, ...rest } = filter();
    const next: Filter = values === undefined ? rest : { ...rest, [part]: values };
    store.dispatch({
      type: 'setFilter',
      layer: layer()!.id,
      filter: Object.keys(next).length === 0 ? null : next,
    });
  }
  /** Shows or hides some of the values; all of them are no filter. */
  function toggle(
    part: 'class' | 'condition' | 'owner',
    all: readonly CountedValue[],
    some: readonly string[],
    shown: boolean,
  ): void {
    const now = filter()[part];
    const next = all
      .map(({ value }) => value)
      .filter((value) => (some.includes(value) ? shown : (now?.includes(value) ?? true)));
    change(part, next.length === all.length ? undefined : next);
  }
  const isShown = (part: 'class' | 'condition' | 'owner', value: string): boolean =>
    filter()[part]?.includes(value) ?? true;
  const majors = (): Major[] => {
    const byMajor = new Map<string, { name: string; count: number; classes: CountedValue[] }>();
    for (const one of classes() ?? []) {
      const major = majorOf(one.value);
      const key = major?.major ?? '';
      const group = byMajor.get(key) ?? { name: major?.[language()] ?? t('noMajor'), count: 0, classes: [] };
      byMajor.set(key, group);
      group.count += one.count;
      group.classes.push(one);
    }
    // Those of no major come last.
    return [...byMajor]
      .sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1))
      .map(([, one]) => one);
  };

  const [gridProblem, setGridProblem] = createSignal(false);
  function changeGrid(text: string): void {
    const codes = text.split(/[\s,，、;；]+/).filter((code) => code !== '');
    const wrong = codes.some((code) => !GRID.test(code));
    setGridProblem(wrong);
    if (!wrong) change('grid', codes.length === 0 ? undefined : codes);
  }

  return (
    <Show when={layer()}>
      {(one) => (
        <Section
          title={t('componentFilter')}
          open={false}
          note={isOn() ? t('filterOn') : undefined}
          onOpen={() => setOpened(true)}
        >
          <Show when={!classes.loading && (classes() ?? []).length > 0} fallback={<p>{t('loading')}</p>}>
            <fieldset class="component-classes" aria-label={t('componentClasses')}>
              <For each={majors()}>
                {(major) => (
                  <MajorRow
                    major={major}
                    isShown={(key) => isShown('class', key)}
                    onToggle={(keys, shown) => toggle('class', classes() ?? [], keys, shown)}
                  />
                )}
              </For>
            </fieldset>
          </Show>
          <Values
            title={t('condition')}
            values={conditions() ?? []}
            name={(value) => (CONDITIONS[value] ? t(CONDITIONS[value]) : value)}
            isShown={(value) => isShown('condition', value)}
            onToggle={(value, shown) => toggle('condition', conditions() ?? [], [value], shown)}
          />
          <Values
            title={t('owner')}
            values={owners() ?? []}
            name={(value) => value}
            isShown={(value) => isShown('owner', value)}
            onToggle={(value, shown) => toggle('owner', owners() ?? [], [value], shown)}
          />
          <label class="grid-filter">
            <span>{t('gridPrefix')}</span>
            <input
              type="text"
              inputmode="numeric"
              autocomplete="off"
              spellcheck={false}
              value={filter().grid?.join(' ') ?? ''}
              aria-invalid={gridProblem()}
              onChange={(event) => changeGrid(event.currentTarget.value)}
            />
          </label>
          <Show when={isOn()}>
            <button
              type="button"
              class="wide"
              onClick={() => {
                setGridProblem(false);
                store.dispatch({ type: 'setFilter', layer: one().id, filter: null });
              }}
            >
              {t('componentFilterOff')}
            </button>
          </Show>
        </Section>
      )}
    </Show>
  );
}

/** A major with its classes: one box for all of them, a box for each below. */
function MajorRow(props: {
  major: Major;
  isShown: (key: string) => boolean;
  onToggle: (keys: readonly string[], shown: boolean) => void;
}) {
  const { language } = useFrame();
  const keys = () => props.major.classes.map(({ value }) => value);
  const shown = () => keys().filter((key) => props.isShown(key)).length;
  return (
    <details>
      <summary>
        <input
          type="checkbox"
          aria-label={props.major.name}
          checked={shown() > 0}
          ref={(box) =>
            createEffect(() => {
              box.indeterminate = shown() > 0 && shown() < keys().length;
            })
          }
          onClick={(event) => event.stopPropagation()}
          onChange={(event) => {
            props.onToggle(keys(), shown() < keys().length);
            // A click has turned it by itself, also where some were shown already.
            event.currentTarget.checked = shown() > 0;
          }}
        />
        <span>{props.major.name}</span>
        <small>{formatCount(props.major.count, language())}</small>
      </summary>
      <div class="uses">
        <For each={props.major.classes}>
          {({ value, count }) => (
            <label>
              <input
                type="checkbox"
                checked={props.isShown(value)}
                onChange={(event) => props.onToggle([value], event.currentTarget.checked)}
              />
              <span>{classOf(value, language())}</span>
              <small>{formatCount(count, language())}</small>
            </label>
          )}
        </For>
      </div>
    </details>
  );
}

/** Values of an attribute, a box for each. */
function Values(props: {
  title: string;
  values: readonly CountedValue[];
  name: (value: string) => string;
  isShown: (value: string) => boolean;
  onToggle: (value: string, shown: boolean) => void;
}) {
  const { language } = useFrame();
  return (
    <Show when={props.values.length > 1}>
      <fieldset class="uses component-values" aria-label={props.title}>
        <div class="range-head">
          <span>{props.title}</span>
        </div>
        <For each={props.values}>
          {({ value, count }) => (
            <label>
              <input
                type="checkbox"
                checked={props.isShown(value)}
                onChange={(event) => props.onToggle(value, event.currentTarget.checked)}
              />
              <span>{props.name(value)}</span>
              <small>{formatCount(count, language())}</small>
            </label>
          )}
        </For>
      </fieldset>
    </Show>
  );
}
