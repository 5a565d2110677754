import { describe, expect, it } from 'vitest';
import type { CaseRecord } from '#base/cases/case.ts';
import type { ShownFeature } from '#base/spar.ts';
import type { CameraPose } from '#base/state/twin-state.ts';
import type { PlacedFeature } from '../city/feature-source.ts';
import { withLiveFeatures } from '../live/live-features.ts';
import type { LiveView } from '../live/live-view.ts';
import { createTwinStore } from '../state/twin-store.ts';
import { createSelecting } from './selecting.ts';

const caseAt = (id: string, lon: number): CaseRecord => ({
  id,
  class: 'cjt214-event:0102',
  state: 'ASSIGNED',
  lon,
  lat: 35.5,
  grid: null,
  component: null,
  road: null,
  department: null,
  source: 'inspector',
  title: id,
  reportedAt: 0,
  filedAt: null,
  dueAt: null,
  handledAt: null,
  closedAt: null,
  history: [],
});
const seen = { t: 0, lon: 120.9, lat: 35.5, heading: 0, speed: 10 };
const HOUSE = { gid: 7, id: 'osm:1', layer: 'buildings', lon: 1, lat: 2, height: 9 } as PlacedFeature;
const BENCH = { gid: 0, id: 'parks/b', layer: 'geojson', name: 'Bench' } as PlacedFeature;
const NEARER: CameraPose = { lon: 120, lat: 35, height: 300, headingDeg: 0, pitchDeg: -30 };

function open(canBeOpened = true) {
  const cases = new Map([caseAt('a', 120), caseAt('b', 120.001)].map((one) => [one.id, one]));
  const view: LiveView = {
    cases: { all: () => cases, onChange: () => () => {} },
    vehicles: {
      all: () => new Map([['v', { id: 'v', kind: 'sanitation', from: seen, to: seen }]]),
      onChange: () => () => {},
    },
    cityNow: () => 0,
    cityRate: () => 1,
  };
  const store = createTwinStore();
  const learnt: string[] = [];
  const told: (ShownFeature | null)[] = [];
  const flown: number[] = [];
  const live = { view, read: () => Promise.resolve(null), ready: () => Promise.resolve() };
  const features = withLiveFeatures(
    {
      byGid: (gid) => Promise.resolve(gid === HOUSE.gid ? HOUSE : null),
      byId: (id) => Promise.resolve([HOUSE, BENCH].find((one) => one.id === id) ?? null),
    },
    () => view,
    live.ready,
  );
  const selecting = createSelecting({
    store,
    session: () => ({
      aborter: new AbortController(),
      features,
      live: live as never,
      styles: { buildings: { learn: (id) => learnt.push(id) } },
    }),
    scene: () => ({
      camera: {
        clusterPose: (places: unknown[]) => {
          flown.push(places.length);
          return canBeOpened ? NEARER : null;
        },
        featurePose: ({ lon, lat }: { lon: number; lat: number }) => ({ ...NEARER, lon, lat }),
      } as never,
    }),
    onPick: (feature) => told.push(feature),
  });
  const selection = () => store.getState().state.selection;
  return { store, selecting, selection, learnt, told, flown };
}

describe('selecting by clicks', () => {
  it('selects a case by its marker, and tells what it is', async () => {
    const { selecting, selection, told, learnt } = open();
    await selecting.pick({ gid: 0, level: null, cases: ['a'] }, false);
    expect(selection()).toEqual(['case:a']);
    expect(told[0]).toMatchObject({ layer: 'events', gid: 0, level: null, case: { id: 'a' } });
    expect(learnt).toEqual([]);
  });

  it('flies nearer to a marker of many, and leaves the selection as it is', async () => {
    const { selecting, selection, store, flown } = open();
    await selecting.pick({ gid: 0, level: null, cases: ['a', 'b'] }, false);
    expect(flown).toEqual([2]);
    expect(selection()).toEqual([]);
    expect(store.getState().state.camera).toEqual(NEARER);
  });

  it('selects all of a marker that cannot be opened any further', async () => {
    const { selecting, selection, store } = open(false);
    await selecting.pick({ gid: 0, level: null, cases: ['a', 'b'] }, false);
    expect(selection()).toEqual(['case:a', 'case:b']);
    expect(store.getState().state.camera).toBeNull();
  });

  it('selects a vehicle beside a building, and nothing by a click on nothing', async () => {
    const { selecting, selection, learnt, told } = open();
    await selecting.pick({ gid: HOUSE.gid, level: 'L3' }, false);
    await selecting.pick({ gid: 0, level: null, vehicle: 'v' }, true);
    expect(selection()).toEqual(['osm:1', 'vehicle:v']);
    expect(learnt).toEqual(['osm:1']);
    await selecting.pick({ gid: 0, level: null }, false);
    expect(selection()).toEqual([]);
    expect(told.map((one) => one?.id ?? null)).toEqual(['osm:1', 'vehicle:v', null]);
  });

  it('selects a shape of a scene’s own file, which has no number in the city', async () => {
    const { selecting, selection, learnt, told } = open();
    await selecting.pick({ gid: 0, level: null, geojson: 'parks/b' }, false);
    expect(selection()).toEqual(['parks/b']);
    expect(told[0]).toMatchObject({ layer: 'geojson', name: 'Bench', level: null, live: null });
    expect(learnt).toEqual([]);
  });

  it('lets a tool have the clicks', async () => {
    const { selecting, selection, store, told } = open();
    store.dispatch({ type: 'setTool', tool: 'distance' });
    await selecting.pick({ gid: 0, level: null, cases: ['a'] }, false);
    expect(selection()).toEqual([]);
    expect(told).toEqual([]);
  });
});

describe('ids of a state', () => {
  it('are read where they are known; a case that nobody knows is told', async () => {
    const { selecting, store } = open();
    store.dispatch({ type: 'select', ids: ['case:a', 'case:gone', 'osm:1'] });
    await selecting.show(store.getState().state.selection);
    const { features, faults } = store.getState().status;
    expect(features.map(({ id }) => id)).toEqual(['case:a', 'osm:1']);
    expect(faults.map(({ message }) => message)).toEqual([
      'feature "case:gone": expected one of this city, got none',
    ]);
  });

  it('are flown to, cases and vehicles too', async () => {
    const { selecting, store } = open();
    await selecting.flyTo('case:b', 'person');
    expect(store.getState().state.camera).toMatchObject({ lon: 120.001, lat: 35.5 });
    await selecting.flyTo('vehicle:v', 'person');
    expect(store.getState().state.camera).toMatchObject({ lon: 120.9 });
    await selecting.flyTo('vehicle:w', 'person');
    expect(store.getState().status.faults[0]?.message).toBe(
      'feature "vehicle:w": expected one of this city with a place, got none',
    );
  });
});
