import { createResource, For, Show } from 'solid-js';
import type { Filter, Range } from '#base/state/twin-state.ts';
import type { Counted, Histogram } from '#base/twin-queries.ts';
import { RangeFilter } from '../controls/range-filter.tsx';
import { Section } from '../controls/section.tsx';
import { useFrame } from '../frame-context.ts';
import { formatCount, formatWholeMetres, formatYear } from '../numbers.ts';
import { useText } from '../texts/use-text.ts';

const BINS = 36;

/** Which buildings show: by use, height and year. */
export function FilterPanel() {
  const { store, queries, state, status, language, t } = useFrame();
  const city = () => status().phase !== 'failed' && status().phase !== 'opening' && status().manifest?.name;
  const histogram = (attribute: Counted) =>
    createResource(city, () => queries.histogram(attribute, BINS).catch(() => null))[0];
  const uses = histogram('use');
  const heights = histogram('height');
  const years = histogram('year');
  const layer = () => status().layers.find(({ kind }) => kind === 'buildings')?.id ?? 'buildings';
  const filter = (): Filter => state().filters[layer()] ?? {};
  const parts = () => Object.keys(filter()).length;

  function change(part: keyof Filter, value: readonly string[] | Range | undefined): void {
    const { [part]: _, ...rest } = filter();
    const next = value === undefined ? rest : { ...rest, [part]: value };
    store.dispatch({
      type: 'setFilter',
      layer: layer(),
      filter: Object.keys(next).length === 0 ? null : (next as Filter),
    });
  }

  function toggleUse(use: string, shown: boolean): void {
    const all = (uses()?.bins ?? []).map(String);
    const now = filter().use ?? all;
    const next = all.filter((name) => (name === use ? shown : now.includes(name)));
    change('use', next.length === all.length ? undefined : next);
  }
  const usesByCount = () => {
    const found = uses();
    return found
      ? found.bins
          .map((bin, at) => ({ use: String(bin), count: found.counts[at] ?? 0 }))
          .filter(({ count }) => count > 0)
          .sort((a, b) => b.count - a.count)
      : [];
  };
  const numbers = (found: Histogram | null | undefined): Histogram | null =>
    found && Number.isFinite(found.min) && found.max > found.min ? found : null;

  return (
    <Section title={t('filter')} note={parts() > 0 ? t('filterOn') : undefined}>
      <Show when={numbers(heights())}>
        {(found) => (
          <RangeFilter
            label={t('height')}
            fromLabel={t('from')}
            toLabel={t('to')}
            histogram={found()}
            step={1}
            value={filter().height}
            format={(value) => formatWholeMetres(value, language())}
            onChange={(range) => change('height', range)}
          />
        )}
      </Show>
      <Show when={numbers(years())}>
        {(found) => (
          <RangeFilter
            label={t('yearBuilt')}
            fromLabel={t('from')}
            toLabel={t('to')}
            histogram={found()}
            step={1}
            value={filter().year}
            format={(value) => formatYear(value, language())}
            onChange={(range) => change('year', range)}
          />
        )}
      </Show>
      <Show when={usesByCount().length > 0}>
        <fieldset class="uses" aria-label={t('use')}>
          <div class="range-head">
            <span>{t('use')}</span>
          </div>
          <For each={usesByCount()}>
            {({ use, count }) => (
              <label>
                <input
                  type="checkbox"
                  checked={filter().use?.includes(use) ?? true}
                  onChange={(event) => toggleUse(use, event.currentTarget.checked)}
                />
                <span>{useText(t, use)}</span>
                <small>{formatCount(count, language())}</small>
              </label>
            )}
          </For>
        </fieldset>
      </Show>
      <Show when={parts() > 0}>
        <button
          type="button"
          class="wide"
          onClick={() => store.dispatch({ type: 'setFilter', layer: layer(), filter: null })}
        >
          {t('filterOff')}
        </button>
      </Show>
    </Section>
  );
}
