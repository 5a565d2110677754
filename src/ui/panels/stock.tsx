/** The stock of buildings as figures and bars, for the wall. */
import { createResource, For, type JSX, Show } from 'solid-js';
import type { Counted, Histogram } from '#base/twin-queries.ts';
import { useFrame } from '../frame-context.ts';
import { formatCount, formatMetres, formatWholeMetres } from '../numbers.ts';
import { useText } from '../texts/use-text.ts';
import { byClass, byDecade, DECADE, medianOf, sum } from './fold-histogram.ts';

const USES_SHOWN = 7;
/** Fine enough that classes may be folded from them. */
const BINS = 400;
/** Low, several storeys, high-rise, and above 100 m: where building codes draw their lines, m. */
const HEIGHT_CLASSES = [10, 24, 50, 100] as const;

function createHistogram(attribute: Counted) {
  const { queries, status } = useFrame();
  const city = () => {
    const { phase, manifest } = status();
    return phase !== 'failed' && phase !== 'opening' && manifest?.name;
  };
  return createResource(city, () => queries.histogram(attribute, BINS).catch(() => null))[0];
}

/** A panel of the wall: a figure with its unit, and what it is made of. */
export function Stock(props: { title: string; figure?: string; unit?: string; children: JSX.Element }) {
  return (
    <section class="panel stock" aria-label={props.title}>
      <h2>{props.title}</h2>
      <Show when={props.figure}>
        <p class="figure">
          {props.figure}
          <small>{props.unit}</small>
        </p>
      </Show>
      {props.children}
    </section>
  );
}

/** Bars that lie, with name and count. */
export function Lying(props: { rows: readonly { label: string; count: number }[] }) {
  const { language } = useFrame();
  const most = () => Math.max(1, ...props.rows.map(({ count }) => count));
  return (
    <ul class="lying">
      <For each={props.rows}>
        {({ label, count }) => (
          <li>
            <span>{label}</span>
            <i style={{ '--share': count / most() }} />
            <b>{formatCount(count, language())}</b>
          </li>
        )}
      </For>
    </ul>
  );
}

/** Bars that stand, with a scale below. */
function Standing(props: { counts: readonly number[]; ends: readonly string[]; label: string }) {
  const most = () => Math.max(1, ...props.counts);
  return (
    <figure class="standing" role="img" aria-label={props.label}>
      <div>
        <For each={props.counts}>{(count) => <i style={{ height: `${(100 * count) / most()}%` }} />}</For>
      </div>
      <figcaption>
        <For each={props.ends}>{(end) => <span>{end}</span>}</For>
      </figcaption>
    </figure>
  );
}

/** How many buildings there are, by use. */
export function StockByUse() {
  const { language, t } = useFrame();
  const uses = createHistogram('use');
  const rows = (found: Histogram) => {
    const all = found.bins
      .map((bin, at) => ({ label: useText(t, String(bin)), count: found.counts[at] ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
    const others = sum(all.slice(USES_SHOWN).map(({ count }) => count));
    return [...all.slice(0, USES_SHOWN), ...(others > 0 ? [{ label: t('others'), count: others }] : [])];
  };
  return (
    <Show when={uses()}>
      {(found) => (
        <Stock
          title={t('stockByUse')}
          figure={formatCount(sum(found().counts) + found().unknown, language())}
          unit={t('buildingsUnit')}
        >
          <Lying rows={rows(found())} />
        </Stock>
      )}
    </Show>
  );
}

/** How many buildings are drawn at which level. */
export function LevelStock() {
  const { queries, status, t } = useFrame();
  const [counts] = createResource(
    () => status().phase === 'ready' && status().manifest?.name,
    () => queries.levelCounts().catch(() => null),
  );
  return (
    <Show when={counts()}>
      {(found) => (
        <Stock title={t('stockByLevel')}>
          <Lying
            rows={[
              { label: t('levelL1'), count: found().L1 },
              { label: t('levelL2'), count: found().L2 },
              { label: t('levelL3'), count: found().L3 },
            ].filter(({ count }) => count > 0)}
          />
        </Stock>
      )}
    </Show>
  );
}

const isSpread = (found: Histogram | null | undefined): found is Histogram =>
  found !== null && found !== undefined && Number.isFinite(found.min) && found.max > found.min;

/** When the buildings were built. */
export function StockByDecade() {
  const { t } = useFrame();
  const years = createHistogram('year');
  const found = () => (isSpread(years()) ? (years() as Histogram) : null);
  return (
    <Show when={found()}>
      {(years) => {
        const decades = () => byDecade(years());
        return (
          <Stock
            title={t('stockByDecade')}
            figure={String(Math.round(medianOf(years())))}
            unit={t('medianYear')}
          >
            <Standing
              label={t('stockByDecade')}
              counts={decades().counts}
              ends={[
                String(decades().first),
                String(decades().first + (decades().counts.length - 1) * DECADE),
              ]}
            />
          </Stock>
        );
      }}
    </Show>
  );
}

/** How high the buildings are. */
export function StockByHeight() {
  const { language, t } = useFrame();
  const heights = createHistogram('height');
  const found = () => (isSpread(heights()) ? (heights() as Histogram) : null);
  const rows = (found: Histogram) =>
    byClass(found, HEIGHT_CLASSES).map((count, at) => {
      const low = HEIGHT_CLASSES[at - 1];
      const high = HEIGHT_CLASSES[at];
      const to = high === undefined ? null : formatWholeMetres(high, language());
      return {
        label:
          low === undefined
            ? t('below', { value: to ?? '' })
            : to === null
              ? t('atLeast', { value: formatWholeMetres(low, language()) })
              : `${low} – ${to}`,
        count,
      };
    });
  return (
    <Show when={found()}>
      {(heights) => (
        <Stock
          title={t('stockByHeight')}
          figure={formatMetres(heights().max, language())}
          unit={t('highest')}
        >
          <Lying rows={rows(heights())} />
        </Stock>
      )}
    </Show>
  );
}
