/** Union of overlapping paths by clipper-lib. */
import ClipperLib, { type Path } from 'clipper-lib';

export type { Path };

const { Clipper, ClipType, PolyFillType, PolyType } = ClipperLib;

/** Gives the outlines of the union of paths of positive area: outer ones positive, holes negative. */
export function unitePaths(paths: Path[]): Path[] {
  const clipper = new Clipper();
  clipper.AddPaths(paths, PolyType.ptSubject, true);
  const solution: Path[] = [];
  clipper.Execute(ClipType.ctUnion, solution, PolyFillType.pftPositive, PolyFillType.pftPositive);
  return solution;
}

/** Signed area of a path, square units. */
export function pathArea(path: Path): number {
  return Clipper.Area(path);
}
