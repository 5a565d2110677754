import { Show } from 'solid-js';
import { useFrame } from '../frame-context.ts';
import { formatCount } from '../numbers.ts';

/** A line at the upper edge that fills, and a text that says what is being done. */
export function Progress() {
  const { status, language, t } = useFrame();
  const busy = () => {
    const { phase, pending, recovering } = status();
    return recovering || (phase !== 'failed' && (phase !== 'ready' || pending > 0));
  };
  const share = () => {
    const { phase, pending, pendingPeak } = status();
    if (phase === 'opening') return 0.05;
    return pendingPeak === 0 ? 0.1 : Math.max(0.1, 1 - pending / pendingPeak);
  };
  const doing = () => {
    const { phase, pending, manifest, recovering } = status();
    if (recovering) return t('doingRecover');
    if (phase === 'opening') return manifest ? t('doingScene') : t('doingOpen');
    if (pending > 0)
      return t(phase === 'ready' ? 'doingSharpen' : 'doingLoad', { count: formatCount(pending, language()) });
    return t('doingDraw');
  };
  return (
    <div class="progress" classList={{ busy: busy() }}>
      <div
        role="progressbar"
        aria-label={t('loading')}
        aria-valuenow={Math.round(share() * 100)}
        aria-valuetext={doing()}
        style={{ transform: `scaleX(${share()})` }}
      />
      {/* Once the picture is whole, the line alone tells that it sharpens. */}
      <Show when={busy() && (status().phase !== 'ready' || status().recovering)}>
        <p>{doing()}</p>
      </Show>
    </div>
  );
}
