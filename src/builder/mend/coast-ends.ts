/** Coasts that end inside of an extent: joined over small gaps, or led to the nearest border. */
import { MEAN_DEGREE } from '#base/geo/degree.ts';
import type { CoastFinding } from './coast-chains.ts';

/** A coast inside an extent; ends lie on the border, or inside it when the coast breaks off. */
export interface CoastPiece {
  line: Float64Array;
  ids: string[];
}

/** A coast's broken end and the place on the border that it was led to, straight. */
export interface LedOut {
  from: [number, number];
  to: [number, number];
}

export type Extent = readonly [number, number, number, number];

/** Gaps between two coasts up to this are joined, m. */
const JOIN_M = 150;

/** A coast whose ends lie this near to each other, as a share of its length, is a ring with a piece missing. */
const RING_SHARE = 0.2;

/** Tells whether a place lies on the border of an extent, exactly. */
export function isOnBorder(x: number, y: number, [w, s, e, n]: Extent): boolean {
  return x === w || x === e || y === s || y === n;
}

/** Lays flat lines end to end; a new array. Spread into a call, a long coast would overflow the stack. */
export function joinLines(...lines: readonly ArrayLike<number>[]): Float64Array {
  const out = new Float64Array(lines.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const line of lines) {
    out.set(line, at);
    at += line.length;
  }
  return out;
}

const first = ({ line }: CoastPiece): [number, number] => [line[0]!, line[1]!];
const last = ({ line }: CoastPiece): [number, number] => [line.at(-2)!, line.at(-1)!];

/**
 * Mends coasts that end inside the extent.
 *
 * @param obstacles - closed coasts that an extension must not cross.
 * @returns pieces from border to border, rings that closed, and what was added to coasts that broke off.
 */
export function mendEnds(
  pieces: readonly CoastPiece[],
  obstacles: readonly Float64Array[],
  extent: Extent,
): { through: CoastPiece[]; rings: CoastPiece[]; led: LedOut[]; findings: CoastFinding[] } {
  const led: LedOut[] = [];
  const findings: CoastFinding[] = [];
  const rings: CoastPiece[] = [];
  const scale = Math.cos((((extent[1] + extent[3]) / 2) * Math.PI) / 180);
  const distance = (a: readonly number[], b: readonly number[]) =>
    MEAN_DEGREE * Math.hypot((a[0]! - b[0]!) * scale, a[1]! - b[1]!);
  const dangles = ([x, y]: [number, number]) => !isOnBorder(x, y, extent);
  const joined = joinGaps([...pieces], dangles, distance, findings);
  const through: CoastPiece[] = [];
  const waiting: CoastPiece[] = [];
  for (const piece of joined) {
    const [a, b] = [first(piece), last(piece)];
    if (!dangles(a) && !dangles(b)) through.push(piece);
    else if (dangles(a) && dangles(b) && distance(a, b) <= RING_SHARE * lengthOf(piece.line, distance)) {
      const detail = `expected a closed coast, its ends lie ${distance(a, b).toFixed(0)} m apart: closed`;
      findings.push({ action: 'mended', reason: 'coastline-gap', place: piece.ids[0]!, detail });
      rings.push({ line: joinLines(piece.line, a), ids: piece.ids });
    } else waiting.push(piece);
  }
  const walls = [...obstacles, ...[...through, ...rings, ...waiting].map(({ line }) => line)];
  for (const piece of waiting) {
    const head = dangles(first(piece)) ? wayOut(first(piece), extent, walls, distance) : [];
    if (head && head.length > 0) walls.push(joinLines(head, first(piece)));
    const tail = dangles(last(piece)) ? wayOut(last(piece), extent, walls, distance) : [];
    if (!head || !tail) {
      const detail =
        'expected a coast that goes on to the border or closes, it breaks off and every way out crosses another';
      findings.push({ action: 'dropped', reason: 'coastline-dangling', place: piece.ids[0]!, detail });
      continue;
    }
    if (tail.length > 0) walls.push(joinLines(last(piece), tail));
    for (const [end, out, at] of [
      ['begins', head, first(piece)],
      ['ends', tail, last(piece)],
    ] as const) {
      if (out.length === 0) continue;
      led.push({ from: at, to: out as [number, number] });
      const where = `${at[0].toFixed(5)} ${at[1].toFixed(5)}`;
      const detail = `expected a coast that goes on to the border, it ${end} at ${where}: led ${distance(at, out).toFixed(0)} m to the nearest`;
      const place = end === 'begins' ? piece.ids[0]! : piece.ids.at(-1)!;
      findings.push({ action: 'mended', reason: 'coastline-dangling', place, detail });
    }
    through.push({ line: joinLines(head, piece.line, tail), ids: piece.ids });
  }
  return { through, rings, led, findings };
}

type Distance = (a: readonly number[], b: readonly number[]) => number;

function lengthOf(line: Float64Array, distance: Distance): number {
  let sum = 0;
  for (let i = 2; i < line.length; i += 2) {
    sum += distance([line[i - 2]!, line[i - 1]!], [line[i]!, line[i + 1]!]);
  }
  return sum;
}

/** Joins an end that breaks off with the nearest beginning that does, when it is near enough. */
function joinGaps(
  pieces: CoastPiece[],
  dangles: (place: [number, number]) => boolean,
  distance: Distance,
  findings: CoastFinding[],
): CoastPiece[] {
  for (let i = 0; i < pieces.length; ) {
    const piece = pieces[i]!;
    let [best, gap] = [-1, JOIN_M];
    if (dangles(last(piece))) {
      pieces.forEach((other, j) => {
        if (j === i || !dangles(first(other))) return;
        const d = distance(last(piece), first(other));
        if (d <= gap) [best, gap] = [j, d];
      });
    }
    if (best < 0) {
      i++;
      continue;
    }
    const other = pieces[best]!;
    const detail = `expected coasts that meet, ${other.ids[0]} begins ${gap.toFixed(0)} m from its end: joined`;
    findings.push({ action: 'mended', reason: 'coastline-gap', place: piece.ids.at(-1)!, detail });
    pieces[i] = { line: joinLines(piece.line, other.line), ids: [...piece.ids, ...other.ids] };
    pieces.splice(best, 1);
    i = 0;
  }
  return pieces;
}

/** The nearest place on the border that is reached without crossing a coast, or null. */
function wayOut(
  place: [number, number],
  [w, s, e, n]: Extent,
  walls: readonly Float64Array[],
  distance: Distance,
): [number, number] | null {
  const [x, y] = place;
  const outs: [number, number][] = [
    [w, y],
    [x, s],
    [e, y],
    [x, n],
  ];
  outs.sort((a, b) => distance(place, a) - distance(place, b));
  return outs.find((out) => !walls.some((wall) => crosses(place, out, wall))) ?? null;
}

function crosses(a: readonly number[], b: readonly number[], wall: Float64Array): boolean {
  const [ax, ay, bx, by] = [a[0]!, a[1]!, b[0]!, b[1]!];
  const turn = (px: number, py: number, qx: number, qy: number, rx: number, ry: number) =>
    Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  for (let i = 0; i + 3 < wall.length; i += 2) {
    const [cx, cy, dx, dy] = [wall[i]!, wall[i + 1]!, wall[i + 2]!, wall[i + 3]!];
    // The coast's own end touches its extension there and nowhere else.
    if ((cx === ax && cy === ay) || (dx === ax && dy === ay)) continue;
    if (Math.max(cx, dx) < Math.min(ax, bx) || Math.min(cx, dx) > Math.max(ax, bx)) continue;
    if (Math.max(cy, dy) < Math.min(ay, by) || Math.min(cy, dy) > Math.max(ay, by)) continue;
    const apart = turn(ax, ay, bx, by, cx, cy) * turn(ax, ay, bx, by, dx, dy) > 0;
    if (!apart && turn(cx, cy, dx, dy, ax, ay) * turn(cx, cy, dx, dy, bx, by) <= 0) return true;
  }
  return false;
}
