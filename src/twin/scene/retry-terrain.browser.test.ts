import { Cartesian3, type CesiumWidget, EllipsoidTerrainProvider, HeightmapTerrainData } from 'cesium';
import { afterEach, describe, expect, it } from 'vitest';
import { createWidget } from './create-widget.ts';
import { retryTerrain } from './retry-terrain.ts';

const [LON, LAT] = [120.95, 35.54];
/** Terrain from here on down is not to be had while the server is away. */
const BROKEN_FROM = 3;
/** Far above what a coarse mesh cuts off a round earth. */
const HIGH = 5_000;

let widget: CesiumWidget | null = null;

afterEach(() => {
  widget?.container.remove();
  widget?.destroy();
  widget = null;
});

/** Ground at 0 m, and at 5 km where it is fine; the fine one fails until the server is mended. */
class Ground extends EllipsoidTerrainProvider {
  broken = true;
  readonly asked: string[] = [];
  override requestTileGeometry(x: number, y: number, level: number): Promise<HeightmapTerrainData> {
    this.asked.push(`${level}/${x}/${y}`);
    if (level >= BROKEN_FROM && this.broken) return Promise.reject(new Error('503'));
    const buffer = new Float32Array(16 * 16).fill(level >= BROKEN_FROM ? HIGH : 0);
    return Promise.resolve(new HeightmapTerrainData({ buffer, width: 16, height: 16, childTileMask: 15 }));
  }
}

async function drawUntil(done: () => boolean): Promise<void> {
  const { scene } = widget!;
  for (let frame = 0; frame < 600 && !done(); frame++) {
    scene.requestRender();
    scene.render();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(done()).toBe(true);
}

describe('terrain that failed', () => {
  it('is asked for again by itself and comes up; meanwhile the coarse ground stays', async () => {
    const container = document.createElement('div');
    Object.assign(container.style, { position: 'absolute', inset: '0', width: '120px', height: '90px' });
    document.body.append(container);
    widget = createWidget(container);
    widget.useDefaultRenderLoop = false;
    const { scene } = widget;
    scene.msaaSamples = 1;
    scene.rethrowRenderErrors = true;
    const ground = new Ground();
    scene.terrainProvider = ground;
    widget.camera.setView({ destination: Cartesian3.fromDegrees(LON, LAT, 400_000) });
    const recovered: number[] = [];
    const stop = retryTerrain({
      scene,
      errorEvent: ground.errorEvent,
      onRecovered: () => void recovered.push(ground.asked.length),
    });
    const heightHere = (): number => {
      const place = widget!.camera.positionCartographic;
      return scene.globe.getHeight(place) ?? Number.NaN;
    };
    await drawUntil(() => ground.asked.some((tile) => tile.startsWith('3/')) && scene.globe.tilesLoaded);
    expect(Math.abs(heightHere())).toBeLessThan(1_000);
    const before = ground.asked.length;
    expect(new Set(ground.asked).size).toBe(before);

    ground.broken = false;
    let gaps = 0;
    await drawUntil(() => {
      if (Number.isNaN(heightHere())) gaps++;
      return recovered.length > 0;
    });
    expect(gaps).toBe(0);
    expect(heightHere()).toBeGreaterThan(HIGH - 1_000);
    // Only what had failed was asked for again; what came was kept.
    const again = ground.asked.slice(before).filter((tile) => ground.asked.indexOf(tile) < before);
    expect(again.length).toBeGreaterThan(0);
    expect(again.filter((tile) => Number(tile.split('/')[0]) < BROKEN_FROM)).toEqual([]);

    stop();
    expect(ground.errorEvent.numberOfListeners).toBe(0);
  }, 60_000);
});
