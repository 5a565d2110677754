import { For, Show } from 'solid-js';
import { useFrame } from '../frame-context.ts';

/** Fills the page when there is no city to show: says why, and what there is instead. */
export function NoCity() {
  const { status, t, title } = useFrame();
  const fault = () => status().faults.find(({ fatal }) => fatal);
  return (
    <Show when={fault()}>
      {(found) => (
        <div class="no-city">
          <div class="panel" role="alert">
            <h1>{t('cannotOpen')}</h1>
            <p class="code">{found().message}</p>
            <Show when={status().cities.length > 0}>
              <h2>{t('otherCities')}</h2>
              <ul>
                <For each={status().cities}>
                  {(city) => (
                    <li>
                      <a href={`?city=${encodeURIComponent(city.name)}`}>{title(city.title, city.name)}</a>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </div>
        </div>
      )}
    </Show>
  );
}
