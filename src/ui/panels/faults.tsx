import { For, Show } from 'solid-js';
import type { Fault } from '#twin/state/twin-store.ts';
import type { TextKey } from '../texts/en.ts';
import type { Translate } from '../texts/texts.ts';

const PARTS: Readonly<Record<string, TextKey>> = {
  terrain: 'partTerrain',
  ground: 'partGround',
  buildings: 'partBuildings',
  features: 'partFeatures',
  globe: 'partGlobe',
  graphics: 'partGraphics',
  city: 'partCity',
};

/** Lists the parts that failed while the rest is shown. */
export function FaultList(props: { faults: Fault[]; t: Translate; onClose: (part: string) => void }) {
  return (
    <ul class="faults" aria-live="polite">
      <For each={props.faults}>
        {(fault) => (
          <li class="panel" role="alert">
            <strong>
              ◆ {props.t('partFailed', { part: props.t(PARTS[fault.part] ?? 'unknown') })}
              <Show when={fault.count > 1}> · {props.t('times', { count: fault.count })}</Show>
            </strong>
            <button type="button" onClick={() => props.onClose(fault.part)} aria-label={props.t('close')}>
              ×
            </button>
            <p>{fault.message}</p>
          </li>
        )}
      </For>
    </ul>
  );
}

/** Fills the page when there is no city to show, and says why and what there is instead. */
export function FatalFault(props: { fault: Fault; cities: { name: string; label: string }[]; t: Translate }) {
  return (
    <div class="fatal" role="alert">
      <div class="panel">
        <h1>{props.t('cannotOpen')}</h1>
        <p class="code">{props.fault.message}</p>
        <Show when={props.cities.length > 0}>
          <p>{props.t('otherCities')}</p>
          <ul>
            <For each={props.cities}>
              {(city) => (
                <li>
                  <a href={`?city=${encodeURIComponent(city.name)}`}>{city.label}</a>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
    </div>
  );
}
