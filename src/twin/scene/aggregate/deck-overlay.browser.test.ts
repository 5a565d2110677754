import { COORDINATE_SYSTEM } from '@deck.gl/core';
import { ScatterplotLayer } from '@deck.gl/layers';
import { Cartesian3, Math as CesiumMath, CesiumWidget, type Scene, SceneTransforms } from 'cesium';
import 'cesium/Build/Cesium/Widgets/CesiumWidget/CesiumWidget.css';
import { afterEach, describe, expect, it } from 'vitest';
import { aggregateLayers } from './aggregate-layers.ts';
import { createDeckOverlay, type DeckOverlay } from './deck-overlay.ts';

const ORIGIN = [120.95, 35.54, 12] as const;
/** Degrees of a kilometre to the east there, and to the north. */
const EAST_KM = 1_000 / 90_737;
const NORTH_KM = 1_000 / 110_950;

let widget: CesiumWidget | null = null;
let overlay: DeckOverlay | null = null;

function open(headingDeg: number, pitchDeg: number): Scene {
  const container = document.createElement('div');
  Object.assign(container.style, { position: 'absolute', inset: '0', width: '400px', height: '300px' });
  document.body.append(container);
  widget = new CesiumWidget(container, { baseLayer: false, skyBox: false });
  widget.useDefaultRenderLoop = false;
  widget.camera.setView({
    destination: Cartesian3.fromDegrees(ORIGIN[0], ORIGIN[1] - 3 * NORTH_KM, 2_200),
    orientation: {
      heading: CesiumMath.toRadians(headingDeg),
      pitch: CesiumMath.toRadians(pitchDeg),
      roll: 0,
    },
  });
  return widget.scene;
}

async function drawn(scene: Scene, wanted: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    scene.render();
    if (wanted()) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error('overlay: expected it to draw, got nothing within 5 s');
}

/** Middle of what is lit on the overlay, CSS px; null where nothing is. */
function litMiddle(): { x: number; y: number; count: number } | null {
  const canvas = document.querySelector<HTMLCanvasElement>('.spar-overlay canvas');
  if (!canvas || canvas.width === 0) return null;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d')!;
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  let [x, y, count] = [0, 0, 0];
  for (let at = 3; at < data.length; at += 4) {
    if (data[at]! < 128) continue;
    const pixel = (at - 3) / 4;
    x += (pixel % copy.width) + 0.5;
    y += Math.floor(pixel / copy.width) + 0.5;
    count++;
  }
  const scale = canvas.clientWidth / canvas.width;
  return count === 0 ? null : { x: (x / count) * scale, y: (y / count) * scale, count };
}

afterEach(() => {
  overlay?.dispose();
  widget?.destroy();
  overlay = null;
  widget = null;
  document.body.replaceChildren();
});

describe('the overlay of aggregates', () => {
  it.each([
    [0, -35, 0.4, 0.6],
    [20, -50, -0.3, -0.5],
    [-15, -25, 0.9, 2.5],
  ])(
    'draws a place where the engine has it (heading %i°, pitch %i°)',
    async (heading, pitch, east, north) => {
      const scene = open(heading, pitch);
      overlay = createDeckOverlay(scene, ORIGIN, (error) => expect.unreachable(error.message));
      overlay.setLayers([
        new ScatterplotLayer({
          id: 'place',
          data: [0],
          getPosition: () => [east * 1_000, north * 1_000, 0],
          coordinateSystem: COORDINATE_SYSTEM.CARTESIAN,
          radiusUnits: 'pixels',
          billboard: true,
          getRadius: 6,
          getFillColor: [255, 0, 0, 255],
          parameters: { depthCompare: 'always' },
        }),
      ]);
      await drawn(scene, () => litMiddle() !== null);
      // A plane tangent at the origin lies a little above the ellipsoid farther out.
      const lift = (Math.hypot(east, north) * 1_000) ** 2 / (2 * 6_371_000);
      const place = Cartesian3.fromDegrees(
        ORIGIN[0] + east * EAST_KM,
        ORIGIN[1] + north * NORTH_KM,
        ORIGIN[2] + lift,
      );
      const expected = SceneTransforms.worldToWindowCoordinates(scene, place)!;
      const middle = litMiddle()!;
      expect(Math.abs(middle.x - expected.x)).toBeLessThan(1.5);
      expect(Math.abs(middle.y - expected.y)).toBeLessThan(1.5);
      // Sizes in pixels stay what they are: a disc of 6 px radius.
      expect(middle.count).toBeGreaterThan(80);
      expect(middle.count).toBeLessThan(150);
    },
  );

  it('draws hexagons and heat over the city, and nothing once it is gone', async () => {
    const scene = open(0, -45);
    overlay = createDeckOverlay(scene, ORIGIN, (error) => expect.unreachable(error.message));
    const places = Float64Array.from({ length: 400 }, (_, at) => ((at * 7919) % 1_000) - 500);
    for (const kind of ['hexagons', 'heat'] as const) {
      overlay.setLayers(aggregateLayers(kind, places, 150, 1, true));
      await drawn(scene, () => (litMiddle()?.count ?? 0) > 2_000);
      overlay.setLayers([]);
      await drawn(scene, () => litMiddle() === null);
    }
    overlay.dispose();
    overlay = null;
    expect(document.querySelector('.spar-overlay')).toBeNull();
  });
});
