/** What happens in the city at this moment, for the wall: cases, lamps, feeds. */
import { createResource, For, onCleanup, Show } from 'solid-js';
import { useFrame } from '../frame-context.ts';
import { formatCount } from '../numbers.ts';
import { PHASES } from './feeds-panel.tsx';
import { Lying, Stock } from './stock.tsx';

const ASK_EVERY_MS = 2_000;

/** Asks again and again, and keeps the last answer. */
function createPolled<T>(ask: () => Promise<T | null>) {
  const { status } = useFrame();
  const city = () => {
    const { phase, manifest } = status();
    return phase === 'ready' && manifest?.name;
  };
  const [answer, { refetch }] = createResource(city, () => ask().catch(() => null));
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') void refetch();
  }, ASK_EVERY_MS);
  onCleanup(() => clearInterval(timer));
  return () => answer.latest ?? null;
}

/** How many cases are open, and how they stand to their limits. */
export function OpenCases() {
  const { queries, language, t } = useFrame();
  const counts = createPolled(() => queries.caseCounts());
  return (
    <Show when={counts()}>
      {(now) => (
        <Stock title={t('openCases')} figure={formatCount(now().open, language())} unit={t('casesUnit')}>
          <Lying
            rows={[
              { label: t('casesCalm'), count: now().open - now().near - now().late },
              { label: `▲ ${t('casesNear')}`, count: now().near },
              { label: `◆ ${t('casesLate')}`, count: now().late },
            ]}
          />
        </Stock>
      )}
    </Show>
  );
}

/** How many lamps are lit, and how many are out of order. */
export function LampsNow() {
  const { queries, language, t } = useFrame();
  const counts = createPolled(() => queries.lampCounts(null));
  return (
    <Show when={(counts()?.known ?? 0) > 0 && counts()}>
      {(now) => (
        <Stock title={t('lampsTitle')} figure={formatCount(now().lit, language())} unit={t('lampsUnit')}>
          <Lying
            rows={[
              { label: t('lampsDark'), count: now().known - now().lit },
              { label: `◆ ${t('lampsFaulty')}`, count: now().faults },
              { label: t('lampsStale'), count: now().stale },
              { label: t('lampsSilent'), count: now().lamps - now().known },
            ].filter(({ count }, at) => at < 2 || count > 0)}
          />
        </Stock>
      )}
    </Show>
  );
}

/** Whether the feeds bring anything, and how much. */
export function FeedsNow() {
  const { status, language, t } = useFrame();
  const feeds = () => status().feeds ?? [];
  const changes = () => feeds().reduce((sum, { changesPerSecond }) => sum + changesPerSecond, 0);
  return (
    <Stock title={t('feeds')} figure={formatCount(Math.round(changes()), language())} unit={t('changesUnit')}>
      <ul class="feed-lines">
        <For each={feeds()}>
          {({ name, phase }) => (
            <li class={`feed ${phase}`}>
              <span class="mark" aria-hidden="true" />
              {t('feedLine', { name, phase: t(PHASES[phase]) })}
            </li>
          )}
        </For>
      </ul>
    </Stock>
  );
}
