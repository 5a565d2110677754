/** Coastline ways joined end to end, land on the left and water on the right. */
import type { GroundFeature, Position } from '#city/model.ts';

export interface CoastChain {
  /** Flat [lon, lat, …], degrees; a closed chain repeats its first point at the end. */
  line: Float64Array;
  /** Ids of the ways that it was made of, for messages. */
  ids: string[];
  closed: boolean;
}

export interface CoastFinding {
  action: 'mended' | 'dropped';
  reason: string;
  place: string;
  detail: string;
}

interface Piece {
  points: number[];
  ids: string[];
}

const startKey = ({ points }: Piece) => `${points[0]},${points[1]}`;
const endKey = ({ points }: Piece) => `${points.at(-2)},${points.at(-1)}`;

/**
 * Joins coastlines where one ends and the next begins. A way that runs against its neighbours is turned round when they
 * are longer than it; ways given twice are taken once.
 */
export function joinCoastlines(features: readonly GroundFeature[]): {
  chains: CoastChain[];
  findings: CoastFinding[];
} {
  const findings: CoastFinding[] = [];
  const chains: CoastChain[] = [];
  let open: Piece[] = [];
  const seen = new Set<string>();
  const sorted = [...features].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (const { id, geometry } of sorted) {
    for (const positions of linesOf(geometry)) {
      const points = withoutRepeats(positions);
      if (points.length < 4) continue;
      const key = points.join();
      if (seen.has(key)) continue;
      seen.add(key);
      const piece = { points, ids: [id] };
      if (startKey(piece) === endKey(piece)) chains.push(chainOf(piece, true));
      else open.push(piece);
    }
  }
  open = joinForward(open, chains);
  for (;;) {
    const wrong = findReversed(open);
    if (!wrong) break;
    wrong.points = turned(wrong.points);
    const detail =
      'expected land on the left and water on the right, its neighbours run the other way: turned round';
    findings.push({ action: 'mended', reason: 'coastline-reversed', place: wrong.ids[0]!, detail });
    const before = open.length;
    open = joinForward(open, chains);
    if (open.length >= before) break;
  }
  for (const piece of open) chains.push(chainOf(piece, false));
  return { chains, findings };
}

function linesOf(geometry: GroundFeature['geometry']): Position[][] {
  if (geometry.type === 'LineString') return [geometry.coordinates];
  if (geometry.type === 'MultiLineString' || geometry.type === 'Polygon') return geometry.coordinates;
  return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];
}

function withoutRepeats(positions: readonly Position[]): number[] {
  const points: number[] = [];
  for (const [lon, lat] of positions as [number, number][]) {
    if (points.length > 0 && points.at(-2) === lon && points.at(-1) === lat) continue;
    points.push(lon, lat);
  }
  return points;
}

function chainOf({ points, ids }: Piece, closed: boolean): CoastChain {
  return { line: Float64Array.from(points), ids, closed };
}

/** Joins end to start until nothing fits any more; rings that come about go to `chains`. */
function joinForward(pieces: Piece[], chains: CoastChain[]): Piece[] {
  const byStart = new Map<string, Piece[]>();
  for (const piece of pieces) {
    const list = byStart.get(startKey(piece));
    if (list) list.push(piece);
    else byStart.set(startKey(piece), [piece]);
  }
  const ends = new Set(pieces.map(endKey));
  const used = new Set<Piece>();
  const left: Piece[] = [];
  // Chains begin where no other ends; what is then unused lies on rings.
  const seeds = [...pieces.filter((piece) => !ends.has(startKey(piece))), ...pieces];
  for (const seed of seeds) {
    if (used.has(seed)) continue;
    used.add(seed);
    const chain: Piece = { points: [...seed.points], ids: [...seed.ids] };
    while (startKey(chain) !== endKey(chain)) {
      const next = byStart.get(endKey(chain))?.find((piece) => !used.has(piece));
      if (!next) break;
      used.add(next);
      for (let i = 2; i < next.points.length; i++) chain.points.push(next.points[i]!);
      chain.ids.push(...next.ids);
    }
    if (startKey(chain) === endKey(chain)) chains.push(chainOf(chain, true));
    else left.push(chain);
  }
  return left;
}

/** The shorter of two pieces that begin, or end, at the same place. */
function findReversed(pieces: readonly Piece[]): Piece | null {
  for (const keyOf of [startKey, endKey]) {
    const at = new Map<string, Piece>();
    for (const piece of pieces) {
      const other = at.get(keyOf(piece));
      if (other) return piece.points.length <= other.points.length ? piece : other;
      at.set(keyOf(piece), piece);
    }
  }
  return null;
}

function turned(points: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = points.length - 2; i >= 0; i -= 2) out.push(points[i]!, points[i + 1]!);
  return out;
}
