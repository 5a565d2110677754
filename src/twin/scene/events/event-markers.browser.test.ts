import {
  BillboardCollection,
  Cartesian2,
  Cartesian3,
  Math as CesiumMath,
  CesiumWidget,
  type Scene,
} from 'cesium';
import 'cesium/Build/Cesium/Widgets/CesiumWidget/CesiumWidget.css';
import { afterEach, describe, expect, it } from 'vitest';
import type { CaseRecord } from '#base/cases/case.ts';
import { CHINA_CALENDAR } from '#base/cases/china-calendar.ts';
import { createWorkTime } from '#base/cases/work-time.ts';
import type { LiveView } from '../../live/live-view.ts';
import { createEventMarkers, type EventMarkers, type MarkerId } from './event-markers.ts';

const HOUR = 3_600_000;
const WORK = createWorkTime(CHINA_CALENDAR);
const ORIGIN = [120.95, 35.54] as const;

const one = (id: string, lon: number, lat: number, change: Partial<CaseRecord> = {}): CaseRecord => ({
  id,
  class: 'cjt214-event:0102',
  state: 'ASSIGNED',
  lon,
  lat,
  grid: null,
  component: null,
  road: null,
  department: null,
  source: 'inspector',
  title: '',
  reportedAt: 0,
  filedAt: 0,
  dueAt: 4 * HOUR,
  handledAt: null,
  closedAt: null,
  history: [],
  ...change,
});

let widget: CesiumWidget | null = null;
let markers: EventMarkers | null = null;

function open(): Scene {
  const container = document.createElement('div');
  Object.assign(container.style, { position: 'absolute', inset: '0', width: '400px', height: '300px' });
  document.body.append(container);
  widget = new CesiumWidget(container, { baseLayer: false, skyBox: false });
  widget.useDefaultRenderLoop = false;
  widget.camera.setView({
    destination: Cartesian3.fromDegrees(ORIGIN[0], ORIGIN[1], 3_000),
    orientation: { heading: 0, pitch: CesiumMath.toRadians(-90), roll: 0 },
  });
  return widget.scene;
}

function liveOf(cases: Map<string, CaseRecord>): LiveView & { tell(): void } {
  const listeners = new Set<(changed: readonly CaseRecord[]) => void>();
  return {
    cases: {
      all: () => cases,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    vehicles: { all: () => new Map(), onChange: () => () => {} },
    cityNow: () => HOUR,
    cityRate: () => 1,
    tell() {
      for (const listener of listeners) listener([]);
    },
  };
}

function shownMarkers(scene: Scene): MarkerId[] {
  for (let at = 0; at < scene.primitives.length; at++) {
    const primitive: unknown = scene.primitives.get(at);
    if (!(primitive instanceof BillboardCollection)) continue;
    return Array.from({ length: primitive.length }, (_, index) => primitive.get(index))
      .filter(({ show }) => show)
      .map(({ id }) => id as MarkerId);
  }
  return [];
}

async function until(scene: Scene, wanted: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    scene.render();
    if (wanted()) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error('markers: expected them to come to that within 5 s, got something else');
}

afterEach(() => {
  markers?.dispose();
  widget?.destroy();
  markers = null;
  widget = null;
  document.body.replaceChildren();
});

describe('markers of cases', () => {
  it('gathers cases that lie on each other, tells each of them, and leaves out what has ended', async () => {
    const scene = open();
    const cases = new Map<string, CaseRecord>();
    for (let at = 0; at < 60; at++)
      cases.set(`near${at}`, one(`near${at}`, ORIGIN[0] + at * 1e-6, ORIGIN[1]));
    cases.set('far', one('far', ORIGIN[0] + 0.009, ORIGIN[1]));
    cases.set('closed', one('closed', ORIGIN[0] - 0.009, ORIGIN[1], { state: 'CLOSED' }));
    markers = createEventMarkers(scene, liveOf(cases), 0, WORK);
    await until(scene, () => shownMarkers(scene).length === 2);
    const ids = shownMarkers(scene).map((marker) => marker.cases);
    expect(ids.map(({ length }) => length).sort((a, b) => a - b)).toEqual([1, 60]);
    expect(new Set(ids.flat()).size).toBe(61);
    expect(ids.flat()).not.toContain('closed');
  });

  it('follows what changes, and is picked where it is drawn', async () => {
    const scene = open();
    const cases = new Map([['a', one('a', ...ORIGIN)]]);
    const live = liveOf(cases);
    markers = createEventMarkers(scene, live, 0, WORK);
    // A pin stands over its place: the middle of the picture is its tip.
    const picked = (): unknown => (scene.pick(new Cartesian2(200, 125)) as { id?: unknown } | undefined)?.id;
    await until(scene, () => shownMarkers(scene).length === 1 && picked() !== undefined);
    expect(picked()).toEqual({ cases: ['a'] });
    cases.set('a', one('a', ...ORIGIN, { state: 'CLOSED' }));
    live.tell();
    await until(scene, () => shownMarkers(scene).length === 0);
    expect(picked()).toBeUndefined();
  });

  it('hides, and leaves the scene as it was', async () => {
    const scene = open();
    const before = scene.primitives.length;
    const listeners = scene.postRender.numberOfListeners;
    markers = createEventMarkers(scene, liveOf(new Map([['a', one('a', ...ORIGIN)]])), 0, WORK);
    await until(scene, () => shownMarkers(scene).length === 1);
    markers.show(false, 1);
    scene.render();
    expect(scene.pick(new Cartesian2(200, 125))).toBeUndefined();
    markers.dispose();
    markers = null;
    expect(scene.primitives.length).toBe(before);
    expect(scene.postRender.numberOfListeners).toBe(listeners);
  });
});
