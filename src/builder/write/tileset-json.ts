/**
 * A tileset over written tiles of one theme: `tileset.json`, with external tilesets for districts when there are many
 * tiles. Every tile stands in its own east-north-up frame; a child's `transform` is relative to its parent's.
 */
import { addBounds, emptyBounds, relativeTransform } from './buildings/matrix.ts';

/** A tile as it was written. */
export interface TilesetTile {
  key: string;
  /** Frame → ECEF, column-major. */
  matrix: Float64Array;
  /** Of its own content in its frame, m; null without content. */
  bounds: Float64Array | null;
  /** Path of its content from the tileset's folder, or null. */
  content: string | null;
  /** m. */
  error: number;
  children: TilesetTile[];
}

interface TileJson {
  boundingVolume: { box: number[] };
  geometricError: number;
  refine?: 'REPLACE';
  transform?: number[];
  content?: { uri: string };
  children?: TileJson[];
}

/** A tileset beyond this many tiles is divided into districts of at most this many. */
const MOST_TILES = 256;

export interface TilesetText {
  /** Path from the tileset's folder. */
  path: string;
  text: string;
}

/** Makes the texts of all tilesets, districts first. */
export function tilesetTexts(root: TilesetTile): TilesetText[] {
  const files: TilesetText[] = [];
  const measured = new Map<TilesetTile, Measured>();
  const total = measure(root, measured).count;
  const tileJson = (tile: TilesetTile, transform: Float64Array | null, folder: string): TileJson => {
    const { bounds, error } = measured.get(tile)!;
    const json: TileJson = {
      boundingVolume: { box: toBox(bounds) },
      geometricError: error,
      refine: 'REPLACE',
    };
    if (transform) json.transform = toNumbers(transform);
    if (tile.content) json.content = { uri: `${folder}${tile.content}` };
    const children = tile.children.map((child): TileJson => {
      const relative = relativeTransform(tile.matrix, child.matrix);
      const inside = measured.get(child)!;
      if (folder !== '' || total <= MOST_TILES || inside.count === 1 || inside.count > MOST_TILES) {
        return tileJson(child, relative, folder);
      }
      const path = `districts/${child.key}.json`;
      // The district's root stands in the frame of the tile that names it.
      files.push(document(tileJson(child, null, '../'), path, inside.bounds));
      return {
        boundingVolume: { box: toBox(inside.bounds) },
        geometricError: inside.error,
        transform: toNumbers(relative),
        content: { uri: path },
      };
    });
    if (children.length > 0) json.children = children;
    return json;
  };
  files.push(document(tileJson(root, root.matrix, ''), 'tileset.json', measured.get(root)!.bounds));
  return files;
}

interface Measured {
  bounds: Float64Array;
  error: number;
  count: number;
}

/** Grows bounds, errors and counts from the leaves up: children lie inside, errors fall. */
function measure(tile: TilesetTile, known: Map<TilesetTile, Measured>): Measured {
  const bounds = tile.bounds ? Float64Array.from(tile.bounds) : emptyBounds();
  let count = 1;
  let error = tile.children.length > 0 ? tile.error : 0;
  for (const child of tile.children) {
    const inner = measure(child, known);
    addBounds(bounds, padded(inner.bounds), relativeTransform(tile.matrix, child.matrix));
    count += inner.count;
    error = Math.max(error, inner.error);
  }
  const result = { bounds, error, count };
  known.set(tile, result);
  return result;
}

/** Boxes are written in centimetres, widened outwards; what encloses them must enclose that. */
function padded(bounds: Float64Array): Float64Array {
  return bounds.map((value, k) => (k < 3 ? Math.floor(value * 100 - 1) : Math.ceil(value * 100 + 1)) / 100);
}

function toBox(bounds: Float64Array): number[] {
  const wide = padded(bounds);
  const half = [0, 1, 2].map((axis) => Math.round((wide[axis + 3]! - wide[axis]!) * 500) / 1000);
  const centre = [0, 1, 2].map((axis) => Math.round((wide[axis + 3]! + wide[axis]!) * 500) / 1000);
  return [...centre, half[0]!, 0, 0, 0, half[1]!, 0, 0, 0, half[2]!];
}

/** Rotations to 1e-12 (a micrometre over the earth's radius), places to a micrometre: short texts. */
function toNumbers(matrix: Float64Array): number[] {
  return Array.from(matrix, (value, k) => {
    const places = k % 4 < 3 && k < 12 ? 1e12 : 1e6;
    return Math.round(value * places) / places + 0;
  });
}

function document(root: TileJson, path: string, bounds: Float64Array): TilesetText {
  // Showing nothing at all is wrong by as much as all is large.
  const everything = Math.hypot(bounds[3]! - bounds[0]!, bounds[4]! - bounds[1]!, bounds[5]! - bounds[2]!);
  const json = {
    asset: { version: '1.1', generator: 'spar' },
    geometricError: Math.ceil(Math.max(everything, root.geometricError)),
    root,
  };
  return { path, text: `${JSON.stringify(json)}\n` };
}
