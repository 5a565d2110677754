import { For, Show } from 'solid-js';
import type { FeedPhase, FeedStatus } from '#base/live/live-status.ts';
import { Section } from '../controls/section.tsx';
import { useFrame } from '../frame-context.ts';
import { formatCount } from '../numbers.ts';
import type { TextKey } from '../texts/en.ts';
import './feeds-panel.css';

/** What a feed's phase is called. */
export const PHASES: Readonly<Record<FeedPhase, TextKey>> = {
  connecting: 'feedConnecting',
  live: 'feedLive',
  stale: 'feedStale',
  lost: 'feedLost',
  refused: 'feedRefused',
  failed: 'feedFailed',
};
const REFUSAL_TEXTS: Readonly<Record<FeedStatus['refused'][number]['why'], TextKey>> = {
  payload: 'refusedPayload',
  tooLarge: 'refusedTooLarge',
  topic: 'refusedTopic',
  ledger: 'refusedLedger',
  unknownId: 'refusedUnknownId',
  unknownGid: 'refusedUnknownGid',
  future: 'refusedFuture',
  past: 'refusedPast',
  older: 'refusedOlder',
  duplicate: 'refusedDuplicate',
  overrun: 'refusedOverrun',
};

/** How the live feeds fare: what comes, how fast, and what was not taken and why. */
export function FeedsPanel() {
  const { status, t } = useFrame();
  const feeds = () => status().feeds ?? [];
  const live = () => feeds().filter(({ phase }) => phase === 'live').length;
  return (
    <Show when={feeds().length > 0}>
      <Section
        title={t('feeds')}
        open={live() < feeds().length}
        note={t('feedsLive', { live: live(), count: feeds().length })}
      >
        <ul class="feeds">
          <For each={feeds()}>{(feed) => <Feed feed={feed} />}</For>
        </ul>
      </Section>
    </Show>
  );
}

function Feed(props: { feed: FeedStatus }) {
  const { t, language } = useFrame();
  const rate = () => {
    const { changesPerSecond, messagesPerSecond } = props.feed;
    return t('feedRate', {
      messages: formatCount(messagesPerSecond, language()),
      changes: formatCount(changesPerSecond, language()),
    });
  };
  const refused = () => props.feed.refused.filter(({ count }) => count > 0);
  const total = () => refused().reduce((sum, { count }) => sum + count, 0);
  return (
    <li class={`feed ${props.feed.phase}`}>
      <div class="feed-head">
        <span class="mark" aria-hidden="true" />
        <strong>{props.feed.name}</strong>
        <span class="phase">{t(PHASES[props.feed.phase])}</span>
      </div>
      <p class="feed-rate">
        {rate()}
        <Show when={props.feed.latencyMs}>
          {(latency) => (
            <>
              {' · '}
              {t('feedLatency', { ms: formatCount(latency().p99, language()) })}
            </>
          )}
        </Show>
        <Show when={props.feed.protocol}>{(version) => <> · MQTT {version() === 4 ? '3.1.1' : '5'}</>}</Show>
      </p>
      <Show when={props.feed.message}>{(message) => <p class="feed-message">{message()}</p>}</Show>
      <Show when={props.feed.offline.length > 0}>
        <p class="feed-message">{t('feedOffline', { gateways: props.feed.offline.join(', ') })}</p>
      </Show>
      <Show when={total() > 0}>
        <details>
          <summary>{t('feedRefusals', { count: formatCount(total(), language()) })}</summary>
          <dl>
            <For each={refused()}>
              {({ why, count, example }) => (
                <>
                  <dt>{t(REFUSAL_TEXTS[why])}</dt>
                  <dd>{formatCount(count, language())}</dd>
                  <dd class="example code">{example}</dd>
                </>
              )}
            </For>
          </dl>
        </details>
      </Show>
    </li>
  );
}
