/** Unions and differences of polygons in local metres, on integers (clipper-lib). */
import ClipperLib, { type Path, type PolyNode } from 'clipper-lib';

const { Clipper, ClipperOffset, PolyTree, ClipType, PolyType, PolyFillType, JoinType, EndType } = ClipperLib;

/** Integers beyond this make clipper-lib fall back to slow big numbers. */
const RANGE = 4.7e7;

/** Polygons in local metres: rings flat [x, y, …], not closed; outer rings counter-clockwise, holes clockwise. */
export type LocalPolygon = Float64Array[];

/** How a set of rings is joined. */
export interface UnionOptions {
  /** Gaps up to twice this, m, are closed: the polygons are grown by it, joined and shrunk again. */
  close?: number;
  /** The result is shrunk by this, m: parts that touch in a point come apart. */
  shrink?: number;
}

/**
 * Joins outer rings (a ring that crosses itself covers whatever it winds around) and takes the holes away.
 *
 * @param polygons - outer ring first; rings may run either way and cross anything.
 * @returns new polygons, each an outer ring with its holes; exact to a millimetre for extents up to 47 km.
 */
export function unionPolygons(
  polygons: readonly (readonly Float64Array[])[],
  options: UnionOptions = {},
): LocalPolygon[] {
  const scale = scaleOf(polygons);
  let area: Path[] = [];
  const holes: Path[] = [];
  for (const rings of polygons) {
    rings.forEach((ring, i) => {
      const into = i === 0 ? area : holes;
      for (const path of simplified(toPath(ring, scale))) into.push(path);
    });
  }
  if (options.close) {
    area = offset(execute(ClipType.ctUnion, area, []), options.close * scale);
    area = offset(execute(ClipType.ctUnion, area, []), -options.close * scale);
  }
  let result = execute(ClipType.ctDifference, area, holes);
  if (options.shrink) result = offset(result, -options.shrink * scale);
  return toPolygons(result, scale);
}

function scaleOf(polygons: readonly (readonly Float64Array[])[]): number {
  let extent = 0;
  for (const rings of polygons) {
    for (const ring of rings) for (const value of ring) extent = Math.max(extent, Math.abs(value));
  }
  let scale = 1000;
  while (extent * scale > RANGE && scale > 1) scale /= 10;
  return scale;
}

function toPath(ring: Float64Array, scale: number): Path {
  const path: Path = [];
  for (let i = 0; i < ring.length; i += 2) {
    path.push({ X: Math.round(ring[i]! * scale), Y: Math.round(ring[i + 1]! * scale) });
  }
  return path;
}

function simplified(path: Path): Path[] {
  return execute(ClipType.ctUnion, [path], []);
}

function execute(type: number, subject: Path[], clip: Path[]): Path[] {
  const clipper = new Clipper();
  clipper.StrictlySimple = true;
  clipper.AddPaths(subject, PolyType.ptSubject, true);
  if (clip.length > 0) clipper.AddPaths(clip, PolyType.ptClip, true);
  const solution: Path[] = [];
  clipper.Execute(type, solution, PolyFillType.pftNonZero, PolyFillType.pftNonZero);
  return solution;
}

function offset(paths: Path[], delta: number): Path[] {
  const clipper = new ClipperOffset(4, 0.25);
  clipper.AddPaths(paths, JoinType.jtMiter, EndType.etClosedPolygon);
  const solution: Path[] = [];
  clipper.Execute(solution, delta);
  return solution;
}

function toPolygons(paths: Path[], scale: number): LocalPolygon[] {
  const clipper = new Clipper();
  clipper.StrictlySimple = true;
  clipper.AddPaths(Clipper.CleanPolygons(paths, 1.415), PolyType.ptSubject, true);
  const tree = new PolyTree();
  clipper.Execute(ClipType.ctUnion, tree, PolyFillType.pftNonZero, PolyFillType.pftNonZero);
  const out: LocalPolygon[] = [];
  const visit = (node: PolyNode): void => {
    for (const outer of node.Childs()) {
      const polygon = [toRing(outer.Contour(), scale)];
      for (const hole of outer.Childs()) {
        polygon.push(toRing(hole.Contour(), scale));
        visit(hole);
      }
      if (polygon[0]!.length >= 6) out.push(polygon.filter((ring) => ring.length >= 6));
    }
  };
  visit(tree);
  return out;
}

function toRing(path: Path, scale: number): Float64Array {
  const ring = new Float64Array(2 * path.length);
  path.forEach(({ X, Y }, i) => {
    ring[2 * i] = X / scale;
    ring[2 * i + 1] = Y / scale;
  });
  return ring;
}
