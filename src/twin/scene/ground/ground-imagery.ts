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
import type { GroundSetup } from './ground-protocol.ts';
import type { GroundStyle } from './ground-style.ts';

export interface GroundImagery {
  provider: ImageryProvider;
  /** Draws the map anew in another style. */
  restyle(style: GroundStyle): void;
  /** Asks for its tiles again; the old ones stay until then. */
  reload(): void;
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
/** How far bare ground reaches beyond the buildings, degrees of latitude. */
const MARGIN_DEG = 0.03;
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
export async function loadGroundImagery(url: string, signal: AbortSignal): Promise<GroundImagery> {
  const { minzoom, maxzoom, bounds } = parseTileJson(await loadJson(url, signal, fetch.bind(window)), url);
  const template = `${new URL('.', url).href}{z}/{x}/{y}.pbf`;
  return createGroundImagery({
    type: 'setup',
    template,
    minZoom: minzoom,
    maxZoom: maxzoom,
    side: SIDE,
    bounds,
  });
}

/** Makes plain ground around a city that has no ground map. */
export function createBareGround(extent: readonly [number, number, number, number]): GroundImagery {
  const [west, south, east, north] = extent;
  const bounds: GroundSetup['bounds'] = [
    west - 2 * MARGIN_DEG,
    south - MARGIN_DEG,
    east + 2 * MARGIN_DEG,
    north + MARGIN_DEG,
  ];
  return createGroundImagery({ type: 'setup', template: null, minZoom: 0, maxZoom: 0, side: SIDE, bounds });
}

function createGroundImagery(setup: GroundSetup): GroundImagery {
  const client: GroundClient = createGroundClient(setup);
  let waiting = 0;
  const tilingScheme = new WebMercatorTilingScheme();
  const provider = {
    tileWidth: SIDE,
    tileHeight: SIDE,
    minimumLevel: 0,
    maximumLevel: DEEPEST,
    tilingScheme,
    rectangle: Rectangle.fromDegrees(...setup.bounds),
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
  // The engine sets it on a provider in use.
  const reload = (): void => (provider as { _reload?: () => void })._reload?.();
  return {
    provider: provider as unknown as ImageryProvider,
    restyle(style) {
      client.restyle(style);
      reload();
    },
    reload,
    pending: () => waiting,
    dispose: () => client.dispose(),
  };
}
