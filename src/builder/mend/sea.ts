/**
 * The sea from coastlines: land lies on the left of a coast and water on its right.
 *
 * Coasts are joined, cut to the extent, and closed along its border: from where a coast leaves, clockwise to where the
 * next one comes in. Closed coasts are islands (counter-clockwise) or inner seas (clockwise).
 */
import { clipLine, flatArea2 } from '#city/clip-flat.ts';
import type { GroundFeature, Position } from '#city/model.ts';
import type { Problem } from '../problem.ts';
import { type CoastChain, joinCoastlines } from './coast-chains.ts';
import { type CoastPiece, type Extent, isOnBorder, joinLines, type LedOut, mendEnds } from './coast-ends.ts';

/** Name that problems of the sea carry in place of a file: a coast is put together of ways from several. */
const FILE = 'coastline';

/** What is known of the coast inside an extent, before anything was added to it. */
export interface Coast {
  /** Flat [lon, lat, …], degrees, cut to the extent. */
  lines: Float64Array[];
  /** Straight lines that were added where a coast breaks off. */
  led: LedOut[];
  extent: Extent;
}

/**
 * Assembles the sea inside an extent.
 *
 * @param coastlines - features of theme coastline, lon/lat degrees.
 * @param extent - west, south, east, north; degrees.
 * @returns the sea as one MultiPolygon with islands as holes (outer rings counter-clockwise), or null where there is
 * none: no coastline at all, or land from border to border.
 */
export function assembleSea(
  coastlines: readonly GroundFeature[],
  extent: Extent,
): { sea: GroundFeature | null; coast: Coast; problems: Problem[] } {
  const { chains, findings } = joinCoastlines(coastlines);
  const pieces: CoastPiece[] = [];
  const rings: Float64Array[] = [];
  for (const chain of chains) cutChain(chain, extent, pieces, rings);
  const lines = [...pieces.map(({ line }) => line), ...rings];
  const mended = mendEnds(pieces, rings, extent);
  findings.push(...mended.findings);
  for (const { line } of mended.rings) rings.push(line);
  const through = mended.through.map((piece) => ({
    ...piece,
    from: along(piece.line, 0, extent),
    to: along(piece.line, piece.line.length - 2, extent),
  }));
  const kept = alternating(through, (piece) => {
    const detail =
      'expected coasts that have the same water between them, it contradicts its neighbours on the border';
    findings.push({ action: 'dropped', reason: 'coastline-contradicts', place: piece.ids[0]!, detail });
  });
  const outer = closeAlongBorder(kept, extent);
  const closed = rings.map((line) => ({ ring: line.slice(0, -2), area: flatArea2(line.slice(0, -2)) }));
  if (outer.length === 0 && isSeaAround(closed, chains, extent)) outer.push(borderRing(extent));
  const polygons = nest(outer, closed);
  const problems = findings.map((finding): Problem => ({ ...finding, file: FILE }));
  const coast = { lines, led: mended.led, extent };
  return { sea: polygons.length > 0 ? seaFeature(polygons) : null, coast, problems };
}

function seaFeature(polygons: Float64Array[][]): GroundFeature {
  const coordinates = polygons.map((rings) => rings.map((ring, i) => positionsOf(ring, i === 0)));
  return {
    id: 'sea',
    theme: 'sea',
    class: '',
    geometry: { type: 'MultiPolygon', coordinates },
    name: null,
    width: 0,
    lanes: 0,
    layer: 0,
    bridge: false,
    tunnel: false,
    attributes: {},
  };
}

/** Closed positions, wound counter-clockwise or clockwise. */
function positionsOf(ring: Float64Array, counterClockwise: boolean): Position[] {
  const positions: Position[] = [];
  for (let i = 0; i < ring.length; i += 2) positions.push([ring[i]!, ring[i + 1]!]);
  if (flatArea2(ring) > 0 !== counterClockwise) positions.reverse();
  positions.push([...positions[0]!]);
  return positions;
}

/** Cuts a chain to the extent: a ring that lies inside stays one, everything else becomes pieces. */
function cutChain(
  { line, ids, closed }: CoastChain,
  [w, s, e, n]: Extent,
  pieces: CoastPiece[],
  rings: Float64Array[],
): void {
  const parts = clipLine(line, w, e, 0).flatMap((part) => clipLine(part, s, n, 1));
  const [only] = parts;
  if (closed && parts.length === 1 && only!.length === line.length) {
    rings.push(only!);
    return;
  }
  if (closed && parts.length > 1) {
    // A ring that begins inside the extent is cut there for nothing: its last part goes on in its first.
    const [head, tail] = [parts[0]!, parts.at(-1)!];
    if (head[0] === tail.at(-2) && head[1] === tail.at(-1) && !isOnBorder(head[0]!, head[1]!, [w, s, e, n])) {
      parts[0] = joinLines(tail, head.subarray(2));
      parts.pop();
    }
  }
  for (const part of parts) pieces.push({ line: part, ids });
}

/** Where a place on the border lies, clockwise from the north-west corner; each side counts 1. */
function along(line: Float64Array, at: number, [w, s, e, n]: Extent): number {
  const [x, y] = [line[at]!, line[at + 1]!];
  if (y === n && x < e) return (x - w) / (e - w);
  if (x === e && y > s) return 1 + (n - y) / (n - s);
  if (y === s && x > w) return 2 + (e - x) / (e - w);
  return 3 + (y - s) / (n - s);
}

interface Through extends CoastPiece {
  /** Where it comes in and where it leaves, see `along`. */
  from: number;
  to: number;
}

/** Leaves out the shortest pieces until coming in and leaving take turns around the border. */
function alternating(pieces: readonly Through[], onDropped: (piece: Through) => void): Through[] {
  let kept = [...pieces];
  for (;;) {
    const events = kept.flatMap((piece) => [
      { at: piece.to, leaves: true, piece },
      { at: piece.from, leaves: false, piece },
    ]);
    events.sort((a, b) => a.at - b.at || Number(b.leaves) - Number(a.leaves));
    const wrong = events.flatMap((event, i) => {
      const next = events[(i + 1) % events.length]!;
      return next.leaves === event.leaves ? [event.piece, next.piece] : [];
    });
    if (wrong.length === 0) return kept;
    const shortest = wrong.reduce((a, b) => (b.line.length < a.line.length ? b : a));
    onDropped(shortest);
    kept = kept.filter((piece) => piece !== shortest);
  }
}

/** Rings of sea, clockwise: along a coast, then clockwise along the border to the next coast that comes in. */
function closeAlongBorder(pieces: readonly Through[], extent: Extent): Float64Array[] {
  const byStart = [...pieces].sort((a, b) => a.from - b.from);
  const used = new Set<Through>();
  const rings: Float64Array[] = [];
  for (const seed of byStart) {
    if (used.has(seed)) continue;
    const ring: number[] = [];
    for (let piece = seed; !used.has(piece); ) {
      used.add(piece);
      for (const value of piece.line) ring.push(value);
      const next: Through = byStart.find(({ from }) => from >= piece.to) ?? byStart[0]!;
      const until = next.from >= piece.to ? next.from : next.from + 4;
      for (let corner = Math.floor(piece.to) + 1; corner < until; corner++)
        ring.push(...cornerOf(corner % 4, extent));
      piece = next;
    }
    const clean = withoutRepeats(ring);
    if (flatArea2(clean) !== 0) rings.push(clean);
  }
  return rings;
}

function withoutRepeats(ring: readonly number[]): Float64Array {
  const out: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    if (out.length > 0 && out.at(-2) === ring[i] && out.at(-1) === ring[i + 1]) continue;
    out.push(ring[i]!, ring[i + 1]!);
  }
  while (out.length > 2 && out[0] === out.at(-2) && out[1] === out.at(-1)) out.length -= 2;
  return Float64Array.from(out);
}

/** Corners as `along` counts them: 0 north-west, 1 north-east, 2 south-east, 3 south-west. */
function cornerOf(corner: number, [w, s, e, n]: Extent): [number, number] {
  return [corner === 0 || corner === 3 ? w : e, corner < 2 ? n : s];
}

function borderRing(extent: Extent): Float64Array {
  return Float64Array.from([0, 1, 2, 3].flatMap((corner) => cornerOf(corner, extent)));
}

/**
 * No coast comes in over the border: is the extent's border all sea or all land? An island inside says sea, an inner sea
 * says land; with neither, the side of the nearest coast outside on which the extent lies.
 */
function isSeaAround(
  closed: readonly { ring: Float64Array; area: number }[],
  chains: readonly CoastChain[],
  extent: Extent,
): boolean {
  if (closed.length > 0)
    return closed.reduce((a, b) => (Math.abs(b.area) > Math.abs(a.area) ? b : a)).area > 0;
  const [x, y] = [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2];
  const scale = Math.cos((y * Math.PI) / 180);
  let nearest = Infinity;
  let right = false;
  for (const { line, closed: ring } of chains) {
    const n = line.length;
    for (let i = 0; i + 3 < n; i += 2) {
      const [ax, ay] = [(line[i]! - x) * scale, line[i + 1]! - y];
      const [dx, dy] = [(line[i + 2]! - line[i]!) * scale, line[i + 3]! - line[i + 1]!];
      const t = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy)));
      const [px, py] = [ax + t * dx, ay + t * dy];
      const d = px * px + py * py;
      if (d >= nearest) continue;
      nearest = d;
      const side = (ux: number, uy: number, vx: number, vy: number) => ux * -vy - uy * -vx;
      right = side(dx, dy, px, py) < 0;
      // At a corner the two edges may disagree: the sea is where the turn says.
      const j = t === 1 ? i + 2 : i - 2;
      const wraps = ring ? (j < 0 ? n - 4 : j + 3 >= n ? 0 : j) : j;
      if ((t === 0 || t === 1) && wraps >= 0 && wraps + 3 < n) {
        const [ex, ey] = [(line[wraps + 2]! - line[wraps]!) * scale, line[wraps + 3]! - line[wraps + 1]!];
        const turn = t === 1 ? dx * ey - dy * ex : ex * dy - ey * dx;
        // A left turn leaves more than half of the plane on the right, and the corner is nearest only from there.
        if (turn !== 0) right = turn > 0;
      }
    }
  }
  return right;
}

/** Puts closed coasts into the sea: islands become holes, inner seas in land become polygons of their own. */
function nest(
  outer: readonly Float64Array[],
  closed: readonly { ring: Float64Array; area: number }[],
): Float64Array[][] {
  const polygons: Float64Array[][] = outer.map((ring) => [ring]);
  const areas = outer.map((ring) => ({ ring, sea: true, polygon: polygons[outer.indexOf(ring)]! }));
  for (const { ring } of [...closed].sort((a, b) => Math.abs(b.area) - Math.abs(a.area))) {
    let around: (typeof areas)[number] | null = null;
    // Smaller ones come later: the last that contains it is the one right around it.
    for (const area of areas) if (contains(area.ring, ring)) around = area;
    if (around?.sea) {
      around.polygon.push(ring);
      areas.push({ ring, sea: false, polygon: around.polygon });
    } else if (flatArea2(ring) < 0) {
      const polygon = [ring];
      polygons.push(polygon);
      areas.push({ ring, sea: true, polygon });
    }
  }
  return polygons;
}

function contains(outer: Float64Array, inner: Float64Array): boolean {
  const [x, y] = [inner[0]!, inner[1]!];
  let inside = false;
  for (let i = 0, j = outer.length - 2; i < outer.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [outer[j]!, outer[j + 1]!, outer[i]!, outer[i + 1]!];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
