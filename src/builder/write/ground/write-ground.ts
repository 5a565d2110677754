/**
 * Writes the ground map: Mapbox Vector Tiles in Web Mercator with a TileJSON.
 *
 * Cut by our own slicer: geojson-vt simplifies at its deepest zoom too, knows no sizes by class, and wants all of the
 * city as GeoJSON objects at once; here a feature lives as typed arrays and each zoom is cut, written and forgotten.
 */
import { join } from 'node:path';
import type { GroundFeature } from '#city/model.ts';
import { sumWritten, type Written, writeWithGzip } from '../write-file.ts';
import { encodeTile, type TileFeature } from './encode-tile.ts';
import { createKerbs, type Kerbs } from './kerbs.ts';
import { type Extent, mercatorX, mercatorY, tileRange } from './mercator.ts';
import { GROUND_LAYERS, type PreparedFeature, prepareFeatures } from './prepare-feature.ts';
import { sliceFeature } from './slice-feature.ts';
import { tileJson } from './tile-json.ts';

/** Deepest zoom: with 8,192 units a tile a unit is 0.15 m at the equator, and rounding moves a point by 0.11 m at most. */
export const MAX_ZOOM = 15;

/** Units along a tile's side. */
export const TILE_EXTENT = 8192;

/** How far geometry goes beyond a tile, in tiles: 38 m or more up to 60° of latitude at the deepest zoom. */
export const TILE_BUFFER = 1 / 16;

/** Coarsest zoom at most, and how many tiles the extent may take there along a side. */
const MIN_ZOOM = { most: 12, least: 4, tiles: 2 };

/** Pixels along a tile's side that sizes and simplification are reckoned in. */
const PIXELS = 512;

/** Simplification above the deepest zoom, and the smallest area worth drawing; pixels, square pixels. */
const TOLERANCE_PX = 0.5;
const SMALLEST_PX2 = 6;

export interface WriteGroundOptions {
  /** In any order: the tiles' order follows from layer, size, class and id. */
  features: readonly GroundFeature[];
  /** West, south, east, north that tiles are made for; degrees. */
  extent: Extent;
  /** Folder that becomes `ground/`. */
  dir: string;
  signal: AbortSignal;
  /** Tiles done and tiles in all, empty ones included. */
  onProgress?: (done: number, total: number) => void;
}

export interface GroundWritten {
  tiles: number;
  bytes: number;
  bytesGz: number;
  minZoom: number;
  maxZoom: number;
}

/** Coarsest zoom of a city: where its extent spans two tiles a side at most. */
export function minZoomOf(extent: Extent): number {
  const span = Math.max(
    mercatorX(extent[2]) - mercatorX(extent[0]),
    mercatorY(extent[1]) - mercatorY(extent[3]),
  );
  const fitting = Math.floor(Math.log2((MIN_ZOOM.tiles - 1) / Math.max(span, 1e-9)));
  return Math.max(MIN_ZOOM.least, Math.min(MIN_ZOOM.most, fitting));
}

/**
 * Writes `tiles.json` and `z/x/y.pbf` with `.gz` beside. All tiles of the extent exist at the coarsest zoom, deeper ones
 * only where they hold something: a reader takes a missing tile for an empty one.
 */
export async function writeGround(options: WriteGroundOptions): Promise<GroundWritten> {
  const { extent, dir, signal, onProgress } = options;
  const prepared = prepareFeatures(options.features);
  const minZoom = minZoomOf(extent);
  const written: Written[] = [];
  const zooms: ReadonlySet<string>[] = [];
  const total = zoomRange(minZoom, MAX_ZOOM).reduce((sum, z) => sum + countTiles(extent, z), 0);
  let done = 0;
  for (const z of zoomRange(minZoom, MAX_ZOOM)) {
    signal.throwIfAborted();
    const range = tileRange(extent, z);
    const tiles = cutZoom(prepared, extent, z);
    const kerbs = z === MAX_ZOOM ? createKerbs(prepared, z, TILE_EXTENT, range) : null;
    const used = new Set<string>();
    for (let x = range.minX; x <= range.maxX; x++) {
      for (let y = range.minY; y <= range.maxY; y++) {
        signal.throwIfAborted();
        const layers = layersOf(tiles.get(tileKey(x, y)), kerbs, x, y);
        tiles.delete(tileKey(x, y));
        for (const { name } of layers) used.add(name);
        if (layers.length > 0 || z === minZoom) {
          const path = join(dir, String(z), String(x), `${y}.pbf`);
          written.push(await writeWithGzip(path, encodeTile(layers, TILE_EXTENT)));
        }
        onProgress?.(++done, total);
      }
    }
    zooms.push(used);
  }
  const tiles = written.length;
  const json = `${JSON.stringify(tileJson({ extent, minZoom, maxZoom: MAX_ZOOM, zooms }), null, 2)}\n`;
  written.push(await writeWithGzip(join(dir, 'tiles.json'), json));
  const { bytes, bytesGz } = sumWritten(written);
  return { tiles, bytes, bytesGz, minZoom, maxZoom: MAX_ZOOM };
}

function zoomRange(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function countTiles(extent: Extent, z: number): number {
  const { minX, minY, maxX, maxY } = tileRange(extent, z);
  return (maxX - minX + 1) * (maxY - minY + 1);
}

const tileKey = (x: number, y: number) => y * 2 ** 24 + x;

/** Features by layer of every tile of a zoom that holds any. */
type TileLayers = Map<number, TileFeature[][]>;

function cutZoom(prepared: readonly PreparedFeature[], extent: Extent, z: number): TileLayers {
  const range = tileRange(extent, z);
  const deepest = z === MAX_ZOOM;
  const slicing = {
    extent: TILE_EXTENT,
    buffer: TILE_BUFFER,
    tolerance: deepest ? 0 : TOLERANCE_PX / PIXELS,
  };
  const smallest = deepest ? 0 : SMALLEST_PX2 / (PIXELS * 2 ** z) ** 2;
  const tiles: TileLayers = new Map();
  for (const feature of prepared) {
    if (feature.minZoom > z || (feature.kind === 'polygon' && feature.area < smallest)) continue;
    const layer = GROUND_LAYERS.indexOf(feature.layer);
    sliceFeature(feature, range, slicing, (x, y, geometry) => {
      let layers = tiles.get(tileKey(x, y));
      if (!layers) {
        layers = GROUND_LAYERS.map(() => []);
        tiles.set(tileKey(x, y), layers);
      }
      layers[layer]!.push({ kind: feature.kind, geometry, properties: feature.properties });
    });
  }
  return tiles;
}

function layersOf(
  features: TileFeature[][] | undefined,
  kerbs: Kerbs | null,
  x: number,
  y: number,
): { name: string; features: TileFeature[] }[] {
  const layers = GROUND_LAYERS.map((name, i) => ({ name: name as string, features: features?.[i] ?? [] }));
  const kerb = layers[GROUND_LAYERS.indexOf('kerb')]!;
  if (kerbs) kerb.features = [...kerb.features, ...kerbs.tile(x, y)];
  return layers.filter((layer) => layer.features.length > 0);
}
