import type { Point } from '../plane.ts';

/** Longest cable between two lamps, m. */
const REACH = 80;
/** Lamps of a circuit: few enough for its fuse, enough to be worth one. */
const CIRCUIT_LAMPS = { least: 20, most: 60 } as const;
/** A branch of the cable with so many lamps becomes a circuit. */
const ENOUGH = 26;
/** Circuits of a cabinet, and how far its furthest may lie, m. */
const CABINET = { circuits: 5, reach: 600 } as const;

export interface Circuits {
  /** Circuit of each lamp; −1: too far from others to be fed. */
  ofLamp: Int32Array;
  count: number;
}

/**
 * Feeds lamps by circuits that hang together: the shortest cable that joins all lamps (a minimum spanning tree) is cut
 * from its ends inwards into branches of 20 to 60 lamps.
 */
export function createCircuits(lamps: readonly Point[]): Circuits {
  const joined = spanningTree(lamps);
  const ofLamp = new Int32Array(lamps.length).fill(-1);
  let count = 0;
  const cut = (members: readonly number[]): void => {
    for (const lamp of members) ofLamp[lamp] = count;
    count++;
  };
  for (const { order, parent } of walks(joined)) {
    if (order.length < CIRCUIT_LAMPS.least) continue;
    const first = count;
    const rest = new Map<number, number[][]>();
    // From the leaves inwards; what is too small for a circuit goes on to the next lamp.
    for (const lamp of order.toReversed()) {
      const branches = rest.get(lamp) ?? [];
      rest.delete(lamp);
      const total = branches.reduce((sum, branch) => sum + branch.length, 1);
      if (total >= ENOUGH) for (const part of halves(lamp, branches)) cut(part);
      else {
        const up = parent.get(lamp)!;
        const members = [lamp, ...branches.flat()];
        if (up < 0) joinNeighbour(members, joined, ofLamp, first, () => cut(members));
        else rest.set(up, [...(rest.get(up) ?? []), members]);
      }
    }
  }
  return { ofLamp, count };
}

/** One circuit of a lamp and its branches, or two where one would be too large. */
function halves(lamp: number, branches: readonly number[][]): number[][] {
  const total = branches.reduce((sum, branch) => sum + branch.length, 1);
  if (total <= CIRCUIT_LAMPS.most) return [[lamp, ...branches.flat()]];
  let best: number[][] = [[lamp, ...branches.flat()]];
  let even = Infinity;
  for (let choice = 1; choice < 1 << branches.length; choice++) {
    const own = [lamp, ...branches.filter((_, i) => choice & (1 << i)).flat()];
    const other = branches.filter((_, i) => !(choice & (1 << i))).flat();
    const difference = Math.abs(own.length - other.length);
    if (difference < even) {
      even = difference;
      best = [own, other];
    }
  }
  return best;
}

/** Gives what is left over at the root to the smallest circuit beside it. */
function joinNeighbour(
  members: readonly number[],
  joined: readonly (readonly number[])[],
  ofLamp: Int32Array,
  first: number,
  alone: () => void,
): void {
  if (members.length >= CIRCUIT_LAMPS.least) {
    alone();
    return;
  }
  const sizes = new Map<number, number>();
  for (const circuit of ofLamp) if (circuit >= first) sizes.set(circuit, (sizes.get(circuit) ?? 0) + 1);
  const beside = new Set(members.flatMap((lamp) => joined[lamp]!.map((other) => ofLamp[other]!)));
  let best = -1;
  for (const circuit of beside) {
    if (circuit >= first && (best < 0 || sizes.get(circuit)! < sizes.get(best)!)) best = circuit;
  }
  if (best >= 0 && sizes.get(best)! + members.length <= CIRCUIT_LAMPS.most) {
    for (const lamp of members) ofLamp[lamp] = best;
  }
}

/** Neighbours of each lamp along the shortest cable (Kruskal). */
function spanningTree(lamps: readonly Point[]): number[][] {
  const cells = new Map<string, number[]>();
  const edges: { a: number; b: number; length: number }[] = [];
  for (const [i, [x, y]] of lamps.entries()) {
    const cx = Math.floor(x / REACH);
    const cy = Math.floor(y / REACH);
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const j of cells.get(`${cx + dx},${cy + dy}`) ?? []) {
          const length = Math.hypot(lamps[j]![0] - x, lamps[j]![1] - y);
          if (length <= REACH) edges.push({ a: j, b: i, length });
        }
      }
    }
    const key = `${cx},${cy}`;
    const list = cells.get(key);
    if (list) list.push(i);
    else cells.set(key, [i]);
  }
  edges.sort((p, q) => p.length - q.length || p.a - q.a || p.b - q.b);
  const group = Int32Array.from(lamps, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (group[at] !== at) {
      group[at] = group[group[at]!]!;
      at = group[at]!;
    }
    return at;
  };
  const joined: number[][] = lamps.map(() => []);
  for (const { a, b } of edges) {
    const [p, q] = [find(a), find(b)];
    if (p === q) continue;
    group[p] = q;
    joined[a]!.push(b);
    joined[b]!.push(a);
  }
  return joined;
}

/** Every tree from one of its ends outwards. */
function* walks(
  joined: readonly (readonly number[])[],
): Generator<{ order: number[]; parent: Map<number, number> }> {
  const seen = new Uint8Array(joined.length);
  for (let start = 0; start < joined.length; start++) {
    if (seen[start]) continue;
    const order: number[] = [start];
    const parent = new Map([[start, -1]]);
    seen[start] = 1;
    for (let i = 0; i < order.length; i++) {
      for (const other of joined[order[i]!]!) {
        if (seen[other]) continue;
        seen[other] = 1;
        parent.set(other, order[i]!);
        order.push(other);
      }
    }
    yield { order, parent };
  }
}

/**
 * Groups circuits by the cabinet that switches them: those nearest to each other.
 *
 * @param middles - of each circuit.
 * @returns cabinet of each circuit, counted from 0 in the order of their first circuits.
 */
export function createCabinets(middles: readonly Point[]): Int32Array {
  const of = new Int32Array(middles.length).fill(-1);
  let count = 0;
  for (const [seed, [x, y]] of middles.entries()) {
    if (of[seed]! >= 0) continue;
    const near = middles
      .map(([mx, my], circuit) => ({ circuit, distance: Math.hypot(mx - x, my - y) }))
      .filter(({ circuit, distance }) => of[circuit]! < 0 && distance < CABINET.reach)
      .sort((p, q) => p.distance - q.distance || p.circuit - q.circuit)
      .slice(0, CABINET.circuits);
    for (const { circuit } of near) of[circuit] = count;
    count++;
  }
  return of;
}
