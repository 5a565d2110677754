/** Cases at a glance, over a feed that is made here. */
import { Cartesian3, Math as CesiumMath, CesiumWidget, type Scene } from 'cesium';
import 'cesium/Build/Cesium/Widgets/CesiumWidget/CesiumWidget.css';
import { afterEach, describe, expect, it } from 'vitest';
import type { CaseRecord, CaseState } from '#base/cases/case.ts';
import type { LiveView } from '../../live/live-view.ts';
import { createAggregateLayer } from './aggregate.ts';
import type { LayerContext, LayerView, LiveLayer } from './layer.ts';

const ORIGIN = [120.95, 35.54, 0] as const;
const VIEW: LayerView = { visible: true, opacity: 1, style: { as: 'hexagons' }, level: 'auto', order: 0 };

const one = (id: string, state: CaseState): CaseRecord => ({
  id,
  class: 'cjt214-event:0102',
  state,
  lon: ORIGIN[0],
  lat: ORIGIN[1],
  grid: null,
  component: null,
  road: null,
  department: null,
  source: 'inspector',
  title: '',
  reportedAt: 0,
  filedAt: null,
  dueAt: null,
  handledAt: null,
  closedAt: null,
  history: [],
});

let widget: CesiumWidget | null = null;
let layer: LiveLayer | null = null;

afterEach(() => {
  layer?.dispose();
  widget?.destroy();
  layer = null;
  widget = null;
  document.body.replaceChildren();
});

async function open(cases: Map<string, CaseRecord>, view = VIEW): Promise<{ scene: Scene; tell(): void }> {
  const container = document.createElement('div');
  Object.assign(container.style, { position: 'absolute', inset: '0', width: '400px', height: '300px' });
  document.body.append(container);
  widget = new CesiumWidget(container, { baseLayer: false, skyBox: false, globe: false });
  widget.useDefaultRenderLoop = false;
  widget.camera.setView({
    destination: Cartesian3.fromDegrees(ORIGIN[0], ORIGIN[1], 1_500),
    orientation: { heading: 0, pitch: CesiumMath.toRadians(-90), roll: 0 },
  });
  const listeners = new Set<(changed: readonly CaseRecord[]) => void>();
  const live: LiveView = {
    cases: {
      all: () => cases,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    vehicles: { all: () => new Map(), onChange: () => () => {} },
    cityNow: () => 0,
    cityRate: () => 1,
  };
  const { scene } = widget;
  const city = { manifest: { origin: ORIGIN } };
  layer = await createAggregateLayer(
    { id: 'cases', kind: 'aggregate' },
    view,
    { scene, city, live } as unknown as LayerContext,
    new AbortController().signal,
    (error) => {
      if (error) throw error;
    },
  );
  return {
    scene,
    tell() {
      for (const listener of listeners) listener([]);
    },
  };
}

/** Pixels of the overlay that are lit. */
function lit(): number {
  const canvas = document.querySelector<HTMLCanvasElement>('.spar-overlay canvas');
  if (!canvas || canvas.width === 0) return 0;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d')!;
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  let count = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at]! > 40) count++;
  return count;
}

async function until(scene: Scene, wanted: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400; turn++) {
    scene.render();
    if (wanted()) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`aggregate: expected it to come to that within 10 s, got ${lit()} lit pixels`);
}

describe('cases at a glance', () => {
  it('stand as a hexagon where open ones are, wider with a wider radius', async () => {
    const { scene } = await open(new Map([['a', one('a', 'ASSIGNED')]]));
    await until(scene, () => lit() > 200);
    const narrow = lit();
    layer!.update({ ...VIEW, style: { as: 'hexagons', radius: 300 } });
    await until(scene, () => lit() > narrow * 2.5);
  });

  it('are drawn as heat, too', async () => {
    const { scene } = await open(new Map([['a', one('a', 'ASSIGNED')]]), { ...VIEW, style: { as: 'heat' } });
    await until(scene, () => lit() > 200);
  });

  it('follow what is opened and closed', async () => {
    const cases = new Map([['a', one('a', 'CLOSED')]]);
    const { scene, tell } = await open(cases);
    for (let turn = 0; turn < 10; turn++) scene.render();
    expect(lit()).toBe(0);
    cases.set('b', one('b', 'REPORTED'));
    tell();
    await until(scene, () => lit() > 200);
    cases.set('b', one('b', 'VOID'));
    tell();
    await until(scene, () => lit() === 0);
  });

  it('hide, and take their canvas away with them', async () => {
    const { scene } = await open(new Map([['a', one('a', 'ASSIGNED')]]));
    await until(scene, () => lit() > 200);
    layer!.update({ ...VIEW, visible: false });
    await until(scene, () => lit() === 0);
    const listeners = scene.postRender.numberOfListeners;
    layer!.dispose();
    layer = null;
    expect(document.querySelector('.spar-overlay')).toBeNull();
    expect(scene.postRender.numberOfListeners).toBeLessThan(listeners);
  });
});
