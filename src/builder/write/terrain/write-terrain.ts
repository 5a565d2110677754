/** Writes the ground as quantized-mesh terrain: `layer.json` and `z/x/y.terrain`, each with its `.gz`. */
import { join } from 'node:path';
import { type Extent, LEVEL_ZERO_ERROR, TILE_CELLS, type TileRange } from '#builder/terrain/lattice.ts';
import type { Elevation } from '../../elevation.ts';
import { writeWithGzip } from '../write-file.ts';
import { createDeepestMesh, DEEPEST_TOLERANCE, type DeepestMesh, terrainRange } from './deepest-mesh.ts';
import { encodeTile, QUANTUM } from './encode-tile.ts';
import { nodeErrors, type TileMesh, tileMesh } from './rtin.ts';
import { sampleNodes, type TerrainNodes, tileNormals } from './terrain-nodes.ts';

export interface TerrainOptions {
  elevation: Elevation;
  /** West, south, east, north of the city; degrees. */
  extent: Extent;
  /** Mesh of the deepest zoom, where it has been made already. */
  deepest?: DeepestMesh;
  /** Folder to write into; made when missing. */
  dir: string;
  signal: AbortSignal;
  attribution?: string;
  onProgress?: (done: number, total: number) => void;
}

export interface TerrainResult {
  tiles: number;
  /** Bytes of tiles and layer.json, plain and gzipped. */
  bytes: number;
  bytesGz: number;
  minZoom: number;
  maxZoom: number;
  /** Largest distance of the deepest tiles from the elevation's nodes, m. */
  maxError: number;
}

/** Cesium refines when its error of a zoom covers 2 pixels: this share of it is left out at most. */
const ERROR_SHARE = 1 / 6;
/** Zooms below this show the globe: a coarser share. */
const GLOBE_ZOOM = 8;
const GLOBE_SHARE = 1 / 4;

/**
 * Writes the terrain of a city.
 *
 * Both tiles of zoom 0 are written, then the tiles that touch the city with a margin that halves from zoom to zoom, down
 * to the zoom of the elevation's own nodes. Neighbours of a zoom share the vertices of their seam.
 */
export async function writeTerrain(options: TerrainOptions): Promise<TerrainResult> {
  const { elevation, extent, dir, signal, onProgress } = options;
  const mesh = options.deepest ?? createDeepestMesh(elevation, extent);
  const maxZoom = mesh.range.zoom;
  const ranges = Array.from({ length: maxZoom + 1 }, (_, zoom) =>
    terrainRange(extent, zoom, maxZoom, elevation.reach),
  );
  const total = ranges.reduce((sum, range) => sum + tileCount(range), 0);
  const result: TerrainResult = { tiles: 0, bytes: 0, bytesGz: 0, minZoom: 0, maxZoom, maxError: 0 };
  for (const range of ranges) {
    signal.throwIfAborted();
    const deepest = range.zoom === maxZoom;
    const nodes = deepest ? mesh.nodes : sampleNodes(elevation, range);
    const { errors, tolerance, worst } = deepest ? mesh : coarseErrors(nodes, range.zoom);
    for (let x = range.minX; x <= range.maxX; x++) {
      for (let y = range.minY; y <= range.maxY; y++) {
        const { bytes, quantum } = tileBytes(nodes, errors, tolerance, range, x, y);
        if (deepest) result.maxError = Math.max(result.maxError, worst + quantum / 2);
        const size = await writeWithGzip(join(dir, `${range.zoom}/${x}/${y}.terrain`), bytes, 9);
        signal.throwIfAborted();
        result.tiles++;
        result.bytes += size.bytes;
        result.bytesGz += size.bytesGz;
        onProgress?.(result.tiles, total);
      }
    }
  }
  const layer = layerJson(ranges, options.attribution ?? '');
  const size = await writeWithGzip(join(dir, 'layer.json'), `${JSON.stringify(layer, null, 1)}\n`);
  result.bytes += size.bytes;
  result.bytesGz += size.bytesGz;
  return result;
}

function tileCount({ minX, minY, maxX, maxY }: TileRange): number {
  return (maxX - minX + 1) * (maxY - minY + 1);
}

interface Fit {
  errors: Float32Array;
  tolerance: number;
  worst: number;
}

function coarseErrors(nodes: TerrainNodes, zoom: number): Fit {
  const share = zoom < GLOBE_ZOOM ? GLOBE_SHARE : ERROR_SHARE;
  const tolerance = Math.max(DEEPEST_TOLERANCE, (LEVEL_ZERO_ERROR / 2 ** zoom) * share);
  return { errors: nodeErrors(nodes, null), tolerance, worst: 0 };
}

function tileBytes(
  nodes: TerrainNodes,
  errors: Float32Array,
  tolerance: number,
  range: TileRange,
  x: number,
  y: number,
): { bytes: Uint8Array; quantum: number } {
  const col0 = (x - range.minX) * TILE_CELLS;
  const row0 = (y - range.minY) * TILE_CELLS;
  const mesh = tileMesh(errors, nodes.cols, col0, row0, tolerance);
  const heights = vertexHeights(nodes, mesh, col0, row0);
  const size = 180 / 2 ** range.zoom;
  const [west, south] = [x * size - 180, y * size - 90];
  const bytes = encodeTile({
    mesh,
    heights,
    normals: tileNormals(nodes, mesh, col0, row0),
    rectangle: [west, south, west + size, south + size],
  });
  const span = heights.reduce((a, b) => Math.max(a, b)) - heights.reduce((a, b) => Math.min(a, b));
  return { bytes, quantum: span / QUANTUM };
}

function vertexHeights(
  nodes: TerrainNodes,
  { vertices }: TileMesh,
  col0: number,
  row0: number,
): Float64Array {
  const out = new Float64Array(vertices.length / 2);
  for (let i = 0; i < out.length; i++) {
    const row = row0 + (vertices[2 * i + 1] as number);
    out[i] = nodes.heights[row * nodes.cols + col0 + (vertices[2 * i] as number)] as number;
  }
  return out;
}

/** The description that Cesium reads first: TileJSON with the ranges of tiles that exist. */
function layerJson(ranges: TileRange[], attribution: string): object {
  return {
    tilejson: '2.1.0',
    name: 'terrain',
    version: '1.0.0',
    format: 'quantized-mesh-1.0',
    scheme: 'tms',
    projection: 'EPSG:4326',
    tiles: ['{z}/{x}/{y}.terrain'],
    extensions: ['octvertexnormals'],
    attribution,
    bounds: [-180, -90, 180, 90],
    minzoom: 0,
    maxzoom: ranges.length - 1,
    available: ranges.map(({ minX, minY, maxX, maxY }) => [
      { startX: minX, startY: minY, endX: maxX, endY: maxY },
    ]),
  };
}
