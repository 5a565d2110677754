import type { Point, Ring } from './plane.ts';
import { signedArea } from './plane.ts';
import { SegmentIndex } from './segment-index.ts';

/** A line that divides the plane; `rank` decides which of two lines on the same ground stays (lower wins). */
export interface Divider {
  points: readonly Point[];
  rank: number;
}

export interface Face {
  /** Counter-clockwise. */
  ring: Ring;
  /** Node of each corner. */
  nodes: number[];
  /** Divider of the edge from corner i to corner i + 1. */
  dividers: number[];
  area: number;
}

/** The plane cut by lines: nodes, edges that bound something on both sides, and the faces between. */
export interface Arrangement {
  nodes: Point[];
  /** Pairs of nodes and their divider, ordered along each divider. */
  edges: { from: number; to: number; divider: number }[];
  faces: Face[];
}

const NEAR = 0.15;

/**
 * Cuts the plane by lines: crossings and touching ends become shared nodes, loose ends go, faces are walked.
 *
 * Shared borders are the same nodes on both sides, so that faces leave no gaps and do not overlap.
 */
export function arrange(dividers: readonly Divider[]): Arrangement {
  const index = new SegmentIndex(60);
  for (const [d, divider] of dividers.entries()) index.addLine(divider.points, d);
  const cuts: number[][] = index.a.map(() => [0, 1]);
  for (let i = 0; i < index.a.length; i++) {
    const a = index.a[i]!;
    const b = index.b[i]!;
    const near = index.inBox(
      Math.min(a[0], b[0]) - NEAR,
      Math.min(a[1], b[1]) - NEAR,
      Math.max(a[0], b[0]) + NEAR,
      Math.max(a[1], b[1]) + NEAR,
    );
    for (const j of near) {
      if (j <= i) continue;
      cutBoth(a, b, index.a[j]!, index.b[j]!, cuts[i]!, cuts[j]!);
    }
  }
  const nodes: Point[] = [];
  const byCell = new Map<string, number[]>();
  const nodeAt = (x: number, y: number): number => {
    const cx = Math.floor(x);
    const cy = Math.floor(y);
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const node of byCell.get(`${cx + dx},${cy + dy}`) ?? []) {
          if (Math.hypot(nodes[node]![0] - x, nodes[node]![1] - y) < NEAR) return node;
        }
      }
    }
    const node = nodes.push([Math.round(x * 100) / 100, Math.round(y * 100) / 100]) - 1;
    const key = `${cx},${cy}`;
    const list = byCell.get(key);
    if (list) list.push(node);
    else byCell.set(key, [node]);
    return node;
  };
  const edgeOf = new Map<string, { from: number; to: number; divider: number }>();
  for (let i = 0; i < index.a.length; i++) {
    const a = index.a[i]!;
    const b = index.b[i]!;
    const ts = cuts[i]!.sort((p, q) => p - q);
    let before = -1;
    for (const t of ts) {
      const node = nodeAt(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t);
      if (before >= 0 && node !== before) {
        const key = before < node ? `${before},${node}` : `${node},${before}`;
        const known = edgeOf.get(key);
        const divider = index.tag[i]!;
        if (!known) edgeOf.set(key, { from: before, to: node, divider });
        else if (dividers[divider]!.rank < dividers[known.divider]!.rank) {
          edgeOf.set(key, { from: before, to: node, divider });
        }
      }
      before = node;
    }
  }
  const edges = withoutLooseEnds(nodes.length, [...edgeOf.values()]);
  return { nodes, edges, faces: walkFaces(nodes, edges) };
}

function cutBoth(a: Point, b: Point, c: Point, d: Point, cutsAb: number[], cutsCd: number[]): void {
  const rx = b[0] - a[0];
  const ry = b[1] - a[1];
  const sx = d[0] - c[0];
  const sy = d[1] - c[1];
  const lengthAb = Math.hypot(rx, ry);
  const lengthCd = Math.hypot(sx, sy);
  const cross = rx * sy - ry * sx;
  if (Math.abs(cross) < 1e-6 * lengthAb * lengthCd) return;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross;
  const et = NEAR / 3 / lengthAb;
  const eu = NEAR / 3 / lengthCd;
  if (t < -et || t > 1 + et || u < -eu || u > 1 + eu) return;
  if (t > et && t < 1 - et) cutsAb.push(t);
  if (u > eu && u < 1 - eu) cutsCd.push(u);
}

/** Drops edges that end in the air, again and again, then everything that hangs not together with the largest part. */
function withoutLooseEnds<E extends { from: number; to: number }>(count: number, edges: E[]): E[] {
  const around: number[][] = Array.from({ length: count }, () => []);
  for (const [i, edge] of edges.entries()) {
    around[edge.from]!.push(i);
    around[edge.to]!.push(i);
  }
  const gone = new Uint8Array(edges.length);
  const degree = around.map((list) => list.length);
  const loose = degree.flatMap((d, node) => (d === 1 ? [node] : []));
  for (let node = loose.pop(); node !== undefined; node = loose.pop()) {
    if (degree[node] !== 1) continue;
    const i = around[node]!.find((e) => !gone[e])!;
    gone[i] = 1;
    const edge = edges[i]!;
    for (const end of [edge.from, edge.to]) {
      degree[end]!--;
      if (degree[end] === 1) loose.push(end);
    }
  }
  const group = new Int32Array(count).fill(-1);
  const sizes: number[] = [];
  for (let start = 0; start < count; start++) {
    if (group[start] !== -1 || degree[start] === 0) continue;
    let size = 0;
    const stack = [start];
    group[start] = sizes.length;
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      size++;
      for (const i of around[node]!) {
        if (gone[i]) continue;
        const other = edges[i]!.from === node ? edges[i]!.to : edges[i]!.from;
        if (group[other] === -1) {
          group[other] = sizes.length;
          stack.push(other);
        }
      }
    }
    sizes.push(size);
  }
  const largest = sizes.indexOf(Math.max(...sizes));
  return edges.filter((edge, i) => !gone[i] && group[edge.from] === largest);
}

function walkFaces(nodes: Point[], edges: { from: number; to: number; divider: number }[]): Face[] {
  // Half-edge 2i runs from → to, 2i + 1 back; those leaving a node are sorted by angle.
  const leaving: number[][] = Array.from({ length: nodes.length }, () => []);
  const tail = (h: number): number => (h & 1 ? edges[h >> 1]!.to : edges[h >> 1]!.from);
  const head = (h: number): number => (h & 1 ? edges[h >> 1]!.from : edges[h >> 1]!.to);
  for (let h = 0; h < edges.length * 2; h++) leaving[tail(h)]!.push(h);
  const angle = (h: number): number => {
    const a = nodes[tail(h)]!;
    const b = nodes[head(h)]!;
    return Math.atan2(b[1] - a[1], b[0] - a[0]);
  };
  const place = new Int32Array(edges.length * 2);
  for (const list of leaving) {
    list.sort((p, q) => angle(p) - angle(q));
    for (const [k, h] of list.entries()) place[h] = k;
  }
  const seen = new Uint8Array(edges.length * 2);
  const faces: Face[] = [];
  for (let start = 0; start < edges.length * 2; start++) {
    if (seen[start]) continue;
    const corners: number[] = [];
    const dividers: number[] = [];
    let h = start;
    do {
      seen[h] = 1;
      corners.push(tail(h));
      dividers.push(edges[h >> 1]!.divider);
      const around = leaving[head(h)]!;
      h = around[(place[h ^ 1]! + around.length - 1) % around.length]!;
    } while (h !== start);
    const ring = corners.map((n) => nodes[n]!);
    const area = signedArea(ring);
    if (area > 1) faces.push({ ring, nodes: corners, dividers, area });
  }
  return faces;
}
