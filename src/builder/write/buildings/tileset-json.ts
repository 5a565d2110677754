/**
 * The tilesets over the written tiles: `tileset.json` (everything) and `l2.json` (the same without exteriors, so that
 * massing can be pinned), each with external tilesets for districts when there are many tiles.
 *
 * Every tile stands in its own east-north-up frame; a child's `transform` is relative to its parent's frame.
 */
import { addBounds, emptyBounds, relativeTransform } from './matrix.ts';

/** A tile as it was written. */
export interface BuiltTile {
  key: string;
  /** Frame → ECEF, column-major. */
  matrix: Float64Array;
  /** Bounds of its own corners in its frame (m); null without content. */
  bounds: Float64Array | null;
  /** File of its content below `tiles/`, or null. */
  content: string | null;
  /** Its error were its children the truth, m. */
  deviation: number;
  children: BuiltTile[];
  /** Leaves: the exteriors that replace it. */
  exterior: { bounds: Float64Array; content: string } | null;
}

interface TileJson {
  boundingVolume: { box: number[] };
  geometricError: number;
  refine?: 'REPLACE';
  transform?: number[];
  content?: { uri: string; group?: number };
  children?: TileJson[];
}

/** A tileset beyond this many tiles is divided into districts of at most this many. */
const MOST_TILES = 256;

export interface TilesetFile {
  /** Path below the buildings' folder. */
  path: string;
  text: string;
  tiles: number;
}

/** Makes the texts of all tilesets, districts first. */
export function tilesetFiles(root: BuiltTile, withExteriors: boolean): TilesetFile[] {
  const name = withExteriors ? 'tileset' : 'l2';
  const files: TilesetFile[] = [];
  const measured = new Map<BuiltTile, Measured>();
  measure(root, withExteriors, measured);
  const total = measured.get(root)!.count;
  const tileJson = (tile: BuiltTile, transform: Float64Array | null, folder: string): TileJson => {
    const { bounds, error } = measured.get(tile)!;
    const json: TileJson = {
      boundingVolume: { box: toBox(bounds) },
      geometricError: error,
      refine: 'REPLACE',
    };
    if (transform) json.transform = toNumbers(transform);
    if (tile.content) json.content = { uri: `${folder}tiles/${tile.content}`, group: 0 };
    const children = tile.children.map((child) => {
      const relative = relativeTransform(tile.matrix, child.matrix);
      const inside = measured.get(child)!;
      if (folder !== '' || total <= MOST_TILES || inside.count === 1 || inside.count > MOST_TILES) {
        return tileJson(child, relative, folder);
      }
      const path = `districts/${child.key}${withExteriors ? '' : '.l2'}.json`;
      // The district's root stands in the frame of the tile that names it.
      files.push(document(tileJson(child, null, '../'), path, inside));
      return {
        boundingVolume: { box: toBox(inside.bounds) },
        geometricError: inside.error,
        transform: toNumbers(relative),
        content: { uri: path },
      };
    });
    if (tile.exterior && withExteriors) {
      children.push({
        boundingVolume: { box: toBox(tile.exterior.bounds) },
        geometricError: 0,
        content: { uri: `${folder}tiles/${tile.exterior.content}`, group: 1 },
      });
    }
    if (children.length > 0) json.children = children;
    return json;
  };
  files.push(document(tileJson(root, root.matrix, ''), `${name}.json`, measured.get(root)!));
  return files;
}

interface Measured {
  /** Of the tile and all below it, in its frame. */
  bounds: Float64Array;
  error: number;
  /** Tiles from here down. */
  count: number;
}

/** Grows bounds, errors and counts from the leaves up: children lie inside, errors fall. */
function measure(tile: BuiltTile, withExteriors: boolean, known: Map<BuiltTile, Measured>): Measured {
  const bounds = tile.bounds ? Float64Array.from(tile.bounds) : emptyBounds();
  let count = 1;
  let error = 0;
  for (const child of tile.children) {
    const inner = measure(child, withExteriors, known);
    addBounds(bounds, padded(inner.bounds), relativeTransform(tile.matrix, child.matrix));
    count += inner.count;
    error = Math.max(error, inner.error);
  }
  if (tile.exterior && withExteriors) {
    count += 1;
    for (let axis = 0; axis < 3; axis++) {
      bounds[axis] = Math.min(bounds[axis]!, tile.exterior.bounds[axis]!);
      bounds[axis + 3] = Math.max(bounds[axis + 3]!, tile.exterior.bounds[axis + 3]!);
    }
  }
  if (tile.children.length > 0 || (tile.exterior && withExteriors)) {
    error = Math.max(error, Math.ceil(tile.deviation * 100) / 100);
  }
  const result = { bounds, error, count };
  known.set(tile, result);
  return result;
}

/** Boxes are written in centimetres, widened outwards; what encloses them must enclose that. */
function padded(bounds: Float64Array): Float64Array {
  return bounds.map((value, k) => (k < 3 ? Math.floor(value * 100 - 1) : Math.ceil(value * 100 + 1)) / 100);
}

/** Centre and half axes of bounds. */
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

function document(root: TileJson, path: string, { bounds, count }: Measured): TilesetFile {
  // Showing nothing at all is wrong by as much as all is large.
  const everything = Math.hypot(bounds[3]! - bounds[0]!, bounds[4]! - bounds[1]!, bounds[5]! - bounds[2]!);
  const json = {
    asset: { version: '1.1', generator: 'spar' },
    schema: {
      id: 'spar_levels',
      classes: { level: { properties: { level: { type: 'STRING', required: true } } } },
    },
    groups: [
      { class: 'level', properties: { level: 'L2' } },
      { class: 'level', properties: { level: 'L3' } },
    ],
    geometricError: Math.ceil(Math.max(everything, root.geometricError)),
    root,
  };
  return { path, text: `${JSON.stringify(json)}\n`, tiles: count };
}
