/** Writes the buildings of a city: massing, prisms and exteriors as 3D Tiles 1.1 under REPLACE (L2 and L3). */
import { join } from 'node:path';
import { enuToEcefMatrix } from '#base/geo/ellipsoid.ts';
import { type BuildingStore, transferList } from '#city/building-store.ts';
import { mapLimited, type TaskPool } from '../../pool.ts';
import type { Problem } from '../../problem.ts';
import { writeWithGzip } from '../write-file.ts';
import { partition, type TileNode } from './partition.ts';
import type { TileOrigin } from './tile-frame.ts';
import type { TileFile, TileInput, TileResult } from './tile-task.ts';
import { type BuiltTile, tilesetFiles } from './tileset-json.ts';

export interface WriteBuildingsOptions {
  store: BuildingStore;
  /** Gid by index; 0 leaves a building out. */
  gids: Uint32Array;
  /** Lowest ground under each footprint by index, m ellipsoidal. */
  grounds: Float64Array;
  /** Highest point by index, m ellipsoidal, where it is not ground and height; NaN where it is. */
  tops?: Float64Array | undefined;
  /** Absolute paths of the pictures that surfaces refer to. */
  textures: readonly string[];
  /** The folder `buildings` of the city folder. */
  dir: string;
  pool: TaskPool;
  signal: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** Counts of one grade of tiles. */
export interface LevelSum {
  tiles: number;
  features: number;
  triangles: number;
  bytes: number;
  bytesGz: number;
}

export interface WrittenBuildings {
  /** Entry files, relative to the city folder: L2 stops at prisms, L3 goes on to exteriors. */
  L2: string;
  L3: string;
  tiles: number;
  bytes: number;
  bytesGz: number;
  problems: Problem[];
  /** `massing`, `prisms`, `exteriors` and `tilesets` (the JSON files). */
  byLevel: Record<'massing' | 'prisms' | 'exteriors' | 'tilesets', LevelSum>;
}

/**
 * Writes all building tiles and their tilesets.
 *
 * @returns null when there is no building.
 * @throws the signal's reason when aborted; an error of the disk.
 * Deterministic: the tiles hang on the buildings and their gids alone, not on their order nor on the threads.
 */
export async function writeBuildings(options: WriteBuildingsOptions): Promise<WrittenBuildings | null> {
  const { store, gids, dir, pool, signal } = options;
  const root = partition(store, gids);
  if (!root) return null;
  const nodes = flatten(root);
  const origins = new Map<TileNode, TileOrigin>();
  for (let k = nodes.length - 1; k >= 0; k--) origins.set(nodes[k]!, originOf(nodes[k]!, options, origins));
  const results = new Map<TileNode, TileResult>();
  let done = 0;
  await mapLimited(nodes, pool.size * 2, async (node) => {
    signal.throwIfAborted();
    if (node.members.length > 0) {
      const input = taskInput(node, origins.get(node)!, options);
      const buffers = [...transferList(input.buildings), input.gids.buffer, input.grounds.buffer];
      if (input.tops) buffers.push(input.tops.buffer);
      results.set(node, (await pool.run('tile', input, buffers as ArrayBuffer[])) as TileResult);
    }
    done++;
    options.onProgress?.(done, nodes.length);
  });
  signal.throwIfAborted();
  const built = toBuilt(root, origins, results);
  const byLevel = {
    massing: emptySum(),
    prisms: emptySum(),
    exteriors: emptySum(),
    tilesets: emptySum(),
  };
  const problems: Problem[] = [];
  for (const node of nodes) {
    const result = results.get(node);
    if (!result) continue;
    addFile(node.children.length > 0 ? byLevel.massing : byLevel.prisms, result.main);
    addFile(byLevel.exteriors, result.exterior);
    problems.push(...result.problems);
  }
  for (const file of [...tilesetFiles(built, true), ...tilesetFiles(built, false)]) {
    const { bytes, bytesGz } = await writeWithGzip(join(dir, file.path), file.text);
    byLevel.tilesets.tiles++;
    byLevel.tilesets.bytes += bytes;
    byLevel.tilesets.bytesGz += bytesGz;
  }
  const { massing, prisms, exteriors, tilesets } = byLevel;
  const levels = [massing, prisms, exteriors, tilesets];
  return {
    L2: 'buildings/l2.json',
    L3: 'buildings/tileset.json',
    tiles: massing.tiles + prisms.tiles + exteriors.tiles,
    bytes: levels.reduce((sum, { bytes }) => sum + bytes, 0),
    bytesGz: levels.reduce((sum, { bytesGz }) => sum + bytesGz, 0),
    problems,
    byLevel,
  };
}

/** Parents before children. */
function flatten(root: TileNode): TileNode[] {
  const nodes = [root];
  for (let at = 0; at < nodes.length; at++) nodes.push(...nodes[at]!.children);
  return nodes;
}

/** The middle of what a tile shows; an inner tile that shows nothing stands with its first child. */
function originOf(
  node: TileNode,
  { store, grounds, tops }: WriteBuildingsOptions,
  known: ReadonlyMap<TileNode, TileOrigin>,
): TileOrigin {
  if (node.members.length === 0) return known.get(node.children[0]!)!;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  let [low, high] = [Infinity, -Infinity];
  for (const i of node.members) {
    const { packed, local } = store.place(i);
    west = Math.min(west, packed.extents[local * 4]!);
    south = Math.min(south, packed.extents[local * 4 + 1]!);
    east = Math.max(east, packed.extents[local * 4 + 2]!);
    north = Math.max(north, packed.extents[local * 4 + 3]!);
    const top = tops?.[i] ?? Number.NaN;
    low = Math.min(low, grounds[i]!);
    high = Math.max(high, Number.isNaN(top) ? grounds[i]! + packed.volumes.height[local]! : top);
  }
  // Short numbers; a micro-degree is 11 cm.
  return {
    lonDeg: Math.round(((west + east) / 2) * 1e6) / 1e6,
    latDeg: Math.round(((south + north) / 2) * 1e6) / 1e6,
    h: Math.round((low + high) / 2),
  };
}

function taskInput(node: TileNode, origin: TileOrigin, options: WriteBuildingsOptions): TileInput {
  const { store, gids, grounds, tops, textures, dir } = options;
  const { members } = node;
  const buildings = store.subset(members, { text: false });
  const pick = (column: Float64Array): Float64Array => Float64Array.from(members, (i) => column[i]!);
  return {
    kind: node.children.length > 0 ? 'massing' : 'leaf',
    buildings,
    gids: Uint32Array.from(members, (i) => gids[i]!),
    grounds: pick(grounds),
    tops: tops ? pick(tops) : null,
    origin,
    tolerance: node.tolerance,
    file: join(dir, 'tiles', `${node.key}.glb`),
    exteriorFile: join(dir, 'tiles', `${node.key}x.glb`),
    textures: buildings.surfaces.uv.length > 0 ? [...textures] : [],
  };
}

/**
 * Joins the tree with what was written. A thing left out counts twice its extent, so that it comes back while it is
 * still small on the screen.
 */
function toBuilt(
  node: TileNode,
  origins: ReadonlyMap<TileNode, TileOrigin>,
  results: ReadonlyMap<TileNode, TileResult>,
): BuiltTile {
  const { lonDeg, latDeg, h } = origins.get(node)!;
  const result = results.get(node);
  return {
    key: node.key,
    matrix: enuToEcefMatrix(lonDeg, latDeg, h),
    bounds: result?.main?.bounds ?? null,
    content: result?.main ? `${node.key}.glb` : null,
    deviation: Math.max(result?.deviation ?? 0, 2 * node.dropped),
    children: node.children.map((child) => toBuilt(child, origins, results)),
    exterior: result?.exterior ? { bounds: result.exterior.bounds, content: `${node.key}x.glb` } : null,
  };
}

function emptySum(): LevelSum {
  return { tiles: 0, features: 0, triangles: 0, bytes: 0, bytesGz: 0 };
}

function addFile(sum: LevelSum, file: TileFile | null): void {
  if (!file) return;
  sum.tiles++;
  sum.features += file.features;
  sum.triangles += file.triangles;
  sum.bytes += file.bytes;
  sum.bytesGz += file.bytesGz;
}
