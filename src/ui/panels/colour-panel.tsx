import { createResource, For, Show } from 'solid-js';
import { COLOUR_ATTRIBUTES, type Colouring, PALETTES } from '#base/state/twin-state.ts';
import type { LegendEntry } from '#base/twin-queries.ts';
import { Select } from '../controls/choice.tsx';
import { Section } from '../controls/section.tsx';
import { useFrame } from '../frame-context.ts';
import { formatCount, formatWholeMetres, formatYear } from '../numbers.ts';
import type { TextKey } from '../texts/en.ts';
import { useText } from '../texts/use-text.ts';

type Attribute = Colouring['attribute'];

const ATTRIBUTES: Readonly<Record<Attribute, TextKey>> = {
  use: 'use',
  height: 'height',
  year: 'yearBuilt',
  storeys: 'storeys',
  estimated: 'heightSource',
};
const PALETTE_NAMES: Readonly<Record<Colouring['palette'], TextKey>> = {
  auto: 'levelAuto',
  viridis: 'paletteViridis',
  cividis: 'paletteCividis',
  magma: 'paletteMagma',
};

/** Buildings coloured by an attribute, and what each colour stands for. */
export function ColourPanel() {
  const { store, queries, state, status, language, t } = useFrame();
  const colouring = () => state().colouring;
  const [legend] = createResource(
    () => {
      const now = colouring();
      const { phase, manifest } = status();
      return now && `${now.attribute} ${now.palette} ${phase} ${manifest?.name}`;
    },
    () => queries.legend().catch(() => []),
  );

  const set = (attribute: Attribute | 'none', palette: Colouring['palette']): void =>
    store.dispatch({ type: 'setColouring', colouring: attribute === 'none' ? null : { attribute, palette } });

  const isLast = (at: number): boolean => {
    const next = legend()?.[at + 1];
    return next === undefined || next.value === null;
  };
  function label({ value }: LegendEntry, isLast: boolean): string {
    if (value === null) return t('unknown');
    const attribute = colouring()?.attribute;
    if (typeof value === 'string') {
      if (attribute === 'estimated') {
        return t(value === 'estimated' || value === 'rule' ? 'estimated' : 'given');
      }
      return useText(t, value);
    }
    const [low, high] = value;
    if (attribute === 'year' || attribute === 'storeys') {
      // A class ends before the next one begins; the last ends with the highest.
      const last = Math.max(low, isLast ? high : high - 1);
      const end = attribute === 'year' ? formatYear(last, language()) : formatCount(last, language());
      return Math.round(low) === Math.round(last) ? end : `${Math.round(low)} – ${end}`;
    }
    return `${formatCount(low, language())} – ${formatWholeMetres(high, language())}`;
  }

  return (
    <Section title={t('colour')}>
      <Select
        label={t('colourBy')}
        tip={`${t('colourBy')} (C)`}
        value={colouring()?.attribute ?? 'none'}
        options={[
          { value: 'none', label: t('colourNone') },
          ...COLOUR_ATTRIBUTES.map((value) => ({ value, label: t(ATTRIBUTES[value]) })),
        ]}
        onChoose={(value) => set(value, colouring()?.palette ?? 'auto')}
      />
      <Show when={colouring()}>
        {(now) => (
          <>
            <Show when={now().attribute !== 'use' && now().attribute !== 'estimated'}>
              <Select
                label={t('palette')}
                value={now().palette}
                options={PALETTES.map((value) => ({
                  value,
                  label: t('paletteNamed', { name: t(PALETTE_NAMES[value]) }),
                }))}
                onChoose={(palette) => set(now().attribute, palette)}
              />
            </Show>
            <ul class="legend" aria-label={t('legend')}>
              <For each={legend() ?? []}>
                {(entry, at) => (
                  <li>
                    <i classList={{ hatched: entry.value === null }} style={{ background: entry.colour }} />
                    <span>{label(entry, isLast(at()))}</span>
                    <small>{formatCount(entry.count, language())}</small>
                  </li>
                )}
              </For>
            </ul>
          </>
        )}
      </Show>
    </Section>
  );
}
