import { createEffect, createSignal, For, onCleanup, Show } from 'solid-js';
import { FAULTS, type Fault } from '#base/live/live-columns.ts';
import type { LiveValue, LiveReading as Reading } from '#base/live/live-status.ts';
import { useFrame } from '../frame-context.ts';
import { formatAge, formatValue } from '../numbers.ts';
import type { TextKey } from '../texts/en.ts';
import { Sparkline } from './sparkline.tsx';
import './live-reading.css';

const ASK_EVERY_MS = 1_000;

const COLUMNS: Readonly<Record<string, TextKey>> = {
  on: 'liveOn',
  dim: 'liveDim',
  fault: 'liveFault',
  inferred: 'liveInferred',
  power: 'livePower',
  voltage: 'liveVoltage',
  current: 'liveCurrent',
  leakage: 'liveLeakage',
  fill: 'liveFill',
  speed: 'liveSpeed',
  flow: 'liveFlow',
  closed: 'liveClosed',
};
const FAULT_TEXTS: Readonly<Record<Fault, TextKey>> = {
  none: 'faultNone',
  damaged: 'faultDamaged',
  lost: 'faultLost',
  lampFailure: 'faultLamp',
  supplyLoss: 'faultSupply',
  lampUnexpectedOn: 'faultUnexpectedOn',
  dimmingFailure: 'faultDimming',
  lampPowerTooHigh: 'faultPowerHigh',
  lampPowerTooLow: 'faultPowerLow',
  leakageDetected: 'faultLeakage',
  cableTheft: 'faultTheft',
  circuitBreakerTripped: 'faultBreaker',
  controlGearCommFailure: 'faultSilent',
  cabinetDoorOpen: 'faultDoor',
  offline: 'faultOffline',
  overfull: 'faultOverfull',
  electricalAbnormal: 'faultElectrical',
};
/** Columns that are a yes or no; a no is not worth a line but for light. */
const FLAGS: readonly string[] = ['on', 'inferred', 'closed'];
/** What a sparkline is worth drawing of, best first. */
const CURVES: readonly string[] = ['power', 'speed', 'fill', 'dim', 'voltage'];

/** Live values of a feature: with units, their age, and their way in the last minutes. */
export function LiveReading(props: { id: string }) {
  const { queries, t, language } = useFrame();
  const [reading, setReading] = createSignal<Reading | null>(null);
  createEffect(() => {
    const { id } = props;
    let over = false;
    setReading(null);
    const ask = (): void => {
      queries.live(id).then(
        (next) => {
          if (!over) setReading(next);
        },
        () => {},
      );
    };
    ask();
    const timer = setInterval(ask, ASK_EVERY_MS);
    onCleanup(() => {
      over = true;
      clearInterval(timer);
    });
  });
  const textOf = ({ column, value, unit }: LiveValue): string | null => {
    if (column === 'fault') return t(FAULT_TEXTS[FAULTS[value] ?? 'damaged']);
    if (!FLAGS.includes(column)) return formatValue(value, unit, language());
    if (column === 'on') return t(value === 1 ? 'liveLit' : 'liveDark');
    return value === 0 ? null : t('yes');
  };
  const rows = () =>
    (reading()?.values ?? []).flatMap((value): [string, string, boolean][] => {
      const text = textOf(value);
      const column = COLUMNS[value.column];
      if (text === null || !column) return [];
      return [[t(column), text, value.column === 'fault' && value.value > 0]];
    });
  const curve = () => {
    const { history = {}, values = [] } = reading() ?? {};
    const column = CURVES.find((name) => (history[name]?.length ?? 0) > 1);
    const unit = values.find((value) => value.column === column)?.unit ?? '';
    return column ? { column, unit, points: history[column]! } : null;
  };
  return (
    <Show when={reading()}>
      {(now) => (
        <section class="live-reading" classList={{ stale: now().stale }} aria-label={t('liveNow')}>
          <h3>
            {t('liveNow')}
            <small>
              {now().stale
                ? t('liveStale', { age: formatAge(now().ageSeconds, language()) })
                : formatAge(now().ageSeconds, language())}
            </small>
          </h3>
          <dl>
            <For each={rows()}>
              {([term, value, fault]) => (
                <>
                  <dt>{term}</dt>
                  <dd classList={{ fault }}>{value}</dd>
                </>
              )}
            </For>
          </dl>
          <Show when={curve()}>
            {(one) => (
              <Sparkline
                label={`${t(COLUMNS[one().column] ?? 'liveNow')}, ${one().unit}`}
                points={one().points}
                format={(value) => formatValue(value, one().unit, language())}
              />
            )}
          </Show>
        </section>
      )}
    </Show>
  );
}
