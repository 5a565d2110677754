import { createMemo, createSignal, onCleanup, Show } from 'solid-js';
import { daylightOf, illuminanceOf } from '#base/environment/daylight.ts';
import { localHour } from '#base/environment/local-time.ts';
import { moonAt, sunAt } from '#base/environment/sun.ts';
import { cityTime } from '#base/live/wire.ts';
import { instantAt } from '#base/state/selectors.ts';
import { Select } from '../controls/choice.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { useFrame } from '../frame-context.ts';
import { formatCityDate, formatCityTime } from '../numbers.ts';
import './clock-bar.css';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of the slider. */
const STEP_MS = 5 * 60 * SECOND_MS;
/** Samples of a day's light behind the slider. */
const SAMPLES = 48;
const RATES = ['1', '60', '600', '3600'] as const;
/** What the picture shows without a clock: an afternoon. */
const PLEASANT_HOUR = 15;
const NOWHERE = [0, 0, 0] as const;

/** The city's time of day: live, standing or played; its light is drawn behind it. */
export function ClockBar() {
  const { store, state, status, language, t } = useFrame();
  const [wall, setWall] = createSignal(Date.now());
  const timer = setInterval(() => setWall(Date.now()), SECOND_MS);
  onCleanup(() => clearInterval(timer));
  const clock = () => state().moments[0].clock;
  // Of its own, so that the day's light is not worked out again with every word of the feeds.
  const place = createMemo(() => status().manifest?.origin ?? NOWHERE);
  const zone = () => status().manifest?.timeZone ?? null;
  const published = (at = wall()) => {
    const known = status().clock;
    return known ? cityTime(known, at) : at;
  };
  const instant = (at = wall()) => instantAt(clock(), clock().mode === 'live' ? published(at) : at);
  const hourOf = (ms: number) => localHour(ms, zone(), place()[0]);
  /** Where the slider's day begins, ms since 1970. */
  const dayStart = createMemo(() => {
    const now = instant() ?? published();
    return Math.round((now - hourOf(now) * HOUR_MS) / SECOND_MS) * SECOND_MS;
  });
  const ofDay = () => {
    const now = instant();
    return now === null ? PLEASANT_HOUR * HOUR_MS : Math.min(DAY_MS - STEP_MS, Math.max(0, now - dayStart()));
  };
  const light = createMemo(() => lightOfDay(dayStart(), place()[0], place()[1]));
  const moving = () => clock().mode === 'played';

  function stop(at: number): void {
    store.dispatch({ type: 'setTime', mode: 'paused', instant: at });
  }
  /** Goes on from what is shown; the signal of the wall clock may be a second old. */
  function play(rate: number): void {
    const anchor = Date.now();
    setWall(anchor);
    const from = instant(anchor) ?? dayStart() + ofDay();
    store.dispatch({ type: 'setTime', mode: 'played', instant: from, rate, anchor });
  }
  return (
    <section class="panel clock-bar" aria-label={t('clock')}>
      <button
        type="button"
        class="live"
        aria-pressed={clock().mode === 'live'}
        data-tip={t('clockLiveTip')}
        onClick={() => store.dispatch({ type: 'setTime', mode: 'live', instant: null, rate: 1 })}
      >
        <span class="dot" />
        {t('clockLive')}
      </button>
      <IconButton
        icon={moving() ? 'pause' : 'play'}
        label={t(moving() ? 'clockPause' : 'clockPlay')}
        onPress={() =>
          moving() ? stop(instant(Date.now()) ?? dayStart()) : play(Math.max(60, clock().rate))
        }
      />
      <input
        type="range"
        min={0}
        max={DAY_MS - STEP_MS}
        step={STEP_MS}
        value={ofDay()}
        style={{ '--light': light() }}
        aria-label={t('clockOfDay')}
        aria-valuetext={formatCityTime(dayStart() + ofDay(), zone())}
        onInput={(event) => stop(dayStart() + Number(event.currentTarget.value))}
      />
      <p class="reading">
        <strong>{instant() === null ? t('clockPleasant') : formatCityTime(instant()!, zone())}</strong>
        <span>{instant() === null ? '' : formatCityDate(instant()!, zone(), language())}</span>
      </p>
      <Show when={moving()}>
        <Select
          label={t('clockRate')}
          value={RATES.find((rate) => Number(rate) === clock().rate) ?? '60'}
          options={RATES.map((rate) => ({ value: rate, label: `${rate}×` }))}
          onChoose={(rate) => play(Number(rate))}
        />
      </Show>
    </section>
  );
}

/** A day's light as a gradient, midnight to midnight. */
function lightOfDay(start: number, lon: number, lat: number): string {
  const stops = Array.from({ length: SAMPLES + 1 }, (_, at) => {
    const instant = start + (at / SAMPLES) * DAY_MS;
    const daylight = daylightOf(
      illuminanceOf(sunAt(instant, lon, lat).altitude, 0, moonAt(instant, lon, lat)),
    );
    const mix = (night: number, day: number): number => Math.round(night + (day - night) * daylight);
    return `rgb(${mix(16, 127)} ${mix(26, 178)} ${mix(44, 205)}) ${((100 * at) / SAMPLES).toFixed(1)}%`;
  });
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}
