import { createResource, For, onCleanup, Show } from 'solid-js';
import { vehicleSelection } from '#base/state/selectors.ts';
import { useFrame } from '../frame-context.ts';
import { formatAge, formatCount, formatValue } from '../numbers.ts';
import type { TextKey } from '../texts/en.ts';

const ASK_EVERY_MS = 1_000;

const KINDS: Readonly<Record<string, TextKey>> = {
  inspection: 'vehicleInspection',
  sanitation: 'vehicleSanitation',
  sprinkler: 'vehicleSprinkler',
  emergency: 'vehicleEmergency',
};

/** A vehicle: what it is, how fast it goes and where to, and when it was seen. */
export function VehicleReading(props: { id: string }) {
  const { queries, t, language } = useFrame();
  const [found, { refetch }] = createResource(
    () => vehicleSelection(props.id),
    (id) => queries.feature(id).catch(() => null),
  );
  const timer = setInterval(() => void refetch(), ASK_EVERY_MS);
  onCleanup(() => clearInterval(timer));
  const rows = (): [string, string][] => {
    const vehicle = found.latest?.vehicle;
    if (!vehicle) return [];
    const kind = KINDS[vehicle.kind];
    return [
      [t('vehicleKind'), kind ? t(kind) : vehicle.kind],
      [t('liveSpeed'), formatValue(Math.round(vehicle.speed), 'km/h', language())],
      [t('vehicleHeading'), `${formatCount(vehicle.headingDeg, language())}°`],
      [t('vehicleSeen'), formatAge(vehicle.ageSeconds, language())],
      [t('id'), props.id],
    ];
  };
  return (
    <Show
      when={found.latest?.vehicle}
      fallback={<p class="quiet">{found.loading ? t('loading') : t('vehicleUnknown')}</p>}
    >
      <dl>
        <For each={rows()}>
          {([term, value]) => (
            <>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </>
          )}
        </For>
      </dl>
    </Show>
  );
}
