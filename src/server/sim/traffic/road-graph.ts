import type { RoadNetwork } from '#base/feature-table.ts';
import { createGroundDistance } from './ground-distance.ts';

/** Roads that vehicles drive on, as arcs from node to node: arc 2e along edge e, arc 2e + 1 against it. */
export interface RoadGraph {
  readonly nodes: number;
  /** Flat [lon, lat, …], degrees. */
  readonly places: ArrayLike<number>;
  readonly edges: RoadNetwork['edges'];
  /** m, an edge each. */
  readonly length: Float64Array;
  fromOf(arc: number): number;
  toOf(arc: number): number;
  /**
   * Finds the quickest way without traffic.
   *
   * @returns arcs in order, or null when there is none.
   */
  route(from: number, to: number): Uint32Array | null;
  /** Nodes of the largest part in which every place can be reached from every other, and left again. */
  readonly starts: Uint32Array;
}

/** Classes that are walked or ridden on. */
export const NOT_DRIVABLE = /path|foot|pedestrian|step|cycle|track|bridleway|corridor/;

/** Builds the graph; edges whose line has no length or whose nodes are not there are left out. */
export function createRoadGraph({ nodes, edges: all }: RoadNetwork): RoadGraph {
  const count = nodes.length / 2;
  const distance = createGroundDistance(nodes[1] ?? 0);
  const lengths = all.map(({ line }) => {
    let sum = 0;
    for (let i = 2; i + 1 < line.length; i += 2) {
      sum += distance(line[i - 2]!, line[i - 1]!, line[i]!, line[i + 1]!);
    }
    return sum;
  });
  const kept = all.flatMap((edge, at) => {
    const there = edge.from >= 0 && edge.to >= 0 && edge.from < count && edge.to < count;
    return there && lengths[at]! > 0 && edge.freeSpeed > 0 && !NOT_DRIVABLE.test(edge.class) ? [at] : [];
  });
  const edges = kept.map((at) => all[at]!);
  const length = Float64Array.from(kept, (at) => lengths[at]!);
  let fastest = 1;
  for (const { freeSpeed } of edges) fastest = Math.max(fastest, freeSpeed);

  // Arcs that leave each node, one after the other.
  const first = new Uint32Array(count + 1);
  for (const { from, to, oneway } of edges) {
    first[from + 1]!++;
    if (!oneway) first[to + 1]!++;
  }
  for (let i = 0; i < count; i++) first[i + 1]! += first[i]!;
  const arcs = new Uint32Array(first[count]!);
  const fill = first.slice(0, count);
  edges.forEach(({ from, to, oneway }, e) => {
    arcs[fill[from]!++] = 2 * e;
    if (!oneway) arcs[fill[to]!++] = 2 * e + 1;
  });

  const fromOf = (arc: number): number => (arc & 1 ? edges[arc >> 1]!.to : edges[arc >> 1]!.from);
  const toOf = (arc: number): number => (arc & 1 ? edges[arc >> 1]!.from : edges[arc >> 1]!.to);
  const cost = new Float64Array(count);
  const cameBy = new Int32Array(count);
  const seen = new Uint32Array(count);
  const done = new Uint32Array(count);
  let search = 0;
  let heap: { node: number; rank: number }[] = [];

  function push(node: number, rank: number): void {
    let at = heap.push({ node, rank }) - 1;
    for (; at > 0; ) {
      const up = (at - 1) >> 1;
      if (heap[up]!.rank <= rank) break;
      heap[at] = heap[up]!;
      at = up;
    }
    heap[at] = { node, rank };
  }
  function pop(): number {
    const top = heap[0]!.node;
    const last = heap.pop()!;
    if (heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && heap[down + 1]!.rank < heap[down]!.rank) down++;
      if (heap[down]!.rank >= last.rank) break;
      heap[at] = heap[down]!;
      at = down;
    }
    heap[at] = last;
    return top;
  }
  function route(from: number, to: number): Uint32Array | null {
    search++;
    heap = [];
    const [lon, lat] = [nodes[2 * to]!, nodes[2 * to + 1]!];
    const least = (node: number): number =>
      distance(nodes[2 * node]!, nodes[2 * node + 1]!, lon, lat) / fastest;
    cost[from] = 0;
    cameBy[from] = -1;
    seen[from] = search;
    push(from, least(from));
    while (heap.length > 0) {
      const node = pop();
      if (node === to) break;
      if (done[node] === search) continue;
      done[node] = search;
      for (let i = first[node]!; i < first[node + 1]!; i++) {
        const arc = arcs[i]!;
        const next = toOf(arc);
        const sum = cost[node]! + length[arc >> 1]! / edges[arc >> 1]!.freeSpeed;
        if (seen[next] === search && cost[next]! <= sum) continue;
        seen[next] = search;
        cost[next] = sum;
        cameBy[next] = arc;
        push(next, sum + least(next));
      }
    }
    if (seen[to] !== search) return null;
    const back: number[] = [];
    for (let node = to; cameBy[node]! >= 0; node = fromOf(cameBy[node]!)) back.push(cameBy[node]!);
    return Uint32Array.from(back.reverse());
  }
  const starts = largestPart(count, edges);
  return { nodes: count, places: nodes, edges, length, fromOf, toOf, route, starts };
}

/** The largest strongly connected part. Source: Kosaraju and Sharir's algorithm, without recursion. */
function largestPart(count: number, edges: RoadNetwork['edges']): Uint32Array {
  const ahead: number[][] = Array.from({ length: count }, () => []);
  const back: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to, oneway } of edges) {
    ahead[from]!.push(to);
    back[to]!.push(from);
    if (oneway) continue;
    ahead[to]!.push(from);
    back[from]!.push(to);
  }
  const order: number[] = [];
  const seen = new Uint8Array(count);
  const next = new Uint32Array(count);
  for (let root = 0; root < count; root++) {
    if (seen[root]) continue;
    seen[root] = 1;
    for (const stack = [root]; stack.length > 0; ) {
      const node = stack.at(-1)!;
      const to = ahead[node]![next[node]!++];
      if (to === undefined) order.push(stack.pop()!);
      else if (!seen[to]) {
        seen[to] = 1;
        stack.push(to);
      }
    }
  }
  let largest: number[] = [];
  seen.fill(0);
  for (const root of order.reverse()) {
    if (seen[root]) continue;
    seen[root] = 1;
    const part = [root];
    for (let i = 0; i < part.length; i++) {
      for (const to of back[part[i]!]!) {
        if (seen[to]) continue;
        seen[to] = 1;
        part.push(to);
      }
    }
    if (part.length > largest.length) largest = part;
  }
  return largest.length < 2 ? new Uint32Array(0) : Uint32Array.from(largest).sort();
}
