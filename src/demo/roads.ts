import type { Arrangement } from './arrangement.ts';
import type { RoadClass } from './arterials.ts';
import { BAY_TUNNEL } from './arterials.ts';
import { thinned } from './clip.ts';
import type { PlanLine } from './main-lines.ts';
import { BRIDGES, MAIN_ROADS, streetName } from './names.ts';
import type { Point } from './plane.ts';
import { lengthOf, nearestOnLine } from './plane.ts';
import type { Bilingual } from './structure.ts';
import type { River } from './terrain.ts';

/** A stretch of road as the file has it. */
export interface Road {
  class: RoadClass | 'path';
  points: Point[];
  name: Bilingual | null;
  width: number;
  lanes: number;
  bridge?: Bilingual;
  tunnel?: boolean;
  oneway?: boolean;
}

export const ROAD_FORM: Record<Road['class'], { width: number; lanes: number }> = {
  trunk: { width: 28, lanes: 6 },
  primary: { width: 22, lanes: 6 },
  secondary: { width: 14, lanes: 4 },
  residential: { width: 7, lanes: 2 },
  path: { width: 2.5, lanes: 0 },
};

/** Paved width of a lane in the old town, m. */
const LANE_WIDTH = 5;

/** Turns the arrangement's edges back into roads: shared nodes stay, bridges and the tunnel are stretches of their own. */
export function createRoads(
  plan: Arrangement,
  lines: readonly PlanLine[],
  river: River,
  isOldTown: (p: Point) => boolean,
): Road[] {
  const degree = new Int32Array(plan.nodes.length);
  const onRiver = new Uint8Array(plan.nodes.length);
  const onCoast = new Uint8Array(plan.nodes.length);
  const byLine = new Map<number, { from: number; to: number }[]>();
  for (const edge of plan.edges) {
    const kind = lines[edge.divider]!.class;
    for (const node of [edge.from, edge.to]) {
      if (kind === 'river') onRiver[node] = 1;
      else if (kind === 'coast') onCoast[node] = 1;
      else if (kind !== 'grid') degree[node]!++;
    }
    if (!(kind in ROAD_FORM) && kind !== 'inner') continue;
    const list = byLine.get(edge.divider);
    if (list) list.push(edge);
    else byLine.set(edge.divider, [edge]);
  }
  const roads: Road[] = [];
  const names = new Map<string, Bilingual>();
  const bridges: { road: Road; station: number }[] = [];
  for (const [divider, edges] of [...byLine.entries()].sort((p, q) => p[0] - q[0])) {
    const line = lines[divider]!;
    const kind: Road['class'] = line.class === 'inner' ? 'path' : (line.class as RoadClass);
    for (const chain of chains(edges)) {
      const middle = plan.nodes[chain[chain.length >> 1]!]!;
      const lane = kind === 'residential' && isOldTown(middle);
      let name = line.name in MAIN_ROADS ? MAIN_ROADS[line.name]! : null;
      if (kind === 'residential' && !name) {
        const known = names.get(line.name);
        name = known ?? streetName(names.size, lane);
        names.set(line.name, name);
      }
      const form = ROAD_FORM[kind];
      const base = { class: kind, name, width: lane ? LANE_WIDTH : form.width, lanes: lane ? 1 : form.lanes };
      const oneway = line.name === 'axis-north' || line.name === 'axis-south';
      const trimmed = cutAtWater(chain, plan, onRiver, onCoast, river, kind);
      for (const piece of trimmed) {
        const points = piece.points.length > 2 ? thin(piece.points, piece.nodes, degree) : piece.points;
        if (lengthOf(points) < 4) continue;
        const road: Road = { ...base, points };
        if (oneway) road.oneway = true;
        if (piece.bridge) {
          const place = points[points.length >> 1]!;
          bridges.push({ road, station: -nearestOnLine(river.line, place[0], place[1]).index });
        }
        roads.push(road);
      }
    }
  }
  bridges.sort((p, q) => p.station - q.station);
  for (const [k, { road }] of bridges.entries())
    road.bridge = BRIDGES[k] ?? { zh: `${k + 1}号桥`, en: `Bridge ${k + 1}` };
  const ring = lines.find((l) => l.name === 'ring')!.points;
  const ends = [ring.at(-1)!, ring[0]!];
  roads.push({
    class: 'trunk',
    points: [ends[0]!, ...BAY_TUNNEL, ends[1]!],
    name: { zh: '澜湾海底隧道', en: 'Lanwan Bay Tunnel' },
    ...ROAD_FORM.trunk,
    tunnel: true,
  });
  return roads;
}

/** Joins edges of one line, given in its order, to runs of nodes. */
function chains(edges: readonly { from: number; to: number }[]): number[][] {
  const out: number[][] = [];
  let run: number[] = [];
  for (const { from, to } of edges) {
    const last = run.at(-1);
    if (last === from) run.push(to);
    else if (last === to) run.push(from);
    else if (run.length === 2 && run[0] === from) run = [run[1]!, from, to];
    else if (run.length === 2 && run[0] === to) run = [run[1]!, to, from];
    else {
      if (run.length > 1) out.push(run);
      run = [from, to];
    }
  }
  if (run.length > 1) out.push(run);
  return out;
}

interface Piece {
  points: Point[];
  /** Node of each point, −1 for points between. */
  nodes: number[];
  bridge: boolean;
}

/** Makes bridges of what crosses the river and takes the rest back from river and shore. */
function cutAtWater(
  chain: readonly number[],
  plan: Arrangement,
  onRiver: Uint8Array,
  onCoast: Uint8Array,
  river: River,
  kind: Road['class'],
): Piece[] {
  let points = chain.map((n) => plan.nodes[n]!);
  let nodes = [...chain];
  const crossing = nodes.findIndex((n, i) => onRiver[n] === 1 && i > 0 && i < nodes.length - 1);
  if (crossing > 0 && kind !== 'residential' && kind !== 'path') {
    const half = river.widthAt(points[crossing]![0], points[crossing]![1]) / 2 + 14;
    const before = pull(
      points.slice(0, crossing + 1).reverse(),
      nodes.slice(0, crossing + 1).reverse(),
      half,
    );
    const after = pull(points.slice(crossing), nodes.slice(crossing), half);
    const deck: Piece = {
      points: [before.points[0]!, points[crossing]!, after.points[0]!],
      nodes: [before.nodes[0]!, nodes[crossing]!, after.nodes[0]!],
      bridge: true,
    };
    return [
      { points: [...before.points].reverse(), nodes: [...before.nodes].reverse(), bridge: false },
      deck,
      { ...after, bridge: false },
    ];
  }
  for (const _end of ['start', 'end']) {
    if (points.length < 2) return [];
    const node = nodes[0]!;
    const [x, y] = points[0]!;
    const back = onRiver[node] === 1 ? river.widthAt(x, y) / 2 + 10 : onCoast[node] === 1 ? 9 : 0;
    if (back > 0) ({ points, nodes } = pull(points, nodes, back));
    points = [...points].reverse();
    nodes = [...nodes].reverse();
  }
  return points.length > 1 ? [{ points, nodes, bridge: false }] : [];
}

/** Takes `by` metres off the start of a run. */
function pull(
  points: readonly Point[],
  nodes: readonly number[],
  by: number,
): { points: Point[]; nodes: number[] } {
  let rest = by;
  for (let i = 0; i + 1 < points.length; i++) {
    const a = points[i]!;
    const b = points[i + 1]!;
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length > rest) {
      const t = rest / length;
      const start: Point = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
      return { points: [start, ...points.slice(i + 1)], nodes: [-1, ...nodes.slice(i + 1)] };
    }
    rest -= length;
  }
  return { points: [], nodes: [] };
}

/** Leaves out points that say nothing, but none where roads meet. */
function thin(points: readonly Point[], nodes: readonly number[], degree: Int32Array): Point[] {
  const out: Point[] = [];
  let from = 0;
  for (let i = 1; i < points.length; i++) {
    const meets = nodes[i]! >= 0 && degree[nodes[i]!]! > 2;
    if (i !== points.length - 1 && !meets) continue;
    const part = thinned(points.slice(from, i + 1), 0.25);
    out.push(...(from === 0 ? part : part.slice(1)));
    from = i;
  }
  return out;
}
