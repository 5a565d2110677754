import { describe, expect, it } from 'vitest';
import type { CaseRecord } from '#base/cases/case.ts';
import type { FeatureSource } from '../city/feature-source.ts';
import { isLiveId, liveFeature, withLiveFeatures } from './live-features.ts';
import type { LiveVehicle, LiveView } from './live-view.ts';

const CASE: CaseRecord = {
  id: '0007',
  class: 'cjt214-event:0102',
  state: 'ASSIGNED',
  lon: 120.95,
  lat: 35.54,
  grid: null,
  component: null,
  road: null,
  department: null,
  source: 'inspector',
  title: '暴露垃圾',
  reportedAt: 0,
  filedAt: null,
  dueAt: null,
  handledAt: null,
  closedAt: null,
  history: [],
};
const seen = { t: 40_000, lon: 120.9, lat: 35.5, heading: 270, speed: 31 };
const VAN: LiveVehicle = { id: 'S-03', kind: 'sanitation', from: seen, to: seen };

function viewOf(cases: readonly CaseRecord[], vehicles: readonly LiveVehicle[] = []): LiveView {
  const [byId, cars] = [
    new Map(cases.map((one) => [one.id, one])),
    new Map(vehicles.map((one) => [one.id, one])),
  ];
  return {
    cases: { all: () => byId, onChange: () => () => {} },
    vehicles: { all: () => cars, onChange: () => () => {} },
    cityNow: () => 52_000,
    cityRate: () => 1,
  };
}

const CITY: FeatureSource = {
  byGid: () => Promise.resolve(null),
  byId: (id) =>
    id === 'osm:1' ? Promise.resolve({ id } as never) : Promise.reject(new Error(`asked for ${id}`)),
};
const { signal } = new AbortController();

describe('what only feeds tell of, as features', () => {
  it('gives a case with its place and its record', () => {
    expect(liveFeature(viewOf([CASE]), 'case:0007')).toMatchObject({
      gid: 0,
      id: 'case:0007',
      layer: 'events',
      name: '暴露垃圾',
      lon: 120.95,
      lat: 35.54,
      case: CASE,
    });
  });

  it('gives a vehicle with speed, heading and how long ago it was seen', () => {
    expect(liveFeature(viewOf([], [VAN]), 'vehicle:S-03')).toMatchObject({
      id: 'vehicle:S-03',
      layer: 'vehicles',
      vehicle: { kind: 'sanitation', speed: 31, headingDeg: 270, observedAt: 40_000, ageSeconds: 12 },
    });
  });

  it('gives nothing of what no feed tells', () => {
    expect(liveFeature(viewOf([CASE], [VAN]), 'case:S-03')).toBeNull();
    expect(liveFeature(viewOf([CASE], [VAN]), 'vehicle:0007')).toBeNull();
    expect(liveFeature(viewOf([CASE]), 'osm:1')).toBeNull();
    expect(liveFeature(null, 'case:0007')).toBeNull();
  });

  it('tells its ids from those of the city', () => {
    expect(['case:1', 'vehicle:1', 'osm:way/1', 'case', ''].map(isLiveId)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('waits for the first states before it says that a case is not known', async () => {
    const cases: CaseRecord[] = [];
    let arrive = (): void => {};
    const ready = new Promise<void>((resolve) => {
      arrive = () => {
        cases.push(CASE);
        resolve();
      };
    });
    const source = withLiveFeatures(
      CITY,
      () => viewOf(cases),
      () => ready,
    );
    const [known, unknown] = [source.byId('case:0007', signal), source.byId('case:0008', signal)];
    arrive();
    expect((await known)?.case).toBe(CASE);
    expect(await unknown).toBeNull();
  });

  it('leaves the city’s own ids to the city', async () => {
    const source = withLiveFeatures(
      CITY,
      () => null,
      () => Promise.resolve(),
    );
    expect((await source.byId('osm:1', signal))?.id).toBe('osm:1');
    expect(await source.byId('case:osm:1', signal)).toBeNull();
  });
});
