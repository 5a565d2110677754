/** Checks the tiles of components and of roads: the tree, the boxes, what each level shows. */
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { boundsCorners, corners, IDENTITY, outside } from './box.ts';
import { inspectComponents } from './component-content.ts';
import { inspectContent } from './tile-content.ts';

interface TileJson {
  boundingVolume?: { box?: number[] };
  geometricError?: number;
  refine?: string;
  transform?: number[];
  content?: { uri: string };
  children?: TileJson[];
}

interface TilesetJson {
  asset?: { version?: string };
  geometricError?: number;
  root?: TileJson;
}

/** Boxes are written in millimetres, transforms in micrometres, places of instances in 1/128 m. */
const SLACK = 0.02;

export interface ThemeTiles {
  findings: string[];
  /** Gids on the leaves. */
  gids: Set<number>;
  tiles: number;
  triangles: number;
}

/** What a tile shows, as far as the tree's checks need it. */
interface Content {
  bounds: Float64Array;
  gids: Set<number>;
  triangles: number;
}

/**
 * Inspects `components` or `roads` of a city folder.
 *
 * @param beside - files that no tileset names, from the folder.
 */
export async function inspectThemeTiles(
  dir: string,
  theme: 'components' | 'roads',
  beside: readonly string[],
): Promise<ThemeTiles> {
  const result: ThemeTiles = { findings: [], gids: new Set(), tiles: 0, triangles: 0 };
  const known = new Set(beside);
  const libraries = new Map<string, Promise<Uint8Array>>();
  const tell = (text: string): void => {
    result.findings.push(text);
  };
  const library = (path: string): Promise<Uint8Array> => {
    known.add(path);
    const found = libraries.get(path) ?? readFile(join(dir, path));
    libraries.set(path, found);
    return found;
  };
  const read = async (path: string, from: string): Promise<Uint8Array | null> => {
    known.add(path);
    try {
      return await readFile(join(dir, path));
    } catch {
      tell(`${from}: ${path}: expected a file, got none`);
      return null;
    }
  };
  const tilesetOf = async (path: string, from: string): Promise<TilesetJson | null> => {
    const bytes = await read(path, from);
    if (!bytes) return null;
    try {
      const json = JSON.parse(new TextDecoder().decode(bytes)) as TilesetJson;
      if (json.asset?.version !== '1.1')
        tell(`${path}: asset.version: expected "1.1", got "${json.asset?.version}"`);
      if (!json.root) tell(`${path}: expected a root tile, got none`);
      if ((json.root?.geometricError ?? 0) > (json.geometricError ?? -1)) {
        tell(`${path}: geometricError: expected at least the root's, got ${json.geometricError}`);
      }
      return json;
    } catch (error) {
      tell(`${path}: expected JSON: ${(error as Error).message}`);
      return null;
    }
  };
  const contentOf = async (path: string, from: string): Promise<Content | null> => {
    const bytes = await read(path, from);
    if (!bytes) return null;
    const say = (text: string): void => tell(`${path}: ${text}`);
    if (theme === 'roads') return inspectContent(bytes, say);
    const external = (uri: string): Promise<Uint8Array> => library(posix.join(posix.dirname(path), uri));
    const content = await inspectComponents(bytes, external, say);
    return content && { ...content, gids: new Set(content.shown.map(({ gid }) => gid)) };
  };
  /** Gives the gids on the leaves below. */
  const walk = async (
    tile: TileJson,
    path: string,
    place: string,
    parent: TileJson | null,
    transform: ArrayLike<number>,
  ): Promise<Set<number>> => {
    const scope = `${path}: ${place}`;
    const leaves = new Set<number>();
    const box = tile.boundingVolume?.box;
    if (box?.length !== 12 || !box.every(Number.isFinite)) {
      tell(`${scope}: boundingVolume.box: expected 12 numbers, got ${JSON.stringify(box)}`);
      return leaves;
    }
    const error = tile.geometricError;
    if (error === undefined || !(error >= 0) || error > (parent?.geometricError ?? Infinity)) {
      tell(`${scope}: geometricError: expected 0 to its parent's ${parent?.geometricError}, got ${error}`);
    }
    if (parent) {
      const out = outside(parent.boundingVolume!.box!, corners(box, transform));
      if (out > SLACK) tell(`${scope}: expected a box inside its parent's, got ${out.toFixed(3)} m beyond`);
    }
    const uri = tile.content ? posix.join(posix.dirname(path), tile.content.uri) : null;
    if (uri?.endsWith('.json')) {
      const inner = await tilesetOf(uri, scope);
      return inner?.root ? walk(inner.root, uri, 'root', tile, inner.root.transform ?? IDENTITY) : leaves;
    }
    result.tiles++;
    const content = uri ? await contentOf(uri, scope) : null;
    if (content) {
      result.triangles += content.triangles;
      const out = outside(box, boundsCorners(content.bounds));
      if (out > SLACK) tell(`${scope}: expected content inside its box, got ${out.toFixed(3)} m beyond`);
    }
    for (const [at, child] of (tile.children ?? []).entries()) {
      const inner = await walk(child, path, `${place}.children[${at}]`, tile, child.transform ?? IDENTITY);
      for (const gid of inner) {
        if (leaves.has(gid)) tell(`${scope}: gid ${gid}: expected on one leaf, got two`);
        leaves.add(gid);
      }
    }
    if (!tile.children) return content?.gids ?? leaves;
    for (const gid of content?.gids ?? []) {
      if (leaves.has(gid)) continue;
      tell(`${scope}: gid ${gid}: expected in the tiles below too, got none`);
      break;
    }
    return leaves;
  };
  const tileset = await tilesetOf('tileset.json', 'tileset.json');
  if (tileset?.root) result.gids = await walk(tileset.root, 'tileset.json', 'root', null, IDENTITY);
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = posix.relative(dir, posix.join(entry.parentPath, entry.name));
    if (entry.isFile() && !known.has(path.replace(/\.gz$/, ''))) {
      tell(`${path}: expected a tileset that names this file, got none`);
    }
  }
  return result;
}
