import {
  type Credit,
  Event,
  type ImageryProvider,
  type ImageryTypes,
  Rectangle,
  WebMercatorTilingScheme,
} from 'cesium';
import { loadJson } from '../../city/load-city.ts';
import { createGroundClient, type GroundClient } from './ground-client.ts';

export interface GroundImagery {
  provider: ImageryProvider;
  /** Tiles asked for and not yet drawn. */
  pending(): number;
  dispose(): void;
}

interface TileJson {
  minzoom: number;
  maxzoom: number;
  bounds: [number, number, number, number];
}

/** Side of a drawn tile, px, and the deepest one that is drawn (0.15 m a pixel at the equator). */
const SIDE = 512;
const DEEPEST = 19;
/** Requests that wait for the drawing; more are refused, and the engine asks again for what is then in view. */
const QUEUE = 12;

function parseTileJson(json: unknown, url: string): TileJson {
  const { minzoom, maxzoom, bounds } = (json ?? {}) as Partial<TileJson>;
  if (typeof minzoom !== 'number' || typeof maxzoom !== 'number' || bounds?.length !== 4) {
    throw new Error(
      `"${url}": expected minzoom, maxzoom and bounds, got ${JSON.stringify(json).slice(0, 80)}`,
    );
  }
  return { minzoom, maxzoom, bounds };
}

/** Opens the ground map of a city (`ground/tiles.json`) as imagery that is drawn from vector tiles. */
export async function createGroundImagery(url: string, signal: AbortSignal): Promise<GroundImagery> {
  const { minzoom, maxzoom, bounds } = parseTileJson(await loadJson(url, signal, fetch.bind(window)), url);
  const client: GroundClient = createGroundClient({
    type: 'setup',
    template: `${new URL('.', url).href}{z}/{x}/{y}.pbf`,
    minZoom: minzoom,
    maxZoom: maxzoom,
    side: SIDE,
    bounds,
  });
  let waiting = 0;
  const tilingScheme = new WebMercatorTilingScheme();
  const provider = {
    tileWidth: SIDE,
    tileHeight: SIDE,
    minimumLevel: 0,
    maximumLevel: DEEPEST,
    tilingScheme,
    rectangle: Rectangle.fromDegrees(...bounds),
    tileDiscardPolicy: undefined,
    errorEvent: new Event(),
    credit: undefined as unknown as Credit,
    proxy: undefined,
    hasAlphaChannel: true,
    getTileCredits: () => [],
    pickFeatures: () => undefined,
    requestImage(x: number, y: number, z: number): Promise<ImageryTypes> | undefined {
      if (waiting >= QUEUE) return undefined;
      waiting++;
      return client.paint({ z, x, y }).finally(() => {
        waiting--;
      });
    },
  };
  return {
    provider: provider as unknown as ImageryProvider,
    pending: () => waiting,
    dispose: () => client.dispose(),
  };
}
