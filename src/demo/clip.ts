import clipper, { type Path } from 'clipper-lib';
import type { Point, Ring } from './plane.ts';
import { contains, signedArea } from './plane.ts';

const { Clipper, ClipperOffset, ClipType, PolyType, PolyFillType, JoinType, EndType } = clipper;

/** Whole numbers of a millimetre, as clipper wants them. */
const SCALE = 1000;

const toPath = (ring: readonly Point[]): Path =>
  ring.map(([x, y]) => ({ X: Math.round(x * SCALE), Y: Math.round(y * SCALE) }));
const fromPath = (path: Path): Ring => path.map(({ X, Y }): Point => [X / SCALE, Y / SCALE]);

const OPERATIONS = {
  intersection: ClipType.ctIntersection,
  difference: ClipType.ctDifference,
  union: ClipType.ctUnion,
} as const;

/** Combines rings (non-zero filling); the result's outer rings run counter-clockwise, its holes clockwise. */
export function combine(
  operation: keyof typeof OPERATIONS,
  subjects: readonly Ring[],
  clips: readonly Ring[],
): Ring[] {
  const tool = new Clipper();
  tool.AddPaths(subjects.map(toPath), PolyType.ptSubject, true);
  if (clips.length > 0) tool.AddPaths(clips.map(toPath), PolyType.ptClip, true);
  const solution: Path[] = [];
  tool.Execute(OPERATIONS[operation], solution, PolyFillType.pftNonZero, PolyFillType.pftNonZero);
  return Clipper.CleanPolygons(solution, 0.02 * SCALE)
    .filter((path) => path.length > 2)
    .map(fromPath);
}

/** By how much joined areas shrink, m: those that touch in a point come apart. */
const APART = 0.05;

/** Joins rings into areas of which none touches itself or another. */
export function joined(rings: readonly Ring[]): { ring: Ring; holes: Ring[] }[] {
  const tool = new ClipperOffset(2, 0.25 * SCALE);
  tool.AddPaths(combine('union', rings, []).map(toPath), JoinType.jtMiter, EndType.etClosedPolygon);
  const solution: Path[] = [];
  tool.Execute(solution, -APART * SCALE);
  const pieces = Clipper.CleanPolygons(solution, 0.02 * SCALE)
    .filter((path) => path.length > 2)
    .map(fromPath);
  const holes = pieces.filter((ring) => signedArea(ring) < 0);
  return pieces
    .filter((ring) => signedArea(ring) > 0)
    .map((ring) => ({ ring, holes: holes.filter(([corner]) => contains(ring, corner![0], corner![1])) }));
}

/** Widens a line to a ribbon, `half` metres to either side, ends squared. */
export function ribbon(line: readonly Point[], half: number): Ring[] {
  const tool = new ClipperOffset(2, 0.25 * SCALE);
  tool.AddPath(toPath(line), JoinType.jtMiter, EndType.etOpenSquare);
  const solution: Path[] = [];
  tool.Execute(solution, half * SCALE);
  return solution.map(fromPath);
}

/** Grows (or, below zero, shrinks) a ring; may give none or several. Outer rings only. */
export function offset(ring: readonly Point[], by: number, round = false): Ring[] {
  const tool = new ClipperOffset(2, 0.25 * SCALE);
  tool.AddPath(toPath(ring), round ? JoinType.jtRound : JoinType.jtMiter, EndType.etClosedPolygon);
  const solution: Path[] = [];
  tool.Execute(solution, by * SCALE);
  return Clipper.CleanPolygons(solution, 0.02 * SCALE)
    .filter((path) => path.length > 2)
    .map(fromPath)
    .filter((r) => signedArea(r) > 0);
}

/** Leaves out corners that move a ring by less than a tolerance (Douglas-Peucker from two far corners). */
export function simplified(ring: readonly Point[], tolerance: number): Ring {
  if (ring.length < 5) return [...ring];
  let far = 0;
  let most = -1;
  for (const [i, p] of ring.entries()) {
    const d = Math.hypot(p[0] - ring[0]![0], p[1] - ring[0]![1]);
    if (d > most) {
      most = d;
      far = i;
    }
  }
  const out = [
    ...thinned(ring.slice(0, far + 1), tolerance),
    ...thinned([...ring.slice(far), ring[0]!], tolerance).slice(1, -1),
  ];
  return out.length >= 3 ? out : [...ring];
}

/** Leaves out points that move a line by less than a tolerance. */
export function thinned(line: readonly Point[], tolerance: number): Point[] {
  if (line.length < 3) return [...line];
  const a = line[0]!;
  const b = line.at(-1)!;
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  let worst = 0;
  let at = 0;
  for (let i = 1; i < line.length - 1; i++) {
    const p = line[i]!;
    const d =
      length === 0
        ? Math.hypot(p[0] - a[0], p[1] - a[1])
        : Math.abs((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])) / length;
    if (d > worst) {
      worst = d;
      at = i;
    }
  }
  if (worst <= tolerance) return [a, b];
  return [...thinned(line.slice(0, at + 1), tolerance), ...thinned(line.slice(at), tolerance).slice(1)];
}
