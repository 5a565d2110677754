/** From clicks and ids to the selection and back: features of the city, cases, vehicles and shapes alike. */
import type { Feature } from '#base/feature.ts';
import type { ShownFeature } from '#base/spar.ts';
import type { Origin } from '#base/state/commands.ts';
import { caseSelection, vehicleSelection } from '#base/state/selectors.ts';
import type { FeatureSource } from '../city/feature-source.ts';
import type { StyleSync } from '../find/style-sync.ts';
import { type LiveSession, liveOf } from '../live/live-session.ts';
import type { TwinStore } from '../state/twin-store.ts';
import type { CityScene } from './city-scene.ts';
import type { Picked } from './pick-gid.ts';

/** What selecting needs of an open city. */
export interface SelectingSession {
  readonly aborter: AbortController;
  readonly features: FeatureSource;
  readonly live: LiveSession;
  readonly styles: Readonly<Record<string, Pick<StyleSync, 'learn'>>>;
}

export interface SelectingOptions {
  readonly store: TwinStore;
  /** Of the city that is open. */
  session(): SelectingSession | null;
  scene(): Pick<CityScene, 'camera'> | null;
  /** A click has met something, or nothing. */
  onPick(picked: ShownFeature | null): void;
}

export interface Selecting {
  /** Selects what was clicked; a marker of many cases is opened first. */
  pick(picked: Picked, more: boolean): Promise<void>;
  /** Gives what is drawn at a place; of a marker of many cases the first. */
  pickedFeature(picked: Picked, session: SelectingSession): Promise<ShownFeature | null>;
  /** Reads what is selected; tells of what is not known. */
  show(ids: readonly string[]): Promise<void>;
  flyTo(id: string, origin: Origin): Promise<void>;
}

/** Gives a feature with what feeds tell of it. */
export async function shownFeature(
  feature: Feature | null,
  level: ShownFeature['level'],
  live: Pick<LiveSession, 'read'>,
): Promise<ShownFeature | null> {
  if (!feature) return null;
  if (feature.gid === 0) return { ...feature, level: null, live: null };
  return { ...feature, level, live: liveOf(await live.read(feature.gid)) };
}

/** Makes what keeps clicks, selection and inspector in step. */
export function createSelecting({ store, session, scene, onPick }: SelectingOptions): Selecting {
  async function pickedFeature({ gid, level, cases, vehicle, geojson }: Picked, mine: SelectingSession) {
    const { features, aborter, live } = mine;
    const ofLive = cases?.[0] !== undefined ? caseSelection(cases[0]) : vehicle && vehicleSelection(vehicle);
    const id = ofLive ?? geojson;
    const feature = id
      ? await features.byId(id, aborter.signal)
      : gid === 0
        ? null
        : await features.byGid(gid, aborter.signal);
    return shownFeature(feature, level, live);
  }

  /** Flies to where a marker's cases stand apart. @returns whether there is such a place. */
  function openCluster(cases: readonly string[], { live }: SelectingSession): boolean {
    const all = live.view?.cases.all();
    const places = cases.flatMap((id) => all?.get(id) ?? []);
    const camera = places.length > 1 ? scene()?.camera.clusterPose(places) : null;
    if (!camera) return false;
    store.dispatch({ type: 'setCamera', camera });
    return true;
  }

  return {
    pickedFeature,
    async pick(picked, more) {
      const mine = session();
      if (store.getState().state.tool !== null || !mine) return;
      const { cases = [] } = picked;
      const how = more ? 'toggle' : 'replace';
      try {
        const feature = await pickedFeature(picked, mine);
        mine.aborter.signal.throwIfAborted();
        onPick(feature);
        if (cases.length > 1) {
          if (!openCluster(cases, mine))
            store.dispatch({ type: 'select', ids: cases.map(caseSelection), how });
          return;
        }
        if (more && !feature) return;
        if (feature) {
          if (feature.gid !== 0) {
            for (const style of Object.values(mine.styles)) style.learn(feature.id, feature.gid);
          }
          const known = store.getState().status.features.filter(({ id }) => id !== feature.id);
          store.report({ features: more ? [...known, feature] : [feature] });
        }
        store.dispatch({ type: 'select', ids: feature ? [feature.id] : [], how });
      } catch (error) {
        if (!mine.aborter.signal.aborted) store.fault('features', error);
      }
    },
    async show(ids) {
      const mine = session();
      if (!mine) return;
      const { features, aborter } = mine;
      const known = new Map(store.getState().status.features.map((feature) => [feature.id, feature]));
      try {
        const found = await Promise.all(
          ids.map(async (id) => known.get(id) ?? features.byId(id, aborter.signal)),
        );
        if (aborter.signal.aborted || store.getState().state.selection !== ids) return;
        store.report({ features: found.filter((feature) => feature !== null) });
        const missing = ids.find((_, at) => found[at] === null);
        if (missing !== undefined) {
          store.fault('features', `feature "${missing}": expected one of this city, got none`);
        }
      } catch (error) {
        if (!aborter.signal.aborted) store.fault('features', error);
      }
    },
    async flyTo(id, origin) {
      const mine = session();
      if (!mine) return;
      const { features, aborter } = mine;
      try {
        const feature = await features.byId(id, aborter.signal);
        const now = scene();
        if (aborter.signal.aborted || !now) return;
        if (!feature || feature.lon === null || feature.lat === null) {
          throw new Error(`feature "${id}": expected one of this city with a place, got none`);
        }
        const { lon, lat, height } = feature;
        const camera = now.camera.featurePose({ lon, lat, height: height ?? 0 });
        store.dispatch({ type: 'setCamera', camera }, origin);
      } catch (error) {
        if (!aborter.signal.aborted) store.fault('features', error);
      }
    },
  };
}
