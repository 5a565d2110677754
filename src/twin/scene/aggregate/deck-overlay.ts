import { Deck, type Layer, type View } from '@deck.gl/core';
import { Cartesian3, type Scene } from 'cesium';
import { cityFrame, EngineView, type EngineViewState, engineViewState } from './engine-view.ts';

/** A second canvas over the engine's, drawn in the same tick with the same camera; it takes no clicks. */
export interface DeckOverlay {
  setLayers(layers: Layer[]): void;
  dispose(): void;
}

/**
 * Lays deck.gl over the scene.
 *
 * @param origin - of the city's frame: degrees, degrees, m ellipsoidal. Layers are in metres east, north and up of it.
 */
export function createDeckOverlay(
  scene: Scene,
  origin: readonly [lon: number, lat: number, height: number],
  onError: (error: Error) => void,
): DeckOverlay {
  const toEarth = cityFrame(Cartesian3.fromDegrees(...origin));
  const parent = document.createElement('div');
  parent.className = 'spar-overlay';
  Object.assign(parent.style, { position: 'absolute', inset: '0', pointerEvents: 'none' });
  scene.canvas.parentElement?.append(parent);
  const size = (): [number, number] => [scene.canvas.clientWidth || 1, scene.canvas.clientHeight || 1];
  const viewState = (): EngineViewState => engineViewState(scene, toEarth, ...size());
  const deck = new Deck<View>({
    parent: parent as HTMLDivElement,
    views: new EngineView({ id: 'engine' }) as unknown as View,
    viewState: viewState(),
    controller: false,
    layers: [],
    useDevicePixels: true,
    getCursor: () => '',
    style: { pointerEvents: 'none' },
    onError: (error) => onError(error),
    onLoad: () => scene.requestRender(),
  });
  const removeRender = scene.postRender.addEventListener(() => {
    if (!deck.isInitialized) return;
    deck.setProps({ viewState: viewState() });
    deck.redraw('engine');
  });
  return {
    setLayers(layers) {
      deck.setProps({ layers });
      scene.requestRender();
    },
    dispose() {
      removeRender();
      const context = parent.querySelector('canvas')?.getContext('webgl2');
      deck.finalize();
      context?.getExtension('WEBGL_lose_context')?.loseContext();
      parent.remove();
      scene.requestRender();
    },
  };
}
