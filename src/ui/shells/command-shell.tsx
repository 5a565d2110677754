import { createSignal, onCleanup, Show } from 'solid-js';
import { cityTime } from '#base/live/wire.ts';
import { instantAt } from '#base/state/selectors.ts';
import { createFrame, FrameContext, useFrame } from '../frame-context.ts';
import { formatDate, formatTime } from '../numbers.ts';
import { Attribution } from '../panels/attribution.tsx';
import { NoCity } from '../panels/no-city.tsx';
import { FeedsNow, LampsNow, OpenCases } from '../panels/operations.tsx';
import { Progress } from '../panels/progress.tsx';
import { LevelStock, StockByDecade, StockByHeight, StockByUse } from '../panels/stock.tsx';
import { Toasts } from '../panels/toasts.tsx';
import { City } from './city.tsx';
import type { ShellProps } from './shell-props.ts';
import '../styles/frame.css';
import '../styles/panels.css';
import './command-shell.css';

/** The wall: the whole city at a glance, unattended. Sizes follow the wall's height. */
export function CommandShell(props: ShellProps) {
  const frame = createFrame(props);
  const hasFeeds = () => (frame.status().feeds ?? []).length > 0;
  return (
    <FrameContext.Provider value={frame}>
      <div class="command">
        <City onContainer={props.onContainer} onRest={props.onRest} />
        <CommandHeader />
        <Progress />
        <Show when={frame.status().manifest}>
          <div class="column">
            <Show when={hasFeeds()}>
              <OpenCases />
            </Show>
            <StockByUse />
            <Show when={!hasFeeds()}>
              <LevelStock />
            </Show>
          </div>
          <div class="column end">
            <Show when={hasFeeds()} fallback={<StockByDecade />}>
              <LampsNow />
              <FeedsNow />
            </Show>
            <StockByHeight />
          </div>
        </Show>
        <Toasts />
        <Attribution />
        <NoCity />
      </div>
    </FrameContext.Provider>
  );
}

const SECOND_MS = 1_000;

/** Name on the left, clock on the right. */
function CommandHeader() {
  const { state, status, language, t, title } = useFrame();
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
  onCleanup(() => clearInterval(timer));
  // A picture that shows a pleasant hour says nothing of the time: then it is the city's.
  const cityNow = () => {
    const { clock } = status();
    return clock ? cityTime(clock, now()) : now();
  };
  const shown = () => {
    const { clock } = state().moments[0];
    return instantAt(clock, clock.mode === 'live' ? cityNow() : now()) ?? cityNow();
  };
  const zone = () => status().manifest?.timeZone ?? null;
  const name = () => {
    const { manifest } = status();
    return manifest ? title(manifest.title, manifest.name) : 'Spar';
  };
  return (
    <header class="wall-head">
      <h1>{name()}</h1>
      <div class="clock" role="timer" aria-label={t('clock')}>
        <span>{formatDate(shown(), language(), zone())}</span>
        <strong>{formatTime(shown(), zone())}</strong>
      </div>
    </header>
  );
}
