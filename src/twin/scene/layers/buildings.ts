import type { BuildingsSceneLayer } from '#base/state/scene-layers.ts';
import type { LevelChoice } from '#base/state/twin-state.ts';
import { type BuildingsLayer, createBuildingsLayer } from '../buildings/buildings-layer.ts';
import type { LayerFactory, LayerView } from './layer.ts';

const DEFAULT_ERROR = 8;

/** The city's buildings: massing, exteriors or what the distance asks for. L1 is the ground alone. */
export const createBuildings: LayerFactory<BuildingsSceneLayer> = async (
  spec,
  first,
  context,
  signal,
  onFault,
) => {
  const { scene, city, shader } = context;
  const { L2, L3 } = city.manifest.levels;
  let now: BuildingsLayer | null = null;
  /** A level's tiles on their way. */
  let opening: { url: string; aborter: AbortController } | null = null;
  let view = first;

  const urlOf = (level: LevelChoice): string | null => {
    const path = level === 'L2' ? (L2 ?? L3) : (L3 ?? L2);
    return path === null ? null : new URL(path, city.base).href;
  };
  const show = (): void => {
    shader.set('u_white', view.level === 'L2' ? 1 : 0);
    now?.show(view.visible && view.level !== 'L1');
    scene.requestRender();
  };
  async function open(url: string): Promise<void> {
    opening?.aborter.abort();
    const mine = { url, aborter: new AbortController() };
    opening = mine;
    try {
      const layer = await createBuildingsLayer({
        scene,
        url,
        shader,
        error: spec.maximumScreenSpaceError ?? DEFAULT_ERROR,
        signal: AbortSignal.any([signal, mine.aborter.signal]),
        onFault,
      });
      now?.dispose();
      now = layer;
    } finally {
      if (opening === mine) opening = null;
    }
    show();
  }

  const url = urlOf(view.level);
  if (url !== null) await open(url);
  show();
  return {
    update(next: LayerView) {
      view = next;
      const wanted = urlOf(view.level);
      const coming = opening?.url ?? now?.url;
      if (wanted !== null && view.level !== 'L1' && wanted !== coming) {
        const before = now?.url;
        open(wanted).catch((error: Error) => {
          if (!signal.aborted && error.name !== 'AbortError' && now?.url === before) onFault(error);
        });
      }
      show();
    },
    pending: () => (opening ? 1 : 0) + (now && !now.isLoaded() ? Math.max(1, now.pending()) : 0),
    dispose() {
      opening?.aborter.abort();
      now?.dispose();
      now = null;
    },
  };
};
