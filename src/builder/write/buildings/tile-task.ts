/**
 * The work on one tile, for a worker thread: mesh, encode, gzip, write.
 *
 * A leaf makes two files when its exteriors differ from its prisms; an inner tile makes one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MeshoptEncoder } from 'meshoptimizer/encoder';
import type { EnuFrame } from '#base/geo/ellipsoid.ts';
import type { PackedBuildings } from '#city/packed-buildings.ts';
import type { Problem } from '../../problem.ts';
import { meshExteriors } from './exteriors.ts';
import { prismDeviation } from './prism-deviation.ts';
import { type PropertyColumns, propertyColumns } from './property-table.ts';
import { createTileFrame, FINE_STEP, type TileOrigin } from './tile-frame.ts';
import { encodeTile, type TileImage, type TilePrimitive } from './tile-glb.ts';
import { TileMesh } from './tile-mesh.ts';
import { meshMassing, meshPrisms, type TileBuildings } from './volumes.ts';

export interface TileInput {
  /** `massing`: an inner tile; `leaf`: prisms and, where they differ, exteriors. */
  kind: 'massing' | 'leaf';
  buildings: PackedBuildings;
  gids: Uint32Array;
  grounds: Float64Array;
  tops: Float64Array | null;
  origin: TileOrigin;
  /** Massing: how far it may be simplified, m. */
  tolerance: number;
  /** Path of the glb; of the exteriors' glb. */
  file: string;
  exteriorFile: string;
  /** Absolute paths of the pictures that surfaces refer to. */
  textures: string[];
}

export interface TileFile {
  /** Bounds in the tile's frame, east, north, up: least, then greatest; m. */
  bounds: Float64Array;
  features: number;
  vertices: number;
  triangles: number;
  bytes: number;
  bytesGz: number;
}

export interface TileResult {
  main: TileFile | null;
  exterior: TileFile | null;
  /** How far `main` is from the exteriors, m: what was simplified. */
  deviation: number;
  problems: Problem[];
}

/** Makes and writes the files of one tile. */
export async function tileTask(input: TileInput): Promise<TileResult> {
  await MeshoptEncoder.ready;
  const frame = createTileFrame(input.origin);
  const { buildings, grounds, tops, gids } = input;
  const tile: TileBuildings = { buildings, grounds, tops };
  const columns = propertyColumns(buildings, gids, basesOf(tile, frame));
  const mesh = new TileMesh(frame.latDeg);
  let deviation = 0;
  if (input.kind === 'massing') {
    for (let i = 0; i < buildings.count; i++) {
      deviation = Math.max(deviation, meshMassing(tile, i, input.tolerance, frame, mesh));
    }
    const step = massingStep(input.tolerance);
    const main = write(input.file, [plain(mesh)], columns, step);
    return { main, exterior: null, deviation: deviation + step, problems: [] };
  }
  for (let i = 0; i < buildings.count; i++) {
    meshPrisms(tile, i, frame, mesh);
    deviation = Math.max(deviation, prismDeviation(tile, i));
  }
  const main = write(input.file, [plain(mesh)], columns, FINE_STEP);
  if (deviation === 0) return { main, exterior: null, deviation, problems: [] };
  const exteriors = await meshExteriors(tile, frame, input.textures);
  const exterior = write(input.exteriorFile, exteriors.primitives, columns, FINE_STEP, exteriors.images);
  return { main, exterior, deviation, problems: exteriors.problems };
}

/** Grid of massing, m: 1/64 of the tolerance, as a power of two. */
export function massingStep(tolerance: number): number {
  return Math.max(FINE_STEP, 2 ** Math.floor(Math.log2(tolerance / 48)));
}

function plain(mesh: TileMesh): TilePrimitive {
  return { mesh, uv: null, image: -1, doubleSided: false };
}

const corner = new Float64Array(3);

/** Ground of each building at the middle of its extent, up in the tile's frame, m. */
function basesOf({ buildings, grounds }: TileBuildings, frame: EnuFrame): Float64Array {
  const bases = new Float64Array(buildings.count);
  const e = buildings.extents;
  for (let i = 0; i < bases.length; i++) {
    const lon = (e[i * 4]! + e[i * 4 + 2]!) / 2;
    const lat = (e[i * 4 + 1]! + e[i * 4 + 3]!) / 2;
    frame.toEnu(lon, lat, grounds[i]!, corner);
    bases[i] = corner[2]!;
  }
  return bases;
}

function write(
  path: string,
  primitives: TilePrimitive[],
  columns: PropertyColumns,
  step: number,
  images: TileImage[] = [],
): TileFile | null {
  if (!primitives.some(({ mesh }) => mesh.indexCount > 0)) return null;
  const { bytes, bounds, vertices, triangles } = encodeTile(primitives, columns, step, images);
  const packed = gzipSync(bytes, { level: 6 });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  writeFileSync(`${path}.gz`, packed);
  const features = columns.gid.length;
  return { bounds, features, vertices, triangles, bytes: bytes.byteLength, bytesGz: packed.byteLength };
}
