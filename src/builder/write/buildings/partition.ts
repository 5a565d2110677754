/**
 * Cuts a city's buildings into the tiles of a quadtree.
 *
 * The root is the square around the city; a cell becomes a leaf when it is small enough to look at (250–500 m) and
 * light enough to send. Buildings belong where the centre of their extent lies, whole. Same buildings, same
 * tiles, whatever order they come in.
 */
import { metresPerDegree } from '#base/geo/ellipsoid.ts';
import type { BuildingStore, PackedBuildings } from '#city/building-store.ts';

/** Largest side of a leaf, m; cells that hold little may be leaves at twice that. */
const LEAF = 500;
const SPARSE_LEAF = 1000;
const SPARSE_FEATURES = 800;
const MOST_FEATURES = 2000;
const MOST_VERTICES = 60_000;
/** A building with pictures weighs as much as so many corners more: pages of an atlas hold some 150 buildings. */
const PICTURE_VERTICES = 400;
/** Cells are not cut finer than this, m: what still does not fit lies in one place and is dealt out in order. */
const LEAST_CELL = 16;
/** A cell's massing may be wrong by this share of its side: 10 m at 500 m, 20 m at 1 km; it refines from 1.2 sides away. */
const ERROR_SHARE = 1 / 50;
/** Most features an inner tile shows: the largest. */
const MOST_MASSING = 1200;

export interface TileNode {
  /** Path in the quadtree: `r`, `r0`, `r03` …; dealt-out leaves end in `.n`. */
  key: string;
  /** Side of the cell, m. */
  size: number;
  children: TileNode[];
  /** Indices in the store, ascending gids: all of a leaf, the ones shown of an inner tile. */
  members: Uint32Array;
  /** Inner tiles: how far the shown ones may be simplified, m. */
  tolerance: number;
  /** Largest extent (m) of what an inner tile leaves out; 0 when nothing. */
  dropped: number;
}

interface Cells {
  store: BuildingStore;
  gids: Uint32Array;
  /** Indices in the store, sorted along the Morton curve of the finest cells. */
  order: Uint32Array;
  /** Per position in `order`: column and row of the finest cell, extents (m), vertices of the heavier level. */
  column: Uint32Array;
  row: Uint32Array;
  extent: Float32Array;
  vertices: Uint32Array;
}

/**
 * Builds the quadtree.
 *
 * @param gids - by index in the store; 0 leaves a building out.
 * @returns the root, or null without buildings.
 */
export function partition(store: BuildingStore, gids: Uint32Array): TileNode | null {
  const indices = store.indices().filter((i) => gids[i] !== 0);
  if (indices.length === 0) return null;
  const { cells, side, depth } = sortIntoCells(store, gids, indices);
  const byGid = (members: Uint32Array): Uint32Array => members.sort((a, b) => gids[a]! - gids[b]!);

  const leaf = (key: string, size: number, members: Uint32Array): TileNode => ({
    key,
    size,
    children: [],
    members,
    tolerance: 0,
    dropped: 0,
  });

  /** Deals what lies in one place out to several leaves. */
  const deal = (key: string, size: number, from: number, to: number): TileNode[] => {
    const position = new Map<number, number>();
    for (let at = from; at < to; at++) position.set(cells.order[at]!, at);
    const members = byGid(cells.order.slice(from, to));
    const leaves: TileNode[] = [];
    let start = 0;
    let vertices = 0;
    for (let at = 0; at <= members.length; at++) {
      const more = at < members.length ? cells.vertices[position.get(members[at]!)!]! : 0;
      const full = at - start >= MOST_FEATURES || vertices + more > MOST_VERTICES;
      if ((full && at > start) || at === members.length) {
        leaves.push(leaf(`${key}.${leaves.length}`, size, members.slice(start, at)));
        start = at;
        vertices = 0;
      }
      vertices += more;
    }
    return leaves;
  };

  const build = (key: string, level: number, from: number, to: number): TileNode[] => {
    const size = side / 2 ** level;
    const count = to - from;
    let vertices = 0;
    for (let at = from; at < to; at++) vertices += cells.vertices[at]!;
    const light = count <= MOST_FEATURES && vertices <= MOST_VERTICES;
    const small = size <= LEAF || (size <= SPARSE_LEAF && count <= SPARSE_FEATURES);
    if ((small && light) || count === 1) return [leaf(key, size, byGid(cells.order.slice(from, to)))];
    if (level === depth) return deal(key, size, from, to);
    const children: TileNode[] = [];
    const shift = depth - level - 1;
    let start = from;
    for (let quarter = 0; quarter < 4; quarter++) {
      let end = start;
      while (end < to && quarterOf(cells, end, shift) === quarter) end++;
      if (end > start) children.push(...build(`${key}${quarter}`, level + 1, start, end));
      start = end;
    }
    // A cell whose things all lie in one quarter adds nothing.
    if (children.length === 1) return children;
    const tolerance = size * ERROR_SHARE;
    const { shown, dropped } = selectMassing(cells, from, to, tolerance);
    return [{ key, size, children, members: byGid(shown), tolerance, dropped }];
  };

  const roots = build('r', 0, 0, indices.length);
  if (roots.length === 1) return roots[0]!;
  const { shown, dropped } = selectMassing(cells, 0, indices.length, side * ERROR_SHARE);
  const tolerance = side * ERROR_SHARE;
  return { key: 'r', size: side, children: roots, members: byGid(shown), tolerance, dropped };
}

function quarterOf(cells: Cells, at: number, shift: number): number {
  return ((cells.column[at]! >>> shift) & 1) | (((cells.row[at]! >>> shift) & 1) << 1);
}

/** Chooses what an inner tile shows: what is not small against its error, at most the largest 1,200. */
function selectMassing(
  cells: Cells,
  from: number,
  to: number,
  tolerance: number,
): { shown: Uint32Array; dropped: number } {
  let least = tolerance / 2;
  const kept: number[] = [];
  for (let at = from; at < to; at++) if (cells.extent[at]! >= least) kept.push(cells.extent[at]!);
  if (kept.length > MOST_MASSING) {
    kept.sort((a, b) => b - a);
    // What equals the first that is left out is left out too: the choice must not hang on the order.
    least = kept[MOST_MASSING]! + 1e-6;
  }
  const shown: number[] = [];
  let dropped = 0;
  for (let at = from; at < to; at++) {
    if (cells.extent[at]! >= least) shown.push(cells.order[at]!);
    else if (cells.extent[at]! > dropped) dropped = cells.extent[at]!;
  }
  return { shown: Uint32Array.from(shown), dropped };
}

function sortIntoCells(
  store: BuildingStore,
  gids: Uint32Array,
  indices: Uint32Array,
): { cells: Cells; side: number; depth: number } {
  const count = indices.length;
  let west = Number.POSITIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  const lon = new Float64Array(count);
  const lat = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const { packed, local } = store.place(indices[k]!);
    lon[k] = (packed.extents[local * 4]! + packed.extents[local * 4 + 2]!) / 2;
    lat[k] = (packed.extents[local * 4 + 1]! + packed.extents[local * 4 + 3]!) / 2;
    west = Math.min(west, lon[k]!);
    east = Math.max(east, lon[k]!);
    south = Math.min(south, lat[k]!);
    north = Math.max(north, lat[k]!);
  }
  const [perLon, perLat] = metresPerDegree((south + north) / 2);
  const reach = Math.max((east - west) * perLon, (north - south) * perLat);
  // A power of two of leaves of 250–500 m: no slivers at the fringe.
  const side = Math.max(LEAF, Math.ceil(reach));
  const depth = Math.ceil(Math.log2(side / LEAST_CELL));
  const finest = 2 ** depth;
  const column = new Uint32Array(count);
  const row = new Uint32Array(count);
  const cell = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const x = ((lon[k]! - (west + east) / 2) * perLon) / side + 0.5;
    const y = ((lat[k]! - (south + north) / 2) * perLat) / side + 0.5;
    column[k] = Math.min(finest - 1, Math.max(0, Math.floor(x * finest)));
    row[k] = Math.min(finest - 1, Math.max(0, Math.floor(y * finest)));
    cell[k] = interleave(column[k]!) + 2 * interleave(row[k]!);
  }
  const sorted = Uint32Array.from(indices, (_, k) => k).sort(
    (a, b) => cell[a]! - cell[b]! || gids[indices[a]!]! - gids[indices[b]!]!,
  );
  const cells: Cells = {
    store,
    gids,
    order: new Uint32Array(count),
    column: new Uint32Array(count),
    row: new Uint32Array(count),
    extent: new Float32Array(count),
    vertices: new Uint32Array(count),
  };
  for (let at = 0; at < count; at++) {
    const k = sorted[at]!;
    const index = indices[k]!;
    const { packed, local } = store.place(index);
    const e = packed.extents;
    cells.order[at] = index;
    cells.column[at] = column[k]!;
    cells.row[at] = row[k]!;
    cells.extent[at] = Math.max(
      (e[local * 4 + 2]! - e[local * 4]!) * perLon,
      (e[local * 4 + 3]! - e[local * 4 + 1]!) * perLat,
      packed.volumes.height[local]!,
    );
    const detail = store.detailVertexCount(index);
    const textured = detail > 0 && hasTexture(packed, local);
    cells.vertices[at] =
      Math.max(2 * store.outlineVertexCount(index), 2 * detail) + (textured ? PICTURE_VERTICES : 0);
  }
  return { cells, side, depth };
}

function hasTexture({ surfaceStart, surfaces }: PackedBuildings, i: number): boolean {
  return surfaces.uvStart[surfaceStart[i + 1]!]! > surfaces.uvStart[surfaceStart[i]!]!;
}

/** Spreads up to 26 bits to every other one, as a number. */
function interleave(value: number): number {
  let low = value & 0x1fff;
  let high = value >>> 13;
  low = spread13(low);
  high = spread13(high);
  return low + high * 2 ** 26;
}

function spread13(value: number): number {
  let x = value;
  x = (x | (x << 8)) & 0x00ff_00ff;
  x = (x | (x << 4)) & 0x0f0f_0f0f;
  x = (x | (x << 2)) & 0x3333_3333;
  x = (x | (x << 1)) & 0x5555_5555;
  return x;
}
