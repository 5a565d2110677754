/** Rings from the member ways of a multipolygon: unordered, reversed, touching, nested. */

/** A way of a multipolygon: node indices in its order, first = last when closed. */
export interface RingWay {
  id: number;
  nodes: Int32Array;
}

/** Ways that did not close: their nodes end to end, and how far the ends lie apart. */
export interface OpenChain {
  wayIds: number[];
  nodes: number[];
}

interface Segment {
  way: RingWay;
  reversed: boolean;
}

const startOf = ({ way, reversed }: Segment) => (reversed ? way.nodes.at(-1)! : way.nodes[0]!);
const endOf = ({ way, reversed }: Segment) => (reversed ? way.nodes[0]! : way.nodes.at(-1)!);

function nodesOf(segments: readonly Segment[]): number[] {
  const nodes: number[] = [];
  for (const segment of segments) {
    const { nodes: own } = segment.way;
    for (let i = nodes.length === 0 ? 0 : 1; i < own.length; i++) {
      nodes.push(segment.reversed ? own[own.length - 1 - i]! : own[i]!);
    }
  }
  return nodes;
}

/**
 * Joins ways end to end into closed rings. A ring is cut off wherever the walk comes back to a node where ways meet, so
 * that rings that touch in such a node stay apart; spurs do not keep a ring from closing.
 *
 * @param ways - each at least 2 nodes.
 * @returns rings of node indices, first node repeated at the end, and the chains that stayed open.
 */
export function joinRings(ways: readonly RingWay[]): { rings: number[][]; open: OpenChain[] } {
  const rings: number[][] = [];
  const spurs: Segment[] = [];
  const atNode = new Map<number, RingWay[]>();
  const used = new Set<RingWay>();
  const add = (node: number, way: RingWay) => {
    const list = atNode.get(node);
    if (list) list.push(way);
    else atNode.set(node, [way]);
  };
  for (const way of ways) {
    const [first, last] = [way.nodes[0]!, way.nodes.at(-1)!];
    if (first === last) {
      used.add(way);
      rings.push([...way.nodes]);
    } else {
      add(first, way);
      add(last, way);
    }
  }
  const takeAt = (node: number): Segment | null => {
    const list = atNode.get(node) ?? [];
    while (list.length > 0) {
      const way = list.shift()!;
      if (used.has(way)) continue;
      used.add(way);
      return { way, reversed: way.nodes[0] !== node };
    }
    return null;
  };
  for (const seed of ways) {
    if (used.has(seed)) continue;
    used.add(seed);
    const path: Segment[] = [{ way: seed, reversed: false }];
    while (path.length > 0) {
      const end = endOf(path.at(-1)!);
      const from = path.findIndex((segment) => startOf(segment) === end);
      if (from >= 0) {
        rings.push(nodesOf(path.splice(from)));
        continue;
      }
      const next = takeAt(end);
      if (next) path.push(next);
      else spurs.push(path.pop()!);
    }
  }
  return { rings, open: joinChains(spurs) };
}

function joinChains(segments: readonly Segment[]): OpenChain[] {
  const left = new Set(segments);
  const chains: OpenChain[] = [];
  for (const seed of segments) {
    if (!left.delete(seed)) continue;
    const chain = [seed];
    for (let grew = true; grew; ) {
      grew = false;
      for (const other of left) {
        const [head, tail] = [startOf(chain[0]!), endOf(chain.at(-1)!)];
        if (startOf(other) === tail) chain.push(other);
        else if (endOf(other) === tail) chain.push({ way: other.way, reversed: !other.reversed });
        else if (endOf(other) === head) chain.unshift(other);
        else if (startOf(other) === head) chain.unshift({ way: other.way, reversed: !other.reversed });
        else continue;
        left.delete(other);
        grew = true;
      }
    }
    chains.push({ wayIds: chain.map(({ way }) => way.id), nodes: nodesOf(chain) });
  }
  return chains;
}

/**
 * Joins the ends of open chains that lie within a tolerance of each other, and closes those whose own ends do.
 *
 * @param distance - m between two nodes.
 * @returns the rings won, the gap that each had at most, and what is still open.
 */
export function closeGaps(
  chains: readonly OpenChain[],
  tolerance: number,
  distance: (a: number, b: number) => number,
): { closed: { nodes: number[]; gap: number; wayIds: number[] }[]; open: OpenChain[] } {
  const closed: { nodes: number[]; gap: number; wayIds: number[] }[] = [];
  const open: OpenChain[] = [];
  const left = chains.map((chain) => ({ ...chain, gap: 0 }));
  while (left.length > 0) {
    const chain = left.shift()!;
    const tail = chain.nodes.at(-1)!;
    let best = { gap: distance(tail, chain.nodes[0]!), at: -1, reversed: false };
    left.forEach((other, at) => {
      const toHead = distance(tail, other.nodes[0]!);
      const toTail = distance(tail, other.nodes.at(-1)!);
      if (toHead < best.gap) best = { gap: toHead, at, reversed: false };
      if (toTail < best.gap) best = { gap: toTail, at, reversed: true };
    });
    if (best.gap > tolerance) {
      open.push(chain);
      continue;
    }
    chain.gap = Math.max(chain.gap, best.gap);
    if (best.at < 0) {
      chain.nodes.push(chain.nodes[0]!);
      closed.push(chain);
      continue;
    }
    const [other] = left.splice(best.at, 1);
    const nodes = best.reversed ? [...other!.nodes].reverse() : other!.nodes;
    left.unshift({
      nodes: [...chain.nodes, ...nodes],
      wayIds: [...chain.wayIds, ...other!.wayIds],
      gap: Math.max(chain.gap, other!.gap),
    });
  }
  return { closed, open };
}
