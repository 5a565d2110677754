/** Cases and vehicles as features: what only feeds tell of, under ids of their own. */
import { caseIdOf, caseSelection, vehicleIdOf, vehicleSelection } from '#base/state/selectors.ts';
import type { FeatureSource, PlacedFeature } from '../city/feature-source.ts';
import type { LiveView } from './live-view.ts';

/** What belongs to features of the city. */
const NOTHING = {
  gid: 0,
  use: null,
  height: null,
  heightFrom: null,
  storeys: null,
  built: null,
  demolished: null,
  attributes: {},
} as const;

/** Tells whether an id means a case or a vehicle, not a feature of the city. */
export function isLiveId(id: string): boolean {
  return caseIdOf(id) !== null || vehicleIdOf(id) !== null;
}

/** Gives a case (`case:…`) or a vehicle (`vehicle:…`) as a feature; null: no feed tells of it at this moment. */
export function liveFeature(view: LiveView | null, id: string): PlacedFeature | null {
  const record = view?.cases.all().get(caseIdOf(id) ?? '');
  if (record) {
    const { lon, lat, title } = record;
    return {
      ...NOTHING,
      id: caseSelection(record.id),
      layer: 'events',
      name: title || null,
      case: record,
      lon,
      lat,
    };
  }
  const vehicle = view?.vehicles.all().get(vehicleIdOf(id) ?? '');
  if (!view || !vehicle) return null;
  const { t: observedAt, lon, lat, heading: headingDeg, speed } = vehicle.to;
  const ageSeconds = Math.max(0, (view.cityNow() - observedAt) / 1_000);
  return {
    ...NOTHING,
    id: vehicleSelection(vehicle.id),
    layer: 'vehicles',
    name: vehicle.id,
    vehicle: { kind: vehicle.kind, speed, headingDeg, observedAt, ageSeconds },
    lon,
    lat,
  };
}

/**
 * Makes a source that knows cases and vehicles, too.
 *
 * @param view - asked each time: feeds are opened after the city. @param ready - resolves when feeds have brought their
 * first states, or have said why not: one that is not known by then is unknown.
 */
export function withLiveFeatures(
  source: FeatureSource,
  view: () => LiveView | null,
  ready: () => Promise<void>,
): FeatureSource {
  return {
    byGid: source.byGid,
    async byId(id, signal) {
      if (!isLiveId(id)) return source.byId(id, signal);
      const known = liveFeature(view(), id);
      if (known) return known;
      await ready();
      return liveFeature(view(), id);
    },
  };
}
