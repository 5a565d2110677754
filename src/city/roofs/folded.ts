import type { MeshSink } from '../mesh-sink.ts';
import type { OrientedBox } from '../oriented-box.ts';
import { isConvex } from '../polygon.ts';
import { triangulate } from './flat.ts';

/**
 * A roof that is the fold of a few planes over a box: height above the eaves as a function of place, and the lines
 * along which it folds. Each fold's function is positive on one side and negative on the other, and linear on every
 * piece that the folds before it have cut.
 */
export interface Folds {
  height(u: number, v: number): number;
  lines: readonly ((u: number, v: number) => number)[];
}

/**
 * Meshes a prism under a folded roof: the footprint is cut along the folds, every piece lies in one plane, walls rise
 * to the roof's edge.
 *
 * Pieces share their corners: a cut is keyed by the two corners of the edge it falls on and by its fold, so that the
 * pieces on both sides use the same one. Hence no cracks, whatever the rounding.
 *
 * @param box - frame of the folds.
 * @param eaves - height of the lowest edge of the roof, m up; `bottom` ≤ `eaves`.
 */
export function meshFolded(
  polygon: readonly Float64Array[],
  bottom: number,
  eaves: number,
  box: OrientedBox,
  folds: Folds,
  sink: MeshSink,
  floor: boolean,
): void {
  const us: number[] = [];
  const vs: number[] = [];
  for (const ring of polygon) {
    for (let i = 0; i < ring.length; i += 2) {
      const x = ring[i]! - box.x;
      const y = ring[i + 1]! - box.y;
      us.push(x * box.ux + y * box.uy);
      vs.push(y * box.ux - x * box.uy);
    }
  }
  const corners = us.length;
  let pieces: number[][];
  if (polygon.length === 1 && isConvex(polygon[0]!)) {
    pieces = [Array.from({ length: corners }, (_, i) => i)];
  } else {
    const triangles = triangulate(polygon);
    pieces = [];
    for (let i = 0; i < triangles.length; i += 3) {
      pieces.push([triangles[i]!, triangles[i + 1]!, triangles[i + 2]!]);
    }
  }
  const tolerance = 1e-6 * Math.max(1, box.halfLength, box.halfWidth);
  for (const line of folds.lines) pieces = cut(pieces, us, vs, line, tolerance);

  const tops: number[] = [];
  const bottoms: number[] = new Array(us.length).fill(-1);
  for (let i = 0; i < us.length; i++) {
    const u = us[i]!;
    const v = vs[i]!;
    const rise = folds.height(u, v);
    const up = eaves + rise;
    const index = sink.vertex(box.x + u * box.ux - v * box.uy, box.y + u * box.uy + v * box.ux, up);
    tops.push(index);
    // Where the roof comes down to the ground, wall and roof share the corner.
    if (up - bottom < 1e-6) bottoms[i] = index;
  }
  const bottomOf = (i: number): number => {
    if (bottoms[i] === -1) {
      const u = us[i]!;
      const v = vs[i]!;
      bottoms[i] = sink.vertex(box.x + u * box.ux - v * box.uy, box.y + u * box.uy + v * box.ux, bottom);
    }
    return bottoms[i]!;
  };
  const face = (a: number, b: number, c: number): void => {
    if (a !== b && b !== c && c !== a) sink.triangle(a, b, c);
  };

  const total = us.length;
  const edges = new Set<number>();
  for (const piece of pieces) {
    for (let i = 0; i < piece.length; i++) edges.add(piece[i]! * total + piece[(i + 1) % piece.length]!);
    for (let i = 1; i + 1 < piece.length; i++) {
      face(tops[piece[0]!]!, tops[piece[i]!]!, tops[piece[i + 1]!]!);
      if (floor) face(bottomOf(piece[0]!), bottomOf(piece[i + 1]!), bottomOf(piece[i]!));
    }
  }
  for (const edge of edges) {
    const a = Math.floor(edge / total);
    const b = edge % total;
    if (edges.has(b * total + a)) continue;
    const low = bottomOf(a);
    const lowNext = bottomOf(b);
    face(low, lowNext, tops[b]!);
    face(low, tops[b]!, tops[a]!);
  }
}

/** Cuts convex pieces (lists of corners) along a line; new corners are appended to `us`, `vs`. */
function cut(
  pieces: number[][],
  us: number[],
  vs: number[],
  line: (u: number, v: number) => number,
  tolerance: number,
): number[][] {
  const side: number[] = [];
  for (let i = 0; i < us.length; i++) {
    const d = line(us[i]!, vs[i]!);
    side.push(Math.abs(d) <= tolerance ? 0 : d);
  }
  const before = us.length;
  const made = new Map<number, number>();
  const out: number[][] = [];
  for (const piece of pieces) {
    let above = false;
    let below = false;
    for (const i of piece) {
      if (side[i]! > 0) above = true;
      else if (side[i]! < 0) below = true;
    }
    if (!(above && below)) {
      out.push(piece);
      continue;
    }
    const left: number[] = [];
    const right: number[] = [];
    for (let k = 0; k < piece.length; k++) {
      const i = piece[k]!;
      const j = piece[(k + 1) % piece.length]!;
      const d = side[i]!;
      const e = side[j]!;
      if (d >= 0) left.push(i);
      if (d <= 0) right.push(i);
      if (d * e >= 0) continue;
      const low = Math.min(i, j);
      const high = Math.max(i, j);
      const key = low * before + high;
      let middle = made.get(key);
      if (middle === undefined) {
        const t = side[low]! / (side[low]! - side[high]!);
        middle = us.length;
        us.push(us[low]! + t * (us[high]! - us[low]!));
        vs.push(vs[low]! + t * (vs[high]! - vs[low]!));
        side.push(0);
        made.set(key, middle);
      }
      left.push(middle);
      right.push(middle);
    }
    out.push(left, right);
  }
  return out;
}
